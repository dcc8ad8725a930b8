/* Ties as each may see them: an expert those that they are asked about, with their own vote; whoever may open and conclude
 * them all, with who has voted; how somebody else voted nobody before the conclusion. */
#include "app/closing.h"

#include "app/deliberate.h"
#include "app/docket.h"
#include "app/outcome.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

#include <string.h>

struct ties_work {
	const char *contest_id, *stage_id;
	const char *expert; /* who asks; NULL = as none */
	bool all;           /* may see every tie */
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	struct docket *docket;
	struct decision_row *decisions;
	size_t decision_count;
	struct json_writer w;
};

static bool put_entry(struct ties_work *t, const char *id, struct err *err)
{
	int at = docket_find_entry(t->docket, id);
	struct json profile;
	if (!part_read_profile(at < 0 ? NULL : t->docket->entries[at].profile, t->arena, &profile, err))
		return false;
	json_open(&t->w, NULL, '{');
	json_put_string(&t->w, "entry", id);
	json_put_string(&t->w, "title", json_string(&profile, "title", id));
	json_put_string(&t->w, "team", json_string(&profile, "team", ""));
	json_close(&t->w, '}');
	return true;
}

static bool names(const struct json *array, const char *id)
{
	for (size_t i = 0; id && array && i < array->count; i++)
		if (str_eq(array->items[i].string, id))
			return true;
	return false;
}

static const struct vote_row *find_vote(const struct vote_row *votes, size_t n, const char *expert)
{
	for (size_t i = 0; expert && i < n; i++)
		if (str_eq(votes[i].expert, expert))
			return &votes[i];
	return NULL;
}

static void put_voters(struct ties_work *t, const struct json *experts, const struct vote_row *votes, size_t n)
{
	json_open(&t->w, "voters", '[');
	for (size_t i = 0; i < experts->count; i++) {
		json_open(&t->w, NULL, '{');
		json_put_string(&t->w, "expert", experts->items[i].string);
		json_put_bool(&t->w, "voted", find_vote(votes, n, experts->items[i].string));
		json_close(&t->w, '}');
	}
	json_close(&t->w, ']');
}

/* What the deliberation that concluded it says; nothing when a withdrawal ended it. */
static bool put_conclusion(struct ties_work *t, int64_t seq, struct err *err)
{
	static const char *const keys[] = {"outcome", "reason", "rule", "votes"};
	for (size_t i = 0; i < t->decision_count; i++) {
		struct json body;
		if (t->decisions[i].seq != seq || !str_eq(t->decisions[i].kind, "tie.deliberate"))
			continue;
		if (!json_parse(t->decisions[i].body, strlen(t->decisions[i].body), t->arena, &body, err))
			return false;
		for (size_t k = 0; k < COUNT_OF(keys); k++)
			json_put_value(&t->w, keys[k], json_get(&body, keys[k]));
	}
	return true;
}

static bool is_decided(const struct ties_work *t, int64_t seq)
{
	for (size_t i = 0; i < t->decision_count; i++)
		if (t->decisions[i].seq == seq && str_eq(t->decisions[i].kind, "tie.deliberate"))
			return true;
	return false;
}

static bool put_tie(struct ties_work *t, const struct tie_row *row, struct err *err)
{
	struct json body;
	struct vote_row *votes;
	size_t n;
	if (!json_parse(row->body, strlen(row->body), t->arena, &body, err) ||
		!store_list_votes(t->db, t->contest->id, row->seq, t->arena, &votes, &n, err))
		return false;
	const struct json *entries = json_get(&body, "entries"), *experts = json_get(&body, "experts");
	bool asked = names(experts, t->expert), concluded = row->concluded_seq >= 0;
	if (!asked && !t->all)
		return true;
	json_open(&t->w, NULL, '{');
	json_put_int(&t->w, "tie", row->seq);
	json_put_string(&t->w, "state", !concluded ? "open" : is_decided(t, row->concluded_seq) ? "concluded" : "void");
	json_put_bool(&t->w, "concluded", concluded);
	json_put_int(&t->w, "places", json_int(&body, "places", 0));
	json_open(&t->w, "entries", '[');
	for (size_t i = 0; i < entries->count; i++)
		if (!put_entry(t, entries->items[i].string, err))
			return false;
	json_close(&t->w, ']');
	json_put_bool(&t->w, "may_vote", asked && !concluded);
	const struct vote_row *mine = find_vote(votes, n, t->expert);
	if (mine)
		json_put_raw(&t->w, "mine", mine->ranking);
	if (t->all)
		put_voters(t, experts, votes, n);
	if (t->all && concluded && !put_conclusion(t, row->concluded_seq, err))
		return false;
	json_close(&t->w, '}');
	return true;
}

/* The tie that waits to be opened, for whoever may open it. */
static bool put_waiting(struct ties_work *t, const struct tie_row *rows, size_t n, struct err *err)
{
	struct result result;
	for (size_t i = 0; i < n; i++)
		if (rows[i].concluded_seq < 0)
			return true;
	if (!t->docket->closed || t->docket->published)
		return true;
	if (!outcome_compute(t->db, t->contest, t->docket->stage_index, t->arena, &result, err))
		return false;
	const struct tie_at_cut *tie = deliberate_first_tie(&result);
	if (!tie)
		return true;
	json_open(&t->w, "waiting", '{');
	json_put_int(&t->w, "places", tie->places);
	json_open(&t->w, "entries", '[');
	for (int i = 0; i < tie->count; i++)
		if (!put_entry(t, result.sheets.entries[tie->entries[i]].id, err))
			return false;
	json_close(&t->w, ']');
	json_close(&t->w, '}');
	return true;
}

static bool ties_work(struct db *db, void *context, struct err *err)
{
	struct ties_work *t = context;
	struct tie_row *rows;
	size_t n;
	int stage;
	t->db = db;
	if (!app_get_contest(db, t->contest_id, t->arena, &t->contest, err) ||
		!app_get_panel_stage(t->contest, t->stage_id, &stage, err) ||
		!docket_load(db, t->contest, stage, t->arena, &t->docket, err) ||
		!store_list_decisions(db, t->contest->id, t->docket->stage->id, t->arena, &t->decisions, &t->decision_count, err) ||
		!store_list_ties(db, t->contest->id, t->docket->stage->id, t->arena, &rows, &n, err))
		return false;
	static const char *const rules[VOTE_RULE_COUNT] = {"majority", "borda", "schulze"};
	t->w = json_writer(t->out);
	json_open(&t->w, NULL, '{');
	json_put_string(&t->w, "stage", t->docket->stage->id);
	json_put_string(&t->w, "rule", rules[t->docket->stage->deliberation]);
	json_put_bool(&t->w, "supervised", t->docket->stage->supervised);
	json_open(&t->w, "ties", '[');
	for (size_t i = 0; i < n; i++)
		if (!put_tie(t, &rows[i], err))
			return false;
	json_close(&t->w, ']');
	if (t->all && !put_waiting(t, rows, n, err))
		return false;
	json_close(&t->w, '}');
	return true;
}

bool view_ties(struct app *app, const struct request *rq, const char *contest, const char *stage, struct buf *out,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	bool whole = !rq->who || !rq->who->heat; /* a tie reaches further than a heat's link */
	struct ties_work t = {.contest_id = contest, .stage_id = stage, .out = out, .arena = arena,
		.all = whole && (principal_may(rq->who, ACT_SEE_TALLY) || principal_may(rq->who, ACT_DELIBERATE)),
		.expert = rq->who && principal_may(rq->who, ACT_MARK) ? rq->who->expert : NULL};
	return (t.all || principal_check(rq->who, ACT_MARK, err)) && store_read(app->store, ties_work, &t, err);
}
