package org.osswap.controller;

/** Tells nobody. */
final class Silent implements Progress {
  @Override
  public void phase(String name) {}

  @Override
  public void detail(String text) {}
}
