/* Accepting, declining, leaving. The same answer twice is one answer: people tap twice, and come back by the same link. */
#include "app/candidate_part.h"

#include "app/principal.h"
#include "base/arena.h"
#include "base/str.h"
#include "store/live.h"

static const char *const ANSWERS[] = {"accept", "decline", "leave"};

int candidate_answer_find(const char *name)
{
	for (int i = 0; i < (int)COUNT_OF(ANSWERS); i++)
		if (str_eq(ANSWERS[i], name))
			return i;
	return -1;
}

struct answer_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *expert, *remark;
	bool own;
	enum candidate_answer answer;
	struct arena *arena;
	struct candidate_row *row;
	struct journal j;
};

static bool is_late(const struct answer_work *w)
{
	return w->own && w->row->answer_by_ms && w->app->now_ms() > w->row->answer_by_ms;
}

static bool late(struct err *err)
{
	return fail(err, ERR_CONFLICT, "invitation.late", "The time to answer is over; tell the organiser.");
}

static bool has_left(const struct answer_work *w, struct err *err)
{
	return fail(err, ERR_CONFLICT, "invitation.left", "%s has left %s, and that is for good.", w->row->id, w->contest_id);
}

static bool accept(struct answer_work *w, struct db *db, struct err *err)
{
	(void)db;
	return is_late(w) ? late(err) : candidate_seat(&w->j, w->row, err);
}

static bool record(struct answer_work *w, struct db *db, const char *type, enum candidate_state state, struct err *err)
{
	w->row->state = state;
	return journal_add(&w->j, type, arena_printf(w->arena, "{\"expert\":\"%s\"}", w->row->id), &w->row->seq, err) &&
		store_put_candidate(db, w->contest_id, w->row, err);
}

static bool decline(struct answer_work *w, struct db *db, struct err *err)
{
	if (w->row->state == CANDIDATE_ACCEPTED)
		return fail(err, ERR_CONFLICT, "invitation.accepted", "%s has accepted already; whoever can't come any more leaves.",
			w->row->id);
	return is_late(w) ? late(err) : record(w, db, "expert.decline", CANDIDATE_DECLINED, err);
}

static bool leave(struct answer_work *w, struct db *db, struct err *err)
{
	int64_t sheets;
	if (w->row->state != CANDIDATE_ACCEPTED)
		return fail(err, ERR_CONFLICT, "invitation.none", "%s has not accepted, so there is nothing to leave.", w->row->id);
	if (!store_count_expert_sheets(db, w->contest_id, w->row->id, &sheets, err))
		return false;
	if (w->own && sheets)
		return fail(err, ERR_CONFLICT, "invitation.marked", "You have handed in sheets already; tell the organiser.");
	return record(w, db, "expert.leave", CANDIDATE_LEFT, err) && store_drop_seats(db, w->contest_id, w->row->id, err);
}

static const struct {
	const char *makes;
	enum candidate_state gives;
	bool (*give)(struct answer_work *w, struct db *db, struct err *err);
} GIVEN[] = {
	[ANSWER_ACCEPT] = {"expert.seat", CANDIDATE_ACCEPTED, accept},
	[ANSWER_DECLINE] = {"expert.decline", CANDIDATE_DECLINED, decline},
	[ANSWER_LEAVE] = {"expert.leave", CANDIDATE_LEFT, leave},
};

static bool answer_work(struct db *db, void *context, struct err *err)
{
	struct answer_work *w = context;
	struct contest *contest;
	if (!app_get_contest(db, w->contest_id, w->arena, &contest, err) ||
		!journal_open(&w->j, w->app, db, contest->id, w->rq, GIVEN[w->answer].makes, w->arena, err))
		return false;
	if (w->j.repeated)
		return true;
	w->contest_id = contest->id;
	if (!candidate_get(db, contest->id, w->expert, w->arena, &w->row, err))
		return false;
	if (w->row->state == GIVEN[w->answer].gives)
		return true;
	if (w->row->state == CANDIDATE_LEFT)
		return has_left(w, err);
	bool told = !w->own && w->answer == ANSWER_ACCEPT; /* on the telephone, before any invitation went out */
	if (w->row->state == CANDIDATE_LISTED && !told)
		return fail(err, ERR_CONFLICT, "invitation.none", "%s was not invited yet.", w->row->id);
	w->row->answered_ms = w->j.ts_ms;
	w->row->remark = w->remark && *w->remark ? w->remark : NULL;
	return GIVEN[w->answer].give(w, db, err) && journal_close(&w->j, err);
}

bool app_answer(struct app *app, const struct request *rq, const char *contest, const char *expert,
	enum candidate_answer answer, const char *remark, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer_work w = {.app = app, .rq = rq, .contest_id = contest, .expert = expert, .remark = remark, .answer = answer,
		.own = !expert, .arena = arena};
	if (!principal_check(rq->who, expert ? ACT_IMPORT : ACT_ANSWER, err) || !app_check_text(remark, "The remark", err))
		return false;
	if (!expert && (!rq->who || !rq->who->expert))
		return fail(err, ERR_DENIED, "denied", "It is not said which expert you are.");
	if (!expert)
		w.expert = rq->who->expert;
	return store_write(app->store, answer_work, &w, err);
}
