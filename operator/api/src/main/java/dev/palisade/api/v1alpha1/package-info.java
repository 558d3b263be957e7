/** The custom resources of group {@code palisade.dev}, version {@code v1alpha1}. */
package dev.palisade.api.v1alpha1;
