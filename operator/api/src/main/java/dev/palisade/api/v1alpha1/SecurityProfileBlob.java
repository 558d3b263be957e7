package dev.palisade.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One compiled AppArmor profile, fetched once by each node. Made by the operator only. */
@Group(Palisade.GROUP)
@Version(Palisade.VERSION)
@ShortNames("secblob")
@Categories(Palisade.CATEGORY)
@AdditionalPrinterColumn(
    name = "Profile",
    jsonPath = ".spec.profileName",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Bytes",
    jsonPath = ".spec.size",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class SecurityProfileBlob extends CustomResource<SecurityProfileBlobSpec, Void> {}
