package dev.palisade.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.bed.Await;
import dev.palisade.bed.Bed;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import dev.palisade.bed.Program;
import dev.palisade.docs.Block;
import dev.palisade.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the documents, typed in the order of the page by somebody with kubectl and the
 * command line on the PATH, whose namespace {@code shop} has a Deployment {@code checkout}. Each
 * must succeed.
 */
@OnBed(Nodes.NONE)
abstract class FollowedPages {
  private static final String NAMESPACE = "shop";
  private static final Duration BLOCK = Duration.ofMinutes(5);

  private final Bed bed;
  private Scene scene;
  @TempDir Path directory;

  FollowedPages(Bed bed) {
    this.bed = bed;
  }

  @BeforeEach
  void open() {
    scene = Scene.open(bed.client(), NAMESPACE, 2);
    scene.startOperator();
    scene.apply(
        Manifests.deployment(scene, "checkout", 2).replace("name: sidecar", "name: log-shipper"));
  }

  @AfterEach
  void close() {
    scene.close();
    // What a page left in the cluster; other cases label theirs.
    bed.client().resources(ClusterSecurityPolicy.class).withoutLabel(FakeNode.SCENE).delete();
    bed.client().resources(SecurityBase.class).withoutLabel(FakeNode.SCENE).delete();
    Await.until(
        "namespace " + NAMESPACE + " is gone, for the next page",
        Duration.ofMinutes(2),
        () -> assertThat(bed.client().namespaces().withName(NAMESPACE).get()).isNull());
  }

  final void followed(String page) throws IOException {
    List<Block> blocks = Markdown.read(Checkout.root().resolve(page)).blocks();
    for (Block block : blocks) {
      Optional<String> name = block.name();
      if (name.isPresent()) {
        Files.writeString(directory.resolve(name.get()), block.text());
      } else if (block.isRunBy(Block.INTEGRATION)) {
        Program run = typed(block);
        assertThat(run.exitCode())
            .as("%s, a block of %s:%n%s%n%s", block.text(), page, run.out(), run.err())
            .isZero();
      }
    }
  }

  private Program typed(Block block) {
    String programs =
        bed.kubeconfig().resolveSibling("bin")
            + ":"
            + Checkout.root().resolve("operator/cli/target");
    return Program.run(
        List.of(
            "bash",
            "-c",
            "cd \"$1\" && exec bash -euo pipefail -c \"$2\"",
            "bash",
            directory.toString(),
            block.text()),
        Map.of(
            "KUBECONFIG",
            bed.kubeconfig().toString(),
            "PATH",
            programs + ":" + System.getenv("PATH")),
        BLOCK);
  }
}
