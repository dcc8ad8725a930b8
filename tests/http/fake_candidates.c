/* The pool as its handlers see it: every change succeeds, every view is one word. */
#include "fake_views.h"

#include "app/app.h"
#include "app/candidate.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"

bool app_import_candidates(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)preview;
	*ret = (struct import_report){.rows = len};
	if (str_eq(text, "bad"))
		findings_add(findings, 3, 0, "import.id", "Bad.");
	return findings_none(findings, err);
}

bool app_put_candidate(struct app *app, const struct request *rq, const char *contest, const char *id,
	const struct candidate_words *words, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)id, (void)words, (void)err;
	return true;
}

bool app_remove_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)id, (void)err;
	return true;
}

bool app_erase_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)id, (void)err;
	return true;
}

bool app_invite(struct app *app, const struct request *rq, const char *contest, const struct new_invitations *n,
	struct arena *arena, struct made_invitation **ret, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	*ret = ARENA_ARRAY(arena, (size_t)n->count, struct made_invitation);
	for (int i = 0; i < n->count; i++)
		(*ret)[i] = (struct made_invitation){.expert = n->experts[i], .link = {.id = i, .token = "secret"}};
	return true;
}

int candidate_answer_find(const char *name)
{
	return str_eq(name, "accept") ? ANSWER_ACCEPT : -1;
}

bool app_answer(struct app *app, const struct request *rq, const char *contest, const char *expert,
	enum candidate_answer answer, const char *remark, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)expert, (void)answer, (void)remark, (void)err;
	return true;
}

bool app_put_own_words(struct app *app, const struct request *rq, const char *contest, const struct candidate_words *words,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)words, (void)err;
	return true;
}

static bool word(struct buf *out, const char *what)
{
	buf_printf(out, "{\"%s\":true}", what);
	return true;
}

bool view_invitation(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return word(out, "invitation");
}

bool view_candidates(struct app *app, const struct request *rq, const char *contest, const struct candidate_query *query,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)query, (void)err;
	return word(out, "candidates");
}

bool view_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct buf *out,
	struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)id, (void)err;
	return word(out, "candidate");
}

bool view_candidates_csv(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)err;
	return word(out, "csv");
}

bool view_substitutes(struct app *app, const struct request *rq, const char *contest, const struct substitute_query *query,
	struct buf *out, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)query, (void)err;
	return word(out, "substitutes");
}
