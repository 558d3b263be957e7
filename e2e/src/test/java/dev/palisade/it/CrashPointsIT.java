package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Call;
import dev.palisade.faults.Fault;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * T05 and I7: whatever becomes of one write, and of the operator at that moment, the end is the
 * same, with no more writes than the undisturbed run. The points are found by counting the
 * undisturbed run's writes, not by timing; each fault strikes at each of them in a run of its own.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsIT {
  private enum Strike {
    /** The operator dies once it has the answer. */
    DIES_AFTER(null, true),
    /** It dies when the API server has done it, and it does not know. */
    DIES_WITHOUT_ANSWER(new Fault.AnswerLost(), true),
    /** It dies on the way to the API server. */
    DIES_BEFORE(new Fault.NotSent(), true),
    ANSWER_LOST(new Fault.AnswerLost(), false),
    NOT_SENT(new Fault.NotSent(), false),
    DONE_BUT_500(new Fault.AnsweredWith(500), false),
    NOT_DONE_503(new Fault.Refused(503), false);

    private final Fault fault;
    private final boolean dies;

    Strike(Fault fault, boolean dies) {
      this.fault = fault;
      this.dies = dies;
    }

    /** The API server carries it out and the operator, which lives on, does not know. */
    boolean loses() {
      return this == ANSWER_LOST || this == DONE_BUT_500;
    }
  }

  private final AtomicInteger tried = new AtomicInteger();

  @TestFactory
  Stream<DynamicTest> atEachWrite(KubernetesClient client) {
    int writes = Undisturbed.of(client).writes();
    return Arrays.stream(Strike.values())
        .flatMap(strike ->
            IntStream.rangeClosed(1, writes)
                .mapToObj(point ->
                    dynamicTest(
                        "%s at write %d of %d".formatted(strike, point, writes),
                        () -> strike(client, strike, point))));
  }

  @AfterAll
  void told() {
    System.out.printf(
        "crash points: %d tried (%s)%n", tried.get(), Arrays.toString(Strike.values()));
  }

  private void strike(KubernetesClient client, Strike strike, int point)
      throws InterruptedException {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.applyPolicy("/data/**");
      Rule rule = Rule.nth(point, Call::writes, strike.fault);
      if (strike.dies) {
        die(roll, strike, point, rule);
      } else {
        roll.proxy().add(rule);
      }
      roll.start();
      roll.ended();
      String where = "%s at write %d".formatted(strike, point);
      if (strike.fault != null) {
        assertThat(rule.struck()).as(where).hasSize(1);
      }
      roll.outcome()
          .assertAs(
              Undisturbed.of(client).outcome(), where, strike.loses() ? rule.struck() : List.of());
      roll.assertSafe(where);
      tried.incrementAndGet();
    }
  }

  private static void die(FaultyRoll roll, Strike strike, int point, Rule rule)
      throws InterruptedException {
    WriteLog log = strike == Strike.DIES_AFTER ? WriteLog.cutAfter(point) : WriteLog.counting();
    if (strike.fault != null) {
      roll.proxy().add(rule.andThen(log::cutNow));
    }
    try (OperatorRun first = roll.startMortal(log)) {
      assertThat(first.writes().cut().await(60, TimeUnit.SECONDS))
          .as("write %d happened", point)
          .isTrue();
    }
    roll.proxy().heal();
  }
}
