/* Calendars. All versions are gone through from the first: an event's SEQUENCE is the version that changed it last, and what a
 * later version has no more is CANCELLED, so that a telephone that took it in takes it out again. The stamp is the time of the
 * newest record, so that the bytes change only with the timetable. */
#include "app/timetable.h"

#include "app/part.h"
#include "app/principal.h"
#include "app/timetable_room.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/str.h"
#include "judging/calendar.h"
#include "store/live.h"
#include "store/panels.h"
#include "store/people.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct feed {
	struct app *app;
	const char *contest_id;
	const struct feed_query *query;
	struct arena *arena;
	struct buf *out;
	const struct contest *contest;
	const char *host;
	const char *expert; /* only what this one sits on; NULL: everything */
	struct panel_row *seats; /* of the stage at hand, and who is assigned there */
	struct assigned_row *pairs;
	size_t seat_count, pair_count;
	bool assigned; /* the stage has an assignment */
	struct calendar_event *events;
	size_t count, cap;
	int64_t stamp_ms;
	const char *key; /* of one's own calendar; NULL: everybody's */
};

struct life { /* of one slot, through the versions */
	const char *entry, *heat;
	int64_t from_ms, until_ms, sequence;
	bool there;
};

struct lives {
	struct life *items;
	struct dict index;
	int count, cap;
};

static const char *said(const struct text *text)
{
	return text->zh ? text->zh : text->en;
}

static struct life *life_of(struct feed *f, struct lives *all, const struct schedule_slot *slot)
{
	const char *key = arena_printf(f->arena, "%s %s", slot->heat, slot->entry);
	int at = dict_find(&all->index, key);
	if (at >= 0)
		return &all->items[at];
	if (all->count == all->cap) {
		int cap = all->cap ? 2 * all->cap : 64;
		all->items = arena_grow(f->arena, all->items, (size_t)all->count, (size_t)cap, sizeof(*all->items));
		all->cap = cap;
	}
	(void)dict_add(&all->index, f->arena, key, all->count);
	all->items[all->count] = (struct life){.entry = slot->entry, .heat = slot->heat};
	return &all->items[all->count++];
}

/* Who is there in this version, when; whoever was and is not any more ends with it. */
static void live_through(struct feed *f, struct lives *all, const struct schedule *s)
{
	bool *seen = ARENA_ARRAY(f->arena, (size_t)all->count + (size_t)s->slot_count + 1, bool);
	for (int i = 0; i < s->slot_count; i++) {
		struct life *l = life_of(f, all, &s->slots[i]);
		if (!l->there || l->from_ms != s->slots[i].from_ms || l->until_ms != s->slots[i].until_ms)
			l->sequence = s->version;
		l->there = true;
		l->from_ms = s->slots[i].from_ms;
		l->until_ms = s->slots[i].until_ms;
		seen[l - all->items] = true;
	}
	for (int i = 0; i < all->count; i++) {
		if (seen[i] || !all->items[i].there)
			continue;
		all->items[i].there = false;
		all->items[i].sequence = s->version;
	}
}

/* Sits on the panel that was seated there, and where entries are assigned, is assigned it. */
static bool sits(const struct feed *f, const struct life *l)
{
	bool seated = false, assigned = !f->assigned;
	for (size_t i = 0; i < f->seat_count && !seated; i++)
		seated = str_eq(f->seats[i].heat, l->heat) && str_eq(f->seats[i].expert, f->expert);
	for (size_t i = 0; i < f->pair_count && !assigned; i++)
		assigned = str_eq(f->pairs[i].entry, l->entry);
	return seated && assigned;
}

static bool load_seats(struct feed *f, struct db *db, const char *stage, struct err *err)
{
	struct assignment_row *row;
	if (!f->expert)
		return true;
	if (!store_list_panel(db, f->contest->id, stage, f->arena, &f->seats, &f->seat_count, err) ||
		!store_find_assignment(db, f->contest->id, stage, f->arena, &row, err) ||
		!store_list_assigned(db, f->contest->id, stage, f->expert, f->arena, &f->pairs, &f->pair_count, err))
		return false;
	f->assigned = row != NULL;
	return true;
}

static bool wanted(const struct feed *f, const struct life *l)
{
	const struct feed_query *q = f->query;
	if (f->expert && !sits(f, l))
		return false;
	return (!q->heat || str_eq(q->heat, l->heat)) && (!q->entry || str_eq(q->entry, l->entry));
}

static bool add_event(struct feed *f, const struct timetable_room *room, const struct life *l, struct err *err)
{
	int at = docket_find_entry(room->docket, l->entry), h = room_heat(room, l->heat);
	bool gone = at < 0 || room->gone[at];
	struct json profile = {.type = JSON_OBJECT};
	if (at >= 0 && !part_read_profile(room->docket->entries[at].profile, f->arena, &profile, err))
		return false;
	const char *heat = h < 0 ? NULL : said(&room->stage->heats[h].title), *venue = h < 0 ? NULL : said(&room->stage->heats[h].venue);
	const char *team = json_string(&profile, "team", NULL);
	if (f->count == f->cap) {
		size_t cap = f->cap ? 2 * f->cap : 64;
		f->events = arena_grow(f->arena, f->events, f->count, cap, sizeof(*f->events));
		f->cap = cap;
	}
	f->events[f->count++] = (struct calendar_event){
		.uid = arena_printf(f->arena, "%s/%s/%s/%s@%s", f->contest->id, room->stage->id, l->heat, l->entry, f->host),
		.summary = arena_printf(f->arena, "%s %s", l->entry, json_string(&profile, "title", "")),
		.location = venue && heat ? arena_printf(f->arena, "%s, %s", heat, venue) : venue ? venue : heat ? heat : l->heat,
		.description = team ? arena_printf(f->arena, "%s\n%s", team, said(&room->stage->title)) : said(&room->stage->title),
		.from_ms = l->from_ms, .until_ms = l->until_ms, .sequence = (int)l->sequence + (l->there && gone),
		.cancelled = !l->there || gone};
	return true;
}

static bool add_stage(struct feed *f, struct db *db, int stage, struct err *err)
{
	struct timetable_room room;
	struct lives all = {0};
	struct schedule s;
	if (!room_load(db, f->contest, stage, f->app->now_ms(), f->arena, &room, err) ||
		!load_seats(f, db, f->contest->stages[stage].id, err))
		return false;
	for (size_t i = room.row_count; i-- > 0;) {
		if (!room_read(&room.rows[i], f->arena, &s, err))
			return false;
		live_through(f, &all, &s);
	}
	if (room.row_count && room.rows[0].at_ms > f->stamp_ms)
		f->stamp_ms = room.rows[0].at_ms;
	for (int i = 0; i < all.count; i++)
		if (wanted(f, &all.items[i]) && !add_event(f, &room, &all.items[i], err))
			return false;
	return true;
}

/* What was asked for must be there: a misspelt address is not an empty calendar. */
static bool check_query(const struct feed *f, struct err *err)
{
	const struct feed_query *q = f->query;
	int stage;
	if (q->stage && !app_get_panel_stage(f->contest, q->stage, &stage, err))
		return false;
	bool heat = !q->heat;
	for (int s = 0; s < f->contest->stage_count && !heat; s++)
		heat = (!q->stage || str_eq(q->stage, f->contest->stages[s].id)) && stage_find_heat(&f->contest->stages[s], q->heat) >= 0;
	return heat || fail(err, ERR_NOT_FOUND, "heat.unknown", "There is no heat \"%.64s\" there.", q->heat);
}

/* ---- one's own: an address that nobody can guess, and that ends with the link or the role that it stands for */

enum { FEED_KEY = 96 };

/* "l17-<64 hex digits>": a link or an account, and the installation's HMAC of it and the contest. */
static bool key_make(struct db *db, const char *contest, char kind, int64_t id, struct arena *arena, char out[FEED_KEY],
	struct err *err)
{
	unsigned char seed[SEED_LEN], mac[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	char hex[SHA_HEX];
	if (!app_get_seed(db, arena, seed, err))
		return false;
	const char *text = arena_printf(arena, "leitai-calendar/1\n%s\n%c%" PRId64, contest, kind, id);
	bool made = HMAC(EVP_sha256(), seed, sizeof(seed), (const unsigned char *)text, strlen(text), mac, &len) && len == SHA_LEN;
	sodium_memzero(seed, sizeof(seed));
	if (!made)
		return fail(err, ERR_IO, "feed.key", "No key could be made.");
	hex_encode(mac, SHA_LEN, hex);
	snprintf(out, FEED_KEY, "%c%" PRId64 "-%s", kind, id, hex);
	return true;
}

static bool no_feed(struct err *err)
{
	return fail(err, ERR_NOT_FOUND, "feed.unknown", "There is no such calendar, or no more.");
}

static bool key_link(struct db *db, struct feed *f, int64_t id, struct err *err)
{
	struct link_row *link;
	if (!store_find_link(db, id, f->arena, &link, err))
		return false;
	if (!link || link->revoked || link->expires_ms <= f->app->now_ms() || !str_eq(link->contest, f->contest_id))
		return no_feed(err);
	f->expert = link->expert;
	return true;
}

static bool key_account(struct db *db, struct feed *f, int64_t id, struct err *err)
{
	struct account_row *account;
	struct role_row *roles;
	size_t n;
	if (!store_find_account(db, id, f->arena, &account, err) || !store_list_account_roles(db, id, f->arena, &roles, &n, err))
		return false;
	for (size_t i = 0; i < n && account && !account->disabled; i++)
		if (str_eq(roles[i].contest, f->contest_id) && roles[i].expert)
			f->expert = roles[i].expert;
	return true;
}

/* Whose calendar it is, while it is. */
static bool key_read(struct db *db, struct feed *f, struct err *err)
{
	char right[FEED_KEY];
	size_t digits = *f->key ? strspn(f->key + 1, "0123456789") : 0;
	if ((f->key[0] != 'l' && f->key[0] != 'a') || !digits || digits > 15 || f->key[1 + digits] != '-')
		return no_feed(err);
	int64_t id = atoll(f->key + 1);
	if (!key_make(db, f->contest_id, f->key[0], id, f->arena, right, err))
		return false;
	if (strlen(f->key) != strlen(right) || sodium_memcmp(f->key, right, strlen(right)) != 0)
		return no_feed(err);
	if (!(f->key[0] == 'l' ? key_link(db, f, id, err) : key_account(db, f, id, err)))
		return false;
	return f->expert || no_feed(err);
}

struct own_work {
	const struct principal *who;
	const char *contest;
	struct buf *out;
};

static bool own_work(struct db *db, void *context, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct own_work *w = context;
	char key[FEED_KEY];
	const char *colon = strchr(w->who->id, ':');
	if (!key_make(db, w->contest, w->who->id[0], colon ? atoll(colon + 1) : 0, arena, key, err))
		return false;
	struct json_writer json = json_writer(w->out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "path", arena_printf(arena, "/api/v1/contests/%s/calendar.ics?key=%s", w->contest, key));
	json_close(&json, '}');
	buf_putc(w->out, '\n');
	return true;
}

bool view_own_calendar_address(struct app *app, const struct principal *who, const char *contest, struct buf *out, struct err *err)
{
	struct own_work w = {who, contest, out};
	if (!principal_check(who, ACT_MARK, err))
		return false;
	if (!who || !who->expert)
		return fail(err, ERR_DENIED, "denied", "Only experts have a calendar of their own.");
	return store_read(app->store, own_work, &w, err);
}

static bool read_feed(struct db *db, void *context, struct err *err)
{
	struct feed *f = context;
	struct contest *contest;
	if (f->key && !key_read(db, f, err))
		return false;
	if (!app_get_contest(db, f->contest_id, f->arena, &contest, err) || !store_get_setting(db, "host", f->arena, &f->host, err))
		return false;
	f->contest = contest;
	f->host = f->host ? f->host : "localhost";
	if (!check_query(f, err))
		return false;
	for (int s = 0; s < contest->stage_count; s++) {
		struct timetable_row *row;
		if (contest->stages[s].kind != STAGE_PANEL || (f->query->stage && !str_eq(f->query->stage, contest->stages[s].id)))
			continue;
		if (!store_find_timetable(db, contest->id, contest->stages[s].id, f->arena, &row, err) ||
			(row && !add_stage(f, db, s, err)))
			return false;
	}
	calendar_write(said(&contest->title), f->events, f->count, f->stamp_ms, f->out);
	return true;
}

bool view_own_calendar(struct app *app, const char *contest, const char *key, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct feed_query all = {0};
	struct feed f = {.app = app, .contest_id = contest, .query = &all, .key = key, .arena = arena, .out = out};
	return store_read(app->store, read_feed, &f, err);
}

bool view_timetable_calendar(struct app *app, const char *contest, const struct feed_query *query, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct feed f = {.app = app, .contest_id = contest, .query = query, .arena = arena, .out = out};
	return store_read(app->store, read_feed, &f, err);
}
