package org.osswap.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.osswap.base.SysRoot;
import org.osswap.controller.Progress;
import org.osswap.launch.shared.HeartWatch;
import org.osswap.proto.Notice;

/**
 * What the successor's agent hears of the incumbent's controller. A silent one may be dead, and another may
 * come and go on: nothing follows from it here, it is only told, in the log and by {@code osswap status}.
 */
public final class IncumbentHeart implements HeartWatch.Listener {
  /** Since when it is silent, in milliseconds since the epoch; there while it is. */
  private static final String PATH = "/run/osswap/incumbent-silent";

  private final SysRoot root;
  private final Progress progress;
  private volatile boolean endExpected;

  IncumbentHeart(SysRoot root, Progress progress) {
    this.root = root;
    this.progress = progress;
    forget();
  }

  /** The incumbent is about to end: its heart stops soon, and its proof is awaited. */
  void expectEnd() {
    endExpected = true;
    forget();
  }

  @Override
  public void late(Duration silence) {
    if (endExpected) {
      return;
    }
    progress.detail(
        "the incumbent's controller is silent: no beat for " + seconds(silence));
    write(Long.toString(System.currentTimeMillis() - silence.toMillis()));
  }

  @Override
  public void back(Duration silence) {
    if (endExpected) {
      return;
    }
    progress.detail(
        "the incumbent's controller is there again; it was silent for " + seconds(silence));
    forget();
  }

  /** What {@code osswap status} says of it on this OS; empty while it isn't silent. */
  public static Optional<Notice> silence(SysRoot root) {
    return root.text(PATH)
        .map(
            since ->
                Notice.newBuilder()
                    .setEpochMillis(Long.parseLong(since))
                    .setText("the old OS's controller is silent since then")
                    .build());
  }

  private void write(String text) {
    try {
      Path path = root.path(PATH);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      progress.detail("can't be noted for 'osswap status': " + e);
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(root.path(PATH));
    } catch (IOException e) {
      progress.detail("can't be forgotten: " + PATH + ": " + e);
    }
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
