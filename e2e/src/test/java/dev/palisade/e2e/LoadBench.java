package dev.palisade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Compilation.Compiled;
import dev.palisade.compile.Limits;
import dev.palisade.compile.Revisions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the helper's care costs beside the kernel's own work: {@link LoadTimes}, on a node. */
class LoadBench extends PalisadeCase {
  private static final int PAIRS = 31;

  /** In these the JVM is still starting, which a helper has behind it. */
  private static final int FIRST = 10;

  private static final Duration RUN = Duration.ofMinutes(5);

  private record Pair(long helper, long write) {
    static Pair of(String line) {
      String[] words = line.split(" ", -1);
      return new Pair(Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    double ratio() {
      return (double) helper / write;
    }
  }

  @Test
  void aLoadAgainstABareWrite() throws Exception {
    Artefact artefact = artefact();
    byte[] blob =
        ((Compiled) new BlobCompiler(Path.of(Bed.parser()), Limits.DEFAULT).compile(artefact))
            .bytes();
    List<Pair> all =
        run(artefact.profileName(), blob)
            .lines()
            .filter(l -> l.startsWith("pair "))
            .map(Pair::of)
            .toList();
    assertThat(all).hasSize(FIRST + PAIRS);
    List<Pair> pairs = all.subList(FIRST, all.size());
    System.out.printf(
        "bench: load of %d bytes on a node: helper %.1f ms, a bare write %.1f ms (medians of %d pairs);"
            + " median ratio %.2f (goal at most 1.2)%n",
        blob.length,
        median(pairs.stream().map(p -> p.helper() / 1e6).toList()),
        median(pairs.stream().map(p -> p.write() / 1e6).toList()),
        PAIRS,
        median(pairs.stream().map(Pair::ratio).toList()));
  }

  private String run(String name, byte[] blob) throws IOException {
    apply(
        ConfigMap.class,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: bench}
        binaryData: {class: %s, blob: %s}
        """
            .formatted(base64(ownClass()), base64(blob)));
    String node = new Reports(scene).capableNodes().getFirst();
    Pod helper = scene.installation().helperOn(node);
    var resident = new Jvm(scene.bed(), helper);
    // It looks at the kernel after each change of policy, and the node has one processor.
    resident.stop();
    try {
      return run(node, helper.getSpec().getContainers().getFirst().getImage(), name);
    } finally {
      resident.goOn();
    }
  }

  private String run(String node, String image, String name) {
    apply(
        Pod.class,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: bench}
        spec:
          nodeName: %s
          restartPolicy: Never
          containers:
          - name: bench
            image: %s
            # As the helper is started (images/helper/program).
            command: [/jre/bin/java, -XX:+UseSerialGC, -Xms8m, -Xmx32m, -XX:TieredStopAtLevel=1,
              -Djdk.nio.maxCachedBufferSize=65536, -cp, "/app/*:/bench", %s, "%d", /bench/blob, %s]
            securityContext: {privileged: true, runAsUser: 0}
            volumeMounts:
            - {name: bench, mountPath: /bench}
            - {name: security, mountPath: /sys/kernel/security}
            - {name: disk, mountPath: /tmp}
          volumes:
          - {name: security, hostPath: {path: /sys/kernel/security, type: Directory}}
          - {name: disk, emptyDir: {}}
          - name: bench
            configMap: {name: bench, items: [{key: class, path: %s}, {key: blob, path: blob}]}
        """
            .formatted(node, image, LoadTimes.class.getName(), FIRST + PAIRS, name, classFile()));
    var pod = scene.client().pods().inNamespace(scene.namespace()).withName("bench");
    Await.until(
        "the pod of the bench has ended",
        RUN,
        () -> assertThat(pod.get().getStatus().getPhase()).isIn("Succeeded", "Failed"));
    assertThat(pod.get().getStatus().getPhase()).as(pod.getLog()).isEqualTo("Succeeded");
    return pod.getLog();
  }

  private <T extends HasMetadata> void apply(Class<T> type, String manifest) {
    scene
        .client()
        .resource(Serialization.unmarshal(manifest, type))
        .inNamespace(scene.namespace())
        .create();
  }

  /** Of a web server, with some presets. */
  private static Artefact artefact() throws IOException {
    SecurityPolicy policy =
        Serialization.unmarshal(
            Files.readString(Checkout.root().resolve("examples/web-server.yaml")),
            SecurityPolicy.class);
    return Revisions.plan(policy, Cluster.UNSEEN).plan().artefacts().getLast();
  }

  private static String classFile() {
    return LoadTimes.class.getName().replace('.', '/') + ".class";
  }

  private static byte[] ownClass() throws IOException {
    try (InputStream in = LoadTimes.class.getResourceAsStream('/' + classFile())) {
      return Objects.requireNonNull(in, classFile()).readAllBytes();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
