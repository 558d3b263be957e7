package dev.palisade.node.model;

import dev.palisade.node.json.Json;
import dev.palisade.policy.Word;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.DeviceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A revision's rules about devices.
 *
 * @param rules empty also where they could not be read
 * @param unreadable what this helper does not know, as an operator of a newer version may have
 *     written it: then it holds none of them rather than some
 */
public record Devices(List<DeviceRule> rules, Optional<String> unreadable) {
  public static final Devices NONE = new Devices(List.of(), Optional.empty());

  private static final Set<String> FIELDS =
      Set.of("name", "action", "type", "major", "minor", "access");

  public Devices {
    rules = List.copyOf(rules);
  }

  /** From a SecurityProfile. */
  static Devices of(List<Json> entries) {
    List<DeviceRule> rules = new ArrayList<>();
    for (Json entry : entries) {
      try {
        rules.add(rule(entry));
      } catch (IllegalArgumentException e) {
        return new Devices(
            List.of(),
            Optional.of(
                "rule %s about devices is not known to this helper (%s): upgrade it"
                    .formatted(entry.text("name"), e.getMessage())));
      }
    }
    return new Devices(rules, Optional.empty());
  }

  /** There are none. */
  public boolean isEmpty() {
    return rules.isEmpty() && unreadable.isEmpty();
  }

  private static DeviceRule rule(Json entry) {
    Set<String> unknown = new HashSet<>(entry.fields().keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("field " + unknown.iterator().next());
    }
    Set<DeviceAccess> access = new HashSet<>();
    for (Json item : entry.items("access")) {
      access.add(word(item.text(), DeviceAccess.values()));
    }
    return new DeviceRule(
        entry.text("name"),
        word(entry.text("action"), DeviceAction.values()),
        word(entry.text("type"), DeviceType.values()),
        number(entry.at("major")),
        number(entry.at("minor")),
        access);
  }

  private static <W extends Word> W word(String text, W[] words) {
    for (W each : words) {
      if (each.word().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("\"" + text + "\"");
  }

  private static OptionalInt number(Json value) {
    if (value.isNull()) {
      return OptionalInt.empty();
    }
    if (value instanceof Json.Num(String literal)) {
      return OptionalInt.of(Integer.parseInt(literal));
    }
    throw new IllegalArgumentException("a number that is none");
  }
}
