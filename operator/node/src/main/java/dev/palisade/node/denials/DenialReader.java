package dev.palisade.node.denials;

import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.linux.AuditSocket;
import dev.palisade.policy.DenialKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the audit multicast until {@link #close()} and counts what is about our profiles. */
public final class DenialReader implements Runnable, AutoCloseable {
  private static final Logger LOG = System.getLogger(DenialReader.class.getName());
  private static final int TIMEOUT_SECONDS = 5;
  private static final Set<String> COUNTED = Set.of("DENIED", "ALLOWED", "AUDIT", "LOG");

  private final AuditSocket socket;
  private final Path proc;
  private final Function<AuditRecord, DenialKind> classify;
  private final DenialCounts counts;
  private final Runnable changed;
  private volatile boolean closed;

  private DenialReader(
      AuditSocket socket,
      Path proc,
      Function<AuditRecord, DenialKind> classify,
      DenialCounts counts,
      Runnable changed) {
    this.socket = socket;
    this.proc = proc;
    this.classify = classify;
    this.counts = counts;
    this.changed = changed;
  }

  /** Opens the socket, so that from here on nothing is missed, and reads on a thread of its own. */
  public static DenialReader start(
      Path proc, Function<AuditRecord, DenialKind> classify, DenialCounts counts, Runnable changed)
      throws IOException {
    var reader =
        new DenialReader(AuditSocket.open(TIMEOUT_SECONDS), proc, classify, counts, changed);
    Thread.ofPlatform().daemon().name("denials").start(reader);
    return reader;
  }

  @Override
  public void run() {
    try (socket) {
      while (!closed) {
        Optional<AuditSocket.Message> message = socket.receive();
        if (message.isPresent()) {
          accept(message.get());
        } else {
          counts.lost(socket.dropped(proc));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "denials are no longer counted", e);
      counts.unavailable("no longer counted, until the helper is restarted: " + e);
    }
  }

  /** Takes effect within the receive timeout. */
  @Override
  public void close() {
    closed = true;
  }

  private void accept(AuditSocket.Message message) {
    record(message)
        .filter(r -> r.profile().startsWith(SecurityFs.OURS) && COUNTED.contains(r.outcome()))
        .ifPresent(seen -> {
          counts.count(seen, classify.apply(seen));
          changed.run();
        });
  }

  private static Optional<AuditRecord> record(AuditSocket.Message message) {
    return switch (message.type()) {
      case AuditSocket.APPARMOR -> AuditRecord.parse(message.text());
      case AuditSocket.SECCOMP -> AuditRecord.parseSyscall(message.text());
      default -> Optional.empty();
    };
  }
}
