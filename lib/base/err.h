/* What went wrong, for a person and for a program.
 *
 * A function that can fail returns bool and takes `struct err *err` last; it
 * returns false exactly when *err is set, and only `return fail(...)` sets it.
 * Callers pass an error up unchanged; the doors (command line, HTTP, worker)
 * alone translate it: exit status, RFC 9457 problem, retry. */
#pragma once

#include "base/base.h"

/* What kind of trouble, which decides exit status and HTTP status. */
enum err_kind {
	ERR_NONE,
	ERR_INPUT,     /* what the caller sent is wrong                exit 65, 400/422 */
	ERR_NOT_FOUND, /* the thing named does not exist               exit 66, 404 */
	ERR_CONFLICT,  /* not now: the state does not allow it         exit 75, 409 */
	ERR_DENIED,    /* not for this actor                           exit 77, 403 */
	ERR_LIMIT,     /* larger or more than allowed                  exit 65, 413/429 */
	ERR_PROOF,     /* a record, signature or result does not hold  exit 1 */
	ERR_IO,        /* disk, database, network                      exit 74, 503 */
	ERR_KIND_COUNT
};

struct err {
	enum err_kind kind;
	char code[48];     /* stable and documented: "entry.closed" */
	char message[720]; /* one English sentence that names the thing */
};

/* Sets *err and gives false, so that callers write `return fail(...)`. */
bool fail(struct err *err, enum err_kind kind, const char *code, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
