/* Eight shards by hash of the key, each a chained table and a list in order of
 * use under one mutex that is held for a few dozen instructions: look up, count
 * one reference, give back. Building happens outside the lock, guarded by the
 * entry's `building` mark, so one thread builds (single flight).
 *
 * An entry remembers the generation (of what it shows) that was current *before* its building
 * began. A change during the building makes the entry old at once, never the
 * other way round. */
#include "http/snapshot.h"

#include "base/str.h"
#include "http/metrics.h"
#include "http/page.h"
#include "store/change.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 8, CHAINS = 256 };

struct entry {
	struct entry *next; /* of the chain */
	struct entry *newer, *older; /* in order of use */
	uint64_t hash;
	struct http_page *page; /* NULL until built once */
	enum keep keep;
	int64_t generation;
	bool building;
	int waiting;
	char key[];
};

struct shard {
	_Alignas(64) pthread_mutex_t mutex;
	pthread_cond_t built;
	struct entry *chains[CHAINS];
	struct entry *newest, *oldest;
	size_t bytes;
};

struct http_snapshots {
	struct shard shards[SHARDS];
	_Atomic int64_t generations[KEEP_COUNT]; /* of KEEP_NOT: any change */
	size_t shard_limit;
	struct http_metrics *metrics;
};

struct http_snapshots *http_snapshots_new(size_t limit_bytes, struct http_metrics *metrics)
{
	struct http_snapshots *s = aligned_alloc(64, sizeof(*s));
	if (!s)
		abort();
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < SHARDS; i++) {
		pthread_mutex_init(&s->shards[i].mutex, NULL);
		pthread_cond_init(&s->shards[i].built, NULL);
	}
	s->shard_limit = limit_bytes / SHARDS;
	s->metrics = metrics;
	return s;
}

void http_snapshots_free(struct http_snapshots *s)
{
	if (!s)
		return;
	for (int i = 0; i < SHARDS; i++) {
		struct entry *next;
		for (struct entry *e = s->shards[i].newest; e; e = next) {
			next = e->older;
			http_page_unref(e->page);
			free(e);
		}
		pthread_mutex_destroy(&s->shards[i].mutex);
		pthread_cond_destroy(&s->shards[i].built);
	}
	free(s);
}

/* FNV-1a, folded once more so that the low bits pick the shard and the next ones the chain. */
static uint64_t hash_of(const char *key)
{
	uint64_t h = 14695981039346656037u;
	for (const char *p = key; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	return h ^ (h >> 29);
}

static struct entry **chain_of(struct shard *shard, uint64_t hash)
{
	return &shard->chains[(hash / SHARDS) % CHAINS];
}

static struct entry *find_entry(struct shard *shard, uint64_t hash, const char *key)
{
	for (struct entry *e = *chain_of(shard, hash); e; e = e->next)
		if (e->hash == hash && str_eq(e->key, key))
			return e;
	return NULL;
}

static void unlink_use(struct shard *shard, struct entry *e)
{
	*(e->newer ? &e->newer->older : &shard->newest) = e->older;
	*(e->older ? &e->older->newer : &shard->oldest) = e->newer;
}

static void link_newest(struct shard *shard, struct entry *e)
{
	e->newer = NULL;
	e->older = shard->newest;
	*(e->older ? &e->older->newer : &shard->oldest) = e;
	shard->newest = e;
}

static void mark_used(struct shard *shard, struct entry *e)
{
	if (shard->newest == e)
		return;
	unlink_use(shard, e);
	link_newest(shard, e);
}

static size_t entry_bytes(const struct entry *e)
{
	return sizeof(*e) + SNAPSHOT_KEY / 4 + (e->page ? http_page_bytes(e->page) : 0);
}

static struct entry *add_entry(struct shard *shard, uint64_t hash, const char *key)
{
	size_t len = strlen(key) + 1;
	struct entry *e = calloc(1, sizeof(*e) + len);
	if (!e)
		abort();
	memcpy(e->key, key, len);
	e->hash = hash;
	e->next = *chain_of(shard, hash);
	*chain_of(shard, hash) = e;
	link_newest(shard, e);
	shard->bytes += entry_bytes(e);
	return e;
}

static void remove_entry(struct shard *shard, struct entry *e)
{
	struct entry **p = chain_of(shard, e->hash);
	while (*p != e)
		p = &(*p)->next;
	*p = e->next;
	unlink_use(shard, e);
	shard->bytes -= entry_bytes(e);
	http_page_unref(e->page);
	free(e);
}

static void make_room(struct http_snapshots *s, struct shard *shard)
{
	struct entry *newer;
	for (struct entry *e = shard->oldest; e && shard->bytes > s->shard_limit; e = newer) {
		newer = e->newer;
		if (e->building || e->waiting)
			continue;
		remove_entry(shard, e);
		http_metrics_add(s->metrics, COUNT_SNAPSHOT_EVICTIONS);
	}
}

static int64_t generation_of(const struct http_snapshots *s, enum keep keep)
{
	return atomic_load_explicit(&s->generations[keep], memory_order_acquire);
}

static bool is_fresh(const struct http_snapshots *s, const struct entry *e)
{
	return e->page && !e->building && e->generation >= generation_of(s, e->keep);
}

struct http_page *http_snapshots_find(struct http_snapshots *s, const char *key)
{
	uint64_t hash = hash_of(key);
	struct shard *shard = &s->shards[hash % SHARDS];
	struct http_page *page = NULL;
	pthread_mutex_lock(&shard->mutex);
	struct entry *e = find_entry(shard, hash, key);
	if (e && is_fresh(s, e)) {
		page = http_page_ref(e->page);
		mark_used(shard, e);
	}
	pthread_mutex_unlock(&shard->mutex);
	if (page)
		http_metrics_add(s->metrics, COUNT_SNAPSHOT_HITS);
	return page;
}

/* With the lock held: a page to serve, or NULL and the caller has become the builder of *ret_entry. */
static struct http_page *find_or_claim(struct http_snapshots *s, struct shard *shard, uint64_t hash,
	const char *key, enum keep keep, struct entry **ret_entry)
{
	int64_t wanted = generation_of(s, keep);
	for (;;) {
		struct entry *e = find_entry(shard, hash, key);
		if (!e)
			e = add_entry(shard, hash, key);
		mark_used(shard, e);
		if (e->page && !e->building && e->generation >= wanted)
			return http_page_ref(e->page);
		if (!e->building) {
			e->building = true;
			e->keep = keep;
			e->generation = generation_of(s, keep);
			*ret_entry = e;
			return NULL;
		}
		e->waiting++;
		while (e->building)
			pthread_cond_wait(&shard->built, &shard->mutex);
		e->waiting--;
	}
}

static void settle(
	struct http_snapshots *s, struct shard *shard, struct entry *e, struct http_page *page, bool keep)
{
	shard->bytes -= entry_bytes(e);
	http_page_unref(e->page);
	e->page = keep && http_page_bytes(page) <= s->shard_limit ? http_page_ref(page) : NULL;
	shard->bytes += entry_bytes(e);
	e->building = false;
	pthread_cond_broadcast(&shard->built);
	if (!e->page && !e->waiting)
		remove_entry(shard, e);
	make_room(s, shard);
}

struct http_page *http_snapshots_get(
	struct http_snapshots *s, const char *key, enum keep keep, http_snapshot_build *build, void *context)
{
	uint64_t hash = hash_of(key);
	struct shard *shard = &s->shards[hash % SHARDS];
	struct entry *mine = NULL;
	pthread_mutex_lock(&shard->mutex);
	struct http_page *page = find_or_claim(s, shard, hash, key, keep, &mine);
	pthread_mutex_unlock(&shard->mutex);
	if (page) {
		http_metrics_add(s->metrics, COUNT_SNAPSHOT_HITS);
		return page;
	}
	bool kept = true;
	http_metrics_add(s->metrics, COUNT_SNAPSHOT_BUILDS);
	page = build(context, &kept);
	pthread_mutex_lock(&shard->mutex);
	settle(s, shard, mine, page, kept);
	pthread_mutex_unlock(&shard->mutex);
	return page;
}

/* The poller may have read before a commit of which the writer has told already. */
static void raise_to(_Atomic int64_t *at, int64_t generation)
{
	int64_t seen = atomic_load(at);
	while (seen < generation && !atomic_compare_exchange_weak(at, &seen, generation))
		continue;
}

void http_snapshots_see(struct http_snapshots *s, const struct store_generation *generation)
{
	raise_to(&s->generations[KEEP_NOT], generation->all);
	raise_to(&s->generations[KEEP_LEDGER], generation->ledger);
	raise_to(&s->generations[KEEP_PAGES], generation->pages);
}

int64_t http_snapshots_generation(const struct http_snapshots *s)
{
	return generation_of(s, KEEP_NOT);
}

size_t http_snapshots_bytes(struct http_snapshots *s)
{
	size_t bytes = 0;
	for (int i = 0; i < SHARDS; i++) {
		pthread_mutex_lock(&s->shards[i].mutex);
		bytes += s->shards[i].bytes;
		pthread_mutex_unlock(&s->shards[i].mutex);
	}
	return bytes;
}
