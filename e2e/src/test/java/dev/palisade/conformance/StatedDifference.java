package dev.palisade.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where {@code RuntimeDefault} is not what a runtime gives, as docs/rules/base.md says. */
enum StatedDifference {
  /**
   * Of directories with names of three bytes: the fourth of CRI-O's classes {@code [^0-9]} is of
   * the slash, too.
   */
  WRITES_BELOW_PROC_SYS_OR_BUS(DefaultProfile.CRIO, "/proc/[^/]{3}/.*/.*"),
  READS_OF_POWERCAP(DefaultProfile.CRIO, "/sys/devices/virtual/powercap/.+"),
  SIGNALS_OF_RUNTIMES(DefaultProfile.CRIO, "(/usr/s?bin/)?(runc|crun[^/]*|podman)") {
    @Override
    Optional<String> subject(Query query) {
      return query.sender();
    }
  };

  private final DefaultProfile runtime;
  private final Pattern about;

  StatedDifference(DefaultProfile runtime, String about) {
    this.runtime = runtime;
    this.about = Pattern.compile(about, Pattern.DOTALL);
  }

  /** What of a query the difference is about; empty if it is about others. */
  Optional<String> subject(Query query) {
    return query.path();
  }

  private boolean isAbout(Query query) {
    return subject(query).filter(s -> about.matcher(s).matches()).isPresent();
  }

  static List<StatedDifference> of(DefaultProfile runtime) {
    return Arrays.stream(values()).filter(d -> d.runtime == runtime).toList();
  }

  static Optional<StatedDifference> of(DefaultProfile runtime, Query query) {
    return of(runtime).stream().filter(d -> d.isAbout(query)).findFirst();
  }
}
