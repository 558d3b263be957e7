package dev.palisade.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.effect.UseCheck;
import dev.palisade.node.json.Json;
import dev.palisade.node.kube.FakeCluster;
import dev.palisade.node.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole helper, ended between any two of its effects and started again: the same end in kernel,
 * on disk and in the report, nothing loaded that is loaded, nothing removed that is named.
 */
@Timeout(180)
class CrashPointsTest {
  @TempDir Path root;

  /** What happens to the node, and what it comes to. */
  enum Story {
    /** Rolled out with its filters, one profile lost and loaded again, let go, forgotten. */
    LIFE,
    /** Let go, and named again by a new pod at the moment of the removal. */
    LATE_USER
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(Point point) {
      super(point.toString(), null, false, false);
    }
  }

  private record End(
      List<String> kernel,
      Map<String, String> disk,
      Map<String, String> filters,
      Map<String, Json> report) {}

  /**
   * The nth time, from 1, that a telling comes by a place. Watches bring their news in either
   * order, so a place among all that a telling passes would not be the same one in the next
   * telling.
   */
  private record Point(String name, int nth) {
    boolean writesFile() {
      return name.startsWith("file.");
    }

    @Override
    public String toString() {
      return name + "#" + nth;
    }
  }

  /** One telling of a story, with a crash at one point or none. */
  private static final class Telling {
    final FakeCluster cluster = new FakeCluster();
    final NodeBox node;
    final List<Point> points = new ArrayList<>();
    final Optional<Point> crashAt;
    final boolean powerCut;
    NodeBox.Life life;
    boolean late;

    Telling(Path directory, Optional<Point> crashAt, boolean powerCut) throws IOException {
      node = NodeBox.of(Files.createDirectory(directory), cluster);
      this.crashAt = crashAt;
      this.powerCut = powerCut;
      node.filtered = true;
      node.checkpoint = this::reached;
      node.kernel.removing = this::removing;
    }

    private void reached(String name) throws IOException {
      var point =
          new Point(name, 1 + (int) points.stream().filter(p -> p.name.equals(name)).count());
      points.add(point);
      if (late && name.equals("unload.after")) {
        late = false;
        node.governedPod();
      }
      if (crashAt.equals(Optional.of(point))) {
        throw new Crash(point);
      }
    }

    boolean crashed() {
      return crashAt.filter(points::contains).isPresent();
    }

    /** I3, by what the API server and /proc hold at that very moment. */
    private void removing(String profile) {
      assertThat(cluster.list(FakeCluster.PODS))
          .as("pods when %s is removed", profile)
          .noneMatch(
              pod -> UseCheck.names(Pod.of(pod), profile, List.of(Fixtures.revision("OnDemand"))));
    }

    End tell(Story story) throws IOException {
      try (cluster) {
        NodeBox.filteredRevision(cluster, "All");
        node.governedPod();
        until("enforced", () -> Seen.enforced(node) && Seen.cached(node) && filtered());
        switch (story) {
          case LIFE -> life();
          case LATE_USER -> lateUser();
        }
        life.close();
        return new End(List.copyOf(loaded()), node.files(), Seen.filters(node), report());
      }
    }

    private void life() throws IOException {
      node.kernel.drop(Fixtures.APP);
      until("loaded again", () -> loaded().contains(Fixtures.APP));
      letGo();
      until("unloaded", () -> loaded().isEmpty() && Seen.profiles(node).isEmpty());
      until("no filters", () -> Seen.filters(node).isEmpty());
      cluster.delete(FakeCluster.PROFILES, Fixtures.REVISION);
      until("forgotten", () -> files().equals(new TreeSet<>(List.of("wanted"))));
    }

    private void lateUser() throws IOException {
      late = true;
      letGo();
      until("let go and named again", () -> !late);
      until("there again", () -> Seen.enforced(node) && loaded().size() == 2 && filtered());
    }

    /** One change after the other, so that each telling has the same points. */
    private void letGo() throws IOException {
      node.endPod();
      until("the pod is gone", () -> Seen.pods(node).isEmpty());
      NodeBox.filteredRevision(cluster, "OnDemand");
    }

    private boolean filtered() {
      return Seen.filters(node).equals(Seen.BOTH_FILTERS);
    }

    private void until(String what, BooleanSupplier condition) throws IOException {
      try {
        if (life == null) {
          life = node.live();
        }
        life.until(what, condition);
        life.during(Duration.ofSeconds(5));
      } catch (Crash e) {
        if (life != null) {
          life.close();
        }
        if (powerCut) {
          tearTemporaryFiles();
        }
        life = node.live();
        // Until then it knows nothing that could be compared.
        life.until("synced again", () -> life.main.synced());
        until(what, condition);
      }
    }

    /** What was not synced may be there in part. */
    private void tearTemporaryFiles() throws IOException {
      try (Stream<Path> all = Files.walk(node.host())) {
        for (Path file : all.filter(f -> f.toString().endsWith(".tmp")).toList()) {
          byte[] bytes = Files.readAllBytes(file);
          Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
          assertThat(Files.size(file)).isLessThan(Math.max(1, bytes.length));
        }
      }
    }

    private Set<String> loaded() {
      try {
        return new TreeSet<>(
            new SecurityFs(node.host().resolve("sys/kernel/security/apparmor"))
                .profiles()
                .keySet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Set<String> files() {
      try {
        return new TreeSet<>(node.files().keySet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Map<String, Json> report() {
      Map<String, Json> fields = new LinkedHashMap<>(node.report().fields());
      // A date: when the first report was written.
      for (String ability : List.of("appArmor", "devices")) {
        Map<String, Json> answer = new LinkedHashMap<>(node.report().fields(ability));
        answer.remove("since");
        fields.put(ability, new Json.Obj(answer));
      }
      return fields;
    }
  }

  @ParameterizedTest
  @EnumSource
  void endedAtEachPointInTurn(Story story) throws IOException {
    var undisturbed = new Telling(root.resolve("undisturbed"), Optional.empty(), false);
    End end = undisturbed.tell(story);
    Map<String, Integer> tried = new TreeMap<>();
    List<Point> missed = new ArrayList<>();
    for (Point point : List.copyOf(undisturbed.points)) {
      for (boolean powerCut :
          point.writesFile() ? new boolean[] {false, true} : new boolean[] {false}) {
        var telling =
            new Telling(
                root.resolve(point + (powerCut ? "-power" : "")), Optional.of(point), powerCut);
        End other = telling.tell(story);
        String where = "ended at " + point;
        assertThat(other).as(where).isEqualTo(end);
        assertThat(telling.node.kernel.refused).as(where).isEmpty();
        assertThat(counted(telling.node.kernel.writes))
            .as(where)
            .isEqualTo(counted(undisturbed.node.kernel.writes));
        assertThat(fetches(telling)).as(where).isLessThanOrEqualTo(fetches(undisturbed) + 1);
        if (telling.crashed()) {
          tried.merge(point.name, 1, Integer::sum);
        } else {
          missed.add(point);
        }
      }
    }
    // Two pieces of news in one pass make one write fewer; no place is left out for that.
    assertThat(tried.keySet())
        .as("not come by again: %s", missed)
        .containsAll(undisturbed.points.stream().map(Point::name).toList());
    System.out.printf(
        "crash points of the helper, %s: %d tried, each with the same end: %s; not come by again:"
            + " %s%n",
        story, tried.values().stream().mapToInt(Integer::intValue).sum(), tried, missed);
  }

  private static long fetches(Telling telling) {
    return telling.cluster.requests.stream().filter(r -> r.contains("profileblobs")).count();
  }

  private static Map<String, Long> counted(List<String> writes) {
    return writes.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                w -> w, TreeMap::new, java.util.stream.Collectors.counting()));
  }
}
