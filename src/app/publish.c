/* Publishing a result opens its sealed records and fixes its ranks; a
 * withdrawal afterwards moves the reserve up where the next stage is open. */
#include "app/decide.h"

#include "app/outcome.h"
#include "app/principal.h"
#include "app/tie.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

enum { BATCH = 5000 };

static bool add_reveal(struct decide_work *w, const struct sealed_row *sealed, struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_raw(&json, "body", sealed->body);
	json_put_int(&json, "of", sealed->seq);
	json_put_string(&json, "salt", sealed->salt);
	json_close(&json, '}');
	return journal_add(&w->j, "reveal", buf_str(&body), NULL, err);
}

/* Profiles are sealed too and stay so: only what names this stage is opened, and rulings on conflicts, which name none, with the
 * first result after them. */
static bool is_to_open(const struct sealed_row *sealed, const char *stage, int64_t last_result, struct arena *arena, bool *ret,
	struct err *err)
{
	struct json body;
	if (!json_parse(sealed->body, strlen(sealed->body), arena, &body, err))
		return false;
	*ret = str_eq(json_string(&body, "stage", ""), stage) ||
		(sealed->seq > last_result && json_get(&body, "confirmed") && json_get(&body, "grounds"));
	return true;
}

static bool find_last_result(struct decide_work *w, struct db *db, int64_t *ret_seq, struct err *err)
{
	*ret_seq = -1;
	for (int s = 0; s < w->contest->stage_count; s++) {
		struct stage_row *row;
		if (!store_find_stage(db, w->contest->id, w->contest->stages[s].id, w->arena, &row, err))
			return false;
		if (row && row->published_seq > *ret_seq)
			*ret_seq = row->published_seq;
	}
	return true;
}

static bool reveal_stage(struct decide_work *w, struct db *db, const char *stage, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	int64_t size = w->j.chain.size, last_result;
	if (!find_last_result(w, db, &last_result, err))
		return false;
	for (int64_t from = 0; from < size;) {
		struct sealed_row *rows;
		size_t n;
		arena_reset(arena);
		if (!store_list_sealed(db, w->contest->id, from, BATCH, arena, &rows, &n, err))
			return false;
		for (size_t i = 0; i < n; i++) {
			bool reveals;
			if (!is_to_open(&rows[i], stage, last_result, arena, &reveals, err) || (reveals && !add_reveal(w, &rows[i], err)))
				return false;
		}
		if (n < BATCH)
			break;
		from = rows[n - 1].seq + 1;
	}
	return true;
}

static bool settled(const struct decide_work *w, const struct result *r, struct err *err)
{
	if (result_settled(r))
		return true;
	const struct tie_at_cut *tie = r->cut.tie_count ? &r->cut.ties[0] : &r->award_ties[0];
	CLEANUP(buf_done) struct buf names = {0};
	for (int i = 0; i < tie->count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", r->sheets.entries[tie->entries[i]].id);
	return fail(err, ERR_CONFLICT, "stage.awaiting-deliberation",
		"Stage %s awaits deliberation: %s are tied with %d %s at stake.", decide_stage(w)->id, buf_str(&names), tie->places,
		tie->places == 1 ? "place" : "places");
}

static bool publish_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct stage_row row;
	struct result result;
	if (!decide_closed_row(w, db, &row, err) || !outcome_compute(db, w->contest, w->stage, w->arena, &result, err) ||
		!result_formed(&result, -1, err) || !settled(w, &result, err) || !reveal_stage(w, db, row.stage, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	result_write(&result, &body);
	row.state = STAGE_PUBLISHED;
	row.result = buf_str(&body);
	return journal_add(&w->j, "result.publish", row.result, &row.published_seq, err) &&
		store_put_stage(db, w->contest->id, &row, err) && decide_tell(w, "published", err);
}

static bool publish_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, publish_step, "reveal result.publish", err);
}

bool app_publish_stage(struct app *app, const struct request *rq, const char *contest, const char *stage,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, publish_work, &w, err) && decide_checkpoint(app, contest, err);
}

/* ---- withdraw */

/* The reserve moves up from `stage` until a panel stage that it feeds is closed. */
static bool may_move(struct decide_work *w, struct db *db, int stage, bool *ret, struct err *err)
{
	*ret = false;
	for (int t = 0; t < w->contest->stage_count; t++) {
		struct stage_row *row;
		if (w->contest->stages[t].kind != STAGE_PANEL || !result_feeds(w->contest, stage, t))
			continue;
		if (!store_find_stage(db, w->contest->id, w->contest->stages[t].id, w->arena, &row, err))
			return false;
		if (row && row->state != STAGE_JUDGING)
			return true;
	}
	*ret = w->contest->stages[stage].quota_count > 0;
	return true;
}

static bool put_moves(struct decide_work *w, struct db *db, struct json_writer *json, const struct result_earlier *e,
	struct err *err)
{
	struct result now;
	const char **ids;
	int count, stage = contest_find_stage(w->contest, e->stage);
	bool may;
	if (!may_move(w, db, stage, &may, err))
		return false;
	if (!may)
		return true;
	if (!outcome_compute_now(db, w->contest, stage, w->entry, w->arena, &now, err) ||
		!result_moved(&now, e, w->arena, &ids, &count, err))
		return false;
	for (int i = 0; i < count; i++) {
		json_open(json, NULL, '{');
		json_put_string(json, "entry", ids[i]);
		json_put_string(json, "stage", e->stage);
		json_close(json, '}');
	}
	return true;
}

static bool still_in(struct decide_work *w, struct db *db, struct err *err)
{
	struct entry_row *rows;
	struct decision_row *decisions;
	size_t n, m;
	bool known = false;
	if (!store_list_entries(db, w->contest->id, w->arena, &rows, &n, err) ||
		!store_list_decisions(db, w->contest->id, NULL, w->arena, &decisions, &m, err))
		return false;
	for (size_t i = 0; i < n; i++)
		known = known || str_eq(rows[i].id, w->entry);
	if (!known)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "%s has no entry \"%.64s\".", w->contest->id, w->entry);
	for (size_t i = 0; i < m; i++) {
		struct json body;
		if (!str_eq(decisions[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(decisions[i].body, strlen(decisions[i].body), w->arena, &body, err))
			return false;
		if (str_eq(json_string(&body, "entry", ""), w->entry))
			return fail(err, ERR_CONFLICT, "entry.withdrawn", "Entry %s has withdrawn already.", w->entry);
	}
	return true;
}

static bool withdraw_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct result_earlier *earlier;
	int count;
	if (!w->reason || !*w->reason)
		return fail(err, ERR_INPUT, "entry.reason", "A withdrawal needs its reason in words.");
	if (!app_check_text(w->reason, "The reason", err) || !still_in(w, db, err) || !outcome_earlier(db, w->contest, w->arena, &earlier, &count, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "entry", w->entry);
	json_open(&json, "moved", '[');
	for (int i = 0; i < count; i++)
		if (!put_moves(w, db, &json, &earlier[i], err))
			return false;
	json_close(&json, ']');
	json_put_string(&json, "reason", w->reason);
	json_close(&json, '}');
	struct decision_row decision = {.stage = "", .kind = "entry.withdraw", .body = buf_str(&body)};
	return journal_add(&w->j, decision.kind, decision.body, &decision.seq, err) &&
		store_add_decision(db, w->contest->id, &decision, err) &&
		tie_end_open(&w->j, db, w->contest, decision.seq, w->arena, err);
}

static bool withdraw_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, withdraw_step, "entry.withdraw", err);
}

bool app_withdraw_entry(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *reason, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .arena = arena, .entry = entry,
		.reason = reason};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, withdraw_work, &w, err);
}
