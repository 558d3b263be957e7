package dev.palisade.compile;

import java.nio.charset.StandardCharsets;

/**
 * A seccomp filter as a node keeps it.
 *
 * @param localhostProfile its name below the kubelet's directory
 * @param json in the OCI runtime specification's form
 * @param hash 64 hex digits, of what it does
 */
public record FilterFile(String localhostProfile, String json, String hash) {
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
