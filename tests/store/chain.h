/* A ledger in miniature for the store's tests: numbered requests, each of which appends one record whose
 * line names the hash of the line before. Built on the public functions of the store alone. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct db;
struct store;

/* store_work: context is a struct chain_request. Repeating one changes nothing. */
struct chain_request {
	const char *ledger;
	int number;
	bool spoil; /* fails with "chain.spoiled" after all its writes */
};
bool chain_append(struct db *db, void *request, struct err *err);

/* What was found when everything was read: fails the test when numbers, hashes, head or requests do not agree. */
struct chain_state {
	int64_t size;
	int *numbers; /* of the requests, in order of seq; in `arena` */
};
void chain_check(struct store *store, const char *ledger, struct arena *arena, struct chain_state *ret_state);

/* How often `number` is in it. */
int chain_count(const struct chain_state *state, int number);
