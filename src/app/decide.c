/* Closing, deliberating, awarding: each checks the
 * stage's state, computes the result by result_compute(), and writes its
 * record and its row in one transaction. */
#include "app/decide.h"

#include "app/outcome.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/deliberation.h"

#include <string.h>

const struct stage *decide_stage(const struct decide_work *w)
{
	return &w->contest->stages[w->stage];
}

bool decide(struct decide_work *w, struct db *db, decide_step *step, const char *makes, struct err *err)
{
	if (!app_get_contest(db, w->contest_id, w->arena, &w->contest, err))
		return false;
	if (w->stage_id && !app_get_panel_stage(w->contest, w->stage_id, &w->stage, err))
		return false;
	if (!journal_open(&w->j, w->app, db, w->contest->id, w->rq, makes, w->arena, err))
		return false;
	return w->j.repeated || (step(w, db, err) && journal_close(&w->j, err));
}

bool decide_row(struct decide_work *w, struct db *db, struct stage_row *ret, struct err *err)
{
	struct stage_row *row;
	if (!store_find_stage(db, w->contest->id, decide_stage(w)->id, w->arena, &row, err))
		return false;
	*ret = row ? *row : (struct stage_row){.stage = decide_stage(w)->id, .state = STAGE_JUDGING, .closed_seq = -1,
				    .published_seq = -1};
	return true;
}

bool decide_closed_row(struct decide_work *w, struct db *db, struct stage_row *row, struct err *err)
{
	if (!decide_row(w, db, row, err))
		return false;
	if (row->state == STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.judging", "Stage %s is not closed yet.", row->stage);
	if (row->state == STAGE_PUBLISHED)
		return fail(err, ERR_CONFLICT, "stage.published", "The result of stage %s is published already.", row->stage);
	return true;
}

bool decide_checkpoint(struct app *app, const char *contest, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *note;
	return app_checkpoint(app, contest, arena, &note, err);
}

/* ---- close */

static bool sources_published(struct decide_work *w, struct db *db, struct err *err)
{
	for (int s = 0; s < w->contest->stage_count; s++) {
		struct stage_row *row;
		if (w->contest->stages[s].kind != STAGE_PANEL || !result_feeds(w->contest, s, w->stage))
			continue;
		if (!store_find_stage(db, w->contest->id, w->contest->stages[s].id, w->arena, &row, err))
			return false;
		if (!row || row->state != STAGE_PUBLISHED)
			return fail(err, ERR_CONFLICT, "stage.source", "Stage %s comes from %s, which is not published yet.",
				decide_stage(w)->id, w->contest->stages[s].id);
	}
	return true;
}

/* Every entry that is still in must have a score: names those below the quorum. */
static bool quorum_met(struct decide_work *w, const struct result *r, struct err *err)
{
	CLEANUP(buf_done) struct buf names = {0};
	int missing = 0;
	for (int e = 0; e < r->sheets.entry_count; e++) {
		if (r->sheets.entries[e].withdrawn || r->tally.scores[e].state == SCORE_OK)
			continue;
		if (missing++ < 8)
			buf_printf(&names, "%s%s (%d)", names.len ? ", " : "", r->sheets.entries[e].id,
				r->tally.scores[e].sheet_count);
	}
	if (!r->sheets.entry_count)
		return fail(err, ERR_CONFLICT, "stage.empty", "No entry takes part in stage %s.", decide_stage(w)->id);
	if (missing)
		return fail(err, ERR_CONFLICT, "stage.quorum",
			"%d entries of stage %s lack sheets for a score (quorum %d; sheets so far in brackets): %s%s.", missing,
			decide_stage(w)->id, decide_stage(w)->scoring.quorum.sheets, buf_str(&names), missing > 8 ? " …" : "");
	return true;
}

static bool close_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct stage_row row;
	struct result result;
	if (!app_check_text(w->supervisor, "The supervisor's name", err))
		return false;
	if (!decide_row(w, db, &row, err))
		return false;
	if (row.state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed already.", row.stage);
	if (w->supervisor && !*w->supervisor)
		w->supervisor = NULL;
	if (decide_stage(w)->supervised && !w->supervisor)
		return fail(err, ERR_INPUT, "stage.supervisor", "Stage %s is supervised: name the supervisor who saw it closed.",
			row.stage);
	if (!sources_published(w, db, err) || !outcome_compute(db, w->contest, w->stage, w->arena, &result, err) ||
		!quorum_met(w, &result, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_int(&json, "sheets", (int64_t)result.sheets.count);
	json_put_string(&json, "stage", row.stage);
	if (w->supervisor)
		json_put_string(&json, "supervisor", w->supervisor);
	json_close(&json, '}');
	row.state = STAGE_CLOSED;
	row.supervisor = w->supervisor;
	return journal_add(&w->j, "stage.close", buf_str(&body), &row.closed_seq, err) &&
		store_put_stage(db, w->contest->id, &row, err);
}

static bool close_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, close_step, "stage.close", err);
}

bool app_close_stage(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *supervisor, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena,
		.supervisor = supervisor};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, close_work, &w, err) && decide_checkpoint(app, contest, err);
}

/* ---- deliberate */

static bool same_entries(const struct result *r, const struct tie_at_cut *tie, const struct deliberation *d)
{
	if (tie->count != d->entry_count)
		return false;
	for (int i = 0; i < tie->count; i++) {
		bool found = false;
		for (int k = 0; k < d->entry_count; k++)
			found = found || str_eq(r->sheets.entries[tie->entries[i]].id, d->entries[k]);
		if (!found)
			return false;
	}
	return true;
}

static const struct tie_at_cut *find_tie(const struct result *r, const struct deliberation *d)
{
	for (int t = 0; t < r->cut.tie_count; t++)
		if (same_entries(r, &r->cut.ties[t], d))
			return &r->cut.ties[t];
	for (int t = 0; t < r->award_tie_count; t++)
		if (same_entries(r, &r->award_ties[t], d))
			return &r->award_ties[t];
	return NULL;
}

static bool no_such_tie(const struct decide_work *w, const struct result *r, struct err *err)
{
	if (!r->cut.tie_count && !r->award_tie_count)
		return fail(err, ERR_CONFLICT, "deliberation.no-tie", "No tie of stage %s awaits deliberation.", decide_stage(w)->id);
	const struct tie_at_cut *tie = r->cut.tie_count ? &r->cut.ties[0] : &r->award_ties[0];
	CLEANUP(buf_done) struct buf names = {0};
	for (int i = 0; i < tie->count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", r->sheets.entries[tie->entries[i]].id);
	return fail(err, ERR_CONFLICT, "deliberation.entries",
		"These entries are not a tie of stage %s; tied with %d places at stake are %s.", decide_stage(w)->id, tie->places,
		buf_str(&names));
}

static int candidate(const struct deliberation *d, const char *id)
{
	for (int i = 0; i < d->entry_count; i++)
		if (str_eq(d->entries[i], id))
			return i;
	return -1;
}

static bool has_sheet(const struct result *r, const char *expert)
{
	for (size_t i = 0; i < r->sheets.count; i++)
		if (str_eq(r->sheets.experts[r->sheets.items[i].expert].id, expert))
			return true;
	return false;
}

static bool recused_from(const struct result *r, const char *expert, const char *entry)
{
	for (size_t i = 0; i < r->sheets.count; i++) {
		const struct sheet *s = &r->sheets.items[i];
		if (s->recused && str_eq(r->sheets.experts[s->expert].id, expert) && str_eq(r->sheets.entries[s->entry].id, entry))
			return true;
	}
	return false;
}

/* A voter marked in this stage and is recused from none of the tied entries. */
static bool may_vote(const struct result *r, const struct deliberation *d, const struct vote *v, struct err *err)
{
	if (!has_sheet(r, v->expert))
		return fail(err, ERR_INPUT, "deliberation.voter", "Expert %s marked nothing in this stage and has no vote.", v->expert);
	for (int i = 0; i < d->entry_count; i++)
		if (recused_from(r, v->expert, d->entries[i]))
			return fail(err, ERR_INPUT, "deliberation.recused", "Expert %s is recused from entry %s and has no vote on it.",
				v->expert, d->entries[i]);
	return true;
}

static bool read_ballots(struct decide_work *w, const struct result *r, struct ballot *ballots, struct err *err)
{
	const struct deliberation *d = w->deliberation;
	for (int b = 0; b < d->vote_count; b++) {
		const struct vote *v = &d->votes[b];
		int *order = ARENA_ARRAY(w->arena, (size_t)v->count, int);
		for (int i = 0; i < b; i++)
			if (str_eq(d->votes[i].expert, v->expert))
				return fail(err, ERR_INPUT, "deliberation.twice", "Expert %s votes twice.", v->expert);
		if (!may_vote(r, d, v, err))
			return false;
		for (int i = 0; i < v->count; i++) {
			order[i] = candidate(d, v->order[i]);
			if (order[i] < 0)
				return fail(err, ERR_INPUT, "deliberation.vote", "Expert %s votes for %s, which is not among the tied entries.",
					v->expert, v->order[i]);
			for (int k = 0; k < i; k++)
				if (order[k] == order[i])
					return fail(err, ERR_INPUT, "deliberation.vote", "Expert %s names %s twice.", v->expert, v->order[i]);
		}
		ballots[b] = (struct ballot){v->expert, order, v->count};
	}
	return true;
}

static const char *const VOTE_RULES[VOTE_RULE_COUNT] = {"majority", "borda", "schulze"};

static void put_ids(struct json_writer *json, const char *key, const char *const *ids, int n)
{
	json_open(json, key, '[');
	for (int i = 0; i < n; i++)
		json_put_string(json, NULL, ids[i]);
	json_close(json, ']');
}

static const char *deliberation_body(const struct decide_work *w, const struct tie_at_cut *tie,
	const char *const *outcome)
{
	const struct deliberation *d = w->deliberation;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	put_ids(&json, "entries", d->entries, d->entry_count);
	put_ids(&json, "outcome", outcome, d->entry_count);
	json_put_int(&json, "places", tie->places);
	json_put_string(&json, "reason", d->reason);
	json_put_string(&json, "rule", VOTE_RULES[decide_stage(w)->deliberation]);
	json_put_string(&json, "stage", decide_stage(w)->id);
	if (d->supervisor)
		json_put_string(&json, "supervisor", d->supervisor);
	json_open(&json, "votes", '[');
	for (int i = 0; i < d->vote_count; i++) {
		json_open(&json, NULL, '{');
		json_put_string(&json, "expert", d->votes[i].expert);
		put_ids(&json, "order", d->votes[i].order, d->votes[i].count);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&body));
}

static bool deliberate_step(struct decide_work *w, struct db *db, struct err *err)
{
	const struct deliberation *d = w->deliberation;
	struct stage_row row;
	struct result result;
	if (!d->reason || !*d->reason)
		return fail(err, ERR_INPUT, "deliberation.reason", "A deliberation needs its reason in words.");
	if (!app_check_text(d->reason, "The reason", err) || !app_check_text(d->supervisor, "The supervisor's name", err) ||
		!decide_closed_row(w, db, &row, err))
		return false;
	if (decide_stage(w)->supervised && (!d->supervisor || !*d->supervisor))
		return fail(err, ERR_INPUT, "stage.supervisor", "Stage %s is supervised: name the supervisor who countersigns.",
			row.stage);
	if (!outcome_compute(db, w->contest, w->stage, w->arena, &result, err))
		return false;
	const struct tie_at_cut *tie = find_tie(&result, d);
	if (!tie)
		return no_such_tie(w, &result, err);
	struct ballot *ballots = ARENA_ARRAY(w->arena, (size_t)d->vote_count, struct ballot);
	int *order = ARENA_ARRAY(w->arena, (size_t)d->entry_count, int);
	if (!read_ballots(w, &result, ballots, err) ||
		!deliberate(decide_stage(w)->deliberation, ballots, d->vote_count, d->entry_count, d->entries, w->arena, order, err))
		return false;
	const char **outcome = ARENA_ARRAY(w->arena, (size_t)d->entry_count, const char *);
	for (int i = 0; i < d->entry_count; i++)
		outcome[i] = d->entries[order[i]];
	struct decision_row decision = {.stage = row.stage, .kind = "tie.deliberate",
		.body = deliberation_body(w, tie, outcome)};
	return journal_seal(&w->j, decision.kind, decision.body, &decision.seq, err) &&
		store_add_decision(db, w->contest->id, &decision, err);
}

static bool deliberate_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, deliberate_step, "tie.deliberate", err);
}

bool app_deliberate(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct deliberation *d, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena,
		.deliberation = d};
	return principal_check(rq->who, ACT_DELIBERATE, err) && store_write(app->store, deliberate_work, &w, err);
}

/* ---- award */

static bool still_there(const struct result *r, const char *entry, struct err *err)
{
	for (int e = 0; e < r->sheets.entry_count; e++)
		if (r->sheets.entries[e].withdrawn && str_eq(r->sheets.entries[e].id, entry))
			return fail(err, ERR_CONFLICT, "entry.withdrawn", "Entry %s has withdrawn.", entry);
	return true;
}

static bool award_step(struct decide_work *w, struct db *db, struct err *err)
{
	const struct stage *stage = decide_stage(w);
	struct stage_row row;
	struct result result;
	const struct award *award = NULL;
	for (int a = 0; a < stage->award_count; a++)
		if (str_eq(stage->awards[a].id, w->award))
			award = &stage->awards[a];
	if (!award)
		return fail(err, ERR_NOT_FOUND, "award.unknown", "Stage %s has no award \"%.64s\".", stage->id, w->award);
	if (award->by != AWARD_BY_JURY)
		return fail(err, ERR_CONFLICT, "award.by-rank", "Award %s goes by rank; nobody chooses it.", award->id);
	if (!w->reason || !*w->reason)
		return fail(err, ERR_INPUT, "award.reason", "A jury's choice needs its reason in words.");
	if (!app_check_text(w->reason, "The reason", err) || !decide_closed_row(w, db, &row, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "award", award->id);
	json_put_string(&json, "entry", w->entry);
	json_put_string(&json, "reason", w->reason);
	json_put_string(&json, "stage", stage->id);
	json_close(&json, '}');
	struct decision_row decision = {.stage = row.stage, .kind = "award.grant", .body = buf_str(&body)};
	/* Computed with the new choice in place: whoever can't be chosen is refused there. */
	return journal_seal(&w->j, decision.kind, decision.body, &decision.seq, err) &&
		store_add_decision(db, w->contest->id, &decision, err) &&
		outcome_compute(db, w->contest, w->stage, w->arena, &result, err) && still_there(&result, w->entry, err);
}

static bool award_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, award_step, "award.grant", err);
}

bool app_grant_award(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *award, const char *entry, const char *reason, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena,
		.award = award, .entry = entry, .reason = reason};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, award_work, &w, err);
}
