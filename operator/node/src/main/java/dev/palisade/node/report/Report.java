package dev.palisade.node.report;

import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.verify.ProofLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The status of NodeSecurityState.
 *
 * @param rawHash which hash the kernel shows, empty while no profile at all is loaded
 */
public record Report(
    NodeFacts facts,
    String rawHash,
    Ability appArmor,
    Ability devices,
    List<ProfileLine> profiles,
    List<ProfileLine> filters,
    List<PodLine> pods,
    CacheLine cache,
    DenialCounts.Report denials) {

  /** Bytes of the whole status. */
  static final int LIMIT = 64 * 1024 - 2048;

  /** Of which containers it is told what was seen of their secrets and capabilities. */
  private enum Proofs {
    ALL,
    LACKING,
    /** Nothing is decided by the others, and the profile holds in them. */
    SECRETS_LACKING
  }

  /**
   * How much is told, most first: longest message, longest denial target, denial entries, proofs.
   * Profiles, filters and pods are always all there: the gate and the verdicts hang on them.
   */
  private record Detail(int message, int target, int entries, Proofs proofs) {}

  private static final List<Detail> DETAILS =
      List.of(
          new Detail(256, 256, 50, Proofs.ALL),
          new Detail(128, 96, 50, Proofs.ALL),
          new Detail(64, 48, 25, Proofs.ALL),
          new Detail(24, 24, 10, Proofs.ALL),
          new Detail(24, 24, 10, Proofs.LACKING),
          new Detail(0, 0, 0, Proofs.LACKING),
          new Detail(0, 0, 0, Proofs.SECRETS_LACKING));

  /** The most detailed form that fits. */
  public Json status() {
    Json status = Json.Null.VALUE;
    for (Detail detail : DETAILS) {
      status = status(detail);
      if (JsonText.write(status).length <= LIMIT) {
        return status;
      }
    }
    return status;
  }

  private Json status(Detail detail) {
    Json.ObjectBuilder status = Json.object();
    status
        .put("bootID", facts.bootId())
        .put(
            "helper",
            Json.object()
                .put("podName", facts.podName())
                .put("podUID", facts.podUid())
                .put("version", facts.version())
                .build())
        .put(
            "kernel",
            Json.object().put("release", facts.kernelRelease()).put("rawHash", rawHash).build())
        .put("appArmor", appArmor.json())
        .put("devices", devices.json())
        .put("profiles", profiles(profiles, detail));
    if (!filters.isEmpty()) {
      status.put("seccompProfiles", profiles(filters, detail));
    }
    status
        .put("pods", Json.array(pods.stream().map(p -> pod(p, detail)).toList()))
        .put("denials", denials(detail));
    if (!cache.complete()) {
      status.put(
          "cache",
          Json.object()
              .put("complete", false)
              .put("message", shorten(cache.message(), detail.message()))
              .build());
    }
    return status.build();
  }

  private static Json profiles(List<ProfileLine> lines, Detail detail) {
    return Json.array(lines.stream().map(p -> profile(p, detail)).toList());
  }

  private static Json profile(ProfileLine line, Detail detail) {
    return Json.object()
        .put("name", line.name())
        .put("sha256", line.sha256())
        .put("state", line.state())
        .put("message", shorten(line.message(), detail.message()))
        .build();
  }

  private static Json pod(PodLine line, Detail detail) {
    Json.ObjectBuilder pod =
        Json.object()
            .put("uid", line.uid())
            .put("namespace", line.namespace())
            .put("name", line.name())
            .put("revision", line.revision())
            .put("verdict", line.verdict().state().text())
            .put("message", shorten(line.verdict().message(), detail.message()));
    put(pod, "secretMounts", line.secretMounts(), detail);
    if (detail.proofs() != Proofs.SECRETS_LACKING) {
      put(pod, "capabilities", line.capabilities(), detail);
    }
    line.devices().ifPresent(seen -> pod.put("devices", seen.text()));
    return pod.build();
  }

  private static void put(
      Json.ObjectBuilder pod, String field, List<ProofLine> lines, Detail detail) {
    List<Json> told =
        lines.stream()
            .filter(l -> detail.proofs() == Proofs.ALL || !l.word().isAll())
            .map(Report::proof)
            .toList();
    if (!told.isEmpty()) {
      pod.put(field, Json.array(told));
    }
  }

  private static Json proof(ProofLine line) {
    return Json.object()
        .put("container", line.container())
        .put("proof", line.word().text())
        .build();
  }

  private Json denials(Detail detail) {
    List<DenialCounts.Entry> all = denials.entries();
    int listed = Math.min(detail.entries(), all.size());
    long omitted = denials.omitted();
    for (DenialCounts.Entry entry : all.subList(listed, all.size())) {
      omitted += entry.count();
    }
    return Json.object()
        .put(
            "entries",
            Json.array(all.subList(0, listed).stream().map(e -> denial(e, detail)).toList()))
        .put("omitted", omitted)
        .put("lost", denials.lost())
        .put("unavailable", shorten(denials.unavailable(), detail.message()))
        .build();
  }

  private static Json denial(DenialCounts.Entry entry, Detail detail) {
    return Json.object()
        .put("profile", entry.profile())
        .put("kind", entry.kind().word())
        .put("operation", entry.operation())
        .put("target", shorten(entry.target(), detail.target()))
        .put("count", entry.count())
        .put("lastSeen", seconds(entry.lastSeen()))
        .build();
  }

  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String shorten(String text, int length) {
    return text.length() <= length ? text : length == 0 ? "" : text.substring(0, length - 1) + "…";
  }
}
