package dev.palisade.controller.uninstall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palisade.controller.helm.HelmRelease;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final HelmRelease RELEASE =
      HelmRelease.fromEnvironment(
          Map.of(
              "PALISADE_HELM_RELEASE", "palisade",
              "PALISADE_NAMESPACE", "palisade-system",
              "PALISADE_HELM_REVISION", "3"));

  @Test
  void namesWhatCountsAndTheCommandsThatLeadOut() {
    StillUsed used =
        StillUsed.of(
            List.of(
                holder("Deployment", "shop", "web", "revision shop.web.r1"),
                holder("Deployment", "shop", "cart", "palisade.shop.web._default.a", "palisade.b"),
                holder("Deployment", "pay", "api", "palisade.pay.api.app.c"),
                holder("CronJob", "shop", "report", "palisade.shop.web._default.a"),
                holder("Job", "shop", "import", "palisade.shop.web._default.a"),
                holder("Pod", "shop", "shell", "palisade.shop.web._default.a")),
            List.of(new Pinned("pay", "api")));

    assertThat(Refusal.of(used, RELEASE))
        .isEqualTo(
            """
            Palisade is not uninstalled. Without it nobody loads its profiles after a reboot or on a new node, and pods that name one do not start there; no new pod is held to rules about devices.
            Deployments that name one, or a revision with rules about devices; these commands give the fields back, as a rolling update (policies may stay):
              pay/Deployment/api names palisade.pay.api.app.c
              shop/Deployment/cart names palisade.shop.web._default.a and others
              shop/Deployment/web names revision shop.web.r1
                kubectl palisade release --all -n pay
                kubectl palisade release --all -n shop
            Others that name one; Palisade did not write that. Take appArmorProfile, seccompProfile and the annotation palisade.dev/revision out of their templates, or delete them:
              shop/CronJob/report names palisade.shop.web._default.a
              shop/Job/import names palisade.shop.web._default.a
                kubectl edit cronjob report -n shop
                kubectl delete job import -n shop
            Pods that run under one, or under rules about devices, and that no template above accounts for. Wait for the roll to end, or delete them:
              shop/Pod/shell names palisade.shop.web._default.a
                kubectl delete pod shell -n shop
            Policies with deletionPolicy Release, whose finalizer only the operator removes:
              pay/api
                kubectl patch securitypolicy api -n pay --type=merge -p '{"spec":{"deletionPolicy":"Retain"}}'
            Then: helm uninstall palisade -n palisade-system
            All the same, now: helm uninstall palisade -n palisade-system --no-hooks
            To keep it: helm rollback palisade 3 -n palisade-system (Helm calls it uninstalling, and does not upgrade it before)
            This text with its line ends: kubectl logs -n palisade-system job/palisade-uninstall-check
            """);
  }

  @Test
  void namesTwentyOfAKind() {
    List<Holder> many =
        IntStream.range(0, 25)
            .mapToObj(i -> holder("Deployment", "shop", "web%02d".formatted(i), "palisade.a"))
            .toList();

    assertThat(Refusal.of(StillUsed.of(many, List.of()), RELEASE))
        .contains("shop/Deployment/web19 ", "  and 5 more\n    kubectl palisade release --all")
        .doesNotContain("web20", "Policies", "Pods");
  }

  @Test
  void aVariableThatIsMissingIsNamed() {
    assertThatThrownBy(() -> HelmRelease.fromEnvironment(Map.of("PALISADE_HELM_RELEASE", "a")))
        .hasMessageContaining("PALISADE_NAMESPACE is not set");
  }

  private static Holder holder(String kind, String namespace, String name, String... profiles) {
    return new Holder(kind, namespace, name, "", List.of(profiles), false);
  }
}
