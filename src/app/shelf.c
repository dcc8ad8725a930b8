/* A few slots under one lock, least recently taken out first. The lock is held
 * for look-ups only: two threads that miss at once both count, and the second
 * one's work is dropped. */
#include "app/shelf.h"

#include "app/outcome.h"
#include "base/arena.h"
#include "base/str.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 32 };

struct kept {
	struct exhibit exhibit; /* first: an exhibit is its kept */
	struct arena *arena;
	int64_t published_seq;
	int taken;
	bool dropped; /* no slot holds it: freed when the last taker gives it back */
	uint64_t used;
};

struct shelf {
	pthread_mutex_t lock;
	struct kept *slots[SLOTS];
	uint64_t clock;
};

struct shelf *shelf_new(void)
{
	struct shelf *shelf = calloc(1, sizeof(*shelf));
	if (!shelf)
		abort();
	pthread_mutex_init(&shelf->lock, NULL);
	return shelf;
}

static void free_kept(struct kept *k)
{
	arena_free(k->arena); /* holds k itself */
}

void shelf_free(struct shelf *shelf)
{
	for (int i = 0; i < SLOTS; i++)
		if (shelf->slots[i])
			free_kept(shelf->slots[i]);
	pthread_mutex_destroy(&shelf->lock);
	free(shelf);
}

static struct kept *find(const struct shelf *shelf, const char *contest, int stage, int64_t published_seq)
{
	for (int i = 0; i < SLOTS; i++) {
		struct kept *k = shelf->slots[i];
		if (k && k->exhibit.stage == stage && k->published_seq == published_seq &&
			str_eq(k->exhibit.contest->id, contest))
			return k;
	}
	return NULL;
}

static struct kept *take(struct shelf *shelf, struct kept *k)
{
	k->taken++;
	k->used = ++shelf->clock;
	return k;
}

static void put_down(struct shelf *shelf, struct kept *k)
{
	int oldest = 0;
	for (int i = 0; i < SLOTS; i++) {
		if (!shelf->slots[i]) {
			shelf->slots[i] = k;
			return;
		}
		if (shelf->slots[i]->used < shelf->slots[oldest]->used)
			oldest = i;
	}
	struct kept *old = shelf->slots[oldest];
	shelf->slots[oldest] = k;
	old->dropped = true;
	if (!old->taken)
		free_kept(old);
}

/* Counts the stage in an arena of its own, which the definition goes into as well. */
static bool count(struct db *db, const char *contest_id, int stage, struct arena *arena, struct kept **ret,
	struct err *err)
{
	struct kept *k = ARENA_NEW(arena, struct kept);
	struct result *result = ARENA_NEW(arena, struct result);
	struct contest *contest;
	struct docket *docket;
	if (!app_get_contest(db, contest_id, arena, &contest, err) || !docket_load(db, contest, stage, arena, &docket, err) ||
		!outcome_compute(db, contest, stage, arena, result, err))
		return false;
	*k = (struct kept){.exhibit = {contest, stage, docket, result}, .arena = arena,
		.published_seq = docket->row->published_seq};
	*ret = k;
	return true;
}

static struct kept *look_up(struct shelf *shelf, const char *contest, int stage, int64_t published_seq)
{
	pthread_mutex_lock(&shelf->lock);
	struct kept *k = find(shelf, contest, stage, published_seq);
	if (k)
		take(shelf, k);
	pthread_mutex_unlock(&shelf->lock);
	return k;
}

static struct kept *keep(struct shelf *shelf, struct kept *fresh)
{
	pthread_mutex_lock(&shelf->lock);
	struct kept *k = find(shelf, fresh->exhibit.contest->id, fresh->exhibit.stage, fresh->published_seq);
	if (!k) {
		k = fresh;
		put_down(shelf, k);
	}
	take(shelf, k);
	pthread_mutex_unlock(&shelf->lock);
	if (k != fresh)
		free_kept(fresh);
	return k;
}

bool shelf_take(struct shelf *shelf, struct db *db, const struct contest *contest, int stage,
	const struct exhibit **ret_exhibit, struct err *err)
{
	*ret_exhibit = NULL;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct stage_row *row = NULL;
	if (contest->stages[stage].kind == STAGE_PANEL &&
		!store_find_stage(db, contest->id, contest->stages[stage].id, arena, &row, err))
		return false;
	if (!row || row->state != STAGE_PUBLISHED)
		return true;
	struct kept *k = look_up(shelf, contest->id, stage, row->published_seq);
	if (!k) {
		if (!count(db, contest->id, stage, arena, &k, err))
			return false;
		k = keep(shelf, k);
		arena = NULL; /* the shelf's now, or freed by it */
	}
	*ret_exhibit = &k->exhibit;
	return true;
}

void shelf_give(struct shelf *shelf, const struct exhibit *exhibit)
{
	if (!exhibit)
		return;
	struct kept *k = (struct kept *)exhibit;
	pthread_mutex_lock(&shelf->lock);
	bool last = --k->taken == 0 && k->dropped;
	pthread_mutex_unlock(&shelf->lock);
	if (last)
		free_kept(k);
}
