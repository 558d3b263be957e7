package dev.palisade.node.effect;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.SecurityFs;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.model.Filter;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.seccomp.SeccompFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Carries out steps one by one. A failure is kept in {@link Attempts} and stops nothing else. */
public final class StepRunner {
  private static final Logger LOG = System.getLogger(StepRunner.class.getName());

  /** A name outside this could attach itself to host programs (facts of apparmor.d(5)). */
  private static final Pattern NAME = Pattern.compile("palisade\\.[a-z0-9._-]{1,191}");

  private final SecurityFs kernel;
  private final BlobCache cache;
  private final SeccompFiles filters;
  private final BlobSource blobs;
  private final UseCheck uses;
  private final Usage usage;
  private final Attempts attempts;
  private final InstantSource clock;
  private final Checkpoint checkpoint;
  private boolean loadsRefused;

  public StepRunner(
      SecurityFs kernel,
      BlobCache cache,
      SeccompFiles filters,
      KubeClient client,
      UseCheck uses,
      Usage usage,
      Attempts attempts,
      InstantSource clock,
      Checkpoint checkpoint) {
    this.kernel = kernel;
    this.cache = cache;
    this.filters = filters;
    this.blobs = new BlobSource(client);
    this.uses = uses;
    this.usage = usage;
    this.attempts = attempts;
    this.clock = clock;
    this.checkpoint = checkpoint;
  }

  /** The kernel answered EEXIST for a name that it does not list. */
  public boolean loadsRefused() {
    return loadsRefused;
  }

  /** True if something changed. */
  public boolean run(Step step, Collection<Revision> revisions) {
    try {
      boolean changed =
          switch (step) {
            case Step.Load(var wanted) -> load(wanted, cached(wanted));
            case Step.Fetch(var wanted, var load) -> fetch(wanted, load);
            case Step.Unload(var profile, _) -> unload(profile, revisions);
            case Step.Forget(var sha256, _) -> forget(sha256);
            case Step.Write(var filter, _) -> write(filter);
            case Step.Remove(var filter, _) -> remove(filter, revisions);
          };
      attempts.succeeded(step.subject());
      if (changed) {
        LOG.log(
            Level.INFO,
            "step done",
            key("step", verb(step)),
            key("profile", step.subject()),
            key("reason", step.why()));
      }
      return changed;
    } catch (IOException e) {
      boolean repeated = attempts.message(step.subject()).equals(Optional.of(e.getMessage()));
      attempts.failed(step.subject(), e.getMessage(), clock.instant());
      Level level = repeated ? Level.DEBUG : Level.WARNING;
      LOG.log(
          level,
          "step failed",
          key("step", verb(step)),
          key("profile", step.subject()),
          key("error", e.getMessage()));
      return false;
    }
  }

  private static String verb(Step step) {
    return step.getClass().getSimpleName();
  }

  private byte[] cached(Wanted wanted) throws IOException {
    byte[] bytes = cache.read(wanted.sha256());
    BlobSource.check(wanted, bytes);
    return bytes;
  }

  private boolean fetch(Wanted wanted, boolean load) throws IOException {
    checkpoint.reached("fetch.before");
    byte[] bytes = blobs.fetch(wanted);
    checkpoint.reached("fetch.got");
    Optional<IOException> unkept = store(bytes);
    // A full disk must not keep a profile out of the kernel.
    if (load) {
      load(wanted, bytes);
    }
    if (unkept.isPresent()) {
      throw new IOException("no room on disk: " + unkept.get().getMessage(), unkept.get());
    }
    return true;
  }

  private Optional<IOException> store(byte[] bytes) {
    try {
      cache.store(bytes);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private boolean load(Wanted wanted, byte[] bytes) throws IOException {
    String profile = wanted.profile();
    if (!NAME.matcher(profile).matches()) {
      throw new IOException("profile name " + profile + " is refused: it must match " + NAME);
    }
    checkpoint.reached("load.before");
    boolean existed = existed(bytes);
    checkpoint.reached("load.after");
    Optional<KernelProfile> found = kernel.profile(profile);
    loadsRefused = existed && found.isEmpty();
    if (found.isEmpty()) {
      throw new IOException(
          existed
              ? "the kernel says File exists but does not list it (a kernel bug after an over-long"
                  + " name): it loads again once any profile is removed, or after a reboot"
              : "the kernel took the blob but does not list the profile");
    }
    // With another hash it is Tampered: reported from the next observation, never replaced.
    return found.get().isVerified(wanted.mode(), wanted.sha256(), wanted.sha1());
  }

  /** Loads; true if the kernel has the name already. */
  private boolean existed(byte[] bytes) throws IOException {
    try {
      kernel.load(bytes);
      return false;
    } catch (IOException e) {
      if ("File exists".equals(e.getMessage())) {
        return true;
      }
      throw new IOException("the kernel refused the blob: " + e.getMessage(), e);
    }
  }

  private boolean unload(String profile, Collection<Revision> revisions) throws IOException {
    if (inUse(profile, revisions)) {
      return false;
    }
    byte[] bytes = bytesOf(profile);
    checkpoint.reached("unload.before");
    removeLoaded(profile);
    loadsRefused = false;
    checkpoint.reached("unload.after");
    Optional<String> late = lateUser(profile, revisions);
    checkpoint.reached("unload.looked");
    if (late.isPresent()) {
      keep(profile, late.get());
      LOG.log(Level.WARNING, "{0} is {1} again", profile, existed(bytes) ? "there" : "loaded");
      checkpoint.reached("unload.undone");
    }
    return true;
  }

  private boolean inUse(String profile, Collection<Revision> revisions) throws IOException {
    Optional<String> user = uses.user(profile, revisions);
    user.ifPresent(who -> keep(profile, who));
    return user.isPresent();
  }

  /** A sibling on this kernel may have been quicker. */
  private void removeLoaded(String profile) throws IOException {
    try {
      kernel.remove(profile);
    } catch (IOException e) {
      if (!"No such file or directory".equals(e.getMessage())) {
        throw new IOException("the kernel did not remove it: " + e.getMessage(), e);
      }
    }
  }

  /** Not to know is a yes here: loading harms nothing. */
  private Optional<String> lateUser(String profile, Collection<Revision> revisions) {
    try {
      return uses.user(profile, revisions);
    } catch (IOException e) {
      return Optional.of("perhaps somebody (" + e.getMessage() + ")");
    }
  }

  private void keep(String profile, String user) {
    Instant now = clock.instant();
    usage.named(profile, now);
    LOG.log(
        Level.INFO,
        "a profile stays: something names it",
        key("profile", profile),
        key("reason", user));
  }

  /** What a late user would get back. */
  private byte[] bytesOf(String profile) throws IOException {
    for (var blob : cache.blobs().values()) {
      if (blob.profile().equals(profile)) {
        return cache.read(blob.sha256());
      }
    }
    return kernel
        .blob(profile)
        .orElseThrow(() ->
            new IOException(
                "it stays loaded: its blob is neither cached nor shown by the kernel, so a late user could not get it back"));
  }

  private boolean forget(String sha256) throws IOException {
    if (uses.isReferenced(sha256)) {
      throw new IOException("a SecurityProfile names it again");
    }
    checkpoint.reached("forget.before");
    cache.remove(sha256);
    checkpoint.reached("forget.after");
    return true;
  }

  private boolean write(Filter filter) throws IOException {
    checkpoint.reached("fetch.before");
    byte[] bytes = blobs.fetch(filter.blob(), filter.sha256());
    checkpoint.reached("fetch.got");
    filters.write(filter.name(), bytes);
    // Else the next pass would write it again at once, and so on.
    if (!filter.sha256().equals(filters.hashes().get(filter.name()))) {
      throw new IOException(
          "it was written and is not there to be read: see who else writes there");
    }
    return true;
  }

  /**
   * Without a second look: a container whose filter has just gone does not start, and the next pass
   * writes it again for the container's pod.
   */
  private boolean remove(String filter, Collection<Revision> revisions) throws IOException {
    if (inUse(filter, revisions)) {
      return false;
    }
    checkpoint.reached("remove.before");
    filters.remove(filter);
    checkpoint.reached("remove.after");
    return true;
  }
}
