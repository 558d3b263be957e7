package dev.palisade.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.Leaf;
import dev.palisade.rollout.Template;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * A hash of everything in a pod template that is not ours, so that a change by someone else is told
 * from our own apply.
 */
final class OthersHash {
  private static final int HEX_DIGITS = 16;
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private OthersHash() {}

  static String of(PodTemplateSpec template, Template facts) {
    ObjectNode root = JSON.valueToTree(template);
    if (root.at("/metadata/annotations") instanceof ObjectNode annotations) {
      annotations.remove(Palisade.REVISION);
    }
    ObjectNode spec = (ObjectNode) root.get("spec");
    if (spec.get("securityContext") instanceof ObjectNode context) {
      strip(context, facts.podLevel(), facts.podSeccomp());
    }
    if (!facts.placement().avoids().isEmpty()) {
      spec.remove("affinity");
    }
    for (String list : new String[] {"containers", "initContainers"}) {
      spec.path(list).forEach(c -> strip((ObjectNode) c, facts));
    }
    prune(root);
    return hash(root);
  }

  private static void strip(ObjectNode container, Template facts) {
    if (!(container.get("securityContext") instanceof ObjectNode context)) {
      return;
    }
    facts
        .container(container.path("name").asText())
        .ifPresent(c -> {
          strip(context, c.appArmor(), c.seccomp());
          if (!c.othersOwnCapabilities()) {
            context.remove("capabilities");
          }
        });
  }

  private static void strip(ObjectNode context, Optional<Leaf> appArmor, Optional<Leaf> seccomp) {
    if (appArmor.filter(Leaf::namesOurs).isPresent()) {
      context.remove("appArmorProfile");
    }
    if (seccomp.filter(Leaf::namesOurs).isPresent()) {
      context.remove("seccompProfile");
    }
  }

  /** Objects that are empty without our leaves are as good as absent. */
  private static void prune(JsonNode node) {
    node.forEach(OthersHash::prune);
    if (node instanceof ObjectNode object) {
      Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
      while (fields.hasNext()) {
        JsonNode value = fields.next().getValue();
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
          fields.remove();
        }
      }
    }
  }

  private static String hash(ObjectNode root) {
    try {
      byte[] text =
          JSON.writeValueAsString(JSON.treeToValue(root, Map.class))
              .getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a pod template that cannot be hashed", e);
    }
  }
}
