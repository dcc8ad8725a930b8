/* A tie is opened to the votes of the experts who judged its entries, and concluded by counting them. Votes are sealed
 * records: nobody, the chair included, is told one before the conclusion; the newest of an expert counts.
 *
 * More than half of those asked must have voted, so that nobody can conclude while the votes that are in please them; and
 * since nobody sees them, there is nothing to please. Votes that leave it tied conclude nothing: the tie stays open. */
#include "app/tie.h"

#include "app/closing.h"
#include "app/deliberate.h"
#include "app/event.h"
#include "app/outcome.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

struct tie_work {
	struct decide_work w;
	int64_t tie;
	const char *const *order; /* a vote */
	int count;
	struct tie_row *row;
	struct json body; /* of tie.open */
};

bool tie_find_open(struct db *db, const char *contest, const char *stage, struct arena *arena, struct tie_row **ret_tie,
	struct err *err)
{
	struct tie_row *rows;
	size_t n;
	if (!store_list_ties(db, contest, stage, arena, &rows, &n, err))
		return false;
	*ret_tie = NULL;
	for (size_t i = 0; i < n; i++)
		if (rows[i].concluded_seq < 0)
			*ret_tie = &rows[i];
	return true;
}

static bool tell(struct journal *j, const char *stage, const char *state, struct err *err)
{
	CLEANUP(buf_done) struct buf data = {0};
	struct json_writer json = json_writer(&data);
	json_open(&json, NULL, '{');
	json_put_string(&json, "stage", stage);
	json_put_string(&json, "state", state);
	json_close(&json, '}');
	return event_add(j, "tie", buf_str(&data), err);
}

static bool end_tie(struct journal *j, struct db *db, struct tie_row *tie, int64_t seq, const char *state, struct err *err)
{
	tie->concluded_seq = seq;
	return store_put_tie(db, j->contest, tie, err) && tell(j, tie->stage, state, err);
}

bool tie_end_open(struct journal *j, struct db *db, const struct contest *contest, int64_t seq, struct arena *arena,
	struct err *err)
{
	for (int s = 0; s < contest->stage_count; s++) {
		struct tie_row *open;
		if (!tie_find_open(db, contest->id, contest->stages[s].id, arena, &open, err) ||
			(open && !end_tie(j, db, open, seq, "void", err)))
			return false;
	}
	return true;
}

/* ---- open */

static void put_ids(struct json_writer *json, const char *key, const char *const *ids, int n)
{
	json_open(json, key, '[');
	for (int i = 0; i < n; i++)
		json_put_string(json, NULL, ids[i]);
	json_close(json, ']');
}

static const char *open_body(const struct decide_work *w, const struct result *r, const struct tie_at_cut *tie,
	const char *const *experts, int expert_count)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_open(&json, "entries", '[');
	for (int i = 0; i < tie->count; i++)
		json_put_string(&json, NULL, r->sheets.entries[tie->entries[i]].id);
	json_close(&json, ']');
	put_ids(&json, "experts", experts, expert_count);
	json_put_int(&json, "places", tie->places);
	json_put_string(&json, "stage", decide_stage(w)->id);
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&body));
}

static bool open_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct tie_work *t = (struct tie_work *)w;
	struct stage_row row;
	struct result result;
	struct tie_row *open;
	struct ruled ruled;
	const char *const *experts;
	int count;
	if (!decide_closed_row(w, db, &row, err) || !tie_find_open(db, w->contest->id, row.stage, w->arena, &open, err))
		return false;
	if (open)
		return fail(err, ERR_CONFLICT, "tie.open", "Tie %lld of stage %s is open already.", (long long)open->seq, row.stage);
	if (!outcome_compute(db, w->contest, w->stage, w->arena, &result, err) ||
		!ruled_load(db, w->contest->id, &row, w->arena, &ruled, err))
		return false;
	const struct tie_at_cut *tie = deliberate_first_tie(&result);
	if (!tie)
		return fail(err, ERR_CONFLICT, "tie.none", "No tie of stage %s awaits deliberation.", row.stage);
	deliberate_voters(&result, &ruled, tie, w->arena, &experts, &count);
	if (!count)
		return fail(err, ERR_CONFLICT, "tie.nobody", "Every expert of stage %s is recused from one of the tied entries. Record a deliberation without votes: its "
			"order is the chair's, its reason is published.",
			row.stage);
	struct tie_row made = {.stage = row.stage, .body = open_body(w, &result, tie, experts, count), .concluded_seq = -1};
	if (!journal_seal(&w->j, "tie.open", made.body, &made.seq, err))
		return false;
	t->tie = made.seq;
	return store_put_tie(db, w->contest->id, &made, err) && tell(&w->j, row.stage, "open", err);
}

static bool open_work(struct db *db, void *context, struct err *err)
{
	struct tie_work *t = context;
	if (!decide(&t->w, db, open_step, "tie.open", err))
		return false;
	return !t->w.j.repeated || store_find_request(db, t->w.contest->id, t->w.j.req, &t->tie, err);
}

bool app_open_tie(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t *ret_tie,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct tie_work t = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena}};
	if (!principal_check(rq->who, ACT_DELIBERATE, err) || !store_write(app->store, open_work, &t, err))
		return false;
	*ret_tie = t.tie;
	return true;
}

/* ---- vote */

static bool find_tie(struct tie_work *t, struct db *db, struct err *err)
{
	struct tie_row *rows;
	size_t n;
	const char *stage = decide_stage(&t->w)->id;
	if (!store_list_ties(db, t->w.contest->id, stage, t->w.arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].seq == t->tie) {
			t->row = &rows[i];
			return json_parse(t->row->body, strlen(t->row->body), t->w.arena, &t->body, err);
		}
	return fail(err, ERR_NOT_FOUND, "tie.unknown", "Stage %s has no tie %lld.", stage, (long long)t->tie);
}

static bool still_open(const struct tie_work *t, struct err *err)
{
	return t->row->concluded_seq < 0 ||
		fail(err, ERR_CONFLICT, "tie.concluded", "Tie %lld is not open for votes any more.", (long long)t->tie);
}

static bool lists(const struct json *array, const char *id)
{
	for (size_t i = 0; id && array && i < array->count; i++)
		if (str_eq(array->items[i].string, id))
			return true;
	return false;
}

/* An order of tied entries, best first; those that it leaves out stand behind. */
static bool check_order(const struct tie_work *t, struct err *err)
{
	if (t->count < 1)
		return fail(err, ERR_INPUT, "tie.order", "A vote names at least one of the tied entries, the best first.");
	for (int i = 0; i < t->count; i++) {
		if (!lists(json_get(&t->body, "entries"), t->order[i]))
			return fail(err, ERR_INPUT, "tie.order", "%.64s is not among the tied entries.", t->order[i]);
		for (int k = 0; k < i; k++)
			if (str_eq(t->order[i], t->order[k]))
				return fail(err, ERR_INPUT, "tie.order", "The vote names %.64s twice.", t->order[i]);
	}
	return true;
}

static bool vote_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct tie_work *t = (struct tie_work *)w;
	const char *expert = w->rq->who ? w->rq->who->expert : NULL;
	if (!find_tie(t, db, err))
		return false;
	if (!expert || !lists(json_get(&t->body, "experts"), expert))
		return fail(err, ERR_DENIED, "tie.voter", "You have no vote on this tie: only experts who marked one of its entries "
			"and are recused from none of them have.");
	if (!still_open(t, err) || !check_order(t, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0}, ranking = {0};
	struct json_writer json = json_writer(&body), list = json_writer(&ranking);
	put_ids(&list, NULL, t->order, t->count);
	json_open(&json, NULL, '{');
	json_put_string(&json, "expert", expert);
	json_put_raw(&json, "order", buf_str(&ranking));
	json_put_string(&json, "stage", decide_stage(w)->id);
	json_put_int(&json, "tie", t->tie);
	json_close(&json, '}');
	struct vote_row row = {.expert = expert, .ranking = buf_str(&ranking)};
	return journal_seal(&w->j, "tie.vote", buf_str(&body), &row.seq, err) &&
		store_put_vote(db, w->contest->id, t->tie, &row, err) && tell(&w->j, t->row->stage, "vote", err);
}

static bool vote_work(struct db *db, void *context, struct err *err)
{
	return decide(&((struct tie_work *)context)->w, db, vote_step, "tie.vote", err);
}

bool app_vote(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t tie,
	const char *const *order, int count, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct tie_work t = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.tie = tie, .order = order, .count = count};
	return principal_check(rq->who, ACT_MARK, err) && store_write(app->store, vote_work, &t, err);
}

/* ---- conclude */

static const char *const *texts(const struct json *array, struct arena *arena, int *ret_count)
{
	size_t n = array && array->type == JSON_ARRAY ? array->count : 0;
	const char **ids = ARENA_ARRAY(arena, n, const char *);
	for (size_t i = 0; i < n; i++)
		ids[i] = array->items[i].string;
	*ret_count = (int)n;
	return ids;
}

/* By expert, each the newest. */
static bool read_votes(struct tie_work *t, struct db *db, struct deliberation *d, struct err *err)
{
	struct vote_row *rows;
	size_t n;
	const struct json *asked = json_get(&t->body, "experts");
	if (!store_list_votes(db, t->w.contest->id, t->tie, t->w.arena, &rows, &n, err))
		return false;
	if (2 * n <= asked->count)
		return fail(err, ERR_CONFLICT, "tie.votes", "%zu of %zu experts have voted; more than half must have.", n, asked->count);
	struct vote *votes = ARENA_ARRAY(t->w.arena, n, struct vote);
	for (size_t i = 0; i < n; i++) {
		struct json *order = ARENA_NEW(t->w.arena, struct json);
		if (!json_parse(rows[i].ranking, strlen(rows[i].ranking), t->w.arena, order, err))
			return false;
		votes[i].expert = rows[i].expert;
		votes[i].order = texts(order, t->w.arena, &votes[i].count);
	}
	d->votes = votes;
	d->vote_count = (int)n;
	return true;
}

static bool conclude_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct tie_work *t = (struct tie_work *)w;
	struct deliberation d = {.reason = w->reason, .supervisor = w->supervisor};
	int64_t seq;
	if (!find_tie(t, db, err) || !still_open(t, err) || !read_votes(t, db, &d, err))
		return false;
	d.entries = texts(json_get(&t->body, "entries"), w->arena, &d.entry_count);
	w->deliberation = &d;
	return deliberate_record(w, db, &seq, err) && end_tie(&w->j, db, t->row, seq, "concluded", err);
}

static bool conclude_work(struct db *db, void *context, struct err *err)
{
	return decide(&((struct tie_work *)context)->w, db, conclude_step, "tie.deliberate", err);
}

bool app_conclude_tie(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t tie,
	const char *reason, const char *supervisor, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct tie_work t = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena,
				     .reason = reason, .supervisor = supervisor}, .tie = tie};
	return principal_check(rq->who, ACT_DELIBERATE, err) && store_write(app->store, conclude_work, &t, err);
}
