package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;

final class LeftoversTest {
  @TempDir Path dir;

  private void process(int pid, String environment, String command) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("proc/" + pid));
    Files.writeString(folder.resolve("environ"), environment.replace(' ', '\0'));
    Files.writeString(folder.resolve("cmdline"), command.replace(' ', '\0'));
  }

  private Leftovers leftovers() {
    return new Leftovers(SysRoot.at(dir));
  }

  @Test
  void whatADeadControllerHasStartedIsKnownByItsEnvironment() throws IOException {
    process(1, "HOME=/", "/sbin/init ");
    process(70, "", "");
    process(300, "PATH=/bin OSSWAP_HOME=/opt/osswap ", "tee /sys/devices/system/memory/memory40/state ");
    process(301, "NOT_OSSWAP_HOME=1 ", "ip link ");

    assertThat(leftovers().running())
        .containsExactly("tee /sys/devices/system/memory/memory40/state");
  }

  @Test
  void freezesAndOsswapItselfAreNotAwaited() throws IOException {
    process(300, "OSSWAP_HOME=/opt/osswap ", "java -cp x org.osswap.cli.Main status ");
    process(301, "OSSWAP_HOME=/opt/osswap ", "sh /run/osswap/migrate/redis/freeze.sh ");
    process(302, "OSSWAP_HOME=/opt/osswap ", "/opt/osswap/criu/criu dump ");
    process(303, "OSSWAP_HOME=/opt/osswap ", "/run/osswap/apps/redis/osswap-app holder ");

    leftovers().await(new Told());
    assertThat(leftovers().running()).isEmpty();
  }
}
