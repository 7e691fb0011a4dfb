package org.osswap.agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osswap.controller.Progress;

/** Remembers what is said. */
class Quiet implements Progress {
  final List<String> said = new CopyOnWriteArrayList<>();

  @Override
  public void phase(String name) {}

  @Override
  public void detail(String text) {
    said.add(text);
  }
}
