package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.util.List;
import org.osswap.base.ProcessRunner;
import org.osswap.proto.FileDescription;

/** What of an application's files the successor has to be sent. */
final class Capsule {
  private Capsule() {}

  /**
   * What goes into the capsule ahead of time: folders, and what the successor lacks or has otherwise.
   *
   * @param there what it has that may be alike, with its sums
   */
  static ImmutableList<Piece> lacking(
      AppRoot root,
      ProcessRunner runner,
      List<FileDescription> files,
      ImmutableMap<String, ByteString> there) {
    ImmutableMap<String, ByteString> here =
        new Sums(runner)
            .of(root, files.stream().filter(f -> there.containsKey(f.getPath())).toList());
    return files.stream()
        .filter(f -> !f.getChanging() || f.getKind() != FileDescription.Kind.REGULAR)
        .filter(
            f ->
                f.getKind() == FileDescription.Kind.DIRECTORY
                    || !there.containsKey(f.getPath())
                    || !there.get(f.getPath()).equals(here.getOrDefault(f.getPath(), ByteString.EMPTY)))
        .map(Piece::whole)
        .collect(ImmutableList.toImmutableList());
  }
}
