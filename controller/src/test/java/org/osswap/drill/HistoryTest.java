package org.osswap.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.proto.DrillReport;
import org.osswap.proto.DrillRun;

final class HistoryTest {
  @TempDir Path dir;

  private static String run(long at, double back) {
    return "{\"schema\":1,\"drill\":\"panic\",\"machine\":\"m0\",\"broke_epoch_millis\":\"" + at
        + "\",\"verdict\":\"HELD\",\"figures\":[{\"name\":\"back_s redis\",\"value\":" + back + "}]}";
  }

  @Test
  void comparesWithTheMedianOfTheRunsBefore() {
    History history = History.parse(List.of(run(1, 10), run(2, 30), run(3, 12), run(4, 15)));
    DrillRun last = history.runs().get(3);

    assertThat(history.medianBefore(last, "back_s redis")).hasValue(12);
    assertThat(history.medianBefore(history.runs().get(2), "back_s redis")).hasValue(20);
    assertThat(history.medianBefore(history.runs().get(0), "back_s redis")).isEmpty();
    assertThat(history.medianBefore(last, "back_s nginx")).isEmpty();
  }

  @Test
  void aBrokenLineIsNamedAndTheOthersCount() {
    History history = History.parse(List.of(run(1, 10), "{\"schema\":1,\"dri", "", "{\"schema\":7}", run(2, 11)));

    assertThat(history.runs()).hasSize(2);
    assertThat(history.broken()).hasSize(2);
    assertThat(history.broken().get(0)).startsWith("line 2: ");
    assertThat(history.broken().get(1)).isEqualTo("line 4: no run of schema 1");
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    DrillReport report = new Judgement(Drills.named("panic"), "m0", Runs.ready()).of(Runs.panic());
    ReportFolder folder = new ReportFolder(dir.resolve("drills"));
    folder.ready();

    Path kept = folder.keep(report);

    assertThat(kept).isDirectoryContaining("glob:**/report.html").isDirectoryContaining("glob:**/report.json");
    assertThat(kept.getFileName()).hasToString("20261123-" + report.getId().substring(9));
    assertThat(folder.read().runs()).containsExactly(History.runOf(report));
    assertThat(Files.exists(dir.resolve("drills/history.jsonl"))).isTrue();
  }

  @Test
  void thereIsNoHistoryBeforeTheFirstRun() {
    assertThat(new ReportFolder(dir.resolve("none")).read().runs()).isEmpty();
  }
}
