/* The demo application: an HTTP server that keeps a log, a log shipper beside it, a load generator, one static program. */
#ifndef DEMO_H
#define DEMO_H

struct request {
  char method[8];
  char path[64];
  char query[512];
};

struct response {
  int status;
  char body[4096];
};

/* serve.c */
int serve(int port, void (*handle)(const struct request *, struct response *));

/* attempt.c: one operation on a path, asked for by the query op=...&path=...[&from=...] */
void attempt(const char *query, struct response *out);

/* kinds.c: one operation on what is no file, or on more than one; 0, an errno value, or -1 for another operation */
int perform_kind(const char *op, const char *what);

/* journal.c: appends one line to a file; 0 or an errno value */
int append_line(const char *path, const char *line);
void tail(const char *path, struct response *out);

/* load.c: new connections to an address, at a steady rate */
void load_start(const char *address, int port, int per_second);
void load_report(struct response *out);

/* query.c: the decoded value of a parameter in out; 0 if it is absent or does not fit */
int parameter(const char *query, const char *name, char *out, int size);

const char *errno_name(int error);
#endif
