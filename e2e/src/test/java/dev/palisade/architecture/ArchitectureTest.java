package dev.palisade.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the modules, where class paths alone do not hold them. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAX_LINES = 300;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.palisade");

  /**
   * Calls that take time, chance or a thread from outside; such things are arguments in pure code.
   */
  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.time.Instant.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private static final Set<String> MUTATING =
      Set.of(
          "create",
          "createOr",
          "update",
          "updateStatus",
          "patch",
          "patchStatus",
          "replace",
          "replaceStatus",
          "edit",
          "editStatus",
          "delete",
          "evict",
          "serverSideApply",
          "scale");

  @Test
  void somethingIsLookedAt() {
    assertThat(CLASSES.size()).isGreaterThan(100);
    for (String module :
        List.of("api", "policy", "rollout", "compile", "node", "controller", "cli")) {
      assertThat(
              CLASSES.stream().filter(c -> c.getPackageName().startsWith("dev.palisade." + module)))
          .as(module)
          .isNotEmpty();
    }
  }

  @Test
  void policyAndRolloutArePure() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.palisade.policy..", "dev.palisade.rollout..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.lang.foreign..",
            "java.util.concurrent..",
            "java.util.random..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.(lang\\.(Thread|Process|ProcessBuilder|Runtime)|util\\.Random|io\\.File.*)")
        .orShould()
        .accessTargetWhere(
            describe(
                "takes time, chance or environment from outside",
                (JavaAccess<?> access) ->
                    IMPURE.contains(access.getTargetOwner().getName() + "." + access.getName())))
        .check(CLASSES);
  }

  @Test
  void policyAndRolloutKnowOnlyTheJdk() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.palisade.policy..", "dev.palisade.rollout..")
        .should()
        .dependOnClassesThat(
            describe(
                "lie outside the JDK and the module",
                type ->
                    !type.getPackageName().startsWith("java.")
                        && !type.getPackageName().startsWith("dev.palisade.policy")
                        && !type.getPackageName().startsWith("dev.palisade.rollout")
                        && !type.isPrimitive()
                        && !type.isArray()))
        .check(CLASSES);
  }

  @Test
  void theHelperCarriesNoKubernetesClient() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.palisade.node..", "dev.palisade.policy..", "dev.palisade.rollout..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "dev.palisade.api..")
        .check(CLASSES);
  }

  @Test
  void foreignFunctionsStayInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.palisade.node.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void theControllerWritesToTheClusterOnlyInEffect() {
    noClasses()
        .that(
            resideInAPackage("dev.palisade.controller..")
                .and(
                    describe(
                        "outside effect",
                        type ->
                            !type.getPackageName().startsWith("dev.palisade.controller.effect"))))
        .should()
        .accessTargetWhere(
            describe(
                "writes to the API server",
                (JavaAccess<?> access) ->
                    access
                            .getTargetOwner()
                            .getPackageName()
                            .startsWith("io.fabric8.kubernetes.client")
                        && MUTATING.contains(access.getName())))
        .check(CLASSES);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("dev.palisade.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    slices().matching("dev.palisade.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)").check(CLASSES);
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<String> tooLong =
          files
              .filter(file ->
                  file.toString().endsWith(".java") && !file.toString().contains("/target/"))
              .filter(file -> lines(file) > MAX_LINES)
              .map(file -> ROOT.relativize(file) + ": " + lines(file) + " lines")
              .toList();
      assertThat(tooLong).as("files over " + MAX_LINES + " lines").isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
