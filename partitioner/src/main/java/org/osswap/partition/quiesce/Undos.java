package org.osswap.partition.quiesce;

import com.google.common.collect.ImmutableList;
import org.osswap.proto.Undo;

/** Makes the inverses of steps. */
final class Undos {
  private Undos() {}

  static Undo write(String what, String path, String value) {
    return Undo.newBuilder()
        .setWhat(what)
        .setWrite(Undo.Write.newBuilder().setPath(path).setValue(value))
        .build();
  }

  static Undo command(String what, String... argv) {
    return Undo.newBuilder()
        .setWhat(what)
        .setCommand(Undo.Command.newBuilder().addAllArgv(ImmutableList.copyOf(argv)))
        .build();
  }

  static Undo grant(String what, boolean memory, int index) {
    return Undo.newBuilder()
        .setWhat(what)
        .setGrant(Undo.Grant.newBuilder().setMemory(memory).setIndex(index))
        .build();
  }
}
