/* List scheduling. The venue that is free first goes next; of its pitches it takes the next in order, at the earliest moment
 * at which nothing is shut for the whole of it and its team is nowhere else, the way between venues included. Where the order
 * may give way it takes, among those left, the one that can start earliest, the first in order among equals: so an order
 * changes only where somebody would be waited for. Cost: pitches × pitches of a venue × slots of a team. */
#include "judging/timetable_making.h"

#include "base/arena.h"

#include <stdlib.h>

enum { MOST_PITCHES = 20000 };
static const int64_t FAR = INT64_MAX / 4;

/* ---- the case */
static bool sound_span(struct span s)
{
	return s.from_ms >= 0 && s.until_ms >= s.from_ms && s.until_ms < FAR;
}

static bool sound_venue(const struct timetable_venue *v, int team_count)
{
	bool sound = sound_span(v->open) && v->buffer_ms >= 0 && v->buffer_ms < FAR && v->done >= 0 && v->done <= v->pitch_count &&
		v->pitch_count <= MOST_PITCHES && v->not_before_ms >= 0 && v->not_before_ms < FAR;
	for (int i = 0; sound && i < v->shut_count; i++)
		sound = sound_span(v->shut[i]);
	for (int i = 0; sound && i < v->pitch_count; i++)
		sound = v->pitches[i].length_ms > 0 && v->pitches[i].length_ms < FAR && v->pitches[i].team >= 0 &&
			v->pitches[i].team < team_count;
	for (int i = 0; sound && i < v->done; i++)
		sound = v->started[i] >= 0 && v->started[i] < FAR;
	return sound;
}

static bool check_case(const struct timetable_case *c, struct err *err)
{
	if (c->change_ms < 0 || c->change_ms >= FAR)
		return fail(err, ERR_INPUT, "timetable.case", "The way between venues takes a time that makes no sense.");
	for (int v = 0; v < c->venue_count; v++)
		if (!sound_venue(&c->venues[v], c->team_count))
			return fail(err, ERR_INPUT, "timetable.case", "Venue %d has a time or length that makes no sense.", v + 1);
	return true;
}

/* ---- when one pitch can start */
bool span_overlaps(struct span a, struct span b)
{
	return a.from_ms < b.until_ms && b.from_ms < a.until_ms;
}

/* The first shut span in the way, moved past; true when there was one. */
static bool pass_shut(const struct timetable_venue *v, int64_t length_ms, struct start *s)
{
	for (int i = 0; i < v->shut_count; i++)
		if (span_overlaps(v->shut[i], (struct span){s->at_ms, s->at_ms + length_ms})) {
			*s = (struct start){v->shut[i].until_ms, WAIT_SHUT};
			return true;
		}
	return false;
}

/* In other venues the team needs its way there and back. */
static bool pass_team(const struct making *m, int venue, const struct timetable_pitch *p, struct start *s)
{
	for (int i = 0; i < m->team_counts[p->team]; i++) {
		const struct slot *other = &m->teams[p->team][i];
		int64_t way = other->venue == venue ? 0 : m->c->change_ms;
		struct span busy = {other->at.from_ms - way, other->at.until_ms + way};
		if (span_overlaps(busy, (struct span){s->at_ms, s->at_ms + p->length_ms})) {
			*s = (struct start){busy.until_ms, WAIT_TEAM};
			return true;
		}
	}
	return false;
}

/* Each pass moves on past the end of a span, so it ends after as many as there are. */
struct start making_earliest(const struct making *m, int venue, const struct timetable_pitch *p, int64_t from_ms)
{
	const struct timetable_venue *v = &m->c->venues[venue];
	struct start s = {from_ms, WAIT_NONE};
	if (s.at_ms < v->not_before_ms)
		s = (struct start){v->not_before_ms, WAIT_LATE};
	while (pass_shut(v, p->length_ms, &s) || pass_team(m, venue, p, &s))
		;
	return s;
}

/* ---- taking a pitch */
static void remember(struct making *m, int team, const struct slot *slot)
{
	if (m->team_counts[team] == m->team_caps[team]) {
		int cap = m->team_caps[team] ? 2 * m->team_caps[team] : 2;
		m->teams[team] = arena_grow(m->arena, m->teams[team], (size_t)m->team_counts[team], (size_t)cap, sizeof(struct slot));
		m->team_caps[team] = cap;
	}
	m->teams[team][m->team_counts[team]++] = *slot;
}

void making_place(struct making *m, int venue, int pitch, struct start start, bool in_turn)
{
	const struct timetable_venue *v = &m->c->venues[venue];
	struct venue_state *state = &m->venues[venue];
	const struct timetable_pitch *p = &v->pitches[pitch];
	struct slot slot = {venue, pitch, {start.at_ms, start.at_ms + p->length_ms}, start.at_ms - state->free_ms, start.why,
		!in_turn, start.at_ms + p->length_ms > v->open.until_ms};
	state->slots[state->count++] = slot;
	state->taken[pitch] = true;
	state->left--;
	state->free_ms = slot.at.until_ms + v->buffer_ms;
	remember(m, p->team, &slot);
}

static int first_left(const struct making *m, int venue)
{
	int pitch = 0;
	while (m->venues[venue].taken[pitch])
		pitch++;
	return pitch;
}

static void place_next(struct making *m, int venue)
{
	const struct timetable_venue *v = &m->c->venues[venue];
	int first = first_left(m, venue), best = first;
	struct start start = making_earliest(m, venue, &v->pitches[first], m->venues[venue].free_ms);
	for (int p = first + 1; m->c->order == TIMETABLE_GIVES && p < v->pitch_count && start.at_ms > m->venues[venue].free_ms; p++) {
		if (m->venues[venue].taken[p])
			continue;
		struct start other = making_earliest(m, venue, &v->pitches[p], m->venues[venue].free_ms);
		if (other.at_ms < start.at_ms) {
			start = other;
			best = p;
		}
	}
	making_place(m, venue, best, start, best == first);
}

/* The venue that is free first and has somebody left; −1 = none. */
static int next_venue(const struct making *m)
{
	int next = -1;
	for (int v = 0; v < m->c->venue_count; v++)
		if (m->venues[v].left > 0 && (next < 0 || m->venues[v].free_ms < m->venues[next].free_ms))
			next = v;
	return next;
}

static void open_venues(struct making *m)
{
	for (int v = 0; v < m->c->venue_count; v++) {
		const struct timetable_venue *venue = &m->c->venues[v];
		struct venue_state *state = &m->venues[v];
		state->free_ms = venue->open.from_ms;
		state->left = venue->pitch_count;
		state->taken = ARENA_ARRAY(m->arena, (size_t)venue->pitch_count + 1, bool);
		state->slots = ARENA_ARRAY(m->arena, (size_t)venue->pitch_count + 1, struct slot);
		for (int p = 0; p < venue->done; p++) {
			making_place(m, v, p, (struct start){venue->started[p], WAIT_NONE}, true);
			state->slots[p].waited_ms = 0;
		}
	}
}

void making_gather(const struct making *m, struct timetable *t)
{
	int count = 0;
	*t = (struct timetable){0};
	t->starts = ARENA_ARRAY(m->arena, (size_t)m->c->venue_count + 1, int);
	for (int v = 0; v < m->c->venue_count; v++)
		count += m->venues[v].count;
	t->slots = ARENA_ARRAY(m->arena, (size_t)count + 1, struct slot);
	count = 0;
	for (int v = 0; v < m->c->venue_count; v++) {
		for (int i = 0; i < m->venues[v].count; i++) {
			const struct slot *slot = &m->venues[v].slots[i];
			t->slots[count++] = *slot;
			t->waited_ms += slot->waited_ms;
			t->moved += slot->moved;
			t->over += slot->over;
		}
		t->starts[v + 1] = count;
	}
}

bool making_begin(struct making *m, const struct timetable_case *c, struct arena *arena, struct err *err)
{
	*m = (struct making){.c = c, .arena = arena};
	if (!check_case(c, err))
		return false;
	m->venues = ARENA_ARRAY(arena, (size_t)c->venue_count + 1, struct venue_state);
	m->teams = ARENA_ARRAY(arena, (size_t)c->team_count + 1, struct slot *);
	m->team_counts = ARENA_ARRAY(arena, (size_t)c->team_count + 1, int);
	m->team_caps = ARENA_ARRAY(arena, (size_t)c->team_count + 1, int);
	open_venues(m);
	return true;
}

bool timetable_make(const struct timetable_case *c, struct arena *arena, struct timetable *ret, struct err *err)
{
	struct making m;
	if (!making_begin(&m, c, arena, err))
		return false;
	for (int v = next_venue(&m); v >= 0; v = next_venue(&m))
		place_next(&m, v);
	making_gather(&m, ret);
	return true;
}

/* ---- what was changed by hand */
static const struct timetable_pitch *pitch_of(const struct timetable_case *c, const struct slot *s)
{
	return &c->venues[s->venue].pitches[s->pitch];
}

struct clashes {
	struct clash *items;
	int count, cap;
	struct arena *arena;
};

static void add_clash(struct clashes *k, enum clash_kind kind, int a, int b)
{
	if (k->count == k->cap) {
		int cap = k->cap ? 2 * k->cap : 8;
		k->items = arena_grow(k->arena, k->items, (size_t)k->count, (size_t)cap, sizeof(*k->items));
		k->cap = cap;
	}
	k->items[k->count++] = (struct clash){kind, a, b};
}

static void clash_alone(const struct timetable_case *c, const struct slot *slots, int a, struct clashes *k)
{
	const struct timetable_venue *v = &c->venues[slots[a].venue];
	if (slots[a].at.from_ms < v->open.from_ms)
		add_clash(k, CLASH_OPEN, a, -1);
	for (int i = 0; i < v->shut_count; i++)
		if (span_overlaps(v->shut[i], slots[a].at)) {
			add_clash(k, CLASH_SHUT, a, -1);
			return;
		}
}

static void clash_pair(const struct timetable_case *c, const struct slot *slots, int a, int b, struct clashes *k)
{
	bool together = slots[a].venue == slots[b].venue;
	if (together && span_overlaps(slots[a].at, slots[b].at)) {
		add_clash(k, CLASH_OVERLAP, a, b);
		return;
	}
	int64_t way = together ? 0 : c->change_ms;
	struct span busy = {slots[a].at.from_ms - way, slots[a].at.until_ms + way};
	if (pitch_of(c, &slots[a])->team == pitch_of(c, &slots[b])->team && span_overlaps(busy, slots[b].at))
		add_clash(k, CLASH_TEAM, a, b);
}

struct clash *timetable_clashes(const struct timetable_case *c, const struct slot *slots, int count, struct arena *arena,
	int *ret_count)
{
	struct clashes k = {.arena = arena};
	for (int a = 0; a < count; a++) {
		clash_alone(c, slots, a, &k);
		for (int b = a + 1; b < count; b++)
			clash_pair(c, slots, a, b, &k);
	}
	*ret_count = k.count;
	return k.items;
}
