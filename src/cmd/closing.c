/* Heats and ties from the command line: what is missing, the lock, the countersignature; votes opened, counted, shown; one
 * more row for the hall. */
#include "app/closing.h"

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
#include <stdlib.h>
#include <string.h>

/* ---- heats */

static const char *missing_experts(const struct json *entry, struct arena *arena)
{
	CLEANUP(buf_done) struct buf names = {0};
	const struct json *sheets = json_get(entry, "sheets");
	for (size_t i = 0; sheets && i < sheets->count; i++)
		if (str_eq(json_string(&sheets->items[i], "state", ""), "missing"))
			buf_printf(&names, "%s%s", names.len ? ", " : "", json_string(&sheets->items[i], "expert", ""));
	return arena_strdup(arena, buf_str(&names));
}

static void print_progress(const struct json *progress, struct arena *arena)
{
	static const char *const columns[] = {"entry", "title", "phase", ">in", ">of", "missing"};
	const struct json *entries = json_get(progress, "entries");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; entries && i < entries->count; i++) {
		const struct json *e = &entries->items[i];
		table_cell(t, json_string(e, "entry", ""));
		table_cell(t, json_string(e, "title", ""));
		table_cell(t, json_string(e, "phase", ""));
		table_printf(t, "%lld", (long long)json_int(e, "in", 0));
		table_printf(t, "%lld", (long long)json_int(e, "expected", 0));
		table_cell(t, missing_experts(e, arena));
		if (!json_bool(e, "ok", false))
			table_colour(t, COLOUR_BOLD);
	}
	table_print(t, stdout);
}

bool cmd_heat_progress(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct json progress;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_progress(app, &rq, in->operands[0], in->operands[1], in->operands[2], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &progress, err))
		return false;
	output_note(in, "%lld sheets, %lld missing; %s%s.", (long long)json_int(&progress, "sheets", 0),
		(long long)json_int(&progress, "missing", 0), json_bool(&progress, "locked", false) ? "locked" : "not locked",
		json_bool(&progress, "signed", false) ? " and signed" : "");
	print_progress(&progress, in->arena);
	return true;
}

bool cmd_heat_lock(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_lock_heat(app, &rq, in->operands[0], in->operands[1], in->operands[2], option_has(in, "incomplete"), err))
		return false;
	output_note(in, "Heat %s is locked.", in->operands[2]);
	return reply_done(in, "locked", in->operands[2]);
}

bool cmd_heat_sign(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_sign_heat(app, &rq, in->operands[0], in->operands[1], in->operands[2], err))
		return false;
	output_note(in, "Heat %s is countersigned.", in->operands[2]);
	return reply_done(in, "signed", in->operands[2]);
}

/* ---- ties */

static const char *joined(const struct json *list, const char *key, const char *between, struct arena *arena)
{
	CLEANUP(buf_done) struct buf names = {0};
	for (size_t i = 0; list && i < list->count; i++)
		buf_printf(&names, "%s%s", i ? between : "",
			key ? json_string(&list->items[i], key, "") : list->items[i].string);
	return arena_strdup(arena, buf_str(&names));
}

static const char *votes_in(const struct json *tie, struct arena *arena)
{
	const struct json *voters = json_get(tie, "voters");
	size_t voted = 0, n = voters ? voters->count : 0;
	for (size_t i = 0; i < n; i++)
		voted += json_bool(&voters->items[i], "voted", false);
	return arena_printf(arena, "%zu of %zu", voted, n);
}

static void print_ties(const struct json *ties, struct arena *arena)
{
	static const char *const columns[] = {">tie", "state", "entries", ">places", "votes", "outcome"};
	const struct json *list = json_get(ties, "ties"), *waiting = json_get(ties, "waiting");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; list && i < list->count; i++) {
		const struct json *tie = &list->items[i];
		table_printf(t, "%lld", (long long)json_int(tie, "tie", 0));
		table_cell(t, json_string(tie, "state", ""));
		table_cell(t, joined(json_get(tie, "entries"), "entry", ", ", arena));
		table_printf(t, "%lld", (long long)json_int(tie, "places", 0));
		table_cell(t, votes_in(tie, arena));
		table_cell(t, joined(json_get(tie, "outcome"), NULL, " > ", arena));
	}
	table_print(t, stdout);
	if (waiting)
		printf("Waiting to be opened: %s, %lld at stake.\n", joined(json_get(waiting, "entries"), "entry", ", ", arena),
			(long long)json_int(waiting, "places", 0));
}

bool cmd_tie_show(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct json ties;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_ties(app, &rq, in->operands[0], in->operands[1], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &ties, err))
		return false;
	print_ties(&ties, in->arena);
	return true;
}

bool cmd_tie_open(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int64_t tie;
	if (!data_open(in, DATA_EXISTING, &app, err) || !app_open_tie(app, &rq, in->operands[0], in->operands[1], &tie, err))
		return false;
	output_note(in, "Tie %lld is open to the experts' votes.", (long long)tie);
	return reply_done(in, "tie", arena_printf(in->arena, "%lld", (long long)tie));
}

bool cmd_tie_conclude(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *reason = option_get(in, "reason"), *number = in->operands[2];
	size_t digits = strspn(number, "0123456789");
	if (!digits || digits > 15 || number[digits])
		return fail(err, ERR_INPUT, "usage.number", "TIE is the number that “tie show” gives, not “%s”.", number);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_conclude_tie(app, &rq, in->operands[0], in->operands[1], atoll(number), reason ? reason : "",
			option_get(in, "supervisor"), err))
		return false;
	output_note(in, "Tie %s is concluded.", number);
	return reply_done(in, "concluded", number);
}

/* ---- the hall */

static void print_screen(const struct json *screen, struct arena *arena)
{
	static const char *const columns[] = {"list", ">rank", "entry", "title", ">score"};
	const struct json *lists = json_get(screen, "lists");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t l = 0; lists && l < lists->count; l++) {
		const struct json *shown = json_get(&lists->items[l], "shown");
		for (size_t i = 0; shown && i < shown->count; i++) {
			const struct json *row = &shown->items[i];
			table_cell(t, json_string(&lists->items[l], "list", ""));
			table_printf(t, "%lld", (long long)json_int(row, "rank", 0));
			table_cell(t, json_string(row, "entry", ""));
			table_cell(t, json_string(row, "title", ""));
			table_cell(t, reply_number(row, "score", arena));
		}
	}
	table_print(t, stdout);
	for (size_t l = 0; lists && l < lists->count; l++)
		if (json_int(&lists->items[l], "hidden", 0))
			printf("%s: %lld hidden\n", json_string(&lists->items[l], "list", ""),
				(long long)json_int(&lists->items[l], "hidden", 0));
}

bool cmd_stage_reveal(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *entry = option_get(in, "entry"), *list = option_get(in, "list");
	struct json screen;
	if (entry && list)
		return fail(err, ERR_INPUT, "usage.reveal", "Give --entry or --list, not both.");
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_show_score(app, &rq, in->operands[0], in->operands[1], entry, list, err) ||
		!view_screen(app, in->operands[0], in->operands[1], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &screen, err))
		return false;
	print_screen(&screen, in->arena);
	return true;
}
