/* Everything that the seed decides. An entry's mark is the same for all experts but for each one's severity, so that ranks
 * are known beforehand: two entries of equal marks are put on both sides of a cut, and whoever stands near it is marked by
 * everybody, exactly so. */
#include "cmd/rehearse.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR = 4 };

int script_find_entry(const struct day *d, const char *id)
{
	for (int e = 0; e < d->entry_count; e++)
		if (str_eq(d->entries[e].id, id))
			return e;
	return -1;
}

static void shuffle(struct rng *rng, int *items, int n)
{
	for (int i = n - 1; i > 0; i--) {
		int k = (int)rng_below(rng, (uint64_t)i + 1), item = items[i];
		items[i] = items[k];
		items[k] = item;
	}
}

/* ---- the definition */

static bool read_definition(struct day *d, const char *stage, struct err *err)
{
	struct answer a;
	struct findings findings = findings_of("definition", d->arena);
	if (!client_must(d->boss, "GET", day_path(d, d->arena, "/definition"), NULL, NULL, d->arena, &a, err) ||
		!definition_read(a.text.at, a.text.len, d->arena, &findings, &d->contest, err))
		return false;
	d->stage = stage ? contest_find_stage(d->contest, stage) : -1;
	if (stage && (d->stage < 0 || d->contest->stages[d->stage].kind != STAGE_PANEL))
		return fail(err, ERR_NOT_FOUND, "stage.unknown", "%s has no stage “%s” with marks.", d->contest_id, stage);
	return true;
}

/* The first stage with marks that nothing has been decided on. */
static bool choose_stage(struct day *d, struct err *err)
{
	for (int s = 0; s < d->contest->stage_count && d->stage < 0; s++) {
		struct answer a;
		const struct stage *stage = &d->contest->stages[s];
		if (stage->kind != STAGE_PANEL)
			continue;
		if (!client_must(d->boss, "GET", day_path(d, d->arena, "/stages/%s", stage->id), NULL, NULL, d->arena, &a, err))
			return false;
		const char *state = json_string(json_get(&a.json, "stage"), "state", "");
		if (str_eq(state, "upcoming") || str_eq(state, "judging"))
			d->stage = s;
	}
	return d->stage >= 0 || fail(err, ERR_CONFLICT, "rehearse.done", "Every stage of %s is decided already.", d->contest_id);
}

/* ---- who stands where */

static bool read_heat(struct day *d, int h, struct err *err)
{
	struct played_heat *heat = &d->heats[h];
	struct answer a;
	heat->rules = &day_stage(d)->heats[h];
	if (!client_must(d->boss, "GET", day_heat_path(d, h, d->arena, "/floor"), NULL, NULL, d->arena, &a, err))
		return false;
	if (json_bool(&a.json, "opened", false))
		return fail(err, ERR_CONFLICT, "rehearse.begun", "The floor of heat %s is open already; rehearse on a fresh contest.",
			heat->rules->id);
	const struct json *order = json_get(&a.json, "order");
	size_t n = order ? order->count : 0;
	heat->order = ARENA_ARRAY(d->arena, n + 1, int);
	for (size_t i = 0; i < n; i++) {
		const char *id = json_string(&order->items[i], "entry", "");
		if (script_find_entry(d, id) >= 0)
			continue; /* where no heat selects, everybody may stand on every floor: they are dealt out later */
		d->entries = arena_grow(d->arena, d->entries, (size_t)d->entry_count, (size_t)d->entry_count + 1, sizeof(*d->entries));
		d->entries[d->entry_count] = (struct played_entry){.id = id, .heat = h};
		heat->order[heat->count++] = d->entry_count++;
	}
	return true;
}

/* Where no heat selects its entries the first floor lists them all: every heat gets its share. */
static void deal_out(struct day *d)
{
	struct played_heat *first = &d->heats[0];
	int all = first->count, *order = first->order;
	for (int h = 1; h < d->heat_count; h++)
		if (d->heats[h].count)
			return;
	if (d->heat_count < 2)
		return;
	first->order = ARENA_ARRAY(d->arena, (size_t)all + 1, int);
	first->count = 0;
	for (int i = 0; i < all; i++) {
		struct played_heat *heat = &d->heats[i % d->heat_count];
		if (!heat->count)
			heat->order = ARENA_ARRAY(d->arena, (size_t)all + 1, int);
		heat->order[heat->count++] = order[i];
		d->entries[order[i]].heat = i % d->heat_count;
	}
}

static void plan_heat(struct day *d, int h)
{
	struct played_heat *heat = &d->heats[h];
	struct rng rng = day_rng(d, heat->rules->id);
	shuffle(&rng, heat->order, heat->count);
	heat->late = heat->count > 2 ? heat->order[1] : -1;
	heat->absent = heat->count > 3 ? heat->order[2] : -1;
	heat->undone = heat->count > 1 ? heat->order[0] : -1;
	heat->paused = heat->count > 4 ? heat->order[3] : heat->undone;
}

/* ---- panels: so many of each class, another part of the class for each heat as far as they go */

static bool pick_panel(struct day *d, int h, const struct json *all, struct err *err)
{
	const struct stage *stage = day_stage(d);
	struct played_heat *heat = &d->heats[h];
	heat->experts = ARENA_ARRAY(d->arena, all->count + 1, const char *);
	if (!stage->panel_count)
		for (size_t i = 0; i < all->count; i++)
			heat->experts[heat->expert_count++] = json_string(&all->items[i], "id", "");
	for (int p = 0; p < stage->panel_count; p++) {
		const char *class_id = d->contest->classes.items[stage->panel[p].class_index].id;
		const char **of_class = ARENA_ARRAY(d->arena, all->count, const char *);
		int n = 0, seats = stage->panel[p].seats;
		for (size_t i = 0; i < all->count; i++)
			if (str_eq(json_string(&all->items[i], "class", ""), class_id))
				of_class[n++] = json_string(&all->items[i], "id", "");
		if (n < seats)
			return fail(err, ERR_CONFLICT, "rehearse.experts", "%s seats %d experts of class %s, and there are %d.", stage->id,
				seats, class_id, n);
		for (int i = 0; i < seats; i++)
			heat->experts[heat->expert_count++] = of_class[(h * seats + i) % n];
	}
	return true;
}

static bool read_panels(struct day *d, struct err *err)
{
	for (int h = 0; h < d->heat_count; h++) {
		struct answer a;
		if (!client_must(d->boss, "GET", day_heat_path(d, h, d->arena, "/panel"), NULL, NULL, d->arena, &a, err) ||
			!pick_panel(d, h, json_get(&a.json, "experts"), err))
			return false;
	}
	return true;
}

/* ---- marks */

/* Marks fall from place to place; the two around the cut have the same. */
static void level(struct day *d, int entry, int place, int count, int cut)
{
	const struct scoring *scoring = &day_stage(d)->scoring;
	struct played_entry *e = &d->entries[entry];
	int at = cut > 0 && place == cut ? cut - 1 : place;
	e->steady = cut > 0 && abs(place - cut) <= NEAR;
	e->steps = ARENA_ARRAY(d->arena, (size_t)scoring->criterion_count, int64_t);
	for (int c = 0; c < scoring->criterion_count; c++) {
		const struct criterion *k = &scoring->criteria[c];
		int64_t range = (k->max - k->min) / k->step;
		int64_t good = scoring->low_wins ? at + 1 : count - at;
		e->steps[c] = range * 45 / 100 + range * 50 / 100 * good / (count + 1);
	}
}

static int cut_of(const struct day *d, const struct json *board, const char *list)
{
	const struct stage *stage = day_stage(d);
	const struct json *quotas = json_get(board, "quotas"), *lists = json_get(board, "lists");
	bool alone = lists && lists->count == 1;
	for (size_t q = 0; quotas && q < quotas->count; q++)
		if (alone || str_eq(json_string(&quotas->items[q], "list", ""), list))
			return (int)json_int(&quotas->items[q], "places", 0);
	if (!stage->quota_count && stage->award_count && stage->awards[0].by == AWARD_BY_RANK)
		return stage->awards[0].places;
	return 0;
}

static bool plan_marks(struct day *d, struct err *err)
{
	struct answer a;
	if (!client_must(d->boss, "GET", day_path(d, d->arena, "/stages/%s", day_stage(d)->id), NULL, NULL, d->arena, &a, err))
		return false;
	const struct json *lists = json_get(&a.json, "lists");
	for (size_t l = 0; lists && l < lists->count; l++) {
		const struct json *rows = json_get(&lists->items[l], "rows");
		const char *id = json_string(&lists->items[l], "id", "");
		int *places = ARENA_ARRAY(d->arena, rows->count, int), n = 0;
		struct rng rng = day_rng(d, *id ? id : "list");
		for (size_t i = 0; i < rows->count; i++) {
			int e = script_find_entry(d, json_string(&rows->items[i], "entry", ""));
			if (e >= 0)
				places[n++] = e;
		}
		shuffle(&rng, places, n);
		int cut = cut_of(d, &a.json, id);
		for (int i = 0; i < n; i++)
			level(d, places[i], i, n, cut < n && l == 0 ? cut : 0);
	}
	for (int e = 0; e < d->entry_count; e++)
		if (!d->entries[e].steps)
			level(d, e, e, d->entry_count, 0);
	return true;
}

bool script_read(struct day *d, struct err *err)
{
	if (!read_definition(d, d->stage_id, err) || (d->stage < 0 && !choose_stage(d, err)))
		return false;
	d->heat_count = day_stage(d)->heat_count;
	d->heats = ARENA_ARRAY(d->arena, (size_t)d->heat_count, struct played_heat);
	for (int h = 0; h < d->heat_count; h++)
		if (!read_heat(d, h, err))
			return false;
	deal_out(d);
	if (!d->entry_count)
		return fail(err, ERR_CONFLICT, "rehearse.empty", "No entry takes part in %s yet.", day_stage(d)->id);
	for (int h = 0; h < d->heat_count; h++)
		plan_heat(d, h);
	return read_panels(d, err) && plan_marks(d, err);
}
