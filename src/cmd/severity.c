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

static void additive_json(const struct judged *judged, const struct severity *s, const struct line *order, struct buf *out)
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
		json_close(&w, '}');
	}
	json_close(&w, ']');
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
	struct arena *arena)
{
	static const char *const entries[] = {"entry", ">adjusted", ">se", ">raw", ">sheets"};
	static const char *const experts[] = {"expert", ">severity", ">se", ">sheets"};
	struct table *t = table_new(arena, entries, COUNT_OF(entries));
	for (int i = 0; i < judged->entry_count; i++) {
		const struct severity_element *e = &s->entries[order[i].at];
		table_cell(t, judged->entries[order[i].at]);
		table_printf(t, "%.3f", e->value);
		table_printf(t, "%.3f", e->se);
		table_printf(t, "%.3f", s->raw[order[i].at]);
		table_printf(t, "%d", e->sheets);
	}
	table_print(t, stdout);
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

static bool run_additive(struct invocation *in, const struct judged *judged, struct err *err)
{
	struct severity s;
	CLEANUP(buf_done) struct buf out = {0};
	if (!severity_estimate(judged, SEVERITY_RANDOM, in->arena, &s, err))
		return false;
	const struct line *order = additive_order(judged, &s, in->arena);
	if (!in->json) {
		additive_tables(judged, &s, order, in->arena);
		return true;
	}
	additive_json(judged, &s, order, &out);
	output_text(&out);
	return true;
}

/* ---- many-facet model */

static double published(const struct mfrm_element *e)
{
	return e->marks >= MFRM_LEAST_MARKS ? e->fair : (double)NAN;
}

static void facet_json(const char *key, const char *one, const struct mfrm_facet *f, const char *const *ids, bool fair,
	const struct line *order, struct json_writer *w)
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
		if (fair)
			put_number(w, "fair", published(e), 6);
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

static void mfrm_json(const struct judged *judged, const struct mfrm *m, const struct line *order, struct buf *out)
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
	facet_json("entries", "entry", &m->entries, judged->entries, true, order, &w);
	facet_json("experts", "expert", &m->experts, judged->experts, false, NULL, &w);
	facet_json("criteria", "criterion", &m->criteria, judged->criteria, false, NULL, &w);
	json_close(&w, '}');
}

static void print_facet(const char *title, const struct mfrm_facet *f, const char *const *ids, bool fair,
	const struct line *order, struct arena *arena)
{
	const char *const columns[] = {title, ">fair", ">raw", ">marks", ">logits", ">se", ">infit", ">z", ">outfit", ">z", ""};
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (int i = 0; i < f->count; i++) {
		int at = order ? order[i].at : i;
		const struct mfrm_element *e = &f->elements[at];
		table_cell(t, ids[at]);
		if (fair && e->marks >= MFRM_LEAST_MARKS)
			table_printf(t, "%.3f", e->fair);
		else
			table_cell(t, fair ? "–" : NULL);
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
		table_cell(t, e->extreme ? "extreme" : NULL);
	}
	table_print(t, stdout);
	printf("separation %.2f, strata %.2f, reliability %.2f, fixed chi-square %.1f (%d)\n\n", f->separation, f->strata,
		f->reliability, f->chi2, f->freedom);
}

static bool run_mfrm(struct invocation *in, const struct judged *judged, struct err *err)
{
	struct mfrm m;
	CLEANUP(buf_done) struct buf out = {0};
	if (!mfrm_estimate(judged, in->arena, &m, err))
		return false;
	struct line *order = ARENA_ARRAY(in->arena, (size_t)m.entries.count, struct line);
	for (int e = 0; e < m.entries.count; e++)
		order[e] = (struct line){llround(m.entries.elements[e].fair * 1000), e};
	qsort(order, (size_t)m.entries.count, sizeof(*order), best_first);
	if (in->json) {
		mfrm_json(judged, &m, order, &out);
		output_text(&out);
		return true;
	}
	print_facet("entry", &m.entries, judged->entries, true, order, in->arena);
	print_facet("expert", &m.experts, judged->experts, false, NULL, in->arena);
	print_facet("criterion", &m.criteria, judged->criteria, false, NULL, in->arena);
	printf("One connected set; %d categories, %d steps that nobody gave.\n", m.category_count, m.unobserved);
	return true;
}

bool cmd_severity(struct invocation *in, struct err *err)
{
	const char *model = option_get(in, "model");
	struct slice text;
	struct judged judged = {0};
	if (!model)
		model = "additive";
	if (!str_eq(model, "additive") && !str_eq(model, "mfrm"))
		return fail(err, ERR_INPUT, "usage.model", "--model is additive or mfrm, not “%s”.", model);
	in->findings = findings_of(in->operands[0], in->arena);
	if (!input_read(in->operands[0], INPUT_LIMIT_BYTES, in->arena, &text, err) ||
		!severity_rows(text.at, text.len, in->arena, &in->findings, &judged, err))
		return false;
	return str_eq(model, "additive") ? run_additive(in, &judged, err) : run_mfrm(in, &judged, err);
}
