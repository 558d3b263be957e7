package dev.palisade.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node and what its helper says.
 *
 * @param readySince when it last became Ready
 * @param helper the helper pod that lives there now
 */
public record Node(
    String name,
    boolean ready,
    boolean unschedulable,
    Instant readySince,
    Map<String, String> labels,
    List<Taint> taints,
    String bootId,
    Optional<HelperPod> helper,
    Optional<Report> report) {
  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
  }

  public record Taint(String key, String value, String effect) {}

  public record HelperPod(String uid, boolean ready) {}

  /**
   * A NodeSecurityState.
   *
   * @param appArmor whether kernel and runtime enforce profiles
   * @param devices whether rules about devices can be held
   * @param profiles by kernel name
   * @param seccompProfiles by {@code localhostProfile}
   */
  public record Report(
      String bootId,
      String helperPodUid,
      Ability appArmor,
      Ability devices,
      Map<String, Loaded> profiles,
      Map<String, Loaded> seccompProfiles,
      List<Denials> denials) {
    public Report {
      profiles = Map.copyOf(profiles);
      seccompProfiles = Map.copyOf(seccompProfiles);
      denials = List.copyOf(denials);
    }
  }

  /** State is Loaded, Tampered or Failed. */
  public record Loaded(String sha256, String state, String message) {}

  /** Denials counted for one profile; kind is Intended, Unexpected or Complain. */
  public record Denials(String profile, String kind, String operation, String target, long count) {}

  public boolean helperReady() {
    return helper.map(HelperPod::ready).orElse(false);
  }

  /** I2: the report of this boot by the Ready helper that lives there now; else empty. */
  public Optional<Report> liveReport() {
    return report.filter(r ->
        helperReady()
            && r.bootId().equals(bootId)
            && r.helperPodUid().equals(helper.orElseThrow().uid()));
  }
}
