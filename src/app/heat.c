/* Locking a heat ends its marking; the supervisor's signature says that it was seen to. What the panel owes is counted from
 * ids alone: no mark is looked at but to learn whether an entry has its quorum. */
#include "app/heat.h"

#include "app/closing.h"
#include "app/event.h"
#include "app/floor.h"
#include "app/outcome.h"
#include "app/duty.h"
#include "app/principal.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/record.h"
#include "store/panels.h"

#include <stdio.h>
#include <string.h>

enum { NAMED = 8 }; /* entries that a message names */

/* ---- the state of a heat */

bool heat_withdrawn(struct db *db, const struct docket *docket, struct arena *arena, bool **ret_left, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	if (!store_list_decisions(db, docket->contest->id, NULL, arena, &rows, &n, err))
		return false;
	bool *left = ARENA_ARRAY(arena, (size_t)docket->entry_count, bool);
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), arena, &body, err))
			return false;
		int at = docket_find_entry(docket, json_string(&body, "entry", ""));
		if (at >= 0)
			left[at] = true;
	}
	*ret_left = left;
	return true;
}

/* Of the panel, those in a confirmed conflict with the entry who have no sheet of it that counts. */
static int count_barred(const struct heat_state *h, const char *entry, const struct sheet_row *rows, size_t count)
{
	int barred = 0;
	for (int x = 0; x < h->expert_count; x++) {
		bool in = !ruled_has(&h->docket->ruled, entry, h->experts[x]);
		for (size_t i = 0; i < count && !in; i++)
			in = str_eq(rows[i].expert, h->experts[x]) && turnout_counts(h->docket->stage, &rows[i]);
		barred += !in;
	}
	return barred;
}

/* Sheets and entries both stand in order of the entries' ids: `*at` goes through the sheets once a heat. */
static void count_sheets(struct heat_state *h, struct heat_entry *e, int seats, const struct dict *leavers, size_t *at)
{
	const struct docket *f = h->docket;
	const char *id = docket_entry_id(f, e->entry);
	while (*at < f->sheet_count && strcmp(f->sheets[*at].entry, id) < 0)
		++*at;
	size_t first = *at;
	while (*at < f->sheet_count && str_eq(f->sheets[*at].entry, id))
		++*at;
	struct turnout t;
	if (h->share.out)
		t = duty_turnout(&h->share, f, e->entry);
	else
		t = turnout_count(f->stage, turnout_seats(f->stage, seats, leavers, &f->sheets[first], *at - first), &f->sheets[first],
			*at - first, seats ? count_barred(h, id, &f->sheets[first], *at - first) : 0);
	e->in = t.sheets;
	e->expected = e->owed ? t.expected : e->in;
	h->missing += e->expected - e->in;
}

bool heat_load(struct db *db, const struct docket *docket, const bool *left, int heat, struct arena *arena,
	struct heat_state *ret, struct err *err)
{
	const char *stage = docket->stage->id, *id = docket->stage->heats[heat].id;
	struct heat_row *row;
	struct heat_state h = {.docket = docket, .heat = heat};
	struct duty_floor floor;
	struct dict leavers;
	int seats;
	size_t at_sheet = 0;
	if (!store_find_heat(db, docket->contest->id, stage, id, arena, &row, err) ||
		!duty_share(db, docket, arena, &h.share, err) ||
		!duty_experts(db, docket, heat, &h.share, arena, &h.experts, &h.expert_count, &seats, err) ||
		!duty_floor(db, docket, heat, arena, &floor, err) ||
		!store_list_leavers(db, docket->contest->id, arena, &leavers, err))
		return false;
	h.row = row;
	h.opened = floor.opened;
	h.entries = ARENA_ARRAY(arena, (size_t)docket->entry_count, struct heat_entry);
	for (int e = 0; e < docket->entry_count; e++) {
		if (docket_heat(docket, e) != heat && !floor.phases[e])
			continue;
		struct heat_entry *at = &h.entries[h.entry_count++];
		*at = (struct heat_entry){.entry = e, .phase = floor.phases[e], .done = floor.done[e],
			.owed = !left[e] && !floor.absent[e]};
		count_sheets(&h, at, seats, &leavers, &at_sheet);
	}
	for (size_t i = 0; i < docket->sheet_count; i++)
		h.sheets += str_eq(docket->sheets[i].heat, id);
	*ret = h;
	return true;
}

/* ---- lock */

struct heat_work {
	struct decide_work w;
	const char *heat_id;
	bool incomplete;
	int heat;
	struct docket *docket;
	struct heat_row *row; /* NULL = not locked */
};

/* The heat at hand, of a stage that is being judged. */
static bool load_heat(struct heat_work *h, struct db *db, struct err *err)
{
	struct decide_work *w = &h->w;
	struct stage_row row;
	if (!decide_row(w, db, &row, err))
		return false;
	h->heat = stage_find_heat(decide_stage(w), h->heat_id);
	if (h->heat < 0)
		return fail(err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\".", row.stage, h->heat_id);
	if (row.state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed already.", row.stage);
	return docket_load(db, w->contest, w->stage, w->arena, &h->docket, err) &&
		store_find_heat(db, w->contest->id, row.stage, h->heat_id, w->arena, &h->row, err);
}

static void name_entry(struct buf *names, int n, const char *id)
{
	if (n < NAMED)
		buf_printf(names, "%s%s", n ? ", " : "", id);
	else if (n == NAMED)
		buf_puts(names, " …");
}

static bool floor_is_done(const struct heat_state *s, struct err *err)
{
	CLEANUP(buf_done) struct buf names = {0};
	int n = 0;
	for (int i = 0; s->opened && i < s->entry_count; i++)
		if (s->entries[i].phase && !s->entries[i].done)
			name_entry(&names, n++, docket_entry_id(s->docket, s->entries[i].entry));
	return !n || fail(err, ERR_CONFLICT, "heat.floor", "On the floor of heat %s %d %s not locked yet: %s.",
			     s->docket->stage->heats[s->heat].id, n, n == 1 ? "entry is" : "entries are", buf_str(&names));
}

static bool quorum_is_met(struct heat_work *h, struct db *db, const struct heat_state *s, struct err *err)
{
	CLEANUP(buf_done) struct buf names = {0};
	struct result result;
	int n = 0;
	if (!outcome_compute(db, h->w.contest, h->w.stage, h->w.arena, &result, err) || !result_formed(&result, s->heat, err))
		return false;
	for (int i = 0; i < s->entry_count; i++)
		if (s->entries[i].owed && result.tally.scores[s->entries[i].entry].state != SCORE_OK)
			name_entry(&names, n++, docket_entry_id(s->docket, s->entries[i].entry));
	return !n || fail(err, ERR_CONFLICT, "heat.quorum", "In heat %s %d %s too few sheets for a score (quorum %d): %s.", h->heat_id, n,
			     n == 1 ? "entry has" : "entries have", s->docket->stage->scoring.quorum.sheets,
			     buf_str(&names));
}

static bool sheets_are_in(const struct heat_work *h, const struct heat_state *s, struct err *err)
{
	CLEANUP(buf_done) struct buf names = {0};
	int n = 0;
	for (int i = 0; i < s->entry_count; i++) {
		const struct heat_entry *e = &s->entries[i];
		char name[100];
		snprintf(name, sizeof(name), "%s (%d of %d)", docket_entry_id(s->docket, e->entry), e->in, e->expected);
		if (e->in < e->expected)
			name_entry(&names, n++, name);
	}
	return h->incomplete || !n ||
		fail(err, ERR_CONFLICT, "heat.missing", "%d %s missing in heat %s: %s. Lock it as incomplete if they will not come.",
			s->missing, s->missing == 1 ? "sheet is" : "sheets are", h->heat_id, buf_str(&names));
}

static bool tell(struct heat_work *h, bool locked, bool is_signed, struct err *err)
{
	CLEANUP(buf_done) struct buf data = {0};
	struct json_writer json = json_writer(&data);
	json_open(&json, NULL, '{');
	json_put_string(&json, "heat", h->heat_id);
	json_put_bool(&json, "locked", locked);
	json_put_bool(&json, "signed", is_signed);
	json_put_string(&json, "stage", decide_stage(&h->w)->id);
	json_close(&json, '}');
	return event_add(&h->w.j, "heat", buf_str(&data), err);
}

static bool record_lock(struct heat_work *h, struct db *db, const struct heat_state *s, struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "heat", h->heat_id);
	json_put_int(&json, "missing", s->missing);
	json_put_int(&json, "sheets", s->sheets);
	json_put_string(&json, "stage", decide_stage(&h->w)->id);
	json_close(&json, '}');
	struct heat_row row = {.stage = decide_stage(&h->w)->id, .heat = h->heat_id, .sign_seq = -1};
	return journal_add(&h->w.j, "heat.lock", buf_str(&body), &row.lock_seq, err) &&
		store_put_heat(db, h->w.contest->id, &row, err) && tell(h, true, false, err);
}

static bool lock_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct heat_work *h = (struct heat_work *)w;
	struct heat_state s;
	bool *left;
	if (!load_heat(h, db, err))
		return false;
	if (h->row)
		return fail(err, ERR_CONFLICT, "heat.locked", "Heat %s is locked already.", h->heat_id);
	if (!heat_withdrawn(db, h->docket, w->arena, &left, err) ||
		!heat_load(db, h->docket, left, h->heat, w->arena, &s, err))
		return false;
	if (!s.entry_count)
		return fail(err, ERR_CONFLICT, "heat.empty", "No entry stands in heat %s.", h->heat_id);
	return floor_is_done(&s, err) && quorum_is_met(h, db, &s, err) && sheets_are_in(h, &s, err) &&
		record_lock(h, db, &s, err);
}

static bool lock_work(struct db *db, void *context, struct err *err)
{
	return decide(&((struct heat_work *)context)->w, db, lock_step, "heat.lock", err);
}

bool app_lock_heat(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	bool incomplete, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct heat_work h = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.heat_id = heat, .incomplete = incomplete};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, lock_work, &h, err) &&
		decide_checkpoint(app, contest, err);
}

/* ---- sign */

static bool actor_of(struct db *db, const char *contest, int64_t seq, struct arena *arena, const char **ret_actor,
	struct err *err)
{
	struct record_row *row;
	struct record record;
	size_t n;
	if (!store_list_records(db, contest, seq, 1, arena, &row, &n, err))
		return false;
	if (!n)
		return fail(err, ERR_IO, "ledger.hole", "The ledger of %s lacks record %lld.", contest, (long long)seq);
	if (!record_read(row->line, strlen(row->line), arena, &record, err))
		return false;
	*ret_actor = record.actor;
	return true;
}

/* Four eyes: not by the one who locked it. Nobody looks over the shoulder of whoever owns the data directory. */
static bool other_eyes(struct heat_work *h, struct db *db, struct err *err)
{
	const char *actor;
	if (!h->w.rq->who)
		return true;
	if (!actor_of(db, h->w.contest->id, h->row->lock_seq, h->w.arena, &actor, err))
		return false;
	return !str_eq(actor, h->w.j.actor) || fail(err, ERR_CONFLICT, "heat.self",
						       "You locked heat %s yourself; somebody else must countersign it.", h->heat_id);
}

static bool sign_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct heat_work *h = (struct heat_work *)w;
	if (!load_heat(h, db, err))
		return false;
	if (!h->row)
		return fail(err, ERR_CONFLICT, "heat.open", "Heat %s is not locked yet.", h->heat_id);
	if (h->row->sign_seq >= 0)
		return fail(err, ERR_CONFLICT, "heat.signed", "Heat %s is countersigned already.", h->heat_id);
	if (!other_eyes(h, db, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "heat", h->heat_id);
	json_put_int(&json, "lock", h->row->lock_seq);
	json_put_string(&json, "stage", decide_stage(w)->id);
	json_close(&json, '}');
	return journal_add(&w->j, "heat.sign", buf_str(&body), &h->row->sign_seq, err) &&
		store_put_heat(db, w->contest->id, h->row, err) && tell(h, true, true, err);
}

static bool sign_work(struct db *db, void *context, struct err *err)
{
	return decide(&((struct heat_work *)context)->w, db, sign_step, "heat.sign", err);
}

bool app_sign_heat(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct heat_work h = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.heat_id = heat};
	return principal_check(rq->who, ACT_COUNTERSIGN, err) && store_write(app->store, sign_work, &h, err) &&
		decide_checkpoint(app, contest, err);
}

/* ---- close */

static bool is_named(const struct buf *names, const char *name)
{
	size_t len = strlen(name);
	for (const char *at = buf_str(names); (at = strstr(at, name)); at += len)
		if ((at == buf_str(names) || at[-1] == ' ') && (!at[len] || at[len] == ','))
			return true;
	return false;
}

static bool add_signer(struct decide_work *w, struct db *db, const struct heat_row *row, struct buf *signers,
	struct err *err)
{
	const char *actor;
	if (row->sign_seq < 0)
		return true;
	if (!actor_of(db, w->contest->id, row->sign_seq, w->arena, &actor, err))
		return false;
	if (!is_named(signers, actor))
		buf_printf(signers, "%s%s", signers->len ? ", " : "", actor);
	return true;
}

static bool is_settled(struct decide_work *w, const struct heat_state *s, struct err *err)
{
	const char *id = decide_stage(w)->heats[s->heat].id;
	if (!s->entry_count)
		return true;
	if (!s->row)
		return fail(err, ERR_CONFLICT, "heat.open", "Heat %s of stage %s is not locked yet.", id, decide_stage(w)->id);
	return s->row->sign_seq >= 0 || !decide_stage(w)->supervised ||
		fail(err, ERR_CONFLICT, "heat.unsigned", "Heat %s of stage %s is supervised and not countersigned yet.", id,
			decide_stage(w)->id);
}

/* Was a floor of the stage opened, or a heat locked? */
static bool is_live(struct decide_work *w, struct db *db, bool *ret_live, struct err *err)
{
	*ret_live = false;
	for (int h = 0; h < decide_stage(w)->heat_count && !*ret_live; h++) {
		struct heat_row *row;
		struct floor *floor;
		if (!store_find_heat(db, w->contest->id, decide_stage(w)->id, decide_stage(w)->heats[h].id, w->arena, &row, err) ||
			!floor_load(db, w->contest, w->stage, h, w->arena, &floor, err))
			return false;
		*ret_live = row || floor;
	}
	return true;
}

bool heat_check_close(struct decide_work *w, struct db *db, const char **ret_signers, struct err *err)
{
	struct docket *docket;
	bool *left, live;
	CLEANUP(buf_done) struct buf signers = {0};
	*ret_signers = NULL;
	if (!is_live(w, db, &live, err))
		return false;
	if (!live)
		return true;
	if (!docket_load(db, w->contest, w->stage, w->arena, &docket, err) ||
		!heat_withdrawn(db, docket, w->arena, &left, err))
		return false;
	for (int h = 0; h < decide_stage(w)->heat_count; h++) {
		struct heat_state s;
		if (!heat_load(db, docket, left, h, w->arena, &s, err) || !is_settled(w, &s, err) ||
			(s.row && !add_signer(w, db, s.row, &signers, err)))
			return false;
	}
	*ret_signers = signers.len ? arena_strdup(w->arena, buf_str(&signers)) : NULL;
	return true;
}
