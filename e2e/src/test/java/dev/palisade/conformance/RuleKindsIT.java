package dev.palisade.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.bed.NoCluster;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.compile.Revisions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of rule denies and reports to a kernel what it says, and nothing beside it. */
@NoCluster
class RuleKindsIT {
  private static final String POLICY =
      """
      apiVersion: palisade.dev/v1alpha1
      kind: SecurityPolicy
      metadata: {name: kinds, namespace: conformance}
      spec:
        podSelector: {matchLabels: {a: b}}
        mode: Enforce
        defaultContainer:
          base: RuntimeDefault
          files:
          - {name: append, action: Deny, paths: [/log], access: [Append]}
          - {name: own, action: Deny, paths: ["/own/**"], access: [Read, Lock], owner: Self}
          - {name: code, action: Deny, paths: [/code], access: [Execute]}
          - {name: seen, action: Audit, paths: ["/seen/**"], access: [Write]}
          network:
          - {name: raw, action: Deny, types: [Raw]}
          - {name: netlink, action: Deny, families: [Netlink]}
          - {name: seen, action: Audit, families: [Inet], types: [Stream]}
          signals:
          - {name: kill, action: Deny, access: [Send], signals: [SIGKILL]}
          - {name: usr1, action: Deny, access: [Receive], signals: [SIGUSR1], peer: Self}
          ptrace:
          - {name: trace, action: Deny, access: [Trace]}
          - {name: seen, action: Audit, access: [Read]}
          mounts:
          - {name: stay, action: Deny, operations: [Unmount], paths: [/run/secret]}
      """;

  /** Permissions of the classes but files (security/apparmor/include/perms.h). */
  private static final int SEND = 0x2;

  private static final int RECEIVE = 0x4;
  private static final int TRACE = 0x2;
  private static final int READ = 0x4;
  private static final int TRACED_BY = 0x8;
  private static final int READ_BY = 0x10;
  private static final int CREATE = 0x10;
  private static final int UMOUNT = 0x4;

  private static final int INET = 2;
  private static final int DECNET = 12;
  private static final int NETLINK = 16;
  private static final int FAMILIES = 46;

  @TempDir Path directory;

  private final List<Asked> asked = new ArrayList<>();

  /** What the answer must be in the bits of {@code mask}. */
  private record Asked(Query query, int mask, int allow, int audit) {
    Optional<String> difference(Answer answer) {
      return (answer.allow() & mask) == allow && (answer.audit() & mask) == audit
          ? Optional.empty()
          : Optional.of(
              "%s: %s, not allow %x and audit %x in %x"
                  .formatted(query.readable(), answer, allow, audit, mask));
    }
  }

  /** To both kernels of the bed, each made of the same source for a machine of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"here", "qemu"})
  void meanToTheKernelWhatTheySay(String machine) throws Exception {
    Artefact artefact = artefact();
    Compilation compiled = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT).compile(artefact);
    assertThat(compiled).isInstanceOf(Compilation.Compiled.class);
    files(artefact.profileName());
    sockets(artefact.profileName());
    processes(artefact.profileName());
    mounts(artefact.profileName());
    List<Answer> answers =
        MiniKernel.ask(
            Optional.of(machine).filter(m -> !m.equals("here")),
            directory,
            List.of(((Compilation.Compiled) compiled).bytes()),
            asked.stream().map(Asked::query).toList());
    var wrong = new ArrayList<String>();
    for (int i = 0; i < answers.size(); i++) {
      asked.get(i).difference(answers.get(i)).ifPresent(wrong::add);
    }
    System.out.printf("RuleKindsIT: %d queries%n", answers.size());
    assertThat(wrong).isEmpty();
  }

  private void files(String label) {
    int all =
        Answer.READ | Answer.WRITE | Answer.APPEND | Answer.LOCK | Answer.EXECUTE | Answer.MAP;
    int write = Answer.WRITE | Answer.APPEND | Answer.LOCK;
    file(label, "/log", all, all & ~Answer.APPEND, 0);
    // The mini VM asks as root about root's files: they are its own.
    file(label, "/own/x", all, all & ~Answer.READ & ~Answer.LOCK, 0);
    file(label, "/code", all, all & ~Answer.EXECUTE & ~Answer.MAP, 0);
    file(label, "/seen/x", all, all, write);
    file(label, "/elsewhere", all, all, 0);
  }

  private void file(String label, String path, int mask, int allow, int audit) {
    asked.add(new Asked(Query.file(label, bytes(path)), mask, allow, audit));
  }

  private void sockets(String label) {
    for (int family = 1; family < FAMILIES; family++) {
      for (int type = 1; type <= 5; type++) {
        boolean denied = family != DECNET && (type == 3 || family == NETLINK);
        int audit = family == INET && type == 1 ? CREATE : 0;
        asked.add(
            new Asked(Query.network(label, family, type), CREATE, denied ? 0 : CREATE, audit));
      }
    }
  }

  private void processes(String label) {
    for (int signal = 1; signal <= 31; signal++) {
      int send = signal == 9 ? 0 : SEND;
      int receive = signal == 10 ? 0 : RECEIVE;
      asked.add(new Asked(Query.signal(label, signal, label), SEND | RECEIVE, send | receive, 0));
      // Whoever ends containers can: whatever a policy says.
      for (String runtime : List.of("unconfined", "runc", "crun")) {
        asked.add(new Asked(Query.signal(label, signal, runtime), SEND | RECEIVE, RECEIVE, 0));
      }
    }
    int all = TRACE | READ | TRACED_BY | READ_BY;
    asked.add(new Asked(Query.ptrace(label, label), all, all & ~TRACE, READ));
    asked.add(new Asked(Query.ptrace(label, "another"), all, TRACED_BY | READ_BY, 0));
  }

  private void mounts(String label) {
    for (String point : List.of("/run/secret", "/run/secret/")) {
      asked.add(new Asked(Query.mount(label, bytes(point)), UMOUNT, 0, 0));
    }
    asked.add(new Asked(Query.mount(label, bytes("/run/secret2/")), UMOUNT, UMOUNT, 0));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Artefact artefact() throws Exception {
    SecurityPolicy policy =
        new ObjectMapper(new YAMLFactory()).readValue(POLICY, SecurityPolicy.class);
    return Revisions.plan(policy, Cluster.UNSEEN).plan().artefacts().getFirst();
  }
}
