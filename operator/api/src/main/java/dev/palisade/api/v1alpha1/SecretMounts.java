package dev.palisade.api.v1alpha1;

/** How a container has the volumes that the kubelet fills from objects of the API. */
public enum SecretMounts {
  ReadOnly
}
