/* The floor of a heat: scripts of steps with what they leave, refusals by their codes, properties under random steps. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"
#include "floor/floor.h"
#include "floor/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct floor_rule RULE = {600, 240, 60}, NO_PITCH = {0, 0, 0};

/* "A:called B:waiting/2 C:locked+31 | pitch A 12000/600+30 paused" at the moment `at_ms`; −1: what the clock is made of. */
static void describe(const struct floor *f, int64_t at_ms, struct buf *out)
{
	for (int i = 0; i < f->count; i++) {
		const struct floor_entry *e = &f->entries[f->order[i]];
		buf_printf(out, "%s%s:%s", i ? " " : "", e->id, floor_phase_name(e->phase));
		if (e->skips)
			buf_printf(out, "/%d", e->skips);
		if (e->overtime_s >= 0)
			buf_printf(out, "+%d", e->overtime_s);
	}
	const struct floor_clock *c = &f->clock;
	if (!floor_clock_name(c->kind))
		return;
	buf_printf(out, " | %s %s %d/%d", floor_clock_name(c->kind), f->entries[c->entry].id,
		(int)floor_elapsed_ms(c, at_ms), c->limit_s);
	if (at_ms < 0)
		buf_printf(out, " %d %d %d", (int)c->started_ms, (int)c->paused_ms, (int)c->idle_ms);
	if (c->extended_s)
		buf_printf(out, "+%d", c->extended_s);
	if (c->paused_ms >= 0)
		buf_puts(out, " paused");
}

/* "12.5 call A": a step from its words; lists and seconds stand where an entry would. */
static struct floor_step step_of(struct arena *arena, char *line)
{
	char *rest = NULL, *at = strtok_r(line, " ", &rest), *action = strtok_r(NULL, " ", &rest), *word;
	struct floor_step s = {.at_ms = 0};
	char *dot = strchr(at, '.');
	s.at_ms = strtoll(at, NULL, 10) * 1000 + (dot ? strtoll(dot + 1, NULL, 10) * 100 : 0);
	int known = floor_action_find(action);
	assert_true(known >= 0);
	s.action = (enum floor_action)known;
	const char **words = ARENA_ARRAY(arena, 16, const char *);
	int n = 0;
	while ((word = strtok_r(NULL, " ", &rest)))
		words[n++] = word;
	unsigned fields = floor_action_fields(s.action);
	if (fields & FLOOR_TAKES_ENTRIES) {
		s.entries = words;
		s.entry_count = n;
	} else if (fields & FLOOR_TAKES_SECONDS) {
		s.seconds = n ? atoi(words[0]) : 0;
	} else if (n) {
		s.entry = words[0];
	}
	return s;
}

struct script {
	const char *steps; /* "TIME ACTION …; TIME ACTION …"; all but the last are taken */
	const char *leaves; /* the state after, or the code of the refusal of the last step */
	const struct floor_rule *rule; /* NULL: RULE */
};

static void run(const struct script *script)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf before = {0}, after = {0};
	struct floor *f = floor_new(script->rule ? script->rule : &RULE, arena);
	struct err err = {0};
	int overtime;
	char *text = arena_strdup(arena, script->steps), *rest = NULL;
	for (char *line = strtok_r(text, ";", &rest), *next; line; line = next) {
		next = strtok_r(NULL, ";", &rest);
		struct floor_step step = step_of(arena, line);
		buf_clear(&before);
		describe(f, step.at_ms, &before);
		bool taken = floor_take(f, &step, &overtime, &err);
		buf_clear(&after);
		describe(f, step.at_ms, &after);
		if (!taken && (next || !str_eq(err.code, script->leaves)))
			print_error("%s\n  refused: %s %s\n", script->steps, err.code, err.message);
		if (!taken) {
			assert_null(next);
			assert_string_equal(err.code, script->leaves);
			assert_string_equal(buf_str(&after), buf_str(&before)); /* a refusal changes nothing */
			return;
		}
	}
	if (!str_eq(buf_str(&after), script->leaves))
		print_error("%s\n", script->steps);
	assert_string_equal(buf_str(&after), script->leaves);
}

#define OPEN "0 open A B C;"
#define STAGE OPEN "1 call A;10 pitch A;"

static void scripts(void **state)
{
	(void)state;
	static const struct script all[] = {
		{"0 open A B C", "A:waiting B:waiting C:waiting"},
		{OPEN "1 call A", "A:called B:waiting C:waiting"},
		{OPEN "1 call A;10 pitch A;22 pause", "A:pitching B:waiting C:waiting | pitch A 12000/600 paused"},
		{STAGE "22 pause;40 resume", "A:pitching B:waiting C:waiting | pitch A 12000/600"},
		{STAGE "22 pause;40 resume;50 pause;60 extend 30", "A:pitching B:waiting C:waiting | pitch A 22000/600+30 paused"},
		{STAGE "610 questions A", "A:questions+0 B:waiting C:waiting | questions A 0/240"},
		{STAGE "610.9 questions A", "A:questions+0 B:waiting C:waiting | questions A 0/240"},
		{STAGE "611 questions A", "A:questions+1 B:waiting C:waiting | questions A 0/240"},
		{STAGE "20 extend 30;645.5 mark A", "A:marking+5 B:waiting C:waiting | marking A 0/60"},
		{STAGE "20 pause;2000 mark A", "A:marking+0 B:waiting C:waiting | marking A 0/60"},
		{STAGE "20 pause;120 resume;715 mark A", "A:marking+5 B:waiting C:waiting | marking A 0/60"},
		/* the next one is called while the last is marked; its clock goes when the next one pitches */
		{STAGE "100 mark A;110 call B;115 pause", "A:marking+0 B:called C:waiting | marking A 15000/60 paused"},
		{STAGE "100 mark A;110 call B;120 pitch B;125 lock A", "A:locked+0 B:pitching C:waiting | pitch B 5000/600"},
		{STAGE "100 mark A;110 lock A", "A:locked+0 B:waiting C:waiting"},
		/* late, absent, back */
		{OPEN "1 call A;2 skip A", "B:waiting C:waiting A:waiting/1"},
		{OPEN "1 skip A;2 skip B", "C:waiting A:waiting/1 B:waiting/1"},
		{OPEN "1 call A;2 absent A;3 call B", "A:absent B:called C:waiting"},
		{OPEN "1 absent A;2 call B;3 return A", "B:called C:waiting A:waiting"},
		{OPEN "1 order C B A;2 call C", "C:called B:waiting A:waiting"},
		{OPEN "1 call A;2 order C B", "A:called C:waiting B:waiting"},
		{OPEN "1 absent B;2 order C A", "C:waiting B:absent A:waiting"},
		/* taken back: as if it had not been; the clock has run on */
		{STAGE "100 mark A;110 undo", "A:pitching B:waiting C:waiting | pitch A 100000/600"},
		{STAGE "20 pause;30 undo", "A:pitching B:waiting C:waiting | pitch A 20000/600"},
		{STAGE "20 pause;30 resume;40 undo", "A:pitching B:waiting C:waiting | pitch A 10000/600 paused"},
		{OPEN "1 skip A;2 undo", "A:waiting B:waiting C:waiting"},
		{OPEN "1 order C B A;2 skip C;3 undo;4 undo", "A:waiting B:waiting C:waiting"},
		{OPEN "1 call A;2 undo;3 undo", ""},
		{OPEN "1 undo;2 open C A", "C:waiting A:waiting"},
		{OPEN "1 undo;2 open C A;3 call A", "floor.turn"},
		{OPEN "1 undo;2 open C A;3 call B", "floor.entry"},
		{STAGE "100 mark A;110 lock A;120 call B;130 undo", "A:locked+0 B:waiting C:waiting"},
		{STAGE "100 mark A;110 lock A;120 call B;130 undo;140 undo", "floor.undo"},
		{STAGE "100 mark A;110 lock A;120 undo", "floor.undo"},
		/* refused */
		{"0 call A", "floor.shut"}, {"0 undo", "floor.shut"}, {"0 pause", "floor.shut"}, {OPEN "1 undo;2 undo", "floor.shut"},
		{"0 open", "floor.field"}, {"0 open A A", "floor.order"}, {"0 open A -", "floor.order"}, {OPEN "1 open A B C", "floor.step"},
		{OPEN "1 call", "floor.field"}, {OPEN "1 call X", "floor.entry"}, {OPEN "1 pause A", "floor.field"},
		{OPEN "1 call B", "floor.turn"}, {OPEN "1 call A;2 call B", "floor.busy"}, {STAGE "20 call B", "floor.busy"},
		{OPEN "1 call A;2 call A", "floor.step"}, {OPEN "1 pitch A", "floor.step"}, {OPEN "1 call A;2 questions A", "floor.step"},
		{OPEN "1 call A;2 mark A", "floor.step"}, {STAGE "20 lock A", "floor.step"}, {STAGE "20 skip A", "floor.step"},
		{STAGE "20 absent A", "floor.step"}, {OPEN "1 return A", "floor.step"}, {OPEN "1 lock A", "floor.step"},
		{STAGE "20 mark A;30 questions A", "floor.step"}, {STAGE "20 mark A;30 lock A;40 lock A", "floor.step"},
		{STAGE "20 mark A;30 lock A;40 mark A", "floor.step"}, {STAGE "20 mark A;30 lock A;40 absent A", "floor.step"},
		{OPEN "1 pause", "floor.clock"}, {STAGE "20 resume", "floor.clock"}, {STAGE "20 pause;30 pause", "floor.clock"},
		{OPEN "1 extend 30", "floor.clock"}, {STAGE "20 extend", "floor.field"}, {STAGE "20 extend 3601", "floor.field"},
		{STAGE "20 extend -1", "floor.field"}, {STAGE "20 mark A;30 lock A;40 pause", "floor.clock"},
		{OPEN "1 order A B", "floor.order"}, {OPEN "1 order A B B", "floor.order"}, {OPEN "1 order A B X", "floor.entry"},
		{OPEN "1 call A;2 order A B C", "floor.order"}, {OPEN "2 call A;1 pitch A", "floor.time"},
		/* no pitch time: the clock only counts, and marking may begin at once */
		{OPEN "1 call A;2 mark A", "A:marking B:waiting C:waiting | marking A 0/0", &NO_PITCH},
		{OPEN "1 call A;2 questions A;9 pause", "A:questions B:waiting C:waiting | questions A 7000/0 paused", &NO_PITCH},
		{OPEN "1 call A;2 pitch A;9000 mark A", "A:marking B:waiting C:waiting | marking A 0/0", &NO_PITCH},
		{OPEN "1 call A;2 pitch A;9 extend 10", "floor.clock", &NO_PITCH},
	};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		run(&all[i]);
}

/* What others ask. */
static void questions(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor *f = floor_new(&RULE, arena);
	struct err err;
	int overtime;
	assert_false(floor_is_open(f) || floor_is_done(f));
	assert_int_equal(floor_find_entry(f, "A"), -1);
	assert_int_equal(floor_next(f), -1);
	static const char *const lines[] = {"0 open A B", "1 absent B", "2 call A", "3 pitch A", "604 questions A", "605 mark A", "606 lock A"};
	static const bool takes[] = {false, false, false, true, true, true, false};
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct floor_step s = step_of(arena, arena_strdup(arena, lines[i]));
		assert_true(floor_take(f, &s, &overtime, &err));
		assert_int_equal(overtime, i == 4 ? 1 : -1);
		int a = floor_find_entry(f, "A");
		assert_int_equal(floor_takes_marks(f, a), takes[i]);
		assert_int_equal(floor_on_stage(f), i >= 2 && i <= 4 ? a : -1);
		assert_int_equal(floor_next(f), i < 2 ? a : -1);
		assert_int_equal(floor_is_done(f), i == 6);
	}
	assert_int_equal(f->steps, COUNT_OF(lines));
	assert_int_equal(floor_find_entry(f, "X"), -1);
}

/* ---- properties */

enum { MOST = 6, LENGTH = 120 };
static const char *const IDS[MOST + 1] = {"A", "B", "C", "D", "E", "F", "X"};

static struct floor_step random_step(struct rng *rng, const struct floor *f, struct arena *arena, int64_t at_ms)
{
	static const enum floor_action likely[] = {FLOOR_CALL, FLOOR_PITCH, FLOOR_QUESTION, FLOOR_MARK, FLOOR_LOCK, FLOOR_UNDO};
	bool usual = rng_below(rng, 10) < 6;
	struct floor_step s = {.at_ms = at_ms};
	s.action = usual ? likely[rng_below(rng, COUNT_OF(likely))] : (enum floor_action)rng_below(rng, FLOOR_ACTION_COUNT);
	unsigned fields = floor_action_fields(s.action);
	int on = floor_on_stage(f), next = floor_next(f);
	if (fields & FLOOR_TAKES_ENTRY) {
		s.entry = IDS[rng_below(rng, MOST + 1)];
		int at = s.action == FLOOR_CALL ? next : on;
		if (usual && s.action != FLOOR_LOCK && at >= 0)
			s.entry = f->entries[at].id;
	}
	if (fields & FLOOR_TAKES_SECONDS)
		s.seconds = (int)rng_below(rng, 90);
	if (fields & FLOOR_TAKES_ENTRIES) {
		const char **ids = ARENA_ARRAY(arena, MOST, const char *);
		for (int i = 0; i < f->count; i++)
			if (s.action == FLOOR_ORDER && f->entries[i].phase == FLOOR_WAITING)
				ids[s.entry_count++] = f->entries[i].id;
		while (s.action == FLOOR_OPEN && s.entry_count < MOST)
			ids[s.entry_count] = IDS[s.entry_count], s.entry_count++;
		for (int i = s.entry_count; i > 1; i--) {
			int k = (int)rng_below(rng, (uint64_t)i);
			const char *swap = ids[k];
			ids[k] = ids[i - 1], ids[i - 1] = swap;
		}
		s.entries = ids;
	}
	return s;
}

static void check_invariants(const struct floor *f)
{
	int on = 0;
	bool seen[MOST] = {0};
	for (int i = 0; i < f->count; i++) {
		int e = f->order[i];
		assert_in_range(e, 0, f->count - 1);
		assert_false(seen[e]);
		seen[e] = true;
		enum floor_phase phase = f->entries[e].phase;
		on += phase == FLOOR_CALLED || phase == FLOOR_PITCHING || phase == FLOOR_QUESTIONS;
		if (floor_takes_marks(f, e) && phase != FLOOR_MARKING)
			assert_int_equal(f->clock.entry, e); /* who pitches or is asked has the clock */
	}
	assert_true(on <= 1);
	assert_int_equal(floor_on_stage(f) >= 0, on);
}

struct kept { /* the floor's text before a step that is in force */
	char *text;
	enum floor_action action;
};

static void play_randomly(uint64_t seed, int64_t *taken, int64_t *undone)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct rng rng = rng_of(seed);
	struct floor *f = floor_new(&RULE, arena), *again = floor_new(&RULE, arena);
	struct kept past[LENGTH];
	bool locked[MOST] = {0};
	int depth = 0, overtime, overtime2;
	int64_t at_ms = 0;
	struct err err;
	for (int i = 0; i < LENGTH; i++) {
		CLEANUP(buf_done) struct buf before = {0}, after = {0}, other = {0};
		at_ms += (int64_t)rng_below(&rng, 400000);
		struct floor_step s = random_step(&rng, f, arena, at_ms);
		describe(f, -1, &before);
		bool ok = floor_take(f, &s, &overtime, &err);
		describe(f, -1, &after);
		check_invariants(f);
		if (!ok) {
			assert_string_equal(buf_str(&before), buf_str(&after));
			assert_true(strncmp(err.code, "floor.", 6) == 0 && *err.message);
			continue;
		}
		++*taken;
		if (s.action == FLOOR_UNDO) {
			assert_string_equal(buf_str(&after), past[--depth].text);
			assert_int_not_equal(past[depth].action, FLOOR_LOCK);
			++*undone;
		} else {
			past[depth++] = (struct kept){arena_strdup(arena, buf_str(&before)), s.action};
		}
		for (int e = 0; e < f->count; e++) {
			assert_true(!locked[e] || f->entries[e].phase == FLOOR_LOCKED);
			locked[e] = f->entries[e].phase == FLOOR_LOCKED;
		}
		/* through the record and back, on another floor */
		struct floor_record record = {"semi", "a", f->steps, s, overtime}, read;
		struct json body;
		CLEANUP(buf_done) struct buf text = {0}, canonical = {0};
		floor_record_write(&record, &text);
		assert_true(json_parse(buf_str(&text), text.len, arena, &body, &err));
		json_canonical(&body, &canonical);
		assert_string_equal(buf_str(&text), buf_str(&canonical));
		assert_true(floor_record_read(&body, arena, &read, &err));
		assert_int_equal(read.number, f->steps);
		read.step.at_ms = at_ms;
		assert_true(floor_take(again, &read.step, &overtime2, &err));
		assert_int_equal(overtime2, read.overtime_s);
		describe(again, -1, &other);
		assert_string_equal(buf_str(&other), buf_str(&after));
	}
}

static void random_steps(void **state)
{
	(void)state;
	int64_t taken = 0, undone = 0;
	for (uint64_t seed = 0; seed < 500; seed++)
		play_randomly(seed, &taken, &undone);
	print_message("# %d random steps, %d of them taken, %d taken back\n", 500 * LENGTH, (int)taken, (int)undone);
	assert_true(taken > 10000 && undone > 1000);
}

/* ---- records */

static void records(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const struct {
		const char *body;
		bool ok;
	} cases[] = {
		{"{\"action\":\"call\",\"entry\":\"A\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":2}", true},
		{"{\"action\":\"open\",\"entries\":[\"A\",\"B\"],\"heat\":\"a\",\"stage\":\"semi\",\"step\":1}", true},
		{"{\"action\":\"mark\",\"entry\":\"A\",\"heat\":\"a\",\"overtime\":0,\"stage\":\"semi\",\"step\":4}", true},
		{"{\"action\":\"extend\",\"heat\":\"a\",\"seconds\":30,\"stage\":\"semi\",\"step\":4}", true},
		{"{\"action\":\"undo\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":4}", true},
		{"{\"action\":\"jump\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":1,\"heat\":\"a\",\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"undo\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":0}", false},
		{"{\"action\":\"undo\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":\"1\"}", false},
		{"{\"action\":\"undo\",\"heat\":\"a\",\"stage\":\"semi\"}", false},
		{"{\"action\":\"undo\",\"heat\":\"-\",\"stage\":\"semi\",\"step\":1}", false},
		{"{\"action\":\"undo\",\"entry\":\"A\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"undo\",\"heat\":\"a\",\"more\":1,\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"call\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":2}", false},
		{"{\"action\":\"mark\",\"entry\":\"A\",\"heat\":\"a\",\"overtime\":-1,\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"mark\",\"entry\":\"A\",\"heat\":\"a\",\"overtime\":86401,\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"extend\",\"heat\":\"a\",\"seconds\":0,\"stage\":\"semi\",\"step\":4}", false},
		{"{\"action\":\"open\",\"entries\":[],\"heat\":\"a\",\"stage\":\"semi\",\"step\":1}", false},
		{"{\"action\":\"open\",\"entries\":[1],\"heat\":\"a\",\"stage\":\"semi\",\"step\":1}", false},
		{"{\"action\":\"open\",\"entries\":\"A\",\"heat\":\"a\",\"stage\":\"semi\",\"step\":1}", false},
		{"[]", false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct json body;
		struct floor_record r;
		struct err err;
		assert_true(json_parse(cases[i].body, strlen(cases[i].body), arena, &body, &err));
		if (floor_record_read(&body, arena, &r, &err) != cases[i].ok)
			print_error("%s\n", cases[i].body);
		assert_int_equal(floor_record_read(&body, arena, &r, &err), cases[i].ok);
		if (!cases[i].ok) {
			assert_string_equal(err.code, "floor.record");
			continue;
		}
		CLEANUP(buf_done) struct buf text = {0};
		floor_record_write(&r, &text);
		assert_string_equal(buf_str(&text), cases[i].body);
	}
}

static void limits(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor *f = floor_new(&RULE, arena);
	struct err err;
	int overtime;
	const char *many[FLOOR_ENTRIES_MAX + 1];
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = arena_printf(arena, "E%zu", i);
	struct floor_step open = {.action = FLOOR_OPEN, .entries = many, .entry_count = FLOOR_ENTRIES_MAX + 1};
	assert_false(floor_take(f, &open, &overtime, &err));
	assert_string_equal(err.code, "floor.limit");
	open.entry_count = 3;
	assert_true(floor_take(f, &open, &overtime, &err));
	struct floor_step call = {.action = FLOOR_CALL, .entry = "E0"}, undo = {.action = FLOOR_UNDO};
	while (f->steps < FLOOR_STEPS_MAX)
		assert_true(floor_take(f, f->steps % 2 ? &call : &undo, &overtime, &err));
	assert_false(floor_take(f, &undo, &overtime, &err));
	assert_string_equal(err.code, "floor.limit");
	/* a pitch that nobody ended for years */
	struct floor *late = floor_new(&RULE, arena);
	struct floor_step steps[] = {open, call, {.action = FLOOR_PITCH, .entry = "E0"},
		{.action = FLOOR_MARK, .entry = "E0", .at_ms = INT64_C(1) << 50}};
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		assert_true(floor_take(late, &steps[i], &overtime, &err));
	assert_int_equal(overtime, FLOOR_OVERTIME_MAX);
}

/* What an undo would take back is what it takes back: a console says so on its button. */
static void undoable(void **state)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	(void)state;
	static const char *const ids[] = {"a", "b"};
	static const struct floor_step steps[] = {
		{.action = FLOOR_OPEN, .entries = ids, .entry_count = 2}, {.action = FLOOR_CALL, .entry = "a"},
		{.action = FLOOR_PITCH, .entry = "a"}, {.action = FLOOR_PAUSE}, {.action = FLOOR_UNDO},
		{.action = FLOOR_MARK, .entry = "a"}, {.action = FLOOR_LOCK, .entry = "a"}, {.action = FLOOR_LEAVE, .entry = "b"},
		{.action = FLOOR_UNDO},
	};
	static const struct {
		int action;
		const char *entry;
	} wanted[] = {{FLOOR_OPEN, NULL}, {FLOOR_CALL, "a"}, {FLOOR_PITCH, "a"}, {FLOOR_PAUSE, NULL}, {FLOOR_PITCH, "a"},
		{FLOOR_MARK, "a"}, {-1, "a"}, {FLOOR_LEAVE, "b"}, {-1, "a"}};
	struct floor *f = floor_new(&RULE, arena);
	struct err err;
	int overtime, entry;
	assert_int_equal(floor_undoable(f, &entry), -1);
	assert_int_equal(entry, -1);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		assert_true(floor_take(f, &steps[i], &overtime, &err));
		assert_int_equal(floor_undoable(f, &entry), wanted[i].action);
		if (wanted[i].entry)
			assert_string_equal(f->entries[entry].id, wanted[i].entry);
		else
			assert_int_equal(entry, -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts), cmocka_unit_test(questions), cmocka_unit_test(random_steps), cmocka_unit_test(records),
		cmocka_unit_test(limits), cmocka_unit_test(undoable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
