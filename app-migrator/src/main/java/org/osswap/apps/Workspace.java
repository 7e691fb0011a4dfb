package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.FaultPoint;
import org.osswap.base.ProcessRunner;
import org.osswap.base.SysRoot;
import org.osswap.proto.Undo;

/**
 * The folder in which one application's migration works, on the incumbent: a tmpfs of its own. Since
 * it is mounted while the application runs, it also appears in the application's mount namespace, at
 * the same path; so CRIU finds there, whatever root it runs in, itself, its images, its action script
 * and the decision record.
 */
final class Workspace implements AutoCloseable {
  private static final String STEP = "set up a work folder";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Does no harm when there is nothing to remove. */
  private static final String REMOVE = "umount -R -l \"$0\" 2>/dev/null; rmdir \"$0\" 2>/dev/null; true";

  /** No application's name has a dot. */
  private static final String CHECKPOINTS = ".checkpoint";

  private final Path folder;
  private final ProcessRunner runner;

  private Workspace(Path folder, ProcessRunner runner) {
    this.folder = folder;
    this.runner = runner;
  }

  static Workspace open(SysRoot root, String app, Decision decision, CriuTool criu, ProcessRunner runner) {
    Path folder = root.path(AppNames.WORK + "/" + app);
    Workspace work = new Workspace(folder, runner);
    work.remove(); // what an earlier attempt left
    String script =
        """
        set -e
        mkdir -p "$1"
        mount -t tmpfs -o mode=0700,size=90% osswap "$1"
        cd "$1"
        mkdir images record criu state
        mount --bind "$2" record
        mount --bind "$3" criu
        mkfifo -m 600 frozen answer
        ln -s osswap-app decide
        """;
    runner
        .run(
            List.of("sh", "-c", script, "sh", folder.toString(), decision.folder().toString(),
                criu.home().toString()),
            LIMIT)
        .orFail(STEP, folder.toString(), "osswap needs root and room in memory.");
    NativeTool.unpack("osswap-app", folder);
    NativeTool.unpack("freeze.sh", folder);
    NativeTool.unpack("leave.sh", folder);
    return work;
  }

  /**
   * The same for checkpoints, which need no decision.
   *
   * @throws Failure if it can't be set up
   */
  static Workspace forCheckpoints(SysRoot root, String app, CriuTool criu, ProcessRunner runner) {
    Path folder = root.path(AppNames.WORK + "/" + app + CHECKPOINTS);
    Workspace work = new Workspace(folder, runner);
    work.remove();
    String script =
        """
        set -e
        mkdir -p "$1"
        mount -t tmpfs -o mode=0700,size=90% osswap "$1"
        cd "$1"
        mkdir images criu state
        mount --bind "$2" criu
        mkfifo -m 600 frozen answer
        ln -s osswap-app pause
        """;
    runner
        .run(List.of("sh", "-c", script, "sh", folder.toString(), criu.home().toString()), LIMIT)
        .orFail(STEP, folder.toString(), "osswap needs root and room in memory.");
    NativeTool.unpack("osswap-app", folder);
    return work;
  }

  /** What removes all that {@link #forCheckpoints} has made. */
  static String removeCheckpoints(SysRoot root) {
    return "for f in "
        + root.path(AppNames.WORK)
        + "/*"
        + CHECKPOINTS
        + "; do [ ! -d \"$f\" ] || { umount -R -l \"$f\" 2>/dev/null; rmdir \"$f\"; }; done";
  }

  static Undo undo(SysRoot root, String app) {
    Path folder = root.path(AppNames.WORK + "/" + app);
    return Undo.newBuilder()
        .setWhat("remove the work folder of " + app)
        .setCommand(
            Undo.Command.newBuilder()
                .addAllArgv(ImmutableList.of("sh", "-c", REMOVE, folder.toString())))
        .build();
  }

  Path folder() {
    return folder;
  }

  Path images(int round) {
    return folder.resolve(Successor.images(round));
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  void makeImages(int round) {
    try {
      Files.createDirectories(images(round));
    } catch (IOException e) {
      throw new Failure(STEP, images(round).toString(), e.getMessage(), "Make room in memory.", e);
    }
  }

  /** What a freeze still needs that has not come to its end is left to whoever brings it there. */
  @Override
  public void close() {
    if (!Files.exists(folder.resolve("lock")) || Files.exists(folder.resolve("over"))) {
      remove();
    }
  }

  private void remove() {
    if (Files.isDirectory(folder)) {
      // -l: a criu that is just ending may still have its log open
      FaultPoint.CLOSE_WORKSPACE.around(
          folder.getFileName().toString(),
          () -> runner.run(LIMIT, "sh", "-c", REMOVE, folder.toString()));
    }
  }
}
