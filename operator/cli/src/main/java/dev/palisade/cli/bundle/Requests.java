package dev.palisade.cli.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks, tells that it asks, and notes what it did not get and why. */
final class Requests {
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Consumer<String> progress;
  private final List<String> unread = new ArrayList<>();
  private boolean answered;

  Requests(KubernetesClient client, Consumer<String> progress) {
    this.client = client;
    this.progress = progress;
  }

  KubernetesClient client() {
    return client;
  }

  /** What could not be read, a sentence each. */
  List<String> unread() {
    return List.copyOf(unread);
  }

  /**
   * Objects of one kind as JSON; none where they cannot be read.
   *
   * @throws dev.palisade.cli.Failure if the cluster cannot be reached or knows no such user, and
   *     has not answered anything yet: then there is no bundle
   */
  <T extends HasMetadata> List<ObjectNode> list(
      String resource,
      Where where,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request) {
    progress.accept("reading " + resource + where.phrase());
    return answer("list", resource, where, () -> request.list().getItems())
        .map(items -> items.stream().map(this::json).toList())
        .orElse(List.of());
  }

  <T> Optional<T> answer(String verb, String resource, Where where, Supplier<T> request) {
    try {
      Optional<T> answer = Optional.ofNullable(request.get());
      answered = true;
      return answer;
    } catch (KubernetesClientException e) {
      Asked asked = Asked.of(client, verb, resource, where);
      if (!answered && (e.getCode() <= 0 || e.getCode() == UNAUTHORIZED)) {
        throw asked.failure(e);
      }
      answered = true;
      unread.add(asked.failure(e).getMessage());
      return Optional.empty();
    }
  }

  ObjectNode json(Object object) {
    try {
      return (ObjectNode) JSON.readTree(client.getKubernetesSerialization().asJson(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the client writes JSON", e);
    }
  }
}
