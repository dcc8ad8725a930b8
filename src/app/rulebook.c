/* A few slots under one lock, least recently taken out first, as on the shelf. A page is known by its contest's
 * definition, byte for byte, and by the newest decision or publication, after which alone others take part. Entries that
 * every stage takes are not listed: the caller looks them up. */
#include "app/rulebook.h"

#include "app/docket.h"
#include "base/arena.h"
#include "base/dict.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 16 };

struct kept {
	struct rulebook_page page; /* first: a page is its kept */
	struct arena *arena;
	int taken;
	bool dropped; /* no slot holds it: freed when the last taker gives it back */
	uint64_t used;
};

struct rulebook {
	pthread_mutex_t lock;
	struct kept *slots[SLOTS];
	uint64_t clock;
};

struct rulebook *rulebook_new(void)
{
	struct rulebook *book = calloc(1, sizeof(*book));
	if (!book)
		abort();
	pthread_mutex_init(&book->lock, NULL);
	return book;
}

static void free_kept(struct kept *k)
{
	arena_free(k->arena); /* holds k itself */
}

void rulebook_free(struct rulebook *book)
{
	for (int i = 0; i < SLOTS; i++)
		if (book->slots[i])
			free_kept(book->slots[i]);
	pthread_mutex_destroy(&book->lock);
	free(book);
}

struct stamp { /* what a page must agree with */
	const char *contest;
	struct slice definition;
	int64_t decided;
};

static bool read_stamp(struct db *db, const char *contest, struct arena *arena, struct stamp *ret, struct err *err)
{
	struct contest_row *row;
	if (!store_find_contest(db, contest, arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", contest);
	ret->contest = row->id;
	ret->definition = (struct slice){row->definition, row->definition_len};
	return store_get_decided(db, contest, &ret->decided, err);
}

static bool agrees(const struct rulebook_page *page, const struct stamp *s)
{
	const struct contest *c = page->contest;
	return page->decided == s->decided && str_eq(c->id, s->contest) && c->source_len == s->definition.len &&
		memcmp(c->source, s->definition.at, c->source_len) == 0;
}

static bool list_parts(struct db *db, struct rulebook_page *page, struct dict *parts, struct arena *arena, struct err *err)
{
	const struct contest *contest = page->contest;
	struct entry_row *rows;
	size_t n;
	if (!store_list_entries(db, contest->id, arena, &rows, &n, err))
		return false;
	for (int s = 0; s < contest->stage_count; s++) {
		bool reached[MOST_STAGES], *in;
		if (contest->stages[s].kind != STAGE_PANEL || stage_sources(contest, &contest->stages[s], reached))
			continue;
		if (!docket_participants(db, contest, s, rows, n, arena, &in, err))
			return false;
		for (size_t i = 0; i < n; i++)
			if (in[i])
				(void)dict_add(&parts[s], arena, rows[i].id, (int)i);
	}
	return true;
}

/* Everything of the page lives in `arena`. */
static bool make_page(struct db *db, const struct stamp *s, struct arena *arena, struct rulebook_page *ret, struct err *err)
{
	struct findings findings = findings_of(s->contest, arena);
	struct contest *contest;
	if (!definition_read(s->definition.at, s->definition.len, arena, &findings, &contest, err))
		return false;
	struct dict *parts = ARENA_ARRAY(arena, (size_t)contest->stage_count, struct dict);
	*ret = (struct rulebook_page){contest, s->decided, parts};
	return list_parts(db, ret, parts, arena, err);
}

static struct kept *find(struct rulebook *book, const struct stamp *s)
{
	for (int i = 0; i < SLOTS; i++) {
		struct kept *k = book->slots[i];
		if (k && agrees(&k->page, s)) {
			k->taken++;
			k->used = ++book->clock;
			return k;
		}
	}
	return NULL;
}

static struct kept *look_up(struct rulebook *book, const struct stamp *s)
{
	pthread_mutex_lock(&book->lock);
	struct kept *k = find(book, s);
	pthread_mutex_unlock(&book->lock);
	return k;
}

static void put_down(struct rulebook *book, struct kept *k)
{
	int oldest = 0;
	for (int i = 0; i < SLOTS && book->slots[oldest]; i++)
		if (!book->slots[i] || book->slots[i]->used < book->slots[oldest]->used)
			oldest = i;
	struct kept *old = book->slots[oldest];
	book->slots[oldest] = k;
	if (!old)
		return;
	old->dropped = true;
	if (!old->taken)
		free_kept(old);
}

bool rulebook_take(struct rulebook *book, struct db *db, const char *contest, const struct rulebook_page **ret_page,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct stamp stamp;
	if (!read_stamp(db, contest, arena, &stamp, err))
		return false;
	struct kept *k = look_up(book, &stamp);
	if (!k) {
		k = ARENA_NEW(arena, struct kept);
		if (!make_page(db, &stamp, arena, &k->page, err))
			return false;
		k->arena = TAKE(arena);
		pthread_mutex_lock(&book->lock);
		k->taken = 1; /* of two threads that miss at once both are kept; the older one goes in time */
		k->used = ++book->clock;
		put_down(book, k);
		pthread_mutex_unlock(&book->lock);
	}
	*ret_page = &k->page;
	return true;
}

void rulebook_give(struct rulebook *book, const struct rulebook_page *page)
{
	if (!page)
		return;
	struct kept *k = (struct kept *)page;
	pthread_mutex_lock(&book->lock);
	bool last = --k->taken == 0 && k->dropped;
	pthread_mutex_unlock(&book->lock);
	if (last)
		free_kept(k);
}

bool rulebook_check(const struct rulebook_page *page, struct db *db, struct slice definition, int64_t decided,
	struct arena *arena, const struct rulebook_page **ret_page, struct err *err)
{
	struct stamp stamp = {page->contest->id, definition, decided};
	*ret_page = page;
	if (agrees(page, &stamp))
		return true;
	struct rulebook_page *fresh = ARENA_NEW(arena, struct rulebook_page);
	*ret_page = fresh;
	return make_page(db, &stamp, arena, fresh, err);
}

bool rulebook_takes_part(const struct rulebook_page *page, int stage, const char *entry)
{
	bool reached[MOST_STAGES];
	return stage_sources(page->contest, &page->contest->stages[stage], reached) ||
		dict_find(&page->parts[stage], entry) >= 0;
}
