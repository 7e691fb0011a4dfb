package org.osswap.launch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.osswap.base.SysRoot;

/** Takes CPUs of the running kernel online. */
public interface CpuHotplug {

  /**
   * Has the kernel start a CPU; returns when it runs.
   *
   * @throws IOException with the kernel's answer
   */
  void online(int cpu) throws IOException;

  boolean isOnline(int cpu);

  /** Through sysfs: /sys/devices/system/cpu/cpuN/online. */
  static CpuHotplug sysfs(SysRoot root) {
    return new CpuHotplug() {
      @Override
      public void online(int cpu) throws IOException {
        root.write(file(cpu), "1");
      }

      @Override
      public boolean isOnline(int cpu) {
        // A CPU that can't be taken offline has no such file.
        return root.text(file(cpu)).map("1"::equals).orElseGet(() -> root.exists(directory(cpu)));
      }
    };
  }

  static String directory(int cpu) {
    return "/sys/devices/system/cpu/cpu" + cpu;
  }

  static String file(int cpu) {
    return directory(cpu) + "/online";
  }

  /** The kernel's own words: "Input/output error". */
  static String answer(IOException e) {
    if (e instanceof FileSystemException fs && fs.getReason() != null) {
      return fs.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
