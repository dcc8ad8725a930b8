/* A candidate's words are canonical JSON in one column; load and times away are columns of their own, since they are asked
 * for by time and number. Listing somebody leaves no record, and no public page shows it: nothing was decided yet. */
#include "app/candidate_part.h"

#include "app/away.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/record.h"
#include "store/change.h"

#include <string.h>

const char *const candidate_word_names[CANDIDATE_WORDS] = {"fields", "languages", "mail", "name", "note", "organisation",
	"parents", "regions"};

static const char *const STATES[] = {"listed", "invited", "accepted", "declined", "left"};

enum { LOAD_MOST = 1000000, ERASE_PIECE = 2000 };

const char *candidate_state_name(enum candidate_state state)
{
	return STATES[state];
}

int candidate_state_find(const char *name)
{
	for (int i = 0; i < (int)COUNT_OF(STATES); i++)
		if (str_eq(STATES[i], name))
			return i;
	return -1;
}

bool candidate_get(struct db *db, const char *contest, const char *id, struct arena *arena, struct candidate_row **ret_row,
	struct err *err)
{
	return store_find_candidate(db, contest, id, arena, ret_row, err) &&
		(*ret_row || fail(err, ERR_NOT_FOUND, "candidate.unknown", "The pool of %s has no candidate \"%.64s\".", contest, id));
}

/* ---- words */

static const char *word_of(const struct candidate_words *words, const char *name, bool own)
{
	if (str_eq(name, "fields"))
		return words->fields;
	if (str_eq(name, "languages"))
		return words->languages;
	if (own)
		return NULL;
	return str_eq(name, "mail")           ? words->mail :
		str_eq(name, "name")          ? words->name :
		str_eq(name, "note")          ? words->note :
		str_eq(name, "organisation")  ? words->organisation :
		str_eq(name, "parents")       ? words->parents :
						words->regions;
}

static bool apply_class(const struct contest *contest, struct candidate_row *row, const char *class_id, struct err *err)
{
	const char *now = row->class_id ? row->class_id : "";
	if (!class_id || str_eq(class_id, now))
		return true;
	if (row->state != CANDIDATE_LISTED)
		return fail(err, ERR_CONFLICT, "candidate.class", "%s was invited as one of class %s, and stays that.", row->id,
			*now ? now : "none");
	if (*class_id && labels_find(&contest->classes, class_id) < 0)
		return fail(err, ERR_INPUT, "candidate.class", "The contest has no class \"%.64s\".", class_id);
	row->class_id = *class_id ? class_id : NULL;
	return true;
}

static bool apply_texts(struct candidate_row *row, const struct candidate_words *words, bool own, struct arena *arena,
	struct err *err)
{
	struct json old;
	CLEANUP(buf_done) struct buf out = {0};
	if (!part_read_profile(row->profile, arena, &old, err))
		return false;
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	for (int i = 0; i < CANDIDATE_WORDS; i++) {
		const char *name = candidate_word_names[i], *given = word_of(words, name, own);
		const char *text = given ? given : json_string(&old, name, "");
		if (given && !app_check_text(given, arena_printf(arena, "The word “%s”", name), err))
			return false;
		if (*text)
			json_put_string(&w, name, text);
	}
	json_close(&w, '}');
	row->profile = arena_strdup(arena, buf_str(&out));
	return true;
}

bool candidate_apply(const struct contest *contest, struct candidate_row *row, const struct candidate_words *words, bool own,
	struct arena *arena, struct err *err)
{
	if (!row->profile)
		return fail(err, ERR_CONFLICT, "candidate.erased", "The words of %s were erased, for good.", row->id);
	if (words->load != CANDIDATE_LOAD_SAME && (words->load < -1 || words->load > LOAD_MOST))
		return fail(err, ERR_INPUT, "candidate.load", "A load is 0 to %d entries in a stage, or -1: as the stage says.",
			LOAD_MOST);
	if (words->load != CANDIDATE_LOAD_SAME)
		row->load = words->load;
	return (own || apply_class(contest, row, words->class_id, err)) && apply_texts(row, words, own, arena, err) &&
		(!words->away || away_read(words->away, contest->offset_min, arena, &row->away, err));
}

bool candidate_put_words(struct json_writer *w, const struct contest *contest, const struct candidate_row *row, bool contacts,
	struct arena *arena, struct err *err)
{
	struct json profile;
	const char *away;
	if (!part_read_profile(row->profile, arena, &profile, err) ||
		!away_write(row->away, contest->offset_min, arena, &away, err))
		return false;
	json_put_string(w, "id", row->id);
	if (row->class_id)
		json_put_string(w, "class", row->class_id);
	for (int i = 0; i < CANDIDATE_WORDS; i++) {
		bool contact = str_eq(candidate_word_names[i], "mail") || str_eq(candidate_word_names[i], "note");
		if (contacts || !contact)
			part_profile(w, &profile, &candidate_word_names[i], 1);
	}
	if (row->load >= 0)
		json_put_int(w, "load", row->load);
	json_put_string(w, "away", away);
	return true;
}

/* ---- records */

bool candidate_body(struct journal *j, const struct candidate_row *row, const char **ret_body, struct err *err)
{
	char commit[SHA_HEX];
	CLEANUP(buf_done) struct buf body = {0};
	if (!journal_commit(j, row->profile ? row->profile : "{}", commit, err))
		return false;
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	if (row->class_id)
		json_put_string(&w, "class", row->class_id);
	json_put_string(&w, "expert", row->id);
	json_put_string(&w, "profile", commit);
	json_close(&w, '}');
	*ret_body = arena_strdup(j->arena, buf_str(&body));
	return true;
}

bool candidate_seat(struct journal *j, struct candidate_row *row, struct err *err)
{
	const char *body;
	if (!candidate_body(j, row, &body, err) || !journal_add(j, "expert.seat", body, &row->seq, err))
		return false;
	struct expert_row expert = {.id = row->id, .class_id = row->class_id, .profile = row->profile, .seq = row->seq};
	row->state = CANDIDATE_ACCEPTED;
	return store_add_expert(j->db, j->contest, &expert, err) && store_put_candidate(j->db, j->contest, row, err);
}

/* ---- one candidate */

struct candidate_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *id;
	const struct candidate_words *words;
	bool own;
	struct arena *arena;
	int64_t *seqs; /* of records with a commitment to the words */
	size_t seq_count, seq_cap;
};

static bool put_work(struct db *db, void *context, struct err *err)
{
	struct candidate_work *w = context;
	struct contest *contest;
	struct candidate_row *row;
	if (!app_get_contest(db, w->contest_id, w->arena, &contest, err) ||
		!(w->own ? candidate_get(db, contest->id, w->id, w->arena, &row, err) :
			   store_find_candidate(db, contest->id, w->id, w->arena, &row, err)))
		return false;
	struct candidate_row fresh = {.id = w->id, .profile = "{}", .load = -1, .away = "[]", .seq = -1};
	struct candidate_row next = row ? *row : fresh;
	return candidate_apply(contest, &next, w->words, w->own, w->arena, err) &&
		store_put_candidate(db, contest->id, &next, err);
}

bool app_put_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	const struct candidate_words *words, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct candidate_work w = {.app = app, .rq = rq, .contest_id = contest, .id = id, .words = words, .arena = arena};
	if (!principal_check(rq->who, ACT_IMPORT, err))
		return false;
	if (!str_is_id(id) || str_eq(id, "official"))
		return fail(err, ERR_INPUT, "candidate.id", "“%.64s” is no id: use 1 to 64 letters, digits, dots, dashes and underscores.",
			id);
	return store_write_effect(app->store, EFFECT_NOTHING, put_work, &w, err);
}

bool app_put_own_words(struct app *app, const struct request *rq, const char *contest, const struct candidate_words *words,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (!rq->who || !rq->who->expert)
		return fail(err, ERR_DENIED, "denied", "It is not said which expert you are.");
	struct candidate_work w = {.app = app, .rq = rq, .contest_id = contest, .id = rq->who->expert, .words = words, .own = true,
		.arena = arena};
	return principal_check(rq->who, ACT_ANSWER, err) && store_write_effect(app->store, EFFECT_NOTHING, put_work, &w, err);
}

static bool remove_work(struct db *db, void *context, struct err *err)
{
	struct candidate_work *w = context;
	struct contest *contest;
	struct candidate_row *row;
	if (!app_get_contest(db, w->contest_id, w->arena, &contest, err) ||
		!candidate_get(db, contest->id, w->id, w->arena, &row, err))
		return false;
	if (row->state != CANDIDATE_LISTED)
		return fail(err, ERR_CONFLICT, "candidate.invited", "%s was invited, and the ledger says so; their words can be erased.",
			row->id);
	return store_remove_candidate(db, contest->id, row->id, err);
}

bool app_remove_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct candidate_work w = {.app = app, .rq = rq, .contest_id = contest, .id = id, .arena = arena};
	return principal_check(rq->who, ACT_IMPORT, err) && store_write_effect(app->store, EFFECT_NOTHING, remove_work, &w, err);
}

/* ---- erasing */

static void note_seq(struct candidate_work *w, const struct record_row *row)
{
	bool profile = strstr(row->line, "\"type\":\"expert.invite\"") || strstr(row->line, "\"type\":\"expert.seat\"");
	if (!profile || !strstr(row->line, arena_printf(w->arena, "\"expert\":\"%s\"", w->id)))
		return;
	if (w->seq_count == w->seq_cap) {
		size_t grown = w->seq_cap ? 2 * w->seq_cap : 8;
		w->seqs = arena_grow(w->arena, w->seqs, w->seq_cap, grown, sizeof(*w->seqs));
		w->seq_cap = grown;
	}
	w->seqs[w->seq_count++] = row->seq;
}

/* Every record of the contest is looked at, before the writer is: it happens once in a blue moon. */
static bool find_work(struct db *db, void *context, struct err *err)
{
	struct candidate_work *w = context;
	struct contest *contest;
	struct candidate_row *row;
	if (!app_get_contest(db, w->contest_id, w->arena, &contest, err) ||
		!candidate_get(db, contest->id, w->id, w->arena, &row, err))
		return false;
	for (int64_t from = 0;;) {
		CLEANUP(arena_freep) struct arena *piece = arena_new();
		struct record_row *rows;
		size_t n;
		if (!store_list_records(db, contest->id, from, ERASE_PIECE, piece, &rows, &n, err))
			return false;
		for (size_t i = 0; i < n; i++)
			note_seq(w, &rows[i]);
		if (n < ERASE_PIECE)
			return true;
		from = rows[n - 1].seq + 1;
	}
}

static bool erase_work(struct db *db, void *context, struct err *err)
{
	struct candidate_work *w = context;
	struct candidate_row *row;
	if (!candidate_get(db, w->contest_id, w->id, w->arena, &row, err))
		return false;
	row->profile = row->remark = NULL;
	row->away = "[]";
	for (size_t i = 0; i < w->seq_count; i++)
		if (!store_erase_sealed(db, w->contest_id, w->seqs[i], err))
			return false;
	return store_put_candidate(db, w->contest_id, row, err) && store_erase_expert(db, w->contest_id, w->id, err);
}

bool app_erase_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct candidate_work w = {.app = app, .rq = rq, .contest_id = contest, .id = id, .arena = arena};
	return principal_check(rq->who, ACT_IMPORT, err) && store_read(app->store, find_work, &w, err) &&
		store_write_effect(app->store, EFFECT_NOTHING, erase_work, &w, err);
}
