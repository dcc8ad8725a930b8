/* Experts, models and sessions of the answer; entries and cuts are view_judging_entries.c. Numbers that come from a model are
 * printed with a fixed number of decimals, so that equal sheets give equal answers. */
#include "app/judging.h"

#include "app/app.h"
#include "app/part.h"
#include "app/principal.h"
#include "app/view_judging.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void judging_put(struct json_writer *w, const char *key, double value, int places)
{
	char text[MONITOR_TEXT];
	json_put_raw(w, key, monitor_text(value, places, text));
}

static void put_why(struct json_writer *w, const char *key, const struct err *why)
{
	json_open(w, key, '{');
	json_put_string(w, "code", why->code);
	json_put_string(w, "text", why->message);
	json_close(w, '}');
}

/* ---- groups: what compares with what, and how far */

static void put_apart(struct json_writer *w, double separation, double strata, double reliability, double chi2, int freedom)
{
	judging_put(w, "separation", separation, 4);
	judging_put(w, "strata", strata, 4);
	judging_put(w, "reliability", reliability, 4);
	judging_put(w, "chi2", chi2, 2);
	json_put_int(w, "freedom", freedom);
}

static void put_severity(struct json_writer *w, const struct judging_group *g)
{
	const struct apart *a = &g->apart;
	if (!g->estimated) {
		put_why(w, "no_severity", &g->why_not);
		return;
	}
	json_open(w, "severity", '{');
	judging_put(w, "noise", g->severity.noise, 4);
	judging_put(w, "spread", g->severity.spread, 4);
	put_apart(w, a->separation, a->strata, a->reliability, a->chi2, a->freedom);
	judging_put(w, "chi2_z", a->chi2_z, 2);
	json_put_bool(w, "complete", g->severity.complete);
	json_close(w, '}');
}

static void put_fit(struct json_writer *w, const struct judging_group *g)
{
	const struct mfrm_facet *f = &g->mfrm.experts;
	if (!g->rasch) {
		put_why(w, "no_fit", &g->why_no_rasch);
		return;
	}
	json_open(w, "fit", '{');
	put_apart(w, f->separation, f->strata, f->reliability, f->chi2, f->freedom);
	json_put_int(w, "categories", g->mfrm.category_count);
	json_put_int(w, "unobserved", g->mfrm.unobserved);
	json_close(w, '}');
}

static void put_groups(struct judging_view *v)
{
	json_open(&v->w, "groups", '[');
	for (int i = 0; i < v->j.group_count; i++) {
		const struct judging_group *g = &v->j.groups[i];
		json_open(&v->w, NULL, '{');
		json_put_int(&v->w, "entries", g->entry_count);
		json_open(&v->w, "experts", '[');
		for (int x = 0; x < g->expert_count; x++)
			json_put_string(&v->w, NULL, judging_expert(&v->j, g->experts[x]));
		json_close(&v->w, ']');
		put_severity(&v->w, g);
		put_fit(&v->w, g);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static void put_sessions(struct judging_view *v)
{
	json_open(&v->w, "sessions", '[');
	for (int s = 0; s < v->j.session_count; s++) {
		const struct judging_session *session = &v->j.session[s];
		const struct heat *heat = &v->j.stage->heats[session->heat];
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "heat", heat->id);
		part_text(&v->w, "title", &heat->title);
		part_time(&v->w, "from", session->from_ms);
		part_time(&v->w, "until", session->until_ms);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

/* ---- experts */

static int seat_order(const void *x, const void *y)
{
	return strcmp(((const struct expert_row *)x)->id, ((const struct expert_row *)y)->id);
}

static bool put_who(struct judging_view *v, int expert, struct err *err)
{
	struct expert_row key = {.id = judging_expert(&v->j, expert)};
	const struct expert_row *row = v->j.seat_count
		? bsearch(&key, v->j.seats, v->j.seat_count, sizeof(key), seat_order) : NULL;
	struct json profile;
	int class_index = v->j.result.sheets.experts[v->j.experts[expert]].class_index;
	if (!part_read_profile(row ? row->profile : NULL, v->arena, &profile, err))
		return false;
	json_put_string(&v->w, "expert", key.id);
	if (json_string(&profile, "name", NULL))
		json_put_string(&v->w, "name", json_string(&profile, "name", ""));
	if (class_index >= 0) {
		json_put_string(&v->w, "class", v->j.contest->classes.items[class_index].id);
		part_text(&v->w, "class_title", &v->j.contest->classes.items[class_index].title);
	}
	return true;
}

/* Sheets for entries that they are linked with in some way, and how much more they gave there than the model expects. */
static void put_known(struct judging_view *v, int expert)
{
	const struct judging *j = &v->j;
	double left = 0;
	int n = 0;
	for (size_t i = 0; i < j->sheets.count; i++) {
		if (j->sheets.marks[i].expert != expert || !j->known[i])
			continue;
		n++;
		left += j->residuals[i].left;
	}
	json_put_int(&v->w, "linked", n);
	judging_put(&v->w, "linked_residual", n ? left / n : (double)NAN, 4);
}

static void put_expert_fit(struct judging_view *v, const struct mfrm_element *e)
{
	if (!e)
		return;
	json_put_bool(&v->w, "extreme", e->extreme);
	judging_put(&v->w, "infit", e->extreme ? (double)NAN : e->infit, 4);
	judging_put(&v->w, "infit_z", e->extreme ? (double)NAN : e->infit_z, 2);
	judging_put(&v->w, "outfit", e->extreme ? (double)NAN : e->outfit, 4);
	judging_put(&v->w, "outfit_z", e->extreme ? (double)NAN : e->outfit_z, 2);
}

static void put_drift(struct judging_view *v, int expert)
{
	json_open(&v->w, "drift", '[');
	for (int i = 0; i < v->j.drift_count; i++) {
		const struct drift *d = &v->j.drifts[i];
		if (d->expert != expert)
			continue;
		json_open(&v->w, NULL, '{');
		json_put_int(&v->w, "session", d->session);
		json_put_int(&v->w, "sheets", d->sheets);
		judging_put(&v->w, "severity", d->severity, 4);
		judging_put(&v->w, "se", d->se, 4);
		judging_put(&v->w, "shift", d->shift, 4);
		judging_put(&v->w, "shift_se", d->shift_se, 4);
		judging_put(&v->w, "z", d->z, 2);
		json_put_bool(&v->w, "alarm", fabs(d->z) > MONITOR_ALARM);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static bool put_expert(struct judging_view *v, int expert, int recused, struct err *err)
{
	const struct judging *j = &v->j;
	const struct habit *h = &j->habits[expert];
	bool told = j->scatter[expert].mean_square > 0;
	json_open(&v->w, NULL, '{');
	if (!put_who(v, expert, err))
		return false;
	json_put_int(&v->w, "sheets", h->sheets);
	json_put_int(&v->w, "recused", recused);
	judging_put(&v->w, "mean", h->mean, 4);
	judging_put(&v->w, "sd", h->sheets > 1 ? h->sd : (double)NAN, 4);
	judging_put(&v->w, "spread", h->sheets > 1 && h->spread > 0 ? h->spread : (double)NAN, 4);
	judging_put(&v->w, "same", h->same, 4);
	put_known(v, expert);
	judging_put(&v->w, "severity", j->severities[expert].value, 4);
	judging_put(&v->w, "se", j->severities[expert].se, 4);
	judging_put(&v->w, "among", j->experts_among[expert], 4);
	judging_put(&v->w, "scatter", told ? j->scatter[expert].mean_square : (double)NAN, 4);
	judging_put(&v->w, "scatter_z", told ? j->scatter[expert].z : (double)NAN, 2);
	put_expert_fit(v, j->fits[expert]);
	put_drift(v, expert);
	json_close(&v->w, '}');
	return true;
}

static bool put_experts(struct judging_view *v, struct err *err)
{
	const struct judging *j = &v->j;
	int *recused = ARENA_ARRAY(v->arena, (size_t)j->result.sheets.expert_count, int);
	for (size_t i = 0; i < j->result.sheets.count; i++)
		recused[j->result.sheets.items[i].expert] += j->result.sheets.items[i].recused;
	json_open(&v->w, "experts", '[');
	for (int x = 0; x < j->sheets.expert_count; x++)
		if (!put_expert(v, x, recused[j->experts[x]], err))
			return false;
	json_close(&v->w, ']');
	return true;
}

/* ---- the answer */

static bool put_judging(struct judging_view *v, struct err *err)
{
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "stage", v->j.stage->id);
	part_text(&v->w, "title", &v->j.stage->title);
	json_put_string(&v->w, "state", v->j.state);
	json_put_int(&v->w, "utc_offset", v->j.contest->offset_min);
	json_put_int(&v->w, "decimals", v->j.stage->scoring.display_places);
	json_put_bool(&v->w, "low_wins", v->j.stage->scoring.low_wins);
	json_put_int(&v->w, "sheets", (int64_t)v->j.sheets.count);
	put_groups(v);
	put_sessions(v);
	if (!put_experts(v, err) || !view_judging_entries(v, err))
		return false;
	json_close(&v->w, '}');
	return true;
}

static bool judging_work(struct db *db, void *context, struct err *err)
{
	struct judging_view *v = context;
	return app_get_contest(db, v->contest_id, v->arena, &v->j.contest, err) &&
		app_get_panel_stage(v->j.contest, v->stage_id, &v->j.stage_index, err) && judging_load(db, &v->j, v->arena, err);
}

bool view_judging(struct app *app, const struct request *rq, const char *contest, const char *stage, bool all,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct judging_view v = {.contest_id = contest, .stage_id = stage, .all = all, .out = out, .arena = arena};
	if (!principal_check(rq->who, ACT_SEE_TALLY, err) || !store_read(app->store, judging_work, &v, err))
		return false;
	judging_weigh(&v.j, arena);
	return put_judging(&v, err);
}
