/* Errors are values on the caller's stack; making one never allocates. */
#include "base/err.h"

#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

bool fail(struct err *err, enum err_kind kind, const char *code, const char *fmt, ...)
{
	assert(kind > ERR_NONE && kind < ERR_KIND_COUNT);
	err->kind = kind;
	snprintf(err->code, sizeof(err->code), "%s", code);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof(err->message), fmt, ap);
	va_end(ap);
	utf8_mend(err->message); /* a name may have been cut, by its %.64s or by the end of the message */
	return false;
}
