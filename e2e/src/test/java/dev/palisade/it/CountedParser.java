package dev.palisade.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A program that runs the real parser and notes when each run began and ended. */
final class CountedParser {
  private final Path program;
  private final Path notes;

  private CountedParser(Path program, Path notes) {
    this.program = program;
    this.notes = notes;
  }

  static CountedParser of(String parser) {
    try {
      Path directory = Files.createTempDirectory("counted-parser");
      Path notes = Files.createFile(directory.resolve("notes"));
      Path program = directory.resolve("parser");
      Files.writeString(
          program,
          """
          #!/bin/sh
          echo "1 $(date +%%s%%N)" >>%2$s
          %1$s "$@"
          status=$?
          echo "-1 $(date +%%s%%N)" >>%2$s
          exit $status
          """
              .formatted(parser, notes));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new CountedParser(program, notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path program() {
    return program;
  }

  long runs() {
    return changes().stream().filter(c -> c.by() > 0).count();
  }

  /** How many ran at the same time, at most. */
  int mostAtATime() {
    int now = 0;
    int most = 0;
    for (Change change : changes()) {
      now += change.by();
      most = Math.max(most, now);
    }
    return most;
  }

  private record Change(int by, long time) {}

  private List<Change> changes() {
    try {
      List<Change> changes = new ArrayList<>();
      for (String line : Files.readAllLines(notes)) {
        String[] words = line.split(" ", -1);
        changes.add(new Change(Integer.parseInt(words[0]), Long.parseLong(words[1])));
      }
      changes.sort(Comparator.comparingLong(Change::time).thenComparingInt(Change::by));
      return changes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
