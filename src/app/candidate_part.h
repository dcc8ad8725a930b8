/* What the use cases of the pool share. Internal to src/app. */
#pragma once

#include "app/candidate.h"
#include "app/context.h"
#include "app/journal.h"
#include "store/panels.h"

struct json_writer;

/* The words of a profile, in key order. */
enum { CANDIDATE_WORDS = 8 };
extern const char *const candidate_word_names[CANDIDATE_WORDS];

const char *candidate_state_name(enum candidate_state state); /* "listed" … */
/* −1 when there is no such state. */
int candidate_state_find(const char *name);

/* ERR_NOT_FOUND "candidate.unknown". */
MUST_CHECK bool candidate_get(struct db *db, const char *contest, const char *id, struct arena *arena,
	struct candidate_row **ret_row, struct err *err);

/* The row with those words; `own`: only what experts may say themselves. */
MUST_CHECK bool candidate_apply(const struct contest *contest, struct candidate_row *row, const struct candidate_words *words,
	bool own, struct arena *arena, struct err *err);

/* {"expert", "profile", "class"?} of expert.invite and expert.seat, with a new commitment to the row's words. */
MUST_CHECK bool candidate_body(struct journal *j, const struct candidate_row *row, const char **ret_body, struct err *err);

/* Seats an accepted candidate: record, expert, and the row as accepted. */
MUST_CHECK bool candidate_seat(struct journal *j, struct candidate_row *row, struct err *err);

/* Members of a candidate's object: id, class, words (addresses only with `contacts`), load, away. */
MUST_CHECK bool candidate_put_words(struct json_writer *w, const struct contest *contest, const struct candidate_row *row,
	bool contacts, struct arena *arena, struct err *err);

/* ---- what somebody did in the other contests of this installation (history.c) */
struct past {
	const char *contest;
	const struct candidate_row *row; /* there */
};
struct pasts {
	struct past *items;
	size_t count;
	struct db *db;
	struct arena *arena;
};
MUST_CHECK bool history_load(struct db *db, const char *contest, struct arena *arena, struct pasts *ret, struct err *err);
struct past_sum {
	int contests, accepted, declined, left;
	int64_t sheets;
};
/* Of whoever has the same mail, or name and organisation. Writes an array of them when `w` is not NULL. */
MUST_CHECK bool history_of(const struct pasts *all, const char *profile, const char *key, struct json_writer *w,
	struct past_sum *ret, struct err *err);
