/* Closing and awarding: each checks the
 * stage's state, computes the result by result_compute(), and writes its
 * record and its row in one transaction. */
#include "app/decide.h"

#include "app/event.h"
#include "app/heat.h"
#include "app/outcome.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

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

bool decide_tell(struct decide_work *w, const char *state, struct err *err)
{
	CLEANUP(buf_done) struct buf data = {0};
	struct json_writer json = json_writer(&data);
	json_open(&json, NULL, '{');
	json_put_string(&json, "stage", decide_stage(w)->id);
	json_put_string(&json, "state", state);
	json_close(&json, '}');
	return event_add(&w->j, "stage", buf_str(&data), err);
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
	const char *signers;
	if (!heat_check_close(w, db, &signers, err))
		return false;
	if (w->supervisor && !*w->supervisor)
		w->supervisor = NULL;
	if (signers) /* whoever countersigned the heats needs no naming, and nobody else is named */
		w->supervisor = signers;
	if (decide_stage(w)->supervised && !w->supervisor)
		return fail(err, ERR_INPUT, "stage.supervisor", "Stage %s is supervised: name the supervisor who saw it closed.",
			row.stage);
	if (!sources_published(w, db, err) || !outcome_compute(db, w->contest, w->stage, w->arena, &result, err) ||
		!result_formed(&result, -1, err) || !quorum_met(w, &result, err))
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
		store_put_stage(db, w->contest->id, &row, err) && decide_tell(w, "closed", err);
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
