package org.osswap.launch.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was loaded and attached; pins are files. */
final class FakeBpf implements BpfCalls {
  final List<String> done = new ArrayList<>();
  final List<long[]> programs = new ArrayList<>();
  String refusing = "";
  private int next = 10;

  private int act(String what) throws Refused {
    if (!refusing.isEmpty() && what.startsWith(refusing)) {
      throw new Refused(what, "EPERM (Operation not permitted)");
    }
    done.add(what);
    return next++;
  }

  @Override
  public int load(long[] instructions, int hook) throws Refused {
    programs.add(instructions);
    return act("load for hook " + hook);
  }

  @Override
  public int attach(int program) throws Refused {
    return act("attach " + program);
  }

  @Override
  public void pin(int descriptor, String path) throws Refused {
    act("pin " + descriptor);
    try {
      Files.writeString(Path.of(path), "link " + descriptor);
    } catch (IOException e) {
      throw new Refused("pin", e.toString());
    }
  }

  @Override
  public void close(int descriptor) {
    done.add("close " + descriptor);
  }
}
