package dev.palisade.node.proc;

import dev.palisade.policy.apparmor.Profile;

/**
 * A task's AppArmor label as {@code /proc/PID/attr/current} shows it: {@code name (mode)}, or
 * {@code unconfined} alone.
 *
 * @param mode empty where the kernel shows none
 */
public record Label(String name, String mode) {

  public static Label parse(String text) {
    String line = text.strip();
    int open = line.lastIndexOf(" (");
    return open > 0 && line.endsWith(")")
        ? new Label(line.substring(0, open), line.substring(open + 2, line.length() - 1))
        : new Label(line, "");
  }

  /**
   * A profile's own name. What a process of a profile in mode complain executes without a rule runs
   * under {@code NAME//null-PROGRAM}, which the kernel makes for it (security/apparmor/domain.c,
   * {@code aa_new_learning_profile}).
   */
  public static String withoutLearned(String name) {
    int learned = name.indexOf("//null-");
    return learned < 0 ? name : name.substring(0, learned);
  }

  public boolean isUnconfined() {
    return name.isEmpty() || name.equals("unconfined");
  }

  /** Names the profile, also in a stack ({@code a//&b}) or as a parent ({@code a//child}). */
  public boolean names(String profile) {
    for (String part : name.split("//&", -1)) {
      if (part.equals(profile) || part.startsWith(profile + Profile.CHILD)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return mode.isEmpty() ? name : name + " (" + mode + ")";
  }
}
