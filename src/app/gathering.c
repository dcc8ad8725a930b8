/* A code is eight characters of thirty-two: trying a million of them while a gathering is open finds it once in a million such
 * gatherings, so wrong ones are neither counted nor written down. People of a hall come from one address, mostly: its limit is wide. */
#include "app/gathering.h"

#include "app/event.h"
#include "app/gathering_part.h"
#include "app/journal.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/str.h"
#include "judging/draw.h"
#include "store/change.h"

#include <ctype.h>
#include <string.h>

static const char LETTERS[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* 0, 1, I and O are left out */

struct gather_work {
	struct app *app;
	const struct request *rq; /* of staff */
	const char *contest;
	const struct hall_plan *plan;
	int64_t minutes;
	const char *code, *hash, *address, *line;
	struct arena *arena;
};

/* ---- which one */

bool gathering_load(struct db *db, const char *contest, int64_t number, struct arena *arena, struct gathering_row **ret_row,
	struct err *err)
{
	if (!store_find_gathering(db, contest, arena, ret_row, err))
		return false;
	return (*ret_row && (*ret_row)->number == number) ||
		fail(err, ERR_CONFLICT, "gathering.none", "Nothing is gathered from phones for draw %lld.", (long long)number);
}

bool gathering_plan(const struct gathering_row *row, struct arena *arena, struct hall_plan *ret, struct err *err)
{
	struct json body;
	if (!json_parse(row->body, strlen(row->body), arena, &body, err))
		return false;
	const struct json *pool = json_get(&body, "pool");
	const char **ids = ARENA_ARRAY(arena, pool->count + 1, const char *);
	for (size_t i = 0; i < pool->count; i++)
		ids[i] = pool->items[i].string;
	*ret = (struct hall_plan){.purpose = json_string(&body, "purpose", ""), .pool = ids, .pool_count = (int)pool->count,
		.beacon = json_bool(&body, "beacon", false)};
	return true;
}

enum gathering_state { GATHERING_OPEN, GATHERING_REVEALING, GATHERING_OVER };

/* The newest gathering and where it stands; ERR_CONFLICT "gathering.none". */
static bool find_newest(struct gather_work *w, struct db *db, struct gathering_row **ret_row, enum gathering_state *ret_state,
	struct err *err)
{
	struct draw_row *draw;
	if (!store_find_gathering(db, w->contest, w->arena, ret_row, err))
		return false;
	if (!*ret_row)
		return fail(err, ERR_CONFLICT, "gathering.none", "Nothing is gathered from phones in %.64s.", w->contest);
	if (!store_find_draw(db, w->contest, (*ret_row)->number, w->arena, &draw, err))
		return false;
	*ret_state = !draw ? GATHERING_OPEN : draw->announced || draw->voided ? GATHERING_OVER : GATHERING_REVEALING;
	return true;
}

static bool check_contest(struct gather_work *w, struct db *db, struct err *err)
{
	struct contest_row *row;
	if (!store_find_contest(db, w->contest, w->arena, &row, err))
		return false;
	return row || fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", w->contest);
}

/* Listeners load anew what they show. No record is written: the journal only keeps events in order. */
static bool tell(struct gather_work *w, struct db *db, int64_t number, struct err *err)
{
	struct journal j;
	const char *data = arena_printf(w->arena, "{\"draw\":%lld,\"state\":\"gathering\"}", (long long)number);
	return journal_open(&j, w->app, db, w->contest, w->rq, NULL, w->arena, err) && event_add(&j, "draw", data, err) &&
		journal_close(&j, err);
}

/* ---- opened and dropped */

static void draw_code(struct app *app, char *out)
{
	unsigned char bytes[GATHER_CODE_LEN];
	app->random(bytes, sizeof(bytes));
	for (int i = 0; i < GATHER_CODE_LEN; i++)
		out[i] = LETTERS[bytes[i] % (sizeof(LETTERS) - 1)];
	out[GATHER_CODE_LEN] = '\0';
}

static void write_plan(const struct hall_plan *plan, struct buf *out)
{
	struct json_writer json = json_writer(out);
	json_open(&json, NULL, '{');
	json_put_bool(&json, "beacon", plan->beacon);
	json_open(&json, "pool", '[');
	for (int i = 0; i < plan->pool_count; i++)
		json_put_string(&json, NULL, plan->pool[i]);
	json_close(&json, ']');
	json_put_string(&json, "purpose", plan->purpose);
	json_close(&json, '}');
}

static bool open_work(struct db *db, void *context, struct err *err)
{
	struct gather_work *w = context;
	CLEANUP(buf_done) struct buf body = {0};
	char code[GATHER_CODE_LEN + 1];
	struct gathering_row *newest;
	struct draw_row *rows;
	size_t n;
	if (!check_contest(w, db, err) || !store_list_draws(db, w->contest, w->arena, &rows, &n, err) ||
		!store_find_gathering(db, w->contest, w->arena, &newest, err))
		return false;
	if (n && !rows[n - 1].concluded && !rows[n - 1].voided)
		return fail(err, ERR_CONFLICT, "draw.open", "Draw %zu goes on; conclude or void it first.", n);
	int64_t number = (int64_t)n + 1;
	if (newest && newest->number == number)
		return fail(err, ERR_CONFLICT, "gathering.open", "Lines are gathered for draw %lld already.", (long long)number);
	if (!ceremony_check_plan(w->contest, number, w->plan, w->arena, err))
		return false;
	write_plan(w->plan, &body);
	draw_code(w->app, code);
	struct gathering_row row = {number, code, buf_str(&body), w->app->now_ms() + w->minutes * 60000};
	return store_put_gathering(db, w->contest, &row, err) && tell(w, db, number, err);
}

bool app_open_gathering(struct app *app, const struct request *rq, const char *contest, const struct hall_plan *plan,
	int64_t minutes, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct gather_work w = {.app = app, .rq = rq, .contest = contest, .plan = plan, .minutes = minutes, .arena = arena};
	if (minutes < 1 || minutes > GATHER_MINUTES_MAX)
		return fail(err, ERR_INPUT, "gathering.minutes", "Phones are asked for 1 to %d minutes.", GATHER_MINUTES_MAX);
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, open_work, &w, err);
}

static bool cancel_work(struct db *db, void *context, struct err *err)
{
	struct gather_work *w = context;
	struct gathering_row *row;
	enum gathering_state state = GATHERING_OVER;
	if (!find_newest(w, db, &row, &state, err))
		return false;
	if (state != GATHERING_OPEN)
		return fail(err, ERR_CONFLICT, "gathering.committed", "The lines are committed to; void draw %lld instead.", (long long)row->number);
	return store_remove_gathering(db, w->contest, row->number, err) && tell(w, db, row->number, err);
}

bool app_cancel_gathering(struct app *app, const struct request *rq, const char *contest, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct gather_work w = {.app = app, .rq = rq, .contest = contest, .arena = arena};
	return principal_check(rq->who, ACT_CLOSE, err) && store_write(app->store, cancel_work, &w, err);
}

/* ---- from phones */

static bool is_code(const char *typed, const char *code)
{
	for (; *typed; typed++) {
		if (*typed == '-' || *typed == ' ')
			continue;
		if (toupper((unsigned char)*typed) != *code)
			return false;
		code++;
	}
	return !*code;
}

/* So that nobody's address is kept, and none can be told without the gathering's code. */
static const char *origin_of(struct gather_work *w, const struct gathering_row *row)
{
	char hex[SHA_HEX];
	const char *text = arena_printf(w->arena, "%s %s", row->code, w->address ? w->address : "");
	struct sha sum = sha256(text, strlen(text));
	return arena_strndup(w->arena, sha_hex(&sum, hex), 16);
}

static bool join_work(struct db *db, void *context, struct err *err)
{
	struct gather_work *w = context;
	struct gathering_row *row;
	struct hall_row *before;
	enum gathering_state state;
	int64_t all, own;
	if (!check_contest(w, db, err) || !find_newest(w, db, &row, &state, err))
		return false;
	if (!is_code(w->code, row->code))
		return fail(err, ERR_DENIED, "gathering.code", "This is not the code that is shown in the hall.");
	if (!store_find_hall_line(db, w->contest, row->number, w->hash, w->arena, &before, err))
		return false;
	if (before)
		return true;
	if (state != GATHERING_OPEN || w->app->now_ms() > row->closes_ms)
		return fail(err, ERR_CONFLICT, "gathering.closed", "No more lines are taken for draw %lld.", (long long)row->number);
	struct hall_row line = {w->hash, origin_of(w, row), NULL};
	if (!store_count_hall_lines(db, w->contest, row->number, line.origin, &all, &own, err))
		return false;
	if (all >= GATHER_LINES_MAX || own >= GATHER_ORIGIN_MAX)
		return fail(err, ERR_LIMIT, "gathering.full", "There are %lld lines already, %lld of them from here; no more are taken.",
			(long long)all, (long long)own);
	return store_put_hall_line(db, w->contest, row->number, &line, err);
}

bool app_join_gathering(struct app *app, const char *address, const char *contest, const char *code, const char *hash,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct gather_work w = {.app = app, .contest = contest, .address = address, .code = code, .hash = hash, .arena = arena};
	unsigned char bytes[SHA_LEN];
	if (strlen(hash) != SHA_HEX - 1 || !hex_decode(hash, SHA_HEX - 1, bytes, SHA_LEN))
		return fail(err, ERR_INPUT, "gathering.hash", "A hash is 64 lower-case hex digits.");
	return store_write_effect(app->store, EFFECT_LEDGER, join_work, &w, err);
}

/* One line as reveals.txt may hold it. */
static bool check_line(struct gather_work *w, struct err *err)
{
	const char *text = arena_printf(w->arena, "%s\n", w->line);
	struct line_rules rules = {.lines_max = 1, .bytes_max = DRAW_REVEAL_BYTES, .spaces = true};
	struct line_set lines;
	return lines_sorted("reveals.txt", (struct slice){text, strlen(text)}, rules, w->arena, &lines, err);
}

static bool reveal_work(struct db *db, void *context, struct err *err)
{
	struct gather_work *w = context;
	struct gathering_row *row;
	struct hall_row *line;
	enum gathering_state state = GATHERING_OVER;
	if (!check_contest(w, db, err) || !find_newest(w, db, &row, &state, err) ||
		!store_find_hall_line(db, w->contest, row->number, w->hash, w->arena, &line, err))
		return false;
	if (!line)
		return fail(err, ERR_NOT_FOUND, "gathering.line", "Nobody committed to this line for draw %lld.", (long long)row->number);
	if (line->line)
		return true;
	if (state == GATHERING_OPEN)
		return fail(err, ERR_CONFLICT, "gathering.early", "Lines are revealed once all hashes are recorded.");
	if (state == GATHERING_OVER)
		return fail(err, ERR_CONFLICT, "gathering.over", "Draw %lld is announced or void; no line is taken any more.", (long long)row->number);
	line->line = w->line;
	return store_put_hall_line(db, w->contest, row->number, line, err);
}

bool app_reveal_line(struct app *app, const char *contest, const char *line, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sha sum = sha256(line, strlen(line));
	char hex[SHA_HEX];
	struct gather_work w = {.app = app, .contest = contest, .line = line, .hash = sha_hex(&sum, hex), .arena = arena};
	return check_line(&w, err) && store_write_effect(app->store, EFFECT_LEDGER, reveal_work, &w, err);
}

/* ---- shown */

struct gathering_view {
	struct gather_work w;
	struct buf *out;
};

static bool put_lines(struct gathering_view *v, struct json_writer *json, struct db *db, int64_t number, struct err *err)
{
	struct hall_row *lines;
	size_t n;
	if (!store_list_hall_lines(db, v->w.contest, number, v->w.arena, &lines, &n, err))
		return false;
	json_open(json, "hashes", '[');
	for (size_t i = 0; i < n; i++)
		json_put_string(json, NULL, lines[i].hash);
	json_close(json, ']');
	json_open(json, "lines", '[');
	for (size_t i = 0; i < n; i++)
		if (lines[i].line)
			json_put_string(json, NULL, lines[i].line);
	json_close(json, ']');
	return true;
}

static bool view_work(struct db *db, void *context, struct err *err)
{
	static const char *const states[] = {"open", "revealing", "over"};
	struct gathering_view *v = context;
	struct json_writer json = json_writer(v->out);
	struct gathering_row *row;
	struct hall_plan plan;
	enum gathering_state state;
	struct err none = {0};
	if (!check_contest(&v->w, db, err))
		return false;
	json_open(&json, NULL, '{');
	json_put_string(&json, "contest", v->w.contest);
	if (!find_newest(&v->w, db, &row, &state, &none)) {
		if (!str_eq(none.code, "gathering.none"))
			return *err = none, false;
		json_put_string(&json, "state", "none");
		json_close(&json, '}');
		return true;
	}
	if (!gathering_plan(row, v->w.arena, &plan, err))
		return false;
	json_put_string(&json, "state", states[state]);
	json_put_int(&json, "draw", row->number);
	json_put_string(&json, "purpose", plan.purpose);
	json_put_int(&json, "pool", plan.pool_count);
	json_open(&json, "ids", '[');
	for (int i = 0; i < plan.pool_count; i++)
		json_put_string(&json, NULL, plan.pool[i]);
	json_close(&json, ']');
	json_put_bool(&json, "beacon", plan.beacon);
	part_time(&json, "closes", row->closes_ms);
	if (!put_lines(v, &json, db, row->number, err))
		return false;
	json_close(&json, '}');
	return true;
}

bool view_gathering(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct gathering_view v = {{.app = app, .contest = contest, .arena = arena}, out};
	return store_read(app->store, view_work, &v, err);
}

static bool code_work(struct db *db, void *context, struct err *err)
{
	struct gathering_view *v = context;
	struct json_writer json = json_writer(v->out);
	struct gathering_row *row;
	enum gathering_state state;
	if (!check_contest(&v->w, db, err) || !find_newest(&v->w, db, &row, &state, err))
		return false;
	json_open(&json, NULL, '{');
	json_put_string(&json, "code", row->code);
	json_close(&json, '}');
	return true;
}

bool view_gathering_code(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct gathering_view v = {{.app = app, .contest = contest, .arena = arena}, out};
	return principal_check(rq->who, ACT_CLOSE, err) && store_read(app->store, code_work, &v, err);
}
