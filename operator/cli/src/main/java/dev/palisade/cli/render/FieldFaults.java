package dev.palisade.cli.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what an object has that its type has not, instead of ending at the first. */
public final class FieldFaults extends DeserializationProblemHandler {
  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** One more thing that is wrong. */
  public void add(String path, String message) {
    lines.add(path.isEmpty() ? message : path + ": " + message);
  }

  @Override
  public boolean handleUnknownProperty(
      DeserializationContext context,
      JsonParser parser,
      JsonDeserializer<?> deserializer,
      Object bean,
      String name)
      throws IOException {
    Collection<Object> known = deserializer.getKnownPropertyNames();
    String allowed =
        known == null
            ? ""
            : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    JsonStreamContext at = parser.getParsingContext();
    boolean inside = parser.currentToken().isStructStart();
    add(path(inside ? at.getParent() : at), "unknown field; known here are " + allowed);
    parser.skipChildren();
    return true;
  }

  @Override
  public Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String value, String failure) {
    if (!type.isEnum()) {
      return NOT_HANDLED;
    }
    JsonStreamContext at = context.getParser().getParsingContext();
    String field = at.inArray() ? at.getParent().getCurrentName() : at.getCurrentName();
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(Object::toString)
            .collect(Collectors.joining(" or "));
    add(path(at), "unknown %s \"%s\"; write %s".formatted(field, value, allowed));
    return null;
  }

  /** fabric8's own types keep what they do not know. */
  void addUnknownOf(SecurityPolicy policy) {
    addUnknown("secpol", "metadata", policy.getMetadata().getAdditionalProperties());
    if (policy.getSpec() != null) {
      addUnknown("secpol", "spec.podSelector", policy.getSpec().podSelector);
    }
  }

  /** The same of one of the cluster. */
  void addUnknownOf(ClusterSecurityPolicy policy) {
    addUnknown("csecpol", "metadata", policy.getMetadata().getAdditionalProperties());
    if (policy.getSpec() != null) {
      addUnknown("csecpol", "spec.namespaceSelector", policy.getSpec().namespaceSelector);
      addUnknown("csecpol", "spec.policySelector", policy.getSpec().policySelector);
    }
  }

  /** The same of a base. */
  void addUnknownOf(SecurityBase base) {
    addUnknown("secbase", "metadata", base.getMetadata().getAdditionalProperties());
  }

  private void addUnknown(String kind, String path, LabelSelector selector) {
    if (selector != null) {
      addUnknown(kind, path, selector.getAdditionalProperties());
      for (int i = 0; i < selector.getMatchExpressions().size(); i++) {
        addUnknown(
            kind,
            path + ".matchExpressions[" + i + "]",
            selector.getMatchExpressions().get(i).getAdditionalProperties());
      }
    }
  }

  private void addUnknown(String kind, String path, Map<String, Object> unknown) {
    for (String name : new TreeSet<>(unknown.keySet())) {
      add(path + "." + name, "unknown field; see kubectl explain %s.%s".formatted(kind, path));
    }
  }

  static String message(JsonMappingException e) {
    Class<?> wanted = e instanceof MismatchedInputException m ? m.getTargetType() : null;
    if (wanted == null) {
      return e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
    }
    if (Collection.class.isAssignableFrom(wanted)) {
      return "write a list: [...] or lines that begin with -";
    }
    if (Number.class.isAssignableFrom(wanted)) {
      return "write a number";
    }
    return wanted == String.class || wanted.isEnum() ? "write one word" : "write a map of fields";
  }

  static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      append(path, step.getFieldName(), step.getIndex());
    }
    return path.toString();
  }

  private static String path(JsonStreamContext at) {
    if (at == null || at.inRoot()) {
      return "";
    }
    var path = new StringBuilder(path(at.getParent()));
    append(path, at.inObject() ? at.getCurrentName() : null, at.getCurrentIndex());
    return path.toString();
  }

  private static void append(StringBuilder path, String field, int index) {
    if (field == null) {
      path.append('[').append(index).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(field);
    }
  }
}
