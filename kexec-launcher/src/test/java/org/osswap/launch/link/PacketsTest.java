package org.osswap.launch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.osswap.base.Failure;

final class PacketsTest {
  private final Packets packets = Packets.between("192.168.255.253", "192.168.255.254");

  private static byte[] packet(String from, String to) {
    try {
      return ByteBuffer.allocate(28)
          .put(0, (byte) 0x45)
          .putShort(2, (short) 28)
          .position(12)
          .put(InetAddress.getByName(from).getAddress())
          .put(InetAddress.getByName(to).getAddress())
          .array();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void packetsBetweenTheTwoEndsPassEachInItsDirection() {
    byte[] out = packet("192.168.255.253", "192.168.255.254");
    byte[] in = packet("192.168.255.254", "192.168.255.253");

    assertThat(packets.leave(out, out.length)).isTrue();
    assertThat(packets.enter(out, out.length)).isFalse();
    assertThat(packets.enter(in, in.length)).isTrue();
    assertThat(packets.leave(in, in.length)).isFalse();
  }

  @Test
  void nobodyElsesAddressPasses() {
    byte[] forged = packet("10.0.0.1", "192.168.255.253");
    byte[] routed = packet("192.168.255.254", "10.0.0.1");

    assertThat(packets.enter(forged, forged.length)).isFalse();
    assertThat(packets.enter(routed, routed.length)).isFalse();
  }

  @Test
  void whatIsNoWholeIpv4PacketDoesNotPass() {
    byte[] good = packet("192.168.255.254", "192.168.255.253");
    assertThat(packets.enter(good, 27)).as("shorter than it says").isFalse();
    assertThat(packets.enter(good, 0)).isFalse();
    good[0] = 0x65;
    assertThat(packets.enter(good, 28)).as("IPv6").isFalse();
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Packets.between("host", "192.168.255.254"))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Packets.between("192.168.255.253", "fd00::1"))
        .isInstanceOf(Failure.class);
  }
}
