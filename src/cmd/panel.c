/* Who marks which entry of a stage, from the command line: proposed, adopted, repaired, shown, exported; and panels of heats. */
#include "app/assign.h"

#include "app/app.h"
#include "app/floor.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT_BYTES = 16 << 20, NUMBER_DIGITS = 9 };

/* ---- what was typed */

static bool number_of(const struct invocation *in, const char *option, int64_t *ret, struct err *err)
{
	const char *text = option_get(in, option);
	*ret = 0;
	if (!text)
		return true;
	size_t digits = strspn(text, "0123456789");
	*ret = digits <= NUMBER_DIGITS ? atoll(text) : 0;
	return (digits && !text[digits] && *ret > 0) ||
		fail(err, ERR_INPUT, "usage.number", "--%s wants a whole number from 1, not “%s”.", option, text);
}

static bool wish_of(const struct invocation *in, struct assign_wish *ret, struct err *err)
{
	ret->keep = option_has(in, "keep");
	return number_of(in, "draw", &ret->draw, err);
}

/* Rows entry, expert as texts "ENTRY EXPERT". */
static bool read_pairs(struct invocation *in, const char *path, struct assign_edit *edit, struct err *err)
{
	static const char *const columns[] = {"entry", "expert"};
	struct slice text;
	struct csv csv;
	int index[COUNT_OF(columns)];
	size_t most = 1;
	if (!input_read(path, FILE_LIMIT_BYTES, in->arena, &text, err))
		return false;
	in->findings = findings_of(path, in->arena);
	for (size_t i = 0; i < text.len; i++)
		most += text.at[i] == '\n';
	const char **pairs = ARENA_ARRAY(in->arena, most, const char *);
	if (csv_open(&csv, text.at, text.len, in->arena, &in->findings) &&
		csv_header(&csv, columns, COUNT_OF(columns), COUNT_OF(columns), index, &in->findings))
		while (csv_next(&csv, &in->findings))
			if (csv.count == COUNT_OF(columns)) {
				struct slice entry = csv.fields[index[0]], expert = csv.fields[index[1]];
				pairs[edit->count++] = arena_printf(in->arena, "%.*s %.*s", (int)entry.len, entry.at, (int)expert.len, expert.at);
			}
	edit->pairs = pairs;
	if (!findings_none(&in->findings, err))
		return false;
	return edit->count || fail(err, ERR_INPUT, "import.no-rows", "The file has a header and no rows.");
}

/* ---- tables */

static const char *reason(const struct json *pair, bool calibration, struct arena *arena)
{
	int64_t better = json_int(pair, "better", 0);
	const char *first = "";
	if (json_bool(pair, "marked", false))
		first = "has marked it; ";
	else if (json_bool(pair, "kept", false))
		first = "kept; ";
	else if (json_bool(pair, "moved", false))
		first = "moved to link the experts; ";
	if (json_string(pair, "why", NULL))
		return arena_printf(arena, "may not mark it any more: %s", json_string(pair, "why", ""));
	if (calibration)
		return "calibration: everybody marks it";
	if (!better)
		return arena_printf(arena, "%snobody free fits better", first);
	return arena_printf(arena, "%s%" PRId64 " who %s better %s needed elsewhere", first, better, better == 1 ? "fits" : "fit",
		better == 1 ? "is" : "are");
}

static const char *class_of(const struct json *answer, const char *expert)
{
	const struct json *experts = json_get(answer, "experts");
	for (size_t i = 0; experts && i < experts->count; i++)
		if (str_eq(json_string(&experts->items[i], "id", ""), expert))
			return json_string(&experts->items[i], "class", "");
	return "";
}

static void print_pairs(const struct json *answer, struct arena *arena)
{
	static const char *const columns[] = {"entry", "expert", "class", ">fit", "why"};
	const struct json *entries = json_get(answer, "entries");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t e = 0; entries && e < entries->count; e++) {
		const struct json *pairs = json_get(&entries->items[e], "pairs");
		bool calibration = json_bool(&entries->items[e], "calibration", false);
		for (size_t i = 0; pairs && i < pairs->count; i++) {
			const char *expert = json_string(&pairs->items[i], "expert", "");
			table_cell(t, i ? NULL : json_string(&entries->items[e], "entry", ""));
			table_cell(t, expert);
			table_cell(t, class_of(answer, expert));
			table_printf(t, "%" PRId64, json_int(&pairs->items[i], "fit", 0));
			table_cell(t, reason(&pairs->items[i], calibration, arena));
		}
	}
	table_print(t, stdout);
}

static void print_experts(const struct json *answer, struct arena *arena)
{
	static const char *const columns[] = {"expert", "class", ">entries", ">load", "note"};
	const struct json *experts = json_get(answer, "experts");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; experts && i < experts->count; i++) {
		const struct json *x = &experts->items[i];
		table_cell(t, json_string(x, "id", ""));
		table_cell(t, json_string(x, "class", ""));
		table_printf(t, "%" PRId64, json_int(x, "entries", 0));
		table_printf(t, "%" PRId64, json_int(x, "load", 0));
		table_cell(t, json_string(x, "why", NULL));
	}
	table_print(t, stdout);
}

static void print_changes(const struct json *answer)
{
	static const struct {
		const char *key, *mark;
	} lists[] = {{"removed", "-"}, {"added", "+"}};
	for (size_t k = 0; k < COUNT_OF(lists); k++) {
		const struct json *list = json_get(answer, lists[k].key);
		for (size_t i = 0; list && i < list->count; i++)
			printf("%s %s\n", lists[k].mark, list->items[i].string);
	}
}

static void print_sums(const struct json *answer)
{
	int64_t total = json_int(answer, "total", 0), optimum = json_int(answer, "optimum", total);
	printf("\nTotal fit %" PRId64 ", worst pair %" PRId64 ".", total, json_int(answer, "worst", 0));
	if (optimum > total)
		printf(" Linking the experts cost %" PRId64 ".", optimum - total);
	putchar('\n');
}

static bool print_answer(struct invocation *in, const struct buf *out, bool changes_only, struct err *err)
{
	struct json answer;
	if (in->json) {
		output_text(out);
		return true;
	}
	if (!reply_read(out, in->arena, &answer, err))
		return false;
	if (changes_only) {
		print_changes(&answer);
	} else {
		print_pairs(&answer, in->arena);
		putchar('\n');
		print_experts(&answer, in->arena);
	}
	print_sums(&answer);
	return true;
}

/* ---- commands */

static bool propose(struct invocation *in, struct assign_wish wish, bool changes_only, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err))
		return false;
	if (option_has(in, "case")) {
		if (!view_assign_case(app, &rq, in->operands[0], in->operands[1], &wish, &out, err))
			return false;
		output_text(&out);
		return true;
	}
	return view_assign_proposal(app, &rq, in->operands[0], in->operands[1], &wish, &out, err) &&
		print_answer(in, &out, changes_only, err);
}

bool cmd_panel_propose(struct invocation *in, struct err *err)
{
	struct assign_wish wish;
	return wish_of(in, &wish, err) && propose(in, wish, false, err);
}

static bool adopt(struct invocation *in, const struct assign_edit *edit, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t version;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_assign(app, &rq, in->operands[0], in->operands[1], edit, &version, err))
		return false;
	output_note(in, "Version %" PRId64 " of the assignment of %s is in force.", version, in->operands[1]);
	return reply_done(in, "version", arena_printf(in->arena, "%" PRId64, version));
}

bool cmd_panel_repair(struct invocation *in, struct err *err)
{
	struct assign_edit edit = {.version = -1};
	if (!number_of(in, "draw", &edit.wish.draw, err))
		return false;
	edit.wish.keep = true;
	return option_has(in, "adopt") ? adopt(in, &edit, err) : propose(in, edit.wish, true, err);
}

bool cmd_panel_assign(struct invocation *in, struct err *err)
{
	struct assign_edit edit = {.version = -1, .short_of = option_has(in, "short"), .unlinked = option_has(in, "unlinked")};
	return wish_of(in, &edit.wish, err) && (in->operand_count < 3 || read_pairs(in, in->operands[2], &edit, err)) &&
		adopt(in, &edit, err);
}

static bool read_version(struct invocation *in, bool want_case, struct buf *out, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t version;
	if (!number_of(in, "version", &version, err) || !data_open(in, DATA_EXISTING, &app, err))
		return false;
	return want_case ? view_assignment_case(app, &rq, in->operands[0], in->operands[1], version, out, err)
			 : view_assignment(app, &rq, in->operands[0], in->operands[1], version, out, err);
}

bool cmd_panel_show(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	return read_version(in, false, &out, err) && print_answer(in, &out, false, err);
}

bool cmd_panel_export(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json answer;
	if (!read_version(in, option_has(in, "case"), &out, err))
		return false;
	if (option_has(in, "case")) {
		output_text(&out);
		return true;
	}
	if (!reply_read(&out, in->arena, &answer, err))
		return false;
	const struct json *entries = json_get(&answer, "entries");
	puts("entry,expert");
	for (size_t e = 0; entries && e < entries->count; e++) {
		const struct json *pairs = json_get(&entries->items[e], "pairs");
		for (size_t i = 0; pairs && i < pairs->count; i++)
			printf("%s,%s\n", json_string(&entries->items[e], "entry", ""), json_string(&pairs->items[i], "expert", ""));
	}
	return true;
}

/* ---- panels of heats */

static void print_heats(const struct json *answer, struct arena *arena)
{
	static const char *const columns[] = {"heat", "expert", "class", ">fit"};
	const struct json *heats = json_get(answer, "heats");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t h = 0; heats && h < heats->count; h++) {
		const struct json *experts = json_get(&heats->items[h], "experts");
		for (size_t i = 0; experts && i < experts->count; i++) {
			table_cell(t, i ? NULL : json_string(&heats->items[h], "heat", ""));
			table_cell(t, json_string(&experts->items[i], "expert", ""));
			table_cell(t, json_string(&experts->items[i], "class", ""));
			table_printf(t, "%" PRId64, json_int(&experts->items[i], "fit", 0));
		}
	}
	table_print(t, stdout);
}

static bool seat_heats(struct invocation *in, struct app *app, const struct json *answer, struct err *err)
{
	const struct json *heats = json_get(answer, "heats");
	for (size_t h = 0; heats && h < heats->count; h++) {
		const struct json *experts = json_get(&heats->items[h], "experts");
		const char *heat = json_string(&heats->items[h], "heat", "");
		struct request rq = request_of(in);
		if (!experts || !experts->count)
			continue;
		const char **ids = ARENA_ARRAY(in->arena, experts->count, const char *);
		for (size_t i = 0; i < experts->count; i++)
			ids[i] = json_string(&experts->items[i], "expert", "");
		if (rq.req) /* a key of its own for each heat */
			rq.req = arena_printf(in->arena, "%s.%s", rq.req, heat);
		if (!app_seat_panel(app, &rq, in->operands[0], in->operands[1], heat, ids, (int)experts->count, err))
			return false;
		output_note(in, "%zu experts sit on the panel of %s.", experts->count, heat);
	}
	return true;
}

bool cmd_panel_heats(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	struct json answer;
	int64_t draw;
	if (!number_of(in, "draw", &draw, err) || !data_open(in, DATA_EXISTING, &app, err) ||
		!view_panels_proposal(app, &rq, in->operands[0], in->operands[1], draw, &out, err) ||
		!reply_read(&out, in->arena, &answer, err))
		return false;
	if (in->json)
		output_text(&out);
	else
		print_heats(&answer, in->arena);
	return !option_has(in, "seat") || seat_heats(in, app, &answer, err);
}
