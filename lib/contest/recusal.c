/* Marks are canonical JSON of criteria's ids and whole numbers, so a criterion is found in them by its quoted name. */
#include "contest/recusal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "contest/contest.h"

#include <stdio.h>
#include <string.h>

enum { NEEDLE = 80 };

static const char *find_mark(const struct criterion *c, const char *marks)
{
	char needle[NEEDLE];
	snprintf(needle, sizeof(needle), "\"%s\":", c->id);
	return strstr(marks, needle);
}

bool recusal_is_panel_sheet(const struct stage *stage, bool recused, const char *marks)
{
	if (recused || str_eq(marks, "{}"))
		return true;
	for (int c = 0; c < stage->scoring.criterion_count; c++)
		if (stage->scoring.criteria[c].by == BY_PANEL && find_mark(&stage->scoring.criteria[c], marks))
			return true;
	return false;
}

static bool is_official(const struct stage *stage, const char *at, size_t len)
{
	for (int c = 0; c < stage->scoring.criterion_count; c++) {
		const struct criterion *k = &stage->scoring.criteria[c];
		if (k->by == BY_OFFICIAL && strlen(k->id) == len && memcmp(k->id, at, len) == 0)
			return true;
	}
	return false;
}

const char *recusal_marks(const struct stage *stage, const char *marks, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	buf_putc(&out, '{');
	for (const char *at = marks; *at && (at = strchr(at, '"')) != NULL;) {
		const char *id = at + 1, *end = strchr(id, '"');
		size_t len = end ? strcspn(end, ",}") : 0;
		if (!end)
			break;
		if (is_official(stage, id, (size_t)(end - id)))
			buf_printf(&out, "%s%.*s", out.len > 1 ? "," : "", (int)((size_t)(end - at) + len), at);
		at = end + len;
	}
	buf_putc(&out, '}');
	return arena_strdup(arena, buf_str(&out));
}
