/* An expert: looks at the floor, writes sheets into a queue, and sends the queue in order. Some lose their connection for a
 * while and send what has gathered; some send again what was acknowledged, and must get the same receipt; some hand in late,
 * amend, are recused. At the end what the server has must be what it acknowledged. */
#include "cmd/rehearse.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/str.h"
#include "ledger/attest.h"
#include "ledger/base64.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct sheet_sent { /* by entry */
	int64_t due_us;     /* when it is handed in; 0 = not seen on stage yet */
	int queued;         /* versions in the queue or sent */
	int64_t version;    /* acknowledged; 0 = none */
	int64_t seq;
	bool amends, recuses, again, done;
};

struct queued {
	int entry;
	bool draft; /* a first version that will be amended */
	int number;
};

struct expert {
	struct day *day;
	int heat;
	const char *id, *token;
	struct client *client;
	struct rng rng;
	struct sheet_sent *sheets;
	struct queued *queue;
	int queue_count, sent;
	int severity;            /* steps up or down, the same for everybody */
	int offline_from;        /* when so many sheets are queued */
	int64_t offline_until_us; /* 0 = not yet */
	int recusals;
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	const char *key;         /* of the device; NULL: it can't sign */
	struct arena *arena;
};

static int64_t mark_units(const struct expert *x, int entry, int criterion, bool draft)
{
	const struct criterion *k = &day_stage(x->day)->scoring.criteria[criterion];
	int64_t range = (k->max - k->min) / k->step;
	int64_t steps = x->day->entries[entry].steps[criterion] + x->severity - draft;
	if (steps < 0)
		steps = 0;
	return k->min + (steps > range ? range : steps) * k->step;
}

/* ---- what the device signs */

static int by_id(const void *a, const void *b)
{
	const struct criterion *const *x = a, *const *y = b;
	return strcmp((*x)->id, (*y)->id);
}

/* Canonical {criterion: units}. */
static const char *marks_text(const struct expert *x, const struct queued *q, struct arena *arena)
{
	const struct scoring *scoring = &day_stage(x->day)->scoring;
	size_t n = (size_t)scoring->criterion_count;
	const struct criterion **sorted = ARENA_ARRAY(arena, n, const struct criterion *);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	for (size_t i = 0; i < n; i++)
		sorted[i] = &scoring->criteria[i];
	qsort(sorted, n, sizeof(*sorted), by_id);
	json_open(&w, NULL, '{');
	for (size_t i = 0; i < n && !x->sheets[q->entry].recuses; i++)
		if (sorted[i]->by == BY_PANEL)
			json_put_int(&w, sorted[i]->id, mark_units(x, q->entry, (int)(sorted[i] - scoring->criteria), q->draft));
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

static void put_signature(struct json_writer *w, const struct expert *x, const struct queued *q, const char *draft,
	struct arena *arena)
{
	CLEANUP(buf_done) struct buf text = {0}, encoded = {0};
	unsigned char signature[crypto_sign_BYTES];
	const struct sheet_sent *s = &x->sheets[q->entry];
	struct attest attest = {.base = s->version, .draft = draft, .contest = x->day->contest_id, .stage = day_stage(x->day)->id,
		.heat = day_stage(x->day)->heats[x->heat].id, .entry = x->day->entries[q->entry].id, .expert = x->id,
		.marks = marks_text(x, q, arena), .recused = s->recuses};
	attest_text(&attest, &text);
	crypto_sign_detached(signature, NULL, (const unsigned char *)buf_str(&text), text.len, x->secret);
	base64_put(signature, sizeof(signature), &encoded);
	json_put_string(w, "key", x->key);
	json_put_string(w, "signature", buf_str(&encoded));
}

/* Three of four have a device that can sign; its key comes from the seed. */
static bool enrol(struct expert *x, struct err *err)
{
	unsigned char seed[crypto_sign_SEEDBYTES], public[crypto_sign_PUBLICKEYBYTES];
	CLEANUP(buf_done) struct buf key = {0};
	struct answer a;
	for (size_t i = 0; i < sizeof(seed); i++)
		seed[i] = (unsigned char)rng_below(&x->rng, 256);
	if (rng_below(&x->rng, 4) == 0)
		return true;
	crypto_sign_seed_keypair(public, x->secret, seed);
	base64_put(public, sizeof(public), &key);
	x->key = arena_strdup(x->arena, buf_str(&key));
	day_count(x->day, &x->day->devices, 1);
	return client_must(x->client, "POST", day_path(x->day, x->arena, "/devices"),
		arena_printf(x->arena, "{\"key\":\"%s\"}", x->key), arena_printf(x->arena, "device-%d", x->heat), x->arena, &a, err);
}

static const char *sheet_body(const struct expert *x, const struct queued *q, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	const struct sheet_sent *s = &x->sheets[q->entry];
	const struct scoring *scoring = &day_stage(x->day)->scoring;
	struct json_writer w = json_writer(&out);
	char text[DECIMAL_TEXT];
	json_open(&w, NULL, '{');
	json_put_string(&w, "entry", x->day->entries[q->entry].id);
	json_put_int(&w, "base", s->version);
	const char *draft = arena_printf(arena, "d%d-%d", q->entry, q->number);
	json_put_string(&w, "draft", draft);
	if (x->key)
		put_signature(&w, x, q, draft, arena);
	if (s->recuses) {
		json_put_bool(&w, "recused", true);
		json_put_string(&w, "reason", "演练：与参赛团队有合作关系 (rehearsal: has worked with the team)");
	} else {
		json_open(&w, "marks", '{');
		for (int c = 0; c < scoring->criterion_count; c++)
			if (scoring->criteria[c].by == BY_PANEL)
				json_put_string(&w, scoring->criteria[c].id, decimal_format(mark_units(x, q->entry, c, q->draft), text));
		json_close(&w, '}');
	}
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

/* The receipt of the first time, to the last digit. */
static bool send_again(struct expert *x, const char *path, const char *body, const char *key, const struct answer *first,
	struct arena *arena, struct err *err)
{
	struct answer a;
	if (!client_must(x->client, "POST", path, body, key, arena, &a, err))
		return false;
	day_count(x->day, &x->day->again, 1);
	return slice_eq(a.text, first->text.at) || fail(err, ERR_PROOF, "rehearse.receipt",
		"Expert %s sent %s again and got another receipt: %.200s instead of %.200s.", x->id, key, a.text.at, first->text.at);
}

static bool send_sheet(struct expert *x, const struct queued *q, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sheet_sent *s = &x->sheets[q->entry];
	struct answer a;
	const char *body = sheet_body(x, q, arena), *path = day_heat_path(x->day, x->heat, arena, "/sheets");
	const char *key = arena_printf(arena, "sheet-%llu-%s-%d", (unsigned long long)x->day->seed, x->day->entries[q->entry].id,
		q->number);
	int64_t from_us = day_now_us();
	if (!client_send(x->client, "POST", path, body, key, arena, &a, err))
		return false;
	if (a.status == 409 && (str_eq(a.code, "sheet.locked") || str_eq(a.code, "heat.locked"))) {
		day_count(x->day, &x->day->refused, 1); /* too late: the room did not wait */
		s->done = true;
		return true;
	}
	if (a.status != 200)
		return fail(err, ERR_CONFLICT, *a.code ? a.code : "rehearse.sheet", "The sheet of %s for %s: %d %.300s", x->id,
			x->day->entries[q->entry].id, a.status, a.detail);
	day_time(x->day, day_now_us() - from_us);
	day_count(x->day, &x->day->sheets, 1);
	if (s->version)
		day_count(x->day, &x->day->amended, 1);
	if (s->recuses)
		day_count(x->day, &x->day->recused, 1);
	s->version = json_int(&a.json, "version", 0);
	s->seq = json_int(json_get(&a.json, "receipt"), "seq", -1);
	s->done = !q->draft;
	return !s->again || q->draft || send_again(x, path, body, key, &a, arena, err);
}

static void enqueue(struct expert *x, int entry, bool draft)
{
	x->queue = arena_grow(x->arena, x->queue, (size_t)x->queue_count, (size_t)x->queue_count + 1, sizeof(*x->queue));
	x->queue[x->queue_count++] = (struct queued){entry, draft, ++x->sheets[entry].queued};
}

/* What this expert does with the entry is decided by the seed and their names alone, whatever the time. */
static void consider(struct expert *x, int entry, bool marking)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sheet_sent *s = &x->sheets[entry];
	const struct played_entry *e = &x->day->entries[entry];
	struct rng rng = day_rng(x->day, arena_printf(arena, "%s/%s", x->id, e->id));
	int said = day_stage(x->day)->floor.marking_s, marking_ms = day_ms(x->day, said ? said : 60);
	int64_t wait_ms = (int64_t)rng_below(&rng, 1000) * marking_ms / 1000;
	bool late = rng_below(&rng, 15) == 0;
	if (!s->due_us) {
		s->amends = rng_below(&rng, 6) == 0;
		s->again = rng_below(&rng, 8) == 0;
		s->recuses = !e->steady && !x->recusals && rng_below(&rng, 40) == 0;
		s->amends = s->amends && !s->recuses;
		x->recusals += s->recuses;
		s->due_us = -1;
		day_count(x->day, &x->day->entries[entry].writing, s->amends);
	}
	if (!marking || s->due_us > 0)
		return;
	day_count(x->day, &x->day->late, late);
	s->due_us = day_now_us() + (wait_ms + late * marking_ms) * 1000;
}

static void write_due(struct expert *x)
{
	for (int e = 0; e < x->day->entry_count; e++) {
		struct sheet_sent *s = &x->sheets[e];
		if (s->due_us <= 0 || s->queued || day_now_us() < s->due_us)
			continue;
		enqueue(x, e, s->amends);
		if (s->amends)
			enqueue(x, e, false);
	}
}

static bool is_offline(struct expert *x)
{
	if (!x->offline_until_us && x->queue_count >= x->offline_from) {
		x->offline_until_us = day_now_us() + (int64_t)day_ms(x->day, 240) * 1000;
		day_say(x->day, "expert %s has lost the connection", x->id);
	}
	return x->offline_until_us > day_now_us();
}

static bool send_queue(struct expert *x, struct err *err)
{
	if (is_offline(x))
		return true;
	bool gathered = x->offline_until_us && x->queue_count - x->sent > 0 && x->offline_from < 1 << 20;
	if (gathered) {
		day_count(x->day, &x->day->resent, x->queue_count - x->sent);
		day_say(x->day, "expert %s is back and sends %d sheets", x->id, x->queue_count - x->sent);
		x->offline_from = 1 << 20; /* once */
	}
	for (; x->sent < x->queue_count && !day_over(x->day); x->sent++) {
		const struct queued *q = &x->queue[x->sent];
		if (!send_sheet(x, q, err))
			return false;
		if (q->number == 2) /* corrected: the floor manager may go on */
			day_count(x->day, &x->day->entries[q->entry].writing, -1);
	}
	return true;
}

/* *ret_over: nobody is left whom this expert could mark. */
static bool look(struct expert *x, bool *ret_over, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer a;
	if (!client_must(x->client, "GET", day_heat_path(x->day, x->heat, arena, "/floor"), NULL, NULL, arena, &a, err))
		return false;
	const struct json *order = json_get(&a.json, "order");
	*ret_over = json_bool(&a.json, "opened", false);
	for (size_t i = 0; order && i < order->count; i++) {
		const char *phase = json_string(&order->items[i], "phase", "");
		int e = script_find_entry(x->day, json_string(&order->items[i], "entry", ""));
		bool marking = str_eq(phase, "marking");
		if (e >= 0 && (marking || str_eq(phase, "questions") || str_eq(phase, "pitching")))
			consider(x, e, marking);
		if (!str_eq(phase, "locked") && !str_eq(phase, "revealed"))
			*ret_over = false;
	}
	return true;
}

/* The server's own list against the receipts. */
static bool compare(struct expert *x, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct answer a;
	if (!client_must(x->client, "GET", day_path(x->day, arena, "/marking"), NULL, NULL, arena, &a, err))
		return false;
	const struct json *heats = json_get(&a.json, "heats");
	int found = 0, wanted = 0;
	for (int e = 0; e < x->day->entry_count; e++)
		wanted += x->sheets[e].version > 0;
	for (size_t h = 0; heats && h < heats->count; h++) {
		const struct json *entries = json_get(&heats->items[h], "entries");
		if (!str_eq(json_string(json_get(&heats->items[h], "stage"), "id", ""), day_stage(x->day)->id))
			continue;
		for (size_t i = 0; entries && i < entries->count; i++) {
			int e = script_find_entry(x->day, json_string(&entries->items[i], "entry", ""));
			const struct json *sheet = json_get(&entries->items[i], "sheet");
			found += e >= 0 && x->sheets[e].version > 0 && json_int(sheet, "version", 0) == x->sheets[e].version &&
				json_int(sheet, "seq", -1) == x->sheets[e].seq;
		}
	}
	return found == wanted || fail(err, ERR_PROOF, "rehearse.lost", "Of %d sheets that expert %s was acknowledged the server has %d.",
		wanted, x->id, found);
}

static bool evening(struct expert *x, struct err *err)
{
	bool over = false;
	if (!client_enter_by_link(x->client, x->token, x->arena, err) || !enrol(x, err))
		return false;
	while (!day_over(x->day) && (!over || x->sent < x->queue_count)) {
		if (!is_offline(x) && !look(x, &over, err))
			return false;
		write_due(x);
		if (!send_queue(x, err))
			return false;
		client_wait(day_look_ms(x->day));
	}
	return day_over(x->day) || compare(x, err);
}

void *expert_play(void *context)
{
	struct part *part = context;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct played_heat *heat = &part->day->heats[part->heat];
	struct expert x = {.day = part->day, .heat = part->heat, .id = heat->experts[part->expert],
		.token = heat->tokens[part->expert], .arena = arena};
	struct err err = {0};
	x.rng = day_rng(part->day, arena_printf(arena, "%s/%d", x.id, part->heat));
	x.sheets = ARENA_ARRAY(arena, (size_t)part->day->entry_count, struct sheet_sent);
	x.severity = (int)rng_below(&x.rng, 3) - 1;
	x.offline_from = rng_below(&x.rng, 4) == 0 ? 2 : 1 << 20;
	if (!client_open(&part->day->web, &x.client, &err) || !evening(&x, &err))
		day_fail(part->day, &err);
	client_close(x.client);
	return NULL;
}
