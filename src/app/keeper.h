/* The keeper: signs a checkpoint of every ledger that has something new, at least each minute.
 *
 * What nobody outside holds a checkpoint of, an organiser could still drop; a
 * short period keeps that tail short. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct keeper;

enum { KEEPER_PERIOD_MS = 60000 };

struct keeper_options {
	struct app *app;
	int period_ms;                 /* 0: KEEPER_PERIOD_MS */
	void (*log)(const char *line); /* a ledger that could not be signed; NULL: dropped */
};

/* Starts one thread, which signs at once and then every period. The caller stops it. */
MUST_CHECK bool keeper_start(const struct keeper_options *options, struct keeper **ret_keeper, struct err *err);
void keeper_stop(struct keeper *keeper);
void keeper_stopp(struct keeper **keeper);

/* One round, on the caller's thread; the first failure is reported, the other ledgers are signed all the same. */
MUST_CHECK bool keeper_round(struct app *app, struct err *err);
