package dev.palisade.node.model;

import dev.palisade.node.json.Json;

/**
 * {@code securityContext.appArmorProfile}.
 *
 * @param type {@code Unconfined}, {@code RuntimeDefault}, {@code Localhost}; empty: not set
 * @param localhost the profile's name, empty for other types
 */
public record AppArmorField(String type, String localhost) {

  public static final AppArmorField ABSENT = new AppArmorField("", "");

  /** The field of a pod's spec or of a container. */
  static AppArmorField of(Json holder) {
    Json field = holder.at("securityContext", "appArmorProfile");
    return new AppArmorField(field.text("type"), field.text("localhostProfile"));
  }

  public static AppArmorField localhost(String profile) {
    return new AppArmorField("Localhost", profile);
  }

  public boolean isAbsent() {
    return type.isEmpty();
  }

  /** As a person reads it in a message. */
  public String shown() {
    return isAbsent() ? "no profile" : localhost.isEmpty() ? type : type + " " + localhost;
  }
}
