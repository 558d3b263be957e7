package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * T16: the operator dies after each of its writes, one life for each, through two rolls. Every
 * write of the way is such a point, so all of them are struck in one run.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
class KillsIT {
  private static final int MOST_LIVES = 60;

  @Test
  void oneWriteInEachLife(KubernetesClient client) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.applyPolicy("/data/**");
      int lives = lives(roll, null);
      String first = roll.ended().getStatus().updateRevision;
      roll.applyPolicy("/data/**\", \"/srv/**");
      lives += lives(roll, first);
      String second = roll.ended().getStatus().updateRevision;

      assertThat(roll.revisions())
          .as("revisions of the template, never back")
          .containsExactly(null, first, second);
      roll.assertSafe("one write in each life");
      System.out.printf("kills: %d lives of one write each, two rolls%n", lives);
    }
  }

  private static int lives(FaultyRoll roll, String before) {
    for (int life = 1; life <= MOST_LIVES; life++) {
      WriteLog log = WriteLog.cutAfter(1);
      roll.duringLife(
          log,
          () ->
              Await.until(
                  "a write, or nothing left to do",
                  Duration.ofSeconds(30),
                  () ->
                      assertThat(log.cut().getCount() == 0 || done(roll, before))
                          .as("%s", roll.scene().policy(FaultyRoll.APP).getStatus())
                          .isTrue()));
      if (done(roll, before)) {
        return life;
      }
    }
    throw new AssertionError("not done after " + MOST_LIVES + " lives");
  }

  private static boolean done(FaultyRoll roll, String before) {
    SecurityPolicy policy = roll.scene().policy(FaultyRoll.APP);
    return policy.getStatus() != null
        && policy.getStatus().stableRevision != null
        && Objects.equals(policy.getStatus().updateRevision, policy.getStatus().stableRevision)
        && !Objects.equals(policy.getStatus().stableRevision, before)
        && Live.conditions(policy).stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
