/* A contest comes in, or its definition is replaced while nothing has been decided under the old one. */
#include "app/context.h"
#include "app/journal.h"
#include "app/principal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/definition.h"
#include "store/live.h"

#include <string.h>

struct define_work {
	struct app *app;
	const struct request *rq;
	const struct contest *contest;
	struct arena *arena;
};

/* A decided stage was decided under the definition in force; changing that would rewrite history. */
static bool nothing_decided(struct db *db, const char *id, struct arena *arena, struct err *err)
{
	struct contest *old;
	if (!app_get_contest(db, id, arena, &old, err))
		return false;
	for (int i = 0; i < old->stage_count; i++) {
		struct stage_row *row;
		if (!store_find_stage(db, id, old->stages[i].id, arena, &row, err))
			return false;
		if (row && row->state != STAGE_JUDGING)
			return fail(err, ERR_CONFLICT, "contest.decided",
				"Stage %s of %s is closed; the definition can't change any more.", old->stages[i].id, id);
	}
	int64_t sheets, steps;
	if (!store_count_steps(db, id, &steps, err))
		return false;
	if (steps)
		return fail(err, ERR_CONFLICT, "contest.floor",
			"A floor of %s was opened under its definition; the rules can't change during judging.", id);
	if (!store_count_sheets(db, id, NULL, &sheets, err))
		return false;
	if (sheets)
		return fail(err, ERR_CONFLICT, "contest.marked",
			"%s has %lld sheets marked under its definition; the rules can't change during judging.", id,
			(long long)sheets);
	return true;
}

/* An entry's division, an expert's class and the like must go on meaning something. */
static bool still_named(const struct labels *labels, const char *kind, const char *label, const char *who,
	const char *id, struct err *err)
{
	if (!label || labels_find(labels, label) >= 0)
		return true;
	return fail(err, ERR_CONFLICT, "contest.label", "%s %s is of the %s \"%s\", which the new definition lacks.", who, id,
		kind, label);
}

static bool labels_kept(struct db *db, const struct contest *contest, struct arena *arena, struct err *err)
{
	struct entry_row *entries;
	struct expert_row *experts;
	size_t n, m;
	if (!store_list_entries(db, contest->id, arena, &entries, &n, err) ||
		!store_list_experts(db, contest->id, arena, &experts, &m, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!still_named(&contest->axes[AXIS_DIVISION], "division", entries[i].division, "Entry", entries[i].id, err) ||
			!still_named(&contest->axes[AXIS_REGION], "region", entries[i].region, "Entry", entries[i].id, err) ||
			!still_named(&contest->axes[AXIS_TRACK], "track", entries[i].track, "Entry", entries[i].id, err))
			return false;
	for (size_t i = 0; i < m; i++)
		if (!still_named(&contest->classes, "class", experts[i].class_id, "Expert", experts[i].id, err))
			return false;
	return true;
}

static bool define_work(struct db *db, void *context, struct err *err)
{
	struct define_work *w = context;
	const struct contest *contest = w->contest;
	struct contest_row *old;
	if (!store_find_contest(db, contest->id, w->arena, &old, err))
		return false;
	if (old && old->definition_len == contest->source_len &&
		memcmp(old->definition, contest->source, contest->source_len) == 0)
		return true;
	if (old && (!nothing_decided(db, contest->id, w->arena, err) || !labels_kept(db, contest, w->arena, err)))
		return false;
	struct journal j;
	if (!journal_open(&j, w->app, db, contest->id, w->rq, "contest.define", w->arena, err))
		return false;
	if (j.repeated)
		return true;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_slice(&json, "definition", (struct slice){contest->source, contest->source_len});
	json_close(&json, '}');
	struct contest_row row = {
		.id = contest->id,
		.definition = contest->source,
		.definition_len = contest->source_len,
		.added_ms = old ? old->added_ms : w->app->now_ms(),
	};
	return journal_add(&j, "contest.define", buf_str(&body), NULL, err) && store_put_contest(db, &row, err) &&
		journal_close(&j, err);
}

bool app_add_contest(struct app *app, const struct request *rq, const char *text, size_t len,
	struct findings *findings, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct contest *contest;
	if (!definition_read(text, len, arena, findings, &contest, err))
		return false;
	struct define_work w = {app, rq, contest, arena};
	return principal_check(rq->who, ACT_DEFINE, err) && store_write(app->store, define_work, &w, err);
}
