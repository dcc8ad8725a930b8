/* Serving the data that an invocation names, until a signal ends it. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct invocation;

#define SERVE_LISTEN "127.0.0.1:8765"

/* `listen`: "ADDR:PORT", "[ADDR]:PORT" or "PORT" (on 127.0.0.1); port 0 takes a free one; NULL: SERVE_LISTEN.
 * Says its address on standard output when it listens. True after SIGTERM or SIGINT. */
MUST_CHECK bool serve_data(struct invocation *in, const char *listen, struct err *err);
