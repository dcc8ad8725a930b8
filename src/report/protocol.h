/* The protocol of a heat, or of one entry in it, as a PDF to sign. See docs/protocol.md. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct buf;
struct protocol;

/* "zh" where the contest's title has Chinese, else "en". */
const char *report_language(const struct protocol *p);

/* Appends the PDF, A4: lying for a heat, upright for an entry. `language` "zh" or "en"; NULL: report_language(). The same
 * data give the same bytes. ERR_INPUT "protocol.language"; ERR_IO "report.font", "report.draw". */
MUST_CHECK bool report_protocol(const struct protocol *p, const char *language, struct buf *out, struct err *err);
