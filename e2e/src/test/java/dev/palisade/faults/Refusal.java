package dev.palisade.faults;

/**
 * An error in the API server's own form.
 *
 * @param body {@code Status} as JSON
 */
record Refusal(int code, String body) {
  static Refusal of(int code) {
    String reason =
        switch (code) {
          case 403 -> "Forbidden";
          case 404 -> "NotFound";
          case 409 -> "Conflict";
          case 410 -> "Expired";
          case 429 -> "TooManyRequests";
          case 503 -> "ServiceUnavailable";
          case 504 -> "Timeout";
          default -> "InternalError";
        };
    return new Refusal(
        code,
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
        "message":"the fault proxy answers %1$d","reason":"%2$s","code":%1$d}\
        """
            .formatted(code, reason));
  }
}
