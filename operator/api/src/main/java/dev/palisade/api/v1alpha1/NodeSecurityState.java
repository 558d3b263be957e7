package dev.palisade.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What one node's kernel and runtime can do, hold and deny; owned by the Node, written by its
 * helper only. {@code status} is no subresource, so that the first report and the object are one
 * write.
 */
@Group(Palisade.GROUP)
@Version(Palisade.VERSION)
@ShortNames("secnode")
@Categories(Palisade.CATEGORY)
@AdditionalPrinterColumn(
    name = "Capable",
    jsonPath = ".status.appArmor.capable",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.appArmor.reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Kernel",
    jsonPath = ".status.kernel.release",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class NodeSecurityState extends CustomResource<Void, NodeSecurityStatus> {}
