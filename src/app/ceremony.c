/* Each step makes the body of its record, reads it back by the rules of judging/ceremony.h, which the verifiers use too, and
 * only then writes it: what would not hold is never recorded. */
#include "app/ceremony.h"

#include "app/decide.h"
#include "app/event.h"
#include "app/gathering_part.h"
#include "app/principal.h"
#include "app/relay.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "judging/ceremony.h"
#include "judging/drand.h"
#include "store/draw.h"

#include <stdlib.h>
#include <string.h>

struct ceremony_work {
	struct app *app;
	const struct request *rq;
	const char *contest, *text; /* text: a signature or a reason */
	const struct hall_plan *plan;
	const char *const *items;
	int count;
	const struct new_draw *fresh;
	int64_t *draw, wanted;
	struct arena *arena;
	struct journal j;
	struct draw_row row;
};

/* ---- which draw */

/* The draw that goes on, or the next number with an empty row. */
static bool load_newest(struct ceremony_work *w, struct db *db, struct err *err)
{
	struct draw_row *rows;
	size_t n;
	if (!store_list_draws(db, w->contest, w->arena, &rows, &n, err))
		return false;
	if (n && !rows[n - 1].concluded && !rows[n - 1].voided)
		w->row = rows[n - 1];
	else
		w->row = (struct draw_row){.number = (int64_t)n + 1};
	return true;
}

static bool is_open(const struct ceremony_work *w)
{
	return w->row.committed || w->row.announced;
}

static bool load_open(struct ceremony_work *w, struct db *db, struct err *err)
{
	struct draw_row *row;
	if (!store_find_draw(db, w->contest, *w->draw, w->arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %lld in %s.", (long long)*w->draw, w->contest);
	if (row->concluded || row->voided)
		return fail(err, ERR_CONFLICT, "draw.ended", "Draw %lld was %s already.", (long long)*w->draw,
			row->concluded ? "concluded" : "voided");
	w->row = *row;
	return true;
}

static bool check_contest(const struct ceremony_work *w, struct db *db, struct err *err)
{
	struct contest_row *row;
	if (!store_find_contest(db, w->contest, w->arena, &row, err))
		return false;
	return row || fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", w->contest);
}

/* ---- writing */

static bool parse(const struct ceremony_work *w, const char *body, struct json *ret, struct err *err)
{
	return json_parse(body, strlen(body), w->arena, ret, err);
}

static void put_list(struct json_writer *json, const char *key, const char *const *items, int count)
{
	json_open(json, key, '[');
	for (int i = 0; i < count; i++)
		json_put_string(json, NULL, items[i]);
	json_close(json, ']');
}

static bool record(struct ceremony_work *w, struct db *db, const char *type, const char **slot, const struct buf *body,
	const char *state, struct err *err)
{
	*slot = arena_strndup(w->arena, buf_str(body), body->len);
	const char *data = arena_printf(w->arena, "{\"draw\":%lld,\"state\":\"%s\"}", (long long)w->row.number, state);
	return journal_add(&w->j, type, *slot, &w->row.seq, err) && store_put_draw(db, w->contest, &w->row, err) &&
		event_add(&w->j, "draw", data, err) && journal_close(&w->j, err);
}

static bool open_journal(struct ceremony_work *w, struct db *db, const char *type, bool *ret_done, struct err *err)
{
	if (!check_contest(w, db, err) || !journal_open(&w->j, w->app, db, w->contest, w->rq, type, w->arena, err))
		return false;
	*ret_done = w->j.repeated;
	return true;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *const *sorted(struct ceremony_work *w, const char *const *items, int count)
{
	const char **copy = ARENA_ARRAY(w->arena, (size_t)count + 1, const char *);
	for (int i = 0; i < count; i++)
		copy[i] = items[i];
	if (count)
		qsort(copy, (size_t)count, sizeof(*copy), by_text);
	return copy;
}

/* ---- commit */

/* A purpose is held against the rules of draw.txt by writing one. */
static bool check_purpose(const char *contest, const char *purpose, int64_t number, struct err *err)
{
	struct draw_announcement a = {.contest = contest, .number = number, .purpose = purpose ? purpose : "", .pool_lines = 1,
		.hall = true};
	return draw_announcement_check(&a, err);
}

static bool check_pool(struct ceremony_work *w, const char *const *pool, int count, struct draw_pool *ret, struct err *err)
{
	CLEANUP(buf_done) struct buf text = {0};
	for (int i = 0; i < count; i++)
		buf_printf(&text, "%s\n", pool[i]);
	return draw_pool_read((struct slice){buf_str(&text), text.len}, w->arena, ret, err);
}

bool ceremony_check_plan(const char *contest, int64_t number, const struct hall_plan *plan, struct arena *arena, struct err *err)
{
	struct ceremony_work w = {.arena = arena};
	struct draw_pool pool;
	return check_purpose(contest, plan->purpose, number, err) &&
		check_pool(&w, sorted(&w, plan->pool, plan->pool_count), plan->pool_count, &pool, err);
}

/* Phones that were asked are not passed over. */
static bool check_not_gathering(struct ceremony_work *w, struct db *db, struct err *err)
{
	struct gathering_row *row;
	if (!store_find_gathering(db, w->contest, w->arena, &row, err))
		return false;
	return !row || row->number != w->row.number ||
		fail(err, ERR_CONFLICT, "gathering.open", "Phones are asked for draw %lld; close or drop that first.", (long long)w->row.number);
}

/* The plan and hashes of the gathering for this draw; where the lines came from is forgotten. */
static bool take_gathered(struct ceremony_work *w, struct db *db, struct hall_plan *plan, struct err *err)
{
	struct gathering_row *row;
	struct hall_row *lines;
	size_t n;
	if (!gathering_load(db, w->contest, w->row.number, w->arena, &row, err) ||
		!store_list_hall_lines(db, w->contest, row->number, w->arena, &lines, &n, err) ||
		!store_forget_origins(db, w->contest, row->number, err) || !gathering_plan(row, w->arena, plan, err))
		return false;
	const char **hashes = ARENA_ARRAY(w->arena, n + 1, const char *);
	for (size_t i = 0; i < n; i++)
		hashes[i] = lines[i].hash;
	w->items = hashes;
	w->count = (int)n;
	return true;
}

static void write_committed(struct ceremony_work *w, const struct hall_plan *plan, struct buf *body)
{
	struct json_writer json = json_writer(body);
	json_open(&json, NULL, '{');
	json_put_bool(&json, "beacon", plan->beacon);
	put_list(&json, "commitments", sorted(w, w->items, w->count), w->count);
	json_put_int(&json, "draw", w->row.number);
	put_list(&json, "pool", sorted(w, plan->pool, plan->pool_count), plan->pool_count);
	json_put_string(&json, "purpose", plan->purpose);
	json_close(&json, '}');
}

static bool commit_work(struct db *db, void *context, struct err *err)
{
	struct ceremony_work *w = context;
	CLEANUP(buf_done) struct buf body = {0};
	struct hall_plan plan = {0};
	struct json made;
	bool done;
	if (!open_journal(w, db, "draw.commit", &done, err) || !load_newest(w, db, err))
		return false;
	*w->draw = w->row.number;
	if (done)
		return true;
	if (is_open(w))
		return fail(err, ERR_CONFLICT, "draw.open", "Draw %lld goes on; conclude or void it first.", (long long)w->row.number);
	if (w->plan)
		plan = *w->plan;
	if (w->plan ? !check_not_gathering(w, db, err) : !take_gathered(w, db, &plan, err))
		return false;
	if (!ceremony_check_plan(w->contest, w->row.number, &plan, w->arena, err))
		return false;
	write_committed(w, &plan, &body);
	return parse(w, buf_str(&body), &made, err) && ceremony_check_commitments(json_get(&made, "commitments"), err) &&
		record(w, db, "draw.commit", &w->row.committed, &body, "committed", err);
}

bool app_commit_draw(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	const char *const *commitments, int count, int64_t *ret_draw, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ceremony_work w = {.app = app, .rq = rq, .contest = contest, .plan = plan, .items = commitments,
		.count = count, .draw = ret_draw, .arena = arena};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, commit_work, &w, err) &&
		decide_checkpoint(app, contest, err);
}

/* ---- announce */

static bool hall_value(struct ceremony_work *w, const struct json *committed, const char *const *reveals, struct sha *ret,
	struct err *err)
{
	CLEANUP(buf_done) struct buf hashes = {0}, lines = {0};
	const struct json *list = json_get(committed, "commitments");
	for (size_t i = 0; i < list->count; i++)
		buf_printf(&hashes, "%s\n", list->items[i].string);
	for (int i = 0; i < w->fresh->reveal_count; i++)
		buf_printf(&lines, "%s\n", reveals[i]);
	return draw_hall_read((struct slice){buf_str(&hashes), hashes.len}, (struct slice){buf_str(&lines), lines.len}, w->arena,
		ret, err);
}

static bool fill_announcement(struct ceremony_work *w, const struct json *committed, const char *const *pool,
	const char *const *reveals, struct draw_announcement *a, struct err *err)
{
	struct draw_pool read;
	const struct new_draw *d = w->fresh;
	if (!check_pool(w, pool, d->pool_count, &read, err))
		return false;
	*a = (struct draw_announcement){.contest = w->contest, .number = w->row.number, .pool_sha = read.sha,
		.pool_lines = (int64_t)read.ids.count, .hall = committed != NULL,
		.purpose = committed ? json_string(committed, "purpose", "") : d->purpose ? d->purpose : ""};
	if (d->beacon_at_ms && !drand_round_at(d->beacon_at_ms, &a->round, err))
		return false;
	/* By the time of the record, which is never earlier than the one before, whatever the clock says. */
	if (a->round && drand_time_ms(a->round) <= w->j.ts_ms)
		return fail(err, ERR_INPUT, "draw.past", "The beacon's round of that moment is out already; take a later one.");
	if (committed && !hall_value(w, committed, reveals, &a->hall_sha, err))
		return false;
	return draw_announcement_check(a, err);
}

static void write_announced(struct ceremony_work *w, const struct draw_announcement *a, const struct json *committed,
	const char *const *pool, const char *const *reveals, struct buf *body)
{
	CLEANUP(buf_done) struct buf text = {0};
	struct json_writer json = json_writer(body);
	draw_announcement_write(a, &text);
	json_open(&json, NULL, '{');
	json_put_string(&json, "announcement", buf_str(&text));
	if (committed)
		json_put_value(&json, "commitments", json_get(committed, "commitments"));
	json_put_int(&json, "draw", w->row.number);
	put_list(&json, "pool", pool, w->fresh->pool_count);
	if (committed)
		put_list(&json, "reveals", reveals, w->fresh->reveal_count);
	json_close(&json, '}');
}

static bool check_announceable(const struct ceremony_work *w, struct err *err)
{
	if (w->row.announced)
		return fail(err, ERR_CONFLICT, "draw.announced", "Draw %lld is announced already; conclude or void it first.",
			(long long)w->row.number);
	if (w->fresh->draw ? w->fresh->draw != w->row.number : w->row.committed != NULL)
		return fail(err, ERR_CONFLICT, "draw.open", "The draw that goes on, or comes next, is number %lld.",
			(long long)w->row.number);
	return !w->fresh->reveal_count || w->row.committed ||
		fail(err, ERR_CONFLICT, "draw.uncommitted", "Nobody committed to these lines in a record before; commit first.");
}

/* What was not given again is as it was committed to: the pool, and the lines that came back from phones. */
static bool fill_from_hall(struct ceremony_work *w, struct db *db, const struct json *committed, struct new_draw *d, struct err *err)
{
	const struct json *pool = json_get(committed, "pool");
	struct hall_row *lines;
	size_t n, count = pool ? pool->count : 0;
	if (!d->pool_count) {
		const char **ids = ARENA_ARRAY(w->arena, count + 1, const char *);
		for (size_t i = 0; i < count; i++)
			ids[i] = pool->items[i].string;
		d->pool = ids;
		d->pool_count = (int)count;
	}
	if (d->reveal_count)
		return true;
	if (!store_list_hall_lines(db, w->contest, w->row.number, w->arena, &lines, &n, err))
		return false;
	const char **reveals = ARENA_ARRAY(w->arena, n + 1, const char *);
	for (size_t i = 0; i < n; i++)
		if (lines[i].line)
			reveals[d->reveal_count++] = lines[i].line;
	d->reveals = reveals;
	return d->reveal_count || fail(err, ERR_PROOF, "draw.unrevealed", "No line of the hall is revealed yet.");
}

static bool announce_work(struct db *db, void *context, struct err *err)
{
	struct ceremony_work *w = context;
	const struct new_draw *d = w->fresh;
	CLEANUP(buf_done) struct buf body = {0};
	struct json committed, made;
	struct draw_announcement a;
	struct ceremony c;
	bool done;
	if (!open_journal(w, db, "draw.announce", &done, err) || !load_newest(w, db, err))
		return false;
	*w->draw = w->row.number;
	if (done)
		return true;
	if (!check_announceable(w, err) || (w->row.committed && !parse(w, w->row.committed, &committed, err)))
		return false;
	const struct json *hall = w->row.committed ? &committed : NULL;
	if (!hall && !check_not_gathering(w, db, err))
		return false;
	struct new_draw filled = *d;
	if (hall && !fill_from_hall(w, db, hall, &filled, err))
		return false;
	w->fresh = d = &filled;
	const char *const *pool = sorted(w, d->pool, d->pool_count), *const *reveals = sorted(w, d->reveals, d->reveal_count);
	if (!fill_announcement(w, hall, pool, reveals, &a, err))
		return false;
	write_announced(w, &a, hall, pool, reveals, &body);
	return parse(w, buf_str(&body), &made, err) && ceremony_read(w->contest, &made, hall, w->arena, &c, err) &&
		record(w, db, "draw.announce", &w->row.announced, &body, "announced", err);
}

bool app_announce_draw(struct app *app, const struct request *rq, const char *contest, const struct new_draw *draw,
	int64_t *ret_draw, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ceremony_work w = {.app = app, .rq = rq, .contest = contest, .fresh = draw, .draw = ret_draw, .arena = arena};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, announce_work, &w, err) &&
		decide_checkpoint(app, contest, err);
}

/* ---- conclude, void */

/* Which round it signs, it says itself. */
static bool read_signature(const struct ceremony_work *w, const struct ceremony *c, struct drand_round *ret, struct err *err)
{
	int64_t fallback = c->announcement.round + DRAND_FALLBACK_ROUNDS;
	if (!w->text || strlen(w->text) != 2 * DRAND_SIGNATURE_LEN ||
		!hex_decode(w->text, strlen(w->text), ret->signature, DRAND_SIGNATURE_LEN))
		return fail(err, ERR_INPUT, "draw.signature", "Round %lld has a signature of %d lower-case hex digits.",
			(long long)c->announcement.round, 2 * DRAND_SIGNATURE_LEN);
	ret->round = c->announcement.round;
	ret->randomness = sha256(ret->signature, DRAND_SIGNATURE_LEN);
	if (drand_verify(ret))
		return true;
	ret->round = fallback;
	return (drand_time_ms(fallback) <= w->j.ts_ms && drand_verify(ret)) ||
		fail(err, ERR_INPUT, "drand.signature", "The signature is not drand's for round %lld.",
			(long long)c->announcement.round);
}

static void write_concluded(const struct ceremony_work *w, const struct draw *d, const struct buf *beacon, struct buf *body)
{
	struct json_writer json = json_writer(body);
	char seed[SHA_HEX];
	json_open(&json, NULL, '{');
	if (beacon->len)
		json_put_string(&json, "beacon", buf_str(beacon));
	json_put_int(&json, "draw", w->row.number);
	json_open(&json, "order", '[');
	for (size_t i = 0; i < d->count; i++)
		json_put_string(&json, NULL, d->places[i].id);
	json_close(&json, ']');
	json_put_string(&json, "seed", sha_hex(&d->seed, seed));
	json_close(&json, '}');
}

static bool read_open(const struct ceremony_work *w, struct ceremony *ret, struct err *err)
{
	struct json announced, committed;
	if (!w->row.announced)
		return fail(err, ERR_CONFLICT, "draw.early", "Draw %lld is not announced yet.", (long long)w->row.number);
	return parse(w, w->row.announced, &announced, err) && (!w->row.committed || parse(w, w->row.committed, &committed, err)) &&
		ceremony_read(w->contest, &announced, w->row.committed ? &committed : NULL, w->arena, ret, err);
}

static bool check_out(const struct ceremony_work *w, int64_t round, struct err *err)
{
	return drand_time_ms(round) <= w->app->now_ms() ||
		fail(err, ERR_CONFLICT, "draw.early", "Round %lld is not out yet.", (long long)round);
}

static bool conclude_work(struct db *db, void *context, struct err *err)
{
	struct ceremony_work *w = context;
	CLEANUP(buf_done) struct buf body = {0}, beacon = {0};
	struct ceremony c;
	struct drand_round round;
	struct draw d;
	bool done;
	if (!open_journal(w, db, "draw.conclude", &done, err))
		return false;
	if (done)
		return true;
	if (!load_open(w, db, err) || !read_open(w, &c, err))
		return false;
	if (c.announcement.round && !check_out(w, c.announcement.round, err))
		return false;
	if (!c.announcement.round && w->text)
		return fail(err, ERR_INPUT, "draw.signature", "Draw %lld was announced without a beacon.", (long long)w->row.number);
	if (c.announcement.round) {
		if (!read_signature(w, &c, &round, err))
			return false;
		drand_write(&round, &beacon);
	}
	struct slice text = {beacon.len ? buf_str(&beacon) : NULL, beacon.len};
	if (!ceremony_draw(&c, text, w->arena, &d, err))
		return false;
	write_concluded(w, &d, &beacon, &body);
	return record(w, db, "draw.conclude", &w->row.concluded, &body, "concluded", err);
}

/* The round that a signature is wanted of; 0: none. What is not announced, or over, is left to the transaction, which knows
 * a repeated request. */
static bool wanted_work(struct db *db, void *context, struct err *err)
{
	struct ceremony_work *w = context;
	struct draw_row *row;
	struct ceremony c;
	if (!store_find_draw(db, w->contest, *w->draw, w->arena, &row, err))
		return false;
	if (!row || !row->announced || row->concluded || row->voided)
		return true;
	w->row = *row;
	if (!read_open(w, &c, err))
		return false;
	w->wanted = c.announcement.round;
	return !c.announcement.round || check_out(w, c.announcement.round, err);
}

/* Before the transaction, which must not wait for a network. */
static bool ask_relays(struct ceremony_work *w, struct err *err)
{
	struct drand_round round;
	char hex[2 * DRAND_SIGNATURE_LEN + 1];
	if (!store_read(w->app->store, wanted_work, w, err))
		return false;
	if (!w->wanted)
		return true;
	if (!relay_ask(w->app, w->wanted, &round, err))
		return false;
	hex_encode(round.signature, DRAND_SIGNATURE_LEN, hex);
	w->text = arena_strdup(w->arena, hex);
	return true;
}

bool app_conclude_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw,
	const char *signature, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ceremony_work w = {.app = app, .rq = rq, .contest = contest, .text = signature, .draw = &draw, .arena = arena};
	return principal_check(rq->who, ACT_CLOSE, err) && (signature || ask_relays(&w, err)) && store_write(app->store, conclude_work, &w, err) &&
		decide_checkpoint(app, contest, err);
}

bool ceremony_load_order(struct db *db, const char *contest, int64_t draw, struct arena *arena,
	const char *const **ret_ids, int *ret_count, struct err *err)
{
	struct draw_row *row;
	struct json body;
	if (!store_find_draw(db, contest, draw, arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "draw.unknown", "There is no draw %lld in %s.", (long long)draw, contest);
	if (!row->concluded)
		return fail(err, ERR_CONFLICT, "draw.undrawn", "Draw %lld has no order%s.", (long long)draw, row->voided ? ": it is void" : " yet");
	if (!json_parse(row->concluded, strlen(row->concluded), arena, &body, err))
		return false;
	const struct json *order = json_get(&body, "order");
	const char **ids = ARENA_ARRAY(arena, order->count, const char *);
	for (size_t i = 0; i < order->count; i++)
		ids[i] = order->items[i].string;
	*ret_ids = ids;
	*ret_count = (int)order->count;
	return true;
}

static bool void_work(struct db *db, void *context, struct err *err)
{
	struct ceremony_work *w = context;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	bool done;
	if (!open_journal(w, db, "draw.void", &done, err))
		return false;
	if (done)
		return true;
	if (!load_open(w, db, err))
		return false;
	json_open(&json, NULL, '{');
	json_put_int(&json, "draw", w->row.number);
	json_put_string(&json, "reason", w->text);
	json_close(&json, '}');
	return record(w, db, "draw.void", &w->row.voided, &body, "void", err);
}

bool app_void_draw(struct app *app, const struct request *rq, const char *contest, int64_t draw, const char *reason,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct ceremony_work w = {.app = app, .rq = rq, .contest = contest, .text = reason, .draw = &draw, .arena = arena};
	if (!reason || !*reason)
		return fail(err, ERR_INPUT, "draw.reason", "A draw is voided for a reason, in words.");
	return principal_check(rq->who, ACT_CLOSE, err) && app_check_text(reason, "The reason", err) &&
		store_write(app->store, void_work, &w, err) && decide_checkpoint(app, contest, err);
}
