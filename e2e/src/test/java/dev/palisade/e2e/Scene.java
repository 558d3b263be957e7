package dev.palisade.e2e;

import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A namespace of its own for one case, and what was opened for it. */
final class Scene implements AutoCloseable {
  private final Installation installation;
  private final String namespace;
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private Scene(Installation installation, String namespace) {
    this.installation = installation;
    this.namespace = namespace;
  }

  static Scene open(Installation installation) {
    KubernetesClient client = installation.bed().client();
    Namespace wanted =
        new NamespaceBuilder().withNewMetadata().withGenerateName("e2e-").endMetadata().build();
    Namespace made = client.namespaces().resource(wanted).create();
    Scene scene = new Scene(installation, made.getMetadata().getName());
    scene.atEnd(() -> client.namespaces().resource(made).delete());
    return scene;
  }

  Installation installation() {
    return installation;
  }

  Bed bed() {
    return installation.bed();
  }

  KubernetesClient client() {
    return bed().client();
  }

  String namespace() {
    return namespace;
  }

  void atEnd(Runnable action) {
    closing.push(action);
  }

  /** The one object of a kind in a manifest of this checkout, moved into this namespace. */
  <T extends HasMetadata> T only(String path, Class<T> type) {
    T object =
        all(path, type).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no " + type + " in " + path));
    object.getMetadata().setNamespace(namespace);
    return object;
  }

  /** Those of a kind, as they stand there. */
  <T extends HasMetadata> List<T> all(String path, Class<T> type) {
    try (InputStream in = Files.newInputStream(Checkout.root().resolve(path))) {
      return client().load(in).items().stream()
          .filter(o -> o.getKind().equals(type.getSimpleName()))
          .map(o -> client().getKubernetesSerialization().convertValue(o, type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("manifest " + path, e);
    }
  }

  /** An address on this host for one within the bed, for as long as the scene is open. */
  URI forward(String host, int port) {
    String name = namespace + "-" + closing.size();
    String here = bed().run("forward", name, host + ":" + port).strip();
    atEnd(() -> bed().run("unforward", name));
    return URI.create("http://" + here + "/");
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
