/* Venues are gone through together in the order of time: the one whose next pitch can begin first goes next. A pitch stays where
 * it was planned when its venue is free then, and none of its team that was moved is in the way: so what somebody once allowed
 * (a break that is used) is not undone by a shift elsewhere. Who must move goes to the first moment at which nothing stands
 * against it. Whoever of a team comes later in time is held against those before, so a move goes on into other venues.
 * Cost: pitches × (venues + slots of a team). */
#include "judging/timetable_making.h"

#include "base/arena.h"

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static const struct slot *last_of(const struct making *m, int venue)
{
	const struct venue_state *state = &m->venues[venue];
	return state->count ? &state->slots[state->count - 1] : NULL;
}

static int64_t planned_of(const struct making *m, int venue, int pitch)
{
	return m->c->venues[venue].planned[pitch];
}

/* The first moment that the venue itself leaves to its next pitch. */
static int64_t free_from(const struct making *m, int venue)
{
	const struct slot *last = last_of(m, venue);
	int64_t free_ms = last ? last->moved ? m->venues[venue].free_ms : last->at.until_ms : 0;
	return most(free_ms, m->c->venues[venue].not_before_ms);
}

static int next_pitch(const struct making *m, int venue)
{
	return m->venues[venue].count;
}

static int64_t bound_of(const struct making *m, int venue)
{
	return most(planned_of(m, venue, next_pitch(m, venue)), free_from(m, venue));
}

static int next_venue(const struct making *m)
{
	int next = -1;
	for (int v = 0; v < m->c->venue_count; v++)
		if (m->venues[v].left > 0 && (next < 0 || bound_of(m, v) < bound_of(m, next)))
			next = v;
	return next;
}

/* Is one of the team that was moved now in the way? */
static bool team_moved_in(const struct making *m, int venue, const struct timetable_pitch *p, int64_t at_ms)
{
	for (int i = 0; i < m->team_counts[p->team]; i++) {
		const struct slot *other = &m->teams[p->team][i];
		int64_t way = other->venue == venue ? 0 : m->c->change_ms;
		if (other->moved && span_overlaps((struct span){other->at.from_ms - way, other->at.until_ms + way},
			(struct span){at_ms, at_ms + p->length_ms}))
			return true;
	}
	return false;
}

static void place_next(struct making *m, int venue)
{
	int pitch = next_pitch(m, venue);
	const struct timetable_pitch *p = &m->c->venues[venue].pitches[pitch];
	int64_t planned_ms = planned_of(m, venue, pitch);
	struct start start = {planned_ms, WAIT_NONE};
	if (planned_ms < free_from(m, venue) || team_moved_in(m, venue, p, planned_ms))
		start = making_earliest(m, venue, p, most(planned_ms, m->venues[venue].free_ms));
	making_place(m, venue, pitch, start, start.at_ms == planned_ms);
}

/* What is done counts as moved where it was not as planned. Only that has been placed yet. */
static void mark_done(struct making *m)
{
	for (int v = 0; v < m->c->venue_count; v++)
		for (int p = 0; p < m->c->venues[v].done; p++)
			m->venues[v].slots[p].moved = m->c->venues[v].started[p] != planned_of(m, v, p);
	for (int t = 0; t < m->c->team_count; t++)
		for (int i = 0; i < m->team_counts[t]; i++)
			m->teams[t][i].moved = m->venues[m->teams[t][i].venue].slots[m->teams[t][i].pitch].moved;
}

bool timetable_shift(const struct timetable_case *c, struct arena *arena, struct timetable *ret, struct err *err)
{
	struct making m;
	if (!making_begin(&m, c, arena, err))
		return false;
	mark_done(&m);
	for (int v = next_venue(&m); v >= 0; v = next_venue(&m))
		place_next(&m, v);
	making_gather(&m, ret);
	return true;
}
