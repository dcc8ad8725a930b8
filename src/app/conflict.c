/* Computing anew keeps what was decided, adds what is new and forgets what nobody decided on and is found no more; so it can be
 * done as often as words change. */
#include "app/conflict.h"

#include "app/app.h"
#include "app/conflict_part.h"
#include "app/parties.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "store/change.h"

#include <stdio.h>
#include <string.h>

void conflict_report_write(const struct conflict_report *r, struct buf *out)
{
	struct json_writer json = json_writer(out);
	json_open(&json, NULL, '{');
	json_put_int(&json, "entries", (int64_t)r->entries);
	json_put_int(&json, "experts", (int64_t)r->experts);
	json_put_int(&json, "pairs", (int64_t)r->pairs);
	json_put_int(&json, "added", (int64_t)r->added);
	json_put_int(&json, "gone", (int64_t)r->gone);
	json_put_int(&json, "undecided", (int64_t)r->undecided);
	json_close(&json, '}');
}

struct compute_work {
	struct app *app;
	const char *contest;
	bool preview;
	struct conflict_report *report;
	struct arena *arena;
	struct db *db;
	struct parties parties;
	struct evidence evidence;
	struct dict found; /* "entry expert ground" */
};

static const char *detail_of(const struct conflict_pair *pair, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "entry", pair->entry_word);
	json_put_string(&w, "expert", pair->expert_word);
	json_put_string(&w, "how", conflict_how_name(pair->how));
	if (pair->via)
		json_put_string(&w, "via", pair->via);
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

static bool keep_pair(struct compute_work *w, const struct conflict_pair *pair, struct err *err)
{
	const char *entry = w->parties.entries[pair->entry].id, *expert = w->parties.experts[pair->expert].id;
	const char *ground = conflict_ground_name(pair->ground);
	const struct conflict_row *old = evidence_find(&w->evidence, entry, expert, ground);
	struct conflict_row row = {entry, expert, ground, CONFLICT_COMPUTED, evidence_initial(&w->evidence, entry, expert),
		detail_of(pair, w->arena), w->app->now_ms()};
	(void)dict_add(&w->found, w->arena, arena_printf(w->arena, "%s %s %s", entry, expert, ground), 0);
	w->report->added += !old;
	bool stays = old && (old->source != CONFLICT_COMPUTED || old->state != CONFLICT_FOUND || str_eq_null(old->detail, row.detail));
	return stays || w->preview || store_put_conflict(w->db, w->contest, &row, err);
}

static bool forget_gone(struct compute_work *w, struct err *err)
{
	for (size_t i = 0; i < w->evidence.count; i++) {
		const struct conflict_row *r = &w->evidence.rows[i];
		const char *key = arena_printf(w->arena, "%s %s %s", r->entry, r->expert, r->ground);
		if (r->source != CONFLICT_COMPUTED || r->state != CONFLICT_FOUND || dict_find(&w->found, key) >= 0)
			continue;
		w->report->gone++;
		if (!w->preview && !store_remove_conflict(w->db, w->contest, r->entry, r->expert, r->ground, err))
			return false;
	}
	return true;
}

static size_t count_undecided(const struct evidence *e)
{
	size_t n = 0;
	for (size_t i = 0; i < e->count; i++) {
		size_t rows;
		bool starts = !i || !str_eq(e->rows[i - 1].entry, e->rows[i].entry) || !str_eq(e->rows[i - 1].expert, e->rows[i].expert);
		const struct conflict_row *pair = starts ? evidence_of(e, e->rows[i].entry, e->rows[i].expert, &rows) : NULL;
		n += pair && evidence_state(pair, rows) == CONFLICT_FOUND;
	}
	return n;
}

static bool compute_work(struct db *db, void *context, struct err *err)
{
	struct compute_work *w = context;
	struct contest *contest;
	struct conflict_pair *pairs;
	size_t n;
	w->db = db;
	w->found = (struct dict){0};
	*w->report = (struct conflict_report){0};
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) || !parties_load(db, w->contest, w->arena, &w->parties, err) ||
		!evidence_load(db, w->contest, w->arena, &w->evidence, err))
		return false;
	const struct parties *p = &w->parties;
	conflict_find(p->entry_parties, p->entry_count, p->expert_parties, p->expert_count, &p->kinship, w->arena, &pairs, &n);
	w->report->entries = (size_t)p->entry_count;
	w->report->experts = (size_t)p->expert_count;
	w->report->pairs = n;
	for (size_t i = 0; i < n; i++)
		if (!keep_pair(w, &pairs[i], err))
			return false;
	if (!forget_gone(w, err) || !evidence_load(db, w->contest, w->arena, &w->evidence, err))
		return false;
	w->report->undecided = count_undecided(&w->evidence);
	return true;
}

bool app_compute_conflicts(struct app *app, const struct request *rq, const char *contest, bool preview,
	struct conflict_report *ret_report, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct compute_work w = {.app = app, .contest = contest, .preview = preview, .report = ret_report, .arena = arena};
	return principal_check(rq->who, ACT_CONFLICTS, err) &&
		(preview ? store_read(app->store, compute_work, &w, err) : store_write_effect(app->store, EFFECT_NOTHING, compute_work, &w, err));
}

/* ---- lists of organisations */

struct kinship_work {
	struct app *app;
	const char *contest, *text;
	size_t len;
	struct arena *arena;
};

static bool kinship_work(struct db *db, void *context, struct err *err)
{
	struct kinship_work *w = context;
	struct contest *contest;
	return app_get_contest(db, w->contest, w->arena, &contest, err) &&
		store_put_kinship(db, w->contest, arena_strndup(w->arena, w->text, w->len), w->app->now_ms(), err);
}

bool app_import_kinship(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct kinship_work w = {app, contest, text, len, arena};
	struct kinship kinship;
	if (!principal_check(rq->who, ACT_CONFLICTS, err))
		return false;
	kinship_read(text, len, arena, findings, &kinship);
	*ret_report = (struct import_report){.rows = kinship.count, .added = kinship.count};
	return findings_none(findings, err) && (preview || store_write_effect(app->store, EFFECT_NOTHING, kinship_work, &w, err));
}
