package dev.palisade.it;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Counts the writes of a client that the API server carried out; dry runs are none. On demand it
 * cuts the client off right after its n-th write: the API server has it, and nothing that the
 * process does afterwards reaches the cluster. That is what a process that was killed there leaves
 * behind.
 */
final class WriteLog implements Interceptor {
  /**
   * One write.
   *
   * @param target path without the API prefix and without generated suffixes of names
   */
  record Write(String method, String target, String body) {
    /** What it was about, the same in every run. */
    String kind() {
      return method + " " + target;
    }
  }

  private static final List<String> MUTATING = List.of("POST", "PUT", "PATCH", "DELETE");

  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final CountDownLatch cut = new CountDownLatch(1);
  private final int cutAfter;

  private WriteLog(int cutAfter) {
    this.cutAfter = cutAfter;
  }

  static WriteLog counting() {
    return new WriteLog(Integer.MAX_VALUE);
  }

  /**
   * @param writes how many get through, at least one
   */
  static WriteLog cutAfter(int writes) {
    return new WriteLog(writes);
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }

  /** Cuts the client off now. */
  void cutNow() {
    cut.countDown();
  }

  /** Released by the write after which the client was cut off. */
  CountDownLatch cut() {
    return cut;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (cut.getCount() == 0) {
      throw new IllegalStateException("the operator is dead: " + request.uri());
    }
  }

  @Override
  public synchronized void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    boolean dry = Optional.ofNullable(request.uri().getQuery()).orElse("").contains("dryRun=All");
    if (!MUTATING.contains(request.method()) || dry || !response.isSuccessful()) {
      return;
    }
    writes.add(
        new Write(
            request.method(),
            request.uri().getPath().replaceFirst("^/apis?/([a-z.0-9]+/)?v[0-9a-z]+/", ""),
            Optional.ofNullable(request.bodyString()).orElse("")));
    if (writes.size() == cutAfter) {
      cut.countDown();
    }
  }
}
