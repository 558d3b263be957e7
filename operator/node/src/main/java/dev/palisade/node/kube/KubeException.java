package dev.palisade.node.kube;

import java.io.IOException;

/** An answer of the API server that is not a success; {@code code} is the HTTP status. */
public final class KubeException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int code;

  public KubeException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The resource version is too old: only a new list helps. */
  public boolean expired() {
    return code == 410;
  }

  public boolean notFound() {
    return code == 404;
  }
}
