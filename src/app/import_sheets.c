/* Marks from CSV, one row a mark: gathered into sheets, checked against the
 * stage's rule and the sheets in force, then written all or nothing.
 *
 * Rows of one sheet need not stand together; a dictionary by
 * stage|entry|expert gathers them. Cost: linear in the rows. */
#include "app/import.h"

#include "app/context.h"
#include "app/docket.h"
#include "app/draft.h"
#include "app/journal.h"
#include "app/principal.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/str.h"
#include "store/live.h"
#include "store/panels.h"

static const char *const COLUMNS[] = {"heat", "entry", "expert", "criterion", "mark", /* required up to here */ "stage"};
enum { COL_HEAT, COL_ENTRY, COL_EXPERT, COL_CRITERION, COL_MARK, COL_STAGE };

struct gathered { /* a sheet being made */
	int stage;
	int heat;
	int entry, expert; /* indices in the docket */
	int line;          /* where it first appears */
	int64_t seats;     /* on that panel; 0 = none was seated */
	bool asked, barred; /* whether the expert sits on that panel was looked up; and no */
	bool in_conflict;   /* a confirmed one, with the entry: only a recusal is taken */
	struct draft draft;
};

struct shared { /* who marks what in a stage */
	bool asked, out;   /* looked up; there is an assignment */
	struct dict pairs; /* "entry expert" */
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
	struct shared *shared;    /* by stage */
	struct dict known;  /* stage|entry|expert → gathered */
	struct gathered *sheets;
	size_t count, cap;
	struct dict leavers; /* experts who left */
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
	if (*ret >= 0 || str_eq(expert, "official"))
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

static struct gathered *sheet_of(struct sheets_work *w, const struct docket *f, int stage, int heat, int entry, int expert,
	int line)
{
	char *key = arena_printf(w->arena, "%d|%d|%d", stage, entry, expert);
	int at = dict_find(&w->known, key);
	if (at >= 0)
		return &w->sheets[at];
	if (w->count == w->cap) {
		size_t grown = w->cap ? w->cap * 2 : 256;
		w->sheets = arena_grow(w->arena, w->sheets, w->cap, grown, sizeof(*w->sheets));
		w->cap = grown;
	}
	dict_add(&w->known, w->arena, key, (int)w->count);
	struct gathered *g = &w->sheets[w->count++];
	*g = (struct gathered){.stage = stage, .heat = heat, .entry = entry, .expert = expert, .line = line};
	draft_init(&g->draft, f->stage, w->arena);
	return g;
}

/* An official value comes from one expert only. */
static void check_official(struct sheets_work *w, const struct docket *f, const struct gathered *g, int criterion,
	int line)
{
	const char *other = docket_official_elsewhere(f, g->entry, criterion, g->expert);
	if (other) {
		findings_add(w->findings, line, 0, "sheet.official", "Entry %s has this official value from %s already.",
			docket_entry_id(f, g->entry), other);
		return;
	}
	const char *key = arena_printf(w->arena, "%d|%d|%d", g->stage, g->entry, criterion);
	if (!dict_add(&w->officials, w->arena, key, line))
		findings_add(w->findings, line, 0, "sheet.official", "This official value stands on line %d already.",
			dict_find(&w->officials, key));
}

/* The pairs in force of the row's stage, looked up once. */
static bool load_pairs(struct sheets_work *w, struct db *db, const struct docket *f, struct err *err)
{
	struct shared *s = &w->shared[f->stage_index];
	struct assigned_row *rows;
	size_t n;
	if (s->asked)
		return true;
	if (!store_list_assigned(db, w->contest->id, f->stage->id, NULL, w->arena, &rows, &n, err))
		return false;
	s->asked = true;
	s->out = n > 0;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&s->pairs, w->arena, arena_printf(w->arena, "%s %s", rows[i].entry, rows[i].expert), 0);
	return true;
}

static bool check_assigned(struct sheets_work *w, struct db *db, const struct docket *f, const struct gathered *g,
	struct err *err)
{
	const char *entry = docket_entry_id(f, g->entry), *expert = docket_expert_id(f, g->expert);
	const struct shared *s = &w->shared[f->stage_index];
	return load_pairs(w, db, f, err) &&
		draft_check_assigned(f->stage, entry, expert, s->out,
			s->out && dict_find(&s->pairs, arena_printf(w->arena, "%s %s", entry, expert)) >= 0, err);
}

/* Official values may come from any expert and from "official", panel marks and recusals from the panel only: said once
 * a sheet. */
static bool may_mark(struct sheets_work *w, struct db *db, const struct docket *f, struct gathered *g, bool *ret,
	struct err *err)
{
	const char *expert = docket_expert_id(f, g->expert);
	*ret = !g->barred;
	if (g->asked)
		return true;
	g->asked = g->barred = true;
	*ret = false;
	if (g->expert < 0)
		return fail(err, ERR_DENIED, "sheet.class", "\"%s\" gives official values only.", expert);
	if (!check_assigned(w, db, f, g, err) ||
		!draft_check_panel(db, w->contest->id, f->stage, g->heat, expert, &g->seats, err) ||
		!(g->seats || draft_check_class(f->stage, expert, docket_expert_class(f, g->expert), err)))
		return false;
	g->in_conflict = ruled_has(&f->ruled, docket_entry_id(f, g->entry), expert);
	g->barred = false;
	*ret = true;
	return true;
}

static bool take_mark(struct sheets_work *w, struct db *db, const struct docket *f, struct gathered *g, const struct csv *csv,
	const int *index, struct err *err)
{
	struct slice name = import_field(csv, index[COL_CRITERION]), mark = import_field(csv, index[COL_MARK]);
	int at;
	bool may = true;
	if (slice_eq(name, "*") && slice_eq(mark, "recused"))
		return may_mark(w, db, f, g, &g->draft.recused, err);
	if (!draft_find_criterion(f->stage, arena_strndup(w->arena, name.at, name.len), &at, err))
		return false;
	bool official = f->stage->scoring.criteria[at].by == BY_OFFICIAL;
	if (!official && !may_mark(w, db, f, g, &may, err))
		return false;
	if (!official && may && g->in_conflict) {
		g->barred = true;
		return fail(err, ERR_DENIED, "sheet.conflict", "The conflict of interest of expert %s with entry %s is confirmed; only a recusal is taken.",
			docket_expert_id(f, g->expert), docket_entry_id(f, g->entry));
	}
	if ((official || may) && !draft_mark(&g->draft, at, mark, err))
		return false;
	if (official && mark.len)
		check_official(w, f, g, at, csv->line);
	return true;
}

/* A mistake in the file is a finding; trouble of our own ends the import. */
static bool found(const struct sheets_work *w, int line, const struct err *wrong, struct err *err)
{
	if (wrong->kind == ERR_IO)
		return fail(err, wrong->kind, wrong->code, "%s", wrong->message);
	bad(w, line, arena_strdup(w->findings->arena, wrong->code), wrong->message);
	return true;
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
	struct gathered *g = sheet_of(w, f, stage, heat, entry, expert, csv->line);
	struct err wrong = {0};
	return take_mark(w, db, f, g, csv, index, &wrong) || found(w, csv->line, &wrong, err);
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
	for (size_t i = 0; i < w->count; i++) {
		struct err wrong = {0};
		if (!draft_check(&w->sheets[i].draft, &wrong) && !found(w, w->sheets[i].line, &wrong, err))
			return false;
	}
	if (!w->count && !w->findings->total)
		bad(w, 0, "import.no-rows", "The file has a header and no rows.");
	return true;
}

static bool write_sheet(struct sheets_work *w, struct journal *j, const struct gathered *g, struct err *err)
{
	const struct docket *f = w->dockets[g->stage];
	struct sheet_row row = {
		.stage = f->stage->id,
		.heat = f->stage->heats[g->heat].id,
		.entry = docket_entry_id(f, g->entry),
		.expert = docket_expert_id(f, g->expert),
		.recused = g->draft.recused,
		.marks = draft_marks(&g->draft, w->arena),
		.version = 1,
	};
	struct sheet_row *old = docket_find_sheet(f, g->entry, g->expert);
	if (old && old->recused == row.recused && str_eq(old->marks, row.marks) && str_eq(old->heat, row.heat)) {
		w->report->unchanged++;
		return true;
	}
	if (dict_find(&w->leavers, row.expert) >= 0) {
		findings_add(w->findings, g->line, 0, "sheet.left", "Expert %s has left the contest; nothing is taken from them any more.",
			row.expert);
		return true;
	}
	if (old && !w->amend) {
		findings_add(w->findings, g->line, 0, "sheet.exists",
			"Expert %s has a sheet for entry %s already, with other marks; import with --amend to replace it.", row.expert,
			row.entry);
		return true;
	}
	row.version = old ? old->version + 1 : 1;
	*(old ? &w->report->amended : &w->report->added) += 1;
	if (w->preview)
		return true;
	const char *body = draft_body(&row, &(struct draft_extra){.replaces = old ? old->seq : -1}, w->arena);
	return journal_seal(j, old ? "sheet.amend" : "sheet.submit", body, &row.seq, err) &&
		store_put_sheet(j->db, w->contest->id, &row, err);
}

static bool marks_anew(const struct docket *f, const struct gathered *g)
{
	bool any = false;
	for (int c = 0; c < f->stage->scoring.criterion_count; c++)
		any = any || (g->draft.cells[c] != CELL_EMPTY && f->stage->scoring.criteria[c].by == BY_PANEL);
	return any && !docket_find_sheet(f, g->entry, g->expert);
}

/* Where fewer than the panel mark each entry, no more of them do. */
static void check_enough(struct sheets_work *w)
{
	struct dict entries = {0};
	int *marked = ARENA_ARRAY(w->arena, w->count, int);
	for (size_t i = 0; i < w->count; i++) {
		const struct gathered *g = &w->sheets[i];
		const struct docket *f = w->dockets[g->stage];
		const struct sheet_row *rows;
		int most = w->shared[f->stage_index].out ? 0 : turnout_most(f->stage, g->seats);
		if (!most || !marks_anew(f, g))
			continue;
		const char *key = arena_printf(w->arena, "%d|%d", g->stage, g->entry);
		int at = dict_find(&entries, key);
		if (at < 0) {
			at = (int)entries.count;
			(void)dict_add(&entries, w->arena, key, at);
			size_t n = docket_entry_sheets(f, g->entry, &rows);
			marked[at] = turnout_marked(f->stage, rows, n);
		}
		if (++marked[at] > most)
			findings_add(w->findings, g->line, 0, "sheet.enough", "Entry %s of %s is marked by %d experts already.",
				docket_entry_id(f, g->entry), f->stage->id, most);
	}
}

/* One finding for each thing that is closed: a stage, a heat that was locked, an entry whose score the hall has seen. */
static bool check_sheet_open(struct sheets_work *w, struct db *db, const struct gathered *g, struct dict *told, struct err *err)
{
	const struct docket *f = w->dockets[g->stage];
	const char *heat = f->stage->heats[g->heat].id;
	struct heat_row *locked;
	if (!dict_add(told, w->arena, arena_printf(w->arena, "%d|%d", g->stage, g->heat), g->line))
		return true;
	if (!store_find_heat(db, w->contest->id, f->stage->id, heat, w->arena, &locked, err))
		return false;
	if (locked)
		findings_add(w->findings, g->line, 0, "heat.locked", "Heat %s of %s is locked; its sheets can't change any more.",
			heat, f->stage->id);
	return true;
}

static bool check_shown(struct sheets_work *w, struct db *db, const struct docket *f, struct err *err)
{
	struct shown_row *shown;
	size_t n;
	if (!store_list_shown(db, w->contest->id, f->stage->id, w->arena, &shown, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < w->count; k++)
			if (w->dockets[w->sheets[k].stage] == f && str_eq(docket_entry_id(f, w->sheets[k].entry), shown[i].entry)) {
				findings_add(w->findings, w->sheets[k].line, 0, "sheet.shown",
					"The score of entry %s was shown already; its sheets can't change any more.", shown[i].entry);
				break;
			}
	return true;
}

static bool check_open(struct sheets_work *w, struct db *db, struct err *err)
{
	struct dict told = {0};
	for (int s = 0; s < w->contest->stage_count; s++) {
		const struct docket *f = w->dockets[s];
		if (f && f->closed)
			findings_add(w->findings, 0, 0, "stage.closed", "Stage %s is closed; its sheets can't change any more.",
				f->stage->id);
		if (f && !check_shown(w, db, f, err))
			return false;
	}
	for (size_t i = 0; i < w->count; i++)
		if (!check_sheet_open(w, db, &w->sheets[i], &told, err))
			return false;
	return true;
}

static bool sheets_work(struct db *db, void *context, struct err *err)
{
	struct sheets_work *w = context;
	*w->report = (struct import_report){0};
	w->known = w->officials = (struct dict){0};
	w->count = w->cap = 0;
	if (!app_get_contest(db, w->contest_id, w->arena, &w->contest, err) ||
		!store_list_leavers(db, w->contest->id, w->arena, &w->leavers, err))
		return false;
	if (w->stage_id) {
		int stage;
		if (!app_get_panel_stage(w->contest, w->stage_id, &stage, err))
			return false;
	}
	w->dockets = ARENA_ARRAY(w->arena, (size_t)w->contest->stage_count, struct docket *);
	w->shared = ARENA_ARRAY(w->arena, (size_t)w->contest->stage_count, struct shared);
	struct journal j = {.repeated = false};
	if (!w->preview && !journal_open(&j, w->app, db, w->contest->id, w->rq, "sheet.submit sheet.amend", w->arena, err))
		return false;
	if (j.repeated)
		return true;
	if (!read_rows(w, db, err))
		return false;
	check_enough(w);
	if (!check_open(w, db, err) || !findings_none(w->findings, err))
		return false;
	w->report->rows = w->count;
	for (size_t i = 0; i < w->count; i++)
		if (!write_sheet(w, &j, &w->sheets[i], err))
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
