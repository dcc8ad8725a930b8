/* After the floors: the chair locks the heats, the supervisor countersigns, the stage is closed, ties are voted on by whoever
 * may, the result is published; then the ledger is fetched as a stranger would, and verified. */
#include "cmd/rehearse.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "S-1"

struct office {
	struct day *day;
	struct arena *arena;
	struct client *chair, *supervisor, *presenter;
	int number; /* of keys */
};

static const char *key_of(struct office *o)
{
	return arena_printf(o->arena, "close-%llu-%d", (unsigned long long)o->day->seed, ++o->number);
}

static bool enter(struct office *o, const char *role, struct client **ret, struct err *err)
{
	struct answer a;
	const char *body = arena_printf(o->arena, "{\"role\":\"%s\",\"label\":\"rehearsal\",\"reusable\":true}", role);
	return client_must(o->day->boss, "POST", day_path(o->day, o->arena, "/links"), body, key_of(o), o->arena, &a, err) &&
		client_open(&o->day->web, ret, err) &&
		client_enter_by_link(*ret, json_string(&a.json, "token", ""), o->arena, err);
}

static bool lock_heats(struct office *o, struct err *err)
{
	struct day *d = o->day;
	struct answer a;
	for (int h = 0; h < d->heat_count; h++) {
		const char *path = day_heat_path(d, h, o->arena, "/lock");
		if (!client_send(o->chair, "POST", path, "{}", key_of(o), o->arena, &a, err))
			return false;
		if (a.status == 409 && str_eq(a.code, "heat.missing"))
			day_say(d, "%s: %s", d->heats[h].rules->id, a.detail);
		if (a.status / 100 != 2 && !client_must(o->chair, "POST", path, "{\"incomplete\":true}", key_of(o), o->arena, &a, err))
			return false;
		if (day_stage(d)->supervised && !client_must(o->supervisor, "POST", day_heat_path(d, h, o->arena, "/sign"), NULL,
						key_of(o), o->arena, &a, err))
			return false;
		day_say(d, "%s is locked%s", d->heats[h].rules->id, day_stage(d)->supervised ? " and countersigned" : "");
	}
	return true;
}

/* ---- ties */

static const char *token_of(const struct day *d, const char *expert)
{
	for (int h = 0; h < d->heat_count; h++)
		for (int i = 0; i < d->heats[h].expert_count; i++)
			if (str_eq(d->heats[h].experts[i], expert))
				return d->heats[h].tokens[i];
	return NULL;
}

static const struct json *find_tie(const struct json *ties, int64_t number)
{
	const struct json *list = json_get(ties, "ties");
	for (size_t i = 0; list && i < list->count; i++)
		if (json_int(&list->items[i], "tie", -1) == number)
			return &list->items[i];
	return NULL;
}

/* Two of three prefer the order in which the entries are named. */
static const char *ballot(const struct json *tie, bool turned, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	const struct json *entries = json_get(tie, "entries");
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_open(&w, "order", '[');
	for (size_t i = 0; i < entries->count; i++)
		json_put_string(&w, NULL, json_string(&entries->items[turned ? entries->count - 1 - i : i], "entry", ""));
	json_close(&w, ']');
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

static bool vote(struct office *o, const char *expert, int64_t tie, bool turned, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *token = token_of(o->day, expert), *stage = day_stage(o->day)->id;
	struct client *client = NULL;
	struct answer a;
	if (!token)
		return true; /* somebody who is not of this rehearsal */
	bool good = client_open(&o->day->web, &client, err) && client_enter_by_link(client, token, arena, err) &&
		client_must(client, "GET", day_path(o->day, arena, "/stages/%s/ties", stage), NULL, NULL, arena, &a, err);
	const struct json *mine = good ? find_tie(&a.json, tie) : NULL;
	if (mine && json_bool(mine, "may_vote", false)) {
		const char *key = arena_printf(arena, "vote-%llu-%lld", (unsigned long long)o->day->seed, (long long)tie);
		good = client_must(client, "POST", day_path(o->day, arena, "/stages/%s/ties/%lld/votes", stage, (long long)tie),
			ballot(mine, turned, arena), key, arena, &a, err);
		day_count(o->day, &o->day->votes, good);
	}
	client_close(client);
	return good;
}

static bool settle_tie(struct office *o, int64_t number, struct err *err)
{
	struct day *d = o->day;
	const char *stage = day_stage(d)->id;
	struct answer a;
	if (!client_must(o->chair, "GET", day_path(d, o->arena, "/stages/%s/ties", stage), NULL, NULL, o->arena, &a, err))
		return false;
	const struct json *tie = find_tie(&a.json, number);
	const struct json *voters = tie ? json_get(tie, "voters") : NULL;
	for (size_t i = 0; voters && i < voters->count; i++)
		if (!vote(o, json_string(&voters->items[i], "expert", ""), number, i % 3 == 2, err))
			return false;
	const char *body = day_stage(d)->supervised
		? "{\"reason\":\"演练：合议 (rehearsal)\",\"supervisor\":\"" SUPERVISOR "\"}" : "{\"reason\":\"演练：合议 (rehearsal)\"}";
	day_count(d, &d->ties, 1);
	day_say(d, "a tie of %d entries over %d places is voted on by %d experts", tie ? (int)json_get(tie, "entries")->count : 0,
		(int)json_int(tie, "places", 0), voters ? (int)voters->count : 0);
	return client_must(o->chair, "POST", day_path(d, o->arena, "/stages/%s/ties/%lld/conclude", stage, (long long)number), body,
		key_of(o), o->arena, &a, err);
}

static bool settle_ties(struct office *o, struct err *err)
{
	for (int i = 0; i < 100; i++) {
		struct answer a;
		if (!client_send(o->chair, "POST", day_path(o->day, o->arena, "/stages/%s/ties", day_stage(o->day)->id), "{}", key_of(o),
			    o->arena, &a, err))
			return false;
		if (a.status == 409 && str_eq(a.code, "tie.none"))
			return true;
		if (a.status / 100 != 2)
			return fail(err, ERR_CONFLICT, *a.code ? a.code : "rehearse.tie", "The tie can't be opened: %.300s", a.detail);
		if (!settle_tie(o, json_int(&a.json, "tie", -1), err))
			return false;
	}
	return fail(err, ERR_CONFLICT, "rehearse.ties", "There are always more ties.");
}

/* The hall sees the result from the last place up, list by list. */
static bool show_lists(struct office *o, struct err *err)
{
	struct day *d = o->day;
	const char *stage = day_stage(d)->id;
	struct answer board, a;
	if (!client_must(d->boss, "GET", day_path(d, o->arena, "/stages/%s/screen", stage), NULL, NULL, o->arena, &board, err))
		return false;
	const struct json *lists = json_get(&board.json, "lists");
	for (size_t l = 0; lists && l < lists->count; l++) {
		const char *list = json_string(&lists->items[l], "list", "");
		const char *body = *list ? arena_printf(o->arena, "{\"list\":\"%s\"}", list) : "{}";
		for (int i = 0; i <= d->entry_count; i++) {
			if (!client_send(o->presenter, "POST", day_path(d, o->arena, "/stages/%s/show", stage), body, key_of(o), o->arena,
				    &a, err))
				return false;
			if (a.status == 409 && str_eq(a.code, "show.done"))
				break;
			if (a.status / 100 != 2)
				return fail(err, ERR_CONFLICT, *a.code ? a.code : "rehearse.show", "Nothing more can be shown: %.300s", a.detail);
			day_count(d, &d->shown, 1);
		}
	}
	return true;
}

/* The notary looks at some sheets. */
static bool sample(struct office *o, struct err *err)
{
	struct client *notary = NULL;
	struct answer a;
	bool good = enter(o, "notary", &notary, err) &&
		client_must(notary, "POST", day_path(o->day, o->arena, "/stages/%s/sample", day_stage(o->day)->id),
			"{\"seed\":\"rehearsal\",\"n\":5}", key_of(o), o->arena, &a, err);
	client_close(notary);
	const struct json *sheets = good ? json_get(&a.json, "sheets") : NULL;
	day_count(o->day, &o->day->sampled, sheets ? (int64_t)sheets->count : 0);
	return good;
}

static bool finish(struct office *o, struct err *err)
{
	struct day *d = o->day;
	const char *stage = day_stage(d)->id;
	struct answer a;
	if (!enter(o, "chair", &o->chair, err) || !enter(o, "supervisor", &o->supervisor, err) ||
		!client_open(&d->web, &o->presenter, err) || !client_enter_by_link(o->presenter, d->presenter, o->arena, err) || !lock_heats(o, err))
		return false;
	if (!client_must(o->chair, "POST", day_path(d, o->arena, "/stages/%s/close", stage),
		    day_stage(d)->supervised ? "{\"supervisor\":\"" SUPERVISOR "\"}" : "{}", key_of(o), o->arena, &a, err))
		return false;
	day_say(d, "%s is closed", stage);
	if (!sample(o, err) || !settle_ties(o, err) || !show_lists(o, err) ||
		!client_must(o->chair, "POST", day_path(d, o->arena, "/stages/%s/publish", stage), NULL, key_of(o), o->arena, &a, err))
		return false;
	day_say(d, "%s is published", stage);
	return true;
}

bool close_play(struct day *d, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct office o = {.day = d, .arena = arena};
	bool good = finish(&o, err);
	client_close(o.chair);
	client_close(o.supervisor);
	client_close(o.presenter);
	return good;
}

/* ---- the ledger */

/* The checkpoint's second line: how many records it covers. */
static int64_t covered_by(struct slice note)
{
	const char *line = memchr(note.at, '\n', note.len);
	return line ? atoll(line + 1) : 0;
}

static bool verify_once(struct day *d, struct arena *arena, struct audit_report *ret, struct err *err)
{
	struct answer note, lines, definition;
	if (!client_must(d->boss, "GET", day_path(d, arena, "/ledger/checkpoint"), NULL, NULL, arena, &note, err) ||
		!client_must(d->boss, "GET", day_path(d, arena, "/definition"), NULL, NULL, arena, &definition, err) ||
		!client_must(d->boss, "GET", day_path(d, arena, "/ledger/entries?from=0&limit=%lld", (long long)covered_by(note.text)),
			NULL, NULL, arena, &lines, err))
		return false;
	struct audit_input in = {.ledger = lines.text, .checkpoints = note.text, .definition = definition.text};
	const char *published = arena_printf(arena, "\"stage\":\"%s\",\"unranked\":", day_stage(d)->id);
	if (!memmem(lines.text.at, lines.text.len, published, strlen(published)))
		return fail(err, ERR_PROOF, "rehearse.unpublished", "The result of %s is under no checkpoint.", day_stage(d)->id);
	return audit_ledger(&in, d->arena, ret, err);
}

/* What everybody gets may be a moment old. */
bool close_verify(struct day *d, struct audit_report *ret, struct err *err)
{
	enum { TIMES = 25, PAUSE_MS = 200 };
	for (int i = 1;; i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		if (verify_once(d, arena, ret, err))
			return true;
		if (i == TIMES || str_eq(err->code, "audit.failed"))
			return false;
		client_wait(PAUSE_MS);
	}
}
