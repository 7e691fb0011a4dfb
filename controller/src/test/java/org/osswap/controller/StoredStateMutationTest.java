package org.osswap.controller;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osswap.base.SysRoot;
import org.osswap.mutation.Mutants;
import org.osswap.proto.AppPhase;
import org.osswap.proto.AppTransition;
import org.osswap.proto.Extent;
import org.osswap.proto.JournalRecord;
import org.osswap.proto.Machine;
import org.osswap.proto.Memory;
import org.osswap.proto.PartitionPlan;
import org.osswap.proto.Phase;
import org.osswap.proto.Undo;

/** Journal, configuration and handed-over descriptions, damaged on the disk. */
final class StoredStateMutationTest {
  @TempDir Path dir;

  @Test
  void damagedJournalsAreRefusedOrRead() throws Exception {
    Path path = dir.resolve("journal");
    try (Journal journal = Journal.open(path)) {
      journal.append(JournalRecord.newBuilder().setPhase(Phase.PLANNED));
      journal.append(
          JournalRecord.newBuilder().setPlan(PartitionPlan.newBuilder().setId("s1").setTscKhz(7)));
      journal.append(
          JournalRecord.newBuilder()
              .setUndo(
                  Undo.newBuilder()
                      .setWhat("online cpu2")
                      .setWrite(Undo.Write.newBuilder().setPath("/sys/x").setValue("1"))));
      journal.append(
          JournalRecord.newBuilder()
              .setApp(AppTransition.newBuilder().setApp("redis").setPhase(AppPhase.FROZEN)));
    }
    Mutants.of(Files.readAllBytes(path))
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Files.write(path, bytes);
              SwapHistory history = new SwapHistory(Journal.read(path));
              history.phase();
              history.undo();
              history.plan();
            });
  }

  @Test
  void damagedConfigurationsAreRefusedOrRead() {
    Mutants.of(
            """
            [handoff]
            addresses = ["10.0.0.10/24", "10.0.0.11/24"]
            gateway = "10.0.0.1"
            port = 7400
            attest_seconds = 300
            command_line = "console=ttyS1,115200"
            [criu]
            breakpoints = true
            """)
        .areRefusedOrUnderstoodBy(
            bytes -> OsswapConfig.parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  @Test
  void damagedDescriptionsOfTheMachineAreRefusedOrRead() throws Exception {
    SysRoot root = SysRoot.at(dir);
    StateDir state = new StateDir(root);
    state.carryMachine(
        Machine.newBuilder()
            .setOsName("Debian")
            .addMemory(Memory.newBuilder().setExtent(Extent.newBuilder().setStart(1).setEnd(2)))
            .setGeneration(1)
            .build());
    Path path = root.path(StateDir.PATH + "/machine.json");
    Mutants.of(Files.readAllBytes(path))
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Files.write(path, bytes);
              state.carriedMachine();
            });
  }

  @Test
  void damagedSwapConfigurationsAreRefusedOrRead() throws Exception {
    SysRoot root = SysRoot.at(dir);
    Path path = root.path(AgentHome.CONFIG);
    Files.createDirectories(path.getParent());
    Mutants.of("{\"swapId\": \"s1\", \"epochMillis\": \"17\", \"port\": 7400, \"plan\": {\"id\": \"s1\"}}")
        .areRefusedOrUnderstoodBy(
            bytes -> {
              Files.write(path, bytes);
              AgentHome.read(root);
            });
  }
}
