package dev.palisade.node.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Filters that should be there against those that are. A name stands for its content, so unlike a
 * profile a file of other bytes is put right: containers that run have taken theirs on already, and
 * the next one must not start under another.
 */
public final class FilterPlan {
  private FilterPlan() {}

  /**
   * The steps, writes first.
   *
   * @param wanted by name, as pods and revisions ask for it that were listed in this process's life
   * @param files hex SHA-256 of each filter's file, by name
   * @param idle filters unnamed by pods for the whole grace period
   * @param mayTry false while a filter waits after a failure
   */
  public static List<Step> steps(
      Map<String, WantedFilter> wanted,
      Map<String, String> files,
      Predicate<String> idle,
      Predicate<String> mayTry) {
    List<Step> steps = new ArrayList<>();
    wanted.forEach((name, filter) -> {
      String found = files.get(name);
      if (found == null) {
        steps.add(new Step.Write(filter.filter(), filter.why()));
      } else if (!found.equals(filter.filter().sha256())) {
        steps.add(new Step.Write(filter.filter(), "somebody else has changed the file"));
      }
    });
    for (String name : files.keySet()) {
      if (!wanted.containsKey(name) && idle.test(name)) {
        steps.add(new Step.Remove(name, "no pod has named it for the grace period"));
      }
    }
    steps.removeIf(step -> !mayTry.test(step.subject()));
    return steps;
  }
}
