/* Timetables as records: random ones come back as they were written, sorted the same whatever their order was; every random edit
 * that is taken leaves no two slots of a heat at once. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "judging/schedule.h"

#include <string.h>

enum { HEATS = 3, ENTRIES = 12, EDITS = 10000, MINUTE = 60000 };
static const char *const heats[HEATS] = {"c", "a", "b"};
static const char *const entries[ENTRIES] = {"E-1", "E-2", "E-3", "E-4", "E-5", "E-6", "E-7", "E-8", "E-9", "E-10", "E-11", "E-12"};
static const int64_t DAY_MS = INT64_C(1777593600000);

static int below(struct rng *rng, int n)
{
	return (int)rng_below(rng, (uint64_t)n);
}

/* A day of every entry in some heat, one after the other. */
static struct schedule fresh(struct rng *rng, struct arena *arena)
{
	int64_t free_ms[HEATS] = {DAY_MS, DAY_MS, DAY_MS};
	struct schedule s = {.stage = "final", .version = 1 + below(rng, 9), .buffer_s = below(rng, 120), .change_s = below(rng, 900),
		.reason = below(rng, 2) ? "晚了 \"12\" 分" : NULL, .slots = ARENA_ARRAY(arena, ENTRIES, struct schedule_slot),
		.breaks = ARENA_ARRAY(arena, 2, struct schedule_span), .open = ARENA_ARRAY(arena, HEATS, struct schedule_span),
		.draws = ARENA_ARRAY(arena, HEATS, struct schedule_draw), .slot_count = ENTRIES, .break_count = below(rng, 3),
		.open_count = HEATS, .draw_count = below(rng, HEATS + 1)};
	for (int i = 0; i < ENTRIES; i++) {
		int h = below(rng, HEATS);
		int64_t from_ms = free_ms[h] + below(rng, 5) * MINUTE;
		free_ms[h] = from_ms + (1 + below(rng, 20)) * MINUTE;
		s.slots[i] = (struct schedule_slot){entries[i], heats[h], from_ms, free_ms[h]};
	}
	for (int i = 0; i < s.break_count; i++)
		s.breaks[i] = (struct schedule_span){i ? heats[1] : NULL, DAY_MS + MINUTE, DAY_MS + 9 * MINUTE};
	for (int h = 0; h < HEATS; h++)
		s.open[h] = (struct schedule_span){heats[HEATS - 1 - h], DAY_MS, DAY_MS + 600 * MINUTE};
	for (int h = 0; h < s.draw_count; h++)
		s.draws[h] = (struct schedule_draw){heats[HEATS - 1 - h], 1 + below(rng, 5)};
	return s;
}

static const char *text_of(const struct schedule *s, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	schedule_write(s, &out);
	return arena_strndup(arena, buf_str(&out), out.len);
}

static struct schedule read_back(const char *text, struct arena *arena)
{
	struct json *body = ARENA_NEW(arena, struct json);
	struct schedule s;
	struct err err;
	CLEANUP(buf_done) struct buf again = {0};
	assert_true(json_parse(text, strlen(text), arena, body, &err));
	json_canonical(body, &again);
	assert_string_equal(buf_str(&again), text);
	assert_true(schedule_read(body, arena, &s, &err));
	return s;
}

static void shuffle(struct schedule *s, struct rng *rng)
{
	for (int i = s->slot_count - 1; i > 0; i--) {
		int k = below(rng, i + 1);
		struct schedule_slot kept = s->slots[i];
		s->slots[i] = s->slots[k];
		s->slots[k] = kept;
	}
}

static void come_back(void **state)
{
	(void)state;
	struct rng rng = rng_of(61);
	for (int run = 0; run < 500; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct err err;
		struct schedule s = fresh(&rng, arena);
		schedule_sort(&s, heats, HEATS);
		assert_true(schedule_check(&s, heats, HEATS, &err));
		const char *text = text_of(&s, arena);
		struct schedule back = read_back(text, arena);
		assert_string_equal(text_of(&back, arena), text);
		shuffle(&back, &rng);
		schedule_sort(&back, heats, HEATS);
		assert_string_equal(text_of(&back, arena), text);
	}
}

static bool apart(const struct schedule *s)
{
	for (int a = 0; a < s->slot_count; a++)
		for (int b = a + 1; b < s->slot_count; b++)
			if (!strcmp(s->slots[a].heat, s->slots[b].heat) && s->slots[a].from_ms < s->slots[b].until_ms &&
				s->slots[b].from_ms < s->slots[a].until_ms)
				return false;
	return true;
}

/* Moves, swaps and changes of heat, taken when the check takes them: the check and a plain look at all pairs agree. */
static void edits(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct rng rng = rng_of(67);
	struct schedule s = fresh(&rng, arena);
	struct schedule_slot kept[ENTRIES];
	int taken = 0;
	schedule_sort(&s, heats, HEATS);
	for (int run = 0; run < EDITS; run++) {
		struct err err = {0};
		memcpy(kept, s.slots, sizeof(kept));
		struct schedule_slot *slot = &s.slots[below(&rng, ENTRIES)], *other = &s.slots[below(&rng, ENTRIES)];
		int64_t length_ms = slot->until_ms - slot->from_ms;
		if (below(&rng, 3) == 0) {
			const char *entry = slot->entry;
			slot->entry = other->entry;
			other->entry = entry;
		} else {
			slot->from_ms = DAY_MS + below(&rng, 180) * (int64_t)MINUTE;
			slot->until_ms = slot->from_ms + length_ms;
			slot->heat = heats[below(&rng, HEATS)];
		}
		schedule_sort(&s, heats, HEATS);
		bool good = schedule_check(&s, heats, HEATS, &err);
		assert_int_equal(good, apart(&s));
		assert_true(good || strcmp(err.code, "timetable.overlap") == 0);
		taken += good;
		if (!good)
			memcpy(s.slots, kept, sizeof(kept));
	}
	assert_in_range(taken, EDITS / 10, EDITS - EDITS / 10);
}

static void follows(void **state)
{
	(void)state;
	static struct schedule_slot slots[] = {{"E-1", "a", 1, 2}, {"E-3", "a", 2, 3}, {"E-2", "b", 1, 2}};
	const struct schedule s = {.slots = slots, .slot_count = 3};
	assert_true(schedule_follows(&s, "a", entries, 3));
	assert_true(schedule_follows(&s, "b", entries, 3));
	assert_true(schedule_follows(&s, "c", entries, 0));
	assert_false(schedule_follows(&s, "a", entries, 2)); /* E-3 is not in it */
	static const char *const back[] = {"E-3", "E-2", "E-1"};
	assert_false(schedule_follows(&s, "a", back, 3));
	assert_int_equal(schedule_find(&s, "b", "E-2"), 2);
	assert_int_equal(schedule_find(&s, "a", "E-2"), -1);
}

static void no_form(void **state)
{
	(void)state;
	static const char *const texts[] = {"{}", "[]", "{\"buffer\":0,\"change\":0,\"slots\":[],\"stage\":\"s\",\"version\":0}",
		"{\"buffer\":-1,\"change\":0,\"slots\":[],\"stage\":\"s\",\"version\":1}",
		"{\"buffer\":0,\"change\":0,\"slots\":{},\"stage\":\"s\",\"version\":1}",
		"{\"buffer\":0,\"change\":0,\"slots\":[1],\"stage\":\"s\",\"version\":1}",
		"{\"buffer\":0,\"change\":0,\"slots\":[],\"stage\":\"s\",\"version\":1,\"x\":1}"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct json body;
		struct schedule s;
		struct err err;
		assert_true(json_parse(texts[i], strlen(texts[i]), arena, &body, &err));
		assert_false(schedule_read(&body, arena, &s, &err));
		assert_string_equal(err.code, "timetable.form");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(come_back), cmocka_unit_test(edits), cmocka_unit_test(follows),
		cmocka_unit_test(no_form)};
	return cmocka_run_group_tests_name("judging/schedule", tests, NULL, NULL);
}
