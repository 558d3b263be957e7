package dev.palisade.cli.text;

/** What a cell says at a glance: foreground colours of ECMA-48 (SGR). */
public enum Tone {
  NONE(0),
  BAD(31),
  GOOD(32),
  WAITS(33);

  private final int code;

  Tone(int code) {
    this.code = code;
  }

  String paint(String text) {
    return this == NONE ? text : "\033[%dm%s\033[0m".formatted(code, text);
  }
}
