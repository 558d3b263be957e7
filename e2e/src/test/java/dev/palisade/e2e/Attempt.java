package dev.palisade.e2e;

/**
 * What the kernel answered when a container tried an operation on a file.
 *
 * @param answer {@code ok}, or the name of the errno and the system call that gave it, such as
 *     {@code EACCES rename}
 */
record Attempt(String container, FileOperation operation, String answer) {
  static final String OK = "ok";
}
