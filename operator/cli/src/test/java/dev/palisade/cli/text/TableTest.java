package dev.palisade.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCellAndEndWithoutBlanks() {
    Table table = new Table("  ", "A", "LONG HEADING", "C");
    table.row("äöü-wide", "", "last");
    table.row("x", "y", "");
    assertThat(table.lines(false))
        .containsExactly(
            "  A          LONG HEADING   C",
            "  äöü-wide   -              last",
            "  x          y              -");
  }

  @Test
  void aToneColoursTheCellAndNotTheBlanksAfterIt() {
    Table table =
        new Table("", "A", "B").tone("A", row -> row.get(1).equals("bad") ? Tone.BAD : Tone.NONE);
    table.row("one", "bad");
    table.row("longer", "good");
    assertThat(table.lines(true))
        .containsExactly("A        B", "\u001B[31mone\u001B[0m      bad", "longer   good");
  }

  @Test
  void aRowHasACellForEachHeading() {
    Table table = new Table("", "A", "B");
    assertThatThrownBy(() -> table.row("1")).hasMessage("1 cells below 2 headings");
  }

  @Test
  void whatMovesACursorOrHidesTextIsShownAsAnEscape() {
    assertThat(Plain.line("a\u001B[2Jb\u202Ec\u0007")).isEqualTo("a\\u001b[2Jb\\u202ec\\u0007");
  }

  @Test
  void linesAreJoined() {
    assertThat(Plain.line("first:\r\n  second\tthird\n")).isEqualTo("first: second third");
  }
}
