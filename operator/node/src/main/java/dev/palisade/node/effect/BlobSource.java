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

  byte[] fetch(Wanted wanted) throws IOException {
    if (wanted.blob().isEmpty()) {
      throw new IOException("its SecurityProfile names no SecurityProfileBlob");
    }
    Json spec = client.get(PATH + KubeClient.encode(wanted.blob())).at("spec");
    if (!spec.text("encoding").equals("gzip")) {
      throw new IOException(
          "SecurityProfileBlob %s: encoding %s is not known to this helper"
              .formatted(wanted.blob(), spec.text("encoding")));
    }
    byte[] bytes = unpack(wanted.blob(), spec.text("data"));
    check(wanted, bytes);
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

  /** The embedded name must be the expected one, and the bytes those of the SecurityProfile. */
  static void check(Wanted wanted, byte[] bytes) throws IOException {
    String sha256 = Hash.sha256(bytes);
    if (!sha256.equals(wanted.sha256())) {
      throw new IOException(
          "SecurityProfileBlob %s has SHA-256 %s, its SecurityProfile says %s"
              .formatted(wanted.blob(), sha256, wanted.sha256()));
    }
    String name = BlobName.of(bytes);
    if (!name.equals(wanted.profile())) {
      throw new IOException("the blob is of profile " + name + ", not of " + wanted.profile());
    }
  }
}
