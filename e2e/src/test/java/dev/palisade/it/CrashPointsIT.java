package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.palisade.bed.Await;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.faults.Call;
import dev.palisade.faults.Fault;
import dev.palisade.faults.Rule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
 * undisturbed run's writes, not by timing. An operator dies at each of them in a run of its own;
 * what one survives strikes all writes of one run, and at night each in a run of its own as well.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsIT {
  private enum Strike {
    /** The operator dies once it has the answer. */
    DIES_AFTER,
    /** It dies when the API server has done it, and it does not know. */
    DIES_WITHOUT_ANSWER,
    /** It dies on the way to the API server. */
    DIES_BEFORE,
    ANSWER_LOST,
    NOT_SENT,
    DONE_BUT_500,
    NOT_DONE_503;

    /** Empty where the network is not at fault. */
    Optional<Fault> fault() {
      return switch (this) {
        case DIES_AFTER -> Optional.empty();
        case DIES_WITHOUT_ANSWER, ANSWER_LOST -> Optional.of(new Fault.AnswerLost());
        case DIES_BEFORE, NOT_SENT -> Optional.of(new Fault.NotSent());
        case DONE_BUT_500 -> Optional.of(new Fault.AnsweredWith(500));
        case NOT_DONE_503 -> Optional.of(new Fault.Refused(503));
      };
    }

    boolean dies() {
      return this == DIES_AFTER || this == DIES_WITHOUT_ANSWER || this == DIES_BEFORE;
    }

    /** The API server carries it out and the operator, which lives on, does not know. */
    boolean loses() {
      return this == ANSWER_LOST || this == DONE_BUT_500;
    }
  }

  private static final boolean NIGHTLY = Boolean.getBoolean("palisade.nightly");
  private final AtomicInteger tried = new AtomicInteger();

  @TestFactory
  Stream<DynamicTest> oneWrite(KubernetesClient client) {
    int writes = Undisturbed.of(client).writes();
    return Arrays.stream(Strike.values())
        // What others leave behind is the same to the API server.
        .filter(strike -> NIGHTLY || strike == Strike.DIES_WITHOUT_ANSWER)
        .flatMap(strike ->
            IntStream.rangeClosed(1, writes)
                .mapToObj(point ->
                    dynamicTest(
                        "%s at write %d of %d".formatted(strike, point, writes),
                        () -> strike(client, strike, point))));
  }

  @TestFactory
  Stream<DynamicTest> everyWriteOnce(KubernetesClient client) {
    return Arrays.stream(Strike.values())
        .filter(strike -> !strike.dies())
        .map(strike ->
            dynamicTest(strike + " at every write", () -> strikeEveryWrite(client, strike)));
  }

  @AfterAll
  void told() {
    System.out.printf("crash points: %d writes struck%n", tried.get());
  }

  private void strikeEveryWrite(KubernetesClient client, Strike strike) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      Rule rule = roll.proxy().add(Rule.firstTries(Call::writes, strike.fault().orElseThrow()));
      roll.applyPolicy("/data/**");
      roll.start();
      roll.ended(Duration.ofMinutes(2));
      String where = strike + " at every write";
      Undisturbed undisturbed = Undisturbed.of(client);
      assertThat(rule.struck())
          .as(where)
          .extracting(Call::kind)
          .containsAll(undisturbed.outcome().deeds());
      roll.outcome()
          .assertAs(undisturbed.outcome(), where, strike.loses() ? rule.struck() : List.of());
      roll.assertSafe(where);
      tried.addAndGet(rule.struck().size());
    }
  }

  private void strike(KubernetesClient client, Strike strike, int point) {
    try (FaultyRoll roll = FaultyRoll.open(client)) {
      roll.applyPolicy("/data/**");
      Optional<Rule> rule = strike.fault().map(fault -> Rule.nth(point, Call::writes, fault));
      boolean reached = true;
      if (strike.dies()) {
        reached = die(roll, point, rule);
      } else {
        rule.ifPresent(roll.proxy()::add);
      }
      roll.start();
      roll.ended();
      String where = "%s at write %d".formatted(strike, point);
      List<Call> struck = rule.map(Rule::struck).orElse(List.of());
      assertThat(struck).as(where).hasSize(reached && rule.isPresent() ? 1 : 0);
      tried.addAndGet(reached ? 1 : 0);
      roll.outcome()
          .assertAs(Undisturbed.of(client).outcome(), where, strike.loses() ? struck : List.of());
      roll.assertSafe(where);
    }
  }

  /**
   * Ends when the operator is dead, or when there is nothing left for it to do: how many statuses
   * and Events a roll has depends on what is seen on the way, so the last points are not always
   * there.
   *
   * @return whether it died
   */
  private static boolean die(FaultyRoll roll, int point, Optional<Rule> rule) {
    WriteLog log = rule.isPresent() ? WriteLog.counting() : WriteLog.cutAfter(point);
    rule.ifPresent(r -> roll.proxy().add(r.andThen(log::cutNow)));
    CountDownLatch cut = log.cut();
    try {
      roll.duringLife(
          log,
          () -> {
            Await.until(
                "write %d, or the end".formatted(point),
                Scene.SOON,
                () -> assertThat(cut.getCount() == 0 || roll.isProven()).isTrue());
            if (cut.getCount() > 0) {
              Await.quiet("writes", FaultyRoll.QUIET, roll.proxy()::writes, List::size);
            }
          });
      return cut.getCount() == 0;
    } finally {
      roll.proxy().heal();
    }
  }
}
