package dev.palisade.policy;

import java.util.HexFormat;

/**
 * Names in the kernel and in the API server, all content addresses.
 *
 * <p>A kernel name has at most 200 bytes: at 254 the kernel refuses it and, on some releases, every
 * later load as well (apparmorfs makes a directory called NAME.NUMBER).
 */
public final class ProfileName {
  public static final int MAX_LENGTH = 200;

  /** Every seccomp filter of ours is below it. */
  public static final String FILTERS = "palisade/";

  private static final String PREFIX = "palisade.";
  private static final int HASH_LENGTH = 26;
  private static final int REVISION_HASH_LENGTH = 10;

  private ProfileName() {}

  /**
   * The name of a profile in the kernel.
   *
   * @param container a container's name or {@link Draft.Container#DEFAULT}
   * @param artefactHash 64 hex digits
   */
  public static String kernel(
      String namespace, String policy, String container, String artefactHash) {
    requireLabel(namespace);
    requireLabel(policy);
    if (!container.equals(Draft.Container.DEFAULT)) {
      requireLabel(container);
    }
    byte[] hash = HexFormat.of().parseHex(artefactHash);
    if (hash.length != 32) {
      throw new IllegalArgumentException("an artefact hash has 64 hex digits");
    }
    String name =
        PREFIX
            + String.join(
                ".", namespace, policy, container, Base32.of(hash).substring(0, HASH_LENGTH));
    return name.length() <= MAX_LENGTH
        ? name
        : PREFIX + Digest.over(namespace, policy, container, artefactHash).base32();
  }

  /**
   * The name of a seccomp filter below the kubelet's directory, as {@code localhostProfile} has it:
   * made as a kernel name is, in a directory of our own.
   *
   * @param filterHash 64 hex digits
   */
  public static String filter(
      String namespace, String policy, String container, String filterHash) {
    return FILTERS
        + kernel(namespace, policy, container, filterHash).substring(PREFIX.length())
        + ".json";
  }

  /** Name of the SecurityProfile. */
  public static String revision(String namespace, String policy, String revisionHash) {
    requireLabel(namespace);
    requireLabel(policy);
    return String.join(".", namespace, policy, revisionHash.substring(0, REVISION_HASH_LENGTH));
  }

  /** Name of the SecurityProfileBlob of a profile or filter. */
  public static String blob(String kernelName) {
    return Digest.over(kernelName).base32();
  }

  private static void requireLabel(String label) {
    if (!DnsLabel.matches(label)) {
      throw new IllegalArgumentException("not a DNS label: " + label);
    }
  }
}
