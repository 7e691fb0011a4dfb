package org.osswap.drill;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.osswap.proto.Phase;
import org.osswap.proto.SwapReport;

/** How a drill is to end. */
public enum Expectation {
  /** The successor has the machine because the incumbent was found dead, or asked for it. */
  TAKEN_OVER_BY_CRASH(Side.SUCCESSOR),
  /** The applications have moved with their connections, and the successor has the machine. */
  MOVED_LIVE(Side.SUCCESSOR),
  /** Nothing comes of it: the incumbent goes on, and the successor stays armed. */
  STAYS(Side.INCUMBENT),
  /** The incumbent finds the successor dead; after a disarm it has the whole machine. */
  DISARMED(Side.INCUMBENT);

  private final Side survivor;

  Expectation(Side survivor) {
    this.survivor = survivor;
  }

  /** The OS that has the applications at the end; it is the one that is asked meanwhile. */
  public Side survivor() {
    return survivor;
  }

  /** Whether the OS that ran before the drill is gone after it. */
  public boolean replaces() {
    return survivor == Side.SUCCESSOR;
  }

  /** Whether there is an armed successor after the drill as there was before. */
  public boolean keepsArmed() {
    return this == STAYS;
  }

  static Optional<Expectation> of(String word) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(word)).findFirst();
  }

  /** Whether the survivor's status says that it has come to this. */
  boolean reached(String swapId, SwapReport status) {
    if (!status.getSwapId().equals(swapId)) {
      return false;
    }
    return switch (this) {
      case TAKEN_OVER_BY_CRASH -> status.hasCrash() && status.getPhase() == Phase.DONE;
      case MOVED_LIVE -> !status.hasCrash() && status.getPhase() == Phase.DONE;
      case STAYS -> status.hasArmed() && !foundDead(status);
      case DISARMED -> status.getPhase() == Phase.ROLLED_BACK;
    };
  }

  /** Whether it says that the successor is to be given up. */
  static boolean foundDead(SwapReport status) {
    return status.getNext().equals("osswap disarm");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
