package dev.palisade.api.v1alpha1;

/** Resources by the names of RLIMIT_*. */
public enum Resource {
  FSIZE,
  DATA,
  STACK,
  CORE,
  NPROC,
  NOFILE,
  MEMLOCK,
  AS,
  SIGPENDING,
  MSGQUEUE,
  RTPRIO,
  RTTIME
}
