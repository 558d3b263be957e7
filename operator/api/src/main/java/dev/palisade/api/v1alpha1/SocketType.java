package dev.palisade.api.v1alpha1;

/** Types of sockets, by the names of SOCK_*. */
public enum SocketType {
  Stream,
  Dgram,
  Raw,
  Rdm,
  Seqpacket
}
