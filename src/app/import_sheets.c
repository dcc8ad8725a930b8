/* Marks from CSV, one row a mark: gathered into sheets, checked against the
 * stage's rule and the sheets in force, then written all or nothing.
 *
 * Rows of one sheet need not stand together; a dictionary by
 * stage|entry|expert gathers them. Cost: linear in the rows. */
#include "app/import.h"

#include "app/context.h"
#include "app/docket.h"
#include "app/journal.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/sheet.h"

#include <stdlib.h>
#include <string.h>

static const char *const COLUMNS[] = {"heat", "entry", "expert", "criterion", "mark", /* required up to here */ "stage"};
enum { COL_HEAT, COL_ENTRY, COL_EXPERT, COL_CRITERION, COL_MARK, COL_STAGE };

enum { CELL_EMPTY, CELL_MARKED, CELL_RECUSED };

struct draft { /* a sheet being gathered */
	int stage;
	int heat;
	int entry, expert; /* indices in the docket */
	int line;          /* where it first appears */
	bool recused;
	int64_t *marks;       /* by criterion */
	unsigned char *cells; /* by criterion */
};

struct sheets_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *stage_id;
	const char *text;
	size_t len;
	bool amend, preview;
	struct findings *findings;
	struct import_report *report;
	struct arena *arena;
	struct contest *contest;
	struct docket **dockets; /* by stage; NULL until a row names it */
	struct dict known;  /* stage|entry|expert → draft */
	struct draft *drafts;
	size_t count, cap;
	struct dict officials; /* stage|entry|criterion → line of its one value */
};

static void bad(const struct sheets_work *w, int line, const char *code, const char *message)
{
	findings_add(w->findings, line, 0, code, "%s", message);
}

/* The stage of a row: named by the column or the command. NULL and a finding when it takes no marks. */
static struct docket *docket_of_row(struct sheets_work *w, struct db *db, const struct csv *csv, const int *index,
	struct err *err)
{
	const char *id = w->stage_id ? w->stage_id : import_id(csv, index[COL_STAGE], "stage", w->findings);
	if (!id)
		return NULL;
	int stage;
	struct err unknown = {0};
	if (!app_get_panel_stage(w->contest, id, &stage, &unknown)) {
		findings_add(w->findings, csv->line, 0, "import.stage", "%s", unknown.message);
		return NULL;
	}
	if (!w->dockets[stage] && !docket_load(db, w->contest, stage, w->arena, &w->dockets[stage], err))
		return NULL;
	return w->dockets[stage];
}

static bool known_participant(struct sheets_work *w, const struct docket *f, const char *entry, int line, int *ret)
{
	*ret = docket_find_entry(f, entry);
	if (*ret >= 0)
		return true;
	findings_add(w->findings, line, 0, "sheet.entry", "Entry \"%s\" does not take part in stage %s.", entry, f->stage->id);
	return false;
}

static bool known_expert(struct sheets_work *w, const struct docket *f, const char *expert, int line, int *ret)
{
	*ret = docket_find_expert(f, expert);
	if (*ret >= 0)
		return true;
	findings_add(w->findings, line, 0, "sheet.expert", "Expert \"%s\" is not seated in %s; import experts first.", expert,
		w->contest->id);
	return false;
}

static bool heat_of_row(struct sheets_work *w, struct docket *f, const struct csv *csv, const int *index, int entry,
	int *ret)
{
	struct slice name = import_field(csv, index[COL_HEAT]);
	const char *id = arena_strndup(w->arena, name.at, name.len);
	int heat = !name.len && f->stage->heat_count == 1 ? 0 : stage_find_heat(f->stage, id);
	if (heat < 0) {
		findings_add(w->findings, csv->line, 0, "sheet.heat", "Stage %s has no heat \"%.64s\".", f->stage->id, id);
		return false;
	}
	int expected = docket_heat(f, entry);
	if (expected >= 0 && expected != heat) {
		findings_add(w->findings, csv->line, 0, "sheet.heat", "Entry %s belongs to heat %s, not %s.",
			docket_entry_id(f, entry), f->stage->heats[expected].id, f->stage->heats[heat].id);
		return false;
	}
	docket_set_heat(f, entry, heat);
	*ret = heat;
	return true;
}

static struct draft *draft_of(struct sheets_work *w, const struct docket *f, int stage, int heat, int entry, int expert,
	int line)
{
	char *key = arena_printf(w->arena, "%d|%d|%d", stage, entry, expert);
	int at = dict_find(&w->known, key);
	if (at >= 0)
		return &w->drafts[at];
	if (w->count == w->cap) {
		size_t grown = w->cap ? w->cap * 2 : 256;
		w->drafts = arena_grow(w->arena, w->drafts, w->cap, grown, sizeof(*w->drafts));
		w->cap = grown;
	}
	dict_add(&w->known, w->arena, key, (int)w->count);
	size_t criteria = (size_t)f->stage->scoring.criterion_count;
	struct draft *d = &w->drafts[w->count++];
	*d = (struct draft){stage, heat, entry, expert, line, false, ARENA_ARRAY(w->arena, criteria, int64_t),
		ARENA_ARRAY(w->arena, criteria, unsigned char)};
	return d;
}

static const struct criterion *criterion_of_row(struct sheets_work *w, const struct docket *f, const struct csv *csv,
	const int *index, int *ret)
{
	struct slice name = import_field(csv, index[COL_CRITERION]);
	const char *id = arena_strndup(w->arena, name.at, name.len);
	*ret = stage_find_criterion(f->stage, id);
	if (*ret >= 0)
		return &f->stage->scoring.criteria[*ret];
	const char *names[64];
	size_t n = 0;
	for (int i = 0; i < f->stage->scoring.criterion_count && n < COUNT_OF(names); i++)
		names[n++] = f->stage->scoring.criteria[i].id;
	const char *near = str_nearest(id, names, n);
	findings_add(w->findings, csv->line, 0, "sheet.criterion", "Stage %s has no criterion \"%.64s\"%s%s%s.", f->stage->id,
		id, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
	return NULL;
}

static bool mark_in_range(struct sheets_work *w, const struct criterion *c, struct slice text, int line, int64_t *ret)
{
	char low[DECIMAL_TEXT], high[DECIMAL_TEXT], step[DECIMAL_TEXT];
	if (decimal_parse(text.at, text.len, ret) && *ret >= c->min && *ret <= c->max && (*ret - c->min) % c->step == 0)
		return true;
	findings_add(w->findings, line, 0, "sheet.mark", "\"%.*s\" is no mark for %s: %s to %s in steps of %s.",
		(int)(text.len < 40 ? text.len : 40), text.at, c->id, decimal_format(c->min, low), decimal_format(c->max, high),
		decimal_format(c->step, step));
	return false;
}

static bool one_official_value(struct sheets_work *w, const struct docket *f, const struct draft *d, int criterion,
	int line)
{
	int other = docket_official_elsewhere(f, d->entry, criterion, d->expert);
	if (other >= 0) {
		findings_add(w->findings, line, 0, "sheet.official", "Entry %s has this official value from %s already.",
			docket_entry_id(f, d->entry), docket_expert_id(f, other));
		return false;
	}
	const char *key = arena_printf(w->arena, "%d|%d|%d", d->stage, d->entry, criterion);
	if (dict_add(&w->officials, w->arena, key, line))
		return true;
	findings_add(w->findings, line, 0, "sheet.official", "This official value stands on line %d already.",
		dict_find(&w->officials, key));
	return false;
}

/* An expert of a class that the panel does not seat may give official values only. */
static bool may_mark(struct sheets_work *w, const struct docket *f, const struct draft *d, const struct criterion *c,
	int line)
{
	if (c->by == BY_OFFICIAL || !f->stage->panel_count)
		return true;
	int class_index = docket_expert_class(f, d->expert);
	for (int i = 0; i < f->stage->panel_count; i++)
		if (f->stage->panel[i].class_index == class_index)
			return true;
	findings_add(w->findings, line, 0, "sheet.class", "Expert %s is of no class that sits on the panel of %s.",
		docket_expert_id(f, d->expert), f->stage->id);
	return false;
}

static void take_mark(struct sheets_work *w, const struct docket *f, struct draft *d, const struct csv *csv,
	const int *index)
{
	struct slice mark = import_field(csv, index[COL_MARK]);
	if (slice_eq(import_field(csv, index[COL_CRITERION]), "*") && slice_eq(mark, "recused")) {
		d->recused = true;
		return;
	}
	int at;
	int64_t units = MARK_NONE;
	const struct criterion *c = criterion_of_row(w, f, csv, index, &at);
	if (!c || !may_mark(w, f, d, c, csv->line))
		return;
	if (d->cells[at] != CELL_EMPTY) {
		bad(w, csv->line, "sheet.double", "This expert's mark for this entry and criterion stands in the file already.");
		return;
	}
	if (mark.len && !mark_in_range(w, c, mark, csv->line, &units))
		return;
	if (c->by == BY_OFFICIAL && mark.len && !one_official_value(w, f, d, at, csv->line))
		return;
	d->cells[at] = mark.len ? CELL_MARKED : CELL_RECUSED;
	d->marks[at] = units;
}

static bool take_row(struct sheets_work *w, struct db *db, const struct csv *csv, const int *index, struct err *err)
{
	struct docket *f = docket_of_row(w, db, csv, index, err);
	if (!f)
		return err->kind == ERR_NONE;
	const char *entry_id = import_id(csv, index[COL_ENTRY], "entry", w->findings);
	const char *expert_id = import_id(csv, index[COL_EXPERT], "expert", w->findings);
	int entry, expert, heat;
	if (!entry_id || !expert_id || !known_participant(w, f, entry_id, csv->line, &entry) ||
		!known_expert(w, f, expert_id, csv->line, &expert) || !heat_of_row(w, f, csv, index, entry, &heat))
		return true;
	int stage = (int)(f->stage - w->contest->stages);
	take_mark(w, f, draft_of(w, f, stage, heat, entry, expert, csv->line), csv, index);
	return true;
}

/* A sheet with any panel mark must say something on every panel criterion: a mark, or empty for recused. */
static void check_complete(struct sheets_work *w, const struct draft *d)
{
	const struct stage *stage = &w->contest->stages[d->stage];
	bool any = false, all = true;
	const char *missing = NULL;
	for (int c = 0; c < stage->scoring.criterion_count; c++) {
		if (stage->scoring.criteria[c].by != BY_PANEL)
			continue;
		any = any || d->cells[c] != CELL_EMPTY;
		if (d->cells[c] == CELL_EMPTY) {
			all = false;
			missing = stage->scoring.criteria[c].id;
		}
	}
	if (d->recused && any)
		bad(w, d->line, "sheet.recused", "This sheet is recused and has marks; it must be one or the other.");
	else if (any && !all)
		findings_add(w->findings, d->line, 0, "sheet.incomplete",
			"This sheet has no row for %s; leave its mark empty when the expert is recused from it.", missing);
}

static bool read_rows(struct sheets_work *w, struct db *db, struct err *err)
{
	int index[COUNT_OF(COLUMNS)];
	struct csv csv;
	size_t columns = w->stage_id ? COL_STAGE : COUNT_OF(COLUMNS);
	if (!import_open(&csv, w->text, w->len, w->arena, w->findings) ||
		!csv_header(&csv, COLUMNS, columns, COUNT_OF(COLUMNS), index, w->findings))
		return true;
	if (w->stage_id && index[COL_STAGE] >= 0) {
		bad(w, 1, "csv.column", "The stage is named twice: by the command and by the column \"stage\".");
		return true;
	}
	size_t width = csv.count;
	while (csv_next(&csv, w->findings))
		if (import_width(&csv, width, w->findings) && !take_row(w, db, &csv, index, err))
			return false;
	for (size_t i = 0; i < w->count; i++)
		check_complete(w, &w->drafts[i]);
	if (!w->count && !w->findings->total)
		bad(w, 0, "import.no-rows", "The file has a header and no rows.");
	return true;
}

static int by_criterion_id(const void *a, const void *b)
{
	const struct criterion *const *x = a, *const *y = b;
	return strcmp((*x)->id, (*y)->id);
}

/* Canonical {criterion: units}: keys in order, criteria recused from left out. */
static const char *marks_json(const struct sheets_work *w, const struct draft *d)
{
	const struct scoring *scoring = &w->contest->stages[d->stage].scoring;
	size_t n = (size_t)scoring->criterion_count;
	const struct criterion **sorted = ARENA_ARRAY(w->arena, n, const struct criterion *);
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
	return arena_strdup(w->arena, buf_str(&out));
}

static const char *sheet_body(const struct sheets_work *w, const struct sheet_row *row, int64_t replaces)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "entry", row->entry);
	json_put_string(&json, "expert", row->expert);
	json_put_string(&json, "heat", row->heat);
	json_put_raw(&json, "marks", row->marks);
	json_put_bool(&json, "recused", row->recused);
	if (replaces >= 0)
		json_put_int(&json, "replaces", replaces);
	json_put_string(&json, "stage", row->stage);
	json_put_int(&json, "version", row->version);
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&out));
}

static bool write_draft(struct sheets_work *w, struct journal *j, const struct draft *d, struct err *err)
{
	const struct docket *f = w->dockets[d->stage];
	struct sheet_row row = {
		.stage = f->stage->id,
		.heat = f->stage->heats[d->heat].id,
		.entry = docket_entry_id(f, d->entry),
		.expert = docket_expert_id(f, d->expert),
		.recused = d->recused,
		.marks = marks_json(w, d),
		.version = 1,
	};
	struct sheet_row *old = docket_find_sheet(f, d->entry, d->expert);
	if (old && old->recused == row.recused && str_eq(old->marks, row.marks) && str_eq(old->heat, row.heat)) {
		w->report->unchanged++;
		return true;
	}
	if (old && !w->amend) {
		findings_add(w->findings, d->line, 0, "sheet.exists",
			"Expert %s has a sheet for entry %s already, with other marks; import with --amend to replace it.", row.expert,
			row.entry);
		return true;
	}
	row.version = old ? old->version + 1 : 1;
	*(old ? &w->report->amended : &w->report->added) += 1;
	if (w->preview)
		return true;
	const char *body = sheet_body(w, &row, old ? old->seq : -1);
	return journal_seal(j, old ? "sheet.amend" : "sheet.submit", body, &row.seq, err) &&
		store_put_sheet(j->db, w->contest->id, &row, err);
}

static void check_open(struct sheets_work *w)
{
	for (int s = 0; s < w->contest->stage_count; s++)
		if (w->dockets[s] && w->dockets[s]->closed)
			findings_add(w->findings, 0, 0, "stage.closed", "Stage %s is closed; its sheets can't change any more.",
				w->contest->stages[s].id);
}

static bool sheets_work(struct db *db, void *context, struct err *err)
{
	struct sheets_work *w = context;
	*w->report = (struct import_report){0};
	w->known = w->officials = (struct dict){0};
	w->count = w->cap = 0;
	if (!app_get_contest(db, w->contest_id, w->arena, &w->contest, err))
		return false;
	if (w->stage_id) {
		int stage;
		if (!app_get_panel_stage(w->contest, w->stage_id, &stage, err))
			return false;
	}
	w->dockets = ARENA_ARRAY(w->arena, (size_t)w->contest->stage_count, struct docket *);
	struct journal j = {.repeated = false};
	if (!w->preview && !journal_open(&j, w->app, db, w->contest->id, w->rq, "sheet.submit sheet.amend", w->arena, err))
		return false;
	if (j.repeated)
		return true;
	if (!read_rows(w, db, err))
		return false;
	check_open(w);
	if (!findings_none(w->findings, err))
		return false;
	w->report->rows = w->count;
	for (size_t i = 0; i < w->count; i++)
		if (!write_draft(w, &j, &w->drafts[i], err))
			return false;
	return findings_none(w->findings, err) && (w->preview || journal_close(&j, err));
}

bool app_import_sheets(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *text, size_t len, bool amend, bool preview, struct findings *findings,
	struct import_report *ret_report, struct err *err)
{
	if (!principal_check(rq->who, ACT_IMPORT, err))
		return false;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sheets_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .text = text, .len = len,
		.amend = amend, .preview = preview, .findings = findings, .report = ret_report, .arena = arena};
	return preview ? store_read(app->store, sheets_work, &w, err) : store_write(app->store, sheets_work, &w, err);
}
