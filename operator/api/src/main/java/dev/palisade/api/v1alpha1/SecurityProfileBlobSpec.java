package dev.palisade.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Spec of a {@link SecurityProfileBlob}; immutable. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self == oldSelf", message = "a SecurityProfileBlob is immutable")
public class SecurityProfileBlobSpec {
  /**
   * Compressed bytes at most: an object of the API server holds 1.5 MiB, and base64 takes a third
   * more.
   */
  public static final int MAX_COMPRESSED_BYTES = 900 * 1024;

  @Required
  @JsonPropertyDescription(
      "The profile's name in the kernel, or a seccomp filter's below the kubelet's directory.")
  public String profileName;

  @Required
  @JsonPropertyDescription("Hex SHA-256 of the uncompressed blob.")
  public String sha256;

  @Required
  @JsonPropertyDescription("Bytes, uncompressed.")
  public Integer size;

  @Required
  @JsonPropertyDescription("gzip.")
  public String encoding;

  @Required
  @Size(max = 1228800)
  @JsonPropertyDescription("Base64 of the compressed blob, which is at most 900 KiB.")
  public String data;
}
