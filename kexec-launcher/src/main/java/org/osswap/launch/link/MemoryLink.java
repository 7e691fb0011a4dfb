package org.osswap.launch.link;

import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.base.ProcessRunner;
import org.osswap.launch.memory.PhysicalMemory;
import org.osswap.proto.MemoryLinkPlan;

/**
 * One end of the IP link in shared memory: an interface with the plan's address, whose packets cross in the
 * plan's window. It lives as long as this process, at most; another one of the same side may open it again, and
 * connections that both systems' TCP still knows go on.
 */
public final class MemoryLink implements AutoCloseable {
  /** Whose end. */
  public enum End {
    INCUMBENT,
    SUCCESSOR
  }

  private final LinkWindow window;
  private final TunDevice device;
  private final Packets packets;
  private LinkPump pump;
  private boolean open = true;

  private MemoryLink(LinkWindow window, TunDevice device, Packets packets) {
    this.window = window;
    this.device = device;
    this.packets = packets;
  }

  /** Makes the window's rings new; before the successor starts. */
  public static void create(PhysicalMemory memory, MemoryLinkPlan plan) {
    LinkWindow.create(memory, plan.getWindow());
  }

  /**
   * Opens an end: its address is there, and can be bound. No packet passes before {@link #start}.
   *
   * @throws Failure if the window isn't as {@link #create} made it, this system has no TUN devices, or another
   *     process has this end open; nothing is left then
   */
  public static MemoryLink open(
      PhysicalMemory memory,
      ProcessRunner processes,
      MemoryLinkPlan plan,
      End end) {
    boolean incumbent = end == End.INCUMBENT;
    String local = incumbent ? plan.getIncumbentAddress() : plan.getSuccessorAddress();
    String peer = incumbent ? plan.getSuccessorAddress() : plan.getIncumbentAddress();
    Packets packets = Packets.between(local, peer);
    // First: there can be one of that name, so nobody touches a window whose end another process has.
    TunDevice device =
        TunDevice.open(processes, incumbent ? "osswap-old" : "osswap-new", local, peer);
    try {
      return new MemoryLink(
          LinkWindow.open(memory, plan.getWindow(), incumbent), device, packets);
    } catch (Failure e) {
      device.close();
      throw e;
    }
  }

  /**
   * Carries packets from now on, those first that the other end has sent already.
   *
   * @param failed is told, by a thread of the link, if it comes to an end by itself; it may not close the link
   */
  public synchronized void start(Consumer<Failure> failed) {
    if (open && pump == null) {
      pump = LinkPump.begin(device, window.writer(), window.reader(), packets, failed);
    }
  }

  /** The interface's name. */
  public String name() {
    return device.name();
  }

  public synchronized LinkCounters counters() {
    return pump == null ? new LinkCounters(0, 0, 0, 0, 0, 0) : pump.counters();
  }

  /**
   * Removes the interface and unmaps the window: afterwards nothing of it touches the memory.
   *
   * @throws Failure if that can't be said; then the memory is still mapped
   */
  @Override
  public synchronized void close() {
    if (open) {
      if (pump != null) {
        pump.close();
      }
      open = false;
      device.close();
      window.close();
    }
  }
}
