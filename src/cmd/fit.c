/* `leitai fit`: how well experts' words fit entries' words, and why, through lib/judging/fit.h. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "judging/fit_case.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 5 };

struct ranked {
	int32_t fit;
	int at;
};

/* The entries as `leitai assign` reads them, with the experts in whose order the fits are. */
static void write_json(const struct fit_file *file, struct fit *f, struct arena *arena, struct buf *out)
{
	struct json_writer w = json_writer(out);
	int32_t *row = ARENA_ARRAY(arena, (size_t)file->c.expert_count + 1, int32_t);
	json_open(&w, NULL, '{');
	json_open(&w, "experts", '[');
	for (int j = 0; j < file->c.expert_count; j++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "id", file->experts[j]);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_open(&w, "entries", '[');
	for (int e = 0; e < file->c.entry_count; e++) {
		fit_row(f, e, row);
		json_open(&w, NULL, '{');
		json_put_string(&w, "id", file->entries[e]);
		json_open(&w, "fits", '[');
		for (int j = 0; j < file->c.expert_count; j++)
			json_put_int(&w, NULL, row[j]);
		json_close(&w, ']');
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
}

static int best_first(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	if (a->fit != b->fit)
		return a->fit > b->fit ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* The best few experts of each entry. */
static void print_table(const struct fit_file *file, struct fit *f, struct arena *arena)
{
	static const char *const columns[] = {"entry", "expert", ">fit", "both say"};
	int n = file->c.expert_count;
	int32_t *row = ARENA_ARRAY(arena, (size_t)n + 1, int32_t);
	struct ranked *ranked = ARENA_ARRAY(arena, (size_t)n + 1, struct ranked);
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (int e = 0; e < file->c.entry_count; e++) {
		fit_row(f, e, row);
		for (int j = 0; j < n; j++)
			ranked[j] = (struct ranked){row[j], j};
		qsort(ranked, (size_t)n, sizeof(*ranked), best_first);
		for (int i = 0; i < n && i < SHOWN; i++) {
			struct fit_reason why;
			fit_why(f, e, ranked[i].at, &why);
			table_cell(t, i == 0 ? file->entries[e] : NULL);
			table_cell(t, file->experts[ranked[i].at]);
			table_printf(t, "%" PRId32, why.fit);
			table_cell(t, why.average ? "no words: the average" : fit_terms_text(&why, FIT_TERMS, arena));
		}
	}
	table_print(t, stdout);
}

/* ---- one pair */
static int index_of(const char *const *ids, int count, struct slice id)
{
	for (int i = 0; i < count; i++)
		if (slice_eq(id, ids[i]))
			return i;
	return -1;
}

static bool find_pair(const struct fit_file *file, const char *text, int *ret_entry, int *ret_expert, struct err *err)
{
	const char *colon = strchr(text, ':');
	if (!colon)
		return fail(err, ERR_INPUT, "usage.explain", "--explain is ENTRY:EXPERT, not “%.80s”.", text);
	*ret_entry = index_of(file->entries, file->c.entry_count, (struct slice){text, (size_t)(colon - text)});
	*ret_expert = index_of(file->experts, file->c.expert_count, (struct slice){colon + 1, strlen(colon + 1)});
	if (*ret_entry < 0 || *ret_expert < 0)
		return fail(err, ERR_NOT_FOUND, "fit.pair", "The file has no such %s: %.80s.", *ret_entry < 0 ? "entry" : "expert", text);
	return true;
}

static void write_reason(const struct fit_reason *r, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "fit", r->fit);
	json_put_int(&w, "words", r->words);
	json_put_bool(&w, "average", r->average);
	json_put_int(&w, "wished", r->wished);
	json_put_int(&w, "traits", r->traits);
	json_put_int(&w, "common", r->common);
	json_open(&w, "terms", '[');
	for (size_t i = 0; i < r->term_count; i++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "term", r->terms[i].term);
		json_put_int(&w, "share", r->terms[i].share);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
}

static void print_reason(const struct fit_reason *r, struct arena *arena)
{
	static const char *const columns[] = {"both say", ">share"};
	printf("Fit %" PRId32 ": words %" PRId32 "%s, wished %+" PRId32 ", traits %+" PRId32 ".\n", r->fit, r->words,
		r->average ? " (one has none: the average of the others)" : "", r->wished, r->traits);
	if (r->average)
		return;
	printf("%d terms in common%s\n", r->common, r->common ? ", the weightiest:" : ".");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; i < r->term_count; i++) {
		table_cell(t, r->terms[i].term);
		table_printf(t, "%" PRId32, r->terms[i].share);
	}
	if (r->term_count)
		table_print(t, stdout);
}

static bool explain(struct invocation *in, const struct fit_file *file, struct fit *f, const char *pair, struct buf *out,
	struct err *err)
{
	int entry = 0, expert = 0;
	struct fit_reason r;
	if (!find_pair(file, pair, &entry, &expert, err))
		return false;
	fit_why(f, entry, expert, &r);
	if (in->json)
		write_reason(&r, out);
	else
		print_reason(&r, in->arena);
	return true;
}

/* ---- the file: JSON begins with a brace, CSV does not */
static bool read_file(struct invocation *in, struct fit_file *ret, struct err *err)
{
	struct slice text;
	struct json root;
	if (!input_read(in->operands[0], INPUT_LIMIT_BYTES, in->arena, &text, err))
		return false;
	size_t at = 0;
	while (at < text.len && strchr(" \t\r\n", text.at[at]))
		at++;
	if (at < text.len && strchr("{[", text.at[at]))
		return json_parse(text.at, text.len, in->arena, &root, err) && fit_file_read(&root, in->arena, ret, err);
	in->findings = findings_of(in->operands[0], in->arena);
	return fit_file_read_csv(text, in->arena, &in->findings, ret, err);
}

bool cmd_fit(struct invocation *in, struct err *err)
{
	struct fit_file file;
	struct fit *f;
	CLEANUP(buf_done) struct buf out = {0};
	const char *pair = option_get(in, "explain");
	if (!read_file(in, &file, err) || !fit_new(&file.c, in->arena, &f, err))
		return false;
	if (pair && !explain(in, &file, f, pair, &out, err))
		return false;
	if (!pair && in->json)
		write_json(&file, f, in->arena, &out);
	else if (!pair)
		print_table(&file, f, in->arena);
	if (in->json)
		output_text(&out);
	return true;
}
