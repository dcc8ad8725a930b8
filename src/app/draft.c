/* Both doors for marks, file and device, come through here, so that a rule of the stage is checked in one place. */
#include "app/draft.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/sheet.h"
#include "store/live.h"

#include <stdlib.h>
#include <string.h>

void draft_init(struct draft *d, const struct stage *stage, struct arena *arena)
{
	size_t criteria = (size_t)stage->scoring.criterion_count;
	*d = (struct draft){.stage = stage, .marks = ARENA_ARRAY(arena, criteria, int64_t),
		.cells = ARENA_ARRAY(arena, criteria, unsigned char)};
}

bool draft_find_criterion(const struct stage *stage, const char *id, int *ret, struct err *err)
{
	*ret = stage_find_criterion(stage, id);
	if (*ret >= 0)
		return true;
	const char *names[64];
	size_t n = 0;
	for (int i = 0; i < stage->scoring.criterion_count && n < COUNT_OF(names); i++)
		names[n++] = stage->scoring.criteria[i].id;
	const char *near = str_nearest(id, names, n);
	return fail(err, ERR_INPUT, "sheet.criterion", "Stage %s has no criterion \"%.64s\"%s%s%s.", stage->id, id,
		near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static bool in_range(const struct criterion *c, struct slice text, int64_t *ret, struct err *err)
{
	char low[DECIMAL_TEXT], high[DECIMAL_TEXT], step[DECIMAL_TEXT];
	if (decimal_parse(text.at, text.len, ret) && *ret >= c->min && *ret <= c->max && (*ret - c->min) % c->step == 0)
		return true;
	return fail(err, ERR_INPUT, "sheet.mark", "\"%.*s\" is no mark for %s: %s to %s in steps of %s.",
		(int)(text.len < 40 ? text.len : 40), text.at, c->id, decimal_format(c->min, low), decimal_format(c->max, high),
		decimal_format(c->step, step));
}

bool draft_mark(struct draft *d, int criterion, struct slice text, struct err *err)
{
	int64_t units = MARK_NONE;
	if (d->cells[criterion] != CELL_EMPTY)
		return fail(err, ERR_INPUT, "sheet.double",
			"This expert's mark for this entry and criterion stands in the file already.");
	if (text.len && !in_range(&d->stage->scoring.criteria[criterion], text, &units, err))
		return false;
	d->cells[criterion] = text.len ? CELL_MARKED : CELL_RECUSED;
	d->marks[criterion] = units;
	return true;
}

bool draft_check(const struct draft *d, struct err *err)
{
	bool any = false;
	const char *missing = NULL;
	for (int c = 0; c < d->stage->scoring.criterion_count; c++) {
		if (d->stage->scoring.criteria[c].by != BY_PANEL)
			continue;
		any = any || d->cells[c] != CELL_EMPTY;
		if (d->cells[c] == CELL_EMPTY)
			missing = d->stage->scoring.criteria[c].id;
	}
	if (d->recused && any)
		return fail(err, ERR_INPUT, "sheet.recused",
			"This sheet is recused and has marks; it must be one or the other.");
	if (any && missing)
		return fail(err, ERR_INPUT, "sheet.incomplete",
			"This sheet has no row for %s; leave its mark empty when the expert is recused from it.", missing);
	return true;
}

bool draft_check_class(const struct stage *stage, const char *expert, int class_index, struct err *err)
{
	for (int i = 0; i < stage->panel_count; i++)
		if (stage->panel[i].class_index == class_index)
			return true;
	return !stage->panel_count ||
		fail(err, ERR_DENIED, "sheet.class", "Expert %s is of no class that sits on the panel of %s.", expert, stage->id);
}

bool draft_check_seat(const struct stage *stage, int heat, const char *expert, bool sits, struct err *err)
{
	return sits || fail(err, ERR_DENIED, "sheet.panel", "Expert %s is not on the panel of heat %s in %s.", expert,
			       stage->heats[heat].id, stage->id);
}

bool draft_check_assigned(const struct stage *stage, const char *entry, const char *expert, bool shared_out, bool assigned,
	struct err *err)
{
	return !shared_out || assigned ||
		fail(err, ERR_DENIED, "sheet.assigned", "Entry %s of stage %s is not among those that expert %s marks.", entry, stage->id,
			expert);
}

bool draft_check_panel(struct db *db, const char *contest, const struct stage *stage, int heat, const char *expert,
	int64_t *ret_seats, struct err *err)
{
	bool sits;
	return store_count_panel(db, contest, stage->id, stage->heats[heat].id, expert, ret_seats, &sits, err) &&
		(!*ret_seats || draft_check_seat(stage, heat, expert, sits, err));
}

static int by_criterion_id(const void *a, const void *b)
{
	const struct criterion *const *x = a, *const *y = b;
	return strcmp((*x)->id, (*y)->id);
}

const char *draft_marks(const struct draft *d, struct arena *arena)
{
	const struct scoring *scoring = &d->stage->scoring;
	size_t n = (size_t)scoring->criterion_count;
	const struct criterion **sorted = ARENA_ARRAY(arena, n, const struct criterion *);
	for (size_t i = 0; i < n; i++)
		sorted[i] = &scoring->criteria[i];
	qsort(sorted, n, sizeof(*sorted), by_criterion_id);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	for (size_t i = 0; i < n; i++) {
		size_t c = (size_t)(sorted[i] - scoring->criteria);
		if (d->cells[c] == CELL_MARKED)
			json_put_int(&json, sorted[i]->id, d->marks[c]);
	}
	json_close(&json, '}');
	return arena_strdup(arena, buf_str(&out));
}

static void put_signed(struct json_writer *json, const struct draft_extra *extra)
{
	json_open(json, "signed", '{');
	json_put_int(json, "base", extra->base);
	json_put_string(json, "draft", extra->draft);
	json_put_string(json, "key", extra->key);
	json_put_string(json, "signature", extra->signature);
	json_close(json, '}');
}

const char *draft_body(const struct sheet_row *row, const struct draft_extra *extra, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "entry", row->entry);
	json_put_string(&json, "expert", row->expert);
	json_put_string(&json, "heat", row->heat);
	json_put_raw(&json, "marks", row->marks);
	json_put_bool(&json, "recused", row->recused);
	if (extra->remark)
		json_put_string(&json, "remark", extra->remark);
	if (extra->replaces >= 0)
		json_put_int(&json, "replaces", extra->replaces);
	if (extra->key)
		put_signed(&json, extra);
	json_put_string(&json, "stage", row->stage);
	json_put_int(&json, "version", row->version);
	json_close(&json, '}');
	return arena_strdup(arena, buf_str(&out));
}
