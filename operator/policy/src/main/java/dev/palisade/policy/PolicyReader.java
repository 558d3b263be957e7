package dev.palisade.policy;

import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.device.DeviceRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a {@link Draft} to a {@link Policy}, or everything that is wrong with it. */
public final class PolicyReader {
  /** As the CRD has it. */
  public static final int MAX_CONTAINERS = 32;

  private final Library library;
  private final List<Problem> problems = new ArrayList<>();

  private PolicyReader(Library library) {
    this.library = library;
  }

  /** Never throws for what the draft says. */
  public static PolicyReading read(Draft draft, Library library) {
    var reader = new PolicyReader(library);
    Optional<Policy> policy = reader.policy(draft);
    if (policy.isEmpty() || reader.problems.stream().anyMatch(Problem::isError)) {
      return new PolicyReading.Refused(List.copyOf(reader.problems));
    }
    return new PolicyReading.Accepted(policy.get(), List.copyOf(reader.problems));
  }

  private Optional<Policy> policy(Draft draft) {
    requireLabel("metadata.namespace", "namespace", draft.namespace());
    requireLabel("metadata.name", "policy name", draft.name());
    Optional<Mode> mode = Mode.of(draft.mode());
    if (mode.isEmpty()) {
      error(
          "spec.mode",
          draft.mode().isEmpty()
              ? "mode is missing; write Enforce or Complain"
              : "unknown mode %s; write Enforce or Complain".formatted(Quoted.of(draft.mode())));
    }
    if (draft.containers().size() > MAX_CONTAINERS) {
      error(
          "spec.containers",
          "%d containers; a policy lists at most %d, the others are covered by defaultContainer"
              .formatted(draft.containers().size(), MAX_CONTAINERS));
    }
    Optional<ContainerRules> pod = container("spec.defaultContainer", draft.defaultContainer());
    var containers = new ArrayList<ContainerRules>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < draft.containers().size(); i++) {
      Draft.Container container = draft.containers().get(i);
      String path = "spec.containers[" + i + "]";
      requireLabel(path + ".name", "container name", container.name());
      if (!seen.add(container.name())) {
        error(
            path + ".name",
            "container %s is listed twice; put its rules into one entry"
                .formatted(Quoted.of(container.name())));
      }
      container(path, container).ifPresent(containers::add);
    }
    List<DeviceRule> devices = DeviceReader.read(draft.devices(), problems);
    return mode.isPresent() && pod.isPresent()
        ? Optional.of(
            new Policy(draft.namespace(), draft.name(), mode.get(), pod.get(), containers, devices))
        : Optional.empty();
  }

  private Optional<ContainerRules> container(String path, Draft.Container draft) {
    return ContainerReader.read(path, draft, library, problems);
  }

  private void requireLabel(String path, String what, String value) {
    if (value.length() > DnsLabel.MAX_LENGTH) {
      error(
          path,
          "the %s has %d characters; it becomes part of the profiles' names in the kernel, choose one of at most %d"
              .formatted(what, value.length(), DnsLabel.MAX_LENGTH));
    } else if (!DnsLabel.matches(value)) {
      error(
          path,
          "the %s is %s; write lower-case letters, digits and -, beginning and ending with a letter or digit"
              .formatted(what, value.isEmpty() ? "missing" : Quoted.of(value)));
    }
  }

  private void error(String path, String message) {
    problems.add(Problem.error(path, message));
  }
}
