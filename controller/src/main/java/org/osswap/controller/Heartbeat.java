package org.osswap.controller;

import java.time.Duration;
import java.util.Locale;
import org.osswap.base.Failure;
import org.osswap.launch.shared.GrantPage;
import org.osswap.launch.shared.HeartWatch;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Notice;

/**
 * Watches the successor's heart while a swap runs, and beats for this controller. What it sees it tells, on
 * the screen and in the journal; it decides nothing. The one thing that it does about a long silence is to
 * end the calls that wait for an answer: as any call they may fail at any instant.
 */
final class Heartbeat implements HeartWatch.Listener, AutoCloseable {
  /** Longer than any emulated CPU was seen to stand still, and much shorter than a call's deadline. */
  static final Duration HANGS_UP = Duration.ofSeconds(30);

  private final GrantPage page;
  private final Awakened awakened;
  private final Journal journal;
  private final Progress progress;
  private final Runnable hangUp;
  private HeartWatch watch;
  private boolean hungUp;

  Heartbeat(
      GrantPage page, Awakened awakened, Journal journal, Progress progress, Runnable hangUp) {
    this.page = page;
    this.awakened = awakened;
    this.journal = journal;
    this.progress = progress;
    this.hangUp = hangUp;
  }

  /**
   * Begins.
   *
   * @param page is closed with it
   * @param hangUp ends all calls to the successor
   */
  static Heartbeat begin(
      GrantPage page, Awakened awakened, Journal journal, Progress progress, Runnable hangUp) {
    Heartbeat heartbeat = new Heartbeat(page, awakened, journal, progress, hangUp);
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
    hungUp = false;
    tell("the successor's heart beats again; it had stopped for " + seconds(silence));
  }

  @Override
  public void stillLate(Duration silence) {
    if (!hungUp && silence.compareTo(HANGS_UP) >= 0) {
      hungUp = true;
      tell("the successor's heart has stopped for " + seconds(silence) + ": calls to it end now");
      hangUp.run();
    }
  }

  private void tell(String text) {
    progress.detail(text);
    try {
      journal.append(JournalRecord.newBuilder().setNotice(Notice.newBuilder().setText(text)));
    } catch (Failure unwritten) {
      // It is on the screen; who must write decides what a full disk means.
    }
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
