package dev.palisade.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a workflow may not do.
 *
 * @param targets the Makefile's
 * @param kubernetes minors, oldest first
 * @param rights what a job may have beyond reading the repository: {@code JOB: {scope: write}}
 */
record WorkflowRules(
    Set<String> targets, List<String> kubernetes, Map<String, Map<String, String>> rights) {
  private static final Map<String, String> READ = Map.of("contents", "read");
  private static final int LONGEST_MINUTES = 180;

  /** Run for each push or pull request, without rights over the repository; or for a tag. */
  private static final Set<String> EVENTS = Set.of("push", "pull_request");

  private static final Pattern MAKE = Pattern.compile("make ([a-z][a-z0-9-]*)");
  private static final Pattern USES = Pattern.compile("^\\s*(?:- )?uses:\\s*(.*)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
  private static final Pattern SECRET = Pattern.compile("secrets\\.(\\w+)|secrets\\s*:");

  /** Each with what it is about; empty: none. */
  List<String> complaints(Workflow workflow) {
    List<String> out = new ArrayList<>();
    workflow.commands().forEach(command -> command(command, out));
    workflow.lines().forEach(line -> line(line, out));
    triggers(workflow, out);
    JsonNode root = workflow.root();
    if (!rightsOf(root).equals(READ)) {
      out.add("permissions: write contents: read, and what a job needs beyond it at the job");
    }
    if (root.at("/concurrency/group").asText().isEmpty()) {
      out.add("concurrency: no group");
    }
    workflow.jobs().forEach(job -> job(job.getKey(), job.getValue(), out));
    return out;
  }

  private void command(String command, List<String> out) {
    Matcher make = MAKE.matcher(command);
    if (!make.matches()) {
      out.add("run: " + command + ": not one make target, with what varies in env");
    } else if (!targets.contains(make.group(1))) {
      out.add("run: " + command + ": the Makefile has no such target");
    }
  }

  private static void line(String line, List<String> out) {
    Matcher uses = USES.matcher(line);
    if (uses.matches() && !PINNED.matcher(uses.group(1)).matches()) {
      out.add("uses: " + uses.group(1) + ": not a full commit with its version as a comment");
    }
    Matcher secret = SECRET.matcher(line);
    while (secret.find()) {
      if (!"GITHUB_TOKEN".equals(secret.group(1))) {
        out.add("secret: " + secret.group());
      }
    }
  }

  private static void triggers(Workflow workflow, List<String> out) {
    for (String event : workflow.events()) {
      if (!EVENTS.contains(event)) {
        out.add("on: " + event);
      }
    }
    JsonNode push = workflow.root().at("/on/push");
    if (push.path("branches").isEmpty() == push.path("tags").isEmpty()) {
      out.add("on: push: name either branches or tags");
    }
  }

  private void job(String name, JsonNode job, List<String> out) {
    int minutes = job.path("timeout-minutes").asInt();
    if (minutes < 1 || minutes > LONGEST_MINUTES) {
      out.add(name + ": timeout-minutes: from 1 to " + LONGEST_MINUTES);
    }
    if (job.has("permissions") && !rightsOf(job).equals(rights.getOrDefault(name, Map.of()))) {
      out.add(name + ": permissions: " + rightsOf(job));
    }
    JsonNode container = job.path("container");
    String image = container.path("image").asText(container.asText());
    if (!container.isMissingNode() && !image.matches("[^:]+:.*\\d.*")) {
      out.add(name + ": container: " + image + ": no version");
    }
    JsonNode versions = job.at("/strategy/matrix/kubernetes");
    if (!versions.isMissingNode()
        && !versions.valueStream().map(JsonNode::asText).toList().equals(kubernetes)) {
      out.add(
          name + ": kubernetes: " + versions + " where e2e/kubernetes-versions has " + kubernetes);
    }
    job.path("steps").valueStream().forEach(step -> checkout(name, step, out));
  }

  private static void checkout(String job, JsonNode step, List<String> out) {
    boolean keeps = !"false".equals(step.at("/with/persist-credentials").asText());
    if (step.path("uses").asText().startsWith("actions/checkout@") && keeps) {
      out.add(job + ": checkout leaves its token: persist-credentials: false");
    }
  }

  private static Map<String, String> rightsOf(JsonNode node) {
    Map<String, String> out = new TreeMap<>();
    JsonNode rights = node.path("permissions");
    rights.properties().forEach(right -> out.put(right.getKey(), right.getValue().asText()));
    if (rights.isTextual()) {
      out.put("all", rights.asText());
    }
    return out;
  }
}
