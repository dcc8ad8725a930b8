/* The line is "{number} {hash of the line before}"; the frontier repeats the size, so that a head that is
 * half new shows. */
#include "store/chain.h"

#include "harness/unit.h"

#include "base/arena.h"
#include "base/sha.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool append(struct db *db, const struct chain_request *rq, const char *key, struct arena *arena, struct err *err)
{
	struct head_row head;
	if (!store_get_head(db, rq->ledger, arena, &head, err))
		return false;
	struct record_row record = {head.size, arena_printf(arena, "%d %s", rq->number, head.last)};
	struct sha sha = sha256(record.line, strlen(record.line));
	char hex[SHA_HEX], size[24];
	snprintf(size, sizeof(size), "%lld", (long long)head.size + 1);
	struct head_row next = {head.size + 1, rq->number, sha_hex(&sha, hex), size};
	struct sealed_row sealed = {head.size, "salt", key};
	return store_add_record(db, rq->ledger, &record, err) && store_add_sealed(db, rq->ledger, &sealed, err) &&
		store_put_head(db, rq->ledger, &next, err) && store_add_request(db, rq->ledger, key, head.size, err);
}

bool chain_append(struct db *db, void *request, struct err *err)
{
	const struct chain_request *rq = request;
	char key[24];
	snprintf(key, sizeof(key), "%d", rq->number);
	int64_t seq;
	if (!store_find_request(db, rq->ledger, key, &seq, err))
		return false;
	if (seq >= 0)
		return true;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (!append(db, rq, key, arena, err))
		return false;
	return !rq->spoil || fail(err, ERR_INPUT, "chain.spoiled", "Request %d was to fail.", rq->number);
}

struct all {
	const char *ledger;
	struct arena *arena;
	struct head_row head;
	struct record_row *records;
	struct sealed_row *sealed;
	size_t record_count, sealed_count;
	int64_t *seqs; /* of the request that each record names */
};

static bool read_all(struct db *db, void *context, struct err *err)
{
	struct all *a = context;
	if (!store_get_head(db, a->ledger, a->arena, &a->head, err) ||
		!store_list_records(db, a->ledger, 0, INT32_MAX, a->arena, &a->records, &a->record_count, err) ||
		!store_list_sealed(db, a->ledger, 0, INT32_MAX, a->arena, &a->sealed, &a->sealed_count, err))
		return false;
	a->seqs = ARENA_ARRAY(a->arena, a->record_count, int64_t);
	for (size_t i = 0; i < a->record_count; i++) {
		char key[24];
		snprintf(key, sizeof(key), "%d", atoi(a->records[i].line));
		if (!store_find_request(db, a->ledger, key, &a->seqs[i], err))
			return false;
	}
	return true;
}

static void check_links(const struct all *a)
{
	char last[SHA_HEX] = "";
	for (size_t i = 0; i < a->record_count; i++) {
		const char *line = a->records[i].line;
		assert_int_equal(a->records[i].seq, i);
		assert_int_equal(a->sealed[i].seq, i);
		assert_int_equal(a->seqs[i], i);
		assert_string_equal(strchr(line, ' ') + 1, last);
		struct sha sha = sha256(line, strlen(line));
		sha_hex(&sha, last);
	}
	assert_string_equal(a->head.last, last);
}

void chain_check(struct store *store, const char *ledger, struct arena *arena, struct chain_state *ret_state)
{
	struct all a = {.ledger = ledger, .arena = arena};
	struct err err = {0};
	if (!store_read(store, read_all, &a, &err)) {
		print_error("%s\n", err.message);
		_fail(__FILE__, __LINE__);
	}
	assert_int_equal(a.head.size, a.record_count);
	assert_int_equal(a.head.size, a.sealed_count);
	assert_int_equal(atoi(a.head.frontier), a.record_count);
	check_links(&a);
	ret_state->size = a.head.size;
	ret_state->numbers = ARENA_ARRAY(arena, a.record_count, int);
	for (size_t i = 0; i < a.record_count; i++)
		ret_state->numbers[i] = atoi(a.records[i].line);
}

int chain_count(const struct chain_state *state, int number)
{
	int n = 0;
	for (int64_t i = 0; i < state->size; i++)
		n += state->numbers[i] == number;
	return n;
}
