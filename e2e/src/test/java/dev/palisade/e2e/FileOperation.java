package dev.palisade.e2e;

/** What the demo application can try on a file; all of them are Write to a policy. */
enum FileOperation {
  /** open(O_WRONLY) and write. */
  WRITE,
  /** open(O_WRONLY | O_APPEND) and write. */
  APPEND,
  /** truncate(path, 0), without an open. */
  TRUNCATE,
  /** rename of another file over the path. */
  RENAME,
  /** link: the file gets a second name, by which it could be written. */
  LINK,
  /** unlink. */
  UNLINK;

  /** As the demo application calls it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
