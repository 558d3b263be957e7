package dev.palisade.node.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.model.Filter;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Step;
import dev.palisade.node.proc.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterStepsTest extends StepRunnerScene {
  private static final String NAME = Fixtures.APP_FILTER;
  private static final Filter FILTER =
      new Filter(NAME, "filter-app", Hash.sha256(Fixtures.APP_FILTER_BYTES));
  private static final Step WRITE = new Step.Write(FILTER, "why");
  private static final Step REMOVE = new Step.Remove(NAME, "idle");
  private static final List<Revision> FILTERED =
      List.of(Revision.of(Fixtures.filteredProfile("OnDemand")));

  private Path file() {
    return root.resolve("seccomp").resolve(NAME);
  }

  private boolean written() throws IOException {
    serve("filter-app", blob(Fixtures.APP_FILTER_BYTES, "gzip"));
    return run(WRITE);
  }

  @Test
  void aFilterIsFetchedAndWritten() throws IOException {
    assertThat(written()).isTrue();
    assertThat(file()).hasBinaryContent(Fixtures.APP_FILTER_BYTES);
    assertThat(attempts.message(NAME)).isEmpty();
    assertThat(kernel.writes).isEmpty();
    assertThat(cache.blobs()).as("for AppArmor alone").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "other, gzip, its SecurityProfile says",
    "app, zstd, encoding zstd is not known",
    "none, gzip, 503"
  })
  void whatIsNotTheExpectedFilterIsNotWritten(String which, String encoding, String message)
      throws IOException {
    if (!which.equals("none")) {
      boolean other = which.equals("other");
      serve(
          "filter-app",
          blob(other ? Fixtures.DEFAULT_FILTER_BYTES : Fixtures.APP_FILTER_BYTES, encoding));
    }
    assertThat(run(WRITE)).isFalse();
    assertThat(file()).doesNotExist();
    assertThat(attempts.message(NAME).orElseThrow()).contains(message);
    assertThat(attempts.mayTry(NAME, NOW)).isFalse();
  }

  /** Somebody who is as quick must not make it write without end. */
  @Test
  void whatIsNotThereAfterwardsIsAFailure() throws IOException {
    checkpoint =
        point -> {
          if (point.equals("file.durable")) {
            Files.writeString(file(), "{}");
          }
        };
    assertThat(written()).isFalse();
    assertThat(attempts.message(NAME).orElseThrow()).contains("is not there to be read");
    assertThat(attempts.mayTry(NAME, NOW)).isFalse();
  }

  @Test
  void anObjectThatNamesNoBlobSaysSo() {
    assertThat(run(new Step.Write(new Filter(NAME, "", FILTER.sha256()), "why"))).isFalse();
    assertThat(attempts.message(NAME).orElseThrow()).contains("names no SecurityProfileBlob");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() throws IOException {
    String name = "palisade/../audit.json";
    serve("filter-app", blob(Fixtures.APP_FILTER_BYTES, "gzip"));
    assertThat(run(new Step.Write(new Filter(name, "filter-app", FILTER.sha256()), "why")))
        .isFalse();
    assertThat(attempts.message(name).orElseThrow()).contains("is refused");
    assertThat(root.resolve("seccomp")).doesNotExist();
  }

  private void states() {
    objects.put(
        STATES + "?limit=40",
        "{\"items\":[{\"metadata\":{\"name\":\"n1\"},\"status\":{\"bootID\":\"boot\"}}]}");
  }

  private void pods(String pods) {
    objects.put(PODS + "n1", "{\"items\":[" + pods.replace('\'', '"') + "]}");
  }

  @Test
  void whatNobodyNamesIsRemoved() throws IOException {
    written();
    states();
    pods("");
    assertThat(run(REMOVE)).isTrue();
    assertThat(file()).doesNotExist();
  }

  @Test
  void withTheApiServerAwayNothingIsRemoved() throws IOException {
    written();
    assertThat(run(REMOVE)).isFalse();
    assertThat(file()).exists();
    assertThat(attempts.message(NAME).orElseThrow()).contains("503 away");
    states();
    assertThat(run(REMOVE)).as("pods cannot be listed").isFalse();
    assertThat(file()).exists();
  }

  /** By its field, or by its revision alone. */
  @ParameterizedTest
  @CsvSource({"palisade.dev/revision, other", "palisade/shop, palisade/other"})
  void aPodThatIsNewerThanThePlanKeepsIt(String half, String instead) throws IOException {
    written();
    states();
    pods(Fixtures.filteredPod().replace(half, instead));
    usage.saw(List.of(NAME), List.of(), FILTERED, Processes.NONE, NOW.minusSeconds(300));
    assertThat(usage.idle(NAME, NOW)).isTrue();
    assertThat(runner.run(REMOVE, FILTERED)).isFalse();
    assertThat(file()).exists();
    assertThat(usage.idle(NAME, NOW.plusSeconds(299))).as("its grace begins anew").isFalse();
  }

  @Test
  void aFileThatCannotBeRemovedIsSaid() throws IOException {
    states();
    pods("");
    Files.createDirectories(file().resolve("full"));
    assertThat(run(REMOVE)).isFalse();
    assertThat(attempts.message(NAME)).isPresent();
  }
}
