package dev.palisade.bed;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
    this.client = Clients.of(Config.fromKubeconfig(kubeconfig.toFile())).build();
  }

  /**
   * Starts the bed. The environment variable {@code BED} names the instance. With {@code
   * PALISADE_KEEP_BED} naming it, or {@code true}, one that runs or is being started is used as it
   * is, and left running.
   */
  static Bed up(Nodes nodes) {
    String instance = nodes.instance();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> down(instance), "bed-down"));
    run(instance, UP, up(instance, nodes), nodes.environment()).successful();
    String kubeconfig = run(instance, COMMAND, List.of("kubeconfig")).successful().out().strip();
    return new Bed(instance, Path.of(kubeconfig));
  }

  private static List<String> up(String instance, Nodes nodes) {
    List<String> command = new ArrayList<>(List.of("up", "--nodes", nodes.option()));
    if (keep(instance)) {
      command.add("--reuse");
    }
    if (nodes.runPods()) {
      String images = System.getenv("PALISADE_IMAGES");
      command.add("--images");
      command.add(images == null ? Checkout.root().resolve("images/target").toString() : images);
    }
    return command;
  }

  /** Its name, for programs that find it by the environment variable {@code BED}. */
  public String instance() {
    return instance;
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

  /** The same with a limit of its own, and whatever it ends with: some commands are to fail. */
  public Program attempt(Duration limit, String... command) {
    return run(instance, limit, List.of(command));
  }

  /** What {@code helm template} makes of the chart; it needs no cluster. */
  public static Program helmTemplate(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("helm", "template", "palisade", Checkout.root() + "/charts/palisade"));
    command.addAll(arguments);
    return run(Nodes.NONE.instance(), COMMAND, command);
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
    return run(instance, limit, command, Map.of());
  }

  private static Program run(
      String instance, Duration limit, List<String> command, Map<String, String> environment) {
    List<String> line = new ArrayList<>();
    line.add(Checkout.root().resolve("e2e/bed/bed").toString());
    line.addAll(command);
    Map<String, String> all = new HashMap<>(environment);
    all.put("BED", instance);
    return Program.run(line, all, limit);
  }

  /** Whether whoever started these tests takes care of the bed. */
  private static boolean keep(String instance) {
    return List.of("true", instance)
        .contains(Optional.ofNullable(System.getenv("PALISADE_KEEP_BED")).orElse(""));
  }

  private static void down(String instance) {
    if (!keep(instance)) {
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
