package org.osswap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LineEncoderTest {
  private static String line(boolean journal, Level level, Throwable thrown) {
    LoggerContext context = new LoggerContext();
    LineEncoder encoder = new LineEncoder(journal);
    encoder.setContext(context);
    encoder.start();
    Logger logger = context.getLogger("org.osswap.controller.Journal");
    return new String(
        encoder.encode(
            new LoggingEvent("", logger, level, "{} records", thrown, new Object[] {3})),
        UTF_8);
  }

  @Test
  void aPersonReadsTheLevelAndWhoSpeaks() {
    assertThat(line(false, Level.WARN, null)).isEqualTo("WARN Journal: 3 records\n");
  }

  @Test
  void theJournalReadsAPriorityOnEachLine() {
    assertThat(line(true, Level.INFO, null)).isEqualTo("<6>Journal: 3 records\n");
    assertThat(line(true, Level.ERROR, new IllegalStateException("why")).lines())
        .startsWith("<3>Journal: 3 records", "<3>java.lang.IllegalStateException: why")
        .allMatch(text -> text.startsWith("<3>"));
  }

  @Test
  void librariesDontLogWhatTheyCarry() {
    assertThat(LoggerFactory.getLogger("io.grpc.netty").isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("org.osswap.agent").isWarnEnabled()).isTrue();
  }
}
