package org.osswap.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as captured on Debian 12 with redis and nginx running. */
final class ProcParsersTest {
  @Test
  void aCommandMayContainParenthesesAndSpaces() {
    ProcStat stat =
        ProcStat.parse(
            "160 (odd) name) S 1 160 160 0 -1 4194624 121 0 0 0 1 2 0 0 20 0 3 0 300 57069568 1200");

    assertThat(stat.command()).isEqualTo("odd) name");
    assertThat(stat.parent()).isEqualTo(1);
    assertThat(stat.session()).isEqualTo(160);
    assertThat(stat.threads()).isEqualTo(3);
  }

  @Test
  void theInnermostPidIsTheOneInTheProcessesOwnNamespace() {
    ProcStatus status =
        ProcStatus.parse(
            List.of("TracerPid:\t0", "Uid:\t33\t33\t33\t33", "Gid:\t33\t33\t33\t33",
                "NSpid:\t421\t161", "VmRSS:\t    5436 kB", "RssAnon:\t    1436 kB",
                "RssFile:\t    3976 kB", "RssShmem:\t      24 kB", "CapPrm:\t0000000000000000"));

    assertThat(status.nsPid()).isEqualTo(161);
    assertThat(status.uid()).isEqualTo(33);
    assertThat(status.ownBytes()).isEqualTo((1436 + 24) * 1024);
    assertThat(status.capable()).isFalse();
  }

  @Test
  void mapsNameFilesOnceAndLeaveMemoryOut() {
    ProcMaps maps =
        ProcMaps.parse(
            List.of(
                "7f1000000000-7f1000026000 r--p 00000000 00:02 3011   /usr/lib/x86_64-linux-gnu/libc.so.6",
                "7f1000026000-7f100017c000 r-xp 00026000 00:02 3011   /usr/lib/x86_64-linux-gnu/libc.so.6",
                "7f1000200000-7f1000300000 rw-s 00000000 00:01 1030   /dev/zero (deleted)",
                "7f1000300000-7f1000400000 rw-s 00000000 00:17 12     /var/lib/db/data",
                "7f1000400000-7f1000500000 r-xp 00000000 00:02 77     /usr/lib/old.so (deleted)",
                "7f1000500000-7f1000600000 rw-p 00000000 00:00 0 ",
                "7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0      [stack]"));

    assertThat(maps.files()).containsExactly("/usr/lib/x86_64-linux-gnu/libc.so.6", "/var/lib/db/data");
    assertThat(maps.sharedWritable()).containsExactly("/var/lib/db/data");
    assertThat(maps.deleted()).containsExactly("/usr/lib/old.so");
  }

  @Test
  void flagsOfAnOpenFileAreOctal() {
    OpenFile log =
        OpenFile.parse(4, "/var/log/nginx/access.log", 77, List.of("pos:\t0", "flags:\t0102001", "mnt_id:\t24"));

    assertThat(log.forWriting()).isTrue();
    assertThat(log.externalName()).isEqualTo("file[18:4d]");
    assertThat(OpenFile.parse(1, "socket:[689]", 0, List.of()).socket()).hasValue(689);
  }

  @Test
  void unixSocketsKnowTheirPeers() {
    var sockets =
        UnixSocket.parse(
            List.of(
                "u_str ESTAB 0      0      /run/systemd/journal/stdout 690               * 689   users:((\"systemd-journal\",pid=98,fd=25),(\"systemd\",pid=1,fd=60))",
                "u_str ESTAB 0      0                                * 689               * 690   users:((\"redis-server\",pid=156,fd=2))",
                "u_dgr UNCONN 0     0            /run/systemd/notify 11007               * 0     users:((\"systemd\",pid=1,fd=14))"));

    assertThat(sockets.get(689L).peer()).isEqualTo(690);
    assertThat(sockets.get(690L).name()).isEqualTo("/run/systemd/journal/stdout");
    assertThat(sockets.get(11007L).isStream()).isFalse();
  }

  @Test
  void tcpAddressesAreWordsInHostByteOrder() {
    var sockets =
        TcpSocket.parse(
            List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 65004D0A:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100        0 11042 1 0000000000000000 100 0 0 10 0"));

    assertThat(sockets).hasSize(1);
    assertThat(sockets.get(0).endpoint()).isEqualTo("10.77.0.101:6379");
    assertThat(sockets.get(0).listens()).isTrue();
  }
}
