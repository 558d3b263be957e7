package dev.palisade.node;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Objects as the API server gives them, and two real blobs. */
public final class Fixtures {
  public static final String APP = "palisade.shop.checkout.app.aaaaaaaaaaaaaaaaaaaaaaaaaa";
  public static final String DEFAULT = "palisade.shop.checkout._default.bbbbbbbbbbbbbbbbbbbbbbbbbb";
  public static final String APP_FILTER =
      "palisade/shop.checkout.app.cccccccccccccccccccccccccc.json";
  public static final String DEFAULT_FILTER =
      "palisade/shop.checkout._default.dddddddddddddddddddddddddd.json";
  public static final String REVISION = "shop.checkout.ab12cd34ef";
  public static final String NO_DISKS =
      "{'name': 'no-disks', 'action': 'Deny', 'type': 'Block', 'major': 8, 'access': ['Read',"
          + " 'Write', 'Mknod']}";
  public static final byte[] APP_BLOB = blob("app.blob");
  public static final byte[] DEFAULT_BLOB = blob("default.blob");
  public static final byte[] APP_FILTER_BYTES = filter("mount");
  public static final byte[] DEFAULT_FILTER_BYTES = filter("ptrace");
  public static final String APP_ID = "a".repeat(64);
  public static final String SIDECAR_ID = "b".repeat(64);

  private Fixtures() {}

  public static Json json(String text) {
    try {
      return JsonText.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A SecurityProfile with a profile for the pod level and one for container {@code app}. */
  public static Json profile(String name, String load) {
    return json(profileText(name, load));
  }

  /** The same revision with a filter for each profile. */
  public static Json filteredProfile(String load) {
    return json(
        profileText(REVISION, load)
            .replace(
                "'name': '_default',",
                "'name': '_default',"
                    + entry(DEFAULT_FILTER, "filter-default", DEFAULT_FILTER_BYTES))
            .replace(
                "'name': 'app',",
                "'name': 'app'," + entry(APP_FILTER, "filter-app", APP_FILTER_BYTES)));
  }

  /** The first revision with a rule about devices. */
  public static Json devicesProfile(String load) {
    return json(
        profileText(REVISION, load)
            .replace("'mode': 'Enforce',", "'mode': 'Enforce', 'devices': [" + NO_DISKS + "],"));
  }

  private static String entry(String name, String blob, byte[] bytes) {
    return "'seccompProfile': {'localhostProfile': '%s', 'blob': '%s', 'sha256': '%s'},"
        .formatted(name, blob, Hash.sha256(bytes));
  }

  private static String profileText(String name, String load) {
    return """
    {'metadata': {'name': '%s', 'resourceVersion': '7', 'labels': {'palisade.dev/load': '%s'}},
     'spec': {'policy': {'namespace': 'shop', 'name': 'checkout'}, 'mode': 'Enforce', 'containers': [
      {'name': '_default', 'base': 'RuntimeDefault', 'profileName': '%s', 'blob': 'blob-default', 'blobSha256': '%s', 'blobSha1': '%s'},
      {'name': 'app', 'base': 'RuntimeDefault', 'profileName': '%s', 'blob': 'blob-app', 'blobSha256': '%s', 'blobSha1': '%s',
       'files': [{'name': 'no-log', 'action': 'Deny', 'paths': ['/var/log/checkout/**'], 'access': ['Write']}]}]}}
    """
        .formatted(
            name,
            load,
            DEFAULT,
            Hash.sha256(DEFAULT_BLOB),
            Hash.sha1(DEFAULT_BLOB),
            APP,
            Hash.sha256(APP_BLOB),
            Hash.sha1(APP_BLOB));
  }

  public static Revision revision(String load) {
    return Revision.of(profile(REVISION, load));
  }

  /**
   * A pod of the revision as the operator leaves it: containers {@code app} and {@code sidecar}.
   */
  public static String governedPod() {
    return """
    {'metadata': {'name': 'checkout-1', 'namespace': 'shop', 'uid': 'uid-1', 'resourceVersion': '9',
      'annotations': {'palisade.dev/revision': '%s'}},
     'spec': {'nodeName': 'n1',
      'securityContext': {'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '%s'}},
      'containers': [
       {'name': 'app', 'securityContext': {'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '%s'}}},
       {'name': 'sidecar'}]},
     'status': {'phase': 'Running', 'containerStatuses': [
       {'name': 'app', 'containerID': 'containerd://%s', 'state': {'running': {}}},
       {'name': 'sidecar', 'containerID': 'containerd://%s', 'state': {'running': {}}}]}}
    """
        .formatted(REVISION, DEFAULT, APP, APP_ID, SIDECAR_ID);
  }

  /** The same with the filters of {@link #filteredProfile} in its fields. */
  public static String filteredPod() {
    return governedPod()
        .replace(
            "{'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '" + DEFAULT,
            field(DEFAULT_FILTER) + DEFAULT)
        .replace(
            "{'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '" + APP,
            field(APP_FILTER) + APP);
  }

  /**
   * A pod of the revision whose container {@code app} is privileged: it has the annotation alone.
   */
  public static String privilegedPod() {
    return governedPod()
        .replaceAll("'appArmorProfile': \\{[^}]*}", "")
        .replace(
            "'name': 'app', 'securityContext': {",
            "'name': 'app', 'securityContext': {'privileged': true");
  }

  private static String field(String filter) {
    return "{'seccompProfile': {'type': 'Localhost', 'localhostProfile': '"
        + filter
        + "'}, 'appArmorProfile': {'type': 'Localhost', 'localhostProfile': '";
  }

  public static Pod pod(String text) {
    return Pod.of(json(text));
  }

  /** A SecurityProfileBlob. */
  public static Json blobObject(String name, byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json(
        "{'metadata': {'name': '%s'}, 'spec': {'encoding': 'gzip', 'data': '%s'}}"
            .formatted(name, Base64.getEncoder().encodeToString(packed.toByteArray())));
  }

  private static byte[] filter(String denied) {
    return """
    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["%s"], "action": "SCMP_ACT_ERRNO"}]}
    """
        .formatted(denied)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] blob(String name) {
    try (var in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
