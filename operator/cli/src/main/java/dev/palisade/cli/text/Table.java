package dev.palisade.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of left-aligned cells, as kubectl prints them: three spaces between columns. */
public final class Table {
  private static final String GAP = "   ";

  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String indent, String... headings) {
    this.indent = indent;
    rows.add(List.of(headings));
  }

  /** An empty cell is shown as {@code -}. */
  public void row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells below " + rows.get(0).size() + " headings");
    }
    rows.add(
        java.util.Arrays.stream(cells).map(Plain::line).map(c -> c.isEmpty() ? "-" : c).toList());
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  public List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(r -> line(r, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder out = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      out.append(row.get(i));
      if (i < widths.length - 1) {
        out.repeat(' ', widths[i] - width(row.get(i))).append(GAP);
      }
    }
    return out.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
