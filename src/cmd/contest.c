/* Definition files in, contests out. `check` reads the file alone; no data directory is needed. */
#include "app/app.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/reply.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/request.h"
#include "contest/contest.h"
#include "contest/definition.h"

#include <string.h>

static bool check_file(struct invocation *in, const char *path, struct contest **ret_contest, struct err *err)
{
	struct slice text;
	in->findings = findings_of(path, in->arena);
	return input_read(path, DEFINITION_LIMIT_BYTES, in->arena, &text, err) &&
		definition_read(text.at, text.len, in->arena, &in->findings, ret_contest, err);
}

static void put_good(struct json_writer *w, const char *path, const struct contest *c)
{
	json_open(w, NULL, '{');
	json_put_string(w, "file", path);
	json_put_string(w, "id", c->id);
	json_put_int(w, "stages", c->stage_count);
	json_close(w, '}');
}

/* Several files: what is wrong is said as each one comes, with --json in one answer at the end. */
static bool check_files(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	size_t wrong = 0;
	json_open(&w, NULL, '{');
	json_open(&w, "contests", '[');
	for (size_t i = 0; i < in->operand_count; i++) {
		struct contest *c;
		struct err found = {0};
		if (check_file(in, in->operands[i], &c, &found)) {
			put_good(&w, in->operands[i], c);
			output_note(in, "%s: %s, %d stages: good", in->operands[i], c->id, c->stage_count);
			continue;
		}
		wrong++;
		output_complaint(in, &found);
		output_problem(in, &found, &w);
	}
	json_close(&w, ']');
	json_close(&w, '}');
	if (in->json)
		output_text(&out);
	in->json = false; /* it is all said */
	in->findings = (struct findings){0};
	return wrong == 0 || fail(err, ERR_INPUT, "contest.wrong", "%zu of %zu files can't be used.", wrong,
				 in->operand_count);
}

bool cmd_contest_check(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	struct contest *c;
	if (in->operand_count > 1)
		return check_files(in, err);
	if (!check_file(in, in->operands[0], &c, err))
		return false;
	json_open(&w, NULL, '{');
	json_open(&w, "contests", '[');
	put_good(&w, in->operands[0], c);
	json_close(&w, ']');
	json_close(&w, '}');
	output_note(in, "%s: %s, %d stages: good", in->operands[0], c->id, c->stage_count);
	if (in->json)
		output_text(&out);
	return true;
}

bool cmd_contest_add(struct invocation *in, struct err *err)
{
	struct slice text;
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	in->findings = findings_of(in->operands[0], in->arena);
	if (!input_read(in->operands[0], DEFINITION_LIMIT_BYTES, in->arena, &text, err) ||
		!data_open(in, DATA_EXISTING, &app, err) ||
		!app_add_contest(app, &rq, text.at, text.len, &in->findings, err))
		return false;
	output_note(in, "Added %s.", in->operands[0]);
	return reply_done(in, "added", in->operands[0]);
}

bool cmd_contest_list(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json answer;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_contests(app, &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &answer, err))
		return false;
	struct table *t = table_new(in->arena, (const char *[]){"contest", "title", ">entries", ">stages"}, 4);
	const struct json *contests = json_get(&answer, "contests");
	for (size_t i = 0; contests && i < contests->count; i++) {
		const struct json *c = &contests->items[i];
		const struct json *stages = json_get(c, "stages");
		table_cell(t, json_string(c, "id", ""));
		table_cell(t, reply_title(c));
		table_printf(t, "%lld", (long long)json_int(c, "entries", 0));
		table_printf(t, "%zu", stages ? stages->count : 0);
	}
	table_print(t, stdout);
	return true;
}

/* "2020-11-10T00:30:00.000Z" → "2020-11-10 00:30Z" */
static const char *short_time(const char *text, struct arena *arena)
{
	return strlen(text) < 16 ? text : arena_printf(arena, "%.10s %.5sZ", text, text + 11);
}

static void print_stages(struct invocation *in, const struct json *contest)
{
	const char *columns[] = {"stage", "title", "state", ">entries", ">advance", "starts"};
	struct table *t = table_new(in->arena, columns, COUNT_OF(columns));
	const struct json *stages = json_get(contest, "stages");
	for (size_t i = 0; stages && i < stages->count; i++) {
		const struct json *s = &stages->items[i];
		table_cell(t, json_string(s, "id", ""));
		table_cell(t, reply_title(s));
		table_cell(t, json_string(s, "state", ""));
		table_printf(t, "%lld", (long long)json_int(s, "entries", 0));
		table_printf(t, "%lld", (long long)json_int(s, "advance", 0));
		table_cell(t, short_time(json_string(s, "starts", ""), in->arena));
	}
	table_print(t, stdout);
}

bool cmd_contest_show(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json c;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_contest(app, in->operands[0], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &c, err))
		return false;
	const struct json *totals = json_get(&c, "totals");
	printf("%s  %s%s\n", json_string(&c, "id", ""), reply_title(&c),
		json_bool(&c, "rehearsal", false) ? "  (rehearsal)" : "");
	printf("entries %lld · people %lld · experts %lld · sheets %lld · ledger records %lld\n\n",
		(long long)json_int(totals, "entries", 0), (long long)json_int(totals, "people", 0),
		(long long)json_int(totals, "experts", 0), (long long)json_int(totals, "sheets", 0),
		(long long)json_int(totals, "records", 0));
	print_stages(in, &c);
	return true;
}
