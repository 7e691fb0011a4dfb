package org.osswap.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command with all its subcommands, in the macros of man(7). */
final class ManPage {
  private final CommandSpec root;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec root) {
    this.root = root;
  }

  static String of(CommandSpec root) {
    return new ManPage(root).render();
  }

  private String render() {
    List<CommandSpec> commands =
        root.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .flatMap(ManPage::withNested)
            .filter(command -> !command.usageMessage().hidden())
            .toList();
    macro(".TH " + root.name().toUpperCase(Locale.ROOT) + " 1 \"\" \"" + root.version()[0] + '"');
    // Neither hyphenated nor spread: an option is to be copied as it stands.
    macro(".nh\n.ad l");
    macro(".SH NAME");
    text(root.name() + " - " + root.usageMessage().description()[0]);
    macro(".SH SYNOPSIS");
    commands.forEach(this::synopsis);
    macro(".SH DESCRIPTION");
    paragraphs(root.usageMessage().description());
    macro(".SH COMMANDS");
    for (CommandSpec command : commands) {
      macro(".SS " + command.qualifiedName().substring(root.name().length() + 1));
      paragraphs(command.usageMessage().description());
      command.options().stream().filter(option -> !isStandard(option) && !option.hidden()).forEach(this::option);
    }
    macro(".SH OPTIONS OF ALL COMMANDS");
    root.options().forEach(this::option);
    macro(".SH EXIT STATUS");
    root.usageMessage().exitCodeList().forEach((status, meaning) -> item(bold(status), meaning));
    return page.toString();
  }

  private static Stream<CommandSpec> withNested(CommandSpec command) {
    return Stream.concat(
        Stream.of(command),
        command.subcommands().values().stream().map(CommandLine::getCommandSpec));
  }

  private void synopsis(CommandSpec command) {
    String usage = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
    String rest = usage.strip().substring(command.qualifiedName().length());
    macro(".PP");
    macro(bold(command.qualifiedName()) + escape(rest.replaceAll("\\s+", " ")));
  }

  private void paragraphs(String... lines) {
    for (String line : lines) {
      if (line.isEmpty()) {
        macro(".PP");
      } else {
        text(line);
      }
    }
  }

  /** Every command has these; they are told once. */
  private static boolean isStandard(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  private void option(OptionSpec option) {
    if (!option.hidden()) {
      String names =
          Stream.of(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
      String value = option.arity().max() > 0 ? "=\\fI" + escape(option.paramLabel()) + "\\fR" : "";
      item(names + value, option.description());
    }
  }

  private void item(String term, String... description) {
    macro(".TP");
    macro(term);
    Arrays.stream(description).forEach(this::text);
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  /** A line that begins with a dot or an apostrophe would be taken for a macro. */
  private void text(String line) {
    page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "");
    macro(escape(line));
  }

  private static String bold(String text) {
    return "\\fB" + escape(text) + "\\fR";
  }

  /** An unescaped hyphen may come out as another character, which can't be copied into a shell. */
  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
