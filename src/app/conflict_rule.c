/* A ruling is one sealed record a pair. Whoever decides on many, decides on each: they stand in one transaction. */
#include "app/conflict.h"

#include "app/app.h"
#include "app/conflict_part.h"
#include "app/decide.h"
#include "app/parties.h"
#include "app/principal.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/record.h"
#include "store/change.h"
#include "store/live.h"

#include <string.h>

struct rule_work {
	struct decide_work base; /* first: decide() hands it back */
	const struct conflict_ruling *ruling;
	size_t *ruled;
	/* of a declaration: by the expert, of that entry */
	const char *expert, *entry, *ground, *words;
	struct evidence evidence;
	struct parties parties;
	struct db *db;
};

/* ---- whether it may be decided now */

/* Somebody must still publish a result, which opens the ruling. */
static bool check_not_over(struct rule_work *w, struct err *err)
{
	for (int s = 0; s < w->base.contest->stage_count; s++) {
		struct stage_row *row;
		if (w->base.contest->stages[s].kind != STAGE_PANEL)
			continue;
		if (!store_find_stage(w->db, w->base.contest->id, w->base.contest->stages[s].id, w->base.arena, &row, err))
			return false;
		if (!row || row->state != STAGE_PUBLISHED)
			return true;
	}
	return fail(err, ERR_CONFLICT, "conflict.over", "Every result of %s is published; conflicts of interest change nothing any more.",
		w->base.contest->id);
}

static bool has_shown(struct rule_work *w, const char *stage, const char *entry, bool *ret, struct err *err)
{
	struct shown_row *rows;
	size_t n;
	*ret = false;
	if (!store_list_shown(w->db, w->base.contest->id, stage, w->base.arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		*ret = *ret || str_eq(rows[i].entry, entry);
	return true;
}

/* A score that the hall has seen stays what it was, so what is in it can't be taken out. */
static bool check_not_shown(struct rule_work *w, const char *entry, const char *expert, struct err *err)
{
	for (int s = 0; s < w->base.contest->stage_count; s++) {
		const struct stage *stage = &w->base.contest->stages[s];
		struct stage_row *row;
		struct sheet_row *sheet;
		bool shown;
		if (stage->kind != STAGE_PANEL)
			continue;
		if (!store_find_stage(w->db, w->base.contest->id, stage->id, w->base.arena, &row, err) ||
			!store_find_sheet(w->db, w->base.contest->id, stage->id, entry, expert, w->base.arena, &sheet, err))
			return false;
		if (!sheet || sheet->recused || !turnout_counts(stage, sheet) || (row && row->state != STAGE_JUDGING))
			continue;
		if (!has_shown(w, stage->id, entry, &shown, err))
			return false;
		if (shown)
			return fail(err, ERR_CONFLICT, "conflict.shown",
				"The hall has seen the score of entry %s in stage %s, and the sheet of expert %s is in it; decide once the stage is closed.",
				entry, stage->id, expert);
	}
	return true;
}

static bool check_pair(struct rule_work *w, const char *entry, const char *expert, struct err *err)
{
	if (dict_find(&w->parties.entry_ids, entry) < 0)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "%s has no entry \"%.64s\".", w->base.contest->id, entry);
	return dict_find(&w->parties.expert_ids, expert) >= 0 ||
		fail(err, ERR_NOT_FOUND, "expert.unknown", "%s has no expert \"%.64s\".", w->base.contest->id, expert);
}

/* ---- writing */

static const char *body_of(const struct conflict_row *rows, size_t count, bool confirmed, const char *commit, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	json_put_bool(&json, "confirmed", confirmed);
	json_put_string(&json, "entry", rows->entry);
	json_put_string(&json, "expert", rows->expert);
	json_open(&json, "grounds", '[');
	for (size_t i = 0; i < count; i++)
		json_put_string(&json, NULL, rows[i].ground);
	json_close(&json, ']');
	if (commit)
		json_put_string(&json, "reason", commit);
	json_close(&json, '}');
	return arena_strdup(arena, buf_str(&out));
}

static const char *quoted(const char *text, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_put_string(&json, NULL, text);
	return arena_strdup(arena, buf_str(&out));
}

/* `rows`: the pair's evidence, one at least. */
static bool record(struct rule_work *w, const struct conflict_row *rows, size_t count, bool confirmed, const char *reason, struct err *err)
{
	struct decide_work *base = &w->base;
	char salt[JOURNAL_SALT], commit[SHA_HEX];
	struct ruling_row row = {.entry = rows->entry, .expert = rows->expert, .confirmed = confirmed, .actor = base->j.actor,
		.at_ms = base->j.ts_ms};
	if (reason) {
		journal_salt(&base->j, salt);
		row.salt = salt;
		row.reason = quoted(reason, base->arena);
		record_commit(salt, row.reason, commit);
	}
	++*w->ruled;
	return check_not_shown(w, rows->entry, rows->expert, err) &&
		journal_seal(&base->j, "conflict.rule", body_of(rows, count, confirmed, reason ? commit : NULL, base->arena), &row.seq, err) &&
		store_add_ruling(w->db, base->contest->id, &row, err);
}

static bool load(struct rule_work *w, struct db *db, struct err *err)
{
	w->db = db;
	*w->ruled = 0;
	return check_not_over(w, err) && parties_load(db, w->base.contest->id, w->base.arena, &w->parties, err) &&
		evidence_load(db, w->base.contest->id, w->base.arena, &w->evidence, err);
}

/* ---- by staff */

/* Without evidence, the ruling itself is all that there is: its reason stands as the evidence's words. */
static bool add_by_hand(struct rule_work *w, const struct conflict_choice *pair, struct conflict_row *ret, struct err *err)
{
	const struct conflict_ruling *r = w->ruling;
	if (!r->ground || !r->confirmed)
		return fail(err, ERR_NOT_FOUND, "conflict.none", "Nothing is known of a conflict of expert %s with entry %s.", pair->expert, pair->entry);
	CLEANUP(buf_done) struct buf detail = {0};
	struct json_writer json = json_writer(&detail);
	json_open(&json, NULL, '{');
	if (r->reason)
		json_put_string(&json, "words", r->reason);
	json_close(&json, '}');
	*ret = (struct conflict_row){pair->entry, pair->expert, r->ground, CONFLICT_IMPORTED, CONFLICT_FOUND,
		arena_strdup(w->base.arena, buf_str(&detail)), w->base.j.ts_ms};
	return store_put_conflict(w->db, w->base.contest->id, ret, err);
}

static bool rule_pair(struct rule_work *w, const struct conflict_choice *pair, struct err *err)
{
	size_t count;
	const struct conflict_row *rows = evidence_of(&w->evidence, pair->entry, pair->expert, &count);
	const struct ruling_row *last = evidence_ruling(&w->evidence, pair->entry, pair->expert);
	struct conflict_row by_hand;
	if (!check_pair(w, pair->entry, pair->expert, err))
		return false;
	if (!rows) {
		if (!add_by_hand(w, pair, &by_hand, err))
			return false;
		rows = &by_hand;
		count = 1;
	} else if (last && last->confirmed == w->ruling->confirmed && evidence_state(rows, count) != CONFLICT_FOUND) {
		return true;
	}
	return record(w, rows, count, w->ruling->confirmed, w->ruling->reason, err);
}

static bool is_hint(const struct conflict_row *row, struct arena *arena, bool *ret, struct err *err)
{
	struct json detail;
	*ret = false;
	if (!row->detail)
		return true;
	if (!json_parse(row->detail, strlen(row->detail), arena, &detail, err))
		return false;
	*ret = str_eq(json_string(&detail, "how", ""), conflict_how_name(HOW_SIMILAR));
	return true;
}

static bool rule_ground(struct rule_work *w, struct err *err)
{
	for (size_t i = 0; i < w->evidence.count; i++) {
		const struct conflict_row *row = &w->evidence.rows[i];
		size_t count;
		bool hint;
		if (row->state != CONFLICT_FOUND || !str_eq(row->ground, w->ruling->ground) ||
			dict_find(&w->parties.entry_ids, row->entry) < 0 || dict_find(&w->parties.expert_ids, row->expert) < 0)
			continue;
		const struct conflict_row *rows = evidence_of(&w->evidence, row->entry, row->expert, &count);
		if (!is_hint(row, w->base.arena, &hint, err) ||
			(!hint && !record(w, rows, count, w->ruling->confirmed, w->ruling->reason, err)))
			return false;
	}
	return true;
}

static bool rule_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct rule_work *w = (struct rule_work *)base;
	const struct conflict_ruling *r = w->ruling;
	if (!load(w, db, err))
		return false;
	if (!r->count)
		return rule_ground(w, err);
	for (size_t i = 0; i < r->count; i++) {
		/* A pair that is named twice is decided once. */
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = str_eq(r->pairs[k].entry, r->pairs[i].entry) && str_eq(r->pairs[k].expert, r->pairs[i].expert);
		if (!again && !rule_pair(w, &r->pairs[i], err))
			return false;
	}
	return true;
}

static bool rule_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, rule_step, "conflict.rule", err);
}

static bool check_words(const struct conflict_ruling *r, struct err *err)
{
	if (!r->count && !r->ground)
		return fail(err, ERR_INPUT, "conflict.empty", "Say which pairs, or which ground, is to be decided on.");
	if (r->ground && conflict_ground_find(r->ground) < 0)
		return fail(err, ERR_INPUT, "conflict.ground", "There is no ground \"%.64s\" of a conflict.", r->ground);
	if (!r->confirmed && (!r->reason || !*r->reason))
		return fail(err, ERR_INPUT, "conflict.reason", "Overruling a conflict needs its reason in words.");
	return app_check_text(r->reason, "The reason", err);
}

bool app_rule_conflicts(struct app *app, const struct request *rq, const char *contest, const struct conflict_ruling *ruling,
	size_t *ret_ruled, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct conflict_ruling r = *ruling;
	struct rule_work w = {.base = {.app = app, .rq = rq, .contest_id = contest, .arena = arena}, .ruling = &r, .ruled = ret_ruled};
	if (r.reason && !*r.reason)
		r.reason = NULL;
	*ret_ruled = 0;
	return principal_check(rq->who, ACT_CONFLICTS, err) && check_words(&r, err) && store_write(app->store, rule_work, &w, err);
}

/* ---- by an expert */

static bool is_expert(const struct request *rq, struct err *err)
{
	return (rq->who && rq->who->expert) || fail(err, ERR_DENIED, "denied", "Only an expert speaks of their own interests.");
}

static const char *declaration(const struct rule_work *w, bool takes_back, const char *ground, const char *words)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	if (takes_back)
		json_put_string(&json, "back", w->words ? w->words : "");
	json_put_string(&json, "ground", ground);
	json_put_string(&json, "words", words);
	json_close(&json, '}');
	return arena_strdup(w->base.arena, buf_str(&out));
}

static bool declare_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct rule_work *w = (struct rule_work *)base;
	if (!load(w, db, err) || !check_pair(w, w->entry, w->expert, err))
		return false;
	const struct ruling_row *last = evidence_ruling(&w->evidence, w->entry, w->expert);
	struct conflict_row row = {w->entry, w->expert, conflict_ground_name(GROUND_DECLARED), CONFLICT_DECLARED, CONFLICT_CONFIRMED,
		declaration(w, false, w->ground, w->words ? w->words : ""), base->j.ts_ms};
	if (!store_put_conflict(db, base->contest->id, &row, err) || !evidence_load(db, base->contest->id, base->arena, &w->evidence, err))
		return false;
	size_t count;
	const struct conflict_row *rows = evidence_of(&w->evidence, w->entry, w->expert, &count);
	return (last && last->confirmed) || record(w, rows, count, true, NULL, err);
}

static bool declare_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, declare_step, "conflict.rule", err);
}

bool app_declare_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *ground, const char *words, struct err *err)
{
	int at = conflict_ground_find(ground);
	if (!is_expert(rq, err))
		return false;
	if (at < 0 || at == GROUND_DECLARED)
		return fail(err, ERR_INPUT, "conflict.ground", "There is no ground \"%.64s\" of a conflict.", ground);
	if (!app_check_text(words, "What you wrote", err))
		return false;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	size_t ruled;
	/* The ledger shows at once who wrote a record, and with whom an expert has a conflict only with the next result. */
	struct request unnamed = {.actor = "expert", .req = rq->req, .who = rq->who};
	struct rule_work w = {.base = {.app = app, .rq = &unnamed, .contest_id = contest, .arena = arena}, .ruled = &ruled,
		.expert = rq->who->expert, .entry = entry, .ground = ground, .words = words};
	return store_write(app->store, declare_work, &w, err);
}

static bool take_back_work(struct db *db, void *context, struct err *err)
{
	struct rule_work *w = context;
	struct json detail;
	if (!app_get_contest(db, w->base.contest_id, w->base.arena, &w->base.contest, err) ||
		!evidence_load(db, w->base.contest_id, w->base.arena, &w->evidence, err))
		return false;
	const struct conflict_row *old = evidence_find(&w->evidence, w->entry, w->expert, conflict_ground_name(GROUND_DECLARED));
	if (!old || old->state == CONFLICT_OVERRULED || !old->detail)
		return fail(err, ERR_NOT_FOUND, "conflict.none", "You declared no conflict with entry %.64s that stands.", w->entry);
	if (!json_parse(old->detail, strlen(old->detail), w->base.arena, &detail, err))
		return false;
	struct conflict_row row = *old;
	row.detail = declaration(w, true, json_string(&detail, "ground", "other"), json_string(&detail, "words", ""));
	return store_put_conflict(db, w->base.contest_id, &row, err);
}

bool app_take_back_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *words, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (!is_expert(rq, err) || !app_check_text(words, "What you wrote", err))
		return false;
	struct rule_work w = {.base = {.app = app, .rq = rq, .contest_id = contest, .arena = arena}, .expert = rq->who->expert, .entry = entry,
		.words = words};
	return store_write_effect(app->store, EFFECT_NOTHING, take_back_work, &w, err);
}

const char *preference_name(int want)
{
	return want < 0 ? "rather-not" : want ? "gladly" : "any";
}

struct prefer_work {
	const char *contest;
	struct preference_row row;
	struct arena *arena;
};

static bool prefer_work(struct db *db, void *context, struct err *err)
{
	struct prefer_work *w = context;
	struct contest *contest;
	struct entry_row *entry;
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) ||
		!store_find_entry(db, w->contest, w->row.entry, w->arena, &entry, err))
		return false;
	if (!entry)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "%s has no entry \"%.64s\".", w->contest, w->row.entry);
	return store_put_preference(db, w->contest, &w->row, err);
}

bool app_prefer(struct app *app, const struct request *rq, const char *contest, const char *entry, const char *want,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	int value = -1;
	if (!is_expert(rq, err))
		return false;
	while (value <= 1 && !str_eq(preference_name(value), want))
		value++;
	if (value > 1)
		return fail(err, ERR_INPUT, "preference.want", "A preference is rather-not, any or gladly.");
	struct prefer_work w = {contest, {rq->who->expert, entry, value}, arena};
	return store_write_effect(app->store, EFFECT_NOTHING, prefer_work, &w, err);
}
