/* One snapshot of everything that an assignment stands on. Cost: entries × experts for the edges and the words of all texts. */
#include "app/assign_part.h"

#include "app/heat.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { SHARED_DEFAULT = 4, LOAD_SLACK = 2, CASE_MOST = 40000000 };

const char *assign_bar_name(enum assign_bar bar)
{
	static const char *const names[] = {"", "left", "away", "class", "found", "confirmed", "recused", "heat"};
	return names[bar];
}

size_t assign_at(const struct assign_frame *f, int entry, int expert)
{
	return (size_t)entry * (size_t)f->expert_count + (size_t)expert;
}

/* ---- seats */

static void load_seats(struct assign_frame *f)
{
	const struct stage *s = f->stage;
	f->seats = ARENA_ARRAY(f->arena, (size_t)s->panel_count + 1, struct panel_seats);
	if (!s->panel_count && f->kind == ASSIGN_ENTRIES) {
		f->seats[0] = (struct panel_seats){-1, s->sheets_each};
		f->seat_count = s->sheets_each ? 1 : 0;
		return;
	}
	int *each = ARENA_ARRAY(f->arena, (size_t)s->panel_count, int);
	stage_entry_seats(s, each);
	for (int i = 0; i < s->panel_count && f->kind == ASSIGN_PANELS; i++)
		each[i] = s->panel[i].seats;
	for (int i = 0; i < s->panel_count; i++)
		if (each[i])
			f->seats[f->seat_count++] = (struct panel_seats){s->panel[i].class_index, each[i]};
}

int assign_seat_of(const struct assign_frame *f, int class_index)
{
	for (int k = 0; k < f->seat_count; k++)
		if (f->seats[k].class_index < 0 || f->seats[k].class_index == class_index)
			return k;
	return -1;
}

/* ---- experts */

bool assign_is_away(const char *away, int64_t from_ms, int64_t until_ms, bool any, struct arena *arena)
{
	struct json spans;
	struct err err;
	if (!away || !from_ms || !until_ms || !json_parse(away, strlen(away), arena, &spans, &err) || spans.type != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < spans.count; i++) {
		const struct json *s = &spans.items[i];
		if (s->type != JSON_ARRAY || s->count != 2)
			continue;
		int64_t gone = s->items[0].integer, back = s->items[1].integer;
		if (any ? gone < until_ms && back > from_ms : gone <= from_ms && back >= until_ms)
			return true;
	}
	return false;
}

static bool load_experts(struct assign_frame *f, struct err *err)
{
	struct candidate_row *rows;
	size_t n, count = (size_t)f->docket->expert_count;
	struct dict index = {0};
	if (!store_list_candidates(f->db, f->contest->id, f->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&index, f->arena, rows[i].id, (int)i);
	f->why = ARENA_ARRAY(f->arena, count, enum assign_bar);
	f->profiles = ARENA_ARRAY(f->arena, count, const char *);
	f->loads = ARENA_ARRAY(f->arena, count, int64_t);
	f->away = ARENA_ARRAY(f->arena, count, const char *);
	for (int x = 0; x < f->docket->expert_count; x++) {
		int at = dict_find(&index, f->docket->experts[x].id);
		const struct candidate_row *row = at < 0 ? NULL : &rows[at];
		f->loads[x] = row ? row->load : -1;
		f->away[x] = row ? row->away : NULL;
		f->profiles[x] = row && row->profile ? row->profile : f->docket->experts[x].profile;
		if (assign_seat_of(f, docket_expert_class(f->docket, x)) < 0)
			f->why[x] = BAR_CLASS;
		else if (row && row->state == CANDIDATE_LEFT)
			f->why[x] = BAR_LEFT;
		else if (row && f->kind == ASSIGN_ENTRIES &&
			assign_is_away(row->away, f->stage->starts_ms, f->stage->ends_ms, false, f->arena))
			f->why[x] = BAR_AWAY; /* all the time: who is away for a day of a screening of weeks may still mark */
	}
	return true;
}

/* Of those who left, only they stand in the case who have marked something here, since their marks stay, or whom the version in
 * force names, so that it is seen that they must be replaced. */
static void pick_experts(struct assign_frame *f)
{
	const struct docket *d = f->docket;
	bool *has = ARENA_ARRAY(f->arena, (size_t)d->expert_count, bool);
	for (size_t i = 0; i < d->sheet_count; i++) {
		int x = docket_find_expert(d, d->sheets[i].expert);
		if (x >= 0 && !d->sheets[i].recused && turnout_counts(f->stage, &d->sheets[i]))
			has[x] = true;
	}
	for (size_t i = 0; i < f->pair_count; i++) {
		int x = docket_find_expert(d, f->pairs[i].expert);
		if (x >= 0)
			has[x] = true;
	}
	f->experts = ARENA_ARRAY(f->arena, (size_t)d->expert_count, int);
	for (int x = 0; x < d->expert_count; x++) {
		if (f->why[x] == BAR_CLASS || (f->why[x] != BAR_NONE && !has[x]))
			continue;
		(void)dict_add(&f->expert_index, f->arena, d->experts[x].id, f->expert_count);
		f->experts[f->expert_count++] = x;
	}
}

/* ---- entries */

static bool pick_entries(struct assign_frame *f, struct err *err)
{
	const struct docket *d = f->docket;
	bool *left;
	if (!heat_withdrawn(f->db, d, f->arena, &left, err))
		return false;
	f->entries = ARENA_ARRAY(f->arena, (size_t)d->entry_count, int);
	for (int e = 0; e < d->entry_count; e++) {
		if (left[e])
			continue;
		(void)dict_add(&f->entry_index, f->arena, d->entries[e].id, f->entry_count);
		f->entries[f->entry_count++] = e;
	}
	return true;
}

/* ---- edges */

static bool find_pair(const struct assign_frame *f, const char *entry, const char *expert, size_t *ret)
{
	int e = dict_find(&f->entry_index, entry), x = dict_find(&f->expert_index, expert);
	if (e < 0 || x < 0)
		return false;
	*ret = assign_at(f, e, x);
	return true;
}

static bool load_bars(struct assign_frame *f, struct err *err)
{
	struct barred_row *rows;
	size_t n, at;
	if (!store_list_barred(f->db, f->contest->id, NULL, f->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!find_pair(f, rows[i].entry, rows[i].expert, &at))
			continue;
		f->bars[at] = rows[i].confirmed ? BAR_CONFIRMED : BAR_FOUND;
		f->found_count += !rows[i].confirmed;
	}
	return true;
}

static bool load_wants(struct assign_frame *f, struct err *err)
{
	struct preference_row *rows;
	size_t n, at;
	if (!store_list_preferences(f->db, f->contest->id, NULL, f->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (find_pair(f, rows[i].entry, rows[i].expert, &at))
			f->wants[at] = (signed char)rows[i].want;
	return true;
}

/* Where the panel of an entry's heat is seated, nobody else marks it. */
static bool load_heats(struct assign_frame *f, struct err *err)
{
	struct panel_row *rows;
	size_t n;
	if (!store_list_panel(f->db, f->contest->id, f->stage->id, f->arena, &rows, &n, err))
		return false;
	for (int h = 0; n && h < f->stage->heat_count; h++) {
		bool *sits = ARENA_ARRAY(f->arena, (size_t)f->expert_count, bool), seated = false;
		for (size_t i = 0; i < n; i++) {
			int x = str_eq(rows[i].heat, f->stage->heats[h].id) ? dict_find(&f->expert_index, rows[i].expert) : -1;
			seated = seated || str_eq(rows[i].heat, f->stage->heats[h].id);
			if (x >= 0)
				sits[x] = true;
		}
		for (int e = 0; seated && e < f->entry_count; e++)
			for (int x = 0; x < f->expert_count && docket_heat(f->docket, f->entries[e]) == h; x++)
				if (!sits[x] && !f->bars[assign_at(f, e, x)])
					f->bars[assign_at(f, e, x)] = BAR_HEAT;
	}
	return true;
}

/* What was marked stays, unless a conflict has come between; who is recused marks it no more. */
static void load_sheets(struct assign_frame *f)
{
	const struct docket *d = f->docket;
	for (int x = 0; x < f->expert_count; x++)
		for (int e = 0; f->why[f->experts[x]] != BAR_NONE && e < f->entry_count; e++)
			f->bars[assign_at(f, e, x)] = (unsigned char)f->why[f->experts[x]];
	for (size_t i = 0; i < d->sheet_count; i++) {
		size_t at;
		if (!turnout_counts(f->stage, &d->sheets[i]) || !find_pair(f, d->sheets[i].entry, d->sheets[i].expert, &at) ||
			f->bars[at] == BAR_CONFIRMED)
			continue;
		f->marked[at] = !d->sheets[i].recused;
		f->bars[at] = d->sheets[i].recused ? BAR_RECUSED : BAR_NONE;
	}
}

static bool load_edges(struct assign_frame *f, struct err *err)
{
	size_t all = (size_t)f->entry_count * (size_t)f->expert_count;
	if (all > CASE_MOST)
		return fail(err, ERR_LIMIT, "assign.large", "%d entries and %d experts are more pairs than the %d that are looked at.",
			f->entry_count, f->expert_count, CASE_MOST);
	f->fits = ARENA_ARRAY(f->arena, all, int32_t);
	f->bars = ARENA_ARRAY(f->arena, all, unsigned char);
	f->marked = ARENA_ARRAY(f->arena, all, bool);
	f->wants = ARENA_ARRAY(f->arena, all, signed char);
	if (!load_wants(f, err) || !assign_fits(f, err) || !load_bars(f, err) ||
		(f->kind == ASSIGN_ENTRIES && !load_heats(f, err)))
		return false;
	load_sheets(f);
	return true;
}

/* ---- what the stage leaves open */

static int asked_of_class(const struct assign_frame *f, int seat)
{
	int n = 0;
	for (int x = 0; x < f->expert_count; x++)
		n += f->why[f->experts[x]] == BAR_NONE && assign_seat_of(f, docket_expert_class(f->docket, f->experts[x])) == seat;
	return n;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Four others; fewer where a class has an even share of so few entries that nobody would meet twice as many, or where there are
 * no more whom its experts ever meet. Never 0: that is for the definition to say. */
static int shared_default(const struct assign_frame *f)
{
	int64_t each = 0, shared = SHARED_DEFAULT;
	for (int k = 0; k < f->seat_count; k++)
		each += f->seats[k].seats;
	for (int k = 0; k < f->seat_count; k++) {
		int64_t n = asked_of_class(f, k), even = n ? f->entry_count * (int64_t)f->seats[k].seats / n : 0;
		int64_t others = f->expert_count - (f->seats[k].seats > 1 ? 1 : n);
		int64_t met = (even > 1 ? even : 1) * (each - 1);
		shared = least(shared, f->stage->assignment.calibration ? f->expert_count - 1 : least(others, (met + 1) / 2));
	}
	return shared > 1 ? (int)shared : 1;
}

/* Without a load: an even share of the class that has most to do, and a little. */
static void load_rule(struct assign_frame *f)
{
	const struct assignment_rule *rule = &f->stage->assignment;
	int calibration = rule->calibration;
	f->load = rule->load;
	for (int k = 0; !rule->load && k < f->seat_count; k++) {
		int n = asked_of_class(f, k), even = n ? (int)(((int64_t)f->entry_count * f->seats[k].seats + n - 1) / n) : 0;
		if (even + LOAD_SLACK + calibration > f->load)
			f->load = even + LOAD_SLACK + calibration;
	}
	f->shared = rule->shared >= 0 ? rule->shared : rule->disjoint ? 0 : shared_default(f);
}

bool assign_frame_load(struct db *db, const struct contest *contest, int stage, enum assign_kind kind, struct arena *arena,
	struct assign_frame *ret, struct err *err)
{
	struct assign_frame *f = ret;
	*f = (struct assign_frame){.kind = kind, .db = db, .arena = arena, .contest = contest, .stage = &contest->stages[stage],
		.stage_index = stage};
	if (!docket_load(db, contest, stage, arena, &f->docket, err) ||
		!store_find_assignment(db, contest->id, f->stage->id, arena, &f->newest, err) ||
		!store_list_assigned(db, contest->id, f->stage->id, NULL, arena, &f->pairs, &f->pair_count, err))
		return false;
	load_seats(f);
	if (!load_experts(f, err) || !pick_entries(f, err))
		return false;
	pick_experts(f);
	if (!load_edges(f, err))
		return false;
	load_rule(f);
	return true;
}

bool assign_frame_ready(const struct assign_frame *f, struct err *err)
{
	if (f->docket->closed)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; who marks there can't change any more.", f->stage->id);
	if (!f->seat_count)
		return fail(err, ERR_CONFLICT, "assign.no-seats", "Nothing says how many experts mark an entry of %s: its definition needs "
			"panel or sheets_each.", f->stage->id);
	if (!f->entry_count)
		return fail(err, ERR_CONFLICT, "assign.empty", "No entry takes part in stage %s yet.", f->stage->id);
	if (!f->expert_count)
		return fail(err, ERR_CONFLICT, "assign.nobody", "No expert of a class on the panel of %s is seated.", f->stage->id);
	return true;
}

/* ---- what must not change between reading and writing */

static bool put_pool(struct db *db, const char *contest, struct arena *arena, struct buf *out, struct err *err)
{
	struct candidate_row *rows;
	struct barred_row *bars;
	size_t n;
	if (!store_list_candidates(db, contest, arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "c %s %d %" PRId64 " %s\n", rows[i].id, (int)rows[i].state, rows[i].load, rows[i].away);
	if (!store_list_barred(db, contest, NULL, arena, &bars, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "b %s %s %d\n", bars[i].entry, bars[i].expert, bars[i].confirmed);
	return true;
}

bool assign_basis(struct db *db, const struct contest *contest, int stage, struct arena *arena, struct sha *ret,
	struct err *err)
{
	struct entry_row *entries;
	struct expert_row *experts;
	struct assignment_row *newest;
	struct docket few = {0};
	bool *in, *left;
	size_t n;
	CLEANUP(buf_done) struct buf out = {0};
	const char *id = contest->id;
	if (!store_list_entries(db, id, arena, &entries, &n, err) ||
		!docket_participants(db, contest, stage, entries, n, arena, &in, err))
		return false;
	few.contest = contest;
	few.entry_count = (int)n;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&few.entry_index, arena, entries[i].id, (int)i);
	if (!heat_withdrawn(db, &few, arena, &left, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (in[i])
			buf_printf(&out, "e %s %d\n", entries[i].id, left[i]);
	if (!store_list_experts(db, id, arena, &experts, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "x %s %s\n", experts[i].id, experts[i].class_id ? experts[i].class_id : "");
	if (!put_pool(db, id, arena, &out, err) ||
		!store_find_assignment(db, id, contest->stages[stage].id, arena, &newest, err))
		return false;
	buf_printf(&out, "v %" PRId64 "\n", newest ? newest->version : 0);
	*ret = sha256(buf_str(&out), out.len);
	return true;
}
