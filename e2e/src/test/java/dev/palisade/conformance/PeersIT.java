package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.bed.NoCluster;
import dev.palisade.conformance.Peers.Peer;
import dev.palisade.conformance.Peers.Row;
import dev.palisade.policy.Library;
import dev.palisade.policy.meaning.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said to answer a rule of another project does deny what that one denies, to the kernel
 * and to the model, and nothing denied it before but where the table says so.
 */
@NoCluster
class PeersIT {
  private static final Sample BASE = new Sample(Library.RUNTIME_DEFAULT, Mode.Enforce, List.of());

  private record Expected(Row row, Asked asked, boolean allowed) {}

  @Test
  void whatTheTableSaysIsDenied(@TempDir Path directory) throws Exception {
    var expected = new ArrayList<Expected>();
    var named = new TreeSet<String>();
    for (Peer peer : Peers.all()) {
      for (Row row : peer.rules()) {
        if (row.say() != null) {
          row.say().path("presets").forEach(p -> named.add(p.asText()));
          Sample sample = row.sample();
          for (Question question : row.questions()) {
            expected.add(new Expected(row, new Asked(sample, row.asking(), question), false));
            expected.add(
                new Expected(row, new Asked(BASE, Optional.empty(), question), !row.base()));
          }
        }
      }
      System.out.printf("PeersIT: %s: %s%n", peer.peer(), Peers.coverage(peer));
    }
    var wrong = new ArrayList<String>();
    for (Expected e : expected) {
      boolean allowed = e.asked().meaning().answer(e.asked().question()).allowed();
      check("model", e, allowed, wrong);
    }
    List<Expected> answerable = expected.stream().filter(PeersIT::isAnswerable).toList();
    List<Trial.Verdict> verdicts =
        Asked.ofKernel(directory, answerable.stream().map(Expected::asked).toList()).verdicts();
    for (int i = 0; i < answerable.size(); i++) {
      check("kernel", answerable.get(i), verdicts.get(i).allowed(), wrong);
    }
    System.out.printf(
        "PeersIT: %d questions to the model, %d of them to a kernel%n",
        expected.size(), answerable.size());
    assertThat(wrong).isEmpty();
    Set<String> unnamed = new TreeSet<>(Library.bundled().presets().keySet());
    unnamed.removeAll(named);
    assertThat(unnamed)
        .as("presets that answer no rule of a peer")
        .containsExactly("no-process-tracing");
  }

  private static void check(String who, Expected e, boolean allowed, List<String> wrong) {
    if (allowed != e.allowed()) {
      wrong.add(
          "%s: %s, %s, %s: %s"
              .formatted(
                  who,
                  e.row().rule(),
                  e.asked().sample().equals(BASE) ? "the base alone" : e.row().say(),
                  e.asked().question(),
                  allowed ? "allowed" : "denied"));
    }
  }

  /** Capabilities and system calls are in no automaton. */
  private static boolean isAnswerable(Expected e) {
    return !(e.asked().question() instanceof Question.UseCapability
        || e.asked().question() instanceof Question.UseSyscall);
  }
}
