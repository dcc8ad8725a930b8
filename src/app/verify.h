/* The whole ledger recomputed on the server, by the same audit as `leitai verify`. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct request;

/* Schema Recount; a failed check is an answer, not an error. ERR_LIMIT "verify.busy" while another runs. Needs ACT_SEE_LEDGER. */
MUST_CHECK bool app_verify(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err);
