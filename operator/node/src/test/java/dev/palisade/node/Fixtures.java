package dev.palisade.node;

import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Objects as the API server gives them, and two real blobs. */
public final class Fixtures {
  public static final String APP = "palisade.shop.checkout.app.aaaaaaaaaaaaaaaaaaaaaaaaaa";
  public static final String DEFAULT = "palisade.shop.checkout._default.bbbbbbbbbbbbbbbbbbbbbbbbbb";
  public static final String REVISION = "shop.checkout.ab12cd34ef";
  public static final byte[] APP_BLOB = blob("app.blob");
  public static final byte[] DEFAULT_BLOB = blob("default.blob");
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
    return json(
        """
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
                Hash.sha1(APP_BLOB)));
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

  public static Pod pod(String text) {
    return Pod.of(json(text));
  }

  private static byte[] blob(String name) {
    try (var in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
