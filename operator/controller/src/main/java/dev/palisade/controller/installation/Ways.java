package dev.palisade.controller.installation;

import dev.palisade.controller.helm.HelmRelease;

/** The commands that lead out of what is wrong. */
record Ways(HelmRelease release) {
  String crds() {
    return in(
        "helm upgrade %1$s -n %2$s with crds.enabled, or kubectl apply --server-side -f crds/ of this version");
  }

  String upgrade() {
    return in("helm upgrade %1$s -n %2$s makes it again");
  }

  String scale() {
    return in("helm upgrade %1$s -n %2$s with operator.replicas");
  }

  String operators() {
    return in(
        "kubectl describe deployment,replicaset,pod -n %2$s -l app.kubernetes.io/name=palisade-operator");
  }

  String leader() {
    return in("kubectl logs -n %2$s -l app.kubernetes.io/name=palisade-operator");
  }

  String helperPods() {
    return in(
        "kubectl describe daemonset palisade-helper -n %2$s says why; where it is Pod Security: kubectl label --overwrite namespace %2$s"
            + " pod-security.kubernetes.io/enforce=privileged");
  }

  String helper() {
    return in(
        "kubectl get pods -n %2$s -l app.kubernetes.io/name=palisade-helper -o wide, then kubectl logs -n %2$s -c helper POD");
  }

  String nodes() {
    return "kubectl get nodesecuritystates -o wide says why; a node needs Linux 6.1 with AppArmor switched on";
  }

  private String in(String command) {
    return command.formatted(release.name(), release.namespace());
  }
}
