package dev.palisade.cli.command;

import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.RolloutCommandSpec;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.cli.Called;
import dev.palisade.cli.Failure;
import dev.palisade.cli.cluster.Asked;
import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;

/** Creates RolloutCommands, after a look at what they are about. */
record Orders(KubernetesClient client) {
  private static final String COMMANDS = "rolloutcommands.palisade.dev";

  /** The API server chooses the end of the name: each order is an object of its own. */
  RolloutCommand create(String namespace, RolloutCommandSpec spec) {
    RolloutCommand command = new RolloutCommand();
    command.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withGenerateName(spec.action.name().toLowerCase(Locale.ROOT) + "-")
            .build());
    command.setSpec(spec);
    return Asked.of(client, "create", COMMANDS, Where.in(namespace))
        .answer(() -> client.resource(command).create());
  }

  void requirePolicy(String namespace, String name) {
    SecurityPolicy policy =
        Asked.of(client, "get", "securitypolicies.palisade.dev", Where.in(namespace))
            .answer(() ->
                client.resources(SecurityPolicy.class).inNamespace(namespace).withName(name).get());
    if (policy == null) {
      throw Failure.badInput(
          "there is no SecurityPolicy %s in namespace %s; %s status -A lists them all"
              .formatted(name, namespace, Called.as()));
    }
  }

  void requireWorkload(WorkloadName w) {
    var found =
        Asked.of(client, "get", "deployments.apps", Where.in(w.namespace()))
            .answer(() ->
                client.apps().deployments().inNamespace(w.namespace()).withName(w.name()).get());
    if (found == null) {
      throw Failure.badInput(
          "there is no %s; kubectl get deployments -n %s lists them".formatted(w, w.namespace()));
    }
  }
}
