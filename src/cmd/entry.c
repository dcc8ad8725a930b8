/* One entry: what the public may see of it, and its withdrawal. */
#include "app/app.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "cmd/reply.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/request.h"

#include <inttypes.h>

static void print_profile(const struct json *entry)
{
	static const char *const keys[] = {"team", "division", "region", "track", "scene", "province", "country",
		"industry", "funding", "summary", "stage", "fate"};
	printf("%s  %s\n", json_string(entry, "id", ""), reply_title(entry));
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (json_string(entry, keys[i], NULL))
			printf("  %-10s %s\n", keys[i], json_string(entry, keys[i], ""));
	printf("  %-10s %" PRId64 "\n", "record", json_int(json_get(entry, "accepted"), "seq", -1));
}

/* One row an expert, one column a criterion. */
static void print_sheets(struct invocation *in, const struct json *stage)
{
	const struct json *criteria = json_get(stage, "criteria"), *sheets = json_get(stage, "sheets");
	const char *columns[16] = {"expert", "class"};
	size_t n = 2;
	for (size_t i = 0; criteria && i < criteria->count && n < 14; i++)
		columns[n++] = arena_printf(in->arena, ">%s", json_string(&criteria->items[i], "id", ""));
	columns[n++] = ">total";
	columns[n++] = ">record";
	struct table *t = table_new(in->arena, columns, n);
	for (size_t i = 0; sheets && i < sheets->count; i++) {
		const struct json *s = &sheets->items[i], *marks = json_get(s, "marks");
		table_cell(t, json_string(s, "expert", ""));
		table_cell(t, json_bool(s, "recused", false) ? "recused" : json_string(s, "class", ""));
		for (size_t k = 0; k < n - 4; k++) {
			const struct json *m = marks && k < marks->count ? &marks->items[k] : NULL;
			struct json_member member = {"m", m ? *m : (struct json){0}};
			struct json one = {.type = JSON_OBJECT, .members = &member, .count = 1};
			table_cell(t, reply_number(&one, "m", in->arena));
		}
		table_cell(t, reply_number(s, "total", in->arena));
		table_printf(t, "%" PRId64, json_int(json_get(s, "seal"), "seq", -1));
	}
	table_print(t, stdout);
}

bool cmd_entry_show(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json entry;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_entry(app, in->operands[0], in->operands[1], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &entry, err))
		return false;
	print_profile(&entry);
	const struct json *stages = json_get(&entry, "stages");
	for (size_t i = 0; stages && i < stages->count; i++) {
		const struct json *s = &stages->items[i];
		printf("\n%s %s: rank %" PRId64 " of %" PRId64 ", score %s, %s\n", json_string(s, "stage", ""),
			reply_title(s), json_int(s, "rank", 0), json_int(s, "of", 0),
			reply_number(s, "score", in->arena), json_string(s, "fate", ""));
		print_sheets(in, s);
	}
	return true;
}

bool cmd_entry_withdraw(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *reason = option_get(in, "reason");
	if (!reason || !*reason)
		return fail(err, ERR_INPUT, "usage.reason", "A withdrawal needs --reason TEXT; it stands in the ledger.");
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_withdraw_entry(app, &rq, in->operands[0], in->operands[1], reason, err))
		return false;
	output_note(in, "%s is withdrawn from %s.", in->operands[1], in->operands[0]);
	return reply_done(in, "withdrawn", in->operands[1]);
}
