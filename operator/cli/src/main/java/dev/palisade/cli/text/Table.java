package dev.palisade.cli.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows of left-aligned cells, as kubectl prints them: three spaces between columns. */
public final class Table {
  private static final String GAP = "   ";

  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();
  private final Map<Integer, Function<List<String>, Tone>> tones = new HashMap<>();

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

  /** Which tone the cell below a heading has, by its row. */
  public Table tone(String heading, Function<List<String>, Tone> ofRow) {
    tones.put(rows.get(0).indexOf(heading), ofRow);
    return this;
  }

  public List<String> lines(boolean colours) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>(List.of(line(rows.get(0), widths, false)));
    rows.stream().skip(1).map(r -> line(r, widths, colours)).forEach(lines::add);
    return lines;
  }

  private String line(List<String> row, int[] widths, boolean colours) {
    StringBuilder out = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      out.append(colours ? tone(row, i).paint(row.get(i)) : row.get(i));
      if (i < widths.length - 1) {
        out.repeat(' ', widths[i] - width(row.get(i))).append(GAP);
      }
    }
    return out.toString().stripTrailing();
  }

  private Tone tone(List<String> row, int column) {
    return tones.getOrDefault(column, r -> Tone.NONE).apply(row);
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
