package dev.palisade.bed;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The running test bed: a Kubernetes control plane, with kwok or with nodes that enforce AppArmor.
 * What its commands do is in {@code e2e/bed/README.md}.
 */
public final class Bed implements AutoCloseable {
  private static final Duration COMMAND = Duration.ofMinutes(2);

  /** With nothing cached, {@code up} first builds Kubernetes. */
  private static final Duration UP = Duration.ofMinutes(60);

  private final String instance;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Bed(String instance, Path kubeconfig) {
    this.instance = instance;
    this.kubeconfig = kubeconfig;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
  }

  /**
   * Starts the bed. The environment variable {@code BED} names the instance. With {@code
   * PALISADE_KEEP_BED=true} one that runs is used as it is.
   */
  static Bed up(Nodes nodes) {
    String instance = Optional.ofNullable(System.getenv("BED")).orElse(nodes.instance());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> down(instance), "bed-down"));
    if (!(keep() && answers(instance))) {
      run(instance, UP, up(nodes, System.getenv("PALISADE_IMAGES"))).successful();
    }
    String kubeconfig = run(instance, COMMAND, List.of("kubeconfig")).successful().out().strip();
    return new Bed(instance, Path.of(kubeconfig));
  }

  private static List<String> up(Nodes nodes, String images) {
    List<String> command = new ArrayList<>(List.of("up", "--nodes", nodes.option()));
    if (nodes == Nodes.APPARMOR) {
      command.add("--images");
      command.add(images == null ? Checkout.root().resolve("images/target").toString() : images);
    }
    return command;
  }

  private static boolean answers(String instance) {
    return run(instance, COMMAND, List.of("kubectl", "get", "--raw=/readyz")).exitCode() == 0;
  }

  /** A client with all rights; closed with the bed. */
  public KubernetesClient client() {
    return client;
  }

  /** The file that {@link #client} was made from, for programs such as kubectl. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Runs a bed command to its end and gives what it printed. */
  public String run(String... command) {
    return run(instance, COMMAND, List.of(command)).successful().out();
  }

  /** Path of the pinned {@code apparmor_parser}; fetched first where it is not cached. */
  public static String parser() {
    return Parser.PATH;
  }

  private static final class Parser {
    private static final String PATH =
        run(Nodes.NONE.instance(), COMMAND, List.of("parser")).successful().out().strip();
  }

  private static Program run(String instance, Duration limit, List<String> command) {
    List<String> line = new ArrayList<>();
    line.add(Checkout.root().resolve("e2e/bed/bed").toString());
    line.addAll(command);
    return Program.run(line, Map.of("BED", instance), limit);
  }

  /**
   * Whether {@code PALISADE_KEEP_BED} asks to use a bed that runs already, and to leave it running.
   */
  private static boolean keep() {
    return Boolean.parseBoolean(System.getenv("PALISADE_KEEP_BED"));
  }

  private static void down(String instance) {
    if (!keep()) {
      run(instance, COMMAND, List.of("down"));
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      client.close();
      down(instance);
    }
  }
}
