package dev.palisade.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A revision: all artefacts of one generation of one policy, by hash and name. Made by the operator
 * only.
 */
@Group(Palisade.GROUP)
@Version(Palisade.VERSION)
@ShortNames("secprof")
@Categories(Palisade.CATEGORY)
@AdditionalPrinterColumn(
    name = "Namespace",
    jsonPath = ".spec.policy.namespace",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Policy",
    jsonPath = ".spec.policy.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Mode",
    jsonPath = ".spec.mode",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Load",
    jsonPath = ".metadata.labels['palisade\\.dev/load']",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class SecurityProfile extends CustomResource<SecurityProfileSpec, Void> {}
