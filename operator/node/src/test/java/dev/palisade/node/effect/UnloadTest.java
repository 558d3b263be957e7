package dev.palisade.node.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.plan.Step;
import dev.palisade.node.proc.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I3: the one step that can do harm. */
class UnloadTest extends StepRunnerScene {
  private void unloadable() throws IOException {
    cache.store(Fixtures.APP_BLOB);
    run(new Step.Load(APP));
    kernel.writes.clear();
    usage.saw(List.of(Fixtures.APP), List.of(), REVISIONS, Processes.NONE, NOW.minusSeconds(300));
    assertThat(usage.idle(Fixtures.APP, NOW)).isTrue();
  }

  private void states(String... bootIds) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < bootIds.length; i++) {
      items.append(i == 0 ? "" : ",");
      items.append(
          "{\"metadata\":{\"name\":\"n%d\"},\"status\":{\"bootID\":\"%s\"}}"
              .formatted(i + 1, bootIds[i]));
    }
    objects.put(STATES + "?limit=40", "{\"items\":[" + items + "]}");
  }

  private static String pods(String... pods) {
    return "{\"items\":[" + String.join(",", pods).replace('\'', '"') + "]}";
  }

  @Test
  void withTheApiServerAwayNothingIsUnloaded() throws IOException {
    unloadable();
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains("503 away");
    states("boot");
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).as("pods cannot be listed").isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void whatNobodyNamesIsUnloaded() throws IOException {
    unloadable();
    states("boot", "other boot");
    objects.put(PODS + "n1", pods());
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isTrue();
    assertThat(kernel.writes).containsExactly("remove " + Fixtures.APP);
    assertThat(api.lines()).noneMatch(l -> l.endsWith("n2"));
  }

  @Test
  void aPodOfASiblingOnThisKernelKeepsTheProfile() throws IOException {
    unloadable();
    states("boot", "boot");
    objects.put(PODS + "n1", pods());
    objects.put(PODS + "n2", pods(Fixtures.governedPod()));
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(usage.idle(Fixtures.APP, NOW.plusSeconds(299))).isFalse();
  }

  @Test
  void aPodThatOnlyCarriesTheRevisionKeepsItToo() throws IOException {
    unloadable();
    states("boot");
    String pod = Fixtures.governedPod().replace("palisade.shop", "palisade.other");
    objects.put(PODS + "n1", pods(pod));
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  @Test
  void aProcessKeepsItWithoutAnyPod() throws IOException {
    unloadable();
    states("boot");
    objects.put(PODS + "n1", pods());
    Path process = Files.createDirectories(root.resolve("proc/42/attr/apparmor"));
    Files.writeString(process.resolve("current"), Fixtures.APP + " (enforce)\n");
    Files.writeString(root.resolve("proc/42/cgroup"), "0::/\n");
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
  }

  private interface Act {
    void run() throws IOException;
  }

  /** Something happens right after the kernel has let go of the profile. */
  private void atTheRemoval(Act act) {
    checkpoint =
        point -> {
          if (point.equals("unload.after")) {
            assertThat(kernel.reader().profiles()).isEmpty();
            act.run();
          }
        };
  }

  private void idle() throws IOException {
    unloadable();
    states("boot");
    objects.put(PODS + "n1", pods());
  }

  private void assertGivenBack() throws IOException {
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isTrue();
    assertThat(kernel.writes).containsExactly("remove " + Fixtures.APP, "load " + Fixtures.APP);
    assertThat(kernel.reader().profiles().get(Fixtures.APP).hash().hex()).isEqualTo(SHA);
    assertThat(usage.idle(Fixtures.APP, NOW.plusSeconds(299))).isFalse();
  }

  @Test
  void aPodThatComesAtTheRemovalGetsItBack() throws IOException {
    idle();
    atTheRemoval(() -> objects.put(PODS + "n1", pods(Fixtures.governedPod())));
    assertGivenBack();
  }

  @Test
  void aProcessThatComesAtTheRemovalGetsItBack() throws IOException {
    idle();
    atTheRemoval(() -> {
      Path process = Files.createDirectories(root.resolve("proc/42/attr/apparmor"));
      Files.writeString(process.resolve("current"), "unconfined");
      Files.writeString(process.resolve("exec"), Fixtures.APP + " (enforce)\n");
      Files.writeString(root.resolve("proc/42/cgroup"), "0::/\n");
    });
    assertGivenBack();
  }

  @Test
  void ifNobodyCanTellAfterTheRemovalItIsGivenBack() throws IOException {
    idle();
    atTheRemoval(objects::clear);
    assertGivenBack();
  }

  @Test
  void thatItIsGoneAlreadyIsSuccess() throws IOException {
    idle();
    kernel.drop(Fixtures.APP);
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isTrue();
    assertThat(attempts.message(Fixtures.APP)).isEmpty();
  }

  @Test
  void whatCouldNotBeGivenBackStays() throws IOException {
    idle();
    cache.remove(SHA);
    assertThat(run(new Step.Unload(Fixtures.APP, "idle"))).isFalse();
    assertThat(kernel.writes).isEmpty();
    assertThat(attempts.message(Fixtures.APP).orElseThrow()).contains("stays loaded");
  }

  @Test
  void theKernelsOwnCopyIsGivenBackWhereTheDiskHasNone() throws IOException {
    idle();
    cache.remove(SHA);
    try (var entries =
        Files.newDirectoryStream(root.resolve("kernel/policy/profiles"), Fixtures.APP + ".*")) {
      Files.write(entries.iterator().next().resolve("raw_data"), Fixtures.APP_BLOB);
    }
    atTheRemoval(() -> objects.put(PODS + "n1", pods(Fixtures.governedPod())));
    assertGivenBack();
  }
}
