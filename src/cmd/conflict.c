/* Conflicts of interest from the command line: looked for, listed, decided on. */
#include "app/conflict.h"

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"

#include <stdio.h>

bool cmd_conflict_compute(struct invocation *in, struct err *err)
{
	struct request rq = request_of(in);
	struct conflict_report r;
	bool dry = option_has(in, "dry-run");
	CLEANUP(app_closep) struct app *app = NULL;
	if (!data_open(in, DATA_EXISTING, &app, err) || !app_compute_conflicts(app, &rq, in->operands[0], dry, &r, err))
		return false;
	output_note(in, "%s: %zu entries and %zu experts compared; %zu found, %zu new, %zu gone; %zu pairs await a decision%s", in->operands[0],
		r.entries, r.experts, r.pairs, r.added, r.gone, r.undecided, dry ? " (dry run: nothing was written)" : "");
	if (!in->json)
		return true;
	CLEANUP(buf_done) struct buf out = {0};
	conflict_report_write(&r, &out);
	output_text(&out);
	return true;
}

/* ---- showing */

static const char *words_of(const struct json *evidence, struct arena *arena)
{
	const struct json *detail = json_get(evidence, "detail");
	const char *entry = json_string(detail, "entry", NULL), *expert = json_string(detail, "expert", NULL);
	const char *via = json_string(detail, "via", NULL), *words = json_string(detail, "words", "");
	const char *since = json_string(detail, "since", NULL), *until = json_string(detail, "until", NULL);
	if (entry && expert)
		return arena_printf(arena, "%s ~ %s (%s%s%s)", expert, entry, json_string(detail, "how", ""), via ? ": " : "", via ? via : "");
	return since || until ? arena_printf(arena, "%s %s–%s", words, since ? since : "", until ? until : "") : words;
}

static const char *evidence_of(const struct json *pair, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	const struct json *list = json_get(pair, "evidence");
	for (size_t i = 0; list && i < list->count; i++) {
		const char *words = words_of(&list->items[i], arena);
		buf_printf(&out, "%s%s%s%s", i ? "; " : "", json_string(&list->items[i], "ground", ""), *words ? ": " : "", words);
	}
	return arena_strdup(arena, buf_str(&out));
}

bool cmd_conflict_list(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {"state", "entry", "title", "expert", "name", "evidence"};
	struct request rq = request_of(in);
	struct conflict_query query = {.state = option_get(in, "state"), .ground = option_get(in, "ground"), .entry = option_get(in, "entry"),
		.expert = option_get(in, "expert"), .limit = 1000000};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json answer;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_conflicts(app, &rq, in->operands[0], &query, &out, err))
		return false;
	if (in->json) {
		output_text(&out);
		return true;
	}
	if (!reply_read(&out, in->arena, &answer, err))
		return false;
	struct table *t = table_new(in->arena, columns, COUNT_OF(columns));
	const struct json *pairs = json_get(&answer, "pairs"), *counts = json_get(&answer, "counts");
	for (size_t i = 0; pairs && i < pairs->count; i++) {
		const struct json *entry = json_get(&pairs->items[i], "entry"), *expert = json_get(&pairs->items[i], "expert");
		const char *state = json_string(&pairs->items[i], "state", "");
		table_cell(t, str_eq(state, "found") ? "undecided" : state);
		table_cell(t, json_string(entry, "id", ""));
		table_cell(t, json_string(entry, "title", ""));
		table_cell(t, json_string(expert, "id", ""));
		table_cell(t, json_string(expert, "name", ""));
		table_cell(t, evidence_of(&pairs->items[i], in->arena));
		if (str_eq(state, "overruled"))
			table_colour(t, COLOUR_DIM);
	}
	table_print(t, stdout);
	output_note(in, "%lld undecided, %lld confirmed, %lld overruled", (long long)json_int(counts, "found", 0),
		(long long)json_int(counts, "confirmed", 0), (long long)json_int(counts, "overruled", 0));
	return true;
}

/* ---- deciding */

static bool rule(struct invocation *in, bool confirmed, struct err *err)
{
	struct request rq = request_of(in);
	size_t words = in->operand_count - 1, ruled;
	struct conflict_choice *pairs = ARENA_ARRAY(in->arena, words / 2, struct conflict_choice);
	struct conflict_ruling ruling = {.confirmed = confirmed, .reason = option_get(in, "reason"), .ground = option_get(in, "ground"),
		.pairs = pairs, .count = words / 2};
	CLEANUP(app_closep) struct app *app = NULL;
	if (words % 2)
		return fail(err, ERR_INPUT, "usage.operand", "Pairs are ENTRY EXPERT, one after the other; “%s” stands alone.",
			in->operands[in->operand_count - 1]);
	for (size_t i = 0; i < ruling.count; i++)
		pairs[i] = (struct conflict_choice){in->operands[1 + 2 * i], in->operands[2 + 2 * i]};
	if (!data_open(in, DATA_EXISTING, &app, err) || !app_rule_conflicts(app, &rq, in->operands[0], &ruling, &ruled, err))
		return false;
	output_note(in, "%s: %zu %s %s", in->operands[0], ruled, ruled == 1 ? "conflict" : "conflicts", confirmed ? "confirmed" : "overruled");
	return reply_done(in, "ruled", arena_printf(in->arena, "%zu", ruled));
}

bool cmd_conflict_confirm(struct invocation *in, struct err *err)
{
	return rule(in, true, err);
}

bool cmd_conflict_overrule(struct invocation *in, struct err *err)
{
	return rule(in, false, err);
}
