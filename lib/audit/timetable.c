/* Timetables: versions without a gap, until their stage is closed; slots of entries that are in, apart from each other; an
 * order that is said to be drawn was. Whether a team or an expert can be there is not the ledger's to know. */
#include "audit/timetable.h"

#include "audit/draw.h"
#include "audit/replay.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "judging/schedule.h"
#include "ledger/record.h"

#include <inttypes.h>

void timetables_carry(struct replay *r, const struct contest *old, const struct stage_state *before)
{
	for (int s = 0; s < r->contest->stage_count; s++) {
		int was = contest_find_stage(old, r->contest->stages[s].id);
		if (was >= 0)
			r->stages[s].timetable = before[was].timetable;
	}
}

static void check_entries(struct replay *r, const struct record *record, const struct schedule *s)
{
	for (int i = 0; i < s->slot_count; i++) {
		int entry = dict_find(&r->entry_ids, s->slots[i].entry);
		if (entry < 0 || r->entries[entry].withdrawn)
			report_record(r->report, record->seq, "entry %s has a slot and %s", s->slots[i].entry,
				entry < 0 ? "was never accepted" : "has withdrawn");
	}
}

static void check_draw(struct replay *r, const struct record *record, const struct schedule *s, const struct schedule_draw *said,
	struct arena *arena)
{
	const struct draw_state *d = said->draw <= (int64_t)r->draw_count ? &r->draws[said->draw - 1] : NULL;
	const struct json *list = d ? d->order : NULL;
	if (!list || list->type != JSON_ARRAY) {
		report_record(r->report, record->seq, "draw %" PRId64 " was not concluded", said->draw);
		return;
	}
	const char **order = ARENA_ARRAY(arena, list->count + 1, const char *);
	for (size_t i = 0; i < list->count; i++)
		order[i] = list->items[i].type == JSON_STRING ? list->items[i].string : "";
	if (!schedule_follows(s, said->heat, order, list->count))
		report_record(r->report, record->seq, "heat %s does not stand in the order of draw %" PRId64, said->heat, said->draw);
}

void timetable_set(struct replay *r, const struct record *record, const struct json *body)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct schedule s;
	struct err err;
	if (!schedule_read(body, arena, &s, &err)) {
		report_record(r->report, record->seq, "it is not a timetable: %s", err.message);
		return;
	}
	int stage = replay_stage(r, record, body);
	if (stage < 0)
		return;
	const struct stage *st = &r->contest->stages[stage];
	const char **heats = ARENA_ARRAY(arena, (size_t)st->heat_count + 1, const char *);
	for (int h = 0; h < st->heat_count; h++)
		heats[h] = st->heats[h].id;
	if (r->stages[stage].close_seq >= 0)
		report_record(r->report, record->seq, "a timetable of stage %s after its close", st->id);
	if (s.version != r->stages[stage].timetable + 1)
		report_record(r->report, record->seq, "version %" PRId64 " of the timetable of stage %s after version %" PRId64, s.version,
			st->id, r->stages[stage].timetable);
	r->stages[stage].timetable = s.version;
	if (!schedule_check(&s, heats, st->heat_count, &err)) {
		report_record(r->report, record->seq, "the timetable does not hold: %s", err.message);
		return;
	}
	check_entries(r, record, &s);
	for (int i = 0; i < s.draw_count; i++)
		check_draw(r, record, &s, &s.draws[i], arena);
}
