package org.osswap.drill;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.osswap.apps.NearestName;
import org.osswap.apps.TomlText;
import org.osswap.base.Failure;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * Reads the file of a drill, and one of targets; all that is wrong with it is told at once.
 *
 * <pre>
 * title = "Panic of the incumbent"
 * breaks = "The running kernel panics."      # the operator is asked about this
 * needs = ["armed"]                          # armed, hang-limit, watch
 * do = "break panic"                         # or "exec COMMAND", on the incumbent
 * undo = ""                                  # "heal WHAT", "exec COMMAND"; empty needs no_undo
 * no_undo = "A kernel that panicked is gone."
 * expect = "taken-over-by-crash"
 * limit_s = 300
 * [targets]                                  # each may be left out
 * detect_s = 2
 * </pre>
 */
final class DrillReader {
  private static final ImmutableSet<String> KEYS =
      ImmutableSet.of(
          "title", "breaks", "needs", "do", "undo", "no_undo", "expect", "limit_s", "targets");
  private static final ImmutableSet<String> TARGETS =
      ImmutableSet.of(
          "detect_s", "fence_s", "back_s", "recovery_point_s", "lost_requests", "hold_s");
  private static final long LONGEST_S = 86_400;

  private final List<String> problems = new ArrayList<>();

  private DrillReader() {}

  /**
   * Reads a drill.
   *
   * @throws Failure if anything is wrong with it
   */
  static Drill drill(String name, String text) {
    DrillReader reader = new DrillReader();
    TomlTable tree = reader.tree(name, text);
    Drill drill = reader.drill(name, tree);
    reader.finish(name);
    return drill;
  }

  /** Reads targets alone: the file of {@code --targets}. */
  static Targets targets(String file, String text) {
    DrillReader reader = new DrillReader();
    Targets targets = reader.targets("", reader.tree(file, text));
    reader.finish(file);
    return targets;
  }

  private TomlTable tree(String file, String text) {
    return TomlText.parse(text, problems::add).orElseThrow(() -> refused(file));
  }

  private Drill drill(String name, TomlTable tree) {
    checkKeys("", tree, KEYS);
    Act act = act(tree, "do");
    Act undo = act(tree, "undo");
    String noUndo = text(tree, "no_undo");
    if (act.isEmpty()) {
      problems.add("do is missing");
    }
    if (undo.isEmpty() == noUndo.isEmpty()) {
      problems.add("exactly one of undo and no_undo must say something");
    }
    String word = text(tree, "expect");
    Expectation expect =
        Expectation.of(word)
            .orElseGet(
                () -> {
                  problems.add(
                      "expect: \"" + word + "\" is none of " + List.of(Expectation.values()));
                  return Expectation.STAYS;
                });
    OptionalDouble limit = number("", tree, "limit_s");
    if (limit.orElse(0) <= 0) {
      problems.add("limit_s: a number of seconds must be there");
    }
    Targets targets = targets("targets.", table(tree));
    if (expect == Expectation.STAYS && targets.hold().isEmpty()) {
      problems.add("targets.hold_s is missing: where nothing is to come of it, it says how long to wait");
    }
    return new Drill(
        name,
        needed(tree, "title"),
        needed(tree, "breaks"),
        needs(tree),
        act,
        undo,
        noUndo,
        expect,
        Duration.ofMillis((long) (limit.orElse(0) * 1000)),
        targets);
  }

  private TomlTable table(TomlTable tree) {
    Object value = tree.get(ImmutableList.of("targets"));
    if (value instanceof TomlTable table) {
      return table;
    }
    if (value != null) {
      problems.add("targets: is not a table");
    }
    return tree.getTableOrEmpty(ImmutableList.of("no such table"));
  }

  private Targets targets(String prefix, TomlTable tree) {
    checkKeys(prefix, tree, TARGETS);
    return new Targets(
        number(prefix, tree, "detect_s"),
        number(prefix, tree, "fence_s"),
        number(prefix, tree, "back_s"),
        number(prefix, tree, "recovery_point_s"),
        number(prefix, tree, "lost_requests"),
        number(prefix, tree, "hold_s"));
  }

  private ImmutableSet<Drill.Need> needs(TomlTable tree) {
    Object value = tree.get(ImmutableList.of("needs"));
    ImmutableSet.Builder<Drill.Need> needs = ImmutableSet.builder();
    if (value instanceof TomlArray list) {
      list.toList().forEach(word -> need(String.valueOf(word), needs));
    } else if (value != null) {
      problems.add("needs: is not a list");
    }
    return needs.build();
  }

  private void need(String word, ImmutableSet.Builder<Drill.Need> needs) {
    for (Drill.Need need : Drill.Need.values()) {
      if (need.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        needs.add(need);
        return;
      }
    }
    problems.add("needs: \"" + word + "\" is none of armed, hang-limit, watch");
  }

  private Act act(TomlTable tree, String key) {
    Act act = new Act(text(tree, key));
    if (!act.isEmpty() && !act.valid()) {
      problems.add(key + ": \"" + act + "\" is not \"break WHAT\", \"heal WHAT\" or \"exec COMMAND\"");
    }
    return act;
  }

  private String needed(TomlTable tree, String key) {
    String text = text(tree, key);
    if (text.isBlank()) {
      problems.add(key + " is missing");
    }
    return text;
  }

  private String text(TomlTable tree, String key) {
    Object value = tree.get(ImmutableList.of(key));
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    problems.add(key + ": " + value + " is not a text");
    return "";
  }

  private OptionalDouble number(String prefix, TomlTable tree, String key) {
    Object value = tree.get(ImmutableList.of(key));
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LONGEST_S) {
      return OptionalDouble.of(number.doubleValue());
    }
    problems.add(prefix + key + ": " + value + " is not a number from 0 to " + LONGEST_S);
    return OptionalDouble.empty();
  }

  private void checkKeys(String prefix, TomlTable tree, ImmutableSet<String> known) {
    for (String key : tree.keySet()) {
      if (!known.contains(key)) {
        problems.add(
            "unknown key \"" + prefix + key + "\" (did you mean \"" + prefix
                + NearestName.of(key, known) + "\"?)");
      }
    }
  }

  private void finish(String file) {
    if (!problems.isEmpty()) {
      throw refused(file);
    }
  }

  private Failure refused(String file) {
    return new Failure(
        "read the drill's file",
        file,
        problems.stream().collect(Collectors.joining("; ")),
        "Correct the file; docs/drills.md lists the keys.");
  }
}
