package dev.palisade.node.model;

import dev.palisade.node.json.Json;

/**
 * {@code securityContext.appArmorProfile} or {@code securityContext.seccompProfile}.
 *
 * @param type {@code Unconfined}, {@code RuntimeDefault}, {@code Localhost}; empty: not set
 * @param localhost the profile's name in the kernel, or the filter's below the kubelet's directory;
 *     empty for other types
 */
public record ProfileField(String type, String localhost) {

  public static final ProfileField ABSENT = new ProfileField("", "");

  /** The field of a pod's spec or of a container. */
  static ProfileField appArmor(Json holder) {
    return of(holder.at("securityContext", "appArmorProfile"));
  }

  /** The field of a pod's spec or of a container. */
  static ProfileField seccomp(Json holder) {
    return of(holder.at("securityContext", "seccompProfile"));
  }

  private static ProfileField of(Json field) {
    return new ProfileField(field.text("type"), field.text("localhostProfile"));
  }

  public static ProfileField localhost(String profile) {
    return new ProfileField("Localhost", profile);
  }

  public boolean isAbsent() {
    return type.isEmpty();
  }

  /** This one where it is set, else the pod's: as the kubelet resolves a container's. */
  ProfileField or(ProfileField pods) {
    return isAbsent() ? pods : this;
  }

  /** As a person reads it in a message. */
  public String shown() {
    return isAbsent() ? "no profile" : localhost.isEmpty() ? type : type + " " + localhost;
  }
}
