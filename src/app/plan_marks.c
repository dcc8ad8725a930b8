/* Marks of a rehearsal: an entry's true quality, its talent for the criterion,
 * the expert's severity and chance, added in thousandths of the criterion's
 * range around `centre` and set on the nearest step, never at the very top.
 *
 *	mark = min + range · (centre + spread·quality + spread/2·talent − severity·s + noise·chance)
 */
#include "app/plan.h"

#include "app/plan_panel.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/str.h"
#include "contest/sheet.h"

#include <string.h>

struct knobs { /* thousandths of a criterion's range */
	int64_t centre, spread, severity, noise;
};

static struct knobs knobs_of(const struct json *round)
{
	return (struct knobs){
		.centre = json_int(round, "centre", 780),
		.spread = json_int(round, "spread", 60),
		.severity = json_int(round, "severity", 25),
		.noise = json_int(round, "noise", 35),
	};
}

/* The same for an entry and a criterion whichever expert marks it. */
static int64_t talent(const struct plan *p, int entry, int criterion)
{
	uint64_t seed = (uint64_t)p->qualities[entry] * 1000003u + (uint64_t)entry * 64 + (uint64_t)criterion;
	struct rng r = rng_of(seed);
	return plan_gauss(&r);
}

/* `thousandths` of the way from min to max, on a step; one step below the top at most. */
static int64_t on_step(const struct criterion *c, int64_t thousandths)
{
	int64_t steps = (c->max - c->min) / c->step;
	int64_t top = steps > 4 ? steps - 1 : steps;
	int64_t k = (steps * thousandths + 500) / 1000;
	k = k < 0 ? 0 : k > top ? top : k;
	return c->min + k * c->step;
}

static int64_t panel_mark(struct plan *p, const struct knobs *k, const struct criterion *c, int criterion,
	const struct draft *d)
{
	int64_t sum = k->spread * p->qualities[d->entry] + k->spread / 2 * talent(p, d->entry, criterion) -
		k->severity * p->severities[d->expert] + k->noise * plan_gauss(&p->rng);
	return on_step(c, k->centre + sum / 1000);
}

/* Official values are rare where they may be absent (overtime), and small; else anything plausible. */
static int64_t official_value(struct plan *p, const struct criterion *c)
{
	if (!c->optional)
		return on_step(c, 500 + (int64_t)rng_below(&p->rng, 450));
	if (rng_below(&p->rng, 8) != 0)
		return MARK_NONE;
	return on_step(c, 20 + (int64_t)rng_below(&p->rng, 80));
}

static struct draft *add_draft(struct plan *p, struct drafts *all, const struct stage *stage, int entry, int expert,
	int heat)
{
	if (all->count == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 256;
		all->items = arena_grow(p->arena, all->items, all->count, cap, sizeof *all->items);
		all->cap = cap;
	}
	struct draft *d = &all->items[all->count++];
	*d = (struct draft){.entry = entry, .expert = expert, .heat = heat};
	d->marks = ARENA_ARRAY(p->arena, (size_t)stage->scoring.criterion_count, int64_t);
	for (int c = 0; c < stage->scoring.criterion_count; c++)
		d->marks[c] = MARK_NONE;
	return d;
}

static void mark_officially(struct plan *p, const struct stage *stage, struct drafts *all, int entry, int heat)
{
	int64_t values[64];
	bool any = false;
	for (int c = 0; c < stage->scoring.criterion_count && c < 64; c++) {
		const struct criterion *criterion = &stage->scoring.criteria[c];
		values[c] = criterion->by == BY_OFFICIAL ? official_value(p, criterion) : MARK_NONE;
		any |= values[c] != MARK_NONE;
	}
	if (!any)
		return;
	struct draft *d = add_draft(p, all, stage, entry, (int)p->expert_count - 1, heat);
	memcpy(d->marks, values, (size_t)stage->scoring.criterion_count * sizeof *values);
}

static bool mark_entry(struct plan *p, const struct knobs *knobs, const struct stage *stage, struct drafts *all,
	int entry, int heat, int k, struct err *err)
{
	int *experts = ARENA_ARRAY(p->arena, (size_t)panel_seats(p, stage) + 1, int), n;
	if (!panel_for(p, stage, heat, k, experts, &n, err))
		return false;
	for (int e = 0; e < n; e++) {
		struct draft *d = add_draft(p, all, stage, entry, experts[e], heat);
		for (int c = 0; c < stage->scoring.criterion_count; c++)
			if (stage->scoring.criteria[c].by == BY_PANEL)
				d->marks[c] = panel_mark(p, knobs, &stage->scoring.criteria[c], c, d);
	}
	mark_officially(p, stage, all, entry, heat);
	return true;
}

static size_t sheets_of(const struct drafts *all, int entry)
{
	size_t n = 0;
	for (size_t i = 0; i < all->count; i++)
		n += all->items[i].entry == entry && !all->items[i].recused;
	return n;
}

static bool is_official(const struct plan *p, const struct draft *d)
{
	return str_eq(p->experts[d->expert].id, "S-01");
}

/* Some experts step aside from some entries, where enough sheets are left for a score. */
static void recuse_some(struct plan *p, const struct stage *stage, struct drafts *all, int64_t wanted)
{
	for (int64_t tries = 50 * wanted; wanted > 0 && tries > 0 && all->count > 0; tries--) {
		struct draft *d = &all->items[rng_below(&p->rng, all->count)];
		size_t left = sheets_of(all, d->entry);
		if (d->recused || is_official(p, d) || left < (size_t)stage->scoring.quorum.sheets + 2)
			continue;
		d->recused = true;
		wanted--;
	}
}

/* Some sheets come in with a slip and are mended: the first version differs by a few steps in one mark. */
static void amend_some(struct plan *p, const struct stage *stage, struct drafts *all, int64_t wanted)
{
	size_t criteria = (size_t)stage->scoring.criterion_count;
	for (int64_t tries = 50 * wanted; wanted > 0 && tries > 0 && all->count > 0; tries--) {
		struct draft *d = &all->items[rng_below(&p->rng, all->count)];
		size_t c = (size_t)rng_below(&p->rng, criteria);
		const struct criterion *criterion = &stage->scoring.criteria[c];
		if (d->recused || d->first || is_official(p, d) || d->marks[c] == MARK_NONE)
			continue;
		int64_t slip = d->marks[c] - criterion->step * (1 + (int64_t)rng_below(&p->rng, 4));
		if (slip < criterion->min)
			continue;
		d->first = ARENA_ARRAY(p->arena, criteria, int64_t);
		memcpy(d->first, d->marks, criteria * sizeof *d->first);
		d->first[c] = slip;
		wanted--;
	}
}

bool plan_marks(struct plan *p, const struct json *round, const struct stage *stage, const struct result *field,
	struct drafts *ret, struct err *err)
{
	struct knobs knobs = knobs_of(round);
	int *heats = ARENA_ARRAY(p->arena, (size_t)stage->heat_count + 1, int);
	*ret = (struct drafts){0};
	for (int i = 0; i < field->sheets.entry_count; i++) {
		const struct entry *e = &field->sheets.entries[i];
		int heat = e->at[AXIS_HEAT] >= 0 ? e->at[AXIS_HEAT] : i % stage->heat_count;
		if (e->withdrawn)
			continue;
		if (!mark_entry(p, &knobs, stage, ret, plan_find_entry(p, e->id), heat, heats[heat]++, err))
			return false;
	}
	recuse_some(p, stage, ret, json_int(round, "recused", 0));
	amend_some(p, stage, ret, json_int(round, "amended", 0));
	return true;
}

static const char *marks_json(const struct stage *stage, const struct draft *d, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	for (int c = 0; c < stage->scoring.criterion_count && !d->recused; c++)
		if (d->marks[c] != MARK_NONE)
			json_put_int(&w, stage->scoring.criteria[c].id, d->marks[c]);
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

void plan_result_sheets(const struct plan *p, const struct stage *stage, struct drafts *d, struct arena *arena)
{
	d->sheets = ARENA_ARRAY(arena, d->count + 1, struct result_sheet);
	for (size_t i = 0; i < d->count; i++) {
		const struct draft *sheet = &d->items[i];
		d->sheets[i] = (struct result_sheet){
			.heat = stage->heats[sheet->heat].id,
			.entry = p->entries[sheet->entry].id,
			.expert = p->experts[sheet->expert].id,
			.recused = sheet->recused,
			.marks = marks_json(stage, sheet, arena),
		};
	}
}

/* The sheets of `entry`, in panel order. */
static size_t sheets_at(const struct drafts *all, int entry, size_t *ret_at, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < all->count && n < most; i++)
		if (all->items[i].entry == entry)
			ret_at[n++] = i;
	return n;
}

static bool same_class(const struct plan *p, const struct draft *a, const struct draft *b)
{
	return !is_official(p, a) && !is_official(p, b) &&
		str_eq_null(p->experts[a->expert].class_id, p->experts[b->expert].class_id);
}

void plan_tie(struct plan *p, const struct stage *stage, struct drafts *all, int a, int b)
{
	size_t from[64], n = sheets_at(all, a, from, COUNT_OF(from)), kept = 0;
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].entry != b)
			all->items[kept++] = all->items[i];
	all->count = kept;
	n = sheets_at(all, a, from, COUNT_OF(from));
	for (size_t i = 0; i < n; i++) {
		struct draft *own = &all->items[from[i]];
		size_t twin = i % 2 == 0 ? i + 1 : i - 1;
		bool swapped = twin < n && same_class(p, own, &all->items[from[twin]]);
		size_t source = from[swapped ? twin : i];
		struct draft *d = add_draft(p, all, stage, b, own->expert, own->heat);
		const struct draft *other = &all->items[source];
		d->recused = other->recused;
		memcpy(d->marks, other->marks, (size_t)stage->scoring.criterion_count * sizeof *d->marks);
	}
}

static void put_rows(const struct plan *p, const struct stage *stage, const struct draft *d, const int64_t *marks,
	struct buf *out)
{
	char text[DECIMAL_TEXT];
	const char *heat = stage->heats[d->heat].id, *entry = p->entries[d->entry].id;
	const char *expert = p->experts[d->expert].id;
	if (d->recused) {
		buf_printf(out, "%s,%s,%s,*,recused\n", heat, entry, expert);
		return;
	}
	for (int c = 0; c < stage->scoring.criterion_count; c++)
		if (marks[c] != MARK_NONE)
			buf_printf(out, "%s,%s,%s,%s,%s\n", heat, entry, expert, stage->scoring.criteria[c].id,
				decimal_format(marks[c], text));
}

void plan_sheets_csv(const struct plan *p, const struct stage *stage, const struct drafts *all, bool amended,
	struct buf *out)
{
	buf_puts(out, "heat,entry,expert,criterion,mark\n");
	for (size_t i = 0; i < all->count; i++) {
		const struct draft *d = &all->items[i];
		if (!amended)
			put_rows(p, stage, d, d->first ? d->first : d->marks, out);
		else if (d->first)
			put_rows(p, stage, d, d->marks, out);
	}
}
