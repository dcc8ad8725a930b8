/* CSV files go to the application whole: it takes all rows or none and names every bad one. */
#include "app/app.h"
#include "app/candidate.h"
#include "app/conflict.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/request.h"

static bool report(const struct invocation *in, const char *what, const struct import_report *r)
{
	bool dry = option_has(in, "dry-run");
	output_note(in, "%s %s: %zu rows, %zu added, %zu amended, %zu unchanged%s", in->operands[0], what, r->rows,
		r->added, r->amended, r->unchanged, dry ? " (dry run: nothing was written)" : "");
	if (!in->json)
		return true;
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "contest", in->operands[0]);
	json_put_bool(&w, "dry_run", dry);
	json_put_int(&w, "rows", (int64_t)r->rows);
	json_put_int(&w, "added", (int64_t)r->added);
	json_put_int(&w, "amended", (int64_t)r->amended);
	json_put_int(&w, "unchanged", (int64_t)r->unchanged);
	json_close(&w, '}');
	output_text(&out);
	return true;
}

/* Reads FILE.csv and opens the data, in this order: a wrong file is the likelier mistake. */
static bool begin(struct invocation *in, struct slice *ret_text, struct app **ret_app, struct err *err)
{
	in->findings = findings_of(in->operands[1], in->arena);
	return input_read(in->operands[1], INPUT_LIMIT_BYTES, in->arena, ret_text, err) &&
		data_open(in, DATA_EXISTING, ret_app, err);
}

bool cmd_import_entries(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_entries(app, &rq, in->operands[0], text.at, text.len, option_has(in, "dry-run"),
			&in->findings, &r, err) &&
		report(in, "entries", &r);
}

bool cmd_import_experts(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_experts(app, &rq, in->operands[0], text.at, text.len, option_has(in, "dry-run"),
			&in->findings, &r, err) &&
		report(in, "experts", &r);
}

bool cmd_import_candidates(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_candidates(app, &rq, in->operands[0], text.at, text.len, option_has(in, "dry-run"),
			&in->findings, &r, err) &&
		report(in, "candidates", &r);
}

bool cmd_import_sheets(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_sheets(app, &rq, in->operands[0], option_get(in, "stage"), text.at, text.len,
			option_has(in, "amend"), option_has(in, "dry-run"), &in->findings, &r, err) &&
		report(in, "sheets", &r);
}

bool cmd_conflict_import(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_conflicts(app, &rq, in->operands[0], text.at, text.len, option_has(in, "dry-run"),
			&in->findings, &r, err) &&
		report(in, "conflicts", &r);
}

bool cmd_conflict_aliases(struct invocation *in, struct err *err)
{
	struct slice text;
	struct import_report r = {0};
	struct request rq = request_of(in);
	CLEANUP(app_closep) struct app *app = NULL;
	return begin(in, &text, &app, err) &&
		app_import_kinship(app, &rq, in->operands[0], text.at, text.len, option_has(in, "dry-run"),
			&in->findings, &r, err) &&
		report(in, "organisations", &r);
}
