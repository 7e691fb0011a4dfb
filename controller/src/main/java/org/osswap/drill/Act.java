package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import java.util.regex.Pattern;

/** Something that the lab command does: {@code break panic}, or {@code exec COMMAND} on the incumbent. */
public record Act(String text) {
  static final Act NONE = new Act("");

  private static final String EXEC = "exec ";
  private static final Pattern KNOWN = Pattern.compile("(break|heal) [a-z][a-z-]*|exec \\S.*");

  /** Stands for the image of the successor that is armed. */
  static final String IMAGE = "{image}";

  boolean valid() {
    return KNOWN.matcher(text).matches();
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether it runs on the incumbent, and may end with that. */
  boolean remote() {
    return text.startsWith(EXEC);
  }

  Act withImage(String image) {
    return new Act(text.replace(IMAGE, "'" + image.replace("'", "'\\''") + "'"));
  }

  /** The arguments of the lab command; a remote command is one of them. */
  ImmutableList<String> words() {
    return remote()
        ? ImmutableList.of("exec", text.substring(EXEC.length()))
        : ImmutableList.copyOf(text.split(" "));
  }

  @Override
  public String toString() {
    return text;
  }
}
