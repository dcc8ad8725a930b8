/* Timetables: random days without a clash, the order kept or given way, a late day moved on; calendars folded right. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/rng.h"
#include "judging/calendar.h"
#include "judging/timetable.h"

#include <stdlib.h>
#include <string.h>

enum { VENUES = 4, PITCHES = 14, SHUT = 4, RUNS = 6000, SHIFTS = 10000, MINUTE = 60000 };

struct day {
	struct timetable_case c;
	struct timetable_venue venues[VENUES];
	struct timetable_pitch pitches[VENUES][PITCHES];
	struct span shut[VENUES][SHUT];
	int64_t started[VENUES][PITCHES], planned[VENUES][PITCHES];
};

static int64_t minutes(struct rng *rng, uint64_t most)
{
	return (int64_t)rng_below(rng, most) * MINUTE;
}

static void random_day(struct day *d, struct rng *rng)
{
	memset(d, 0, sizeof(*d));
	int venues = 1 + (int)rng_below(rng, VENUES);
	for (int v = 0; v < venues; v++) {
		struct timetable_venue *t = &d->venues[v];
		int64_t from = 8 * 60 * MINUTE + minutes(rng, 60);
		*t = (struct timetable_venue){.open = {from, from + 60 * MINUTE + minutes(rng, 500)}, .buffer_ms = minutes(rng, 4),
			.shut = d->shut[v], .shut_count = (int)rng_below(rng, SHUT), .pitches = d->pitches[v],
			.pitch_count = (int)rng_below(rng, PITCHES), .started = d->started[v]};
		for (int i = 0; i < t->shut_count; i++) {
			d->shut[v][i].from_ms = from + minutes(rng, 400);
			d->shut[v][i].until_ms = d->shut[v][i].from_ms + minutes(rng, 90);
		}
		for (int p = 0; p < t->pitch_count; p++)
			d->pitches[v][p] = (struct timetable_pitch){p, (int)rng_below(rng, 20), MINUTE + minutes(rng, 30)};
	}
	d->c = (struct timetable_case){d->venues, venues, 20, minutes(rng, 20), rng_below(rng, 2) ? TIMETABLE_GIVES : TIMETABLE_STRICT};
}

static int slots_of(const struct timetable *t, int venues)
{
	return t->starts[venues];
}

static void no_clash(void **state)
{
	(void)state;
	struct rng rng = rng_of(51);
	struct day d;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct timetable t;
		struct err err;
		int clashes;
		random_day(&d, &rng);
		assert_true(timetable_make(&d.c, arena, &t, &err));
		timetable_clashes(&d.c, t.slots, slots_of(&t, d.c.venue_count), arena, &clashes);
		assert_int_equal(clashes, 0);
		for (int v = 0; v < d.c.venue_count; v++) {
			unsigned seen = 0;
			assert_int_equal(t.starts[v + 1] - t.starts[v], d.venues[v].pitch_count);
			for (int i = t.starts[v]; i < t.starts[v + 1]; i++) {
				assert_true(d.c.order == TIMETABLE_GIVES || t.slots[i].pitch == i - t.starts[v]);
				assert_true(i == t.starts[v] || t.slots[i].at.from_ms >= t.slots[i - 1].at.until_ms + d.venues[v].buffer_ms);
				assert_int_equal(t.slots[i].over, t.slots[i].at.until_ms > d.venues[v].open.until_ms);
				seen |= 1u << t.slots[i].pitch;
			}
			assert_int_equal(seen, (1u << d.venues[v].pitch_count) - 1);
		}
	}
}

/* What has been stays, what comes does so after the new time and again without a clash. */
static void a_late_day(void **state)
{
	(void)state;
	struct rng rng = rng_of(53);
	struct day d;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct timetable before, after;
		struct err err;
		random_day(&d, &rng);
		d.c.order = TIMETABLE_STRICT;
		assert_true(timetable_make(&d.c, arena, &before, &err));
		int late = (int)rng_below(&rng, (uint64_t)d.c.venue_count);
		for (int v = 0; v < d.c.venue_count; v++) {
			struct timetable_venue *t = &d.venues[v];
			t->done = t->pitch_count / 2;
			for (int p = 0; p < t->done; p++)
				d.started[v][p] = before.slots[before.starts[v] + p].at.from_ms;
		}
		int next = before.starts[late] + d.venues[late].done;
		if (next == before.starts[late + 1])
			continue;
		d.venues[late].not_before_ms = before.slots[next].at.from_ms + 25 * MINUTE;
		assert_true(timetable_make(&d.c, arena, &after, &err));
		for (int v = 0; v < d.c.venue_count; v++)
			for (int i = before.starts[v]; i < before.starts[v] + d.venues[v].done; i++)
				assert_memory_equal(&before.slots[i].at, &after.slots[i].at, sizeof(struct span));
		assert_true(after.slots[next].at.from_ms >= d.venues[late].not_before_ms);
		int clashes, found = slots_of(&after, d.c.venue_count);
		const struct clash *all = timetable_clashes(&d.c, after.slots, found, arena, &clashes);
		for (int k = 0; k < clashes; k++) /* only among what has been */
			assert_true(after.slots[all[k].a].pitch < d.venues[after.slots[all[k].a].venue].done);
	}
}

static void gives_way(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct timetable_pitch a[] = {{0, 0, 10 * MINUTE}, {1, 1, 10 * MINUTE}}, b[] = {{0, 0, 10 * MINUTE}, {1, 2, 10 * MINUTE}};
	const struct timetable_venue venues[] = {{.open = {0, 90 * MINUTE}, .pitches = a, .pitch_count = 2},
		{.open = {0, 90 * MINUTE}, .pitches = b, .pitch_count = 2}};
	struct timetable_case c = {venues, 2, 3, 5 * MINUTE, TIMETABLE_STRICT};
	struct timetable t;
	struct err err;
	assert_true(timetable_make(&c, arena, &t, &err));
	assert_int_equal(t.slots[2].pitch, 0);
	assert_int_equal(t.slots[2].at.from_ms, 15 * MINUTE);
	assert_int_equal(t.slots[2].why, WAIT_TEAM);
	assert_int_equal(t.waited_ms, 15 * MINUTE);
	c.order = TIMETABLE_GIVES;
	assert_true(timetable_make(&c, arena, &t, &err));
	assert_int_equal(t.slots[2].pitch, 1);
	assert_true(t.slots[2].moved);
	assert_int_equal(t.slots[3].at.from_ms, 15 * MINUTE);
	assert_int_equal(t.waited_ms, 5 * MINUTE);
}

static void clashes_by_hand(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct timetable_pitch a[] = {{0, 0, 10}, {1, 1, 10}}, b[] = {{0, 0, 10}};
	const struct span noon = {100, 200};
	const struct timetable_venue venues[] = {{.open = {5, 900}, .shut = &noon, .shut_count = 1, .pitches = a, .pitch_count = 2},
		{.open = {0, 900}, .pitches = b, .pitch_count = 1}};
	const struct timetable_case c = {venues, 2, 2, 5, TIMETABLE_STRICT};
	const struct slot slots[] = {{.venue = 0, .pitch = 0, .at = {0, 110}}, {.venue = 0, .pitch = 1, .at = {105, 108}},
		{.venue = 1, .pitch = 0, .at = {114, 124}}};
	static const struct clash expected[] = {{CLASH_OPEN, 0, -1}, {CLASH_SHUT, 0, -1}, {CLASH_OVERLAP, 0, 1}, {CLASH_TEAM, 0, 2},
		{CLASH_SHUT, 1, -1}};
	int n;
	const struct clash *found = timetable_clashes(&c, slots, 3, arena, &n);
	assert_int_equal(n, COUNT_OF(expected));
	for (int i = 0; i < n; i++) {
		assert_int_equal(found[i].kind, expected[i].kind);
		assert_int_equal(found[i].a, expected[i].a);
		assert_int_equal(found[i].b, expected[i].b);
	}
}

static void senseless(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct timetable_pitch none[] = {{0, 0, 0}}, stranger[] = {{0, 3, 5}};
	const struct timetable_venue wrong[] = {{.open = {0, 9}, .pitches = none, .pitch_count = 1},
		{.open = {0, 9}, .pitches = stranger, .pitch_count = 1}, {.open = {9, 0}}, {.open = {0, 9}, .buffer_ms = -1},
		{.open = {0, INT64_MAX}}};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct timetable_case c = {&wrong[i], 1, 1, 0, TIMETABLE_STRICT};
		struct timetable t;
		struct err err;
		assert_false(timetable_make(&c, arena, &t, &err));
		assert_string_equal(err.code, "timetable.case");
	}
}

static void calendar(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf out = {0};
	const struct calendar_event e = {"final-a-E-1@contest.example", "E-1, 工业互联网平台在钢铁行业设备预测性维护中的应用与推广示范工程; \\ part", "Hall A",
		"one\ntwo", 1777600800000, 1777601640000, 2};
	calendar_write("决赛", &e, 1, 1777600000000, &out);
	const char *text = buf_str(&out);
	assert_non_null(strstr(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
	assert_non_null(strstr(text, "DTSTART:20260501T020000Z\r\nDTEND:20260501T021400Z\r\nSEQUENCE:2\r\n"));
	assert_non_null(strstr(text, "SUMMARY:E-1\\, 工业"));
	assert_non_null(strstr(text, "DESCRIPTION:one\\ntwo\r\n"));
	size_t line = 0;
	for (const char *s = text; *s; s++) {
		if (s > text && s[-1] == '\n') {
			assert_true((*s & 0xC0) != 0x80);
			line = 0;
		}
		line += *s != '\r' && *s != '\n';
		assert_true(line <= 75);
	}
	assert_memory_equal(text + out.len - 15, "END:VCALENDAR\r\n", 15);
}

/* The day as made is planned; of one venue a part is done, at other times than planned; the rest of it is late. */
static bool plan_day(struct day *d, struct rng *rng, struct arena *arena, struct timetable *before)
{
	struct err err;
	random_day(d, rng);
	d->c.order = TIMETABLE_STRICT;
	assert_true(timetable_make(&d->c, arena, before, &err));
	int late = (int)rng_below(rng, (uint64_t)d->c.venue_count), next = before->starts[late];
	for (int v = 0; v < d->c.venue_count; v++) {
		d->venues[v].planned = d->planned[v];
		for (int p = 0; p < d->venues[v].pitch_count; p++)
			d->planned[v][p] = before->slots[before->starts[v] + p].at.from_ms;
	}
	struct timetable_venue *t = &d->venues[late];
	int64_t behind_ms = 0;
	t->done = (int)rng_below(rng, (uint64_t)t->pitch_count / 2 + 1);
	for (int p = 0; p < t->done; p++) {
		behind_ms += minutes(rng, 6);
		d->started[late][p] = d->planned[late][p] + behind_ms;
	}
	if (t->done == t->pitch_count)
		return false;
	t->not_before_ms = before->slots[next + t->done].at.from_ms + behind_ms + minutes(rng, 40);
	return true;
}

static void hold_shift(const struct day *d, const struct timetable *before, const struct timetable *after, struct arena *arena)
{
	int n = slots_of(after, d->c.venue_count), clashes;
	assert_int_equal(n, slots_of(before, d->c.venue_count));
	for (int v = 0; v < d->c.venue_count; v++)
		for (int i = after->starts[v]; i < after->starts[v + 1]; i++) {
			const struct slot *s = &after->slots[i];
			int p = i - after->starts[v];
			assert_int_equal(s->pitch, p); /* the order stays */
			assert_int_equal(s->moved, s->at.from_ms != d->planned[v][p]);
			assert_true(s->at.from_ms >= d->planned[v][p]); /* nobody comes earlier */
			assert_true(p < d->venues[v].done ? s->at.from_ms == d->started[v][p] : s->at.from_ms >= d->venues[v].not_before_ms);
			assert_true(!p || p < d->venues[v].done || s->at.from_ms >= s[-1].at.until_ms);
		}
	/* The day was made without a clash: whoever is still to come has none, but with what has been. */
	const struct clash *all = timetable_clashes(&d->c, after->slots, n, arena, &clashes);
	for (int k = 0; k < clashes; k++) {
		const struct slot *a = &after->slots[all[k].a], *b = all[k].b < 0 ? a : &after->slots[all[k].b];
		assert_true(a->pitch < d->venues[a->venue].done || b->pitch < d->venues[b->venue].done);
	}
}

static void shifts(void **state)
{
	(void)state;
	struct rng rng = rng_of(57);
	struct day d;
	for (int run = 0; run < SHIFTS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct timetable before, after;
		struct err err;
		if (!plan_day(&d, &rng, arena, &before))
			continue;
		assert_true(timetable_shift(&d.c, arena, &after, &err));
		hold_shift(&d, &before, &after, arena);
		for (int v = 0; v < d.c.venue_count; v++) /* without a delay nothing moves */
			d.venues[v].not_before_ms = 0, d.venues[v].done = 0;
		assert_true(timetable_shift(&d.c, arena, &after, &err));
		for (int i = 0; i < slots_of(&after, d.c.venue_count); i++)
			assert_memory_equal(&after.slots[i].at, &before.slots[i].at, sizeof(struct span));
	}
}

/* What was set against a break stays there until something moves it. */
static void shift_leaves_alone(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct timetable_pitch one[] = {{0, 0, 10}, {1, 1, 10}, {2, 2, 10}}, other[] = {{3, 3, 10}, {4, 1, 10}};
	const int64_t first[] = {100, 110, 140}, second[] = {105, 160};
	const struct span lunch = {100, 120};
	struct timetable_venue venues[] = {{.open = {90, 200}, .pitches = one, .pitch_count = 3, .planned = first, .not_before_ms = 104},
		{.open = {90, 200}, .pitches = other, .pitch_count = 2, .planned = second, .shut = &lunch, .shut_count = 1}};
	struct timetable_case c = {venues, 2, 4, 50, TIMETABLE_STRICT};
	struct timetable t;
	struct err err;
	assert_true(timetable_shift(&c, arena, &t, &err));
	static const int64_t wanted[] = {104, 114, 140, 105, 174}; /* the gap takes up the delay; team 1 goes on into the other venue */
	for (int i = 0; i < 5; i++)
		assert_int_equal(t.slots[i].at.from_ms, wanted[i]);
}

static void cancelled(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf out = {0};
	const struct calendar_event e = {.uid = "x", .summary = "x", .from_ms = 1777600800000, .until_ms = 1777600800001, .cancelled = true};
	calendar_write("x", &e, 1, 0, &out);
	assert_non_null(strstr(buf_str(&out), "STATUS:CANCELLED\r\n"));
	assert_non_null(strstr(buf_str(&out), "DTSTART:20260501T020000Z\r\nDTEND:20260501T020001Z\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_clash), cmocka_unit_test(a_late_day), cmocka_unit_test(gives_way),
		cmocka_unit_test(clashes_by_hand), cmocka_unit_test(senseless), cmocka_unit_test(calendar),
		cmocka_unit_test(shifts), cmocka_unit_test(shift_leaves_alone), cmocka_unit_test(cancelled)};
	return cmocka_run_group_tests_name("judging/timetable", tests, NULL, NULL);
}
