/* `leitai timetable`: a day of pitches in JSON through lib/judging/timetable.h; as a table, JSON or a calendar. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/timetable_case.h"
#include "judging/calendar.h"

#include <stdio.h>
#include <string.h>

static const char *entry_of(const struct timetable_file *file, const struct slot *s)
{
	return file->entries[file->c.venues[s->venue].pitches[s->pitch].entry];
}

static const char *reason(const struct slot *s)
{
	static const char *const words[] = {[WAIT_NONE] = NULL, [WAIT_SHUT] = "break or expert away", [WAIT_TEAM] = "team elsewhere",
		[WAIT_LATE] = "day runs late"};
	return s->waited_ms > 0 ? words[s->why] : NULL;
}

/* "09:05" of the case's civil time. */
static const char *clock(const struct timetable_file *file, int64_t at_ms, struct arena *arena)
{
	char text[TIME_TEXT];
	time_format(at_ms + (int64_t)file->offset_min * 60000, text);
	return arena_printf(arena, "%.5s", text + 11);
}

static void print_table(const struct timetable_file *file, const struct timetable *t, struct arena *arena)
{
	static const char *const columns[] = {"venue", "from", "until", "entry", ">waited", "why", ""};
	struct table *table = table_new(arena, columns, COUNT_OF(columns));
	for (int i = 0; i < t->starts[file->c.venue_count]; i++) {
		const struct slot *s = &t->slots[i];
		table_cell(table, i == t->starts[s->venue] ? file->titles[s->venue] : NULL);
		table_cell(table, clock(file, s->at.from_ms, arena));
		table_cell(table, clock(file, s->at.until_ms, arena));
		table_cell(table, entry_of(file, s));
		if (s->waited_ms > 0)
			table_printf(table, "%lld min", (long long)((s->waited_ms + 59999) / 60000));
		else
			table_cell(table, NULL);
		table_cell(table, reason(s));
		table_cell(table, s->over ? "after the end" : s->moved ? "moved up" : NULL);
		table_colour(table, s->over ? COLOUR_RED : COLOUR_NONE);
	}
	table_print(table, stdout);
	printf("\n%d pitches; venues wait %lld min in all, %d moved up, %d after the end.\n", t->starts[file->c.venue_count],
		(long long)(t->waited_ms / 60000), t->moved, t->over);
}

static void put_moment(struct json_writer *w, const char *key, int64_t at_ms)
{
	char text[TIME_TEXT];
	json_put_string(w, key, time_format(at_ms, text));
}

static void write_json(const struct timetable_file *file, const struct timetable *t, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "waited_s", t->waited_ms / 1000);
	json_put_int(&w, "moved", t->moved);
	json_put_int(&w, "over", t->over);
	json_open(&w, "slots", '[');
	for (int i = 0; i < t->starts[file->c.venue_count]; i++) {
		const struct slot *s = &t->slots[i];
		json_open(&w, NULL, '{');
		json_put_string(&w, "venue", file->venues[s->venue]);
		json_put_string(&w, "entry", entry_of(file, s));
		put_moment(&w, "from", s->at.from_ms);
		put_moment(&w, "until", s->at.until_ms);
		json_put_int(&w, "waited_s", s->waited_ms / 1000);
		if (reason(s))
			json_put_string(&w, "why", reason(s));
		json_put_bool(&w, "moved", s->moved);
		json_put_bool(&w, "over", s->over);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
}

/* The stamp is the start of the day, so that the same case gives the same calendar. */
static void write_calendar(const struct timetable_file *file, const struct timetable *t, struct arena *arena, struct buf *out)
{
	int count = t->starts[file->c.venue_count];
	struct calendar_event *events = ARENA_ARRAY(arena, (size_t)count + 1, struct calendar_event);
	int64_t stamp_ms = file->c.venue_count ? file->c.venues[0].open.from_ms : 0;
	for (int i = 0; i < count; i++) {
		const struct slot *s = &t->slots[i];
		const char *entry = entry_of(file, s), *venue = file->venues[s->venue];
		events[i] = (struct calendar_event){.uid = arena_printf(arena, "%s-%s@leitai", venue, entry), .summary = entry,
			.location = file->titles[s->venue], .from_ms = s->at.from_ms, .until_ms = s->at.until_ms};
	}
	calendar_write(file->name ? file->name : "Pitches", events, (size_t)count, stamp_ms, out);
}

bool cmd_timetable(struct invocation *in, struct err *err)
{
	const char *format = option_get(in, "format");
	struct slice text;
	struct timetable_file file;
	struct timetable t;
	CLEANUP(buf_done) struct buf out = {0};
	if (format && !str_eq(format, "table") && !str_eq(format, "json") && !str_eq(format, "ics"))
		return fail(err, ERR_INPUT, "usage.format", "“%s” is no format: table, json or ics.", format);
	if (!input_read(in->operands[0], INPUT_LIMIT_BYTES, in->arena, &text, err) ||
		!timetable_file_read(text, in->arena, &file, err) || !timetable_make(&file.c, in->arena, &t, err))
		return false;
	if (format && str_eq(format, "ics")) {
		write_calendar(&file, &t, in->arena, &out);
		fwrite(buf_str(&out), 1, out.len, stdout);
	} else if (in->json || (format && str_eq(format, "json"))) {
		write_json(&file, &t, &out);
		output_text(&out);
	} else {
		print_table(&file, &t, in->arena);
	}
	return true;
}
