/* Opening, and the few look-ups that every use case begins with. */
#include "app/context.h"

#include "app/discovery.h"
#include "app/phases.h"
#include "app/rulebook.h"
#include "app/shelf.h"
#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t system_now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void system_random(void *bytes, size_t len)
{
	randombytes_buf(bytes, len);
}

bool app_open(const struct app_options *options, struct app **ret_app, struct err *err)
{
	if (sodium_init() < 0)
		return fail(err, ERR_IO, "app.random", "The system gives no secure random numbers.");
	struct store *store;
	if (!store_open(options->url, &store, err))
		return false;
	struct app *app = calloc(1, sizeof(*app));
	if (!app)
		abort();
	app->store = store;
	app->shelf = shelf_new();
	app->rulebook = rulebook_new();
	app->phases = phases_new();
	app->fetch = options->fetch;
	app->relays = options->relays;
	app->discoveries = discoveries_new();
	app->now_ms = options->now_ms ? options->now_ms : system_now_ms;
	app->random = options->random ? options->random : system_random;
	*ret_app = app;
	return true;
}

void app_close(struct app *app)
{
	if (!app)
		return;
	shelf_free(app->shelf);
	rulebook_free(app->rulebook);
	phases_free(app->phases);
	discoveries_free(app->discoveries);
	store_close(app->store);
	free(app);
}

void app_closep(struct app **app)
{
	app_close(*app);
}

struct store *app_store(struct app *app)
{
	return app->store;
}

struct init_work {
	struct app *app;
	const char *host;
	struct arena *arena;
};

static bool init_key(struct db *db, struct init_work *w, struct err *err)
{
	const char *seed;
	if (!store_get_setting(db, "ledger.key", w->arena, &seed, err))
		return false;
	if (seed)
		return true;
	unsigned char bytes[SEED_LEN];
	char hex[2 * SEED_LEN + 1];
	w->app->random(bytes, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), hex);
	bool stored = store_put_setting(db, "ledger.key", hex, err);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(hex, sizeof(hex));
	return stored;
}

static bool init_work(struct db *db, void *context, struct err *err)
{
	struct init_work *w = context;
	const char *host;
	if (!init_key(db, w, err) || !store_get_setting(db, "host", w->arena, &host, err))
		return false;
	if (host && w->host && !str_eq(host, w->host))
		return fail(err, ERR_CONFLICT, "init.host",
			"This data belongs to host \"%s\" already; its ledgers are signed under that name.", host);
	return host || store_put_setting(db, "host", w->host ? w->host : "localhost", err);
}

bool app_init(struct app *app, const char *host, struct err *err)
{
	if (host && !str_is_id(host))
		return fail(err, ERR_INPUT, "init.host-name",
			"A host name is 1 to 64 letters, digits, dots and dashes, like \"contest.example.org\".");
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct init_work w = {app, host, arena};
	return store_write(app->store, init_work, &w, err);
}

bool app_get_contest(struct db *db, const char *id, struct arena *arena, struct contest **ret_contest, struct err *err)
{
	struct contest_row *row;
	if (!store_find_contest(db, id, arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", id);
	struct findings findings = findings_of(id, arena);
	return definition_read(row->definition, row->definition_len, arena, &findings, ret_contest, err);
}

bool app_get_stage(const struct contest *contest, const char *id, int *ret_stage, struct err *err)
{
	int stage = contest_find_stage(contest, id);
	if (stage >= 0) {
		*ret_stage = stage;
		return true;
	}
	const char *names[64];
	size_t n = 0;
	for (int i = 0; i < contest->stage_count && n < COUNT_OF(names); i++)
		names[n++] = contest->stages[i].id;
	const char *near = str_nearest(id, names, n);
	if (near)
		return fail(err, ERR_NOT_FOUND, "stage.unknown", "Contest %s has no stage \"%.64s\"; did you mean \"%s\"?",
			contest->id, id, near);
	return fail(err, ERR_NOT_FOUND, "stage.unknown", "Contest %s has no stage \"%.64s\".", contest->id, id);
}

bool app_get_panel_stage(const struct contest *contest, const char *id, int *ret_stage, struct err *err)
{
	if (!app_get_stage(contest, id, ret_stage, err))
		return false;
	if (contest->stages[*ret_stage].kind == STAGE_PANEL)
		return true;
	return fail(err, ERR_INPUT, "stage.open", "Stage %s of %s is an open stage: nothing is marked there.", id,
		contest->id);
}

bool app_check_text(const char *text, const char *what, struct err *err)
{
	size_t len = text ? strlen(text) : 0;
	if (len > TEXT_MAX)
		return fail(err, ERR_INPUT, "text.length", "%s has %zu bytes; at most %d are kept.", what, len, TEXT_MAX);
	if (!utf8_is_plain(text ? text : "", len, true))
		return fail(err, ERR_INPUT, "text.plain", "%s must be UTF-8 text without control characters.", what);
	return true;
}

bool app_get_origin(struct db *db, const char *contest, struct arena *arena, const char **ret_origin, struct err *err)
{
	const char *host;
	if (!store_get_setting(db, "host", arena, &host, err))
		return false;
	*ret_origin = arena_printf(arena, "%s/%s", host ? host : "localhost", contest);
	return true;
}

bool app_get_seed(struct db *db, struct arena *arena, unsigned char *ret_seed, struct err *err)
{
	const char *hex;
	if (!store_get_setting(db, "ledger.key", arena, &hex, err))
		return false;
	if (!hex)
		return fail(err, ERR_CONFLICT, "init.missing",
			"This data directory has no signing key yet; run \"leitai init\" first.");
	if (!hex_decode(hex, strlen(hex), ret_seed, SEED_LEN))
		return fail(err, ERR_IO, "init.key", "The signing key in the database is damaged.");
	return true;
}
