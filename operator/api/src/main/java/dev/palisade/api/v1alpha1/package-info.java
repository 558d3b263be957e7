/**
 * The custom resources of group {@code palisade.dev}, version {@code v1alpha1}.
 *
 * <p>Plain classes with public fields: they are shapes on the wire and carry no behaviour. Not
 * records, because the CRD generator writes the validation rules of record components twice. Enum
 * constants are spelled as in the API. A field exists only while something enforces or obeys it;
 * the generated schemas are checked in under {@code crds/}.
 */
package dev.palisade.api.v1alpha1;
