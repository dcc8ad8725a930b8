/* Draws as everybody may see them: all of it is in the ledger, and public. The files of docs/draw.md stand in the answer byte
 * for byte, so that they can be saved and drawn again by sha256sum and sort. */
#include "app/ceremony.h"

#include "app/context.h"
#include "app/part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "judging/ceremony.h"
#include "judging/drand.h"
#include "store/draw.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

struct draws_view {
	struct app *app;
	const char *contest;
	int64_t draw; /* 0: all */
	struct db *db;
	struct buf *out;
	struct arena *arena;
	struct json_writer w;
};

static const char *state_of(const struct draw_row *row)
{
	return row->voided ? "void" : row->concluded ? "concluded" : row->announced ? "announced" : "committed";
}

static bool parse(const struct draws_view *v, const char *body, struct json *ret, struct err *err)
{
	*ret = (struct json){0};
	return !body || json_parse(body, strlen(body), v->arena, ret, err);
}

static void put_slice_text(struct json_writer *w, const char *key, struct slice text)
{
	if (text.at)
		json_put_slice(w, key, text);
}

static void put_files(struct draws_view *v, const struct ceremony *c, const struct json *concluded)
{
	const char *beacon = json_string(concluded, "beacon", NULL);
	json_open(&v->w, "files", '{');
	put_slice_text(&v->w, "pool.txt", c->files.pool);
	put_slice_text(&v->w, "draw.txt", c->files.announcement);
	put_slice_text(&v->w, "commitments.txt", c->files.commitments);
	put_slice_text(&v->w, "reveals.txt", c->files.reveals);
	if (beacon)
		json_put_string(&v->w, "beacon.txt", beacon);
	json_close(&v->w, '}');
}

static bool put_order(struct draws_view *v, const struct ceremony *c, const struct json *concluded, struct err *err)
{
	const char *beacon = json_string(concluded, "beacon", NULL);
	CLEANUP(buf_done) struct buf text = {0};
	struct slice given = {beacon, beacon ? strlen(beacon) : 0};
	struct draw d;
	char key[SHA_HEX];
	if (!ceremony_draw(c, given, v->arena, &d, err))
		return false;
	json_open(&v->w, "order", '[');
	for (size_t i = 0; i < d.count; i++) {
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "id", d.places[i].id);
		json_put_string(&v->w, "key", sha_hex(&d.places[i].key, key));
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	json_put_string(&v->w, "seed", sha_hex(&d.seed, key));
	draw_write(&d, &text);
	json_put_string(&v->w, "order.txt", buf_str(&text));
	return true;
}

/* The announced round, the one that counts should it never come, and the one that did count. */
static void put_rounds(struct draws_view *v, int64_t round, const struct json *concluded)
{
	const char *beacon = json_string(concluded, "beacon", NULL);
	json_put_int(&v->w, "round", round);
	part_time(&v->w, "round_at", drand_time_ms(round));
	json_put_int(&v->w, "fallback_round", round + DRAND_FALLBACK_ROUNDS);
	part_time(&v->w, "fallback_at", drand_time_ms(round + DRAND_FALLBACK_ROUNDS));
	if (beacon)
		json_put_int(&v->w, "used_round", strtoll(beacon + strlen("round "), NULL, 10));
}

/* Voided when its order could be known already: after the round was out or, without a beacon, after the hall's lines were. */
static bool put_late(struct draws_view *v, const struct draw_row *row, int64_t round, struct err *err)
{
	struct record_row *rows;
	struct json record;
	size_t n;
	int64_t at;
	if (!store_list_records(v->db, v->contest, row->seq, 1, v->arena, &rows, &n, err) ||
		!parse(v, n ? rows[0].line : NULL, &record, err))
		return false;
	bool late = !round || !time_parse(json_string(&record, "ts", ""), 0, &at) || at >= drand_time_ms(round);
	json_put_bool(&v->w, "late", late);
	return true;
}

static bool put_announced(struct draws_view *v, const struct draw_row *row, const struct json *announced,
	const struct json *committed, const struct json *concluded, struct err *err)
{
	struct ceremony c;
	if (!ceremony_read(v->contest, announced, row->committed ? committed : NULL, v->arena, &c, err))
		return false;
	json_put_int(&v->w, "pool", c.announcement.pool_lines);
	json_put_bool(&v->w, "hall", c.announcement.hall);
	if (c.announcement.round)
		put_rounds(v, c.announcement.round, concluded);
	if (row->voided && !put_late(v, row, c.announcement.round, err))
		return false;
	if (!v->draw)
		return true;
	put_files(v, &c, concluded);
	return !row->concluded || put_order(v, &c, concluded, err);
}

/* What is fixed before the announcement: who is drawn from, and whether a beacon adds to the lines. */
static void put_fixed(struct draws_view *v, const struct json *committed)
{
	const struct json *pool = json_get(committed, "pool");
	CLEANUP(buf_done) struct buf text = {0};
	if (!pool)
		return;
	json_put_int(&v->w, "pool", (int64_t)pool->count);
	json_put_bool(&v->w, "beacon", json_bool(committed, "beacon", false));
	if (!v->draw)
		return;
	for (size_t i = 0; i < pool->count; i++)
		buf_printf(&text, "%s\n", pool->items[i].string);
	json_open(&v->w, "files", '{');
	json_put_string(&v->w, "pool.txt", buf_str(&text));
	json_close(&v->w, '}');
}

static bool put_draw(struct draws_view *v, struct db *db, const struct draw_row *row, struct err *err)
{
	struct json committed, announced, concluded, voided;
	if (!parse(v, row->committed, &committed, err) || !parse(v, row->announced, &announced, err) ||
		!parse(v, row->concluded, &concluded, err) || !parse(v, row->voided, &voided, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_int(&v->w, "draw", row->number);
	json_put_string(&v->w, "state", state_of(row));
	if (row->committed) {
		json_put_string(&v->w, "purpose", json_string(&committed, "purpose", ""));
		json_put_value(&v->w, "commitments", json_get(&committed, "commitments"));
	} else {
		struct draw_announcement a;
		const char *text = json_string(&announced, "announcement", "");
		if (!draw_announcement_read((struct slice){text, strlen(text)}, v->arena, &a, err))
			return false;
		json_put_string(&v->w, "purpose", a.purpose);
	}
	if (row->committed && !row->announced)
		put_fixed(v, &committed);
	if (row->announced && !put_announced(v, row, &announced, &committed, &concluded, err))
		return false;
	if (row->voided)
		json_put_string(&v->w, "reason", json_string(&voided, "reason", ""));
	if (!part_seal(&v->w, "seal", db, v->contest, row->seq, v->arena, err))
		return false;
	json_close(&v->w, '}');
	return true;
}

static bool draws_work(struct db *db, void *context, struct err *err)
{
	struct draws_view *v = context;
	struct contest_row *contest;
	struct draw_row *rows;
	size_t n;
	if (!store_find_contest(db, v->contest, v->arena, &contest, err) ||
		!store_list_draws(db, v->contest, v->arena, &rows, &n, err))
		return false;
	if (!contest)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", v->contest);
	if (v->draw && (v->draw < 1 || v->draw > (int64_t)n))
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %lld in %s.", (long long)v->draw, v->contest);
	v->w = json_writer(v->out);
	v->db = db;
	if (v->draw)
		return put_draw(v, db, &rows[v->draw - 1], err);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "contest", v->contest);
	json_open(&v->w, "draws", '[');
	for (size_t i = n; i > 0; i--)
		if (!put_draw(v, db, &rows[i - 1], err))
			return false;
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	return true;
}

bool view_draws(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draws_view v = {.app = app, .contest = contest, .out = out, .arena = arena};
	return store_read(app->store, draws_work, &v, err);
}

bool view_draw(struct app *app, const char *contest, int64_t draw, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draws_view v = {.app = app, .contest = contest, .draw = draw, .out = out, .arena = arena};
	if (draw < 1)
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %lld.", (long long)draw);
	return store_read(app->store, draws_work, &v, err);
}
