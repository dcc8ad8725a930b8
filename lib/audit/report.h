/* The list of failed checks. */
#pragma once

#include "base/base.h"

struct audit_report;

/* Adds "record <seq>: " and the text. */
void report_record(struct audit_report *report, int64_t seq, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Adds the text as it is: for what is no record. */
void report_other(struct audit_report *report, const char *fmt, ...) PRINTF_LIKE(2, 3);
