/* A class as a graph, and what is the same for every way to solve it: the seed's order, rooms, what stays.
 *
 * Under a cap of most/whole everything is counted in parts of 1/whole: an entry sends its seats times `whole`, an expert
 * takes its load times `whole`, and no pair carries more than `most`. Whole-number flows in these parts are then just the
 * probabilities that the cap allows. Kept pairs were drawn before: they are sure, and take seats and load first. */
#include "base/arena.h"
#include "base/buf.h"
#include "judging/assign_part.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 5 };

const struct assign_option *assign_option_of(const struct assign_case *c, int entry, int expert)
{
	for (int64_t o = c->starts[entry]; o < c->starts[entry + 1]; o++)
		if (c->options[o].expert == expert)
			return &c->options[o];
	return NULL;
}

bool assign_is_calibration(const struct assign_case *c, int entry)
{
	return c->calibration && c->calibration[entry];
}

/* ---- the seed's order */
static int by_key(const void *x, const void *y)
{
	const struct assign_order *a = x, *b = y;
	int d = memcmp(a->key.bytes, b->key.bytes, SHA_LEN);
	return d ? d : (a->at > b->at) - (a->at < b->at);
}

static struct sha key_of(const struct sha *seed, const char *id)
{
	char hex[SHA_HEX];
	const struct slice parts[] = {{sha_hex(seed, hex), SHA_HEX - 1}, {":", 1}, {id, strlen(id)}};
	return sha256_parts(parts, COUNT_OF(parts));
}

uint64_t assign_lot(const struct sha *seed, const char *id)
{
	struct sha key = key_of(seed, id);
	uint64_t lot = 0;
	for (int i = 0; i < 8; i++)
		lot = lot << 8 | key.bytes[i];
	return lot;
}

static void set_orders(struct assign_work *w)
{
	const struct assign_case *c = w->c;
	struct assign_order *entries = ARENA_ARRAY(w->arena, (size_t)c->entry_count, struct assign_order);
	struct assign_order *experts = ARENA_ARRAY(w->arena, (size_t)c->expert_count, struct assign_order);
	for (int e = 0; e < c->entry_count; e++)
		entries[e] = (struct assign_order){key_of(&c->seed, c->entries[e]), e};
	for (int j = 0; j < c->expert_count; j++)
		experts[j] = (struct assign_order){key_of(&c->seed, c->experts[j].id), j};
	qsort(entries, (size_t)c->entry_count, sizeof(*entries), by_key);
	qsort(experts, (size_t)c->expert_count, sizeof(*experts), by_key);
	w->entries = entries;
	w->experts = experts;
}

/* ---- calibration and kept pairs */
static bool take_calibration(struct assign_work *w, struct err *err)
{
	const struct assign_case *c = w->c;
	w->room = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int);
	for (int j = 0; j < c->expert_count; j++)
		w->room[j] = c->experts[j].load < c->entry_count ? c->experts[j].load : c->entry_count;
	for (int e = 0; e < c->entry_count; e++) {
		if (!assign_is_calibration(c, e))
			continue;
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			w->picked[o] = true;
			if (w->room[c->options[o].expert]-- == 0)
				return fail(err, ERR_CONFLICT, "assign.short", "Expert %s has a load of %d and more calibration entries than that.",
					c->experts[c->options[o].expert].id, c->experts[c->options[o].expert].load);
		}
	}
	return true;
}

static bool take_kept(struct assign_work *w, struct err *err)
{
	const struct assign_case *c = w->c;
	int64_t least = 0, most = 0, seats = 1;
	for (int64_t o = 0; o < c->starts[c->entry_count]; o++) {
		least = c->options[o].fit < least ? c->options[o].fit : least;
		most = c->options[o].fit > most ? c->options[o].fit : most;
	}
	for (int k = 0; k < c->class_count; k++)
		seats += (int64_t)c->seats[k] * c->entry_count;
	w->kept_worth = c->keep_count ? (most - least + 1) * seats : 0;
	if (w->kept_worth + most - least > FLOW_SIZE / (c->entry_count + c->expert_count + 2))
		return fail(err, ERR_INPUT, "assign.case", "The fits are too large for so many entries; divide them.");
	for (size_t i = 0; i < c->keep_count; i++) {
		struct assign_pair p = c->keep[i];
		if (p.entry < 0 || p.entry >= c->entry_count)
			return fail(err, ERR_INPUT, "assign.case", "A kept pair names an entry that is not there.");
		const struct assign_option *o = assign_option_of(c, p.entry, p.expert);
		if (o)
			w->kept[o - c->options] = true;
	}
	return true;
}

/* As many kept pairs as seats and loads still allow, the best of them, stay before anything is drawn. */
static void fix_kept(struct assign_work *w)
{
	const struct assign_case *c = w->c;
	bool *fixed = ARENA_ARRAY(w->arena, (size_t)c->starts[c->entry_count] + 1, bool);
	for (int k = 0; k < c->class_count; k++) {
		CLEANUP(arena_freep) struct arena *scratch = arena_new();
		struct assign_work whole = *w;
		whole.arena = scratch;
		whole.most = whole.whole = 1;
		struct assign_graph g = assign_graph_of(&whole, k, INT32_MIN, true);
		struct flow *f = flow_new(&g.problem, scratch);
		(void)flow_solve(f);
		for (int r = 0; r < g.problem.rows; r++)
			for (int64_t a = g.problem.starts[r]; a < g.problem.starts[r + 1]; a++)
				fixed[g.options[a]] = flow_on(f, r, a) > 0;
	}
	for (int64_t o = 0; o < c->starts[c->entry_count]; o++)
		if (fixed[o]) {
			w->room[c->options[o].expert]--;
			w->picked[o] = true;
		}
	w->fixed = fixed;
}

bool assign_begin(const struct assign_case *c, struct arena *arena, struct assign_work *ret, struct err *err)
{
	struct assign_work w = {.c = c, .arena = arena, .most = 1, .whole = 1};
	size_t options = (size_t)c->starts[c->entry_count];
	w.kept = ARENA_ARRAY(arena, options + 1, bool);
	w.picked = ARENA_ARRAY(arena, options + 1, bool);
	set_orders(&w);
	if (!take_calibration(&w, err) || !take_kept(&w, err))
		return false;
	if (c->cap_num < c->cap_den) {
		w.most = c->cap_num;
		w.whole = c->cap_den;
		w.chances = ARENA_ARRAY(arena, options + 1, int32_t);
		if (c->keep_count)
			fix_kept(&w);
	}
	*ret = w;
	return true;
}

/* ---- one class */
/* The experts of the class who have room. */
static void add_columns(const struct assign_work *w, int class_index, struct assign_graph *g, int *column, int32_t *room)
{
	const struct assign_case *c = w->c;
	int columns = 0;
	for (int i = 0; i < c->expert_count; i++) {
		int j = w->experts[i].at;
		column[j] = -1;
		if (c->experts[j].class_index != class_index || w->room[j] == 0)
			continue;
		column[j] = columns;
		g->experts[columns] = j;
		room[columns++] = w->room[j] * w->whole;
	}
	g->problem.columns = columns;
}

struct assign_graph assign_graph_of(const struct assign_work *w, int class_index, int32_t worst, bool kept_only)
{
	const struct assign_case *c = w->c;
	struct assign_graph g = {.entries = ARENA_ARRAY(w->arena, (size_t)c->entry_count, int),
		.experts = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int)};
	int *column = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int), rows = 0;
	int32_t *supply = ARENA_ARRAY(w->arena, (size_t)c->entry_count, int32_t);
	int32_t *room = ARENA_ARRAY(w->arena, (size_t)c->expert_count, int32_t);
	size_t most = (size_t)c->starts[c->entry_count];
	int64_t *starts = ARENA_ARRAY(w->arena, (size_t)c->entry_count + 1, int64_t), arcs = 0;
	int32_t *ends = ARENA_ARRAY(w->arena, most, int32_t);
	int64_t *costs = ARENA_ARRAY(w->arena, most, int64_t);
	g.options = ARENA_ARRAY(w->arena, most, int64_t);
	add_columns(w, class_index, &g, column, room);
	for (int i = 0; i < c->entry_count; i++) {
		int e = w->entries[i].at, seats = c->seats[class_index];
		if (assign_is_calibration(c, e))
			continue;
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			const struct assign_option *option = &c->options[o];
			if (w->fixed && w->fixed[o]) {
				seats -= c->experts[option->expert].class_index == class_index;
				continue;
			}
			if (column[option->expert] < 0 || option->fit < worst || (kept_only && !w->kept[o]))
				continue;
			ends[arcs] = column[option->expert];
			costs[arcs] = -(int64_t)option->fit - (w->kept[o] ? w->kept_worth : 0);
			g.options[arcs++] = o;
		}
		g.entries[rows] = e;
		supply[rows++] = seats * w->whole;
		starts[rows] = arcs;
	}
	g.problem = (struct flow_problem){rows, g.problem.columns, starts, ends, costs, supply, room, w->most};
	return g;
}

static int64_t lacking(const struct assign_work *w, int class_index, int32_t worst)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct assign_work scratch = *w;
	scratch.arena = arena;
	struct assign_graph g = assign_graph_of(&scratch, class_index, worst, false);
	g.problem.costs = ARENA_ARRAY(arena, (size_t)g.problem.starts[g.problem.rows], int64_t);
	return flow_solve(flow_new(&g.problem, arena));
}

bool assign_fills(const struct assign_work *w, int class_index, int32_t worst)
{
	return lacking(w, class_index, worst) == 0;
}

/* ---- why not */
/* "E-1, E-2 and 3 more", in the case's order; marked[i] is at[i] of the case. */
static const char *names(const struct assign_work *w, const bool *marked, const int *at, int count, bool experts)
{
	CLEANUP(buf_done) struct buf out = {0};
	int n = 0, all = experts ? w->c->expert_count : w->c->entry_count;
	bool *named = ARENA_ARRAY(w->arena, (size_t)all + 1, bool);
	for (int i = 0; i < count; i++)
		named[at[i]] = marked[i];
	for (int i = 0; i < all; i++)
		if (named[i] && n++ < NAMED)
			buf_printf(&out, "%s%s", n > 1 ? ", " : "", experts ? w->c->experts[i].id : w->c->entries[i]);
	if (n > NAMED)
		buf_printf(&out, " and %d more", n - NAMED);
	return n ? arena_strdup(w->arena, buf_str(&out)) : "nobody";
}

const char *assign_parts_text(int64_t parts, int whole, struct arena *arena)
{
	int64_t divisor = parts < 0 ? -parts : parts;
	for (int64_t b = whole, rest; b; b = rest) {
		rest = divisor % b;
		divisor = b;
	}
	if (divisor == whole)
		return arena_printf(arena, "%" PRId64, parts / whole);
	return arena_printf(arena, "%" PRId64 "/%" PRId64, parts / divisor, whole / divisor);
}

/* What the cap would have to be for the class, in words. */
static const char *cap_needed(const struct assign_work *w, int class_index)
{
	struct assign_work loose = *w;
	int low = w->most, high = w->whole; /* `low` does not fill, `high` does */
	loose.most = high;
	if (!assign_fills(&loose, class_index, INT32_MIN))
		return "without a cap they could not, either";
	while (high - low > 1) {
		loose.most = low + (high - low) / 2;
		if (assign_fills(&loose, class_index, INT32_MIN))
			high = loose.most;
		else
			low = loose.most;
	}
	return arena_printf(w->arena, "a cap of %s would do", assign_parts_text(high, w->whole, w->arena));
}

/* Hall's condition: what the marked entries need, less the places of the marked experts, less what their pairs with others
 * carry, is what lacks. */
struct shortage {
	const char *entries, *experts;
	int64_t places, pairs;
};

static struct shortage shortage_of(const struct assign_work *w, const struct assign_graph *g, const struct flow *f, int64_t unsent)
{
	const struct flow_problem *p = &g->problem;
	bool *rows = ARENA_ARRAY(w->arena, (size_t)p->rows + 1, bool);
	bool *columns = ARENA_ARRAY(w->arena, (size_t)p->columns + 1, bool);
	struct shortage s = {0};
	int64_t needed = 0;
	flow_shortage(f, rows, columns);
	for (int j = 0; j < p->columns; j++)
		s.places += columns[j] ? p->room[j] / w->whole : 0;
	for (int r = 0; r < p->rows; r++) {
		needed += rows[r] ? p->supply[r] : 0;
		for (int64_t a = p->starts[r]; a < p->starts[r + 1]; a++)
			s.pairs += rows[r] && !columns[p->ends[a]];
	}
	assert(needed - s.places * w->whole - s.pairs * w->most == unsent);
	s.entries = names(w, rows, g->entries, p->rows, false);
	s.experts = names(w, columns, g->experts, p->columns, true);
	return s;
}

/* Who could mark the entries, in words. */
static const char *places_text(const struct assign_work *w, const struct shortage *s)
{
	const char *pairs = s->pairs == 1 ? "pair" : "pairs";
	if (s->places == 0 && s->pairs == 0)
		return "nobody who may mark them has places left";
	if (s->places == 0)
		return arena_printf(w->arena, "only %" PRId64 " %s with experts can be made", s->pairs, pairs);
	const char *places = arena_printf(w->arena, "who may mark them (%s) has %" PRId64 " places in all", s->experts, s->places);
	return s->pairs ? arena_printf(w->arena, "%s, beside %" PRId64 " %s with others", places, s->pairs, pairs) : places;
}

bool assign_fail_short(const struct assign_work *w, const struct assign_graph *g, const struct flow *f, int class_index,
	int64_t unsent, struct err *err)
{
	struct shortage s = shortage_of(w, g, f, unsent);
	int seats = w->c->seats[class_index];
	const char *who = places_text(w, &s);
	if (w->whole == 1)
		return fail(err, ERR_CONFLICT, "assign.short", "%" PRId64 " seats of class %d can't be filled: the entries %s need %d each, and %s.",
			unsent, class_index + 1, s.entries, seats, who);
	return fail(err, ERR_CONFLICT, "assign.short",
		"%s seats of class %d can't be filled with no pair above a probability of %s: the entries %s need %d each, and %s; %s.",
		assign_parts_text(unsent, w->whole, w->arena), class_index + 1, assign_parts_text(w->most, w->whole, w->arena), s.entries,
		seats, who, cap_needed(w, class_index));
}

bool assign_lack(const struct assign_case *c, int class_index, struct arena *arena, bool *entries, bool *experts)
{
	struct assign_work w;
	struct err unused;
	if (!assign_begin(c, arena, &w, &unused))
		return false;
	struct assign_graph g = assign_graph_of(&w, class_index, INT32_MIN, false);
	g.problem.costs = ARENA_ARRAY(arena, (size_t)g.problem.starts[g.problem.rows], int64_t);
	struct flow *f = flow_new(&g.problem, arena);
	if (flow_solve(f) == 0)
		return false;
	bool *rows = ARENA_ARRAY(arena, (size_t)g.problem.rows + 1, bool);
	bool *columns = ARENA_ARRAY(arena, (size_t)g.problem.columns + 1, bool);
	flow_shortage(f, rows, columns);
	for (int r = 0; r < g.problem.rows; r++)
		entries[g.entries[r]] |= rows[r];
	for (int j = 0; j < g.problem.columns; j++)
		experts[g.experts[j]] |= columns[j];
	return true;
}
