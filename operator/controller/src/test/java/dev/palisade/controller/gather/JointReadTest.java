package dev.palisade.controller.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JointReadTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger reads = new AtomicInteger();
  private final ExecutorService askers = Executors.newCachedThreadPool();
  private int failing;

  /** Gives its number, from 1 on; ends when it is let. */
  private final JointRead<Integer> read =
      new JointRead<>(() -> {
        int number = reads.incrementAndGet();
        begun.release();
        mayEnd.acquireUninterruptibly();
        if (number == failing) {
          throw new IllegalStateException("read %d fails".formatted(number));
        }
        return number;
      });

  @AfterEach
  void end() {
    mayEnd.release(100);
    askers.shutdownNow();
  }

  /** All of them have asked, and wait, when this returns. */
  private List<Future<Integer>> ask(int askers) {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < askers; i++) {
      answers.add(
          this.askers.submit(() -> {
            threads.add(Thread.currentThread());
            return read.get();
          }));
    }
    while (threads.stream().filter(t -> t.getState() == Thread.State.WAITING).count() < askers) {
      Thread.onSpinWait();
    }
    return answers;
  }

  @Test
  void whoAsksWhileAReadRunsSharesTheNextOne() throws Exception {
    List<Future<Integer>> first = ask(1);
    begun.acquire();
    List<Future<Integer>> meanwhile = ask(10);
    assertThat(reads).hasValue(1);

    mayEnd.release(2);

    assertThat(first.getFirst().get()).isEqualTo(1);
    for (Future<Integer> each : meanwhile) {
      assertThat(each.get()).isEqualTo(2);
    }
    mayEnd.release();
    assertThat(read.get()).as("asked when nothing runs").isEqualTo(3);
  }

  @Test
  void aFailureIsThatOfAllWhoShareItAndOfNobodyElse() throws Exception {
    failing = 2;
    List<Future<Integer>> first = ask(1);
    begun.acquire();
    List<Future<Integer>> meanwhile = ask(10);

    mayEnd.release(3);

    assertThat(first.getFirst().get()).isEqualTo(1);
    for (Future<Integer> each : meanwhile) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(each::get)
          .withMessageContaining("read 2 fails");
    }
    assertThat(read.get()).isEqualTo(3);
  }

  @Test
  void whoIsInterruptedWhileWaitingForItsTurnLeavesTheOthersTheirRead() throws Exception {
    List<Future<Integer>> first = ask(1);
    begun.acquire();
    List<Future<Integer>> next = ask(1);
    List<Future<Integer>> others = ask(10);
    next.getFirst().cancel(true);

    mayEnd.release(20);

    assertThat(first.getFirst().get()).isEqualTo(1);
    for (Future<Integer> each : others) {
      assertThat(each.get()).isGreaterThan(1);
    }
  }
}
