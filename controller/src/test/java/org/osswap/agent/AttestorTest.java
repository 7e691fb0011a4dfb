package org.osswap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.proto.Attestation;
import org.osswap.proto.PartitionPlan;

final class AttestorTest {
  @TempDir Path dir;

  @Test
  void tellsTheOsTheKernelAndWhatItHas() throws Exception {
    put("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\nVERSION_ID=\"13\"\n");
    put("proc/sys/kernel/osrelease", "6.12.107+deb13-amd64\n");
    put("proc/meminfo", "MemTotal:        2016480 kB\nMemAvailable:    1000000 kB\nHugePages_Total:  0\n");
    put("proc/self/status", "Name:\tjava\nVmRSS:\t   90000 kB\n");
    put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme sse2\n");
    put("proc/uptime", "12.34 20.00\n");
    put("sys/devices/system/cpu/online", "0-1,3\n");

    SysRoot root = SysRoot.at(dir);
    Attestation attestation =
        new Attestor(root, new Inheritance(root, PartitionPlan.getDefaultInstance()))
            .attest()
            .build();

    assertThat(attestation.getOsName()).isEqualTo("Debian GNU/Linux 13 (trixie)");
    assertThat(attestation.getOsVersionId()).isEqualTo("13");
    assertThat(attestation.getKernelRelease()).isEqualTo("6.12.107+deb13-amd64");
    assertThat(attestation.getMemoryTotal()).isEqualTo(2016480L * 1024);
    assertThat(attestation.getAgentRss()).isEqualTo(90000L * 1024);
    assertThat(attestation.getCpuFlagsList()).containsExactly("fpu", "vme", "sse2");
    assertThat(attestation.getBootMillis()).isEqualTo(12340);
    assertThat(attestation.getCpusOnline()).isEqualTo(3);
  }

  private void put(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
