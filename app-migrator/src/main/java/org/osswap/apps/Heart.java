package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.Poll;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

/**
 * The heart of an OS that keeps a successor armed: a small native process, locked in memory and scheduled
 * in real time, in a unit of its own. It goes on when every JVM has ended; it stops when the kernel
 * doesn't schedule any more, which is what its silence means to the successor.
 */
public final class Heart {
  public static final String UNIT = "osswap-heart.service";

  /** Between two beats. */
  public static final Duration INTERVAL = Duration.ofMillis(100);

  private static final String PULSE = "/run/osswap/pulse";
  private static final String STEP = "start the heart";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration BEGINS = Duration.ofSeconds(10);
  private static final Duration FRESH = INTERVAL.multipliedBy(5);
  private static final int RECORD = 2 * Long.BYTES;

  private final SysRoot root;
  private final ProcessRunner runner;

  /**
   * How long ago the last beats were.
   *
   * @param own of this OS
   * @param successor empty: none was seen yet
   */
  public record Ages(Duration own, Optional<Duration> successor) {}

  public Heart(SysRoot root, ProcessRunner runner) {
    this.root = root;
    this.runner = runner;
  }

  /**
   * Starts it; returns when it beats.
   *
   * @param folder an existing one, on which programs may be run
   * @param page physical address of the grant page
   * @throws Failure if it doesn't beat
   */
  public void start(Path folder, long page) {
    Path program = NativeTool.unpack("osswap-app", folder);
    runner.run(LIMIT, "rm", "-f", root.path(PULSE).toString());
    runner
        .run(command(program, page), LIMIT)
        .orFail(STEP, UNIT, "See 'systemctl status " + UNIT + "'.");
    if (!Poll.until(this::beats, BEGINS)) {
      throw new Failure(
          STEP,
          UNIT,
          "no beat within " + BEGINS.toSeconds() + " s",
          "See 'journalctl -u " + UNIT + "': it needs /dev/mem, locked memory and SCHED_FIFO.");
    }
  }

  private boolean beats() {
    return ages().filter(ages -> ages.own().compareTo(FRESH) < 0).isPresent();
  }

  private ImmutableList<String> command(Path program, long page) {
    return ImmutableList.<String>builder()
        .add("systemd-run", "--quiet", "--collect", "--unit=" + UNIT)
        .add("--description=the heart that the armed successor listens for")
        // A heart that somebody killed beats again at once, as often as it takes.
        .add("--property=Restart=always", "--property=RestartSec=0")
        .add("--property=StartLimitIntervalSec=0", "--property=RestartPreventExitStatus=3")
        .add("--property=DefaultDependencies=no")
        .add("--property=OOMScoreAdjust=-1000", "--property=LimitMEMLOCK=infinity")
        .add("--property=LimitRTPRIO=infinity")
        .add("" + program, "beat", "" + root.path("/dev/mem"), Long.toString(page))
        .add(Long.toString(INTERVAL.toMillis()), "" + root.path(PULSE))
        .build();
  }

  /** What stops it. It has to come after the successor's end, who would take the silence for a hang. */
  public Undo undo() {
    return Undo.newBuilder()
        .setWhat("stop the heart")
        .setCommand(
            Undo.Command.newBuilder()
                .addAllArgv(
                    List.of(
                        "sh",
                        "-c",
                        "systemctl stop \"$0\"; systemctl reset-failed \"$0\" 2>/dev/null; rm -f"
                            + " \"$1\"; ! systemctl -q is-active \"$0\"",
                        UNIT,
                        root.path(PULSE).toString())))
        .build();
  }

  /** Empty where no heart has ever beaten. */
  public Optional<Ages> ages() {
    return root.value("/proc/uptime", Heart::millis)
        .flatMap(now -> root.bytes(PULSE).flatMap(record -> parse(record, now)));
  }

  /** {@code /proc/uptime}: seconds of CLOCK_BOOTTIME with two decimals, and idle time. */
  private static long millis(String uptime) {
    String seconds = uptime.substring(0, uptime.indexOf(' '));
    return Math.round(Double.parseDouble(seconds) * 1000);
  }

  /**
   * Reads the record of beat.c.
   *
   * @param now milliseconds of CLOCK_BOOTTIME
   */
  static Optional<Ages> parse(byte[] record, long now) {
    if (record.length < RECORD) {
      return Optional.empty();
    }
    ByteBuffer times = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    long own = times.getLong();
    long successor = times.getLong();
    return own == 0
        ? Optional.empty()
        : Optional.of(
            new Ages(age(own, now), Optional.of(successor).filter(t -> t != 0).map(t -> age(t, now))));
  }

  /** The uptime has hundredths of a second only, so a beat may seem to lie ahead of it. */
  private static Duration age(long time, long now) {
    return Duration.ofMillis(Math.max(0, now - time));
  }
}
