/* What the hall is shown before the result is published: one score, on purpose, each in a record of its own. The result is
 * computed in full and all but one row of it dropped here; views and events only ever get that row.
 *
 * While judging goes on a score may be shown only where it can't change any more: the entry is locked, no sheet of it comes
 * after this record, and no step of the stage's pipeline looks at other entries (the definition's reader sees to that). */
#include "app/closing.h"

#include "app/decide.h"
#include "app/docket.h"
#include "app/event.h"
#include "app/heat.h"
#include "app/outcome.h"
#include "app/duty.h"
#include "app/part.h"
#include "app/principal.h"
#include "app/rule.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

struct show_work {
	struct decide_work w;
	const char *entry, *list;
	struct shown_row *shown;
	size_t shown_count;
	struct result result;
};

static const struct shown_row *find_shown(const struct show_work *s, const char *entry)
{
	for (size_t i = 0; i < s->shown_count; i++)
		if (str_eq(s->shown[i].entry, entry))
			return &s->shown[i];
	return NULL;
}

static bool record_show(struct show_work *s, struct db *db, int entry, int rank, struct err *err)
{
	const char *stage = decide_stage(&s->w)->id;
	const struct score *score = &s->result.tally.scores[entry];
	struct shown_row row = {.entry = s->result.sheets.entries[entry].id, .rank = rank,
		.score = ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP)};
	CLEANUP(buf_done) struct buf body = {0}, data = {0};
	struct json_writer json = json_writer(&body), told = json_writer(&data);
	json_open(&json, NULL, '{');
	json_open(&told, NULL, '{');
	json_put_string(&json, "entry", row.entry);
	json_put_string(&told, "entry", row.entry);
	if (rank) {
		json_put_int(&json, "rank", rank);
		json_put_int(&told, "rank", rank);
	}
	json_put_int(&json, "score", row.score);
	json_put_decimal(&told, "score", row.score);
	json_put_string(&json, "stage", stage);
	json_put_string(&told, "stage", stage);
	json_close(&json, '}');
	json_close(&told, '}');
	return journal_add(&s->w.j, "score.show", buf_str(&body), &row.seq, err) &&
		store_put_shown(db, s->w.contest->id, stage, &row, err) && event_add(&s->w.j, "show", buf_str(&data), err);
}

/* ---- one entry, while judging goes on */

/* Its floor has locked it, or where there was no floor its heat is locked. */
static bool is_locked(struct show_work *s, struct db *db, const struct docket *docket, int entry, struct err *err)
{
	struct duty_floor floor;
	struct heat_row *row = NULL;
	int heat = docket_heat(docket, entry);
	if (heat >= 0 && !store_find_heat(db, s->w.contest->id, docket->stage->id, docket->stage->heats[heat].id, s->w.arena,
				 &row, err))
		return false;
	for (int h = 0; !row && h < docket->stage->heat_count; h++) {
		if (!duty_floor(db, docket, h, s->w.arena, &floor, err))
			return false;
		if (floor.locked[entry])
			return true;
	}
	return row || fail(err, ERR_CONFLICT, "show.early", "Entry %s is not locked yet.", s->entry);
}

static bool show_entry(struct show_work *s, struct db *db, const struct stage_row *row, struct err *err)
{
	const struct stage *stage = decide_stage(&s->w);
	struct docket *docket;
	bool *left;
	if (!stage->floor.reveals_each)
		return fail(err, ERR_CONFLICT, "show.early",
			"Stage %s shows its scores at the end, list by list, when it is closed.", stage->id);
	if (!docket_load(db, s->w.contest, s->w.stage, s->w.arena, &docket, err) ||
		!heat_withdrawn(db, docket, s->w.arena, &left, err))
		return false;
	int entry = docket_find_entry(docket, s->entry);
	if (entry < 0)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "Entry %.64s does not take part in stage %s.", s->entry, stage->id);
	if (left[entry])
		return fail(err, ERR_CONFLICT, "entry.withdrawn", "Entry %s has withdrawn.", s->entry);
	if (find_shown(s, s->entry))
		return fail(err, ERR_CONFLICT, "show.shown", "The score of entry %s was shown already.", s->entry);
	if (row->state == STAGE_JUDGING && !is_locked(s, db, docket, entry, err))
		return false;
	if (s->result.tally.scores[entry].state != SCORE_OK)
		return fail(err, ERR_CONFLICT, "show.quorum", "Entry %s has too few sheets for a score.", s->entry);
	return record_show(s, db, entry, 0, err);
}

/* ---- a list, from the last place up */

static const char *list_name(const struct show_work *s, int list)
{
	struct label label = {decide_stage(&s->w)->rank_within < 0 ? "all" : "none", {0}};
	(void)rule_list_label(s->w.contest, decide_stage(&s->w), list, &label);
	return label.id;
}

/* The last of the list that was not shown with its rank; −1 when all were. */
static int next_of(const struct show_work *s, int list)
{
	const struct ranking *ranking = &s->result.ranking;
	for (int i = ranking->list_start[list + 1] - 1; i >= ranking->list_start[list]; i--) {
		const struct shown_row *shown = find_shown(s, s->result.sheets.entries[ranking->order[i]].id);
		if (!shown || !shown->rank)
			return ranking->order[i];
	}
	return -1;
}

static bool show_next(struct show_work *s, struct db *db, struct err *err)
{
	int entry = -1;
	bool known = !s->list;
	for (int l = 0; l < s->result.ranking.list_count && entry < 0; l++) {
		if (s->list && !str_eq(list_name(s, l), s->list))
			continue;
		known = true;
		entry = next_of(s, l);
	}
	if (!known)
		return fail(err, ERR_NOT_FOUND, "list.unknown", "Stage %s has no list \"%.64s\".", decide_stage(&s->w)->id, s->list);
	if (entry < 0)
		return fail(err, ERR_CONFLICT, "show.done", "Every row was shown already.");
	return record_show(s, db, entry, s->result.ranking.places[entry].rank, err);
}

static bool show_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct show_work *s = (struct show_work *)w;
	struct stage_row row;
	if (!decide_row(w, db, &row, err))
		return false;
	if (row.state == STAGE_PUBLISHED)
		return fail(err, ERR_CONFLICT, "show.done", "The result of stage %s is published; everything is shown.", row.stage);
	if (!s->entry && row.state == STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "show.early", "Stage %s is not closed yet.", row.stage);
	if (!store_list_shown(db, w->contest->id, row.stage, w->arena, &s->shown, &s->shown_count, err) ||
		!outcome_compute(db, w->contest, w->stage, w->arena, &s->result, err))
		return false;
	if (s->entry)
		return show_entry(s, db, &row, err);
	if (!result_formed(&s->result, -1, err))
		return false;
	if (!result_settled(&s->result))
		return fail(err, ERR_CONFLICT, "stage.awaiting-deliberation", "Stage %s awaits deliberation.", row.stage);
	return show_next(s, db, err);
}

static bool show_work(struct db *db, void *context, struct err *err)
{
	return decide(&((struct show_work *)context)->w, db, show_step, "score.show", err);
}

bool app_show_score(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *entry,
	const char *list, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct show_work s = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.entry = entry, .list = list};
	return principal_check(rq->who, ACT_FLOOR, err) && store_write(app->store, show_work, &s, err);
}
