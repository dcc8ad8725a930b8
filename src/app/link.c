/* Personal links. The token is made here, given to the caller once, and kept as its hash; the ledger has
 * the link's number and what it allows. */
#include "app/secret.h"

#include "app/journal.h"
#include "app/seat.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "store/people.h"

#include <string.h>

#define HOUR_MS ((int64_t)3600 * 1000)
#define USUAL_MS (24 * HOUR_MS)
#define LONGEST_MS (LINK_DAYS * 24 * HOUR_MS)

enum { LABEL_MOST = 200 };

struct link_work {
	struct app *app;
	const struct request *rq;
	struct arena *arena;
	const char *contest;
	int64_t id;
	struct link_row row;
	struct buf *out;
};

bool seat_check(struct db *db, const char *contest, const char *role, const char *expert, struct arena *arena,
	struct err *err)
{
	bool marks = role_find(role) == ROLE_EXPERT;
	struct expert_row *rows;
	size_t n;
	if (marks != (expert != NULL))
		return fail(err, ERR_INPUT, "role.expert",
			marks ? "Say which expert of the contest this is." :
				"Only the role expert is that of an expert of the contest.");
	if (!marks)
		return true;
	if (!store_list_experts(db, contest, arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].id, expert))
			return true;
	return fail(err, ERR_NOT_FOUND, "expert.unknown", "%s has no expert \"%.64s\".", contest, expert);
}

static bool check_row(const struct link_row *row, int64_t now, struct err *err)
{
	int role = role_find(row->role);
	size_t len = row->label ? strlen(row->label) : 0;
	if (role < 0)
		return fail(err, ERR_INPUT, "role.unknown", "There is no role “%.64s”.", row->role);
	if (role == ROLE_ADMIN || role == ROLE_ORGANISER)
		return fail(err, ERR_INPUT, "link.role", "An %s signs in with an account, not by a link.",
			row->role);
	if (role == ROLE_CANDIDATE)
		return fail(err, ERR_INPUT, "link.role", "Invite the candidate: that makes the link.");
	if (row->expires_ms <= now || row->expires_ms > now + LONGEST_MS)
		return fail(err, ERR_INPUT, "link.expires",
			"A link must expire later than now and within 92 days.");
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)row->label[i] < 0x20 || len > LABEL_MOST)
			return fail(err, ERR_INPUT, "link.label",
				"A label has at most %d bytes and no control characters.", LABEL_MOST);
	return true;
}

static bool check_place(const struct contest *contest, const struct link_row *row, struct err *err)
{
	int stage;
	if (row->heat && !row->stage)
		return fail(err, ERR_INPUT, "link.heat", "A heat is one of a stage: name the stage too.");
	if (!row->stage)
		return true;
	if (!app_get_panel_stage(contest, row->stage, &stage, err))
		return false;
	const struct stage *s = &contest->stages[stage];
	for (int h = 0; row->heat && h < s->heat_count; h++)
		if (str_eq(s->heats[h].id, row->heat))
			return true;
	return !row->heat ||
		fail(err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\".", s->id, row->heat);
}

static const char *make_body(const struct link_row *row, int64_t id, struct arena *arena)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	char at[TIME_TEXT];
	json_open(&json, NULL, '{');
	if (row->expert)
		json_put_string(&json, "expert", row->expert);
	json_put_string(&json, "expires", time_format(row->expires_ms, at));
	if (row->heat)
		json_put_string(&json, "heat", row->heat);
	json_put_string(&json, "link", arena_printf(arena, "%lld", (long long)id));
	json_put_string(&json, "role", row->role);
	if (row->stage)
		json_put_string(&json, "stage", row->stage);
	json_close(&json, '}');
	return arena_strdup(arena, buf_str(&body));
}

bool link_add(struct journal *j, const struct link_row *row, int64_t *ret_id, struct err *err)
{
	return store_add_link(j->db, row, ret_id, err) &&
		journal_add(j, "link.make", make_body(row, *ret_id, j->arena), NULL, err);
}

bool link_end(struct journal *j, struct link_row *row, struct err *err)
{
	row->revoked = true;
	return store_put_link(j->db, row, err) && store_remove_sessions(j->db, -1, row->id, err) &&
		journal_add(j, "link.revoke", arena_printf(j->arena, "{\"link\":\"%lld\"}", (long long)row->id), NULL, err);
}

static bool make_work(struct db *db, void *context, struct err *err)
{
	struct link_work *w = context;
	struct contest *contest;
	struct journal j;
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) ||
		!check_place(contest, &w->row, err) ||
		!seat_check(db, w->contest, w->row.role, w->row.expert, w->arena, err) ||
		!journal_open(&j, w->app, db, w->contest, w->rq, "link.make", w->arena, err))
		return false;
	if (j.repeated)
		return fail(err, ERR_CONFLICT, "link.made",
			"This link was made already, and its token is shown only once.");
	return link_add(&j, &w->row, &w->id, err) && journal_close(&j, err);
}

bool app_make_link(struct app *app, const struct request *rq, const char *contest,
	const struct new_link *link, struct made_link *ret, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char hash[SHA_HEX];
	int64_t now = app->now_ms();
	struct link_work w = {.app = app, .rq = rq, .arena = arena, .contest = contest};
	token_make(app, ret->token);
	ret->expires_ms = link->expires_ms ? link->expires_ms : now + USUAL_MS;
	w.row = (struct link_row){.hash = token_hash(ret->token, hash),
		.contest = contest,
		.role = link->role,
		.expert = link->expert,
		.stage = link->stage,
		.heat = link->heat,
		.label = link->label,
		.reusable = link->reusable,
		.created_ms = now,
		.expires_ms = ret->expires_ms};
	if (!principal_check(rq->who, ACT_PEOPLE, err) || !check_row(&w.row, now, err) ||
		!store_write(app->store, make_work, &w, err))
		return false;
	ret->id = w.id;
	return true;
}

/* ---- revoke */

static bool revoke_work(struct db *db, void *context, struct err *err)
{
	struct link_work *w = context;
	struct link_row *row;
	struct journal j;
	if (!store_find_link(db, w->id, w->arena, &row, err))
		return false;
	if (!row || !str_eq(row->contest, w->contest))
		return fail(
			err, ERR_NOT_FOUND, "link.unknown", "There is no link %lld here.", (long long)w->id);
	if (!journal_open(&j, w->app, db, w->contest, w->rq, "link.revoke", w->arena, err))
		return false;
	if (j.repeated)
		return true;
	if (row->revoked)
		return fail(
			err, ERR_CONFLICT, "link.revoked", "Link %lld is revoked already.", (long long)w->id);
	return link_end(&j, row, err) && journal_close(&j, err);
}

bool app_revoke_link(
	struct app *app, const struct request *rq, const char *contest, int64_t link, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct link_work w = {.app = app, .rq = rq, .arena = arena, .contest = contest, .id = link};
	return principal_check(rq->who, ACT_PEOPLE, err) && store_write(app->store, revoke_work, &w, err);
}

/* ---- list */

static void put_link(struct json_writer *json, const struct link_row *row)
{
	char at[TIME_TEXT];
	json_open(json, NULL, '{');
	json_put_int(json, "id", row->id);
	json_put_string(json, "role", row->role);
	if (row->expert)
		json_put_string(json, "expert", row->expert);
	if (row->stage)
		json_put_string(json, "stage", row->stage);
	if (row->heat)
		json_put_string(json, "heat", row->heat);
	if (row->label)
		json_put_string(json, "label", row->label);
	json_put_bool(json, "reusable", row->reusable);
	json_put_bool(json, "revoked", row->revoked);
	json_put_string(json, "created", time_format(row->created_ms, at));
	json_put_string(json, "expires", time_format(row->expires_ms, at));
	if (row->used_ms)
		json_put_string(json, "used", time_format(row->used_ms, at));
	json_close(json, '}');
}

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct link_work *w = context;
	struct contest *contest;
	struct link_row *rows;
	size_t n;
	if (!app_get_contest(db, w->contest, w->arena, &contest, err) ||
		!store_list_links(db, w->contest, w->arena, &rows, &n, err))
		return false;
	struct json_writer json = json_writer(w->out);
	json_open(&json, NULL, '{');
	json_open(&json, "links", '[');
	for (size_t i = 0; i < n; i++)
		put_link(&json, &rows[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

bool app_list_links(
	struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct link_work w = {.app = app, .arena = arena, .contest = contest, .out = out};
	return principal_check(rq->who, ACT_PEOPLE, err) && store_read(app->store, list_work, &w, err);
}
