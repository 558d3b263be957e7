#include "demo.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int decode(const char *from, char *out, int size) {
  int n = 0;
  for (; *from && *from != '&'; from++) {
    if (n + 1 >= size) return 0;
    if (*from == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2])) {
      char hex[3] = {from[1], from[2], 0};
      out[n++] = (char)strtol(hex, NULL, 16);
      from += 2;
    } else {
      out[n++] = *from == '+' ? ' ' : *from;
    }
  }
  out[n] = 0;
  return 1;
}

int parameter(const char *query, const char *name, char *out, int size) {
  size_t length = strlen(name);
  for (const char *p = query; p && *p; p = strchr(p, '&') ? strchr(p, '&') + 1 : NULL) {
    if (strncmp(p, name, length) == 0 && p[length] == '=') return decode(p + length + 1, out, size);
  }
  return 0;
}
