package org.osswap.agent;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.controller.Journal;
import org.osswap.controller.OsswapConfig;
import org.osswap.controller.Progress;
import org.osswap.controller.Site;
import org.osswap.controller.SwapHistory;
import org.osswap.proto.Arming;
import org.osswap.proto.PartitionPlan;

/**
 * When an armed successor was used, and has the machine: has the next one armed, of the same image and
 * size, if the configuration says so. In a unit of its own, since it takes its time and may fail.
 */
final class Rearm {
  static final String UNIT = "osswap-rearm.service";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Site site;
  private final Progress progress;

  Rearm(Site site, Progress progress) {
    this.site = site;
    this.progress = progress;
  }

  /** Begins it, or says why not. */
  void begin() {
    SwapHistory history = new SwapHistory(Journal.read(site.state().journal()));
    if (history.arming().isEmpty() || !OsswapConfig.read(site.root()).arm().rearm()) {
      return;
    }
    String image = history.request().map(request -> request.getTargetImage()).orElse("");
    if (image.isEmpty() || !Files.exists(site.root().path(image))) {
      note("no successor is armed again: " + image + " is not on this OS");
      return;
    }
    try {
      site.processes()
          .run(
              command(
                  site.home().resolve("bin/osswap"),
                  image,
                  history.plan().orElseThrow(),
                  history.arming().get()),
              LIMIT)
          .orFail("arm again", UNIT, "See 'systemctl status " + UNIT + "'.");
      note("a successor is being armed again by " + UNIT);
    } catch (Failure e) {
      note("no successor is armed again: " + e.getMessage());
    }
  }

  static ImmutableList<String> command(
      Path osswap, String image, PartitionPlan plan, Arming arming) {
    long memory = Extents.total(plan.getMemoryList());
    ImmutableList.Builder<String> argv =
        ImmutableList.<String>builder()
            .add("systemd-run", "--quiet", "--collect", "--unit=" + UNIT)
            .add("--description=osswap arm, after the last armed successor was used")
            .add(osswap.toString(), "arm", "--target-image", image)
            .add("--cpus", Integer.toString(plan.getCpusCount()))
            .add("--memory", memory / Extents.MIB + "M");
    Optional.of("--without-crash-kernel").filter(o -> !arming.getCrashKernel()).ifPresent(argv::add);
    Optional.of("--panic-only").filter(o -> arming.getHangLimitMillis() == 0).ifPresent(argv::add);
    return argv.build();
  }

  private void note(String text) {
    progress.detail(text);
    Journal.attempt(site.state().journal(), progress, journal -> journal.notice(text));
  }
}
