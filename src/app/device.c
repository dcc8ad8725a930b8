/* Experts' devices: a public key each, named in the ledger before anything that it signs. */
#include "app/marking.h"

#include "app/context.h"
#include "app/journal.h"
#include "app/marking_part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/attest.h"
#include "store/live.h"
#include "store/people.h"

#include <stdlib.h>
#include <string.h>

enum { DEVICES_MOST = 100 }; /* of one expert: whoever clears a browser's storage each day stays far below */

bool marking_expert(const struct request *rq, struct err *err)
{
	if (!rq->who)
		return fail(err, ERR_DENIED, "denied", "Sheets are handed in by experts who signed in; import them from a file here.");
	return principal_check(rq->who, ACT_MARK, err) &&
		(rq->who->expert || fail(err, ERR_DENIED, "denied", "It is not said whose sheets yours are."));
}

struct enrol_work {
	struct app *app;
	const struct request *rq;
	const char *contest, *key;
	struct receipt *receipt;
	struct arena *arena;
	struct journal j;
};

/* "link:3" → 3 for "link:"; −1 for another kind. */
static int64_t number_of(const char *actor, const char *kind)
{
	size_t len = strlen(kind);
	return strncmp(actor, kind, len) == 0 ? strtoll(actor + len, NULL, 10) : -1;
}

static const char *enrol_body(const struct enrol_work *w, int64_t link)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "expert", w->rq->who->expert);
	json_put_string(&json, "key", w->key);
	if (link >= 0)
		json_put_string(&json, "link", arena_printf(w->arena, "%lld", (long long)link));
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&out));
}

static bool add_device(struct enrol_work *w, struct db *db, struct err *err)
{
	const struct principal *who = w->rq->who;
	struct device_row row = {.key = w->key, .expert = who->expert, .link = number_of(who->id, "link:"),
		.account = number_of(who->id, "account:"), .added_ms = w->app->now_ms()};
	if (!journal_open(&w->j, w->app, db, w->contest, w->rq, "key.enrol", w->arena, err))
		return false;
	if (w->j.repeated) /* the key of the request is known and this device is not */
		return fail(err, ERR_CONFLICT, "request.reused", "The key belongs to another request already; take a new one.");
	if (!journal_add(&w->j, "key.enrol", enrol_body(w, row.link), &row.seq, err) ||
		!store_add_device(db, w->contest, &row, err) || !journal_close(&w->j, err))
		return false;
	w->receipt->seq = row.seq;
	sha_hex(&w->j.leaf, w->receipt->leaf);
	time_format(w->j.chain.ts_ms, w->receipt->ts);
	return true;
}

/* The session was looked at before: a link may have been revoked since, and then its record stands already. */
static bool check_link(struct enrol_work *w, struct db *db, struct err *err)
{
	struct link_row *link = NULL;
	int64_t id = number_of(w->rq->who->id, "link:");
	if (id >= 0 && !store_find_link(db, id, w->arena, &link, err))
		return false;
	return !link || !link->revoked || fail(err, ERR_DENIED, "sign-in.needed", "Sign in first.");
}

static bool enrol_work(struct db *db, void *context, struct err *err)
{
	struct enrol_work *w = context;
	const char *expert = w->rq->who->expert;
	struct contest_row *contest;
	struct expert_row *seated;
	struct device_row *row, *rows;
	size_t n;
	if (!store_find_contest(db, w->contest, w->arena, &contest, err) ||
		!store_find_expert(db, w->contest, expert, w->arena, &seated, err) ||
		!store_find_device(db, w->contest, w->key, w->arena, &row, err))
		return false;
	if (!contest)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", w->contest);
	if (!seated)
		return fail(err, ERR_NOT_FOUND, "expert.unknown", "Expert %s is not seated in %s.", expert, w->contest);
	if (row && !str_eq(row->expert, expert))
		return fail(err, ERR_CONFLICT, "device.taken", "This device's key is another expert's; make a new one.");
	if (row)
		return marking_receipt(db, w->contest, row->seq, w->arena, w->receipt, err);
	if (!store_list_devices(db, w->contest, expert, w->arena, &rows, &n, err))
		return false;
	if (n >= DEVICES_MOST)
		return fail(err, ERR_LIMIT, "device.limit", "Expert %s has %d devices already.", expert, DEVICES_MOST);
	return check_link(w, db, err) && add_device(w, db, err);
}

bool app_enrol_device(struct app *app, const struct request *rq, const char *contest, const char *key,
	struct receipt *ret_receipt, struct err *err)
{
	*ret_receipt = (struct receipt){0};
	if (!marking_expert(rq, err))
		return false;
	if (!attest_is_key(key))
		return fail(err, ERR_INPUT, "device.key", "A device's key is base64 of 32 bytes: an Ed25519 public key.");
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct enrol_work w = {.app = app, .rq = rq, .contest = contest, .key = key, .receipt = ret_receipt, .arena = arena};
	return store_write(app->store, enrol_work, &w, err);
}
