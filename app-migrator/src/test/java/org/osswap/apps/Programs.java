package org.osswap.apps;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osswap.base.ProcessRunner;

/** Programs that answer with what was captured; what has no answer fails as a shell would. */
final class Programs implements ProcessRunner {
  private final Map<String, String> answers = new LinkedHashMap<>();

  /** What every command line that ends so says; a later answer replaces an earlier one. */
  Programs says(String end, String out) {
    answers.put(end, out);
    return this;
  }

  /** systemd's answers about a unit, and about one that doesn't exist. */
  Programs unit(String name, int mainPid, String loadState, String activeState) {
    return says(
        "ActiveState " + name,
        "MainPID=" + mainPid + "\nControlGroup=" + (mainPid == 0 ? "" : "/system.slice/" + name)
            + "\nLoadState=" + loadState + "\nActiveState=" + activeState + "\n");
  }

  @Override
  public Outcome run(List<String> argv, Duration limit) {
    return run(argv, "", limit);
  }

  @Override
  public Outcome run(List<String> argv, String input, Duration limit) {
    String line = String.join(" ", argv);
    return answers.entrySet().stream()
        .filter(answer -> line.endsWith(answer.getKey()))
        .findFirst()
        .map(answer -> new Outcome(argv, 0, answer.getValue(), "", false))
        .orElseGet(() -> new Outcome(argv, 127, "", argv.get(0) + ": not found", false));
  }
}
