package dev.palisade.node.plan;

import dev.palisade.node.model.Filter;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A seccomp filter that this node should have as a file.
 *
 * @param why for the log
 */
public record WantedFilter(Filter filter, String why) {

  /** What the objects ask for, by the rule of {@link Wanted#byObjects}. */
  public static SortedMap<String, WantedFilter> byObjects(
      Collection<Revision> revisions, Collection<Pod> pods) {
    Demand demand = Demand.of(pods);
    SortedMap<String, WantedFilter> wanted = new TreeMap<>();
    for (Revision revision : revisions) {
      revision
          .filters()
          .forEach(filter ->
              demand
                  .why(revision, filter.name())
                  .ifPresent(why -> wanted.put(filter.name(), new WantedFilter(filter, why))));
    }
    return wanted;
  }
}
