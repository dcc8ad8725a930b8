/* A slot a floor, found by its contest, stage and heat and by all of its newest step, so that a step that was written and
 * rolled back is not taken for the one that came in its stead. Looked up under one lock; played outside it. */
#include "app/phases.h"

#include "app/floor.h"
#include "base/arena.h"
#include "base/dict.h"
#include "base/str.h"
#include "floor/floor.h"
#include "store/live.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 64 };

struct slot {
	struct arena *arena; /* holds all that follows; NULL: the slot is free */
	const char *contest, *stage, *heat;
	struct step_row newest;
	bool open;
	struct dict entries; /* → enum phase */
	uint64_t used;
};

struct phases {
	pthread_mutex_t lock;
	struct slot slots[SLOTS];
	uint64_t clock;
};

struct phases *phases_new(void)
{
	struct phases *p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void phases_free(struct phases *p)
{
	for (int i = 0; i < SLOTS; i++)
		arena_free(p->slots[i].arena);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static bool is_of(const struct slot *s, const struct slot *wanted)
{
	return s->arena && str_eq(s->heat, wanted->heat) && str_eq(s->stage, wanted->stage) && str_eq(s->contest, wanted->contest);
}

static bool same_step(const struct step_row *a, const struct step_row *b)
{
	return a->step == b->step && a->at_ms == b->at_ms && a->seq == b->seq && str_eq(a->body, b->body);
}

static enum phase phase_in(const struct slot *s, const char *entry)
{
	int phase = dict_find(&s->entries, entry);
	return !s->open ? PHASE_NO_FLOOR : phase < 0 ? PHASE_EARLY : (enum phase)phase;
}

static enum phase phase_of(const struct floor *floor, int entry)
{
	if (floor_takes_marks(floor, entry))
		return PHASE_TAKES;
	return floor->entries[entry].phase == FLOOR_LOCKED ? PHASE_LOCKED : PHASE_EARLY;
}

static bool look_up(struct phases *p, const struct slot *wanted, const char *entry, enum phase *ret_phase)
{
	bool found = false;
	pthread_mutex_lock(&p->lock);
	for (int i = 0; i < SLOTS && !found; i++) {
		struct slot *s = &p->slots[i];
		found = is_of(s, wanted) && same_step(&s->newest, &wanted->newest);
		if (found) {
			s->used = ++p->clock;
			*ret_phase = phase_in(s, entry);
		}
	}
	pthread_mutex_unlock(&p->lock);
	return found;
}

/* In the place of the same floor's older state, else of the one not asked for the longest. */
static void put_down(struct phases *p, struct slot *fresh)
{
	pthread_mutex_lock(&p->lock);
	int at = 0;
	for (int i = 0; i < SLOTS; i++) {
		if (is_of(&p->slots[i], fresh)) {
			at = i;
			break;
		}
		if (p->slots[i].used < p->slots[at].used)
			at = i;
	}
	struct arena *old = p->slots[at].arena;
	fresh->used = ++p->clock;
	p->slots[at] = *fresh;
	pthread_mutex_unlock(&p->lock);
	arena_free(old);
}

/* Plays the floor and keeps what came of it, in an arena of its own. */
static bool play(struct phases *p, struct db *db, const struct contest *contest, int stage, int heat,
	const struct slot *wanted, const char *entry, struct arena *arena, enum phase *ret_phase, struct err *err)
{
	struct floor *floor;
	if (!floor_load(db, contest, stage, heat, arena, &floor, err))
		return false;
	struct arena *own = arena_new();
	struct slot fresh = {.arena = own, .contest = arena_strdup(own, wanted->contest),
		.stage = arena_strdup(own, wanted->stage), .heat = arena_strdup(own, wanted->heat), .newest = wanted->newest,
		.open = floor != NULL};
	fresh.newest.body = arena_strdup(own, wanted->newest.body);
	for (int i = 0; floor && i < floor->count; i++)
		(void)dict_add(&fresh.entries, own, arena_strdup(own, floor->entries[i].id), (int)phase_of(floor, i));
	*ret_phase = phase_in(&fresh, entry);
	put_down(p, &fresh);
	return true;
}

bool phases_find(struct phases *p, struct db *db, const struct contest *contest, int stage, int heat,
	const struct step_row *newest, const char *entry, struct arena *arena, enum phase *ret_phase, struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	struct slot wanted = {.contest = contest->id, .stage = s->id, .heat = s->heats[heat].id, .newest = *newest};
	*ret_phase = PHASE_NO_FLOOR;
	return !newest->step || look_up(p, &wanted, entry, ret_phase) ||
		play(p, db, contest, stage, heat, &wanted, entry, arena, ret_phase, err);
}
