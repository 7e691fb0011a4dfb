package org.osswap.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class DrillReaderTest {
  private static final String GOOD =
      """
      title = "Loss"
      breaks = "A link is cut."
      needs = ["armed", "hang-limit"]
      do = "break lost-link"
      undo = "heal lost-link"
      expect = "stays"
      limit_s = 300
      [targets]
      hold_s = 60
      back_s = 0.5
      """;

  @Test
  void readsWhatIsThere() {
    Drill drill = DrillReader.drill("loss", GOOD);

    assertThat(drill.name()).isEqualTo("loss");
    assertThat(drill.act().words()).containsExactly("break", "lost-link");
    assertThat(drill.undo().text()).isEqualTo("heal lost-link");
    assertThat(drill.needs()).isEqualTo(ImmutableSet.of(Drill.Need.ARMED, Drill.Need.HANG_LIMIT));
    assertThat(drill.expect()).isEqualTo(Expectation.STAYS);
    assertThat(drill.limit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(drill.targets().back()).hasValue(0.5);
    assertThat(drill.targets().detect()).isEmpty();
  }

  @Test
  void readsEveryDrillThatOsswapBringsAlong() {
    assertThat(Drills.names())
        .hasSize(9)
        .allSatisfy(name -> assertThat(Drills.named(name).name()).isEqualTo(name));
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                DrillReader.drill(
                    "bad",
                    """
                    title = 3
                    do = "smash it"
                    expect = "luck"
                    needs = ["money"]
                    limits = 1
                    [targets]
                    back = 3
                    detect_s = -1
                    """))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("unknown key \"limits\" (did you mean \"limit_s\"?)")
        .hasMessageContaining("unknown key \"targets.back\" (did you mean \"targets.back_s\"?)")
        .hasMessageContaining("do: \"smash it\"")
        .hasMessageContaining("exactly one of undo and no_undo")
        .hasMessageContaining("expect: \"luck\" is none of [taken-over-by-crash")
        .hasMessageContaining("needs: \"money\"")
        .hasMessageContaining("limit_s")
        .hasMessageContaining("targets.detect_s: -1")
        .hasMessageContaining("breaks is missing");
  }

  @Test
  void refusesWhatIsNoToml() {
    assertThatThrownBy(() -> DrillReader.drill("bad", "title = ["))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void aFileOfTargetsOverridesWhatItNames() {
    Targets targets = DrillReader.targets("mine.toml", "back_s = 2\nlost_requests = 0\n");

    Drill drill = DrillReader.drill("loss", GOOD).withTargets(targets);

    assertThat(drill.targets().back()).hasValue(2);
    assertThat(drill.targets().lostRequests()).isEqualTo(OptionalDouble.of(0));
    assertThat(drill.targets().hold()).hasValue(60);
  }

  @Test
  void namesTheNearestDrillToAnUnknownOne() {
    assertThatThrownBy(() -> Drills.named("panik"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.remedy()).contains("osswap drill panic"));
  }

  @Test
  void theImageOfTheArmedSuccessorIsQuotedForTheShell() {
    assertThat(new Act("exec osswap upgrade --target-image {image} --yes").withImage("/a b'c").words())
        .containsExactly("exec", "osswap upgrade --target-image '/a b'\\''c' --yes");
  }
}
