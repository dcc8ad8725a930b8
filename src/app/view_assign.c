/* An assignment as JSON, proposed or in force: the same shape, so that a page shows and edits both. */
#include "app/assign_part.h"

#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/draw.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct sight {
	const struct request *rq;
	const char *contest_id, *stage_id, *entry_id;
	struct assign_wish wish;
	int64_t version;
	struct buf *out;
	struct arena *arena;
	struct assign_frame f;
	struct json_writer w;
};

static bool load(struct sight *v, struct db *db, struct err *err)
{
	struct contest *contest;
	int stage;
	v->w = json_writer(v->out);
	return app_get_contest(db, v->contest_id, v->arena, &contest, err) &&
		app_get_panel_stage(contest, v->stage_id, &stage, err) &&
		assign_frame_load(db, contest, stage, ASSIGN_ENTRIES, v->arena, &v->f, err);
}

static bool see(struct app *app, struct sight *v, bool (*read)(struct db *, void *, struct err *), struct err *err)
{
	return principal_check(v->rq->who, ACT_SEE_PANELS, err) && store_read(app->store, read, v, err);
}

static const char *entry_id(const struct assign_frame *f, int entry)
{
	return docket_entry_id(f->docket, f->entries[entry]);
}

static const char *expert_id(const struct assign_frame *f, int expert)
{
	return docket_expert_id(f->docket, f->experts[expert]);
}

/* ---- the parts */

static void put_rule(struct sight *v)
{
	const struct assign_frame *f = &v->f;
	struct json_writer *w = &v->w;
	json_open(w, "rule", '{');
	json_open(w, "seats", '[');
	for (int k = 0; k < f->seat_count; k++) {
		json_open(w, NULL, '{');
		if (f->seats[k].class_index >= 0)
			json_put_string(w, "class", f->contest->classes.items[f->seats[k].class_index].id);
		json_put_int(w, "seats", f->seats[k].seats);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_put_int(w, "load", f->load);
	json_put_int(w, "shared", f->shared);
	json_put_int(w, "calibration", f->stage->assignment.calibration);
	json_put_string(w, "aim", f->stage->assignment.total_aim ? "total" : "worst-first");
	json_close(w, '}');
}

/* Concluded draws, the newest first, and whether their pool is that of the stage. */
static bool put_draws(struct sight *v, struct db *db, struct err *err)
{
	struct draw_row *rows;
	size_t n;
	if (!store_list_draws(db, v->f.contest->id, v->arena, &rows, &n, err))
		return false;
	json_open(&v->w, "draws", '[');
	for (size_t i = n; i-- > 0;) {
		struct json announced;
		struct sha seed;
		int64_t number;
		struct err no = {0};
		if (!rows[i].concluded)
			continue;
		if (!json_parse(rows[i].announced, strlen(rows[i].announced), v->arena, &announced, err))
			return false;
		bool fits = assign_seed(&v->f, rows[i].number, &number, &seed, &no);
		json_open(&v->w, NULL, '{');
		json_put_int(&v->w, "draw", rows[i].number);
		json_put_bool(&v->w, "fits", fits);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	return true;
}

static bool read_body(struct sight *v, const struct assignment_row *row, struct json *ret, struct err *err)
{
	return json_parse(row->body, strlen(row->body), v->arena, ret, err);
}

static bool put_versions(struct sight *v, struct db *db, struct err *err)
{
	struct assignment_row *rows;
	size_t n;
	if (!store_list_assignments(db, v->f.contest->id, v->f.stage->id, v->arena, &rows, &n, err))
		return false;
	json_open(&v->w, "versions", '[');
	for (size_t i = 0; i < n; i++) {
		struct json body;
		int64_t pairs = 0;
		if (!read_body(v, &rows[i], &body, err))
			return false;
		const struct json *entries = json_get(&body, "entries");
		for (size_t e = 0; entries && e < entries->count; e++)
			pairs += (int64_t)entries->members[e].value.count;
		json_open(&v->w, NULL, '{');
		json_put_int(&v->w, "version", rows[i].version);
		part_time(&v->w, "at", rows[i].at_ms);
		json_put_int(&v->w, "seq", rows[i].seq);
		if (json_int(&body, "draw", 0))
			json_put_int(&v->w, "draw", json_int(&body, "draw", 0));
		json_put_string(&v->w, "case", json_string(&body, "case", ""));
		json_put_int(&v->w, "pairs", pairs);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	return true;
}

static bool put_expert(struct sight *v, int at, int load, struct err *err)
{
	const struct expert_row *row = &v->f.docket->experts[at];
	struct json profile;
	if (!part_read_profile(row->profile, v->arena, &profile, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "id", row->id);
	if (row->class_id)
		json_put_string(&v->w, "class", row->class_id);
	part_profile(&v->w, &profile, (const char *const[]){"name"}, 1);
	json_put_int(&v->w, "load", v->f.loads[at] >= 0 ? v->f.loads[at] : v->f.load);
	json_put_int(&v->w, "entries", load);
	if (v->f.why[at])
		json_put_string(&v->w, "why", assign_bar_name(v->f.why[at]));
	json_close(&v->w, '}');
	return true;
}

static bool put_experts(struct sight *v, const struct assigned *pairs, size_t count, struct err *err)
{
	const struct docket *d = v->f.docket;
	int *loads = ARENA_ARRAY(v->arena, (size_t)d->expert_count, int);
	for (size_t i = 0; i < count; i++)
		loads[v->f.experts[pairs[i].expert]]++;
	json_open(&v->w, "experts", '[');
	for (int x = 0; x < d->expert_count; x++)
		if (v->f.why[x] != BAR_CLASS && !put_expert(v, x, loads[x], err))
			return false;
	json_close(&v->w, ']');
	return true;
}

/* How many of the class fit the entry better, may mark it, and do not. */
static int better_than(const struct assign_frame *f, const bool *has, const struct assigned *p)
{
	int n = 0, class_index = docket_expert_class(f->docket, f->experts[p->expert]);
	for (int x = 0; x < f->expert_count; x++) {
		size_t at = assign_at(f, p->entry, x);
		n += !has[x] && !f->bars[at] && f->fits[at] > p->fit && docket_expert_class(f->docket, f->experts[x]) == class_index;
	}
	return n;
}

static void put_pair(struct sight *v, const bool *has, const struct assigned *p)
{
	struct json_writer *w = &v->w;
	size_t at = assign_at(&v->f, p->entry, p->expert);
	json_open(w, NULL, '{');
	json_put_string(w, "expert", expert_id(&v->f, p->expert));
	json_put_int(w, "fit", v->f.fits[at]);
	json_put_int(w, "better", better_than(&v->f, has, p));
	if (v->f.marked[at])
		json_put_bool(w, "marked", true);
	if (v->f.bars[at])
		json_put_string(w, "why", assign_bar_name((enum assign_bar)v->f.bars[at]));
	if (p->kept)
		json_put_bool(w, "kept", true);
	if (p->moved)
		json_put_bool(w, "moved", true);
	json_close(w, '}');
}

static bool put_entry(struct sight *v, int e, bool calibration, const struct assigned *pairs, size_t count, struct err *err)
{
	const struct assign_frame *f = &v->f;
	const struct entry_row *row = &f->docket->entries[f->entries[e]];
	int heat = docket_heat(f->docket, f->entries[e]);
	bool *has = ARENA_ARRAY(v->arena, (size_t)f->expert_count, bool);
	struct json profile;
	if (!part_read_profile(row->profile, v->arena, &profile, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "entry", row->id);
	json_put_string(&v->w, "title", json_string(&profile, "title", row->id));
	if (row->division)
		json_put_string(&v->w, "division", row->division);
	if (row->track)
		json_put_string(&v->w, "track", row->track);
	if (heat >= 0)
		json_put_string(&v->w, "heat", f->stage->heats[heat].id);
	if (calibration)
		json_put_bool(&v->w, "calibration", true);
	json_open(&v->w, "pairs", '[');
	for (size_t i = 0; i < count; i++)
		has[pairs[i].expert] = true;
	for (size_t i = 0; i < count; i++)
		put_pair(v, has, &pairs[i]);
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	return true;
}

static bool put_entries(struct sight *v, const bool *calibration, const struct assigned *pairs, size_t count, struct err *err)
{
	size_t at = 0;
	json_open(&v->w, "entries", '[');
	for (int e = 0; e < v->f.entry_count; e++) {
		size_t first = at;
		while (at < count && pairs[at].entry == e)
			at++;
		if (!put_entry(v, e, calibration && calibration[e], pairs + first, at - first, err))
			return false;
	}
	json_close(&v->w, ']');
	return true;
}

static bool put_state(struct sight *v, struct db *db, int64_t version, struct err *err)
{
	const struct assign_frame *f = &v->f;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "stage", f->stage->id);
	json_put_int(&v->w, "version", version);
	json_put_int(&v->w, "newest", f->newest ? f->newest->version : 0);
	json_put_bool(&v->w, "closed", f->docket->closed);
	json_put_bool(&v->w, "rehearsal", f->contest->rehearsal);
	json_put_int(&v->w, "undecided", (int64_t)f->found_count);
	put_rule(v);
	return put_draws(v, db, err) && put_versions(v, db, err);
}

static void put_sums(struct sight *v, const bool *calibration, const struct assigned *pairs, size_t count)
{
	int64_t total = 0, worst = INT32_MAX;
	for (size_t i = 0; i < count; i++) {
		int32_t fit = v->f.fits[assign_at(&v->f, pairs[i].entry, pairs[i].expert)];
		if (calibration && calibration[pairs[i].entry])
			continue;
		total += fit;
		worst = fit < worst ? fit : worst;
	}
	json_put_int(&v->w, "total", total);
	json_put_int(&v->w, "worst", worst == INT32_MAX ? 0 : worst);
}

/* ---- in force, or of an earlier version */

static struct assigned *pairs_of(struct sight *v, const struct json *entries, size_t *ret_count)
{
	size_t n = 0, count = 0;
	for (size_t e = 0; entries && e < entries->count; e++)
		n += entries->members[e].value.count;
	struct assigned *pairs = ARENA_ARRAY(v->arena, n + 1, struct assigned);
	for (size_t e = 0; entries && e < entries->count; e++) {
		int entry = dict_find(&v->f.entry_index, entries->members[e].key);
		const struct json *experts = &entries->members[e].value;
		for (size_t i = 0; entry >= 0 && i < experts->count; i++) {
			int expert = dict_find(&v->f.expert_index, experts->items[i].string);
			if (expert >= 0)
				pairs[count++] = (struct assigned){.entry = entry, .expert = expert,
					.fit = v->f.fits[assign_at(&v->f, entry, expert)]};
		}
	}
	*ret_count = count;
	return pairs;
}

static bool find_version(struct sight *v, struct db *db, struct assignment_row **ret_row, struct err *err)
{
	struct assignment_row *rows;
	size_t n;
	*ret_row = v->f.newest;
	if (!v->version)
		return true;
	if (!store_list_assignments(db, v->f.contest->id, v->f.stage->id, v->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].version == v->version) {
			*ret_row = &rows[i];
			return true;
		}
	return fail(err, ERR_NOT_FOUND, "assign.version", "The assignment of stage %s has no version %" PRId64 ".", v->f.stage->id,
		v->version);
}

/* The case says which entries were for calibration. */
static bool read_calibration(struct sight *v, const struct assignment_row *row, bool **ret, struct err *err)
{
	struct assign_file file;
	*ret = ARENA_ARRAY(v->arena, (size_t)v->f.entry_count + 1, bool);
	if (!row || !v->f.stage->assignment.calibration)
		return true;
	if (!assign_file_read((struct slice){row->problem, strlen(row->problem)}, v->arena, &file, err))
		return false;
	for (int e = 0; e < file.c.entry_count; e++) {
		int at = dict_find(&v->f.entry_index, file.c.entries[e]);
		if (at >= 0)
			(*ret)[at] = file.c.calibration[e];
	}
	return true;
}

static bool version_work(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct assignment_row *row;
	struct json body = {0};
	bool *calibration;
	size_t count;
	if (!load(v, db, err) || !find_version(v, db, &row, err) || (row && !read_body(v, row, &body, err)) ||
		!read_calibration(v, row, &calibration, err))
		return false;
	struct assigned *pairs = pairs_of(v, json_get(&body, "entries"), &count);
	if (!put_state(v, db, row ? row->version : 0, err))
		return false;
	if (json_int(&body, "draw", 0))
		json_put_int(&v->w, "draw", json_int(&body, "draw", 0));
	put_sums(v, calibration, pairs, count);
	if (!put_experts(v, pairs, count, err) || !put_entries(v, calibration, pairs, count, err))
		return false;
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_assignment(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t version,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .version = version, .out = out, .arena = arena};
	return see(app, &v, version_work, err);
}

static bool case_in_force(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct assignment_row *row;
	if (!load(v, db, err) || !find_version(v, db, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "assign.version", "Stage %s has no assignment yet.", v->f.stage->id);
	buf_puts(v->out, row->problem);
	return true;
}

bool view_assignment_case(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t version,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .version = version, .out = out, .arena = arena};
	return see(app, &v, case_in_force, err);
}

/* ---- proposed */

/* What adopting it would change. */
static void put_changes(struct sight *v, const struct assigned *pairs, size_t count)
{
	const struct assign_frame *f = &v->f;
	bool *now = ARENA_ARRAY(v->arena, (size_t)f->entry_count * (size_t)f->expert_count, bool);
	for (size_t i = 0; i < count; i++)
		now[assign_at(f, pairs[i].entry, pairs[i].expert)] = true;
	json_open(&v->w, "removed", '[');
	for (size_t i = 0; i < f->pair_count; i++) {
		int e = dict_find(&f->entry_index, f->pairs[i].entry), x = dict_find(&f->expert_index, f->pairs[i].expert);
		if (e >= 0 && x >= 0 && now[assign_at(f, e, x)])
			now[assign_at(f, e, x)] = false;
		else if (e >= 0)
			json_put_string(&v->w, NULL, arena_printf(v->arena, "%s %s", f->pairs[i].entry, f->pairs[i].expert));
	}
	json_close(&v->w, ']');
	json_open(&v->w, "added", '[');
	for (int e = 0; e < f->entry_count; e++)
		for (int x = 0; x < f->expert_count; x++)
			if (now[assign_at(f, e, x)])
				json_put_string(&v->w, NULL, arena_printf(v->arena, "%s %s", entry_id(f, e), expert_id(f, x)));
	json_close(&v->w, ']');
}

static bool proposal_work(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct assign_made made;
	struct assignment a;
	char hex[SHA_HEX];
	if (!load(v, db, err) || !assign_case_make(&v->f, &v->wish, &made, err) || !assign_solve(&v->f, &made, &a, err) ||
		!put_state(v, db, 0, err))
		return false;
	const bool *calibration = made.file.c.calibration;
	if (made.draw)
		json_put_int(&v->w, "draw", made.draw);
	json_put_string(&v->w, "case", sha_hex(&made.sha, hex));
	json_put_bool(&v->w, "keep", v->wish.keep);
	json_put_int(&v->w, "optimum", a.optimum);
	json_put_int(&v->w, "kept", (int64_t)a.kept);
	json_put_int(&v->w, "changed", (int64_t)a.changed);
	put_sums(v, calibration, a.pairs, a.count);
	put_changes(v, a.pairs, a.count);
	if (!put_experts(v, a.pairs, a.count, err) || !put_entries(v, calibration, a.pairs, a.count, err))
		return false;
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_assign_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_wish *wish, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .wish = *wish, .out = out, .arena = arena};
	return see(app, &v, proposal_work, err);
}

static bool case_work(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	struct assign_made made;
	if (!load(v, db, err) || !assign_case_make(&v->f, &v->wish, &made, err))
		return false;
	buf_put(v->out, made.text.at, made.text.len);
	return true;
}

bool view_assign_case(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_wish *wish, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .wish = *wish, .out = out, .arena = arena};
	return see(app, &v, case_work, err);
}

/* ---- who may mark an entry */

struct option {
	int expert;
	int32_t fit;
	bool barred;
};

static int by_fit(const void *x, const void *y)
{
	const struct option *a = x, *b = y;
	if (a->barred != b->barred)
		return a->barred ? 1 : -1;
	if (a->fit != b->fit)
		return a->fit > b->fit ? -1 : 1;
	return a->expert - b->expert;
}

static bool put_option(struct sight *v, int entry, const struct option *o, struct err *err)
{
	const struct assign_frame *f = &v->f;
	size_t at = assign_at(f, entry, o->expert);
	const struct expert_row *row = &f->docket->experts[f->experts[o->expert]];
	struct json profile;
	if (!part_read_profile(row->profile, v->arena, &profile, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "expert", row->id);
	if (row->class_id)
		json_put_string(&v->w, "class", row->class_id);
	part_profile(&v->w, &profile, (const char *const[]){"name"}, 1);
	json_put_int(&v->w, "fit", f->fits[at]);
	json_put_string(&v->w, "words", assign_shared_words(f, entry, o->expert));
	json_put_int(&v->w, "want", f->wants[at]);
	if (f->bars[at])
		json_put_string(&v->w, "why", assign_bar_name((enum assign_bar)f->bars[at]));
	if (f->marked[at])
		json_put_bool(&v->w, "marked", true);
	json_close(&v->w, '}');
	return true;
}

static bool options_work(struct db *db, void *context, struct err *err)
{
	struct sight *v = context;
	if (!load(v, db, err))
		return false;
	const struct assign_frame *f = &v->f;
	int entry = dict_find(&f->entry_index, v->entry_id);
	if (entry < 0)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "Entry \"%.64s\" takes no part in stage %s.", v->entry_id, f->stage->id);
	struct option *options = ARENA_ARRAY(v->arena, (size_t)f->expert_count + 1, struct option);
	for (int x = 0; x < f->expert_count; x++)
		options[x] = (struct option){x, f->fits[assign_at(f, entry, x)], f->bars[assign_at(f, entry, x)] != BAR_NONE};
	qsort(options, (size_t)f->expert_count, sizeof(*options), by_fit);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "entry", v->entry_id);
	json_open(&v->w, "options", '[');
	for (int i = 0; i < f->expert_count; i++)
		if (!put_option(v, entry, &options[i], err))
			return false;
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_assign_options(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *entry,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .entry_id = entry, .out = out, .arena = arena};
	return see(app, &v, options_work, err);
}
