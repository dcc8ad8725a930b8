/* Secrets between a person and the program: passwords typed, QR codes shown. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct invocation;

/* A password: the first line of --password-file or of standard input; asked for twice, unseen, at a terminal.
 * Never an argument, which others could see. In the invocation's arena. */
MUST_CHECK bool secret_password(struct invocation *in, const char **ret_password, struct err *err);

/* The text as a QR code in half-height blocks, dark on light, on standard output. ERR_LIMIT "qr.long". */
MUST_CHECK bool secret_qr(const char *text, struct err *err);
