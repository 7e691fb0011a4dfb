package org.osswap.apps;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** CRIU's command lines on the incumbent's side. */
final class SourceCriu {
  private final SourceApp app;
  private final ImmutableList<String> enter;
  private final ImmutableList<String> criu;
  private final Workspace work;

  SourceCriu(SourceApp app, CriuTool criu, Workspace work) {
    this.app = app;
    this.work = work;
    this.enter = enter(app, criu);
    this.criu = criu.command(work.path("criu"));
  }

  /** CRIU must share the application's namespaces, or it would take them for a part of it. */
  private static ImmutableList<String> enter(SourceApp app, CriuTool criu) {
    ImmutableList.Builder<String> argv = ImmutableList.builder();
    argv.addAll(criu.environment());
    boolean mount = app.ownNamespace("mnt");
    boolean pid = app.ownNamespace("pid");
    boolean name = app.ownNamespace("uts");
    if (mount || pid || name) {
      argv.add("nsenter", "-t", "" + app.rootPid());
      if (mount) {
        argv.add("-m");
      }
      if (pid) {
        argv.add("-p");
      }
      if (name) {
        argv.add("-u");
      }
      if (app.ownNamespace("time")) {
        argv.add("-T");
      }
      argv.add("--");
    }
    return argv.build();
  }

  ImmutableList<String> preDump(int round) {
    return command("pre-dump", round).build();
  }

  ImmutableList<String> dump(int round) {
    return whole(command("dump", round), "decide");
  }

  /** As {@link #preDump}, of a chain whose dumps leave connections alone. */
  ImmutableList<String> firstOfChain() {
    return command("pre-dump", 0, "--tcp-close").build();
  }

  /** The application goes on afterwards, with its connections; what was dumped doesn't have them. */
  ImmutableList<String> checkpoint(int round) {
    return whole(command("dump", round, "--tcp-close").add("--leave-running"), "pause");
  }

  private ImmutableList<String> whole(ImmutableList.Builder<String> argv, String script) {
    argv.add("--action-script", work.path(script));
    argv.add("--file-locks", "--ext-unix-sk", "--network-lock", "skip", "--ghost-limit", "64M");
    for (String file : app.description().getNullFilesList()) {
      argv.add("--external", file);
    }
    for (long inode : app.description().getJournalSocketsList()) {
      argv.add("--external", "unix[" + inode + "]");
    }
    return argv.build();
  }

  private ImmutableList.Builder<String> command(String verb, int round) {
    return command(verb, round, "--tcp-established");
  }

  private ImmutableList.Builder<String> command(String verb, int round, String connections) {
    ImmutableList.Builder<String> argv = ImmutableList.builder();
    argv.addAll(enter).addAll(criu);
    argv.add(verb, "-t", "" + app.root().status().nsPid(), "-D", work.images(round).toString());
    argv.add("-o", verb + ".log", "-v2", connections, "--shell-job");
    argv.addAll(List.of("--manage-cgroups=ignore", "--track-mem"));
    if (round > 0) {
      argv.add("--prev-images-dir", "../" + (round - 1));
    }
    return argv;
  }
}
