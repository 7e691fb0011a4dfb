package org.osswap.launch.link;

import com.sun.management.OperatingSystemMXBean;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.osswap.base.Extents;
import org.osswap.base.Failure;
import org.osswap.base.SystemProcessRunner;
import org.osswap.launch.memory.DevMem;
import org.osswap.launch.memory.FileMemory;
import org.osswap.proto.MemoryLinkPlan;

/**
 * One end of a link over a file, in a process of its own, and what is sent over it. Each end wants a network
 * namespace of its own: {@code unshare -n java ... LinkTool serve|check|again|measure FILE}.
 *
 * <p>{@code check} sends some MiB there and back and compares them. {@code measure} prints throughput, round
 * trips, and what an idle link costs. {@code again} tries to open an end twice.
 */
final class LinkTool {
  static final long WINDOW = 2 * (Ring.HEADER + (4 << 20));
  private static final int PORT = 7400;
  private static final MemoryLinkPlan PLAN =
      MemoryLinkPlan.newBuilder()
          .setWindow(Extents.sized(0, WINDOW))
          .setIncumbentAddress("192.168.255.253")
          .setSuccessorAddress("192.168.255.254")
          .build();

  private LinkTool() {}

  static void create(Path file) {
    try (DevMem memory = FileMemory.open(file, WINDOW)) {
      MemoryLink.create(memory, PLAN);
    }
  }

  public static void main(String[] args) throws Exception {
    boolean serves = args[0].equals("serve");
    try (DevMem memory = FileMemory.open(Path.of(args[1]), WINDOW);
        MemoryLink link =
            MemoryLink.open(
                memory,
                new SystemProcessRunner(),
                PLAN,
                serves ? MemoryLink.End.SUCCESSOR : MemoryLink.End.INCUMBENT)) {
      link.start(failure -> System.err.println("failed: " + failure.getMessage()));
      if (serves) {
        serve();
      } else if (args[0].equals("check")) {
        check(link);
      } else if (args[0].equals("again")) {
        again(memory);
      } else {
        measure(link);
      }
    }
  }

  /** Tries to open an end that is open. */
  private static void again(DevMem memory) {
    try (MemoryLink second =
        MemoryLink.open(memory, new SystemProcessRunner(), PLAN, MemoryLink.End.INCUMBENT)) {
      System.out.println("opened " + second.name());
    } catch (Failure e) {
      System.out.println("refused " + e.object() + ": " + e.reason());
    }
  }

  /** Answers one connection after the other: 'e' is echo, 's' a sink; the first int is how much. */
  private static void serve() throws IOException {
    try (ServerSocket server =
        new ServerSocket(PORT, 1, InetAddress.getByName(PLAN.getSuccessorAddress()))) {
      System.out.println("serving");
      while (true) {
        try (Socket socket = server.accept()) {
          socket.setTcpNoDelay(true);
          DataInputStream in = new DataInputStream(socket.getInputStream());
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          int kind = in.read();
          if (kind == 'q') {
            return;
          }
          long left = in.readLong();
          byte[] buffer = new byte[64 << 10];
          while (left > 0) {
            int count = in.read(buffer);
            if (count < 0) {
              break;
            }
            left -= count;
            if (kind == 'e') {
              out.write(buffer, 0, count);
            }
          }
          out.write(1);
        }
      }
    }
  }

  private static Socket connect(int kind, long length) throws IOException {
    Socket socket = new Socket(PLAN.getSuccessorAddress(), PORT);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(kind);
    out.writeLong(length);
    out.flush();
    return socket;
  }

  private static void check(MemoryLink link) throws Exception {
    int length = 16 << 20;
    byte[] sent = new byte[length];
    new Random(4).nextBytes(sent);
    CRC32C there = new CRC32C();
    there.update(sent);
    CRC32C back = new CRC32C();
    try (Socket socket = connect('e', length)) {
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(socket, sent));
      byte[] buffer = new byte[64 << 10];
      for (int left = length; left > 0; ) {
        int count = socket.getInputStream().read(buffer, 0, Math.min(left, buffer.length));
        back.update(buffer, 0, count);
        left -= count;
      }
      sending.join();
    }
    quit();
    System.out.println(
        (there.getValue() == back.getValue() ? "the same " : "not the same ") + link.counters());
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void quit() throws IOException {
    connect('q', 0).close();
  }

  private static void measure(MemoryLink link) throws Exception {
    long mib = 512;
    sink(64);
    say("throughput", mib / seconds(() -> sink(mib)) + " MiB/s");
    try (Socket socket = connect('e', 1 << 30)) {
      trips(socket, 2000, 0);
      say("round trip, one after the other", trips(socket, 5000, 0));
      say("round trip, each 100 ms", trips(socket, 50, 100));
      say("round trip, each 1500 ms", trips(socket, 10, 1500));
      OperatingSystemMXBean os =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      Thread.sleep(3000);
      long cpu = os.getProcessCpuTime();
      Thread.sleep(10_000);
      say(
          "idle, percent of a CPU, the whole process",
          String.format(Locale.ROOT, "%.2f", (os.getProcessCpuTime() - cpu) / 1e8));
    }
    quit();
    say("counters", link.counters());
  }

  private interface Act {
    void run() throws Exception;
  }

  private static double seconds(Act act) throws Exception {
    long begin = System.nanoTime();
    act.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void sink(long mib) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (Socket socket = connect('s', mib << 20)) {
      for (long i = 0; i < mib; i++) {
        socket.getOutputStream().write(buffer);
      }
      socket.getInputStream().read();
    }
  }

  /** Median and 99th percentile of an echo of 64 bytes, in microseconds. */
  private static String trips(Socket socket, int count, long pauseMillis) throws Exception {
    byte[] bytes = new byte[64];
    DataInputStream in = new DataInputStream(socket.getInputStream());
    long[] took = new long[count];
    for (int i = 0; i < count; i++) {
      Thread.sleep(pauseMillis);
      long begin = System.nanoTime();
      socket.getOutputStream().write(bytes);
      in.readFully(bytes);
      took[i] = (System.nanoTime() - begin) / 1000;
    }
    Arrays.sort(took);
    return took[count / 2] + " us, 99 %: " + took[count * 99 / 100] + " us";
  }

  private static void say(String what, Object value) {
    System.out.println(what + ": " + value);
  }
}
