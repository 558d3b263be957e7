package dev.palisade.conformance;

import java.nio.charset.StandardCharsets;

/**
 * The path language of policies, written down a second time, from the words of its documentation
 * and over bytes. Shares nothing with the code that makes profiles.
 */
final class ReferenceMatcher {
  private final byte[] pattern;

  ReferenceMatcher(String pattern) {
    this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
  }

  boolean matches(byte[] name) {
    for (int i = 0; i < pattern.length && pattern[i] != '*' && pattern[i] != '?'; i++) {
      if (i >= name.length || name[i] != pattern[i]) {
        return false;
      }
    }
    return table(name)[0][0];
  }

  /** Cell [p][n]: whether the pattern from p on matches the name from n on; filled backwards. */
  private boolean[][] table(byte[] name) {
    boolean[][] rest = new boolean[pattern.length + 1][name.length + 1];
    rest[pattern.length][name.length] = true;
    for (int p = pattern.length - 1; p >= 0; p--) {
      if (p > 0 && pattern[p] == '*' && pattern[p - 1] == '*') {
        continue; // the second star of a pair that starts at p - 1
      }
      for (int n = name.length; n >= 0; n--) {
        rest[p][n] = cell(rest, p, n, name);
      }
    }
    return rest;
  }

  private boolean cell(boolean[][] rest, int p, int n, byte[] name) {
    if (pattern[p] != '*') {
      boolean fits =
          n < name.length && (pattern[p] == '?' ? name[n] != '/' : name[n] == pattern[p]);
      return fits && rest[p + 1][n + 1];
    }
    boolean crossing = p + 1 < pattern.length && pattern[p + 1] == '*';
    int after = p + (crossing ? 2 : 1);
    boolean whole = pattern[p - 1] == '/' && (after == pattern.length || pattern[after] == '/');
    if (!whole && rest[after][n]) {
      return true;
    }
    // At least one byte; of a wildcard that is all of a segment the first is no slash.
    for (int end = n + 1; end <= name.length; end++) {
      boolean slash = name[end - 1] == '/';
      if (slash && (!crossing || (whole && end == n + 1))) {
        return false;
      }
      if (rest[after][end]) {
        return true;
      }
    }
    return false;
  }
}
