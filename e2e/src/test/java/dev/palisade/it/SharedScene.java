package dev.palisade.it;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Cases that run side by side on one scene of two nodes with a running operator; each has objects
 * of its own name.
 */
@OnBed(Nodes.NONE)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedScene {
  Scene scene;

  @BeforeAll
  void open(KubernetesClient client) {
    scene = Scene.open(client, 2);
    scene.startOperator();
  }

  @AfterAll
  void close() {
    scene.close();
  }
}
