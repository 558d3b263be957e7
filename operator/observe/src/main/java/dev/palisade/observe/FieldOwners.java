package dev.palisade.observe;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who owns a field, by {@code metadata.managedFields}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">FieldsV1</a>
 */
final class FieldOwners {
  private static final List<String> TEMPLATE = List.of("f:spec", "f:template");
  private final List<ManagedFieldsEntry> entries;

  FieldOwners(ObjectMeta meta) {
    this.entries = meta.getManagedFields() == null ? List.of() : meta.getManagedFields();
  }

  /** Managers that own the field below the pod template, or something in it. */
  Set<String> of(String... path) {
    Set<String> out = new TreeSet<>();
    for (ManagedFieldsEntry e : entries) {
      if (owns(e, path)) {
        out.add(e.getManager());
      }
    }
    return out;
  }

  /**
   * Who last wrote the template with other hands than ours; empty when nobody did since we wrote:
   * who only takes fields out owns none and leaves no entry.
   */
  Optional<String> lastOther(String ours) {
    String since =
        entries.stream()
            .filter(e -> ours.equals(e.getManager()) && wroteTemplate(e))
            .map(FieldOwners::time)
            .max(Comparator.naturalOrder())
            .orElse("");
    return entries.stream()
        .filter(e -> !ours.equals(e.getManager()) && wroteTemplate(e))
        .filter(e -> time(e).compareTo(since) >= 0)
        .max(Comparator.comparing(FieldOwners::time))
        .map(ManagedFieldsEntry::getManager);
  }

  private static boolean wroteTemplate(ManagedFieldsEntry e) {
    return (e.getSubresource() == null || e.getSubresource().isEmpty()) && owns(e);
  }

  /** RFC 3339 in UTC, to the second: these compare as text. */
  private static String time(ManagedFieldsEntry e) {
    return e.getTime() == null ? "" : e.getTime();
  }

  private static boolean owns(ManagedFieldsEntry e, String... path) {
    FieldsV1 fields = e.getFieldsV1();
    Object at = fields == null ? null : fields.getAdditionalProperties();
    for (String key : TEMPLATE) {
      at = child(at, key);
    }
    for (String key : path) {
      at = child(at, key);
    }
    return at != null;
  }

  private static Object child(Object at, String key) {
    return at instanceof Map<?, ?> map ? map.get(key) : null;
  }

  static String containerKey(String name) {
    return "k:{\"name\":\"" + name + "\"}";
  }
}
