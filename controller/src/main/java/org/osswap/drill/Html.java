package org.osswap.drill;

import com.google.common.html.HtmlEscapers;
import java.util.stream.Collectors;

/** Text as it may stand in HTML and SVG, in content and in quoted attributes. */
final class Html {
  private Html() {}

  /** Control characters, which neither may have, are shown as what they are not. */
  static String text(String any) {
    return HtmlEscapers.htmlEscaper()
        .escape(
            any.codePoints()
                .mapToObj(c -> allowed(c) ? Character.toString(c) : "\uFFFD")
                .collect(Collectors.joining()));
  }

  private static boolean allowed(int c) {
    return c == '\n' || c == '\t' || (!Character.isISOControl(c) && !turnsDirection(c) && !surrogate(c));
  }

  /** Would show what follows it in another order than it stands. */
  private static boolean turnsDirection(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  private static boolean surrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
