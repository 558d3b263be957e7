package dev.palisade.cli.bundle;

import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Whether the operator and the helper may do what they must: questions to the API server's
 * authorizer, which write nothing.
 */
record Rights(String account, String verb, String group, String resource, String subresource) {
  private static final List<Rights> NEEDED =
      List.of(
          new Rights("palisade-operator", "watch", "palisade.dev", "securitypolicies", ""),
          new Rights("palisade-operator", "update", "palisade.dev", "securitypolicies", "status"),
          new Rights("palisade-operator", "watch", "palisade.dev", "clustersecuritypolicies", ""),
          new Rights(
              "palisade-operator", "update", "palisade.dev", "clustersecuritypolicies", "status"),
          new Rights("palisade-operator", "watch", "palisade.dev", "securitybases", ""),
          new Rights("palisade-operator", "update", "palisade.dev", "securitybases", "status"),
          new Rights("palisade-operator", "create", "palisade.dev", "securityprofiles", ""),
          new Rights("palisade-operator", "create", "palisade.dev", "securityprofileblobs", ""),
          new Rights("palisade-operator", "watch", "palisade.dev", "nodesecuritystates", ""),
          new Rights("palisade-operator", "watch", "palisade.dev", "rolloutcommands", ""),
          new Rights("palisade-operator", "watch", "", "namespaces", ""),
          new Rights("palisade-operator", "list", "", "nodes", ""),
          new Rights("palisade-operator", "list", "", "pods", ""),
          new Rights("palisade-operator", "create", "", "pods", ""),
          new Rights("palisade-operator", "create", "", "events", ""),
          new Rights("palisade-operator", "watch", "apps", "deployments", ""),
          new Rights("palisade-operator", "patch", "apps", "deployments", ""),
          new Rights("palisade-operator", "list", "apps", "replicasets", ""),
          new Rights("palisade-operator", "list", "batch", "jobs", ""),
          new Rights("palisade-helper", "get", "", "nodes", ""),
          new Rights("palisade-helper", "watch", "", "pods", ""),
          new Rights("palisade-helper", "watch", "palisade.dev", "securityprofiles", ""),
          new Rights("palisade-helper", "get", "palisade.dev", "securityprofileblobs", ""),
          new Rights("palisade-helper", "patch", "palisade.dev", "nodesecuritystates", ""));

  /** A line for each. */
  static List<String> lines(Requests requests, String namespace) {
    return NEEDED.stream().map(r -> r.line(requests, namespace)).toList();
  }

  private String line(Requests requests, String namespace) {
    Optional<SubjectAccessReview> answer =
        requests.answer(
            "create",
            "subjectaccessreviews.authorization.k8s.io",
            Where.cluster(),
            () ->
                requests
                    .client()
                    .authorization()
                    .v1()
                    .subjectAccessReview()
                    .create(review(namespace)));
    String word = answer.isEmpty() ? "?" : answer.get().getStatus().getAllowed() ? "yes" : "NO";
    return "%-4s %s %s %s%s%s"
        .formatted(
            word,
            account,
            verb,
            resource,
            group.isEmpty() ? "" : "." + group,
            subresource.isEmpty() ? "" : "/" + subresource);
  }

  private SubjectAccessReview review(String namespace) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser("system:serviceaccount:" + namespace + ":" + account)
        .withGroups(
            "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
        .withNewResourceAttributes()
        .withVerb(verb)
        .withGroup(group)
        .withResource(resource)
        .withSubresource(subresource)
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
