package dev.palisade.policy;

import java.util.regex.Pattern;

/** RFC 1123 label: what namespaces, containers, rules and policies may be called. */
final class DnsLabel {
  static final int MAX_LENGTH = 63;

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private DnsLabel() {}

  static boolean matches(String text) {
    return text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches();
  }
}
