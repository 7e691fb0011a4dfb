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

  /** Gives a memory block ({@code memory}) or a CPU, by its index, back. */
  public static Undo grant(String what, boolean memory, int index) {
    return Undo.newBuilder()
        .setWhat(what)
        .setGrant(Undo.Grant.newBuilder().setMemory(memory).setIndex(index))
        .build();
  }
}
