package org.osswap.launch;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osswap.base.Failure;
import org.osswap.base.SysRoot;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.image.TargetImage;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.PartitionPlan;

/**
 * Drives this module by hand on a lab machine: {@code LaunchTool PLAN.json VERB ...}; the plan is a
 * PartitionPlan in protobuf's JSON.
 */
final class LaunchTool {
  private LaunchTool() {}

  public static void main(String[] args) throws Exception {
    PartitionPlan.Builder builder = PartitionPlan.newBuilder();
    JsonFormat.parser().merge(Files.readString(Path.of(args[0])), builder);
    PartitionPlan plan = builder.build();
    try (DevMem memory = DevMem.open()) {
      run(plan, memory, args);
    } catch (Failure failure) {
      say("FAILURE " + failure.getMessage() + " / " + failure.remedy());
      System.exit(1);
    }
  }

  private static void run(PartitionPlan plan, DevMem memory, String[] args) {
    SysRoot root = SysRoot.live();
    Retirement retirement = new Retirement(KexecCalls.linux(), root);
    switch (args[1]) {
      case "load" -> {
        List<ByteSource> appended = new ArrayList<>();
        for (int i = 4; i < args.length; i++) {
          appended.add(MoreFiles.asByteSource(Path.of(args[i])));
        }
        say("layout " + new Launcher(memory, root)
                .load(plan, TargetImage.open(Path.of(args[2])), appended, args[3]));
      }
      case "kick" -> {
        Kick kick = new Launcher(memory, root).kick(plan);
        say("long mode after " + kick.took().toMillis() + " ms");
        say("online write: " + kick.awaitOnlineReturned(Duration.ofSeconds(60)));
      }
      case "reclaim" -> {
        new Reclaimer(memory, root).reclaim(plan);
        say("reclaimed");
      }
      case "arm" -> {
        retirement.arm(plan);
        say("armed, crash " + retirement.armCrash(plan));
      }
      case "disarm" -> {
        retirement.disarm();
        retirement.disarmCrash();
      }
      case "go" -> retirement.go();
      case "mailbox" -> {
        try (GrantPage page = GrantPage.open(memory, plan)) {
          page.beatSuccessor();
          say(page.mailbox() + " beats " + page.successorBeats());
        }
      }
      case "takeover" -> {
        TakeoverResult result =
            new Takeover(root, memory, new SystemProcessRunner(), Takeover.Limits.usual())
                .run(plan, (step, object, detail, done) ->
                    say((done ? "done " : "LEFT ") + step + ": " + object + ": " + detail));
        say("complete " + result.complete());
      }
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  private static void say(String line) {
    System.out.println("launch: " + line);
  }
}
