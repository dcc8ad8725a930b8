/* Texts of a draw: what is read is written back the same, and a pool's order is a permutation by rising key. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "judging/drand.h"
#include "judging/draw.h"

static void same(const struct buf *written, struct slice text)
{
	MUST_HOLD(written->len == text.len && memcmp(written->at, text.at, text.len) == 0);
}

static void order(const struct draw_pool *pool, struct arena *arena)
{
	struct draw_place *places = ARENA_ARRAY(arena, pool->ids.count, struct draw_place);
	draw_order(&pool->sha, pool->ids, places);
	for (size_t i = 1; i < pool->ids.count; i++)
		MUST_HOLD(memcmp(places[i - 1].key.bytes, places[i].key.bytes, SHA_LEN) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf announced = {0}, round = {0};
	struct slice text = {size ? (const char *)data : "", size};
	struct draw_announcement announcement;
	struct drand_round beacon;
	struct draw_pool pool;
	struct sha hall;
	struct err err;
	if (draw_announcement_read(text, arena, &announcement, &err)) {
		draw_announcement_write(&announcement, &announced);
		same(&announced, text);
	}
	if (drand_read(text, &beacon, &err)) {
		drand_write(&beacon, &round);
		same(&round, text);
	}
	if (draw_pool_read(text, arena, &pool, &err))
		order(&pool, arena);
	MUST_HOLD(!draw_hall_read(text, text, arena, &hall, &err)); /* no text commits to itself */
	return 0;
}
