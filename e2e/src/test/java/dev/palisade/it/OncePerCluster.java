package dev.palisade.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is done once for each API server; whoever else asks for it meanwhile waits. */
final class OncePerCluster {
  private final Map<String, Boolean> done = new ConcurrentHashMap<>();

  void run(KubernetesClient client, Runnable what) {
    done.computeIfAbsent(
        client.getMasterUrl().toString(),
        _ -> {
          what.run();
          return true;
        });
  }
}
