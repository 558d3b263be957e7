package dev.palisade.observe;

import dev.palisade.rollout.Container;
import dev.palisade.rollout.Leaf;
import dev.palisade.rollout.Template;
import dev.palisade.rollout.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON patch that takes our names out of a template. Giving fields back by server-side apply
 * leaves those that someone else has come to own as well ({@code kubectl rollout undo} writes them
 * under its own name); a value that is one of our names is ours to take (I4).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class RemovalPatch {
  private static final String SPEC = "/spec/template/spec";

  private RemovalPatch() {}

  /**
   * Empty when all of it is ours alone, and server-side apply gives it back.
   *
   * @param version resourceVersion that the patch is for; the API server refuses it (409) on others
   */
  public static Optional<String> of(Workload w, Optional<String> version) {
    Template t = w.template();
    boolean shared =
        (!t.revision().isEmpty() && others(t.revisionManagers()))
            || t.leaves().anyMatch(RemovalPatch::shared);
    return shared
        ? Optional.of("[" + String.join(",", operations(w, version)) + "]")
        : Optional.empty();
  }

  private static List<String> operations(Workload w, Optional<String> version) {
    Template t = w.template();
    List<String> out = new ArrayList<>();
    out.add("{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"" + w.uid() + "\"}");
    version.ifPresent(v ->
        out.add(
            "{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"" + v + "\"}"));
    if (!t.revision().isEmpty()) {
      out.add(remove("/spec/template/metadata/annotations/palisade.dev~1revision"));
    }
    out.addAll(ours(SPEC, t.podLevel(), t.podSeccomp()));
    int init = 0;
    int main = 0;
    for (Container c : t.containers()) {
      String path = SPEC + (c.init() ? "/initContainers/" + init++ : "/containers/" + main++);
      if (c.namesOurs()) {
        out.add("{\"op\":\"test\",\"path\":\"" + path + "/name\",\"value\":\"" + c.name() + "\"}");
        out.addAll(ours(path, c.appArmor(), c.seccomp()));
      }
      if (c.capabilityManagers().contains(Leaf.MANAGER)) {
        out.add(remove(path + "/securityContext/capabilities"));
      }
    }
    if (!t.placement().avoids().isEmpty()) {
      out.add(remove(SPEC + "/affinity"));
    }
    return out;
  }

  private static List<String> ours(String path, Optional<Leaf> appArmor, Optional<Leaf> seccomp) {
    List<String> out = new ArrayList<>();
    if (appArmor.filter(Leaf::namesOurs).isPresent()) {
      out.add(remove(path + "/securityContext/appArmorProfile"));
    }
    if (seccomp.filter(Leaf::namesOurs).isPresent()) {
      out.add(remove(path + "/securityContext/seccompProfile"));
    }
    return out;
  }

  private static String remove(String path) {
    return "{\"op\":\"remove\",\"path\":\"" + path + "\"}";
  }

  private static boolean shared(Leaf leaf) {
    return leaf.namesOurs() && others(leaf.managers());
  }

  private static boolean others(Set<String> managers) {
    return managers.stream().anyMatch(m -> !m.equals(Leaf.MANAGER));
  }
}
