/* The experts' pool: who may come to judge, invitations and answers, leaving, and who could take a place.
 *
 * Names, addresses and other words stay in the database; the ledger has ids (docs/pool.md). A candidate is listed, then
 * invited, then has accepted or declined; whoever has accepted is seated as the expert of the same id, and may leave. */
#pragma once

#include "app/people.h"
#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct buf;
struct findings;
struct import_report;
struct request;

enum { CANDIDATE_LOAD_SAME = -2 }; /* −1 = as the stage says */

/* NULL leaves a word as it is, "" takes it away. */
struct candidate_words {
	const char *class_id; /* only before an invitation: ERR_CONFLICT "candidate.class" */
	const char *name, *organisation, *parents, *mail, *fields, *languages, *regions, *note;
	const char *away; /* away.h: in the contest's civil time */
	int64_t load;     /* CANDIDATE_LOAD_SAME leaves it as it is */
};

/* Columns expert, class, name, organisation, parents, mail, fields, languages, regions, load, away, note. All or nothing; a
 * row replaces the words of a candidate who is there. `preview` checks without writing. Needs ACT_IMPORT. */
MUST_CHECK bool app_import_candidates(struct app *app, const struct request *rq, const char *contest, const char *text,
	size_t len, bool preview, struct findings *findings, struct import_report *ret_report, struct err *err);

/* Adds the candidate, or edits the one of that id. Needs ACT_IMPORT. ERR_INPUT "candidate.class", "candidate.away",
 * "candidate.load", "text.plain", "text.length"; ERR_CONFLICT "candidate.erased". */
MUST_CHECK bool app_put_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	const struct candidate_words *words, struct err *err);
/* Only one never invited: ERR_CONFLICT "candidate.invited". ERR_NOT_FOUND "candidate.unknown". Needs ACT_IMPORT. */
MUST_CHECK bool app_remove_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	struct err *err);
/* Forgets the words of one who asks for it: in the database and behind the ledger's commitments, which can never be opened
 * again. The id and what it did stay. Needs ACT_IMPORT. */
MUST_CHECK bool app_erase_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	struct err *err);

/* ---- invitations */
struct new_invitations {
	const char *const *experts;
	int count;
	int64_t answer_by_ms; /* 0: in fourteen days */
	bool anyway;          /* although conflicts of theirs are undecided */
};
struct made_invitation {
	const char *expert, *name, *mail; /* NULL = not said */
	struct made_link link;            /* good for as long as links are; answering ends at answer_by_ms */
};
/* All or none; a new invitation ends the links of older ones. Needs ACT_IMPORT and ACT_PEOPLE. ERR_NOT_FOUND
 * "candidate.unknown"; ERR_CONFLICT "invite.seated" (has accepted, or left), "invite.erased", "invite.conflicts" (undecided ones,
 * named), "link.made" (the key was used: tokens are shown once); ERR_INPUT "invite.answer-by", "invite.nobody". */
MUST_CHECK bool app_invite(struct app *app, const struct request *rq, const char *contest, const struct new_invitations *n,
	struct arena *arena, struct made_invitation **ret_made, struct err *err);

enum candidate_answer { ANSWER_ACCEPT, ANSWER_DECLINE, ANSWER_LEAVE };
/* −1 when there is no such answer. */
int candidate_answer_find(const char *name);
/* `expert` NULL: the answer of rq->who, who needs ACT_ANSWER; else one that the organiser was told (ACT_IMPORT). The same answer
 * again succeeds and changes nothing. ERR_CONFLICT "invitation.none" (not invited), "invitation.late" (one's own answer, after
 * the time for it), "invitation.accepted" (declining after accepting: leave instead), "invitation.left" (leaving is for good),
 * "invitation.marked" (one's own leaving, with sheets handed in: tell the organiser). */
MUST_CHECK bool app_answer(struct app *app, const struct request *rq, const char *contest, const char *expert,
	enum candidate_answer answer, const char *remark, struct err *err);
/* One's own fields, languages, load and times away; other words are left alone. Needs ACT_ANSWER. */
MUST_CHECK bool app_put_own_words(struct app *app, const struct request *rq, const char *contest,
	const struct candidate_words *words, struct err *err);

/* ---- what may be seen */
/* One's own invitation and what became of it (schema Invitation). Needs ACT_ANSWER. */
MUST_CHECK bool view_invitation(struct app *app, const struct request *rq, const char *contest, struct buf *out,
	struct err *err);

struct candidate_query { /* NULL = no demand */
	const char *state, *class_id, *field, *words;
};
/* Everybody, with what the stages need (schema Pool). Needs ACT_SEE_POOL; addresses need ACT_IMPORT. */
MUST_CHECK bool view_candidates(struct app *app, const struct request *rq, const char *contest,
	const struct candidate_query *query, struct buf *out, struct err *err);
/* One of them, with invitations and history (schema CandidateDetail). History needs ACT_IMPORT. */
MUST_CHECK bool view_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	struct buf *out, struct err *err);
/* The same as CSV, in the columns of app_import_candidates() and the state. Needs ACT_IMPORT. */
MUST_CHECK bool view_candidates_csv(struct app *app, const struct request *rq, const char *contest, struct buf *out,
	struct err *err);

struct substitute_query { /* NULL = not said */
	const char *stage, *heat;
	const char *class_id; /* or that of … */
	const char *expert;   /* … whom they shall replace */
};
/* Who could take a place, the best first, and why (schema Substitutes). Needs ACT_SEE_POOL. */
MUST_CHECK bool view_substitutes(struct app *app, const struct request *rq, const char *contest,
	const struct substitute_query *query, struct buf *out, struct err *err);
