package org.osswap.controller;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the details that are told. */
public class Told implements Progress {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void phase(String name) {}

  @Override
  public void detail(String text) {
    lines.add(text);
  }
}
