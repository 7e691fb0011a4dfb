package org.osswap.controller;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osswap.base.Failure;
import org.osswap.launch.shared.GrantPage;
import org.osswap.launch.shared.HeartWatch;

/**
 * Watches the successor's heart while a swap runs, and beats for this controller. What it sees it tells, on
 * the screen and in the journal. The one thing that it does about a long silence is to {@linkplain
 * HandoffClient#giveUp give the successor up}: calls to it end, and none is made any more.
 *
 * <p>That is safe, whatever the silent successor does meanwhile, since it decides nothing. A call that ends
 * here is one whose answer is lost, as it may be at any instant, and a call that isn't made is one whose
 * request is. Who made it goes the way that it goes then: before the decision it records {@code abort}, behind
 * which nobody asks for a commit, and without one no copy runs; after the decision it asks the gate, which is
 * withdrawn only if no copy has run, and none does then. So a source goes on by the record or by the gate,
 * never by the silence. A successor that was only slow is rolled back.
 */
final class Heartbeat implements HeartWatch.Listener, AutoCloseable {
  /** Longer than any emulated CPU was seen to stand still, and much shorter than a call's deadline. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * While clients wait, and there is a way back. A heart may be late by a second or two on a busy machine; a
   * false alarm costs the upgrade, and no application.
   */
  static final Duration PATIENCE_WHILE_FROZEN = Duration.ofSeconds(5);

  private final GrantPage page;
  private final Awakened awakened;
  private final Journal journal;
  private final Progress progress;
  private final BooleanSupplier hurried;
  private final Consumer<Failure> giveUp;
  private HeartWatch watch;
  private boolean givenUp;

  /**
   * One that doesn't beat by itself.
   *
   * @param hurried whether applications stand still, and may yet go on here
   */
  Heartbeat(
      GrantPage page,
      Awakened awakened,
      Journal journal,
      Progress progress,
      BooleanSupplier hurried,
      Consumer<Failure> giveUp) {
    this.page = page;
    this.awakened = awakened;
    this.journal = journal;
    this.progress = progress;
    this.hurried = hurried;
    this.giveUp = giveUp;
  }

  /**
   * Begins.
   *
   * @param page is closed with it
   * @param giveUp ends all calls to the successor, for the reason given
   */
  static Heartbeat begin(
      GrantPage page,
      Awakened awakened,
      Journal journal,
      Progress progress,
      Consumer<Failure> giveUp) {
    BooleanSupplier hurried =
        () -> new SwapHistory(journal.records()).standsStill() && !page.commitClaimed();
    Heartbeat heartbeat = new Heartbeat(page, awakened, journal, progress, hurried, giveUp);
    heartbeat.watch = HeartWatch.begin(heartbeat::beat, page::successorBeats, heartbeat);
    return heartbeat;
  }

  /** One beat of this side, and a look at its CPUs. */
  void beat() {
    page.beatIncumbent();
    for (int cpu : awakened.look()) {
      tell(
          "cpu"
              + cpu
              + " was put online by hand: the successor has lost it, and can't be trusted any more");
    }
  }

  @Override
  public void late(Duration silence) {
    tell("the successor's heart has stopped: no beat for " + seconds(silence));
  }

  @Override
  public void back(Duration silence) {
    tell("the successor's heart beats again; it had stopped for " + seconds(silence));
  }

  @Override
  public void stillLate(Duration silence) {
    if (givenUp || silence.compareTo(PATIENCE_WHILE_FROZEN) < 0) {
      return;
    }
    if (silence.compareTo(PATIENCE) >= 0 || hurried.getAsBoolean()) {
      givenUp = true;
      tell("the successor's heart has stopped for " + seconds(silence) + ": calls to it end now");
      giveUp.accept(
          new Failure(
              "hear from the successor",
              "its heart",
              "the successor is silent: its heart has not beaten for " + seconds(silence),
              "See its console: its OS has crashed or hangs, or its agent was ended."));
    }
  }

  private void tell(String text) {
    journal.tell(progress, text);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** Ends; no physical memory is touched any more afterwards. */
  @Override
  public void close() {
    if (watch != null) {
      watch.close();
      watch = null;
      page.close();
    }
  }
}
