/* Bodies of floor steps, one a line, each some seconds after the last: what is read is written back the same; an undo restores
 * what was before; nobody shares the stage; a refusal has a code and changes nothing. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "floor/floor.h"
#include "floor/step.h"

static void describe(const struct floor *f, struct buf *out)
{
	int on = 0;
	for (int i = 0; i < f->count; i++) {
		const struct floor_entry *e = &f->entries[f->order[i]];
		buf_printf(out, "%s %d %d %d;", e->id, (int)e->phase, e->skips, e->overtime_s);
		on += e->phase == FLOOR_CALLED || e->phase == FLOOR_PITCHING || e->phase == FLOOR_QUESTIONS;
	}
	MUST_HOLD(on == (floor_on_stage(f) >= 0));
	buf_printf(out, "%d %d %lld %lld %lld", (int)f->clock.kind, f->clock.extended_s, (long long)f->clock.started_ms,
		(long long)f->clock.paused_ms, (long long)f->clock.idle_ms);
}

static void take(struct floor *f, const struct floor_step *step)
{
	CLEANUP(buf_done) struct buf before = {0}, after = {0};
	struct err err = {0};
	int overtime;
	describe(f, &before);
	bool taken = floor_take(f, step, &overtime, &err);
	if (taken && step->action != FLOOR_UNDO && step->action != FLOOR_LOCK) {
		struct floor_step undo = {.action = FLOOR_UNDO, .at_ms = step->at_ms};
		MUST_HOLD(floor_take(f, &undo, &overtime, &err) || f->steps >= FLOOR_STEPS_MAX);
		describe(f, &after);
		MUST_HOLD(strcmp(buf_str(&before), buf_str(&after)) == 0 || f->steps >= FLOOR_STEPS_MAX);
		MUST_HOLD(floor_take(f, step, &overtime, &err) || f->steps >= FLOOR_STEPS_MAX);
	} else if (!taken) {
		describe(f, &after);
		MUST_HOLD(*err.code && strcmp(buf_str(&before), buf_str(&after)) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct floor *f = floor_new(&(struct floor_rule){size % 2 ? 600 : 0, 240, 60}, arena);
	int64_t at_ms = 0;
	for (size_t i = 0; i < size && f->steps < 400;) {
		const uint8_t *end = memchr(data + i, '\n', size - i);
		size_t len = end ? (size_t)(end - data) - i : size - i;
		CLEANUP(buf_done) struct buf written = {0}, canonical = {0};
		struct floor_record record;
		struct json body;
		struct err err;
		if (json_parse((const char *)data + i, len, arena, &body, &err) && floor_record_read(&body, arena, &record, &err)) {
			json_canonical(&body, &canonical);
			floor_record_write(&record, &written);
			MUST_HOLD(strcmp(buf_str(&written), buf_str(&canonical)) == 0);
			record.step.at_ms = at_ms += 7300 * (int64_t)(len % 97);
			take(f, &record.step);
		}
		i += len + 1;
	}
	return 0;
}
