/* Two buckets. A pair of login and address has two tries free, then waits 2, 4, 8 … 900 seconds after each failure,
 * whether or not the login exists; a day without attempts clears it. An address's bucket holds 60 attempts and
 * leaks one in ten seconds: a hall full of people behind one address rarely fails, a guesser always does. Bucket names
 * are hashes, so the table tells nobody who tried what. */
#include "app/attempt.h"

#include "base/arena.h"
#include "base/sha.h"
#include "base/str.h"
#include "store/change.h"
#include "store/people.h"

enum { FREE = 2, WAIT_MOST_S = 900, HOLDS = 60, LEAK_MS = 10000, DAY_MS = 24 * 3600 * 1000 };

static const char *bucket(struct arena *arena, const char *kind, const char *login, const char *address)
{
	char hex[SHA_HEX];
	const char *text = arena_printf(arena, "%s\n%s\n%s", kind, login, address);
	struct sha sum = sha256(text, __builtin_strlen(text));
	return arena_strdup(arena, sha_hex(&sum, hex));
}

static bool get_pair(
	const struct attempt *a, struct db *db, struct arena *arena, struct attempt_row *ret, struct err *err)
{
	if (!store_get_attempt(db, bucket(arena, "pair", a->login, a->address), arena, ret, err))
		return false;
	if (a->now_ms - ret->last_ms > DAY_MS)
		ret->n = 0;
	return true;
}

/* Levels are kept with the time they were true at. */
static bool get_address(
	const struct attempt *a, struct db *db, struct arena *arena, struct attempt_row *ret, struct err *err)
{
	if (!store_get_attempt(
		    db, bucket(arena, a->login ? "address" : "link", "", a->address), arena, ret, err))
		return false;
	int64_t leaked = (a->now_ms - ret->last_ms) / LEAK_MS;
	if (leaked < 0)
		leaked = 0;
	ret->last_ms = leaked < ret->n ? ret->last_ms + leaked * LEAK_MS : a->now_ms;
	ret->n = leaked < ret->n ? ret->n - leaked : 0;
	return true;
}

static int pair_wait_s(const struct attempt_row *row, int64_t now)
{
	if (row->n <= FREE)
		return 0;
	int64_t over = row->n - FREE, wait = over > 9 ? WAIT_MOST_S : (int64_t)1 << over;
	int64_t left = row->last_ms + wait * 1000 - now;
	return left <= 0 ? 0 : left > wait * 1000 ? (int)wait : (int)((left + 999) / 1000);
}

struct begin_work {
	struct attempt *a;
	struct arena *arena;
};

static bool begin_work(struct db *db, void *context, struct err *err)
{
	struct begin_work *w = context;
	struct attempt *a = w->a;
	struct attempt_row pair = {0}, address;
	if (!get_address(a, db, w->arena, &address, err) ||
		(a->login && !get_pair(a, db, w->arena, &pair, err)))
		return false;
	a->wait_s = a->login ? pair_wait_s(&pair, a->now_ms) : 0;
	if (address.n >= HOLDS && a->wait_s < LEAK_MS / 1000)
		a->wait_s = LEAK_MS / 1000;
	if (a->wait_s)
		return fail(err, ERR_LIMIT, "sign-in.wait", "Too many attempts from here; wait %d seconds.",
			a->wait_s);
	address.n++;
	pair.n++;
	pair.last_ms = a->now_ms;
	return store_put_attempt(db, &address, err) && (!a->login || store_put_attempt(db, &pair, err));
}

bool attempt_begin(struct attempt *a, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct begin_work w = {a, arena};
	return !a->address || store_write_effect(a->app->store, EFFECT_NOTHING, begin_work, &w, err);
}

bool attempt_forgive(const struct attempt *a, struct db *db, bool half, struct arena *arena, struct err *err)
{
	struct attempt_row pair, address;
	if (!a->address)
		return true;
	if (!get_address(a, db, arena, &address, err) || !get_pair(a, db, arena, &pair, err))
		return false;
	address.n -= address.n > 0;
	pair.n = half && pair.n > 0 ? pair.n - 1 : 0;
	return store_put_attempt(db, &address, err) && store_put_attempt(db, &pair, err) &&
		store_remove_old_attempts(db, a->now_ms - DAY_MS, err);
}
