package org.osswap.apps;

import java.util.Optional;
import java.util.function.Consumer;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * TOML that people wrote. For some texts the library throws what it documents nowhere, instead of
 * collecting errors; here all of them are problems.
 */
public final class TomlText {
  /** The library's parser is recursive: thousands of them within one another overflow the stack. */
  private static final int MOST_BRACKETS = 200;

  private TomlText() {}

  /**
   * Parses a text.
   *
   * @param problems gets each with its line: {@code line 3: Unexpected ...}
   * @return empty if there is any problem
   */
  public static Optional<TomlTable> parse(String text, Consumer<String> problems) {
    if (text.chars().filter(c -> c == '[' || c == '{').count() > MOST_BRACKETS) {
      problems.accept("it has more than " + MOST_BRACKETS + " lists and tables");
      return Optional.empty();
    }
    TomlParseResult tree;
    try {
      tree = Toml.parse(text);
    } catch (TomlParseError e) { // a wrong escape in the quoted name of a table
      problems.accept(shown(e));
      return Optional.empty();
    }
    tree.errors().forEach(error -> problems.accept(shown(error)));
    return tree.hasErrors() ? Optional.empty() : Optional.of(tree);
  }

  private static String shown(TomlParseError error) {
    return "line " + error.position().line() + ": " + error.getMessage();
  }
}
