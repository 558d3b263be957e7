package dev.palisade.controller.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StillUsedTest {
  private static final List<String> OURS = List.of("palisade.shop.web._default.a");
  private static final List<String> NONE = List.of();

  static Stream<Arguments> cases() {
    return Stream.of(
        row("nothing", List.of()),
        row("a Deployment without our profile", List.of(), deployment(NONE)),
        row("a Deployment, also one of no pods", List.of("Deployment/web"), deployment(OURS)),
        row(
            "its ReplicaSets and pods follow from it",
            List.of("Deployment/web"),
            deployment(OURS),
            replicaSet("web-1", "Deployment/web", OURS, false),
            pod("web-1-a", "ReplicaSet/web-1", OURS, false)),
        row(
            "a released one keeps ReplicaSets of the past",
            List.of(),
            deployment(NONE),
            replicaSet("web-1", "Deployment/web", OURS, true),
            replicaSet("web-2", "Deployment/web", NONE, false),
            pod("web-2-a", "ReplicaSet/web-2", NONE, false)),
        row(
            "a roll to nothing that is not over",
            List.of("Pod/web-1-a"),
            deployment(NONE),
            replicaSet("web-1", "Deployment/web", OURS, false),
            replicaSet("web-2", "Deployment/web", NONE, false),
            pod("web-1-a", "ReplicaSet/web-1", OURS, false),
            pod("web-2-a", "ReplicaSet/web-2", NONE, false)),
        row(
            "a pod that was made before its Deployment named anything",
            List.of("Deployment/web"),
            deployment(OURS),
            replicaSet("web-1", "Deployment/web", NONE, true),
            pod("web-1-a", "ReplicaSet/web-1", NONE, false)),
        row(
            "a ReplicaSet of nobody",
            List.of("ReplicaSet/alone"),
            replicaSet("alone", "", OURS, false),
            pod("alone-a", "ReplicaSet/alone", OURS, false)),
        row(
            "a ReplicaSet of a controller that is not read, as an Argo Rollout",
            List.of("ReplicaSet/canary"),
            replicaSet("canary", "Rollout/web", OURS, false),
            replicaSet("past", "Rollout/web", OURS, true),
            pod("canary-a", "ReplicaSet/canary", OURS, false)),
        row(
            "StatefulSets and DaemonSets, whoever owns them",
            List.of("DaemonSet/agent", "StatefulSet/db"),
            new Holder("StatefulSet", "shop", "db", "Database/db", OURS, false),
            new Holder("DaemonSet", "shop", "agent", "", OURS, false),
            pod("db-0", "StatefulSet/db", OURS, false),
            pod("agent-x", "DaemonSet/agent", OURS, false)),
        row(
            "a StatefulSet that was changed, with a pod of before",
            List.of("Pod/db-0"),
            new Holder("StatefulSet", "shop", "db", "", NONE, false),
            pod("db-0", "StatefulSet/db", OURS, false)),
        row(
            "a CronJob stands for its Jobs",
            List.of("CronJob/report"),
            new Holder("CronJob", "shop", "report", "", OURS, false),
            job("report-1", "CronJob/report", OURS, false),
            job("report-0", "CronJob/report", OURS, true),
            pod("report-1-a", "Job/report-1", OURS, false)),
        row(
            "a Job of before that still runs; one that has ended does not count",
            List.of("Job/report-1"),
            new Holder("CronJob", "shop", "report", "", NONE, false),
            job("report-1", "CronJob/report", OURS, false),
            job("report-0", "CronJob/report", OURS, true),
            pod("report-1-a", "Job/report-1", OURS, false),
            pod("report-0-a", "Job/report-0", OURS, true)),
        row(
            "a bare pod; one that has ended does not count",
            List.of("Pod/shell"),
            pod("shell", "", OURS, false),
            pod("ended", "", OURS, true)),
        row(
            "a pod of a controller that is not read",
            List.of("Pod/rc-a"),
            pod("rc-a", "ReplicationController/rc", OURS, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void cases(String what, List<Holder> all, List<String> counting) {
    StillUsed used = StillUsed.of(all, List.of());
    assertThat(
            Stream.of(used.deployments(), used.others(), used.pods())
                .flatMap(List::stream)
                .map(h -> h.kind() + "/" + h.name()))
        .as(what)
        .containsExactlyElementsOf(counting);
    assertThat(used.isEmpty()).isEqualTo(counting.isEmpty());
  }

  @Test
  void sameNameInAnotherNamespaceAccountsForNothing() {
    StillUsed used =
        StillUsed.of(
            List.of(
                replicaSet("web-1", "", OURS, false),
                new Holder("Pod", "other", "web-1-a", "ReplicaSet/web-1", OURS, false)),
            List.of());
    assertThat(used.pods()).extracting(Holder::id).containsExactly("other/Pod/web-1-a");
  }

  @Test
  void policyWithOurFinalizerIsAReason() {
    StillUsed used = StillUsed.of(List.of(), List.of(new Pinned("shop", "web")));
    assertThat(used.isEmpty()).isFalse();
  }

  private static Arguments row(String what, List<String> counting, Holder... all) {
    return Arguments.of(what, List.of(all), counting);
  }

  private static Holder deployment(List<String> profiles) {
    return new Holder("Deployment", "shop", "web", "", profiles, false);
  }

  private static Holder replicaSet(
      String name, String controller, List<String> profiles, boolean idle) {
    return new Holder("ReplicaSet", "shop", name, controller, profiles, idle);
  }

  private static Holder job(String name, String controller, List<String> profiles, boolean idle) {
    return new Holder("Job", "shop", name, controller, profiles, idle);
  }

  private static Holder pod(String name, String controller, List<String> profiles, boolean idle) {
    return new Holder("Pod", "shop", name, controller, profiles, idle);
  }
}
