package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.osswap.apps.AppManifest;
import org.osswap.apps.AppPaths;
import org.osswap.base.Failure;
import org.osswap.proto.HealthCheck;

final class SelectionTest {
  private static ImmutableList<AppManifest> manifests(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                new AppManifest(
                    "app-" + number,
                    new AppManifest.Finder(AppManifest.Finder.Kind.UNIT, "app.service"),
                    Optional.empty(),
                    HealthCheck.getDefaultInstance(),
                    ImmutableList.of(),
                    0,
                    Duration.ZERO,
                    ImmutableList.of(),
                    AppPaths.NONE))
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void allThatHaveAManifestMoveUnlessSomeAreNamed() {
    assertThat(Selection.of(manifests(3), List.of())).isEqualTo(manifests(3));
    assertThat(Selection.of(manifests(3), List.of("app-2", "app-0")))
        .extracting(AppManifest::name)
        .containsExactly("app-0", "app-2");
  }

  @Test
  void moreThanTheSharedMemoryHasMarksForAreRefused() {
    assertThat(Selection.of(manifests(63), List.of())).hasSize(63);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Selection.of(manifests(64), List.of()))
        .satisfies(
            failure -> {
              assertThat(failure.step()).isEqualTo("choose the applications");
              assertThat(failure.object()).isEqualTo("64 applications");
              assertThat(failure.reason()).contains("63");
              assertThat(failure.remedy()).contains("--app");
            });
    assertThat(Selection.of(manifests(64), List.of("app-63"))).hasSize(1);
  }

  @Test
  void oneWithoutAManifestIsRefused() {
    assertThatThrownBy(() -> Selection.of(manifests(1), List.of("redis")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("redis");
  }
}
