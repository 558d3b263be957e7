package dev.palisade.conformance;

import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import dev.palisade.policy.apparmor.SocketType;
import dev.palisade.policy.meaning.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A question put to the kernel: what its {@code .access} file is asked, and what the hooks make of
 * such answers (security/apparmor/file.c, ipc.c, net.c, mount.c).
 *
 * @param label the profile's name
 * @param self a profile that processes of the same container may be under
 */
record Trial(String label, String self, Question question) {
  /** What becomes of the access, and whether it is in the audit log. */
  record Verdict(boolean allowed, boolean reported) {}

  List<Query> queries() {
    return switch (question) {
      case Question.OnFile(var permissions, String path, boolean owned) ->
          List.of(Query.file(label, bytes(path)).owned(owned));
      case Question.MakeLink(String name, String target, boolean owned) ->
          List.of(
              Query.link(label, bytes(name), bytes(target)).owned(owned),
              Query.file(label, bytes(name)).owned(owned),
              Query.file(label, bytes(target)).owned(owned));
      case Question.OnSignal(var way, var signal, String peer) ->
          List.of(Query.signal(label, number(signal), named(peer)));
      case Question.OnProcess(var way, String peer) -> List.of(Query.ptrace(label, named(peer)));
      case Question.UseNetwork(var family, var type) ->
          List.of(Query.network(label, number(family), number(type)));
      case Question.OnMount(var operation, String point) ->
          List.of(Query.mount(label, bytes(mount(operation, point))));
      case Question.UseCapability q -> throw unanswered();
      case Question.SetLimit q -> throw unanswered();
      case Question.UseDevice q -> throw unanswered();
      case Question.UseSyscall q -> throw unanswered();
    };
  }

  /** What the kernel's answers to {@link #queries} say, in their order. */
  Verdict verdict(List<Answer> answers) {
    Answer first = answers.getFirst();
    return switch (question) {
      case Question.OnFile(var permissions, String path, boolean owned) ->
          verdict(first, mask(permissions));
      case Question.MakeLink q -> link(first, answers.get(1), answers.get(2));
      case Question.OnSignal(var way, var signal, String peer) ->
          verdict(first, way == SignalWay.SEND ? 0x2 : 0x4);
      case Question.OnProcess(var way, String peer) -> verdict(first, mask(way));
      case Question.UseNetwork q -> verdict(first, Answer.CREATE);
      case Question.OnMount(var operation, String point) -> verdict(first, mask(operation));
      case Question.UseCapability q -> throw unanswered();
      case Question.SetLimit q -> throw unanswered();
      case Question.UseDevice q -> throw unanswered();
      case Question.UseSyscall q -> throw unanswered();
    };
  }

  private static Verdict verdict(Answer answer, int mask) {
    int denied = mask & ~answer.allow();
    return new Verdict(
        denied == 0, denied == 0 ? (mask & answer.audit()) != 0 : (denied & ~answer.quiet()) != 0);
  }

  /** {@code profile_path_link}. */
  private static Verdict link(Answer pair, Answer name, Answer target) {
    if ((name.allow() & Answer.LINK) == 0 || (pair.allow() & Answer.LINK) == 0) {
      return new Verdict(false, (pair.quiet() & Answer.LINK) == 0);
    }
    boolean subset = (pair.allow() & Query.LINK_SUBSET) != 0;
    int gained = name.allow() & ~target.allow() & FILE_MASK;
    if (subset && gained != 0) {
      return new Verdict(false, (gained & ~pair.quiet()) != 0);
    }
    return new Verdict(true, (pair.audit() & Answer.LINK) != 0);
  }

  private static final int FILE_MASK =
      Answer.READ
          | Answer.WRITE
          | Answer.APPEND
          | Answer.CREATE
          | Answer.DELETE
          | Answer.LOCK
          | Answer.MAP
          | Answer.EXECUTE;

  private static int mask(Set<Permission> permissions) {
    return permissions.stream().mapToInt(Trial::mask).reduce(0, (a, b) -> a | b);
  }

  private static int mask(Permission permission) {
    return switch (permission) {
      case READ -> Answer.READ;
      case WRITE -> Answer.WRITE | Answer.CREATE | Answer.DELETE;
      case APPEND -> Answer.APPEND;
      case LOCK -> Answer.LOCK;
      case LINK -> Answer.LINK;
      case MAP -> Answer.MAP;
      case EXECUTE -> Answer.EXECUTE;
    };
  }

  private static IllegalArgumentException unanswered() {
    return new IllegalArgumentException("the kernel's .access knows only what is in an automaton");
  }

  /** Mount point, device, type and flags (a byte each, from 1), include/mount.h. */
  private static String mount(MountOperation operation, String point) {
    return switch (operation) {
      case MOUNT -> point + "\0/dev/x\0ext4\0\1";
      case REMOUNT -> point + "\0\0\0\6";
      case UNMOUNT -> point;
      case PIVOTROOT -> point + "\0/old";
    };
  }

  private static int mask(MountOperation operation) {
    return switch (operation) {
      case PIVOTROOT -> 0x1;
      case MOUNT, REMOUNT -> 0x2;
      case UNMOUNT -> 0x4;
    };
  }

  /** AA_PTRACE_TRACE and so on, include/ipc.h. */
  private static int mask(PtraceWay way) {
    return switch (way) {
      case TRACE -> 0x2;
      case READ -> 0x4;
      case TRACEDBY -> 0x8;
      case READBY -> 0x10;
    };
  }

  /**
   * Of linux/socket.h; those that have no word in between are not there or have one of their own.
   */
  private static int number(Family family) {
    return switch (family) {
      case UNIX -> 1;
      case INET -> 2;
      case INET6 -> 10;
      case NETLINK -> 16;
      case PACKET -> 17;
      case ALG -> 38;
      case VSOCK -> 40;
      case XDP -> 44;
      default -> throw new IllegalArgumentException(family.word());
    };
  }

  private static int number(SocketType type) {
    return switch (type) {
      case STREAM -> 1;
      case DGRAM -> 2;
      case RAW -> 3;
      case RDM -> 4;
      case SEQPACKET -> 5;
    };
  }

  /** As the kernel numbers them for itself, include/sig_names.h: the order of the words. */
  private static int number(SignalName signal) {
    return signal == SignalName.EXISTS ? 35 : List.of(SignalName.values()).indexOf(signal);
  }

  private String named(String peer) {
    return peer.equals(Profile.SELF) ? self : peer;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
