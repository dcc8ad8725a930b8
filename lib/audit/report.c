/* The first AUDIT_KEPT lines are kept, all are counted: a ledger with a hole in it fails a check a line. */
#include "audit/report.h"

#include "audit/audit.h"
#include "base/arena.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static void add(struct audit_report *report, const char *line)
{
	report->failed++;
	if (report->kept < AUDIT_KEPT)
		report->failures[report->kept++] = arena_strdup(report->arena, line);
}

void report_record(struct audit_report *report, int64_t seq, const char *fmt, ...)
{
	char line[1000];
	int n = snprintf(line, sizeof(line), "record %" PRId64 ": ", seq);
	va_list args;
	va_start(args, fmt);
	vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, args);
	va_end(args);
	add(report, line);
}

void report_other(struct audit_report *report, const char *fmt, ...)
{
	char line[1000];
	va_list args;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	add(report, line);
}
