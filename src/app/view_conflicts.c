/* Conflicts for those who decide on them, and an expert's own for the expert. Neither is ever public. */
#include "app/conflict.h"

#include "app/conflict_part.h"
#include "app/part.h"
#include "app/parties.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>
#include <strings.h>

static const char *const STATES[] = {[CONFLICT_FOUND] = "found", [CONFLICT_CONFIRMED] = "confirmed", [CONFLICT_OVERRULED] = "overruled"};
static const char *const SOURCES[] = {[CONFLICT_COMPUTED] = "computed", [CONFLICT_IMPORTED] = "imported", [CONFLICT_DECLARED] = "declared"};
enum { LIMIT = 1000 };

struct conflicts_view {
	struct app *app;
	const char *contest_id, *expert;
	const struct conflict_query *query;
	struct buf *out;
	struct arena *arena;
	struct parties parties;
	struct evidence evidence;
	struct json_writer w;
};

static bool load(struct conflicts_view *v, struct db *db, struct contest **ret_contest, struct err *err)
{
	return app_get_contest(db, v->contest_id, v->arena, ret_contest, err) && parties_load(db, v->contest_id, v->arena, &v->parties, err) &&
		evidence_load(db, v->contest_id, v->arena, &v->evidence, err);
}

/* Is every result published? */
static bool is_over(struct conflicts_view *v, struct db *db, const struct contest *contest, bool *ret, struct err *err)
{
	*ret = true;
	for (int s = 0; s < contest->stage_count && *ret; s++) {
		struct stage_row *row;
		if (contest->stages[s].kind != STAGE_PANEL)
			continue;
		if (!store_find_stage(db, contest->id, contest->stages[s].id, v->arena, &row, err))
			return false;
		*ret = row && row->state == STAGE_PUBLISHED;
	}
	return true;
}

static void put_evidence(struct conflicts_view *v, const struct conflict_row *rows, size_t count)
{
	json_open(&v->w, "evidence", '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "ground", rows[i].ground);
		json_put_string(&v->w, "source", SOURCES[rows[i].source]);
		json_put_string(&v->w, "state", STATES[rows[i].state]);
		json_put_raw(&v->w, "detail", rows[i].detail ? rows[i].detail : "{}");
		part_time(&v->w, "at", rows[i].at_ms);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static void put_words(struct json_writer *w, const char *key, const struct party_words *p, bool entry)
{
	json_open(w, key, '{');
	json_put_string(w, "id", p->id);
	json_put_string(w, entry ? "title" : "name", p->title);
	if (entry)
		json_put_string(w, "team", p->team);
	json_put_string(w, "organisation", p->organisation);
	json_close(w, '}');
}

static bool put_ruling(struct conflicts_view *v, const struct ruling_row *r, struct err *err)
{
	struct json reason;
	if (!r)
		return true;
	json_open(&v->w, "ruling", '{');
	json_put_bool(&v->w, "confirmed", r->confirmed);
	json_put_string(&v->w, "actor", r->actor);
	part_time(&v->w, "at", r->at_ms);
	json_put_int(&v->w, "seq", r->seq);
	if (r->reason) {
		if (!json_parse(r->reason, strlen(r->reason), v->arena, &reason, err))
			return false;
		json_put_string(&v->w, "reason", reason.string);
	}
	json_close(&v->w, '}');
	return true;
}

/* ---- for staff */

struct pair_at { /* a pair's rows in the evidence, with whom they are about */
	const struct conflict_row *rows;
	size_t count;
	enum conflict_state state;
	int entry, expert; /* −1: not there any more */
};

static bool has_words(const struct party_words *p, const char *words)
{
	return strcasestr(p->id, words) || strcasestr(p->title, words) || strcasestr(p->team, words) || strcasestr(p->organisation, words);
}

static bool has_ground(const struct pair_at *p, const char *ground)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_eq(p->rows[i].ground, ground))
			return true;
	return false;
}

static bool is_wanted(const struct conflicts_view *v, const struct pair_at *p)
{
	const struct conflict_query *q = v->query;
	return (!q->state || str_eq(q->state, STATES[p->state])) && (!q->ground || has_ground(p, q->ground)) &&
		(!q->entry || str_eq(q->entry, p->rows->entry)) && (!q->expert || str_eq(q->expert, p->rows->expert)) &&
		(!q->words || !*q->words || has_words(&v->parties.entries[p->entry], q->words) ||
			has_words(&v->parties.experts[p->expert], q->words));
}

/* Pairs of whom one has gone are of no interest any more. */
static size_t all_pairs(struct conflicts_view *v, struct pair_at **ret)
{
	const struct evidence *e = &v->evidence;
	struct pair_at *pairs = ARENA_ARRAY(v->arena, e->count, struct pair_at);
	size_t n = 0;
	for (size_t i = 0; i < e->count;) {
		struct pair_at p = {0};
		p.rows = evidence_of(e, e->rows[i].entry, e->rows[i].expert, &p.count);
		i += p.count;
		p.state = evidence_state(p.rows, p.count);
		p.entry = dict_find(&v->parties.entry_ids, p.rows->entry);
		p.expert = dict_find(&v->parties.expert_ids, p.rows->expert);
		if (p.entry >= 0 && p.expert >= 0)
			pairs[n++] = p;
	}
	*ret = pairs;
	return n;
}

static bool put_pair(struct conflicts_view *v, const struct pair_at *p, struct err *err)
{
	json_open(&v->w, NULL, '{');
	put_words(&v->w, "entry", &v->parties.entries[p->entry], true);
	put_words(&v->w, "expert", &v->parties.experts[p->expert], false);
	json_put_string(&v->w, "state", STATES[p->state]);
	put_evidence(v, p->rows, p->count);
	if (!put_ruling(v, evidence_ruling(&v->evidence, p->rows->entry, p->rows->expert), err))
		return false;
	json_close(&v->w, '}');
	return true;
}

static bool put_pairs(struct conflicts_view *v, const struct pair_at *pairs, size_t n, struct err *err)
{
	int limit = v->query->limit ? v->query->limit : LIMIT, total = 0;
	json_open(&v->w, "pairs", '[');
	for (int state = CONFLICT_FOUND; state <= CONFLICT_OVERRULED; state++)
		for (size_t i = 0; i < n; i++) {
			if (pairs[i].state != (enum conflict_state)state || !is_wanted(v, &pairs[i]))
				continue;
			if (total >= v->query->from && total - v->query->from < limit && !put_pair(v, &pairs[i], err))
				return false;
			total++;
		}
	json_close(&v->w, ']');
	json_put_int(&v->w, "total", total);
	return true;
}

static void put_counts(struct conflicts_view *v, const struct pair_at *pairs, size_t n)
{
	int64_t counts[COUNT_OF(STATES)] = {0}, back = 0;
	for (size_t i = 0; i < n; i++) {
		counts[pairs[i].state]++;
		for (size_t k = 0; k < pairs[i].count; k++)
			back += pairs[i].state == CONFLICT_CONFIRMED && pairs[i].rows[k].source == CONFLICT_DECLARED && pairs[i].rows[k].detail &&
				strncmp(pairs[i].rows[k].detail, "{\"back\"", 7) == 0;
	}
	json_open(&v->w, "counts", '{');
	for (size_t s = 0; s < COUNT_OF(STATES); s++)
		json_put_int(&v->w, STATES[s], counts[s]);
	json_put_int(&v->w, "back", back);
	json_close(&v->w, '}');
}

static bool conflicts_work(struct db *db, void *context, struct err *err)
{
	struct conflicts_view *v = context;
	struct contest *contest;
	struct pair_at *pairs;
	bool over;
	if (!load(v, db, &contest, err) || !is_over(v, db, contest, &over, err))
		return false;
	size_t n = all_pairs(v, &pairs);
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "contest", contest->id);
	part_text(&v->w, "title", &contest->title);
	json_put_bool(&v->w, "over", over);
	json_put_int(&v->w, "entries", v->parties.entry_count);
	json_put_int(&v->w, "experts", v->parties.expert_count);
	json_put_int(&v->w, "organisations", (int64_t)v->parties.kinship.count);
	put_counts(v, pairs, n);
	if (!put_pairs(v, pairs, n, err))
		return false;
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_conflicts(struct app *app, const struct request *rq, const char *contest, const struct conflict_query *query,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct conflicts_view v = {.app = app, .contest_id = contest, .query = query, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_SEE_CONFLICTS, err) && store_read(app->store, conflicts_work, &v, err);
}

/* ---- for the expert */

static void put_entry(struct conflicts_view *v, int entry, int want)
{
	const struct party_words *p = &v->parties.entries[entry];
	size_t count;
	const struct conflict_row *rows = evidence_of(&v->evidence, p->id, v->expert, &count);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "entry", p->id);
	json_put_string(&v->w, "title", p->title);
	json_put_string(&v->w, "team", p->team);
	json_put_string(&v->w, "organisation", p->organisation);
	json_put_string(&v->w, "fields", p->fields);
	if (p->division)
		json_put_string(&v->w, "division", p->division);
	if (p->track)
		json_put_string(&v->w, "track", p->track);
	json_put_string(&v->w, "want", preference_name(want));
	if (rows) {
		json_open(&v->w, "conflict", '{');
		json_put_string(&v->w, "state", STATES[evidence_state(rows, count)]);
		put_evidence(v, rows, count);
		json_close(&v->w, '}');
	}
	json_close(&v->w, '}');
}

static bool interests_work(struct db *db, void *context, struct err *err)
{
	struct conflicts_view *v = context;
	struct contest *contest;
	struct preference_row *wants;
	struct dict wanted = {0};
	size_t n;
	bool over;
	if (!load(v, db, &contest, err) || !is_over(v, db, contest, &over, err) ||
		!store_list_preferences(db, v->contest_id, v->expert, v->arena, &wants, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		(void)dict_add(&wanted, v->arena, wants[i].entry, (int)i);
	int me = dict_find(&v->parties.expert_ids, v->expert);
	if (me < 0)
		return fail(err, ERR_NOT_FOUND, "expert.unknown", "%s has no expert \"%.64s\".", contest->id, v->expert);
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "contest", contest->id);
	part_text(&v->w, "title", &contest->title);
	json_put_bool(&v->w, "over", over);
	part_labels(&v->w, "divisions", &contest->axes[AXIS_DIVISION]);
	part_labels(&v->w, "tracks", &contest->axes[AXIS_TRACK]);
	put_words(&v->w, "expert", &v->parties.experts[me], false);
	json_open(&v->w, "entries", '[');
	for (int e = 0; e < v->parties.entry_count; e++) {
		int at = dict_find(&wanted, v->parties.entries[e].id);
		put_entry(v, e, at < 0 ? 0 : wants[at].want);
	}
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_interests(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (!rq->who || !rq->who->expert)
		return fail(err, ERR_DENIED, "denied", "Only an expert sees their own interests.");
	struct conflicts_view v = {.app = app, .contest_id = contest, .expert = rq->who->expert, .out = out, .arena = arena};
	return store_read(app->store, interests_work, &v, err);
}
