/* `leitai severity`: a file of marks through one of the models of lib/judging. Entries come best first by the
 * adjusted score as printed (three places), so that the order is the same on every machine. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/severity_rows.h"
#include "judging/mfrm.h"
#include "judging/severity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line { long long key; int at; };

static int best_first(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	if (a->key != b->key)
		return a->key > b->key ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static void put_number(struct json_writer *w, const char *key, double value, int places)
{
	char text[64];
	if (!isfinite(value)) {
		json_put_null(w, key);
		return;
	}
	snprintf(text, sizeof text, "%.*f", places, value);
	json_put_raw(w, key, text);
}

/* ---- additive */

static struct line *additive_order(const struct judged *judged, const struct severity *s, struct arena *arena)
{
	struct line *lines = ARENA_ARRAY(arena, (size_t)judged->entry_count, struct line);
	for (int e = 0; e < judged->entry_count; e++)
		lines[e] = (struct line){llround(s->entries[e].value * 1000), e};
	qsort(lines, (size_t)judged->entry_count, sizeof(*lines), best_first);
	return lines;
}

/* ---- uncertainty at a cut */

enum { DRAWS = 4000, SEED = 1, EXTRA_EXPERTS = 2 };

struct cut {
	int places;      /* 0: not asked for */
	double *chances; /* by entry */
	double at;       /* between the last place and the next */
};

static struct cut cut_of(const struct judged *judged, const struct severity *s, const struct line *order, int places,
	struct arena *arena)
{
	struct cut cut = {.places = places};
	int n = judged->entry_count;
	if (places == 0)
		return cut;
	cut.chances = ARENA_ARRAY(arena, (size_t)n, double);
	severity_chances(s, places, DRAWS, SEED, arena, cut.chances);
	double last = s->entries[order[places < n ? places - 1 : n - 1].at].value;
	cut.at = places < n ? (last + s->entries[order[places].at].value) / 2 : last;
	return cut;
}

static bool is_close(const struct cut *cut, int entry)
{
	return cut->places && cut->chances[entry] > 0.05 && cut->chances[entry] < 0.95;
}

struct near { double distance; int at; };

static int nearest_first(const void *x, const void *y)
{
	const struct near *a = x, *b = y;
	if (a->distance < b->distance || a->distance > b->distance)
		return a->distance < b->distance ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* The entries whose place is open, those first where one more expert says most: smallest |θ − cut| / se. */
static struct near *close_entries(const struct judged *judged, const struct severity *s, const struct cut *cut,
	struct arena *arena, int *ret_count)
{
	struct near *near = ARENA_ARRAY(arena, (size_t)judged->entry_count, struct near);
	*ret_count = 0;
	for (int e = 0; e < judged->entry_count; e++)
		if (is_close(cut, e))
			near[(*ret_count)++] = (struct near){fabs(s->entries[e].value - cut->at) / s->entries[e].se, e};
	qsort(near, (size_t)*ret_count, sizeof(*near), nearest_first);
	return near;
}

static bool has_marked(const struct judged *judged, int entry, int expert)
{
	for (size_t i = 0; i < judged->count; i++)
		if (judged->marks[i].entry == entry && judged->marks[i].expert == expert)
			return true;
	return false;
}

/* Who could mark it as well: those with the fewest sheets so far. Conflicts are not known here. */
static int extra_experts(const struct judged *judged, const struct severity *s, int entry, int *ret_experts)
{
	int n = 0;
	for (int j = 0; j < judged->expert_count; j++) {
		if (has_marked(judged, entry, j))
			continue;
		int at = n < EXTRA_EXPERTS ? n++ : EXTRA_EXPERTS;
		for (; at > 0 && s->experts[j].sheets < s->experts[ret_experts[at - 1]].sheets; at--)
			if (at < EXTRA_EXPERTS)
				ret_experts[at] = ret_experts[at - 1];
		if (at < EXTRA_EXPERTS)
			ret_experts[at] = j;
	}
	return n;
}

static void cut_json(const struct judged *judged, const struct severity *s, const struct cut *cut, struct json_writer *w,
	struct arena *arena)
{
	int count, experts[EXTRA_EXPERTS];
	const struct near *near = close_entries(judged, s, cut, arena, &count);
	json_put_int(w, "places", cut->places);
	put_number(w, "cut", cut->at, 6);
	json_open(w, "close", '[');
	for (int i = 0; i < count; i++) {
		int n = extra_experts(judged, s, near[i].at, experts);
		json_open(w, NULL, '{');
		json_put_string(w, "entry", judged->entries[near[i].at]);
		put_number(w, "distance_se", near[i].distance, 3);
		json_open(w, "extra", '[');
		for (int k = 0; k < n; k++)
			json_put_string(w, NULL, judged->experts[experts[k]]);
		json_close(w, ']');
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void cut_table(const struct judged *judged, const struct severity *s, const struct cut *cut, struct arena *arena)
{
	static const char *const columns[] = {"close to the cut", ">chance", ">se away", "one more sheet by"};
	int count, experts[EXTRA_EXPERTS];
	const struct near *near = close_entries(judged, s, cut, arena, &count);
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (int i = 0; i < count; i++) {
		int n = extra_experts(judged, s, near[i].at, experts);
		table_cell(t, judged->entries[near[i].at]);
		table_printf(t, "%.0f %%", 100 * cut->chances[near[i].at]);
		table_printf(t, "%.2f", near[i].distance);
		if (n > 1)
			table_printf(t, "%s, %s", judged->experts[experts[0]], judged->experts[experts[1]]);
		else
			table_cell(t, n ? judged->experts[experts[0]] : NULL);
	}
	putchar('\n');
	table_print(t, stdout);
	printf("%d of %d entries have between 5 %% and 95 %% of a chance of the %d places.\n", count, judged->entry_count, cut->places);
}

/* ---- additive, printed */

static void additive_json(const struct judged *judged, const struct severity *s, const struct line *order,
	const struct cut *cut, struct arena *arena, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "model", "additive");
	json_put_int(&w, "marks", (int64_t)judged->count);
	json_put_int(&w, "subsets", 1);
	json_put_bool(&w, "complete", s->complete);
	put_number(&w, "noise", s->noise, 6);
	put_number(&w, "spread", s->spread, 6);
	json_put_int(&w, "sweeps", s->sweeps);
	json_open(&w, "entries", '[');
	for (int i = 0; i < judged->entry_count; i++) {
		int e = order[i].at;
		json_open(&w, NULL, '{');
		json_put_string(&w, "entry", judged->entries[e]);
		put_number(&w, "score", s->entries[e].value, 6);
		put_number(&w, "se", s->entries[e].se, 6);
		put_number(&w, "raw", s->raw[e], 6);
		json_put_int(&w, "sheets", s->entries[e].sheets);
		if (cut->places)
			put_number(&w, "chance", cut->chances[e], 4);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	if (cut->places)
		cut_json(judged, s, cut, &w, arena);
	json_open(&w, "experts", '[');
	for (int j = 0; j < judged->expert_count; j++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "expert", judged->experts[j]);
		put_number(&w, "severity", s->experts[j].value, 6);
		put_number(&w, "se", s->experts[j].se, 6);
		json_put_int(&w, "sheets", s->experts[j].sheets);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
}

static void additive_tables(const struct judged *judged, const struct severity *s, const struct line *order,
	const struct cut *cut, struct arena *arena)
{
	static const char *const entries[] = {"entry", ">adjusted", ">se", ">raw", ">sheets", ">chance"};
	static const char *const experts[] = {"expert", ">severity", ">se", ">sheets"};
	struct table *t = table_new(arena, entries, COUNT_OF(entries));
	for (int i = 0; i < judged->entry_count; i++) {
		const struct severity_element *e = &s->entries[order[i].at];
		table_cell(t, judged->entries[order[i].at]);
		table_printf(t, "%.3f", e->value);
		table_printf(t, "%.3f", e->se);
		table_printf(t, "%.3f", s->raw[order[i].at]);
		table_printf(t, "%d", e->sheets);
		if (cut->places)
			table_printf(t, "%.0f %%", 100 * cut->chances[order[i].at]);
		else
			table_cell(t, NULL);
		if (i + 1 == cut->places)
			table_rule(t, "the cut");
	}
	table_print(t, stdout);
	if (cut->places)
		cut_table(judged, s, cut, arena);
	putchar('\n');
	t = table_new(arena, experts, COUNT_OF(experts));
	for (int j = 0; j < judged->expert_count; j++) {
		table_cell(t, judged->experts[j]);
		table_printf(t, "%+.3f", s->experts[j].value);
		table_printf(t, "%.3f", s->experts[j].se);
		table_printf(t, "%d", s->experts[j].sheets);
	}
	table_print(t, stdout);
	printf("\nOne connected set%s. Experts differ by %.3f (standard deviation), noise is %.3f.\n",
		s->complete ? "; everyone marked everything, so the adjusted score is the mean" : "", s->spread, s->noise);
}

static bool run_additive(struct invocation *in, const struct judged *judged, int places, struct err *err)
{
	struct severity s;
	CLEANUP(buf_done) struct buf out = {0};
	if (!severity_estimate(judged, SEVERITY_RANDOM, in->arena, &s, err))
		return false;
	const struct line *order = additive_order(judged, &s, in->arena);
	struct cut cut = cut_of(judged, &s, order, places, in->arena);
	if (!in->json) {
		additive_tables(judged, &s, order, &cut, in->arena);
		return true;
	}
	additive_json(judged, &s, order, &cut, in->arena, &out);
	output_text(&out);
	return true;
}

/* ---- many-facet model */

static double published(const struct mfrm_element *e)
{
	return e->marks >= MFRM_LEAST_MARKS ? e->fair : (double)NAN;
}

/* `order` and `chances`: of entries alone, the latter only when asked for. */
static void facet_json(const char *key, const char *one, const struct mfrm_facet *f, const char *const *ids, const struct line *order,
	const double *chances, struct json_writer *w)
{
	json_open(w, key, '{');
	put_number(w, "separation", f->separation, 6);
	put_number(w, "strata", f->strata, 6);
	put_number(w, "reliability", f->reliability, 6);
	put_number(w, "chi2", f->chi2, 6);
	json_put_int(w, "freedom", f->freedom);
	json_open(w, "elements", '[');
	for (int i = 0; i < f->count; i++) {
		int at = order ? order[i].at : i;
		const struct mfrm_element *e = &f->elements[at];
		json_open(w, NULL, '{');
		json_put_string(w, one, ids[at]);
		if (order)
			put_number(w, "fair", published(e), 6);
		if (chances)
			put_number(w, "chance", chances[at], 4);
		put_number(w, "raw", e->raw, 6);
		json_put_int(w, "marks", e->marks);
		put_number(w, "measure", e->measure, 6);
		put_number(w, "se", e->se, 6);
		put_number(w, "infit", e->extreme ? (double)NAN : e->infit, 6);
		put_number(w, "infit_z", e->extreme ? (double)NAN : e->infit_z, 6);
		put_number(w, "outfit", e->extreme ? (double)NAN : e->outfit, 6);
		put_number(w, "outfit_z", e->extreme ? (double)NAN : e->outfit_z, 6);
		json_put_bool(w, "extreme", e->extreme);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

static void mfrm_json(const struct judged *judged, const struct mfrm *m, const struct line *order, const double *chances,
	struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "model", "mfrm");
	json_put_int(&w, "marks", (int64_t)judged->count);
	json_put_int(&w, "subsets", 1);
	json_put_int(&w, "sweeps", m->sweeps);
	json_put_int(&w, "unobserved", m->unobserved);
	put_number(&w, "log_likelihood", m->log_likelihood, 6);
	json_open(&w, "scale", '[');
	for (int k = 0; k < m->category_count; k++) {
		json_open(&w, NULL, '{');
		json_put_decimal(&w, "mark", m->categories[k]);
		put_number(&w, "threshold", k ? m->thresholds[k] : (double)NAN, 6);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	facet_json("entries", "entry", &m->entries, judged->entries, order, chances, &w);
	facet_json("experts", "expert", &m->experts, judged->experts, NULL, NULL, &w);
	facet_json("criteria", "criterion", &m->criteria, judged->criteria, NULL, NULL, &w);
	json_close(&w, '}');
}

static void print_facet(const char *title, const struct mfrm_facet *f, const char *const *ids, const struct line *order,
	const double *chances, struct arena *arena)
{
	const char *const columns[] = {title, ">fair", ">raw", ">marks", ">logits", ">se", ">infit", ">z", ">outfit", ">z", ">chance", ""};
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (int i = 0; i < f->count; i++) {
		int at = order ? order[i].at : i;
		const struct mfrm_element *e = &f->elements[at];
		table_cell(t, ids[at]);
		if (order && e->marks >= MFRM_LEAST_MARKS)
			table_printf(t, "%.3f", e->fair);
		else
			table_cell(t, order ? "–" : NULL);
		table_printf(t, "%.3f", e->raw);
		table_printf(t, "%d", e->marks);
		table_printf(t, "%+.3f", e->measure);
		table_printf(t, "%.3f", e->se);
		const double fit[] = {e->infit, e->infit_z, e->outfit, e->outfit_z};
		for (size_t k = 0; k < COUNT_OF(fit); k++)
			if (e->extreme)
				table_cell(t, NULL);
			else
				table_printf(t, "%.2f", fit[k]);
		if (chances)
			table_printf(t, "%.0f %%", 100 * chances[at]);
		else
			table_cell(t, NULL);
		table_cell(t, e->extreme ? "extreme" : NULL);
	}
	table_print(t, stdout);
	printf("separation %.2f, strata %.2f, reliability %.2f, fixed chi-square %.1f (%d)\n\n", f->separation, f->strata,
		f->reliability, f->chi2, f->freedom);
}

static bool run_mfrm(struct invocation *in, const struct judged *judged, int places, struct err *err)
{
	double *chances = NULL;
	struct mfrm m;
	CLEANUP(buf_done) struct buf out = {0};
	if (!mfrm_estimate(judged, in->arena, &m, err))
		return false;
	struct line *order = ARENA_ARRAY(in->arena, (size_t)m.entries.count, struct line);
	for (int e = 0; e < m.entries.count; e++)
		order[e] = (struct line){llround(m.entries.elements[e].fair * 1000), e};
	qsort(order, (size_t)m.entries.count, sizeof(*order), best_first);
	if (places) {
		chances = ARENA_ARRAY(in->arena, (size_t)m.entries.count, double);
		mfrm_chances(&m, places, DRAWS, SEED, in->arena, chances);
	}
	if (in->json) {
		mfrm_json(judged, &m, order, chances, &out);
		output_text(&out);
		return true;
	}
	print_facet("entry", &m.entries, judged->entries, order, chances, in->arena);
	print_facet("expert", &m.experts, judged->experts, NULL, NULL, in->arena);
	print_facet("criterion", &m.criteria, judged->criteria, NULL, NULL, in->arena);
	printf("One connected set; %d categories, %d steps that nobody gave.\n", m.category_count, m.unobserved);
	return true;
}

static bool read_places(const struct invocation *in, int *ret_places, struct err *err)
{
	const char *text = option_get(in, "places");
	*ret_places = 0;
	if (!text)
		return true;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > 6 || text[digits] || atoi(text) == 0)
		return fail(err, ERR_INPUT, "usage.places", "“%s” is no number of places.", text);
	*ret_places = atoi(text);
	return true;
}

bool cmd_severity(struct invocation *in, struct err *err)
{
	const char *model = option_get(in, "model");
	struct slice text;
	struct judged judged = {0};
	int places;
	if (!model)
		model = "additive";
	if (!str_eq(model, "additive") && !str_eq(model, "mfrm"))
		return fail(err, ERR_INPUT, "usage.model", "--model is additive or mfrm, not “%s”.", model);
	if (!read_places(in, &places, err))
		return false;
	in->findings = findings_of(in->operands[0], in->arena);
	if (!input_read(in->operands[0], INPUT_LIMIT_BYTES, in->arena, &text, err) ||
		!severity_rows(text.at, text.len, in->arena, &in->findings, &judged, err))
		return false;
	return str_eq(model, "additive") ? run_additive(in, &judged, places, err) : run_mfrm(in, &judged, places, err);
}
