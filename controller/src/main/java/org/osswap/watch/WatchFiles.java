package org.osswap.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.proto.WatchReport;
import org.osswap.proto.WatchSetup;

/**
 * What the watcher is told and what it says, in {@code /run/osswap/watch}, a file system in memory that is
 * never swapped out:
 *
 * <ul>
 *   <li>{@code setup}: a {@link WatchSetup}
 *   <li>{@code state}: a {@link WatchReport}, replaced as a whole
 *   <li>{@code control/}: {@code hold}, there as long as it holds; {@code force} with a policy's name or
 *       nothing in it, and {@code cancel}: taken away when heeded
 *   <li>{@code refused}: why a handoff that was begun touched nothing
 *   <li>{@code home/}: what the watcher runs from
 * </ul>
 */
public final class WatchFiles {
  public static final String PATH = "/run/osswap/watch";
  public static final String HOME = PATH + "/home";
  public static final String HOLD = "hold";
  public static final String FORCE = "force";
  public static final String CANCEL = "cancel";

  private static final String CONTROL = PATH + "/control";
  private static final String SETUP = PATH + "/setup";
  private static final String STATE = PATH + "/state";
  private static final String REFUSED = PATH + "/refused";

  private final SysRoot root;

  public WatchFiles(SysRoot root) {
    this.root = root;
  }

  /** Writes the setup; forgets what was said before. */
  public void begin(WatchSetup setup) {
    try {
      Files.createDirectories(root.path(CONTROL));
      Files.deleteIfExists(root.path(STATE));
      Files.deleteIfExists(root.path(REFUSED));
      write(SETUP, setup.toByteArray());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Empty: nothing is watched here. */
  public Optional<WatchSetup> setup() {
    return root.bytes(SETUP).map(bytes -> parse(bytes, WatchSetup::parseFrom));
  }

  /** Empty: nothing is watched here, or its watcher has said nothing yet. */
  public Optional<WatchReport> report() {
    return root.bytes(STATE).map(bytes -> parse(bytes, WatchReport::parseFrom));
  }

  void publish(WatchReport report) {
    try {
      write(STATE, report.toByteArray());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Tells the watcher something; {@link #waits} until it has taken that. */
  public void put(String control, String text) {
    try {
      write(CONTROL + "/" + control, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  public boolean waits(String control) {
    return root.exists(CONTROL + "/" + control);
  }

  /** What it was told, which is told no more then. */
  public Optional<String> take(String control) {
    Optional<String> text = root.text(CONTROL + "/" + control);
    text.ifPresent(told -> delete(CONTROL + "/" + control));
    return text;
  }

  /** A handoff that was begun ends here, and has touched nothing. */
  public void refuse(String why) {
    try {
      write(REFUSED, why.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Why; told once. */
  public Optional<String> refused() {
    Optional<String> why = root.text(REFUSED);
    why.ifPresent(told -> delete(REFUSED));
    return why;
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private static <T> T parse(byte[] bytes, Parser<T> parser) {
    try {
      return parser.parse(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw failure(e);
    }
  }

  private void write(String absolute, byte[] bytes) throws IOException {
    Path file = root.path(absolute);
    Path fresh = file.resolveSibling("." + file.getFileName());
    Files.write(fresh, bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void delete(String absolute) {
    try {
      Files.deleteIfExists(root.path(absolute));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static Failure failure(IOException e) {
    return new Failure(
        "use the watcher's folder",
        PATH,
        e.toString(),
        "See 'systemctl status osswap-watch.service'; 'osswap disarm' and 'osswap arm' make it anew.",
        e);
  }
}
