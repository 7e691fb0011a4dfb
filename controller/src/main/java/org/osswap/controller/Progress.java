package org.osswap.controller;

/** What an upgrade tells while it goes on. */
public interface Progress {

  /** A phase begins: "quiesce", "launch", ... */
  void phase(String name);

  /** Something in the present phase was done or is being waited for. */
  void detail(String text);

  /** Bytes of a transfer were sent; called for each piece, so it must be cheap. */
  default void amount(String what, long done, long total) {}
}
