package dev.palisade.node.plan;

import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.cache.BlobCache.CachedBlob;
import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A profile that the kernel of this node should have.
 *
 * @param blob the SecurityProfileBlob to fetch; empty if only the cache knows the profile
 * @param mode empty if only the cache knows the profile
 * @param why for the log
 */
public record Wanted(
    String profile,
    String blob,
    String sha256,
    String sha1,
    Optional<ProfileMode> mode,
    String why) {

  public static Wanted of(Artefact a, String why) {
    return new Wanted(a.profile(), a.blob(), a.sha256(), a.sha1(), Optional.of(a.mode()), why);
  }

  /**
   * What the objects ask for: all of load {@code All}, and what a living pod of this node names.
   */
  public static SortedMap<String, Wanted> byObjects(
      Collection<Revision> revisions, Collection<Pod> pods) {
    Demand demand = Demand.of(pods);
    SortedMap<String, Wanted> wanted = new TreeMap<>();
    for (Revision revision : revisions) {
      for (Artefact artefact : revision.artefacts()) {
        demand
            .why(revision, artefact.profile())
            .ifPresent(why -> wanted.put(artefact.profile(), of(artefact, why)));
      }
    }
    return wanted;
  }

  /** Before the API server has answered: what was wanted last; if that is unknown, all. */
  public static SortedMap<String, Wanted> byCache(
      Collection<CachedBlob> blobs, Optional<? extends Set<String>> lastWanted) {
    SortedMap<String, Wanted> wanted = new TreeMap<>();
    for (CachedBlob blob : blobs) {
      if (lastWanted.isEmpty() || lastWanted.get().contains(blob.sha256())) {
        wanted.put(
            blob.profile(),
            new Wanted(
                blob.profile(),
                "",
                blob.sha256(),
                blob.sha1(),
                Optional.empty(),
                "wanted before the restart"));
      }
    }
    return wanted;
  }
}
