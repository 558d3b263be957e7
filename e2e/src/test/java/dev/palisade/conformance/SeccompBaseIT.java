package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.NoCluster;
import dev.palisade.policy.Library;
import dev.palisade.policy.seccomp.SeccompFilter;
import dev.palisade.policy.seccomp.Syscalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The base of seccomp filters is what containerd itself generates, on both processors. */
@NoCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeccompBaseIT {
  private static final Syscalls SYSCALLS = Library.SYSCALLS;

  private JsonNode amd64;
  private JsonNode arm64;
  private JsonNode ours;

  @BeforeAll
  void generate(@TempDir Path directory) throws Exception {
    amd64 = ContainerdFilter.of("amd64", directory);
    arm64 = ContainerdFilter.of("arm64", directory);
    ours = new ObjectMapper().readTree(SYSCALLS.runtimeDefault().filter().json());
  }

  /** Each name's lines, wherever containerd names it; the base is one for both processors. */
  @Test
  void everyCallIsAsContainerdHasIt() {
    SortedMap<String, SortedSet<String>> theirs = lines(amd64);
    lines(arm64)
        .forEach((name, lines) ->
            assertThat(theirs.computeIfAbsent(name, _ -> lines)).as(name).isEqualTo(lines));
    SortedMap<String, SortedSet<String>> own = lines(ours);
    System.out.printf("SeccompBaseIT: %d names%n", own.size());
    var differences = new ArrayList<String>();
    var names = new TreeSet<String>(own.keySet());
    names.addAll(theirs.keySet());
    for (String name : names) {
      var of = own.getOrDefault(name, new TreeSet<>());
      var containerds = theirs.getOrDefault(name, new TreeSet<>());
      if (!of.equals(containerds)) {
        differences.add("%s: ours %s, containerd's %s".formatted(name, of, containerds));
      }
    }
    assertThat(differences).isEmpty();
  }

  /**
   * What one processor's list alone has is no call of the other's, so that naming it is nothing.
   */
  @Test
  void whatOneProcessorAddsTheOtherHasNot() {
    assertThat(more(amd64, arm64))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(SYSCALLS.numbers().get(name).get(1)).as(name).isEqualTo("-"));
    assertThat(more(arm64, amd64))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(SYSCALLS.numbers().get(name).getFirst()).as(name).isEqualTo("-"));
  }

  @Test
  void theRestIsAsContainerdHasIt() {
    for (JsonNode theirs : List.of(amd64, arm64)) {
      assertThat(theirs.path("defaultAction")).isEqualTo(ours.path("defaultAction"));
      // Missing is EPERM (OCI runtime specification, config-linux.md, defaultErrnoRet).
      assertThat(theirs.path("defaultErrnoRet").asInt(1))
          .isEqualTo(ours.path("defaultErrnoRet").asInt());
      assertThat(theirs.path("flags")).isEmpty();
    }
    Set<String> all = new TreeSet<>(architectures(amd64));
    all.addAll(architectures(arm64));
    assertThat(architectures(ours)).isEqualTo(all);
  }

  /** A base that lacks a line is not equal. */
  @Test
  void aMistakeInTheBaseIsSeen() throws Exception {
    var calls = new TreeMap<>(SYSCALLS.runtimeDefault().filter().calls());
    calls.computeIfPresent("socket", (_, lines) -> lines.subList(1, lines.size()));
    JsonNode without = new ObjectMapper().readTree(new SeccompFilter(calls).json());
    assertThat(lines(without).get("socket")).isNotEqualTo(lines(amd64).get("socket"));
  }

  private static SortedSet<String> more(JsonNode some, JsonNode others) {
    var names = new TreeSet<String>(lines(some).keySet());
    names.removeAll(lines(others).keySet());
    return names;
  }

  /** What is said of each name: the action, its errno and its arguments. */
  private static SortedMap<String, SortedSet<String>> lines(JsonNode filter) {
    var lines = new TreeMap<String, SortedSet<String>>();
    for (JsonNode line : filter.path("syscalls")) {
      var when = new TreeSet<String>();
      for (JsonNode a : line.path("args")) {
        when.add(
            "%s %s %s %s"
                .formatted(
                    a.path("index").asInt(),
                    a.path("op").asText(),
                    a.path("value").asText(),
                    a.path("valueTwo").asText("0")));
      }
      String said =
          "%s %d %s".formatted(line.path("action").asText(), line.path("errnoRet").asInt(0), when);
      for (JsonNode name : line.path("names")) {
        lines.computeIfAbsent(name.asText(), _ -> new TreeSet<>()).add(said);
      }
    }
    return lines;
  }

  private static SortedSet<String> architectures(JsonNode filter) {
    var names = new TreeSet<String>();
    filter.path("architectures").forEach(a -> names.add(a.asText()));
    return names;
  }
}
