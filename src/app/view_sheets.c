/* Sheets in force without their marks: who handed in, when, how, and what they wrote beside it. For whoever owns the data. */
#include "app/view.h"

#include "app/context.h"
#include "app/marking_part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

#include <string.h>

struct sheets_view {
	const char *contest, *stage;
	struct buf *out;
	struct arena *arena;
	struct json_writer w;
};

static bool put_sheet(struct sheets_view *v, struct db *db, const struct sheet_row *row, struct err *err)
{
	struct receipt receipt = {0};
	struct sealed_row *sealed;
	struct remark_row *remark;
	struct json text;
	if (!marking_receipt(db, v->contest, row->seq, v->arena, &receipt, err) ||
		!store_find_sealed(db, v->contest, row->seq, v->arena, &sealed, err) ||
		!store_find_remark(db, v->contest, row->seq, v->arena, &remark, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "heat", row->heat);
	json_put_string(&v->w, "entry", row->entry);
	json_put_string(&v->w, "expert", row->expert);
	json_put_int(&v->w, "version", row->version);
	json_put_bool(&v->w, "recused", row->recused);
	json_put_bool(&v->w, "signed", sealed && strstr(sealed->body, "\"signed\":{"));
	json_put_int(&v->w, "seq", row->seq);
	json_put_string(&v->w, "ts", receipt.ts);
	if (remark) {
		if (!json_parse(remark->body, strlen(remark->body), v->arena, &text, err))
			return false;
		json_put_string(&v->w, "remark", text.string);
	}
	json_close(&v->w, '}');
	return true;
}

static bool sheets_work(struct db *db, void *context, struct err *err)
{
	struct sheets_view *v = context;
	struct contest *contest;
	struct sheet_row *rows;
	size_t n;
	int stage;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err) ||
		!app_get_panel_stage(contest, v->stage, &stage, err) ||
		!store_list_sheets(db, v->contest, v->stage, v->arena, &rows, &n, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_open(&v->w, "sheets", '[');
	for (size_t i = 0; i < n; i++)
		if (!put_sheet(v, db, &rows[i], err))
			return false;
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	return true;
}

bool view_sheets(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sheets_view v = {.contest = contest, .stage = stage, .out = out, .arena = arena};
	return store_read(app->store, sheets_work, &v, err);
}
