package dev.palisade.policy.apparmor;

import dev.palisade.policy.Word;
import java.util.Locale;

/**
 * Types of sockets that a rule can name. The parser has no word for {@code SOCK_DCCP}, and {@code
 * SOCK_PACKET} is only there for family {@link Family#PACKET}, which is named instead.
 */
public enum SocketType implements Word {
  STREAM,
  DGRAM,
  RAW,
  RDM,
  SEQPACKET;

  @Override
  public String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
