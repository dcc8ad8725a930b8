/* The timetable of a rehearsed stage: every heat is open from its start for nine hours, on as many days as the stage has, with
 * lunch from three hours after the start for ninety minutes; entries in the order of a draw. */
#include "app/plan.h"

#include "app/timetable.h"
#include "base/arena.h"
#include "base/buf.h"

static const int64_t DAY_MS = INT64_C(86400000), HOUR_MS = INT64_C(3600000);

bool plan_is_timed(const struct plan *p, const char *id)
{
	const struct stage *stage = &p->contest->stages[contest_find_stage(p->contest, id)];
	bool timed = stage->heat_count > 0;
	for (int h = 0; h < stage->heat_count; h++)
		timed = timed && stage->heats[h].pitch_s && stage->heats[h].starts_ms;
	return timed;
}

static int days_of(const struct stage *stage, const struct heat *heat)
{
	int64_t days = stage->ends_ms > heat->starts_ms ? (stage->ends_ms - heat->starts_ms + DAY_MS - 1) / DAY_MS : 1;
	return days > 10 ? 10 : (int)days;
}

static void make_wish(const struct stage *stage, const int64_t *draws, struct arena *arena, struct timetable_wish *wish)
{
	struct schedule *s = &wish->given;
	s->open = ARENA_ARRAY(arena, (size_t)stage->heat_count * 10, struct schedule_span);
	s->breaks = ARENA_ARRAY(arena, (size_t)stage->heat_count * 10, struct schedule_span);
	s->draws = ARENA_ARRAY(arena, (size_t)stage->heat_count, struct schedule_draw);
	s->buffer_s = 60;
	s->change_s = 900;
	for (int h = 0; draws && h < stage->heat_count; h++)
		if (draws[h])
			s->draws[s->draw_count++] = (struct schedule_draw){stage->heats[h].id, draws[h]};
	for (int h = 0; h < stage->heat_count; h++)
		for (int d = 0; d < days_of(stage, &stage->heats[h]); d++) {
			int64_t from = stage->heats[h].starts_ms + d * DAY_MS;
			s->open[s->open_count++] = (struct schedule_span){stage->heats[h].id, from, from + 9 * HOUR_MS};
			s->breaks[s->break_count++] = (struct schedule_span){stage->heats[h].id, from + 3 * HOUR_MS, from + 9 * HOUR_MS / 2};
		}
}

bool plan_timetable(struct plan *p, struct app *app, const struct request *rq, const char *stage, const int64_t *draws,
	struct new_timetable *ret, struct err *err)
{
	const struct stage *s = &p->contest->stages[contest_find_stage(p->contest, stage)];
	struct timetable_wish wish = {0};
	struct json *body = ARENA_NEW(p->arena, struct json);
	CLEANUP(buf_done) struct buf out = {0};
	*ret = (struct new_timetable){.overrides = true};
	make_wish(s, draws, p->arena, &wish);
	if (!app_propose_timetable(app, rq, p->contest->id, stage, &wish, &out, err) ||
		!json_parse(buf_str(&out), out.len, p->arena, body, err) || !timetable_input(body, 0, p->arena, &ret->given, err))
		return false;
	/* Too many for the days there are: the last ones go on after hours. */
	if (json_int(body, "over", 0))
		ret->given.reason = "Rehearsal: more entries than hours.";
	return true;
}
