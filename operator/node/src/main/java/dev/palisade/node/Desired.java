package dev.palisade.node;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.cache.WantedFile;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this node should hold: by the objects once they were listed, before that by what was wanted
 * last, which is kept on disk.
 */
final class Desired {
  private static final Logger LOG = System.getLogger(Desired.class.getName());

  private final BlobCache cache;
  private final WantedFile file;
  private Optional<SortedSet<String>> onDisk;
  private Optional<String> unkept = Optional.empty();

  Desired(BlobCache cache, WantedFile file) {
    this.cache = cache;
    this.file = file;
    this.onDisk = file.read();
  }

  SortedMap<String, Wanted> wanted(Cluster cluster) {
    if (!cluster.synced()) {
      return Wanted.byCache(cache.blobs().values(), onDisk);
    }
    SortedMap<String, Wanted> wanted =
        Wanted.byObjects(cluster.revisions().values(), cluster.pods());
    remember(wanted);
    return wanted;
  }

  /** What is known of every profile, wanted or not. */
  SortedMap<String, Wanted> known(Cluster cluster, Map<String, Wanted> wanted) {
    SortedMap<String, Wanted> known = new TreeMap<>(wanted);
    cluster.revisions().values().stream()
        .flatMap(revision -> revision.artefacts().stream())
        .forEach(a -> known.putIfAbsent(a.profile(), Wanted.of(a, "")));
    return known;
  }

  /** Filters that the listed objects ask for: before that, what is on disk stays as it is. */
  SortedMap<String, WantedFilter> filters(Cluster cluster) {
    return WantedFilter.byObjects(cluster.revisions().values(), cluster.pods());
  }

  /** SHA-256 of every filter that an object names, wanted or not, by its name. */
  SortedMap<String, String> knownFilters(Cluster cluster) {
    SortedMap<String, String> known = new TreeMap<>();
    cluster.revisions().values().stream()
        .flatMap(Revision::filters)
        .forEach(filter -> known.put(filter.name(), filter.sha256()));
    return known;
  }

  Set<String> referenced(Cluster cluster) {
    Set<String> hashes = new TreeSet<>();
    cluster.revisions().values().stream()
        .flatMap(revision -> revision.artefacts().stream())
        .forEach(a -> hashes.add(a.sha256()));
    return hashes;
  }

  /** Why the list of what is wanted is not on disk; empty if it is. */
  Optional<String> unkept() {
    return unkept;
  }

  private void remember(Map<String, Wanted> wanted) {
    SortedSet<String> hashes = new TreeSet<>();
    wanted.values().forEach(w -> hashes.add(w.sha256()));
    if (onDisk.equals(Optional.of(hashes))) {
      return;
    }
    try {
      file.write(hashes);
      onDisk = Optional.of(hashes);
      unkept = Optional.empty();
    } catch (IOException e) {
      if (unkept.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "what is wanted could not be kept for a reboot",
            key("error", e.getMessage()));
      }
      onDisk = Optional.empty();
      unkept = Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
