package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.osswap.proto.AppDescription;
import org.osswap.proto.FileDescription;

/**
 * The successor, as the incumbent's side of a migration needs it. Whoever implements it carries each
 * call over a wire to an {@link AppHost}; every call is idempotent and has a deadline.
 *
 * <p>A call that can't be done throws {@link org.osswap.base.Failure}.
 */
public interface Successor {
  /** The area with the files of an application's root. */
  String CAPSULE = "capsule";

  /** The area with CRIU's images of a round, counted from 0. */
  static String images(int round) {
    return "images/" + round;
  }

  /** The folder of a chain of checkpoints, below which there are {@code images/N} and {@code state/N}. */
  static String chain(int chain) {
    return "checkpoint/" + chain;
  }

  /** The area with CRIU's images of a checkpoint. */
  static String checkpointImages(int chain, int round) {
    return chain(chain) + "/" + images(round);
  }

  /** The area with the files of a checkpoint. */
  static String checkpointState(int chain, int round) {
    return chain(chain) + "/state/" + round;
  }

  /**
   * Which of these files does the successor have too?
   *
   * @return paths of those that are alike there in all but perhaps their content; with the SHA-256 of
   *     it, or nothing for what has none
   */
  ImmutableMap<String, ByteString> offer(String app, List<FileDescription> files);

  /**
   * Sends pieces of files into an area; when it returns, they are there and verified.
   *
   * <p>A file that is written to meanwhile may end earlier than described: what is there is sent.
   *
   * @param root a piece's content is at {@code root} + its path
   */
  void push(String app, String area, Path root, List<Piece> pieces);

  /** Makes everything ready that can be ready before the application is frozen. */
  void prepare(AppDescription app);

  /** Puts the service address there, unseen by its neighbours, and holds its traffic back. */
  void fence(String app);

  /**
   * Restores the application, stopped.
   *
   * @param area of the final dump
   * @return pids in the application's own pid namespace
   */
  ImmutableList<Integer> restore(String app, String area, int rootPid);

  /**
   * The source will never go on: lets the copy run, and lifts the fence. Returns when it is healthy.
   * Refused when the incumbent has taken the commit back.
   */
  void commit(String app);

  /** Whether the copy was let run, healthy or not. */
  boolean runs(String app);

  /** The source goes on: kills the copy, confirms that it is dead, and removes what was made. */
  void abort(String app);
}
