package dev.palisade.policy.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Draft;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Library;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.Policy;
import dev.palisade.policy.Problem;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wider than the runtime's default, whoever says it: a base, or a rule that allows. */
class WiderTest {
  private static final BaseProfile DEFAULT = Library.bundledBases().get(Library.RUNTIME_DEFAULT);

  private static final String ENDABLE =
      "signal (receive) peer=unconfined,\nsignal (receive) peer=runc,\nsignal (receive) peer=crun,\n";

  /** The default's denials but those of files below {@code /sys}. */
  private static final String ABOUT_PROC =
      """
      deny mount,
      deny /proc/* w,
      deny /proc/[^1-9/]/** w,
      deny /proc/[^1-9/][^0-9/]/** w,
      deny /proc/[^1-9s/][^0-9y/][^0-9s/]/** w,
      deny /proc/[^1-9/][^0-9/][^0-9/][^0-9/]*/** w,
      deny /proc/sys/[^k]** w,
      deny /proc/sys/kernel/? w,
      deny /proc/sys/kernel/?? w,
      deny /proc/sys/kernel/[^s][^h][^m]** w,
      deny /proc/sysrq-trigger rwklx,
      deny /proc/kcore rwklx,
      """;

  private static final String[] ABOUT_SYS = {
    "execute or write /sys/[^f]*/** (base team does not deny it)",
    "execute or write /sys/f[^s]*/** (base team does not deny it)",
    "execute or write /sys/fs/[^c]*/** (base team does not deny it)",
    "execute or write /sys/fs/c[^g]*/** (base team does not deny it)",
    "execute or write /sys/fs/cg[^r]*/** (base team does not deny it)",
    "execute, read or write /sys/firmware/** (base team does not deny it)",
    "execute, read or write /sys/devices/virtual/powercap/** (base team does not deny it)",
    "execute, read or write /sys/kernel/security/** (base team does not deny it)"
  };

  /**
   * @param wider each in words, with where it comes from
   */
  record Case(String name, DraftBuilder policy, Optional<OwnBase> base, List<String> wider) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        builtIn("the default itself", new DraftBuilder()),
        builtIn("the default, tried", new DraftBuilder().mode("Complain")),
        builtIn("Restricted", restricted()),
        builtIn("Restricted, tried", restricted().mode("Complain")),
        builtIn(
            "Restricted, all files, sockets and capabilities",
            restricted()
                .rules(
                    RuleList.FILES,
                    allow(Map.of("paths", List.of("/**"), "access", List.of("Read", "Write"))))
                .rules(RuleList.NETWORK, allow(Map.of()))
                .capabilities(List.of("ALL"), List.of("NET_RAW"))),
        builtIn(
            "Restricted, others traced",
            restricted().rules(RuleList.PTRACE, allow(Map.of("access", List.of("Trace", "Read")))),
            "ptrace (trace) with anyone (ptrace/a)",
            "ptrace (read) with anyone (ptrace/a)"),
        builtIn(
            "Restricted, its own traced",
            restricted()
                .rules(
                    RuleList.PTRACE,
                    allow(Map.of("access", List.of("Trace"), "peer", List.of("Self"))))),
        builtIn(
            "Restricted, signals to others",
            restricted().rules(RuleList.SIGNALS, allow(Map.of("access", List.of("Send")))),
            "send signals to or from anyone (signals/a)"),
        builtIn(
            "Restricted, another root",
            restricted()
                .rules(
                    RuleList.MOUNTS,
                    allow(Map.of("operations", List.of("PivotRoot"), "paths", List.of("/new")))),
            "pivotroot /new (mounts/a)",
            "pivotroot /new/ (mounts/a)"),
        builtIn(
            "Restricted, unmounting",
            restricted().rules(RuleList.MOUNTS, allow(Map.of("operations", List.of("Unmount"))))),
        own(
            "all files, without the default's denials",
            OwnBase.of("team", Optional.empty(), ENDABLE + "file,\n" + ABOUT_PROC),
            "Enforce",
            ABOUT_SYS),
        own(
            "mounts",
            OwnBase.of("team", Optional.empty(), ENDABLE + "mount,"),
            "Enforce",
            "mount anything (base team)",
            "mount anything (base team does not deny it)"),
        own(
            "one denied path of /sys",
            OwnBase.of("team", Optional.empty(), ENDABLE + "/sys/kernel/mm/** rw,\n/data/** rw,"),
            "Enforce",
            "write /sys/kernel/mm/** (base team)",
            "write /sys/[^f]*/** (base team does not deny it)"),
        own(
            "a few paths that the default has",
            OwnBase.of("team", Optional.empty(), ENDABLE + "/data/** rw,\nnetwork inet stream,"),
            "Enforce"),
        own(
            "the default and more denials",
            new OwnBase("team", Optional.of("RuntimeDefault"), List.of("deny network packet,")),
            "Enforce"),
        own(
            "the default and a peer more",
            new OwnBase(
                "team", Optional.of("RuntimeDefault"), List.of("signal (send) peer=other,")),
            "Enforce",
            "send signals to or from other (base team)"),
        own(
            "Restricted and what an application of the house needs",
            new OwnBase("team", Optional.of("Restricted"), List.of("/opt/java/** rmx,")),
            "Complain"),
        own(
            "tried, what is not denied passes",
            OwnBase.of("team", Optional.empty(), ENDABLE + ABOUT_PROC + "/lib/** rm,"),
            "Complain",
            ABOUT_SYS));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void found(Case c) {
    var problems = new ArrayList<Problem>();
    Policy policy =
        c.base()
            .flatMap(base -> base.read(Library.bundledBases(), problems))
            .map(c.policy()::policy)
            .orElseGet(c.policy()::policy);
    assertThat(problems).isEmpty();
    assertThat(Wider.than(DEFAULT, policy.defaultContainer(), policy.mode()))
        .containsExactlyInAnyOrderElementsOf(c.wider());
  }

  private static Case builtIn(String name, DraftBuilder policy, String... wider) {
    return new Case(name, policy, Optional.empty(), List.of(wider));
  }

  private static Case own(String name, OwnBase base, String mode, String... wider) {
    return new Case(
        name, new DraftBuilder().base("team").mode(mode), Optional.of(base), List.of(wider));
  }

  private static DraftBuilder restricted() {
    return new DraftBuilder().base(Library.RESTRICTED);
  }

  private static Draft.Rule allow(Map<String, List<String>> fields) {
    return new Draft.Rule("a", "Allow", fields);
  }
}
