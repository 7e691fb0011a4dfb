package org.osswap.handoff;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.osswap.proto.Undo;

/** Makes the inverses of steps, as they are logged before the steps. */
public final class Undos {
  private Undos() {}

  /** Writes {@code value} to the kernel file {@code path}. */
  public static Undo write(String what, String path, String value) {
    return Undo.newBuilder()
        .setWhat(what)
        .setWrite(Undo.Write.newBuilder().setPath(path).setValue(value))
        .build();
  }

  public static Undo command(String what, String... argv) {
    return command(what, ImmutableList.copyOf(argv));
  }

  public static Undo command(String what, List<String> argv) {
    return Undo.newBuilder()
        .setWhat(what)
        .setCommand(Undo.Command.newBuilder().addAllArgv(argv))
        .build();
  }

  /** Grants a range of memory again that was ejected; by its index in the plan of the swap that added it. */
  public static Undo grant(String what, int index) {
    return Undo.newBuilder()
        .setWhat(what)
        .setGrant(Undo.Grant.newBuilder().setIndex(index))
        .build();
  }
}
