/* A heat's floor and its panel, from the command line: shown, moved by a step, seated. */
#include "app/floor.h"

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
#include "floor/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_clock(const struct json *clock)
{
	if (!clock || clock->type != JSON_OBJECT)
		return;
	long long elapsed_s = (long long)json_int(clock, "elapsed_ms", 0) / 1000;
	long long limit_s = (long long)(json_int(clock, "limit_s", 0) + json_int(clock, "extended_s", 0));
	printf("%s: %lld s", json_string(clock, "kind", ""), elapsed_s);
	if (limit_s)
		printf(" of %lld", limit_s);
	printf("%s\n", json_bool(clock, "paused", false) ? ", paused" : "");
}

static void print_floor(const struct json *floor, struct arena *arena)
{
	static const char *const columns[] = {">", "entry", "title", "team", "phase", ">skips", ">overtime"};
	const struct json *order = json_get(floor, "order");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; order && i < order->count; i++) {
		const struct json *e = &order->items[i];
		const char *phase = json_string(e, "phase", "");
		int64_t skips = json_int(e, "skips", 0), overtime = json_int(e, "overtime", 0);
		table_printf(t, "%lld", (long long)json_int(e, "turn", 0));
		table_cell(t, json_string(e, "entry", ""));
		table_cell(t, json_string(e, "title", ""));
		table_cell(t, json_string(e, "team", ""));
		table_cell(t, phase);
		table_cell(t, skips ? arena_printf(arena, "%lld", (long long)skips) : NULL);
		table_cell(t, overtime ? arena_printf(arena, "%lld s", (long long)overtime) : NULL);
		if (str_eq(phase, "called") || str_eq(phase, "pitching") || str_eq(phase, "questions"))
			table_colour(t, COLOUR_BOLD);
		else if (str_eq(phase, "locked") || str_eq(phase, "revealed") || str_eq(phase, "absent"))
			table_colour(t, COLOUR_DIM);
	}
	table_print(t, stdout);
	print_clock(json_get(floor, "clock"));
}

static bool show(struct invocation *in, struct app *app, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json floor;
	if (!view_floor(app, in->operands[0], in->operands[1], in->operands[2], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &floor, err))
		return false;
	output_note(in, "Step %lld%s.", (long long)json_int(&floor, "step", 0),
		json_bool(&floor, "opened", false) ? "" : "; the floor is not open");
	print_floor(&floor, in->arena);
	return true;
}

bool cmd_floor_show(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	return data_open(in, DATA_EXISTING, &app, err) && show(in, app, err);
}

static bool whole_number(const char *text, const char *option, int64_t *ret, struct err *err)
{
	size_t digits = strspn(text, "0123456789");
	if (!digits || digits > 9 || text[digits])
		return fail(err, ERR_INPUT, "usage.number", "--%s must be a whole number, not “%s”.", option, text);
	*ret = atoll(text);
	return true;
}

/* Without --step, the one after the newest: whoever types it looks at the floor as it is now. */
static bool next_step(struct invocation *in, struct app *app, int64_t *ret, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json floor;
	if (option_get(in, "step"))
		return whole_number(option_get(in, "step"), "step", ret, err);
	if (!view_floor(app, in->operands[0], in->operands[1], in->operands[2], &out, err) ||
		!reply_read(&out, in->arena, &floor, err))
		return false;
	*ret = json_int(&floor, "step", 0) + 1;
	return true;
}

bool cmd_floor_step(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct new_step step = {.action = in->operands[3]};
	int action = floor_action_find(step.action);
	bool lists = action >= 0 && floor_action_fields((enum floor_action)action) & FLOOR_TAKES_ENTRIES;
	size_t entries = in->operand_count - 4;
	if (option_get(in, "seconds") && !whole_number(option_get(in, "seconds"), "seconds", &step.seconds, err))
		return false;
	if (option_get(in, "draw") && !whole_number(option_get(in, "draw"), "draw", &step.draw, err))
		return false;
	if (!lists && entries > 1)
		return fail(err, ERR_INPUT, "usage.operands", "“%s” takes one entry at most.", step.action);
	if (lists) {
		step.entries = in->operands + 4;
		step.entry_count = (int)entries;
	} else if (entries) {
		step.entry = in->operands[4];
	}
	return data_open(in, DATA_EXISTING, &app, err) && next_step(in, app, &step.step, err) &&
		app_step_floor(app, &rq, in->operands[0], in->operands[1], in->operands[2], &step, err) && show(in, app, err);
}

bool cmd_panel_seat(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	int count = (int)(in->operand_count - 3);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_seat_panel(app, &rq, in->operands[0], in->operands[1], in->operands[2], in->operands + 3, count, err))
		return false;
	output_note(in, "%d experts sit on the panel of %s.", count, in->operands[2]);
	return reply_done(in, "seated", in->operands[2]);
}
