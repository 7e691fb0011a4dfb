package org.osswap.launch.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osswap.launch.Plans;
import org.osswap.launch.memory.HeapMemory;
import org.osswap.proto.PartitionPlan;

final class GrantPageTest {
  private static final byte CLAIMED = 1;
  private static final byte WITHDRAWN = 2;

  private final HeapMemory memory = new HeapMemory();
  private final PartitionPlan plan = Plans.q35();

  @Test
  void aCommitIsClaimedByTheSuccessorsWordAloneAndNotByItsWithdrawal() {
    try (GrantPage page = GrantPage.create(memory, plan)) {
      assertThat(page.commitClaimed()).isFalse();
      memory.write(GrantPage.gateAddress(plan), WITHDRAWN);
      assertThat(page.commitClaimed()).isFalse();
      memory.write(GrantPage.gateAddress(plan), CLAIMED);
      assertThat(page.commitClaimed()).isTrue();
    }
  }

  @Test
  void aRequestToBeTakenOverIsSeenWithWhatItSaysUntilItIsWithdrawnOrThePageIsReset() {
    try (GrantPage page = GrantPage.create(memory, plan)) {
      assertThat(page.takeoverRequested()).isFalse();

      page.requestTakeover(142_000);
      assertThat(page.takeoverRequested()).isTrue();
      assertThat(page.requestLostMillis()).isEqualTo(142_000);
      assertThat(page.parked()).isFalse();

      page.withdrawRequest();
      assertThat(page.takeoverRequested()).isFalse();

      page.requestTakeover(1);
      page.reset();
      assertThat(page.takeoverRequested()).isFalse();
      assertThat(page.requestLostMillis()).isZero();
    }
  }
}
