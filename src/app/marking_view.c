/* What one expert needs to mark: the heats on whose panel they sit, their own sheets, and of the others nothing, not even
 * how many there are. Marks and limits are decimals as text, so that no reader makes a float of them. */
#include "app/marking.h"

#include "app/docket.h"
#include "app/draft.h"
#include "app/floor.h"
#include "app/marking_part.h"
#include "app/part.h"
#include "app/principal.h"
#include "app/rulebook.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "floor/floor.h"
#include "store/live.h"
#include "store/panels.h"

#include <string.h>

static const char *const MATERIAL[] = {"scene", "industry", "province", "country", "funding"};

struct marking {
	struct app *app;
	const struct request *rq;
	const char *contest_id;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	const struct rulebook_page *page;
	const struct contest *contest;
	const struct expert_row *expert;
	bool left; /* the expert has: nothing is open to them */
	struct entry_row *rows;
	size_t row_count;
	struct json_writer w;
	/* of the stage at hand */
	int stage_index;
	const struct stage *stage;
	bool judging;
	int *heats; /* by row; −1: not said yet */
	bool *in;   /* by row: takes part */
	struct sheet_row *sheets; /* the expert's own */
	struct dict own;          /* entry → number in `sheets` */
	struct dict barred;       /* entries with which a conflict of interest is confirmed */
};

/* ---- who marks where */

static bool sits(struct marking *m, int heat, bool *ret, struct err *err)
{
	int64_t seats;
	struct err no = {0};
	int class_index = m->expert->class_id ? labels_find(&m->contest->classes, m->expert->class_id) : -1;
	*ret = draft_check_panel(m->db, m->contest->id, m->stage, heat, m->expert->id, &seats, &no) &&
		(seats || draft_check_class(m->stage, m->expert->id, class_index, &no));
	return *ret || no.kind == ERR_DENIED || fail(err, no.kind, no.code, "%s", no.message);
}

static bool load_stage(struct marking *m, int stage, struct err *err)
{
	struct stage_row *row;
	size_t n;
	m->stage_index = stage;
	m->stage = &m->contest->stages[stage];
	m->own = (struct dict){0};
	if (!store_find_stage(m->db, m->contest->id, m->stage->id, m->arena, &row, err) ||
		!store_list_expert_sheets(m->db, m->contest->id, m->stage->id, m->expert->id, m->arena, &m->sheets, &n, err))
		return false;
	m->judging = !m->left && (!row || row->state == STAGE_JUDGING);
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&m->own, m->arena, m->sheets[i].entry, (int)i);
	return true;
}

/* Once entries are assigned, those of others are not shown; what the expert has handed in stays in sight. */
static bool leave_to_others(struct marking *m, struct err *err)
{
	struct assigned_row *pairs, *all;
	struct dict mine = {0};
	size_t n, everybodys = 0;
	if (!store_list_assigned(m->db, m->contest->id, m->stage->id, m->expert->id, m->arena, &pairs, &n, err) ||
		(!n && !store_list_assigned(m->db, m->contest->id, m->stage->id, NULL, m->arena, &all, &everybodys, err)))
		return false;
	if (!n && !everybodys)
		return true;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&mine, m->arena, pairs[i].entry, 0);
	for (size_t i = 0; i < m->row_count; i++)
		m->in[i] = m->in[i] && (dict_find(&mine, m->rows[i].id) >= 0 || dict_find(&m->own, m->rows[i].id) >= 0);
	return true;
}

/* Whoever withdrew is not marked any more. */
static bool leave_out(struct marking *m, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	struct dict gone = {0};
	if (!store_list_decisions(m->db, m->contest->id, "", m->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), m->arena, &body, err))
			return false;
		(void)dict_add(&gone, m->arena, json_string(&body, "entry", ""), 0);
	}
	for (size_t i = 0; gone.count && i < m->row_count; i++)
		m->in[i] = m->in[i] && (dict_find(&gone, m->rows[i].id) < 0 || dict_find(&m->own, m->rows[i].id) >= 0);
	return true;
}

/* Where no sheet says it, an open floor does. */
static bool ask_floors(struct marking *m, struct err *err)
{
	struct dict open = {0};
	for (size_t i = 0; i < m->row_count; i++)
		if (m->in[i] && m->heats[i] < 0)
			(void)dict_add(&open, m->arena, m->rows[i].id, (int)i);
	for (int h = 0; open.count && h < m->stage->heat_count; h++) {
		struct floor *floor;
		if (!floor_load(m->db, m->contest, m->stage_index, h, m->arena, &floor, err))
			return false;
		for (int i = 0; floor && i < floor->count; i++) {
			int row = dict_find(&open, floor->entries[i].id);
			if (row >= 0)
				m->heats[row] = h;
		}
	}
	return true;
}

/* Where several heats may take an entry, whatever sheet there is of it says which. */
static bool find_heats(struct marking *m, struct err *err)
{
	m->heats = ARENA_ARRAY(m->arena, m->row_count, int);
	m->in = ARENA_ARRAY(m->arena, m->row_count, bool);
	for (size_t i = 0; i < m->row_count; i++) {
		struct sheet_row *sheets;
		size_t n;
		m->in[i] = rulebook_takes_part(m->page, m->stage_index, m->rows[i].id);
		m->heats[i] = docket_selected_heat(m->contest, m->stage, &m->rows[i]);
		if (!m->in[i] || m->heats[i] >= 0)
			continue;
		if (!store_list_entry_sheets(m->db, m->contest->id, m->stage->id, m->rows[i].id, m->arena, &sheets, &n, err))
			return false;
		m->heats[i] = n ? stage_find_heat(m->stage, sheets[0].heat) : -1;
	}
	return ask_floors(m, err) && leave_out(m, err) && leave_to_others(m, err);
}

/* ---- what is marked */

static void put_units(struct json_writer *w, const char *key, int64_t units)
{
	char text[DECIMAL_TEXT];
	json_put_string(w, key, decimal_format(units, text));
}

static void put_criterion(struct json_writer *w, const struct criterion *c)
{
	struct text title = {c->title_zh, c->title_en}, note = {c->note_zh, c->note_en};
	json_open(w, NULL, '{');
	json_put_string(w, "id", c->id);
	part_text(w, "title", &title);
	part_text(w, "note", &note);
	put_units(w, "min", c->min);
	put_units(w, "max", c->max);
	put_units(w, "step", c->step);
	json_put_int(w, "weight", c->weight);
	json_put_bool(w, "optional", c->optional);
	json_open(w, "bands", '[');
	for (int b = 0; b < c->band_count; b++) {
		struct text band = {c->bands[b].zh, c->bands[b].en};
		json_open(w, NULL, '{');
		put_units(w, "from", c->bands[b].from);
		part_text(w, "title", &band);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

/* How a sheet's total is made, for whoever wants to see it while marking; nothing where the rule makes none. */
static const char *total_of(const struct scoring *scoring)
{
	for (int s = 0; s < scoring->step_count; s++)
		if (scoring->steps[s].kind == STEP_TOTAL)
			return scoring->steps[s].as_mean ? "mean" : "sum";
	return NULL;
}

static void put_stage(struct marking *m)
{
	const char *total = total_of(&m->stage->scoring);
	json_open(&m->w, "stage", '{');
	json_put_string(&m->w, "id", m->stage->id);
	part_text(&m->w, "title", &m->stage->title);
	json_put_int(&m->w, "decimals", m->stage->scoring.display_places);
	if (total)
		json_put_string(&m->w, "total", total);
	json_close(&m->w, '}');
}

/* ---- entries */

static bool put_remark(struct marking *m, int64_t seq, struct err *err)
{
	struct remark_row *row;
	struct json text;
	if (!store_find_remark(m->db, m->contest->id, seq, m->arena, &row, err))
		return false;
	if (!row)
		return true;
	if (!json_parse(row->body, strlen(row->body), m->arena, &text, err))
		return false;
	json_put_string(&m->w, "comment", text.string);
	return true;
}

static bool put_marks(struct marking *m, const struct sheet_row *row, struct err *err)
{
	struct json marks;
	if (!json_parse(row->marks, strlen(row->marks), m->arena, &marks, err))
		return false;
	json_open(&m->w, "marks", '{');
	for (int c = 0; !row->recused && c < m->stage->scoring.criterion_count; c++) {
		const struct criterion *k = &m->stage->scoring.criteria[c];
		if (k->by == BY_PANEL && json_get(&marks, k->id))
			put_units(&m->w, k->id, json_int(&marks, k->id, 0));
		else if (k->by == BY_PANEL)
			json_put_null(&m->w, k->id);
	}
	json_close(&m->w, '}');
	return true;
}

static bool put_sheet(struct marking *m, const struct sheet_row *row, struct err *err)
{
	struct receipt receipt = {0};
	struct sealed_row *sealed;
	if (!row) {
		json_put_null(&m->w, "sheet");
		return true;
	}
	if (!marking_receipt(m->db, m->contest->id, row->seq, m->arena, &receipt, err) ||
		!store_find_sealed(m->db, m->contest->id, row->seq, m->arena, &sealed, err))
		return false;
	json_open(&m->w, "sheet", '{');
	json_put_int(&m->w, "version", row->version);
	json_put_int(&m->w, "seq", receipt.seq);
	json_put_string(&m->w, "leaf", receipt.leaf);
	json_put_string(&m->w, "ts", receipt.ts);
	json_put_bool(&m->w, "recused", row->recused);
	if (!put_marks(m, row, err) || (!row->recused && !put_remark(m, row->seq, err)))
		return false;
	json_put_bool(&m->w, "signed", sealed && strstr(sealed->body, "\"signed\":{"));
	json_close(&m->w, '}');
	return true;
}

static bool put_words(struct marking *m, const struct entry_row *row, struct err *err)
{
	struct json profile;
	if (!part_read_profile(row->profile, m->arena, &profile, err))
		return false;
	json_put_string(&m->w, "title", json_string(&profile, "title", row->id));
	json_put_string(&m->w, "team", json_string(&profile, "team", ""));
	if (row->division)
		json_put_string(&m->w, "division", row->division);
	if (row->track)
		json_put_string(&m->w, "track", row->track);
	part_profile(&m->w, &profile, (const char *const[]){"summary"}, 1);
	json_open(&m->w, "material", '{');
	part_profile(&m->w, &profile, MATERIAL, COUNT_OF(MATERIAL));
	json_close(&m->w, '}');
	return true;
}

static bool load_barred(struct marking *m, struct err *err)
{
	struct barred_row *rows;
	size_t n;
	if (!store_list_barred(m->db, m->contest->id, m->expert->id, m->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].confirmed)
			(void)dict_add(&m->barred, m->arena, rows[i].entry, 0);
	return true;
}

static bool put_title(struct marking *m, const struct entry_row *row, struct err *err)
{
	struct json profile;
	if (!part_read_profile(row->profile, m->arena, &profile, err))
		return false;
	json_put_string(&m->w, "title", json_string(&profile, "title", row->id));
	json_put_bool(&m->w, "barred", true);
	return true;
}

/* Of an entry that the expert is recused from nothing is shown but that; of one that they must not mark, its title. */
static bool put_entry(struct marking *m, const struct entry_row *row, const char *phase, int turn, struct err *err)
{
	int at = dict_find(&m->own, row->id);
	const struct sheet_row *sheet = at < 0 ? NULL : &m->sheets[at];
	json_open(&m->w, NULL, '{');
	json_put_string(&m->w, "entry", row->id);
	bool barred = dict_find(&m->barred, row->id) >= 0, recused = sheet && sheet->recused;
	if (!recused && !(barred ? put_title(m, row, err) : put_words(m, row, err)))
		return false;
	json_put_string(&m->w, "phase", phase);
	json_put_int(&m->w, "turn", turn);
	if (!put_sheet(m, barred && !recused ? NULL : sheet, err))
		return false;
	json_close(&m->w, '}');
	return true;
}

/* In running order, once the floor is open. */
static bool put_floor(struct marking *m, const struct floor *floor, bool open, struct err *err)
{
	struct dict numbers = {0};
	for (size_t i = 0; i < m->row_count; i++)
		(void)dict_add(&numbers, m->arena, m->rows[i].id, (int)i);
	for (int t = 0; t < floor->count; t++) {
		const struct floor_entry *e = &floor->entries[floor->order[t]];
		int row = dict_find(&numbers, e->id);
		if (row >= 0 && m->in[row] && !put_entry(m, &m->rows[row], floor_phase_name(open || e->phase == FLOOR_ABSENT ? e->phase : FLOOR_LOCKED), t + 1, err))
			return false;
	}
	return true;
}

static bool put_entries(struct marking *m, int heat, bool open, struct err *err)
{
	struct floor *floor;
	int turn = 0;
	if (!floor_load(m->db, m->contest, m->stage_index, heat, m->arena, &floor, err))
		return false;
	json_open(&m->w, "entries", '[');
	if (floor && !put_floor(m, floor, open, err))
		return false;
	for (size_t i = 0; !floor && i < m->row_count; i++)
		if (m->in[i] && (m->heats[i] == heat || m->heats[i] < 0) &&
			!put_entry(m, &m->rows[i], floor_phase_name(open ? FLOOR_MARKING : FLOOR_LOCKED), ++turn, err))
			return false;
	json_close(&m->w, ']');
	return true;
}

static bool put_heat(struct marking *m, int heat, struct err *err)
{
	const struct heat *h = &m->stage->heats[heat];
	struct heat_row *locked;
	if (!store_find_heat(m->db, m->contest->id, m->stage->id, h->id, m->arena, &locked, err))
		return false;
	bool open = m->judging && !locked;
	json_open(&m->w, NULL, '{');
	put_stage(m);
	json_open(&m->w, "heat", '{');
	json_put_string(&m->w, "id", h->id);
	part_text(&m->w, "title", &h->title);
	part_text(&m->w, "venue", &h->venue);
	part_time(&m->w, "starts", h->starts_ms);
	json_close(&m->w, '}');
	json_put_bool(&m->w, "open", open);
	json_put_bool(&m->w, "locked", !open);
	json_open(&m->w, "criteria", '[');
	for (int c = 0; c < m->stage->scoring.criterion_count; c++)
		if (m->stage->scoring.criteria[c].by == BY_PANEL)
			put_criterion(&m->w, &m->stage->scoring.criteria[c]);
	json_close(&m->w, ']');
	if (!put_entries(m, heat, open, err))
		return false;
	json_close(&m->w, '}');
	return true;
}

/* ---- the whole */

static bool put_heats(struct marking *m, int stage, struct err *err)
{
	const struct principal *who = m->rq->who;
	if (!load_stage(m, stage, err) || !find_heats(m, err))
		return false;
	for (int h = 0; h < m->stage->heat_count; h++) {
		bool here = false;
		if (who->heat && !str_eq(who->heat, m->stage->heats[h].id))
			continue;
		if (!sits(m, h, &here, err) || (here && !put_heat(m, h, err)))
			return false;
	}
	return true;
}

static bool put_expert(struct marking *m, struct err *err)
{
	struct device_row *devices;
	struct json profile;
	size_t n;
	if (!part_read_profile(m->expert->profile, m->arena, &profile, err) ||
		!store_list_devices(m->db, m->contest->id, m->expert->id, m->arena, &devices, &n, err))
		return false;
	json_open(&m->w, "expert", '{');
	json_put_string(&m->w, "id", m->expert->id);
	part_profile(&m->w, &profile, (const char *const[]){"name"}, 1);
	if (m->expert->class_id)
		json_put_string(&m->w, "class", m->expert->class_id);
	json_close(&m->w, '}');
	json_open(&m->w, "keys", '[');
	for (size_t i = 0; i < n; i++)
		json_put_string(&m->w, NULL, devices[i].key);
	json_close(&m->w, ']');
	return true;
}

static bool put_marking(struct marking *m, struct err *err)
{
	const struct principal *who = m->rq->who;
	m->contest = m->page->contest;
	struct expert_row *expert;
	struct candidate_row *candidate;
	if (!store_find_expert(m->db, m->contest->id, who->expert, m->arena, &expert, err) ||
		!store_find_candidate(m->db, m->contest->id, who->expert, m->arena, &candidate, err) ||
		!store_list_entries(m->db, m->contest->id, m->arena, &m->rows, &m->row_count, err))
		return false;
	if (!expert)
		return fail(err, ERR_NOT_FOUND, "expert.unknown", "Expert %s is not seated in %s.", who->expert, m->contest->id);
	m->expert = expert;
	if (!load_barred(m, err))
		return false;
	m->left = candidate && candidate->state == CANDIDATE_LEFT;
	m->w = json_writer(m->out);
	json_open(&m->w, NULL, '{');
	json_put_string(&m->w, "contest", m->contest->id);
	part_text(&m->w, "title", &m->contest->title);
	json_put_bool(&m->w, "rehearsal", m->contest->rehearsal);
	part_time(&m->w, "now", m->app->now_ms());
	if (!put_expert(m, err))
		return false;
	json_open(&m->w, "heats", '[');
	for (int s = 0; s < m->contest->stage_count; s++) {
		if (m->contest->stages[s].kind != STAGE_PANEL || (who->stage && !str_eq(who->stage, m->contest->stages[s].id)))
			continue;
		if (!put_heats(m, s, err))
			return false;
	}
	json_close(&m->w, ']');
	json_close(&m->w, '}');
	return true;
}

static bool marking_work(struct db *db, void *context, struct err *err)
{
	struct marking *m = context;
	m->db = db;
	if (!rulebook_take(m->app->rulebook, db, m->contest_id, &m->page, err))
		return false;
	bool good = put_marking(m, err);
	rulebook_give(m->app->rulebook, m->page);
	return good;
}

bool view_marking(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	if (!marking_expert(rq, err))
		return false;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct marking m = {.app = app, .rq = rq, .contest_id = contest, .out = out, .arena = arena};
	return store_read(app->store, marking_work, &m, err);
}
