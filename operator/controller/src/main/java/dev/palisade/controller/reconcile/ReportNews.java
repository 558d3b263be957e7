package dev.palisade.controller.reconcile;

import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which policies a node's report has news for. A report is about every policy with a profile on the
 * node and is written anew when one of them changes: to wake all of them each time would be
 * quadratic. Only hashes of what each policy was told last are kept; what is missed by them is seen
 * by a later pass.
 */
final class ReportNews implements SecondaryToPrimaryMapper<NodeSecurityState> {
  /**
   * {@code palisade.<namespace>.<policy>.<container>.<hash>} of a profile, {@code
   * palisade/<namespace>.<policy>.<container>.<hash>.json} of a filter.
   */
  private static final Pattern NAME =
      Pattern.compile("palisade[./]([^.]+)\\.([^.]+)\\.[^.]+\\.[^.]+(\\.json)?");

  /** {@code node}: what concerns every policy on it. */
  private record Told(int node, Map<ResourceID, Integer> policies) {}

  private static final Told NOTHING = new Told(0, Map.of());
  private final Map<String, Told> last = new HashMap<>();

  @Override
  public synchronized Set<ResourceID> toPrimaryResourceIDs(NodeSecurityState state) {
    Told now = told(state);
    Told before = Objects.requireNonNullElse(last.put(state.getMetadata().getName(), now), NOTHING);
    Set<ResourceID> all = new HashSet<>(before.policies().keySet());
    all.addAll(now.policies().keySet());
    if (before.node() == now.node()) {
      all.removeIf(p -> Objects.equals(before.policies().get(p), now.policies().get(p)));
    }
    return all;
  }

  /** Comes before the event of the deletion, which is then news for all: always true. */
  synchronized boolean gone(NodeSecurityState state) {
    last.computeIfPresent(
        state.getMetadata().getName(), (name, told) -> new Told(0, told.policies()));
    return true;
  }

  private static Told told(NodeSecurityState state) {
    NodeSecurityStatus s = state.getStatus();
    if (s == null) {
      return NOTHING;
    }
    Map<ResourceID, Integer> policies = new HashMap<>();
    Stream.concat(orEmpty(s.profiles).stream(), orEmpty(s.seccompProfiles).stream())
        .forEach(p -> {
          int hash = Objects.hash(p.name, p.sha256, p.state, p.message);
          ofProfile(p.name).forEach(id -> policies.merge(id, hash, Integer::sum));
        });
    orEmpty(s.pods).stream()
        .filter(p -> p.revision != null)
        .forEach(p -> {
          int hash = Objects.hash(p.uid, p.revision, p.verdict, p.message);
          ofRevision(p.revision).forEach(id -> policies.merge(id, hash, Integer::sum));
        });
    return new Told(node(state.getMetadata().getUid(), s), policies);
  }

  private static int node(String uid, NodeSecurityStatus s) {
    return Objects.hash(
        uid,
        s.bootID,
        s.helper == null ? null : s.helper.podUID,
        s.appArmor == null
            ? null
            : Objects.hash(s.appArmor.capable, s.appArmor.reason, s.appArmor.message),
        s.devices == null
            ? null
            : Objects.hash(s.devices.capable, s.devices.reason, s.devices.message));
  }

  private static Stream<ResourceID> ofProfile(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches() ? Stream.of(new ResourceID(m.group(2), m.group(1))) : Stream.empty();
  }

  /** {@code <namespace>.<policy>.<hash>} */
  static Stream<ResourceID> ofRevision(String revision) {
    String[] parts = revision.split("\\.", -1);
    return parts.length == 3 ? Stream.of(new ResourceID(parts[1], parts[0])) : Stream.empty();
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
