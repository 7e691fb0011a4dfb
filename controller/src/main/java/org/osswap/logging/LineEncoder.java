package org.osswap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/**
 * One event a line: {@code WARN Journal: message}. For the journal each line begins with its
 * priority instead of its level, as in {@code <4>Journal: message} (see sd-daemon(3)).
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private final boolean journal;
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  LineEncoder(boolean journal) {
    this.journal = journal;
  }

  @Override
  public void start() {
    stackTrace.setContext(getContext());
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String name = event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1);
    String text = name + ": " + event.getFormattedMessage();
    String trace = stackTrace.convert(event).stripTrailing();
    String prefix = journal ? priority(event.getLevel()) : event.getLevel() + " ";
    StringBuilder lines = new StringBuilder();
    for (String line : (trace.isEmpty() ? text : text + "\n" + trace).split("\n", -1)) {
      lines.append(journal || lines.length() == 0 ? prefix : "").append(line).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static String priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
