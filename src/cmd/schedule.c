/* Timetables of a contest's stages: proposed, set, moved, shown, exported. What “propose --json” writes, “set” reads. */
#include "app/timetable.h"

#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
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

enum { FILE_LIMIT_BYTES = 4 << 20 };

/* ---- reading what was typed */
static bool read_whole(const struct invocation *in, const char *option, int64_t most, int64_t *ret, struct err *err)
{
	const char *text = option_get(in, option);
	size_t digits = text ? strspn(text, "0123456789") : 0;
	if (text && (!digits || digits > 7 || text[digits] || atoll(text) > most))
		return fail(err, ERR_INPUT, "usage.number", "--%s must be a whole number of at most %" PRId64 ", not “%s”.", option, most, text);
	if (text)
		*ret = atoll(text);
	return true;
}

static bool read_time(const char *text, int offset_min, int64_t *ret, struct err *err)
{
	return time_parse(text, offset_min, ret) ||
		fail(err, ERR_INPUT, "usage.time", "“%s” is no time; write 2026-05-01T12:00, in the contest's civil time.", text);
}

/* "a,b,c" cut at its commas; gives how many parts. */
static int cut(struct invocation *in, const char *text, const char **parts, int most)
{
	int n = 0;
	for (const char *at = text; at && n < most;) {
		const char *stop = n == most - 1 ? NULL : strchr(at, ',');
		parts[n++] = stop ? arena_strndup(in->arena, at, (size_t)(stop - at)) : at;
		at = stop ? stop + 1 : NULL;
	}
	return n;
}

/* FROM,UNTIL[,HEAT] or HEAT,FROM,UNTIL. */
static bool read_span(struct invocation *in, const char *text, bool heat_first, int offset_min, struct schedule_span *ret,
	struct err *err)
{
	const char *parts[3] = {NULL};
	int n = cut(in, text, parts, 3), first = heat_first ? 1 : 0;
	if (n < 2 + first)
		return fail(err, ERR_INPUT, "usage.span", "“%s” is not %s.", text,
			heat_first ? "HEAT,FROM,UNTIL" : "FROM,UNTIL or FROM,UNTIL,HEAT");
	ret->heat = heat_first ? parts[0] : n == 3 ? parts[2] : NULL;
	return read_time(parts[first], offset_min, &ret->from_ms, err) && read_time(parts[first + 1], offset_min, &ret->until_ms, err);
}

static bool read_draw(struct invocation *in, const char *text, struct schedule_draw *ret, struct err *err)
{
	const char *stop = strchr(text, '=');
	size_t digits = stop ? strspn(stop + 1, "0123456789") : 0;
	if (!digits || digits > 6 || stop[1 + digits] || !atoll(stop + 1))
		return fail(err, ERR_INPUT, "usage.draw", "“%s” is not HEAT=N, with the number of a draw.", text);
	*ret = (struct schedule_draw){arena_strndup(in->arena, text, (size_t)(stop - text)), atoll(stop + 1)};
	return true;
}

static bool read_repeated(struct invocation *in, int offset_min, struct schedule *s, struct err *err)
{
	s->breaks = ARENA_ARRAY(in->arena, in->value_count + 1, struct schedule_span);
	s->open = ARENA_ARRAY(in->arena, in->value_count + 1, struct schedule_span);
	s->draws = ARENA_ARRAY(in->arena, in->value_count + 1, struct schedule_draw);
	for (size_t i = 0; i < in->value_count; i++) {
		const char *name = in->values[i].spec->name, *value = in->values[i].value;
		if ((str_eq(name, "break") && !read_span(in, value, false, offset_min, &s->breaks[s->break_count++], err)) ||
			(str_eq(name, "open") && !read_span(in, value, true, offset_min, &s->open[s->open_count++], err)) ||
			(str_eq(name, "draw") && !read_draw(in, value, &s->draws[s->draw_count++], err)))
			return false;
	}
	return true;
}

/* ---- showing */
/* "05-01 09:05" */
static const char *clock(const char *utc, int offset_min, struct arena *arena)
{
	char text[TIME_TEXT];
	int64_t at_ms;
	if (!utc || !time_parse(utc, 0, &at_ms))
		return NULL;
	time_format(at_ms + (int64_t)offset_min * 60000, text);
	return arena_printf(arena, "%.5s %.5s", text + 5, text + 11);
}

static const char *remark(const struct json *slot, int offset_min, struct arena *arena)
{
	const char *was = clock(json_string(json_get(slot, "was"), "from", NULL), offset_min, arena);
	int64_t waited_s = json_int(slot, "waited_s", 0);
	if (json_bool(slot, "over", false))
		return "after the end";
	if (was)
		return arena_printf(arena, "was %s", was);
	if (json_bool(slot, "withdrawn", false))
		return "withdrawn";
	if (json_bool(slot, "moved_up", false))
		return "moved up";
	if (waited_s > 0)
		return arena_printf(arena, "waits %lld min (%s)", (long long)(waited_s + 59) / 60, json_string(slot, "why", ""));
	return json_bool(slot, "added", false) ? "new" : NULL;
}

static void print_slots(const struct json *answer, int offset_min, struct arena *arena)
{
	static const char *const columns[] = {"heat", "from", "until", "entry", "title", ""};
	const struct json *slots = json_get(answer, "slots");
	struct table *t = table_new(arena, columns, COUNT_OF(columns));
	const char *heat = "";
	for (size_t i = 0; slots && i < slots->count; i++) {
		const struct json *s = &slots->items[i];
		const char *here = json_string(s, "heat", "");
		table_cell(t, str_eq(here, heat) ? NULL : here);
		table_cell(t, clock(json_string(s, "from", NULL), offset_min, arena));
		table_cell(t, clock(json_string(s, "until", NULL), offset_min, arena));
		table_cell(t, json_string(s, "entry", ""));
		table_cell(t, json_string(s, "title", NULL));
		table_cell(t, remark(s, offset_min, arena));
		table_colour(t, json_bool(s, "over", false) ? COLOUR_RED : json_get(s, "was") ? COLOUR_YELLOW : COLOUR_NONE);
		heat = here;
	}
	table_print(t, stdout);
}

static void print_clashes(const struct json *answer)
{
	const struct json *list = json_get(answer, "clashes");
	for (size_t i = 0; list && i < list->count; i++) {
		const struct json *k = &list->items[i];
		const char *other = json_string(k, "other", NULL), *expert = json_string(k, "expert", NULL);
		printf("%s: %s in %s%s%s%s%s\n", json_string(k, "kind", ""), json_string(k, "entry", ""), json_string(k, "heat", ""),
			other ? " and " : expert ? ", expert " : "", other ? other : expert ? expert : "", other ? " in " : "",
			other ? json_string(k, "other_heat", "") : "");
	}
}

static bool print_draft(struct invocation *in, const struct buf *out, int offset_min, struct err *err)
{
	struct json answer;
	if (in->json)
		return output_text(out), true;
	if (!reply_read(out, in->arena, &answer, err))
		return false;
	print_slots(&answer, offset_min, in->arena);
	print_clashes(&answer);
	return true;
}

/* ---- commands */
bool cmd_schedule_propose(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	struct timetable_wish wish = {.heat = option_get(in, "heat"), .gives = option_has(in, "gives"),
		.source = option_has(in, "as-set") ? TIMETABLE_AS_SET : TIMETABLE_BY_ID, .given = {.buffer_s = -1, .change_s = -1}};
	int offset_min;
	return read_whole(in, "length", 86400, &wish.length_s, err) && read_whole(in, "buffer", 86400, &wish.given.buffer_s, err) &&
		read_whole(in, "change", 86400, &wish.given.change_s, err) && data_open(in, DATA_EXISTING, &app, err) &&
		app_get_offset(app, in->operands[0], &offset_min, err) && read_repeated(in, offset_min, &wish.given, err) &&
		app_propose_timetable(app, &rq, in->operands[0], in->operands[1], &wish, &out, err) && print_draft(in, &out, offset_min, err);
}

/* The newest version: for whoever does not say which one was seen. */
static bool newest(struct invocation *in, struct app *app, int64_t *ret, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json desk;
	if (!view_timetable_desk(app, in->operands[0], in->operands[1], &out, err) || !reply_read(&out, in->arena, &desk, err))
		return false;
	*ret = json_int(json_get(&desk, "current"), "version", 0);
	return true;
}

bool cmd_schedule_set(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	struct new_timetable given = {.overrides = option_has(in, "override"), .preview = option_has(in, "preview")};
	struct slice text;
	struct json file;
	int offset_min;
	if (!input_read(in->operands[2], FILE_LIMIT_BYTES, in->arena, &text, err) ||
		!json_parse(text.at, text.len, in->arena, &file, err) || !data_open(in, DATA_EXISTING, &app, err) ||
		!app_get_offset(app, in->operands[0], &offset_min, err) || !timetable_input(&file, offset_min, in->arena, &given.given, err))
		return false;
	given.given.reason = option_get(in, "reason");
	given.base = json_int(&file, "base", -1);
	return (given.base >= 0 || newest(in, app, &given.base, err)) &&
		app_set_timetable(app, &rq, in->operands[0], in->operands[1], &given, &out, err) && print_draft(in, &out, offset_min, err);
}

bool cmd_schedule_restore(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	const char *version = in->operands[2];
	struct new_timetable given = {.overrides = option_has(in, "override"), .preview = option_has(in, "preview"),
		.given = {.reason = option_get(in, "reason")}};
	size_t digits = strspn(version, "0123456789");
	int offset_min;
	if (!digits || digits > 9 || version[digits] || !atoll(version))
		return fail(err, ERR_INPUT, "usage.number", "“%s” is no version: 1, 2, 3 …", version);
	given.restores = atoll(version);
	return data_open(in, DATA_EXISTING, &app, err) && app_get_offset(app, in->operands[0], &offset_min, err) &&
		newest(in, app, &given.base, err) &&
		app_set_timetable(app, &rq, in->operands[0], in->operands[1], &given, &out, err) && print_draft(in, &out, offset_min, err);
}

bool cmd_schedule_shift(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct request rq = request_of(in);
	const char *at = option_get(in, "not-before");
	struct timetable_delay delay = {.entry = option_get(in, "entry"), .reason = option_get(in, "reason"),
		.preview = option_has(in, "preview")};
	int64_t by_min = 0;
	int offset_min;
	if (!at == !option_get(in, "by"))
		return fail(err, ERR_INPUT, "usage.delay", "Give --by MINUTES or --not-before TIME.");
	if (!read_whole(in, "by", 1440, &by_min, err) || !data_open(in, DATA_EXISTING, &app, err) ||
		!app_get_offset(app, in->operands[0], &offset_min, err) || (at && !read_time(at, offset_min, &delay.not_before_ms, err)))
		return false;
	delay.by_s = by_min * 60;
	return newest(in, app, &delay.base, err) &&
		app_shift_timetable(app, &rq, in->operands[0], in->operands[1], in->operands[2], &delay, &out, err) &&
		print_draft(in, &out, offset_min, err);
}

bool cmd_schedule_show(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	struct json answer;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_timetables(app, in->operands[0], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &answer, err))
		return false;
	const struct json *stages = json_get(&answer, "stages");
	for (size_t i = 0; stages && i < stages->count; i++) {
		const struct json *s = &stages->items[i];
		printf("%s%s, version %lld%s%s\n", i ? "\n" : "", json_string(s, "id", ""), (long long)json_int(s, "version", 0),
			json_string(s, "reason", NULL) ? ": " : "", json_string(s, "reason", ""));
		print_slots(s, (int)json_int(&answer, "utc_offset", 0), in->arena);
	}
	if (!stages || !stages->count)
		output_note(in, "No stage of %s has a timetable yet.", in->operands[0]);
	return true;
}

bool cmd_schedule_export(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf out = {0};
	const char *format = option_get(in, "format");
	struct feed_query query = {option_get(in, "stage"), option_get(in, "heat"), option_get(in, "entry")};
	bool table = format && str_eq(format, "csv");
	if (format && !table && !str_eq(format, "ics"))
		return fail(err, ERR_INPUT, "usage.format", "“%s” is no format: ics or csv.", format);
	if (table && (query.heat || query.entry))
		return fail(err, ERR_INPUT, "usage.option", "A table is of the contest or of a --stage.");
	if (!data_open(in, DATA_EXISTING, &app, err) || (table ? !view_timetable_csv(app, in->operands[0], query.stage, &out, err)
		: !view_timetable_calendar(app, in->operands[0], &query, &out, err)))
		return false;
	fwrite(buf_str(&out), 1, out.len, stdout);
	return true;
}
