package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osswap.base.Failure;

final class OsswapConfigTest {
  private static final String ADDRESSES = "addresses = [\"10.0.0.10/24\", \"10.0.0.11/24\"]\n";

  @Test
  void twoAddressesAreEnough() {
    OsswapConfig config = OsswapConfig.parse("[handoff]\n" + ADDRESSES);

    assertThat(config.handoff().addresses()).containsExactly("10.0.0.10/24", "10.0.0.11/24");
    assertThat(config.handoff().port()).isEqualTo(7400);
    assertThat(config.handoff().gateway()).isEmpty();
  }

  @Test
  void theHandoffLinkIsInMemoryUnlessTheNicIsAskedFor() {
    assertThat(OsswapConfig.parse("[handoff]\n" + ADDRESSES).handoff().memoryLink()).isTrue();
    assertThat(
            OsswapConfig.parse("[handoff]\n" + ADDRESSES + "link = \"nic\"\n")
                .handoff()
                .memoryLink())
        .isFalse();
    assertThatThrownBy(
            () -> OsswapConfig.parse("[handoff]\n" + ADDRESSES + "link = \"cable\"\n"))
        .hasMessageContaining("not \"cable\"");
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    assertThatThrownBy(() -> OsswapConfig.parse("[handoff]\n" + ADDRESSES + "prot = 1\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("prot");
  }

  @Test
  void anAddressWithoutPrefixIsRefused() {
    assertThatThrownBy(
            () -> OsswapConfig.parse("[handoff]\naddresses = [\"10.0.0.10\", \"10.0.0.11/24\"]"))
        .hasMessageContaining("10.0.0.10 is no IPv4 address with a prefix length");
  }

  @Test
  void breakpointsAreUsedUnlessTheyAreTurnedOff() {
    assertThat(OsswapConfig.parse("[handoff]\n" + ADDRESSES).breakpoints()).isTrue();
    assertThat(
            OsswapConfig.parse("[handoff]\n" + ADDRESSES + "[criu]\nbreakpoints = false\n")
                .breakpoints())
        .isFalse();
  }

  @Test
  void faultPointsAreOffUnlessTheyAreTurnedOn() {
    assertThat(OsswapConfig.parse("[handoff]\n" + ADDRESSES).faults()).isFalse();
    assertThat(
            OsswapConfig.parse("[handoff]\n" + ADDRESSES + "[faults]\nenabled = true\n").faults())
        .isTrue();
  }

  @Test
  void anInterruptedSwapIsResumedByItselfUnlessThatIsTurnedOff() {
    assertThat(OsswapConfig.parse("[handoff]\n" + ADDRESSES).autoResume()).isTrue();
    assertThat(
            OsswapConfig.parse("[handoff]\n" + ADDRESSES + "[swap]\nauto_resume = false\n")
                .autoResume())
        .isFalse();
  }

  @Test
  void aValueOfTheWrongKindAndOneOutOfRangeAreRefused() {
    assertThatThrownBy(() -> OsswapConfig.parse("[handoff]\n" + ADDRESSES + "port = \"x\"\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("port");
    assertThatThrownBy(() -> OsswapConfig.parse("[handoff]\n" + ADDRESSES + "port = 65536\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("handoff.port is out of range: 65536");
  }

  @Test
  void aSyntaxErrorNamesItsLine() {
    assertThatThrownBy(() -> OsswapConfig.parse("[handoff]\naddresses = \n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void aHangIsASilenceOfTenSecondsUnlessTheConfigurationSaysOtherwise() {
    String handoff = "[handoff]\n" + ADDRESSES;
    assertThat(OsswapConfig.parse(handoff).arm())
        .isEqualTo(new OsswapConfig.Arm(Duration.ofSeconds(10), false));
    assertThat(OsswapConfig.parse(handoff + "[arm]\nhang_limit_s = 20\nrearm = true\n").arm())
        .isEqualTo(new OsswapConfig.Arm(Duration.ofSeconds(20), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang_limit_s = 0", "hang_limit_s = 1", "hang_limit_s = -3", "hang_limit_s = 3601"})
  void aLimitThatASlowMachineWouldReachIsRefused(String line) {
    assertThatThrownBy(
            () -> OsswapConfig.parse("[handoff]\n" + ADDRESSES + "[arm]\n" + line + "\n"))
        .hasMessageContaining("arm.hang_limit_s is out of range");
  }
}
