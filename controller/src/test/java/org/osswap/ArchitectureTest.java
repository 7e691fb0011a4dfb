package org.osswap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import org.osswap.base.FaultPoint;
import org.osswap.base.SystemProcessRunner;

/** The directions of the modules, and who may do what only one place should do. */
@AnalyzeClasses(
    packages = "org.osswap",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
  /** What the modules' tests share is no part of the product either. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule theModulesInTheMiddleKnowOnlyTheProtocol =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("protocol")
          .definedBy("org.osswap.base..", "org.osswap.handoff..", "org.osswap.proto..")
          .layer("partitioner")
          .definedBy("org.osswap.partition..")
          .layer("launcher")
          .definedBy("org.osswap.launch..")
          .layer("migrator")
          .definedBy("org.osswap.apps..")
          .layer("controller")
          .definedBy(
              "org.osswap.controller..",
              "org.osswap.agent..",
              "org.osswap.cli..",
              "org.osswap.drill..",
              "org.osswap.logging..",
              "org.osswap.payload..",
              "org.osswap.watch..")
          .whereLayer("controller")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("partitioner")
          .mayOnlyBeAccessedByLayers("controller")
          .whereLayer("launcher")
          .mayOnlyBeAccessedByLayers("controller")
          .whereLayer("migrator")
          .mayOnlyBeAccessedByLayers("controller")
          .ensureAllClassesAreContainedInArchitectureIgnoring("org.osswap");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.osswap.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheRenderersPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.osswap.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(PrintStream.class);

  @ArchTest
  static void everyFaultPointLiesAroundAnAct(JavaClasses classes) {
    JavaClass points = classes.get(FaultPoint.class);
    for (FaultPoint point : FaultPoint.values()) {
      assertThat(points.getField(point.name()).getAccessesToSelf())
          .as("uses of %s", point)
          .anyMatch(access -> !access.getOriginOwner().equals(points));
    }
  }

  @ArchTest
  static final ArchRule onlyOneClassStartsProcesses =
      noClasses()
          .that()
          .areNotAssignableTo(SystemProcessRunner.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String.class)
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule theProtocolUsesNoNativeCode =
      classes()
          .that()
          .resideInAnyPackage("org.osswap.base..", "org.osswap.handoff..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("jnr..", "com.sun.jna..");
}
