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

  /** Who last wrote the template with other hands than ours. */
  Optional<String> lastOther(String ours) {
    return entries.stream()
        .filter(e -> e.getSubresource() == null || e.getSubresource().isEmpty())
        .filter(e -> !ours.equals(e.getManager()) && owns(e))
        .max(Comparator.comparing(e -> e.getTime() == null ? "" : e.getTime()))
        .map(ManagedFieldsEntry::getManager);
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
