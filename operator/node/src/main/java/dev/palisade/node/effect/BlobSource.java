package dev.palisade.node.effect;

import dev.palisade.node.apparmor.BlobName;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.json.Json;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.plan.Wanted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** SecurityProfileBlobs, each checked against what its SecurityProfile says. */
final class BlobSource {
  private static final String PATH = "/apis/palisade.dev/v1alpha1/securityprofileblobs/";

  private final KubeClient client;

  BlobSource(KubeClient client) {
    this.client = client;
  }

  /** A profile's, which must be of its name. */
  byte[] fetch(Wanted wanted) throws IOException {
    byte[] bytes = fetch(wanted.blob(), wanted.sha256());
    check(wanted, bytes);
    return bytes;
  }

  /**
   * Any.
   *
   * @param blob name of the SecurityProfileBlob
   * @param sha256 of its unpacked bytes, as the SecurityProfile says
   */
  byte[] fetch(String blob, String sha256) throws IOException {
    if (blob.isEmpty()) {
      throw new IOException("its SecurityProfile names no SecurityProfileBlob");
    }
    Json spec = client.get(PATH + KubeClient.encode(blob)).at("spec");
    if (!spec.text("encoding").equals("gzip")) {
      throw new IOException(
          "SecurityProfileBlob %s: encoding %s is not known to this helper"
              .formatted(blob, spec.text("encoding")));
    }
    byte[] bytes = unpack(blob, spec.text("data"));
    String found = Hash.sha256(bytes);
    if (!found.equals(sha256)) {
      throw new IOException(
          "SecurityProfileBlob %s has SHA-256 %s, its SecurityProfile says %s"
              .formatted(blob, found, sha256));
    }
    return bytes;
  }

  private static byte[] unpack(String blob, String data) throws IOException {
    byte[] bytes;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
      // A few bytes of gzip can be any number of zeros.
      bytes = in.readNBytes(BlobCache.LARGEST + 1);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("SecurityProfileBlob " + blob + ": " + e.getMessage(), e);
    }
    if (bytes.length > BlobCache.LARGEST) {
      throw new IOException(
          "SecurityProfileBlob " + blob + ": over " + BlobCache.LARGEST + " bytes");
    }
    return bytes;
  }

  /** The embedded name must be the expected one: it is the one that the kernel takes. */
  static void check(Wanted wanted, byte[] bytes) throws IOException {
    String name = BlobName.of(bytes);
    if (!name.equals(wanted.profile())) {
      throw new IOException("the blob is of profile " + name + ", not of " + wanted.profile());
    }
  }
}
