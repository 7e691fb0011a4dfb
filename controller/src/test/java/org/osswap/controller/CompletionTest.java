package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.Failure;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;

final class CompletionTest {
  @TempDir Path dir;
  private final List<String> acts = new ArrayList<>();

  @Test
  void eachApplicationIsHandedOver() {
    complete(acts::add);

    assertThat(acts).containsExactly("redis", "nginx");
    assertThat(journaled())
        .extracting(AppTransition::getPhase)
        .containsExactly(AppPhase.COMMITTED, AppPhase.COMMITTED);
  }

  @Test
  void aCopyThatDoesNotRunKeepsThisOsFromRetiring() {
    assertThatThrownBy(() -> complete(CompletionTest::fail)).hasMessageContaining("no answer");

    assertThat(journaled()).isEmpty();
  }

  private static void fail(String app) {
    throw new Failure("let an application run", app, "no answer", "Look at it.");
  }

  private void complete(java.util.function.Consumer<String> commit) {
    try (Journal journal = Journal.open(dir.resolve("journal"))) {
      new Completion(commit, journal, new Told()).run(List.of("redis", "nginx"));
    }
  }

  private List<AppTransition> journaled() {
    return new SwapHistory(Journal.read(dir.resolve("journal"))).apps();
  }
}
