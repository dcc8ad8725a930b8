/* An invitation is a record, a personal link and a row that says until when it may be answered. The link is good for as long as
 * links are: once accepted, it is the expert's own. Whoever is invited anew gets a new link, and the old ones end. */
#include "app/candidate_part.h"

#include "app/part.h"
#include "app/principal.h"
#include "app/seat.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "store/people.h"

#include <string.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)

enum { ANSWER_DAYS = 14, NAMED = 8, INVITE_MOST = 1000 };

struct invite_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id;
	const struct new_invitations *n;
	int64_t answer_by_ms, expires_ms;
	struct arena *arena; /* the caller's: what was made lives there */
	struct made_invitation *made;
	struct candidate_row **rows;
	struct journal j;
};

static bool find_rows(struct invite_work *w, struct db *db, struct err *err)
{
	struct dict seen = {0};
	w->rows = ARENA_ARRAY(w->arena, (size_t)w->n->count, struct candidate_row *);
	for (int i = 0; i < w->n->count; i++) {
		const char *id = w->n->experts[i];
		if (!dict_add(&seen, w->arena, id, i))
			return fail(err, ERR_INPUT, "invite.twice", "%s is named twice.", id);
		if (!candidate_get(db, w->contest_id, id, w->arena, &w->rows[i], err))
			return false;
		enum candidate_state state = w->rows[i]->state;
		if (state == CANDIDATE_ACCEPTED || state == CANDIDATE_LEFT)
			return fail(err, ERR_CONFLICT, "invite.seated", "%s has %s already.", id,
				state == CANDIDATE_LEFT ? "accepted and left" : "accepted");
		if (!w->rows[i]->profile)
			return fail(err, ERR_CONFLICT, "invite.erased", "The words of %s were erased; nobody knows whom to invite.", id);
	}
	return true;
}

/* Found and not decided: whoever comes may have to be recused from them, or not. */
static bool check_conflicts(const struct invite_work *w, struct db *db, struct err *err)
{
	CLEANUP(buf_done) struct buf names = {0};
	int named = 0;
	for (int i = 0; i < w->n->count && !w->n->anyway; i++) {
		struct barred_row *rows;
		size_t n, undecided = 0;
		if (!store_list_barred(db, w->contest_id, w->rows[i]->id, w->arena, &rows, &n, err))
			return false;
		for (size_t k = 0; k < n; k++)
			undecided += !rows[k].confirmed;
		if (undecided && named++ < NAMED)
			buf_printf(&names, "%s%s (%zu)", names.len ? ", " : "", w->rows[i]->id, undecided);
	}
	return !named || fail(err, ERR_CONFLICT, "invite.conflicts",
				"Conflicts of interest are not decided yet: %s%s. Decide them first, or invite all the same.", buf_str(&names),
				named > NAMED ? " …" : "");
}

static bool end_links(struct invite_work *w, struct db *db, struct err *err)
{
	struct link_row *links;
	size_t n;
	struct dict invited = {0};
	for (int i = 0; i < w->n->count; i++)
		(void)dict_add(&invited, w->arena, w->rows[i]->id, i);
	if (!store_list_links(db, w->contest_id, w->arena, &links, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool theirs = role_find(links[i].role) == ROLE_CANDIDATE && dict_find(&invited, links[i].expert) >= 0;
		if (theirs && !links[i].revoked && !link_end(&w->j, &links[i], err))
			return false;
	}
	return true;
}

static bool invite_one(struct invite_work *w, struct db *db, int i, struct err *err)
{
	struct candidate_row *row = w->rows[i];
	struct made_invitation *made = &w->made[i];
	struct json profile;
	const char *body;
	char hash[SHA_HEX];
	if (!part_read_profile(row->profile, w->arena, &profile, err) || !candidate_body(&w->j, row, &body, err) ||
		!journal_add(&w->j, "expert.invite", body, &row->seq, err))
		return false;
	*made = (struct made_invitation){.expert = row->id, .name = json_string(&profile, "name", NULL),
		.mail = json_string(&profile, "mail", NULL), .link = {.expires_ms = w->expires_ms}};
	token_make(w->app, made->link.token);
	struct link_row link = {.hash = token_hash(made->link.token, hash), .contest = w->contest_id,
		.role = role_name(ROLE_CANDIDATE), .expert = row->id, .label = made->name, .reusable = true,
		.created_ms = w->j.ts_ms, .expires_ms = w->expires_ms};
	row->state = CANDIDATE_INVITED;
	row->asked_ms = w->j.ts_ms;
	row->answer_by_ms = w->answer_by_ms;
	row->answered_ms = 0;
	row->remark = NULL;
	return link_add(&w->j, &link, &made->link.id, err) && store_put_candidate(db, w->contest_id, row, err);
}

static bool invite_work(struct db *db, void *context, struct err *err)
{
	struct invite_work *w = context;
	struct contest *contest;
	if (!app_get_contest(db, w->contest_id, w->arena, &contest, err) ||
		!journal_open(&w->j, w->app, db, contest->id, w->rq, "expert.invite", w->arena, err))
		return false;
	if (w->j.repeated)
		return fail(err, ERR_CONFLICT, "link.made", "These links were made already, and a token is shown only once.");
	w->contest_id = contest->id;
	if (!find_rows(w, db, err) || !check_conflicts(w, db, err) || !end_links(w, db, err))
		return false;
	for (int i = 0; i < w->n->count; i++)
		if (!invite_one(w, db, i, err))
			return false;
	return journal_close(&w->j, err);
}

bool app_invite(struct app *app, const struct request *rq, const char *contest, const struct new_invitations *n,
	struct arena *arena, struct made_invitation **ret_made, struct err *err)
{
	int64_t now = app->now_ms();
	struct invite_work w = {.app = app, .rq = rq, .contest_id = contest, .n = n, .arena = arena,
		.answer_by_ms = n->answer_by_ms ? n->answer_by_ms : now + ANSWER_DAYS * DAY_MS,
		.expires_ms = now + LINK_DAYS * DAY_MS};
	if (!principal_check(rq->who, ACT_IMPORT, err) || !principal_check(rq->who, ACT_PEOPLE, err))
		return false;
	if (n->count < 1 || n->count > INVITE_MOST)
		return fail(err, ERR_INPUT, "invite.nobody", "Invite 1 to %d candidates at once.", INVITE_MOST);
	if (w.answer_by_ms <= now || w.answer_by_ms > w.expires_ms)
		return fail(err, ERR_INPUT, "invite.answer-by", "The time to answer must end later than now and within %d days.",
			LINK_DAYS);
	w.made = ARENA_ARRAY(arena, (size_t)n->count, struct made_invitation);
	*ret_made = w.made;
	return store_write(app->store, invite_work, &w, err);
}
