package dev.palisade.node.report;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.json.Json;
import dev.palisade.node.kube.Backoff;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.kube.KubeException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the report when it differs from what was written last: the first change at once, further
 * ones {@link #INTERVAL} apart, mere denial counts {@link #DENIALS_INTERVAL} apart. Nothing is
 * written without a change. An object that somebody else altered or deleted is written again.
 */
public final class Reporter {
  static final Duration INTERVAL = Duration.ofSeconds(1);
  static final Duration DENIALS_INTERVAL = Duration.ofSeconds(10);
  public static final String PATH = "/apis/palisade.dev/v1alpha1/nodesecuritystates/";
  private static final String MANAGER = "palisade-helper";
  private static final Logger LOG = System.getLogger(Reporter.class.getName());

  private final KubeClient client;
  private final String node;
  private final Backoff backoff;
  private final Checkpoint checkpoint;
  private String nodeUid = "";
  private Optional<Json> sent = Optional.empty();
  private Optional<OwnState> answer = Optional.empty();
  private boolean wasThere;
  private Instant notBefore = Instant.EPOCH;
  private Instant lastWrite = Instant.EPOCH;

  public Reporter(KubeClient client, String node, Backoff backoff, Checkpoint checkpoint) {
    this.client = client;
    this.node = node;
    this.backoff = backoff;
    this.checkpoint = checkpoint;
  }

  /** At least one report of this process has been accepted. */
  public boolean hasReported() {
    return answer.isPresent();
  }

  /** Takes in what the watch of the own object shows. */
  public void observe(Optional<OwnState> now) {
    boolean deleted = wasThere && now.isEmpty();
    boolean altered =
        now.isPresent()
            && answer.isPresent()
            && now.get().version() > answer.get().version()
            && !now.get().status().equals(answer.get().status());
    wasThere = now.isPresent();
    if (deleted || altered) {
      LOG.log(
          Level.WARNING,
          "someone else has changed the report; it is written again",
          key("reason", deleted ? "deleted" : "altered"));
      sent = Optional.empty();
      nodeUid = "";
    }
  }

  /**
   * Writes if it is due.
   *
   * @return when to come again for this status; empty if it is written
   */
  public Optional<Instant> offer(Json status, Instant now) {
    if (sent.equals(Optional.of(status))) {
      return Optional.empty();
    }
    Instant due = due(status);
    if (now.isBefore(due)) {
      return Optional.of(due);
    }
    try {
      write(status, now);
      return Optional.empty();
    } catch (IOException e) {
      Duration wait = backoff.next();
      LOG.log(Level.WARNING, "report not written", key("error", e.getMessage()));
      notBefore = now.plus(wait);
      return Optional.of(notBefore);
    }
  }

  private Instant due(Json status) {
    boolean onlyDenials = sent.isPresent() && bare(sent.get()).equals(bare(status));
    Instant coalesced = lastWrite.plus(onlyDenials ? DENIALS_INTERVAL : INTERVAL);
    return coalesced.isAfter(notBefore) ? coalesced : notBefore;
  }

  private static Map<String, Json> bare(Json status) {
    Map<String, Json> fields = new HashMap<>(status.fields());
    fields.remove("denials");
    return fields;
  }

  private void write(Json status, Instant now) throws IOException {
    if (nodeUid.isEmpty()) {
      nodeUid = client.get("/api/v1/nodes/" + node).text("metadata", "uid");
    }
    checkpoint.reached("report.before");
    try {
      OwnState accepted = OwnState.of(client.apply(PATH + node, MANAGER, object(status)));
      answer = Optional.of(accepted);
    } catch (KubeException e) {
      nodeUid = "";
      throw e;
    }
    checkpoint.reached("report.after");
    sent = Optional.of(status);
    lastWrite = now;
    backoff.reset();
  }

  private Json object(Json status) {
    Json owner =
        Json.object()
            .put("apiVersion", "v1")
            .put("kind", "Node")
            .put("name", node)
            .put("uid", nodeUid)
            .build();
    return Json.object()
        .put("apiVersion", "palisade.dev/v1alpha1")
        .put("kind", "NodeSecurityState")
        .put(
            "metadata",
            Json.object()
                .put("name", node)
                .put("ownerReferences", Json.array(java.util.List.of(owner)))
                .build())
        .put("status", status)
        .build();
  }
}
