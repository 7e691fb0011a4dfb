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
  private TomlText() {}

  /**
   * Parses a text.
   *
   * @param problems gets each with its line: {@code line 3: Unexpected ...}
   * @return empty if there is any problem
   */
  public static Optional<TomlTable> parse(String text, Consumer<String> problems) {
    TomlParseResult tree;
    try {
      tree = Toml.parse(text);
    } catch (TomlParseError e) { // a wrong escape in the quoted name of a table
      problems.accept(shown(e));
      return Optional.empty();
    } catch (StackOverflowError e) { // a parser by recursion, which keeps nothing
      problems.accept("its lists or tables are nested too deeply");
      return Optional.empty();
    }
    tree.errors().forEach(error -> problems.accept(shown(error)));
    return tree.hasErrors() ? Optional.empty() : Optional.of(tree);
  }

  private static String shown(TomlParseError error) {
    return "line " + error.position().line() + ": " + error.getMessage();
  }
}
