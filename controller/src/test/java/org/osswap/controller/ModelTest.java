package org.osswap.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osswap.apps.Decision;
import org.osswap.launch.shared.GrantPage;
import org.osswap.proto.AppPhase;
import org.osswap.proto.HandoffGrpc;
import org.osswap.proto.Phase;

/** The states and messages of docs/model/handoff.pml are the code's. */
final class ModelTest {
  /** They change nothing that decides who runs; docs/model/README.md says why each is left out. */
  private static final ImmutableSet<String> NOT_MODELLED =
      ImmutableSet.of(
          "Check", "Offer", "Push", "Fence", "Heartbeat", "Status", "Arm", "StandDown",
          "CompleteCheckpoint");

  /** The same of phases. */
  private static final ImmutableSet<String> PHASES_NOT_MODELLED = ImmutableSet.of("ARMED");

  private static String model;

  @BeforeAll
  static void readModel() throws IOException {
    model = Files.readString(Path.of("..", "docs", "model", "handoff.pml"));
  }

  @Test
  void aSwapHasTheModelsPhases() {
    assertThat(names("Phase"))
        .isEqualTo(Sets.difference(constants(Phase.getDescriptor()), PHASES_NOT_MODELLED));
  }

  @Test
  void anApplicationHasTheModelsPhases() {
    assertThat(names("AppPhase")).isEqualTo(constants(AppPhase.getDescriptor()));
  }

  @Test
  void theDecisionHasTheModelsOutcomes() {
    assertThat(names("Outcome"))
        .isEqualTo(
            Arrays.stream(Decision.Outcome.values()).map(Enum::name).collect(Collectors.toSet()));
  }

  @Test
  void theGateHasTheModelsWordsAndTheIncumbentReadsTheRightOne() throws IOException {
    String gate = Files.readString(Path.of("..", "app-migrator", "src", "main", "c", "gate.c"));
    Matcher words = Pattern.compile("enum gate \\{ (\\w+) = (\\d), (\\w+) = 2 }").matcher(gate);

    assertThat(words.find()).isTrue();
    assertThat(names("Gate")).isEqualTo(ImmutableSet.of(words.group(1), words.group(3)));
    assertThat(words.group(1)).isEqualTo("CLAIMED");
    assertThat(words.group(2)).isEqualTo("" + GrantPage.GATE_CLAIMED);
  }

  @Test
  void theModelsCallsAreThoseOfTheWireThatDecideWhoRuns() {
    Set<String> calls =
        HandoffGrpc.getServiceDescriptor().getMethods().stream()
            .map(method -> method.getBareMethodName())
            .collect(Collectors.toSet());

    assertThat(calls).containsAll(NOT_MODELLED);
    assertThat(names("Rpc")).isEqualTo(Sets.difference(calls, NOT_MODELLED));
  }

  @Test
  void everyNameIsUsedInTheModel() {
    for (String type : ImmutableSet.of("Phase", "AppPhase", "Outcome", "Gate", "Rpc")) {
      for (String name : names(type)) {
        assertThat(uses(name)).as("uses of %s %s", type, name).isGreaterThan(1);
      }
    }
  }

  /** The names of {@code mtype:TYPE = { A, B }}. */
  private static Set<String> names(String type) {
    Matcher declaration = Pattern.compile("mtype:" + type + " = \\{([^}]*)}").matcher(model);
    assertThat(declaration.find()).as("a declaration of mtype:%s", type).isTrue();
    return ImmutableSet.copyOf(
        Splitter.on(',').trimResults().omitEmptyStrings().split(declaration.group(1)));
  }

  private static long uses(String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(model).results().count();
  }

  /** All but the value that stands for none. */
  private static Set<String> constants(EnumDescriptor type) {
    return type.getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .map(EnumValueDescriptor::getName)
        .collect(Collectors.toSet());
  }
}
