/* The stage is counted once, as for its board; what the rows of the database add is who was to mark, what has come in, and by
 * which record. One look-up a sheet: a heat has some hundreds at most. */
#include "app/protocol.h"

#include "app/docket.h"
#include "app/floor.h"
#include "app/outcome.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/sha.h"
#include "base/str.h"
#include "base/time.h"
#include "floor/floor.h"
#include "ledger/merkle.h"
#include "store/live.h"

#include <stdlib.h>
#include <string.h>

struct protocol_work {
	struct app *app;
	const char *contest_id, *stage_id, *heat_id, *entry_id;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	int stage_index, heat;
	const struct stage *stage;
	struct docket *docket;
	struct result *result;
	struct floor *floor;             /* NULL: none was opened */
	int *turns;                      /* by the floor's numbers, from 1 */
	struct dict entry_at, expert_at; /* id → place on the paper */
	struct protocol_entry *entries;
	struct protocol_expert *experts;
	struct protocol *out;
};

static bool load_seal(struct protocol_work *w, int64_t seq, struct protocol_seal *ret, struct err *err)
{
	struct record_row *rows;
	struct json record;
	size_t n;
	*ret = (struct protocol_seal){.seq = -1};
	if (seq < 0)
		return true;
	if (!store_list_records(w->db, w->contest->id, seq, 1, w->arena, &rows, &n, err))
		return false;
	if (!n || rows[0].seq != seq)
		return fail(err, ERR_IO, "ledger.hole", "The ledger of %s lacks record %lld.", w->contest->id, (long long)seq);
	if (!json_parse(rows[0].line, strlen(rows[0].line), w->arena, &record, err))
		return false;
	const char *ts = json_string(&record, "ts", "");
	struct sha leaf = merkle_leaf(rows[0].line, strlen(rows[0].line));
	ret->seq = seq;
	sha_hex(&leaf, ret->leaf);
	return time_parse_utc(ts, strlen(ts), &ret->at_ms) ||
		fail(err, ERR_IO, "ledger.time", "Record %lld of %s has no time.", (long long)seq, w->contest->id);
}

static void rest_on(struct protocol_work *w, const struct protocol_seal *seal)
{
	if (seal->seq > w->out->rests_on.seq)
		w->out->rests_on = *seal;
}

/* ---- which stage, which heat */

static bool load_locks(struct protocol_work *w, const struct heat_row *heat, struct err *err)
{
	const struct stage_row *closed = w->docket->closed ? w->docket->row : NULL;
	if (heat)
		return load_seal(w, heat->lock_seq, &w->out->lock, err) && load_seal(w, heat->sign_seq, &w->out->sign, err);
	w->out->supervisor = closed ? closed->supervisor : NULL;
	w->out->sign.seq = -1;
	return load_seal(w, closed ? closed->closed_seq : -1, &w->out->lock, err);
}

static bool load_heat(struct protocol_work *w, struct err *err)
{
	struct heat_row *row;
	if (!app_get_contest(w->db, w->contest_id, w->arena, &w->contest, err) ||
		!app_get_panel_stage(w->contest, w->stage_id, &w->stage_index, err))
		return false;
	w->stage = &w->contest->stages[w->stage_index];
	w->heat = stage_find_heat(w->stage, w->heat_id);
	if (w->heat < 0)
		return fail(err, ERR_NOT_FOUND, "heat.unknown", "There is no heat \"%.64s\" in %s.", w->heat_id, w->stage->id);
	w->out->contest = w->contest;
	w->out->stage = w->stage;
	w->out->heat = &w->stage->heats[w->heat];
	w->result = ARENA_NEW(w->arena, struct result);
	if (!store_find_heat(w->db, w->contest->id, w->stage->id, w->heat_id, w->arena, &row, err))
		return false;
	return app_get_origin(w->db, w->contest->id, w->arena, &w->out->origin, err) &&
		docket_load(w->db, w->contest, w->stage_index, w->arena, &w->docket, err) &&
		outcome_compute(w->db, w->contest, w->stage_index, w->arena, w->result, err) &&
		load_locks(w, row, err);
}

/* ---- entries, in running order */

static int by_turn(const void *a, const void *b)
{
	const struct protocol_entry *x = a, *y = b;
	int p = x->turn ? x->turn : INT32_MAX, q = y->turn ? y->turn : INT32_MAX;
	return p != q ? (p < q ? -1 : 1) : strcmp(x->id, y->id);
}

static bool load_turns(struct protocol_work *w, struct err *err)
{
	if (!floor_load(w->db, w->contest, w->stage_index, w->heat, w->arena, &w->floor, err))
		return false;
	w->turns = ARENA_ARRAY(w->arena, w->floor ? (size_t)w->floor->count : 0, int);
	for (int i = 0; w->floor && i < w->floor->count; i++)
		w->turns[w->floor->order[i]] = i + 1;
	return true;
}

static bool load_entries(struct protocol_work *w, struct err *err)
{
	int count = 0;
	if (!load_turns(w, err))
		return false;
	w->entries = ARENA_ARRAY(w->arena, (size_t)w->docket->entry_count, struct protocol_entry);
	for (int e = 0; e < w->docket->entry_count; e++) {
		const struct entry_row *row = &w->docket->entries[e];
		struct json profile;
		int on_floor = w->floor ? floor_find_entry(w->floor, row->id) : -1;
		if (docket_heat(w->docket, e) != w->heat && on_floor < 0)
			continue;
		if (!part_read_profile(row->profile, w->arena, &profile, err))
			return false;
		w->entries[count++] = (struct protocol_entry){.id = row->id,
			.title = json_string(&profile, "title", row->id),
			.team = json_string(&profile, "team", ""),
			.turn = on_floor < 0 ? 0 : w->turns[on_floor],
			.absent = on_floor >= 0 && w->floor->entries[on_floor].phase == FLOOR_ABSENT};
	}
	if (count)
		qsort(w->entries, (size_t)count, sizeof(*w->entries), by_turn);
	for (int e = 0; e < count; e++) {
		dict_add(&w->entry_at, w->arena, w->entries[e].id, e);
		if (w->entry_id && str_eq(w->entry_id, w->entries[e].id))
			w->out->only = e;
	}
	w->out->entries = w->entries;
	w->out->entry_count = count;
	return !w->entry_id || w->out->only >= 0 ||
		fail(err, ERR_NOT_FOUND, "entry.unknown", "There is no entry \"%.64s\" in this heat.", w->entry_id);
}

/* ---- experts: the seated panel; without one all that could mark, or where those are too many whoever did */

static bool on_panel(const struct protocol_work *w, int expert)
{
	int class_index = docket_expert_class(w->docket, expert);
	for (int p = 0; p < w->stage->panel_count; p++)
		if (w->stage->panel[p].class_index == class_index)
			return true;
	return !w->stage->panel_count;
}

/* Where nobody was seated, panel_load() gives everybody of a class: of more than there are seats not all were meant. */
static bool mark_panel(struct protocol_work *w, bool *in, struct err *err)
{
	const char *const *experts;
	struct panel_row *rows;
	size_t n;
	int count, seats = 0;
	bool seated = false;
	if (!panel_load(w->db, w->contest, w->stage_index, w->heat, w->arena, &experts, &count, err) ||
		!store_list_panel(w->db, w->contest->id, w->stage->id, w->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		seated |= str_eq(rows[i].heat, w->heat_id);
	for (int p = 0; p < w->stage->panel_count; p++)
		seats += w->stage->panel[p].seats;
	for (int i = 0; i < count && (seated || !w->stage->panel_count || count <= seats); i++) {
		int expert = docket_find_expert(w->docket, experts[i]);
		if (expert >= 0)
			in[expert] = true;
	}
	return true;
}

static bool load_expert(struct protocol_work *w, int expert, struct protocol_expert *ret, struct err *err)
{
	const struct expert_row *row = &w->docket->experts[expert];
	int class_index = docket_expert_class(w->docket, expert);
	struct json profile;
	if (!part_read_profile(row->profile, w->arena, &profile, err))
		return false;
	const char *name = json_string(&profile, "name", "");
	*ret = (struct protocol_expert){.id = row->id, .name = name[0] ? name : NULL};
	if (class_index >= 0) {
		ret->class_zh = w->contest->classes.items[class_index].title.zh;
		ret->class_en = w->contest->classes.items[class_index].title.en;
	}
	return true;
}

static bool load_experts(struct protocol_work *w, struct err *err)
{
	bool *in = ARENA_ARRAY(w->arena, (size_t)w->docket->expert_count, bool);
	if (!mark_panel(w, in, err))
		return false;
	for (size_t s = 0; s < w->docket->sheet_count; s++) {
		int expert = docket_find_expert(w->docket, w->docket->sheets[s].expert);
		if (expert >= 0 && str_eq(w->docket->sheets[s].heat, w->heat_id))
			in[expert] |= on_panel(w, expert);
	}
	w->experts = ARENA_ARRAY(w->arena, (size_t)w->docket->expert_count, struct protocol_expert);
	for (int x = 0; x < w->docket->expert_count; x++) {
		if (!in[x])
			continue;
		dict_add(&w->expert_at, w->arena, w->docket->experts[x].id, w->out->expert_count);
		if (!load_expert(w, x, &w->experts[w->out->expert_count++], err))
			return false;
	}
	w->out->experts = w->experts;
	return true;
}

/* ---- sheets */

static bool is_signed(struct protocol_work *w, int64_t seq, bool *ret, struct err *err)
{
	struct sealed_row *rows;
	struct json body;
	size_t n;
	*ret = false;
	if (!store_list_sealed(w->db, w->contest->id, seq, 1, w->arena, &rows, &n, err))
		return false;
	if (!n || rows[0].seq != seq)
		return true;
	if (!json_parse(rows[0].body, strlen(rows[0].body), w->arena, &body, err))
		return false;
	*ret = json_get(&body, "signed") != NULL;
	return true;
}

static bool load_sheet(struct protocol_work *w, const struct sheet_row *row, struct protocol_sheet *ret, struct err *err)
{
	ret->version = row->version;
	ret->state = row->recused ? PROTOCOL_RECUSED : row->version > 1 ? PROTOCOL_AMENDED : PROTOCOL_IN;
	if (!load_seal(w, row->seq, &ret->seal, err) || !is_signed(w, row->seq, &ret->on_device, err))
		return false;
	rest_on(w, &ret->seal);
	return true;
}

/* Rows first, then what the count made of them. */
static bool load_sheets(struct protocol_work *w, struct err *err)
{
	int experts = w->out->expert_count;
	struct protocol_sheet *grid =
		ARENA_ARRAY(w->arena, (size_t)w->out->entry_count * (size_t)experts, struct protocol_sheet);
	for (int i = 0; i < w->out->entry_count * experts; i++)
		grid[i].seal.seq = -1;
	for (int e = 0; e < w->out->entry_count; e++)
		w->entries[e].sheets = &grid[e * experts];
	for (size_t s = 0; s < w->docket->sheet_count; s++) {
		const struct sheet_row *row = &w->docket->sheets[s];
		int e = dict_find(&w->entry_at, row->entry), x = dict_find(&w->expert_at, row->expert);
		bool wanted = e >= 0 && x >= 0 && (w->out->only < 0 || w->out->only == e);
		if (wanted && !load_sheet(w, row, &grid[e * experts + x], err))
			return false;
	}
	for (int i = 0; i < w->out->entry_count * experts; i++)
		if (grid[i].seal.seq < 0 && ruled_has(&w->docket->ruled, w->entries[i / experts].id, w->out->experts[i % experts].id))
			grid[i].state = PROTOCOL_RECUSED;
	const struct sheets *sheets = &w->result->sheets;
	for (size_t s = 0; s < sheets->count; s++) {
		int e = dict_find(&w->entry_at, sheets->entries[sheets->items[s].entry].id);
		int x = dict_find(&w->expert_at, sheets->experts[sheets->items[s].expert].id);
		struct protocol_sheet *sheet = e >= 0 && x >= 0 ? &grid[e * experts + x] : NULL;
		struct ratio total = w->result->tally.totals[s];
		if (!sheet || (sheet->state != PROTOCOL_IN && sheet->state != PROTOCOL_AMENDED))
			continue;
		sheet->marks = &sheets->marks[s * (size_t)sheets->criterion_count];
		sheet->has_total = total.den != 0;
		sheet->total = sheet->has_total ? ratio_round(total, DECIMAL_PLACES, ROUND_HALF_UP) : 0;
	}
	return true;
}

static void load_scores(struct protocol_work *w)
{
	const struct scoring *scoring = &w->stage->scoring;
	int n = scoring->criterion_count;
	for (int r = 0; r < w->result->sheets.entry_count; r++) {
		int e = dict_find(&w->entry_at, w->result->sheets.entries[r].id);
		const struct score *score = &w->result->tally.scores[r];
		if (e < 0)
			continue;
		int64_t *official = ARENA_ARRAY(w->arena, (size_t)n, int64_t);
		for (int c = 0; c < n; c++) {
			struct ratio value = w->result->tally.criteria[r * n + c];
			bool has = scoring->criteria[c].by == BY_OFFICIAL && value.den != 0;
			official[c] = has ? ratio_round(value, DECIMAL_PLACES, ROUND_HALF_UP) : MARK_NONE;
		}
		w->entries[e].official = official;
		w->entries[e].counted = score->sheet_count;
		w->entries[e].has_score = w->out->lock.seq >= 0 && score->state == SCORE_OK;
		w->entries[e].score = w->entries[e].has_score ? ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP) : 0;
	}
}

/* ---- what it rests on */

/* The third line of a note. */
static const char *root_of(const char *note, struct arena *arena)
{
	for (int i = 0; i < 2; i++) {
		note = strchr(note, '\n');
		note = note ? note + 1 : "";
	}
	return arena_strndup(arena, note, strcspn(note, "\n"));
}

static bool load_base(struct protocol_work *w, struct err *err)
{
	struct head_row head;
	struct checkpoint_row *rows;
	size_t n;
	rest_on(w, &w->out->lock);
	rest_on(w, &w->out->sign);
	if (!store_get_head(w->db, w->contest->id, w->arena, &head, err) ||
		(w->out->rests_on.seq < 0 && !load_seal(w, head.size - 1, &w->out->rests_on, err)) ||
		!store_list_checkpoints(w->db, w->contest->id, w->arena, &rows, &n, err))
		return false;
	w->out->checkpoint_root = "";
	for (size_t i = 0; i < n && !w->out->checkpoint_size; i++) {
		if (rows[i].size <= w->out->rests_on.seq)
			continue;
		w->out->checkpoint_size = rows[i].size;
		w->out->checkpoint_root = root_of(rows[i].note, w->arena);
	}
	return true;
}

static bool protocol_work(struct db *db, void *context, struct err *err)
{
	struct protocol_work *w = context;
	w->db = db;
	if (!load_heat(w, err) || !load_entries(w, err) || !load_experts(w, err) || !load_sheets(w, err))
		return false;
	load_scores(w);
	return load_base(w, err);
}

bool app_heat_protocol(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *entry, struct arena *arena, struct protocol *ret, struct err *err)
{
	struct protocol_work w = {.app = app, .contest_id = contest, .stage_id = stage, .heat_id = heat,
		.entry_id = entry, .arena = arena, .out = ret};
	*ret = (struct protocol){.only = -1, .rests_on = {.seq = -1}};
	return principal_check(rq->who, ACT_SEE_TALLY, err) && store_read(app->store, protocol_work, &w, err);
}
