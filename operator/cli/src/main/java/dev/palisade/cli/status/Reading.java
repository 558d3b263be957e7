package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.cluster.Source;
import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the sources, once or to be kept up to date; what it gives is read as often as wished. */
interface Reading {
  <T extends HasMetadata> Supplier<List<T>> open(
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request);

  /** Lists once. */
  Reading ONCE =
      new Reading() {
        @Override
        public <T extends HasMetadata> Supplier<List<T>> open(
            FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> request) {
          List<T> items = request.list().getItems();
          return () -> items;
        }
      };

  /** The policies alone. */
  default Supplier<ClusterView> policies(KubernetesClient client, Where where) {
    var policies = open(Sources.policies(client, where), new ArrayList<>());
    return () -> ClusterView.of(policies.get().orElse(List.of()));
  }

  /** One policy and all that bears on it. */
  default Supplier<ClusterView> policy(KubernetesClient client, String namespace, String name) {
    Sources sources = Sources.of(client, namespace, name);
    List<String> unread = new ArrayList<>();
    Supplier<Optional<List<SecurityPolicy>>> policies = open(sources.policies(), unread);
    var revisions = open(sources.revisions(), unread);
    var reports = open(sources.reports(), unread);
    var nodes = open(sources.nodes(), unread);
    var helpers = open(sources.helpers(), unread);
    return () ->
        new ClusterView(
            policies.get().orElse(List.of()),
            revisions.get().orElse(List.of()),
            reports.get().orElse(List.of()),
            nodes.get().orElse(List.of()),
            helpers.get(),
            unread);
  }

  private <T extends HasMetadata> Supplier<Optional<List<T>>> open(
      Source<T> source, List<String> unread) {
    return source.open(this::open, unread);
  }
}
