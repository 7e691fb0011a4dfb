package org.osswap.launch.acpi;

import com.google.common.collect.ImmutableList;
import org.osswap.proto.Cpu;
import org.osswap.proto.PartitionPlan;

/**
 * The order in which the successor is told of CPUs, and in which its kernel numbers them: the
 * partition's, the booting one first; then all others.
 */
public final class CpuOrder {
  private CpuOrder() {}

  /** Element N becomes the successor's cpuN. */
  public static ImmutableList<Cpu> of(PartitionPlan plan) {
    return ImmutableList.<Cpu>builder()
        .addAll(plan.getCpusList())
        .addAll(plan.getRemainderCpusList())
        .build();
  }
}
