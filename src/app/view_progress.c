/* Who has handed in, not what: of a sheet only that it is there, its version, and whether its device signed it. */
#include "app/closing.h"

#include "app/heat.h"
#include "app/outcome.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

struct progress_work {
	const char *contest_id, *stage_id, *heat_id;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	struct docket *docket;
	struct result result;
	struct heat_state heat;
	struct json_writer w;
};

static bool put_experts(struct progress_work *p, struct err *err)
{
	json_open(&p->w, "experts", '[');
	for (int i = 0; i < p->heat.expert_count; i++) {
		int x = docket_find_expert(p->docket, p->heat.experts[i]);
		struct json profile;
		if (!part_read_profile(x < 0 ? NULL : p->docket->experts[x].profile, p->arena, &profile, err))
			return false;
		json_open(&p->w, NULL, '{');
		json_put_string(&p->w, "id", p->heat.experts[i]);
		if (x >= 0 && p->docket->experts[x].class_id)
			json_put_string(&p->w, "class", p->docket->experts[x].class_id);
		if (json_string(&profile, "name", NULL))
			json_put_string(&p->w, "name", json_string(&profile, "name", ""));
		json_close(&p->w, '}');
	}
	json_close(&p->w, ']');
	return true;
}

static bool is_signed(struct progress_work *p, int64_t seq, bool *ret, struct err *err)
{
	struct sealed_row *rows;
	struct json body;
	size_t n;
	*ret = false;
	if (!store_list_sealed(p->db, p->contest->id, seq, 1, p->arena, &rows, &n, err))
		return false;
	if (!n || rows[0].seq != seq)
		return true; /* erased */
	if (!json_parse(rows[0].body, strlen(rows[0].body), p->arena, &body, err))
		return false;
	*ret = json_get(&body, "signed") != NULL;
	return true;
}

/* Whoever must not mark the entry is recused, with or without a sheet that says so. */
static bool put_sheet(struct progress_work *p, const struct sheet_row *sheet, const char *expert, bool barred, struct err *err)
{
	bool by_device = false;
	if (sheet && !is_signed(p, sheet->seq, &by_device, err))
		return false;
	json_open(&p->w, NULL, '{');
	json_put_string(&p->w, "expert", expert);
	json_put_string(&p->w, "state",
		barred ? "recused" : !sheet ? "missing" : sheet->recused ? "recused" : sheet->version > 1 ? "amended" : "in");
	json_put_int(&p->w, "version", sheet ? sheet->version : 0);
	json_put_bool(&p->w, "signed", by_device);
	if (sheet)
		json_put_int(&p->w, "seq", sheet->seq);
	else
		json_put_null(&p->w, "seq");
	json_close(&p->w, '}');
	return true;
}

static bool put_sheets(struct progress_work *p, int entry, struct err *err)
{
	json_open(&p->w, "sheets", '[');
	for (int i = 0; i < p->heat.expert_count; i++) {
		int x = docket_find_expert(p->docket, p->heat.experts[i]);
		const struct sheet_row *sheet = x < 0 ? NULL : docket_find_sheet(p->docket, entry, x);
		if (!sheet && p->heat.share.out && !duty_is_assigned(&p->heat.share, entry, x))
			continue; /* the entry is not theirs */
		bool ruled = ruled_has(&p->docket->ruled, docket_entry_id(p->docket, entry), p->heat.experts[i]);
		if (!put_sheet(p, sheet, p->heat.experts[i], ruled, err))
			return false;
	}
	json_close(&p->w, ']');
	return true;
}

static bool put_entry(struct progress_work *p, const struct heat_entry *e, struct err *err)
{
	const struct entry_row *row = &p->docket->entries[e->entry];
	struct json profile;
	if (!part_read_profile(row->profile, p->arena, &profile, err))
		return false;
	json_open(&p->w, NULL, '{');
	json_put_string(&p->w, "entry", row->id);
	json_put_string(&p->w, "title", json_string(&profile, "title", row->id));
	json_put_string(&p->w, "phase", e->phase ? e->phase : "");
	json_put_int(&p->w, "expected", e->expected);
	json_put_int(&p->w, "in", e->in);
	json_put_bool(&p->w, "ok", p->result.tally.scores[e->entry].state == SCORE_OK);
	if (!put_sheets(p, e->entry, err))
		return false;
	json_close(&p->w, '}');
	return true;
}

static bool put_progress(struct progress_work *p, struct err *err)
{
	const struct stage *stage = p->docket->stage;
	p->w = json_writer(p->out);
	json_open(&p->w, NULL, '{');
	json_put_string(&p->w, "stage", stage->id);
	json_put_string(&p->w, "heat", p->heat_id);
	json_put_bool(&p->w, "locked", p->heat.row != NULL);
	json_put_bool(&p->w, "signed", p->heat.row && p->heat.row->sign_seq >= 0);
	json_put_bool(&p->w, "supervised", stage->supervised);
	json_put_int(&p->w, "quorum", stage->scoring.quorum.sheets);
	json_put_int(&p->w, "sheets", p->heat.sheets);
	json_put_int(&p->w, "missing", p->heat.missing);
	if (!put_experts(p, err))
		return false;
	json_open(&p->w, "entries", '[');
	for (int i = 0; i < p->heat.entry_count; i++)
		if (!put_entry(p, &p->heat.entries[i], err))
			return false;
	json_close(&p->w, ']');
	json_close(&p->w, '}');
	return true;
}

static bool progress_work(struct db *db, void *context, struct err *err)
{
	struct progress_work *p = context;
	int stage;
	bool *left;
	p->db = db;
	if (!app_get_contest(db, p->contest_id, p->arena, &p->contest, err) ||
		!app_get_panel_stage(p->contest, p->stage_id, &stage, err))
		return false;
	int heat = stage_find_heat(&p->contest->stages[stage], p->heat_id);
	if (heat < 0)
		return fail(err, ERR_NOT_FOUND, "heat.unknown", "Stage %s has no heat \"%.64s\".", p->stage_id, p->heat_id);
	return docket_load(db, p->contest, stage, p->arena, &p->docket, err) &&
		heat_withdrawn(db, p->docket, p->arena, &left, err) &&
		heat_load(db, p->docket, left, heat, p->arena, &p->heat, err) &&
		outcome_compute(db, p->contest, stage, p->arena, &p->result, err) && put_progress(p, err);
}

bool view_progress(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *heat,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct progress_work p = {.contest_id = contest, .stage_id = stage, .heat_id = heat, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_SEE_PROGRESS, err) && store_read(app->store, progress_work, &p, err);
}
