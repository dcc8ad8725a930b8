/* What every use case stands on: the store, the clock, randomness, the installation's key. Internal to src/app. */
#pragma once

#include "app/app.h"
#include "contest/contest.h"
#include "store/store.h"

#include <stdatomic.h>

struct phases;
struct rulebook;
struct discoveries;
struct shelf;

struct app {
	struct store *store;
	struct shelf *shelf;
	struct rulebook *rulebook;
	struct phases *phases;
	int64_t (*now_ms)(void);
	void (*random)(void *bytes, size_t len);
	const struct fetch *fetch; /* NULL: no network */
	const char *relays;        /* NULL: those that we know */
	struct discoveries *discoveries;
	atomic_int_fast64_t password_work; /* how many passwords were hashed */
	atomic_bool verifying;             /* a recount runs */
};

/* The contest's definition in force, parsed into `arena`; ERR_NOT_FOUND "contest.unknown". */
MUST_CHECK bool app_get_contest(struct db *db, const char *id, struct arena *arena, struct contest **ret_contest,
	struct err *err);

/* Index of the stage; ERR_NOT_FOUND "stage.unknown" with a did-you-mean. */
MUST_CHECK bool app_get_stage(const struct contest *contest, const char *id, int *ret_stage, struct err *err);

/* Like app_get_stage(), and ERR_INPUT "stage.open" when nothing is marked there. */
MUST_CHECK bool app_get_panel_stage(const struct contest *contest, const char *id, int *ret_stage, struct err *err);

/* "<host>/<contest>": the ledger's origin and the name of its key. */
MUST_CHECK bool app_get_origin(struct db *db, const char *contest, struct arena *arena, const char **ret_origin,
	struct err *err);

/* Words that somebody typed and that will stand in the ledger: ERR_INPUT "text.plain" or "text.length" unless plain
 * UTF-8 of at most TEXT_MAX bytes. `what` begins the message: "The reason". NULL is fine. */
enum { TEXT_MAX = 2000 };
MUST_CHECK bool app_check_text(const char *text, const char *what, struct err *err);

enum { SEED_LEN = 32 };
/* The installation's Ed25519 seed; ERR_CONFLICT "init.missing" before app_init(). */
MUST_CHECK bool app_get_seed(struct db *db, struct arena *arena, unsigned char *ret_seed, struct err *err);
