/* A sheet is read, checked against its stage's rule and its signature verified before it comes to the writer; the writer
 * looks up single rows only, whatever the size of the stage, and that of the entry's other sheets (a panel's number).
 *
 * Order of the answers: what was acknowledged before is acknowledged again, also when nothing is taken any more; then who
 * may not mark at all; then what is wrong now. */
#include "app/marking.h"

#include "app/context.h"
#include "app/docket.h"
#include "app/draft.h"
#include "app/event.h"
#include "app/floor_part.h"
#include "app/marking_part.h"
#include "app/phases.h"
#include "app/principal.h"
#include "app/rulebook.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/attest.h"
#include "ledger/record.h"
#include "store/change.h"
#include "store/live.h"
#include "store/panels.h"

#include <stdio.h>
#include <string.h>

struct submit_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *stage_id, *heat_id;
	const struct new_sheet *sheet;
	const char *expert;
	struct receipt *receipt;
	struct arena *arena;
	const struct rulebook_page *page;
	const struct contest *contest;
	const struct stage *stage;
	int stage_index, heat;
	const char *marks;  /* canonical */
	const char *remark; /* a canonical JSON string; NULL = none */
	struct sheet_row *rows; /* the entry's, in force */
	size_t row_count;
	const struct sheet_row *old; /* the expert's own among them; NULL = none */
	const struct place_row *place;
	bool was_recused; /* by its own words */
	int barred; /* members of the panel in a confirmed conflict who have no sheet here */
	bool quiet; /* the entry takes no marks yet: only a recusal comes in, and nobody is told */
	struct journal j;
};

/* ---- what was sent, before it comes to the writer */

static bool read_mark(const struct submit_work *w, struct draft *d, const struct json_member *m, struct err *err)
{
	int at;
	if (!draft_find_criterion(w->stage, m->key, &at, err))
		return false;
	if (w->stage->scoring.criteria[at].by == BY_OFFICIAL)
		return fail(err, ERR_INPUT, "sheet.criterion", "%s is an official value; experts do not mark it.", m->key);
	if (m->value.type != JSON_STRING && m->value.type != JSON_NULL)
		return fail(err, ERR_INPUT, "sheet.mark", "The mark of %s must be a decimal as text, or null.", m->key);
	const char *text = m->value.type == JSON_STRING ? m->value.string : "";
	if (m->value.type == JSON_STRING && !*text)
		return fail(err, ERR_INPUT, "sheet.mark", "The mark of %s is empty; null says that it is not marked.", m->key);
	return draft_mark(d, at, (struct slice){text, strlen(text)}, err);
}

static bool read_marks(struct submit_work *w, struct err *err)
{
	const struct json *marks = w->sheet->marks;
	struct draft d;
	draft_init(&d, w->stage, w->arena);
	d.recused = w->sheet->recused;
	for (size_t i = 0; marks && i < marks->count; i++)
		if (!read_mark(w, &d, &marks->members[i], err))
			return false;
	if (!d.recused && (!marks || !marks->count))
		return fail(err, ERR_INPUT, "sheet.incomplete", "This sheet says nothing: neither marks nor a recusal.");
	w->marks = draft_marks(&d, w->arena);
	return draft_check(&d, err);
}

static bool read_remark(struct submit_work *w, struct err *err)
{
	const struct new_sheet *s = w->sheet;
	const char *text = s->recused ? s->reason : s->comment;
	if (s->recused && (!s->reason || !*s->reason))
		return fail(err, ERR_INPUT, "sheet.reason", "A recusal needs its reason in words.");
	if (s->recused ? s->comment != NULL : s->reason != NULL)
		return fail(err, ERR_INPUT, "sheet.reason", "A recusal has a reason, a marked sheet has a comment.");
	if (!app_check_text(text, s->recused ? "The reason" : "The comment", err))
		return false;
	if (!text || !*text)
		return true;
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_put_string(&json, NULL, text);
	w->remark = arena_strdup(w->arena, buf_str(&out));
	return true;
}

static bool find_place(struct submit_work *w, struct err *err)
{
	w->contest = w->page->contest;
	if (!app_get_panel_stage(w->contest, w->stage_id, &w->stage_index, err))
		return false;
	w->stage = &w->contest->stages[w->stage_index];
	w->heat = stage_find_heat(w->stage, w->heat_id);
	return w->heat >= 0 ||
		fail(err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\".", w->stage->id, w->heat_id);
}

static bool check_signature(const struct submit_work *w, struct err *err)
{
	const struct new_sheet *s = w->sheet;
	struct attest text = {s->base, s->draft, w->contest_id, w->stage_id, w->heat_id, s->entry, w->expert, w->marks,
		s->recused};
	if (!s->key && !s->signature)
		return true;
	return (s->key && s->signature && attest_holds(&text, s->key, s->signature)) ||
		fail(err, ERR_INPUT, "sheet.signature", "The signature is not the device's over this sheet.");
}

static bool read_sheet(struct submit_work *w, struct err *err)
{
	if (!str_is_id(w->sheet->draft))
		return fail(err, ERR_INPUT, "sheet.draft", "A draft's name is 1 to 64 letters, digits, dots and dashes.");
	if (w->sheet->base < 0)
		return fail(err, ERR_INPUT, "sheet.base", "A version is 0 or more.");
	return find_place(w, err) && read_marks(w, err) && read_remark(w, err) && check_signature(w, err);
}

/* ---- what is acknowledged again */

bool marking_receipt(struct db *db, const char *contest, int64_t seq, struct arena *arena, struct receipt *ret_receipt,
	struct err *err)
{
	struct record_row *rows;
	struct record record;
	size_t n;
	if (!store_list_records(db, contest, seq, 1, arena, &rows, &n, err))
		return false;
	if (!n || rows[0].seq != seq)
		return fail(err, ERR_IO, "ledger.hole", "The ledger of %s lacks record %lld.", contest, (long long)seq);
	if (!record_read(rows[0].line, strlen(rows[0].line), arena, &record, err))
		return false;
	struct sha leaf = merkle_leaf(rows[0].line, strlen(rows[0].line));
	ret_receipt->seq = seq;
	sha_hex(&leaf, ret_receipt->leaf);
	time_format(record.ts_ms, ret_receipt->ts);
	return true;
}

static bool give_receipt(const struct submit_work *w, struct db *db, int64_t seq, int version, struct err *err)
{
	w->receipt->version = version;
	return marking_receipt(db, w->contest->id, seq, w->arena, w->receipt, err);
}

static bool same_remark(const struct submit_work *w, struct db *db, int64_t seq, bool *ret, struct err *err)
{
	struct remark_row *row;
	if (!store_find_remark(db, w->contest->id, seq, w->arena, &row, err))
		return false;
	*ret = str_eq_null(row ? row->body : NULL, w->remark);
	return true;
}

/* The sealed content of record `seq`, held against what was sent. *ret_signed: it has a device's signature. */
static bool same_sheet(const struct submit_work *w, struct db *db, int64_t seq, bool *ret_same, bool *ret_signed,
	int *ret_version, struct err *err)
{
	struct sealed_row *sealed;
	struct json body;
	*ret_same = *ret_signed = false;
	if (!store_find_sealed(db, w->contest->id, seq, w->arena, &sealed, err))
		return false;
	if (!sealed)
		return true;
	if (!json_parse(sealed->body, strlen(sealed->body), w->arena, &body, err))
		return false;
	CLEANUP(buf_done) struct buf marks = {0};
	const struct json *given = json_get(&body, "marks");
	if (given)
		json_canonical(given, &marks);
	*ret_version = (int)json_int(&body, "version", 0);
	*ret_signed = json_get(&body, "signed") != NULL;
	*ret_same = str_eq(json_string(&body, "stage", ""), w->stage->id) &&
		str_eq(json_string(&body, "heat", ""), w->stage->heats[w->heat].id) &&
		str_eq(json_string(&body, "entry", ""), w->sheet->entry) &&
		str_eq(json_string(&body, "expert", ""), w->expert) &&
		json_bool(&body, "recused", false) == w->sheet->recused && str_eq(buf_str(&marks), w->marks);
	return !*ret_same || same_remark(w, db, seq, ret_same, err);
}

/* A key that was acknowledged gets its first receipt, for the same sheet only. */
static bool repeat(const struct submit_work *w, struct db *db, struct err *err)
{
	bool same, is_signed;
	int version;
	if (!same_sheet(w, db, w->j.first_seq, &same, &is_signed, &version, err))
		return false;
	return same ? give_receipt(w, db, w->j.first_seq, version, err)
		    : fail(err, ERR_CONFLICT, "request.reused", "The key belongs to another request already; take a new one.");
}

/* What is in force already needs no new record, whoever sent it; unless a device now signs for the version that it saw. */
static bool acknowledge(struct submit_work *w, struct db *db, bool *ret_done, struct err *err)
{
	bool same, is_signed;
	int version;
	*ret_done = false;
	if (!w->old)
		return true;
	if (!same_sheet(w, db, w->old->seq, &same, &is_signed, &version, err))
		return false;
	bool adds_signature = w->sheet->key && !is_signed && w->sheet->base == w->old->version && !w->old->recused;
	if (!same || adds_signature)
		return true;
	*ret_done = true;
	return give_receipt(w, db, w->old->seq, w->old->version, err) &&
		(!w->rq->req || store_add_request(db, w->contest->id, w->rq->req, w->old->seq, err));
}

/* ---- whether it may be taken now */

static bool check_open(const struct submit_work *w, struct err *err)
{
	if (w->place->state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; its sheets can't change any more.",
			w->stage->id);
	return w->place->lock_seq < 0 ||
		fail(err, ERR_CONFLICT, "heat.locked", "Heat %s is locked; its sheets can't change any more.", w->heat_id);
}

static bool check_heat(const struct submit_work *w, int heat, struct err *err)
{
	return heat < 0 || heat == w->heat ||
		fail(err, ERR_NOT_FOUND, "sheet.heat", "Entry %s belongs to heat %s, not %s.", w->sheet->entry,
			w->stage->heats[heat].id, w->heat_id);
}

/* As far as the definition and its sheets say; −1 = they don't. */
static int heat_of_entry(const struct submit_work *w)
{
	const struct place_row *p = w->place;
	int heat = docket_selected_heat(w->contest, w->stage,
		&(struct entry_row){.id = w->sheet->entry, .division = p->division, .region = p->region, .track = p->track});
	return heat < 0 && w->row_count ? stage_find_heat(w->stage, w->rows[0].heat) : heat;
}

static bool check_entry(const struct submit_work *w, struct err *err)
{
	const struct place_row *p = w->place;
	const char *id = w->sheet->entry;
	if (!p->entry || !rulebook_takes_part(w->page, w->stage_index, id))
		return fail(err, ERR_NOT_FOUND, "sheet.entry", "Entry \"%.64s\" does not take part in stage %s.", id, w->stage->id);
	return check_heat(w, heat_of_entry(w), err);
}

static bool check_expert(const struct submit_work *w, struct err *err)
{
	const struct place_row *p = w->place;
	if (!p->expert)
		return fail(err, ERR_DENIED, "sheet.panel", "Expert %s is not seated in %s.", w->expert, w->contest->id);
	if (p->left)
		return fail(err, ERR_DENIED, "sheet.left", "Expert %s has left %s; nothing is taken from them any more.", w->expert,
			w->contest->id);
	if (!draft_check_assigned(w->stage, w->sheet->entry, w->expert, p->shared_out, p->assigned, err))
		return false;
	if (p->seats)
		return draft_check_seat(w->stage, w->heat, w->expert, p->sits, err);
	return draft_check_class(w->stage, w->expert, p->class_id ? labels_find(&w->contest->classes, p->class_id) : -1, err);
}

/* Where fewer than the panel mark each entry, no more of them do; whoever is recused makes room for another. An assignment
 * says itself who they are. */
static bool check_enough(const struct submit_work *w, struct err *err)
{
	int most = w->place->shared_out ? 0 : turnout_most(w->stage, w->place->seats);
	return !most || w->old || w->sheet->recused || turnout_marked(w->stage, w->rows, w->row_count) < most ||
		fail(err, ERR_CONFLICT, "sheet.enough", "Entry %s is marked by %d experts already.", w->sheet->entry, most);
}

static bool check_device(const struct submit_work *w, struct err *err)
{
	return !w->sheet->key || (w->place->device_expert && str_eq(w->place->device_expert, w->expert)) ||
		fail(err, ERR_INPUT, "sheet.signature", "The device that signed is not enrolled for expert %s.", w->expert);
}

/* Its first sheet, and no heat selects it: the floor that it stands on says whose it is. */
static bool check_elsewhere(const struct submit_work *w, struct db *db, struct err *err)
{
	int heat = -1;
	if (heat_of_entry(w) < 0 && !floor_standing(db, w->contest, w->stage_index, w->sheet->entry, w->arena, &heat, err))
		return false;
	return check_heat(w, heat, err);
}

/* Where the floor is open, marks come in from the entry's pitch until it is locked, and recusals before that, too. */
static bool check_floor(struct submit_work *w, struct db *db, struct err *err)
{
	enum phase phase;
	if (!phases_find(w->app->phases, db, w->contest, w->stage_index, w->heat, &w->place->newest, w->sheet->entry, w->arena,
		    &phase, err))
		return false;
	if (phase == PHASE_TAKES)
		return true;
	if (phase == PHASE_LOCKED)
		return fail(err, ERR_CONFLICT, "sheet.locked", "Entry %s is locked; its sheets can't change any more.",
			w->sheet->entry);
	if (!check_elsewhere(w, db, err))
		return false;
	if (phase == PHASE_NO_FLOOR)
		return true;
	w->quiet = w->sheet->recused;
	return w->quiet || fail(err, ERR_CONFLICT, "sheet.early", "Entry %s is not on stage yet.", w->sheet->entry);
}

/* Official values that came with the expert's sheet by file would be lost. */
static bool check_old(const struct submit_work *w, struct err *err)
{
	const struct sheet_row *old = w->old;
	for (int c = 0; old && c < w->stage->scoring.criterion_count; c++) {
		char needle[80];
		snprintf(needle, sizeof(needle), "\"%s\":", w->stage->scoring.criteria[c].id);
		if (w->stage->scoring.criteria[c].by == BY_OFFICIAL && strstr(old->marks, needle))
			return fail(err, ERR_CONFLICT, "sheet.official",
				"This sheet carries official values that came by file; it can only be replaced by file.");
	}
	return true;
}

static bool check_base(const struct submit_work *w, struct err *err)
{
	int version = w->old ? w->old->version : 0;
	if (w->sheet->base == version)
		return true;
	w->receipt->version = version;
	return fail(err, ERR_CONFLICT, "sheet.changed", "Version %d of this sheet is in force; yours is based on version %lld.",
		version, (long long)w->sheet->base);
}

/* ---- writing */

/* Before the entry is on stage only a recusal can be in, so nothing is said; nor of whom was counted as recused before. */
static bool tell(struct submit_work *w, struct err *err)
{
	bool was_in = w->old && turnout_counts(w->stage, w->old);
	if (w->quiet || w->place->barred)
		return true;
	struct dict leavers = {0};
	if (w->place->leavers && !store_list_leavers(w->j.db, w->contest->id, w->arena, &leavers, err))
		return false;
	struct turnout t = turnout_count(w->stage, turnout_seats(w->stage, w->place->seats, &leavers, w->rows, w->row_count), w->rows,
		w->row_count, w->barred);
	t.sheets += !was_in;
	CLEANUP(buf_done) struct buf data = {0};
	struct json_writer json = json_writer(&data);
	json_open(&json, NULL, '{');
	json_put_string(&json, "entry", w->sheet->entry);
	json_put_int(&json, "expected", t.expected < t.sheets ? t.sheets : t.expected);
	json_put_string(&json, "heat", w->heat_id);
	json_put_int(&json, "sheets", t.sheets);
	json_put_string(&json, "stage", w->stage->id);
	json_close(&json, '}');
	return event_add(&w->j, "progress", buf_str(&data), err);
}

static bool write_sheet(struct submit_work *w, struct db *db, struct err *err)
{
	const struct new_sheet *s = w->sheet;
	struct sheet_row row = {.stage = w->stage->id, .heat = w->heat_id, .entry = s->entry, .expert = w->expert,
		.recused = s->recused, .marks = w->marks, .version = w->old ? w->old->version + 1 : 1};
	struct draft_extra extra = {.replaces = w->old ? w->old->seq : -1, .key = s->key, .signature = s->signature,
		.draft = s->draft, .base = s->base};
	char salt[JOURNAL_SALT], commit[SHA_HEX];
	if (w->remark) {
		journal_salt(&w->j, salt);
		extra.remark = record_commit(salt, w->remark, commit);
	}
	if (!journal_seal(&w->j, w->old ? "sheet.amend" : "sheet.submit", draft_body(&row, &extra, w->arena), &row.seq, err) ||
		!store_put_sheet(db, w->contest->id, &row, err) ||
		(w->remark && !store_add_remark(db, w->contest->id, &(struct remark_row){row.seq, salt, w->remark}, err)))
		return false;
	w->receipt->seq = row.seq;
	w->receipt->version = row.version;
	sha_hex(&w->j.leaf, w->receipt->leaf);
	time_format(w->j.chain.ts_ms, w->receipt->ts);
	return true;
}

static bool find_old(struct submit_work *w, struct db *db, struct err *err)
{
	w->old = NULL;
	if (!store_list_entry_sheets(db, w->contest->id, w->stage->id, w->sheet->entry, w->arena, &w->rows, &w->row_count, err))
		return false;
	for (size_t i = 0; i < w->row_count; i++)
		if (str_eq(w->rows[i].expert, w->expert))
			w->old = &w->rows[i];
	w->barred = 0;
	w->was_recused = w->old && w->old->recused;
	return !w->place->any_barred || turnout_barred(db, w->contest->id, w->stage, w->heat_id, w->sheet->entry, w->rows, w->row_count,
		w->arena, &w->barred, err);
}

static bool check_takes(struct submit_work *w, struct db *db, struct err *err)
{
	if (!check_expert(w, err) || !check_entry(w, err))
		return false;
	if (w->place->barred && !w->sheet->recused)
		return fail(err, ERR_DENIED, "sheet.conflict", "Your conflict of interest with entry %s is confirmed; you do not mark it.",
			w->sheet->entry);
	if (w->was_recused)
		return fail(err, ERR_CONFLICT, "sheet.recused", "You are recused from entry %s, and that is final.", w->sheet->entry);
	return check_open(w, err) && check_floor(w, db, err) && check_old(w, err) && check_enough(w, err) &&
		check_device(w, err) && check_base(w, err);
}

/* What was read outside the writer is read again when the rules have changed meanwhile. */
static bool find_place_row(struct submit_work *w, struct db *db, struct err *err)
{
	const struct rulebook_page *before = w->page;
	struct place_row *row;
	struct place_query query = {w->contest_id, w->stage_id, w->heat_id, w->sheet->entry, w->expert, w->sheet->key};
	if (!store_find_place(db, &query, w->arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", w->contest_id);
	w->place = row;
	return rulebook_check(before, db, (struct slice){row->definition, row->definition_len}, row->decided, w->arena, &w->page,
		       err) &&
		(w->page == before || read_sheet(w, err));
}

static bool submit_work(struct db *db, void *context, struct err *err)
{
	struct submit_work *w = context;
	bool done;
	if (!find_place_row(w, db, err) ||
		!journal_open(&w->j, w->app, db, w->contest->id, w->rq, NULL, w->arena, err))
		return false;
	if (w->j.repeated)
		return repeat(w, db, err);
	if (!find_old(w, db, err) || !acknowledge(w, db, &done, err))
		return false;
	if (!w->row_count) /* perhaps the first of its stage, which is being judged then */
		store_raise_effect(db, EFFECT_PAGES);
	return done || (check_takes(w, db, err) && write_sheet(w, db, err) && tell(w, err) && journal_close(&w->j, err));
}

static bool take_page(struct db *db, void *context, struct err *err)
{
	struct submit_work *w = context;
	return rulebook_take(w->app->rulebook, db, w->contest_id, &w->page, err);
}

static bool within(const struct principal *who, const char *stage, const char *heat, struct err *err)
{
	if (who->stage && !str_eq(who->stage, stage))
		return fail(err, ERR_NOT_FOUND, "stage.unknown", "There is no stage \"%.64s\" here.", stage);
	if (who->heat && !str_eq(who->heat, heat))
		return fail(err, ERR_NOT_FOUND, "heat.unknown", "There is no heat \"%.64s\" here.", heat);
	return true;
}

bool app_submit_sheet(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_sheet *sheet, struct receipt *ret_receipt, struct err *err)
{
	const struct principal *who = rq->who;
	*ret_receipt = (struct receipt){0};
	if (!marking_expert(rq, err) || !within(who, stage, heat, err))
		return false;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct submit_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .heat_id = heat,
		.sheet = sheet, .expert = who->expert, .receipt = ret_receipt, .arena = arena};
	if (!store_read(app->store, take_page, &w, err))
		return false;
	const struct rulebook_page *page = w.page;
	bool done = read_sheet(&w, err) && store_write_effect(app->store, EFFECT_LEDGER, submit_work, &w, err);
	rulebook_give(app->rulebook, page);
	return done;
}
