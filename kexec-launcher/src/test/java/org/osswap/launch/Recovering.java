package org.osswap.launch;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** CPUs that come online when they are told to, but for those that are broken. */
final class Recovering implements CpuHotplug {
  private final Set<Integer> online = new HashSet<>();
  private final Set<Integer> broken;

  Recovering(Integer... broken) {
    this.broken = Set.of(broken);
  }

  @Override
  public void online(int cpu) throws IOException {
    if (broken.contains(cpu)) {
      throw new IOException("Input/output error");
    }
    online.add(cpu);
  }

  @Override
  public boolean isOnline(int cpu) {
    return online.contains(cpu);
  }
}
