package org.osswap.launch.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import jnr.constants.platform.Errno;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.launch.memory.Libc;

/**
 * A TUN device: a point-to-point network interface whose other end is this process (Linux,
 * Documentation/networking/tuntap.rst). It isn't persistent: when the process ends, however it does, the
 * interface, its address and its route are gone.
 */
final class TunDevice implements FrameDevice {
  /**
   * With the kernel's own overhead a packet still fits into 32 KiB, the most that kernels find without fail
   * in one piece (PAGE_ALLOC_COSTLY_ORDER, linux/mmzone.h). Large packets cost little: nobody divides them.
   */
  static final int MTU = 32_000;

  private static final String PATH = "/dev/net/tun";
  private static final String STEP = "make the memory link's network interface";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  // linux/if_tun.h, linux/if.h: struct ifreq { char name[16]; union { short flags; ... } }, 40 bytes.
  private static final long TUNSETIFF = 0x400454caL;
  private static final short IFF_TUN = 0x0001;
  private static final short IFF_NO_PI = 0x1000;
  private static final int IFREQ = 40;
  private static final int IFREQ_FLAGS = 16;

  /** Of struct pollfd { int fd; short events; short revents; }. */
  private static final int POLL_EVENTS = 4;

  private static final int POLL_REVENTS = 6;

  private final Libc libc;
  private final int descriptor;
  private final String name;
  private final Pointer poll;
  private final Pointer in;
  private final Pointer out;

  private TunDevice(Libc libc, int descriptor, String name) {
    Runtime runtime = Runtime.getSystemRuntime();
    this.libc = libc;
    this.descriptor = descriptor;
    this.name = name;
    this.poll = Memory.allocateDirect(runtime, 8);
    this.in = Memory.allocateDirect(runtime, Ring.MAX_FRAME);
    this.out = Memory.allocateDirect(runtime, Ring.MAX_FRAME);
    poll.putInt(0, descriptor);
    poll.putShort(POLL_EVENTS, Libc.POLLIN);
  }

  /**
   * Makes an interface between two addresses, and brings it up.
   *
   * @param name of the interface, at most 15 characters
   * @param local IPv4 address of this end, without a prefix length
   * @param peer the other end's
   * @throws Failure if this system has no TUN devices, another process has one of that name, or it can't be
   *     configured; nothing is left then
   */
  static TunDevice open(ProcessRunner processes, String name, String local, String peer) {
    Libc libc = Libc.load();
    TunDevice device = attach(libc, openFile(libc, processes), name);
    try {
      device.configure(processes, local, peer);
      return device;
    } catch (Failure e) {
      device.close();
      throw e;
    }
  }

  private static int openFile(Libc libc, ProcessRunner processes) {
    int flags = Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
    int descriptor = libc.open(PATH, flags);
    if (descriptor < 0) {
      loadModule(processes);
      descriptor = libc.open(PATH, flags);
    }
    if (descriptor < 0) {
      throw new Failure(
          STEP, PATH, Libc.lastError(), "This system's kernel needs its module tun.");
    }
    return descriptor;
  }

  /** What this says doesn't matter: whether the file can be opened then does. */
  private static void loadModule(ProcessRunner processes) {
    try {
      processes.run(LIMIT, "modprobe", "tun");
    } catch (Failure noModprobe) {
      // Then the module is there, or it isn't.
    }
  }

  private static TunDevice attach(Libc libc, int descriptor, String name) {
    Pointer request = Memory.allocateDirect(Runtime.getSystemRuntime(), IFREQ, true);
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    request.put(0, wanted, 0, wanted.length);
    request.putShort(IFREQ_FLAGS, (short) (IFF_TUN | IFF_NO_PI));
    if (libc.ioctl(descriptor, TUNSETIFF, request) < 0) {
      String reason = Libc.lastError();
      libc.close(descriptor);
      throw new Failure(
          STEP, name, reason, "Run osswap as root; if the device is busy, another osswap has it.");
    }
    return new TunDevice(libc, descriptor, name);
  }

  /** One process for all of it. What the kernel says by itself, as IPv6 does, {@link Packets} drops. */
  private void configure(ProcessRunner processes, String local, String peer) {
    String commands =
        String.format(
            Locale.ROOT,
            "link set dev %1$s mtu %2$d%n"
                + "address add %3$s peer %4$s dev %1$s%n"
                + "link set dev %1$s up%n",
            name, MTU, local, peer);
    processes
        .run(List.of("ip", "-batch", "-"), commands, LIMIT)
        .orFail(STEP, name, "See what else configures " + name + " on this system.");
  }

  /** The interface's name. */
  String name() {
    return name;
  }

  @Override
  public int read(byte[] into, Duration limit) {
    poll.putShort(POLL_REVENTS, (short) 0);
    int ready = libc.poll(poll, 1, (int) limit.toMillis());
    if (ready > 0 && (poll.getShort(POLL_REVENTS) & Libc.POLLIN) == 0) {
      throw gone("it has an error");
    }
    long length = ready > 0 ? libc.read(descriptor, in, Ring.MAX_FRAME) : 0;
    if (ready < 0 || length < 0) {
      Errno errno = Libc.lastErrno();
      if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
        return 0;
      }
      throw gone(Libc.lastError());
    }
    in.get(0, into, 0, (int) length);
    return (int) length;
  }

  @Override
  public boolean write(byte[] frame, int length) {
    out.put(0, frame, 0, length);
    if (libc.write(descriptor, out, length) == length) {
      return true;
    }
    Errno errno = Libc.lastErrno();
    if (errno == Errno.EBADF || errno == Errno.EBADFD || errno == Errno.ENODEV) {
      throw gone(Libc.lastError());
    }
    return false; // EAGAIN, ENOMEM; EIO while it is down; EINVAL for what is no packet
  }

  private Failure gone(String reason) {
    return new Failure(
        "use the memory link",
        name,
        reason,
        "See what has removed the interface; the handoff goes on over the NIC.");
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
