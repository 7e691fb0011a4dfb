package org.osswap.controller;

import java.nio.file.Path;
import org.osswap.base.Failure;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.memory.Libc;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.WatchSetup;
import org.osswap.watch.WatchFiles;
import org.osswap.watch.WatchLoop;

/** What osswap-watch.service does, for as long as a successor is armed. */
public final class WatchService {
  private WatchService() {}

  /**
   * Watches until the process is told to end. Reads no configuration: all that it needs was put into memory
   * when the successor was armed.
   *
   * @throws Failure if nothing is to be watched here
   */
  public static void run(Site site, Progress progress) {
    WatchSetup setup =
        new WatchFiles(site.root())
            .setup()
            .orElseThrow(
                () ->
                    new Failure(
                        "watch paths",
                        WatchFiles.PATH,
                        "nobody has said what to watch",
                        "Run 'osswap arm': it starts the watch that [watch] and the manifests ask for."));
    try (DevMem memory = DevMem.open();
        GrantPage page = GrantPage.open(memory, setup.getPlan())) {
      WatchActs acts =
          new WatchActs(
              site, page, Path.of(setup.getHome()), () -> System.nanoTime() / 1_000_000);
      try (WatchLoop loop = WatchLoop.live(site.root(), setup, acts, progress::detail)) {
        if (Libc.load().mlockall(Libc.MCL_CURRENT | Libc.MCL_FUTURE) != 0) {
          loop.say("its memory is not locked, and may be paged out: " + Libc.lastError());
        }
        loop.run();
      }
    }
  }
}
