/* How the experts judge a stage, on a terminal: the same answer that the desk's page draws. */
#include "app/app.h"
#include "app/judging.h"
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

enum { BESIDE = 10 }; /* rows of a cut on either side of its line */

static const char *number(const struct json *o, const char *key, struct arena *arena)
{
	return reply_number(o, key, arena);
}

/* Four decimals are for programs; a terminal gets as many as are read. */
static const char *shorter(const struct json *o, const char *key, int places, struct arena *arena)
{
	const char *text = number(o, key, arena);
	return *text ? arena_printf(arena, "%.*f", places, strtod(text, NULL)) : text;
}

static const char *percent(const struct json *o, const char *key, struct arena *arena)
{
	const char *text = number(o, key, arena);
	return *text ? arena_printf(arena, "%.0f %%", 100 * strtod(text, NULL)) : text;
}

/* What was drawn often enough is still not sure. */
static const char *chance(const struct json *o, struct arena *arena)
{
	const char *text = number(o, "chance", arena);
	double p = *text ? strtod(text, NULL) : 0.5;
	return p > 0.99 ? "> 99 %" : p < 0.01 ? "< 1 %" : percent(o, "chance", arena);
}

static size_t length(const struct json *list)
{
	return list ? list->count : 0;
}

/* ---- experts */

static void print_alarms(const struct json *judging, struct arena *arena)
{
	const struct json *experts = json_get(judging, "experts"), *sessions = json_get(judging, "sessions");
	for (size_t x = 0; x < length(experts); x++) {
		const struct json *drift = json_get(&experts->items[x], "drift");
		for (size_t i = 0; i < length(drift); i++) {
			const struct json *d = &drift->items[i], *session = &sessions->items[json_int(d, "session", 0)];
			double shift = strtod(number(d, "shift", arena), NULL);
			if (!json_bool(d, "alarm", false))
				continue;
			printf("Drift: %s is %.2f %s in %s%s%s than elsewhere (z %s, %lld sheets).\n",
				json_string(&experts->items[x], "expert", ""), shift < 0 ? -shift : shift, shift < 0 ? "milder" : "stricter",
				json_string(session, "heat", ""), json_get(session, "from") ? " from " : "", json_string(session, "from", ""),
				number(d, "z", arena), (long long)json_int(d, "sheets", 0));
		}
	}
}

static void print_experts(const struct json *judging, struct arena *arena)
{
	static const char *const columns[] = {"expert", "class", ">sheets", ">mean", ">severity", ">±", ">spread", ">same", ">scatter", ">infit",
		">z", ">outfit", ">z", ">linked"};
	const struct json *experts = json_get(judging, "experts");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t x = 0; x < length(experts); x++) {
		const struct json *e = &experts->items[x];
		table_cell(t, json_string(e, "expert", ""));
		table_cell(t, json_string(e, "class", ""));
		table_printf(t, "%lld", (long long)json_int(e, "sheets", 0));
		table_cell(t, shorter(e, "mean", 2, arena));
		table_cell(t, shorter(e, "severity", 2, arena));
		table_cell(t, shorter(e, "among", 2, arena));
		table_cell(t, shorter(e, "spread", 2, arena));
		table_cell(t, percent(e, "same", arena));
		table_cell(t, shorter(e, "scatter", 2, arena));
		table_cell(t, shorter(e, "infit", 2, arena));
		table_cell(t, shorter(e, "infit_z", 1, arena));
		table_cell(t, shorter(e, "outfit", 2, arena));
		table_cell(t, shorter(e, "outfit_z", 1, arena));
		if (json_int(e, "linked", 0))
			table_printf(t, "%lld", (long long)json_int(e, "linked", 0));
		else
			table_cell(t, NULL);
	}
	table_print(t, stdout);
}

static void print_group(const struct json *group, struct arena *arena)
{
	const struct json *s = json_get(group, "severity"), *why = json_get(group, "no_fit");
	if (s)
		printf("Experts differ by %s (standard deviation), noise is %s; reliability %s, fixed chi-square %s (%lld).\n",
			shorter(s, "spread", 2, arena), shorter(s, "noise", 2, arena), shorter(s, "reliability", 2, arena),
			shorter(s, "chi2", 1, arena), (long long)json_int(s, "freedom", 0));
	else
		printf("No severity: %s\n", json_string(json_get(group, "no_severity"), "text", ""));
	if (s && why)
		printf("No fit: %s\n", json_string(why, "text", ""));
}

/* Who compares with whom, and how far. */
static void print_groups(const struct json *judging, struct arena *arena)
{
	const struct json *groups = json_get(judging, "groups");
	if (length(groups) > 1)
		printf("\nExperts fall into %zu groups that share no entry; severities compare within a group only.\n", length(groups));
	for (size_t g = 0; g < length(groups); g++) {
		const struct json *experts = json_get(&groups->items[g], "experts");
		if (length(groups) > 1) {
			printf("%zu:", g + 1);
			for (size_t x = 0; x < length(experts); x++)
				printf(" %s", experts->items[x].string);
			putchar('\n');
		}
		print_group(&groups->items[g], arena);
	}
}

/* ---- the cut */

static const struct json *find_entry(const struct json *entries, const char *id)
{
	for (size_t i = 0; i < length(entries); i++)
		if (str_eq(json_string(&entries->items[i], "entry", ""), id))
			return &entries->items[i];
	return NULL;
}

static void print_cut(const struct json *cut, const struct json *entries, struct arena *arena)
{
	static const char *const columns[] = {">", "entry", ">stands", ">±", ">official", ">raw", ">sheets", ">chance"};
	const struct json *order = json_get(cut, "entries");
	int64_t first = json_int(cut, "first", 0), inside = json_int(cut, "inside", 0);
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	for (size_t i = 0; i < length(order); i++) {
		int64_t place = first + (int64_t)i + 1;
		const struct json *e = find_entry(entries, order->items[i].string);
		if (!e || place <= inside - BESIDE || place > inside + BESIDE)
			continue;
		table_printf(t, "%lld", (long long)place);
		table_cell(t, order->items[i].string);
		table_cell(t, shorter(e, "stands", 2, arena));
		table_cell(t, shorter(e, "among", 2, arena));
		table_cell(t, shorter(e, "official", 2, arena));
		table_cell(t, shorter(e, "raw", 2, arena));
		table_printf(t, "%lld", (long long)json_int(e, "sheets", 0));
		table_cell(t, chance(e, arena));
		if (place == inside)
			table_rule(t, arena_printf(arena, "%lld of %lld", (long long)inside, (long long)json_int(cut, "contenders", 0)));
	}
	printf("\n%s: %lld places\n", reply_title(cut), (long long)json_int(cut, "places", 0));
	table_print(t, stdout);
}

static void print_further(const struct json *judging, struct arena *arena)
{
	static const char *const columns[] = {"entry", ">chance", ">± now", "one more sheet of (± then)"};
	const struct json *further = json_get(judging, "further");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	if (!length(further))
		return;
	for (size_t i = 0; i < length(further); i++) {
		const struct json *f = &further->items[i], *experts = json_get(f, "experts");
		CLEANUP(buf_done) struct buf names = {0};
		for (size_t x = 0; x < length(experts); x++)
			buf_printf(&names, "%s%s (%s)", x ? ", " : "", json_string(&experts->items[x], "expert", ""),
				shorter(&experts->items[x], "among", 2, arena));
		table_cell(t, json_string(f, "entry", ""));
		table_cell(t, percent(f, "chance", arena));
		table_cell(t, shorter(f, "among", 2, arena));
		table_cell(t, names.len ? arena_strdup(arena, buf_str(&names)) : "nobody who may");
	}
	printf("\nOpen at a cut: %lld\n", (long long)json_int(judging, "open", 0));
	table_print(t, stdout);
}

bool cmd_monitor(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct json judging;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_judging(app, &rq, in->operands[0], in->operands[1], option_has(in, "all"), &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &judging, err))
		return false;
	const struct json *cuts = json_get(&judging, "cuts");
	if (!json_int(&judging, "sheets", 0))
		return output_note(in, "No sheet of stage %s is in yet.", in->operands[1]), true;
	print_experts(&judging, in->arena);
	print_groups(&judging, in->arena);
	print_alarms(&judging, in->arena);
	for (size_t c = 0; c < length(cuts); c++)
		print_cut(&cuts->items[c], json_get(&judging, "entries"), in->arena);
	print_further(&judging, in->arena);
	return true;
}
