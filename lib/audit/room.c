/* What happens in the room of a heat: its floor, played again step by step at the times of the records, and who sits on its
 * panel. Panels are kept with the number of their record, so that a sheet, once it is opened, is held against the one in
 * force when it came in. */
#include "audit/room.h"

#include "audit/assign.h"
#include "audit/body.h"
#include "audit/draw.h"
#include "audit/pool.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/recusal.h"
#include "floor/floor.h"
#include "floor/step.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <string.h>

struct heat_state *rooms_of(struct replay *r, const struct stage *stage)
{
	struct heat_state *heats = ARENA_ARRAY(r->arena, (size_t)stage->heat_count, struct heat_state);
	for (int h = 0; h < stage->heat_count; h++)
		heats[h].lock_seq = heats[h].sign_seq = -1;
	return heats;
}

bool room_opened(const struct replay *r)
{
	for (int s = 0; r->contest && s < r->contest->stage_count; s++)
		for (int h = 0; h < r->contest->stages[s].heat_count && r->stages[s].heats; h++)
			if (r->stages[s].heats[h].floor)
				return true;
	return false;
}

void rooms_carry(struct replay *r, const struct contest *old, const struct stage_state *before)
{
	for (int s = 0; s < r->contest->stage_count; s++) {
		const struct stage *stage = &r->contest->stages[s];
		int was = contest_find_stage(old, stage->id);
		for (int h = 0; h < stage->heat_count && was >= 0; h++) {
			int heat = stage_find_heat(&old->stages[was], stage->heats[h].id);
			if (heat >= 0)
				r->stages[s].heats[h] = before[was].heats[heat];
		}
	}
}

/* The room that the body names, while something may still happen there; NULL after a report. */
static struct heat_state *find_room(struct replay *r, const struct record *record, const char *stage_id, const char *heat_id,
	int *ret_stage, int *ret_heat)
{
	int stage = contest_find_stage(r->contest, stage_id);
	int heat = stage < 0 || r->contest->stages[stage].kind != STAGE_PANEL ? -1
		: stage_find_heat(&r->contest->stages[stage], heat_id);
	if (heat < 0) {
		report_record(r->report, record->seq, "there is no heat %s in a stage %s with marks", heat_id, stage_id);
		return NULL;
	}
	struct heat_state *room = &r->stages[stage].heats[heat];
	if (r->stages[stage].close_seq >= 0 || room->lock_seq >= 0) {
		report_record(r->report, record->seq, "%s in heat %s after %s", record->type, heat_id,
			room->lock_seq >= 0 ? "it was locked" : "its stage was closed");
		return NULL;
	}
	*ret_stage = stage;
	*ret_heat = heat;
	return room;
}

/* ---- the floor */

/* The floor of another heat on which the entry stands; −1 = none. */
static int stands_elsewhere(const struct replay *r, int stage, int heat, const char *entry)
{
	for (int h = 0; h < r->contest->stages[stage].heat_count; h++) {
		const struct floor *f = r->stages[stage].heats[h].floor;
		if (h != heat && f && floor_find_entry(f, entry) >= 0)
			return h;
	}
	return -1;
}

static bool is_listed(const struct floor_step *step, const char *entry)
{
	for (int i = 0; i < step->entry_count; i++)
		if (str_eq(step->entries[i], entry))
			return true;
	return false;
}

/* The running order names exactly the entries of the heat; where no heat selects them, none that stands elsewhere. */
static void check_opening(struct replay *r, const struct record *record, int stage, int heat, const struct floor_step *step)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct result result;
	struct err err;
	int known = 0;
	if (!recount_blank(r, stage, arena, &result, &err)) {
		report_record(r->report, record->seq, "who takes part in stage %s can't be computed: %s",
			r->contest->stages[stage].id, err.message);
		return;
	}
	for (int e = 0; e < result.sheets.entry_count; e++) {
		const struct entry *entry = &result.sheets.entries[e];
		int belongs = entry->at[AXIS_HEAT], other = stands_elsewhere(r, stage, heat, entry->id);
		bool listed = is_listed(step, entry->id);
		known += listed;
		if (listed && (entry->withdrawn || (belongs >= 0 && belongs != heat) || other >= 0))
			report_record(r->report, record->seq, "entry %s is on the floor and %s", entry->id,
				entry->withdrawn ? "has withdrawn" : "belongs to another heat");
		if (!listed && !entry->withdrawn && belongs == heat)
			report_record(r->report, record->seq, "entry %s of the heat is not on its floor", entry->id);
	}
	if (known != step->entry_count)
		report_record(r->report, record->seq, "an entry on the floor takes no part in stage %s", r->contest->stages[stage].id);
}

/* A running order that names a draw is what was drawn, without those who are not on this floor. */
static void check_drawn(struct replay *r, const struct record *record, const struct floor_step *step)
{
	const struct draw_state *d = step->draw <= (int64_t)r->draw_count ? &r->draws[step->draw - 1] : NULL;
	size_t at = 0;
	int found = 0;
	if (!d || !d->order) {
		report_record(r->report, record->seq, "draw %" PRId64 ", whose order it names, has none", step->draw);
		return;
	}
	for (; at < d->order->count && found < step->entry_count; at++)
		found += d->order->items[at].type == JSON_STRING && str_eq(d->order->items[at].string, step->entries[found]);
	if (found < step->entry_count)
		report_record(r->report, record->seq, "the running order is not that of draw %" PRId64 ": entry %s stands elsewhere there",
			step->draw, step->entries[found]);
}

void room_step(struct replay *r, const struct record *record, const struct json *body)
{
	struct floor_record step;
	struct err err;
	int stage, heat, overtime;
	if (!floor_record_read(body, r->arena, &step, &err)) {
		report_record(r->report, record->seq, "it is not a step of a floor: %s", err.message);
		return;
	}
	struct heat_state *room = find_room(r, record, step.stage, step.heat, &stage, &heat);
	if (!room)
		return;
	const struct stage *s = &r->contest->stages[stage];
	if (!room->floor)
		room->floor = floor_new(&(struct floor_rule){s->heats[heat].pitch_s, s->heats[heat].questions_s, s->floor.marking_s},
			r->arena);
	step.step.at_ms = record->ts_ms;
	if (step.number != room->floor->steps + 1)
		report_record(r->report, record->seq, "step %" PRId64 " of heat %s after step %" PRId64, step.number, step.heat,
			room->floor->steps);
	if (step.step.action == FLOOR_OPEN && !floor_is_open(room->floor))
		check_opening(r, record, stage, heat, &step.step);
	if (step.step.draw)
		check_drawn(r, record, &step.step);
	if (!floor_take(room->floor, &step.step, &overtime, &err))
		report_record(r->report, record->seq, "the floor of heat %s does not allow it: %s", step.heat, err.message);
	else if (overtime != step.overtime_s)
		report_record(r->report, record->seq, "its overtime is %d, by the records' times %d (-1: none)", step.overtime_s,
			overtime);
}

/* ---- panels */

bool room_takes_class(const struct contest *contest, const struct stage *stage, const char *class_id)
{
	int class_index = class_id ? labels_find(&contest->classes, class_id) : -1;
	for (int i = 0; i < stage->panel_count; i++)
		if (stage->panel[i].class_index == class_index)
			return true;
	return !stage->panel_count;
}

static bool experts_fit(struct replay *r, const struct record *record, int stage, const struct json *experts)
{
	for (size_t i = 0; i < experts->count; i++) {
		const char *id = experts->items[i].string;
		int expert = dict_find(&r->expert_ids, id);
		bool sorted = !i || strcmp(experts->items[i - 1].string, id) < 0;
		if (expert >= 0 && pool_has_left(r, id, record->seq)) {
			report_record(r->report, record->seq, "expert %s of the panel left before", id);
			return false;
		}
		if (expert >= 0 && sorted && room_takes_class(r->contest, &r->contest->stages[stage], r->experts[expert].class_id))
			continue;
		report_record(r->report, record->seq, "expert %s of the panel %s", id, expert < 0 ? "was never seated"
			: !sorted ? "does not stand in order" : "is of no class that sits on it");
		return false;
	}
	return true;
}

void room_seat(struct replay *r, const struct record *record, const struct json *body)
{
	int stage, heat;
	const struct json *experts = json_get(body, "experts");
	if (!body_fits(body, "experts:a,heat:d,stage:d") || !body_ids(experts, 1)) {
		report_record(r->report, record->seq, "panel.seat must have {experts, heat, stage}");
		return;
	}
	struct heat_state *room = find_room(r, record, json_string(body, "stage", ""), json_string(body, "heat", ""), &stage, &heat);
	if (!room || !experts_fit(r, record, stage, experts))
		return;
	const char **ids = ARENA_ARRAY(r->arena, experts->count, const char *);
	for (size_t i = 0; i < experts->count; i++)
		ids[i] = r->experts[dict_find(&r->expert_ids, experts->items[i].string)].id;
	room->seatings = replay_grow(r, room->seatings, room->seating_count, &room->seating_cap, sizeof(*room->seatings));
	room->seatings[room->seating_count++] = (struct seating){record->seq, ids, (int)experts->count};
}

static bool sits(const struct seating *s, const char *expert)
{
	for (int i = 0; i < s->count; i++)
		if (str_eq(s->experts[i], expert))
			return true;
	return false;
}

void room_sheet(struct replay *r, int stage, const struct version *v, const struct version *after)
{
	const struct stage *s = &r->contest->stages[stage];
	int heat = stage_find_heat(s, v->sheet.heat);
	if (heat < 0)
		return;
	int other = stands_elsewhere(r, stage, heat, v->sheet.entry);
	if (other >= 0)
		report_record(r->report, v->seq, "entry %s is marked in heat %s and stands on the floor of %s", v->sheet.entry,
			v->sheet.heat, s->heats[other].id);
	const struct heat_state *room = &r->stages[stage].heats[heat];
	const struct seating *then = NULL;
	if (!recusal_is_panel_sheet(s, v->sheet.recused, v->sheet.marks)) /* official values alone need no seat */
		return;
	for (size_t i = 0; i < room->seating_count; i++) {
		const struct seating *seating = &room->seatings[i];
		if (seating->seq < v->seq)
			then = seating;
		else if ((!after || after->seq > seating->seq) && !sits(seating, v->sheet.expert) &&
			!pool_has_left(r, v->sheet.expert, seating->seq))
			report_record(r->report, seating->seq, "the panel leaves out expert %s, who marked in record %" PRId64,
				v->sheet.expert, v->seq);
	}
	if (then && pool_seats(r, then, v->seq) && !sits(then, v->sheet.expert))
		report_record(r->report, v->seq, "expert %s marks and does not sit on the panel of record %" PRId64, v->sheet.expert,
			then->seq);
}
