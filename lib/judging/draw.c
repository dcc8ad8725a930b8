/* Hashes are written in lower-case hex before they are hashed again, so that a shell does the same; hex digits sort
 * as the bytes do, so keys are compared as bytes. O(n log n) for n ids, one SHA-256 each. */
#include "judging/draw.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "judging/drand.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct slice slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

bool draw_pool_read(struct slice text, struct arena *arena, struct draw_pool *ret, struct err *err)
{
	struct line_rules rules = {.lines_max = DRAW_POOL_MAX, .bytes_max = DRAW_ID_BYTES};
	if (!lines_sorted("pool.txt", text, rules, arena, &ret->ids, err))
		return false;
	ret->sha = sha256(text.at, text.len);
	return true;
}

static int compare_hashes(const void *a, const void *b)
{
	return memcmp(a, b, SHA_LEN);
}

static bool read_commitments(const struct line_set *lines, struct sha *out, struct err *err)
{
	for (size_t i = 0; i < lines->count; i++)
		if (!hex_decode(lines->items[i], strlen(lines->items[i]), out[i].bytes, SHA_LEN))
			return fail(err, ERR_INPUT, "draw.line", "Line %zu of commitments.txt must be 64 lower-case hex digits.",
				i + 1);
	return true;
}

/* Reveals are distinct and so are commitments: equal numbers, and each reveal found, make them one to one. */
static bool match_reveals(const struct line_set *reveals, const struct sha *committed, size_t count, struct err *err)
{
	for (size_t i = 0; i < reveals->count; i++) {
		struct sha sum = sha256(reveals->items[i], strlen(reveals->items[i]));
		if (!bsearch(&sum, committed, count, sizeof *committed, compare_hashes))
			return fail(err, ERR_PROOF, "draw.uncommitted",
				"Nobody committed to line %zu of reveals.txt: its SHA-256 is not in commitments.txt.", i + 1);
	}
	if (reveals->count < count)
		return fail(err, ERR_PROOF, "draw.unrevealed", "Of %zu commitments %zu were not revealed.", count,
			count - reveals->count);
	return true;
}

bool draw_hall_read(struct slice commitments, struct slice reveals, struct arena *arena, struct sha *ret,
	struct err *err)
{
	struct line_rules hex = {.lines_max = DRAW_HALL_MAX, .bytes_max = SHA_HEX - 1};
	struct line_rules free_text = {.lines_max = DRAW_HALL_MAX, .bytes_max = DRAW_REVEAL_BYTES, .spaces = true};
	struct line_set committed, revealed;
	if (!lines_sorted("commitments.txt", commitments, hex, arena, &committed, err) ||
		!lines_sorted("reveals.txt", reveals, free_text, arena, &revealed, err))
		return false;
	struct sha *hashes = ARENA_ARRAY(arena, committed.count, struct sha);
	if (!read_commitments(&committed, hashes, err) || !match_reveals(&revealed, hashes, committed.count, err))
		return false;
	*ret = sha256(reveals.at, reveals.len);
	return true;
}

static bool is_purpose(const char *s)
{
	size_t len = strlen(s);
	return len && len <= DRAW_PURPOSE_BYTES && utf8_is_plain(s, len, false) && s[0] != ' ' && s[len - 1] != ' ';
}

bool draw_announcement_check(const struct draw_announcement *a, struct err *err)
{
	if (!str_is_id(a->contest))
		return fail(err, ERR_INPUT, "draw.contest", "“%.80s” can't be a contest's id.", a->contest);
	if (a->number < 1 || a->number > DRAW_NUMBER_MAX)
		return fail(err, ERR_INPUT, "draw.number", "A draw's number is from 1 to %d.", DRAW_NUMBER_MAX);
	if (!is_purpose(a->purpose))
		return fail(err, ERR_INPUT, "draw.purpose",
			"A draw's purpose is one line of 1 to %d bytes without spaces at its ends.", DRAW_PURPOSE_BYTES);
	if (!a->round && !a->hall)
		return fail(err, ERR_INPUT, "draw.entropy", "A draw needs the beacon, the hall's entropy or both.");
	return true;
}

void draw_announcement_write(const struct draw_announcement *a, struct buf *out)
{
	char pool[SHA_HEX], hall[SHA_HEX];
	buf_printf(out, "leitai-draw/1\ncontest %s\ndraw %" PRId64 " %s\npool-sha256 %s\npool-lines %" PRId64 "\n",
		a->contest, a->number, a->purpose, sha_hex(&a->pool_sha, pool), a->pool_lines);
	if (a->round)
		buf_printf(out, "beacon drand " DRAND_CHAIN " round %" PRId64 "\n", a->round);
	else
		buf_puts(out, "beacon none\n");
	buf_printf(out, "hall-entropy %s\n", a->hall ? sha_hex(&a->hall_sha, hall) : "-");
}

static bool read_title(struct lines *l, struct arena *arena, struct draw_announcement *a, struct err *err)
{
	static const char form[] = "draw NUMBER PURPOSE";
	struct slice rest;
	if (!lines_field(l, "leitai-draw/1", "leitai-draw/1", &rest, err))
		return false;
	if (rest.len)
		return lines_wrong(l, "leitai-draw/1", err);
	if (!lines_field(l, "contest ", "contest ID", &rest, err))
		return false;
	a->contest = arena_strndup(arena, rest.at, rest.len);
	if (!lines_field(l, "draw ", form, &rest, err))
		return false;
	const char *space = memchr(rest.at, ' ', rest.len);
	if (!space || !lines_number((struct slice){rest.at, (size_t)(space - rest.at)}, DRAW_NUMBER_MAX, &a->number))
		return lines_wrong(l, form, err);
	a->purpose = arena_strndup(arena, space + 1, rest.len - (size_t)(space + 1 - rest.at));
	return true;
}

static bool read_pool_facts(struct lines *l, struct draw_announcement *a, struct err *err)
{
	static const char hex_form[] = "pool-sha256 64-LOWER-CASE-HEX-DIGITS", lines_form[] = "pool-lines NUMBER";
	struct slice rest;
	if (!lines_field(l, "pool-sha256 ", hex_form, &rest, err))
		return false;
	if (!hex_decode(rest.at, rest.len, a->pool_sha.bytes, SHA_LEN))
		return lines_wrong(l, hex_form, err);
	if (!lines_field(l, "pool-lines ", lines_form, &rest, err))
		return false;
	return lines_number(rest, DRAW_POOL_MAX, &a->pool_lines) || lines_wrong(l, lines_form, err);
}

static bool read_entropy(struct lines *l, struct draw_announcement *a, struct err *err)
{
	static const char drand[] = "drand " DRAND_CHAIN " round ";
	static const char beacon_form[] = "beacon drand " DRAND_CHAIN " round NUMBER” or “beacon none";
	static const char hall_form[] = "hall-entropy 64-LOWER-CASE-HEX-DIGITS” or “hall-entropy -";
	size_t len = strlen(drand);
	struct slice rest;
	if (!lines_field(l, "beacon ", beacon_form, &rest, err))
		return false;
	if (!slice_eq(rest, "none") && (rest.len < len || memcmp(rest.at, drand, len) != 0 ||
		!lines_number((struct slice){rest.at + len, rest.len - len}, DRAND_ROUND_MAX, &a->round)))
		return lines_wrong(l, beacon_form, err);
	if (!lines_field(l, "hall-entropy ", hall_form, &rest, err))
		return false;
	a->hall = !slice_eq(rest, "-");
	if (a->hall && !hex_decode(rest.at, rest.len, a->hall_sha.bytes, SHA_LEN))
		return lines_wrong(l, hall_form, err);
	return true;
}

bool draw_announcement_read(struct slice text, struct arena *arena, struct draw_announcement *ret, struct err *err)
{
	struct lines l;
	struct draw_announcement a = {0};
	if (!lines_open(&l, "draw.txt", text, err) || !read_title(&l, arena, &a, err) ||
		!read_pool_facts(&l, &a, err) || !read_entropy(&l, &a, err) || !lines_end(&l, err) ||
		!draw_announcement_check(&a, err))
		return false;
	*ret = a;
	return true;
}

struct sha draw_seed(const struct sha *announcement, const struct sha *randomness)
{
	char a[SHA_HEX], rnd[SHA_HEX];
	struct slice parts[] = {slice_of(sha_hex(announcement, a)), {":", 1}, slice_of(sha_hex(randomness, rnd))};
	return sha256_parts(parts, COUNT_OF(parts));
}

static int compare_places(const void *a, const void *b)
{
	const struct draw_place *x = a, *y = b;
	int c = memcmp(x->key.bytes, y->key.bytes, SHA_LEN);
	return c ? c : strcmp(x->id, y->id);
}

void draw_order(const struct sha *seed, struct line_set ids, struct draw_place *places)
{
	char hex[SHA_HEX];
	struct slice parts[] = {slice_of(sha_hex(seed, hex)), {":", 1}, {0}};
	for (size_t i = 0; i < ids.count; i++) {
		parts[2] = slice_of(ids.items[i]);
		places[i] = (struct draw_place){sha256_parts(parts, COUNT_OF(parts)), ids.items[i]};
	}
	qsort(places, ids.count, sizeof *places, compare_places);
}

/* A file that the announcement asks for is there, and one that it does not ask for is not. */
static bool check_presence(struct slice text, const char *file, bool wanted, struct err *err)
{
	if (wanted && !text.at)
		return fail(err, ERR_NOT_FOUND, "draw.missing", "draw.txt asks for %s, which is not there.", file);
	if (!wanted && text.at)
		return fail(err, ERR_PROOF, "draw.unannounced", "%s is there, but draw.txt announces no such thing.", file);
	return true;
}

static bool check_pool(const struct draw_pool *pool, const struct draw_announcement *a, struct err *err)
{
	if (!sha_eq(&pool->sha, &a->pool_sha))
		return fail(err, ERR_PROOF, "draw.pool", "pool.txt is not the announced pool: its SHA-256 differs.");
	if ((int64_t)pool->ids.count != a->pool_lines)
		return fail(err, ERR_PROOF, "draw.lines", "pool.txt has %zu lines, but draw.txt says %" PRId64 ".",
			pool->ids.count, a->pool_lines);
	return true;
}

/* The announced round, or the one a day later that was named with it. */
static bool use_beacon(struct slice text, const struct draw_announcement *a, struct draw *d, struct err *err)
{
	struct drand_round beacon;
	if (!check_presence(text, "beacon.txt", a->round != 0, err))
		return false;
	if (!a->round)
		return true;
	if (!drand_read(text, &beacon, err))
		return false;
	if (beacon.round != a->round && beacon.round != a->round + DRAND_FALLBACK_ROUNDS)
		return fail(err, ERR_PROOF, "draw.round",
			"beacon.txt holds round %" PRId64 ", but draw.txt announces round %" PRId64 ".", beacon.round, a->round);
	d->randomness = beacon.randomness;
	d->round = beacon.round;
	return true;
}

static bool check_hall(const struct draw_files *f, const struct draw_announcement *a, struct arena *arena,
	struct err *err)
{
	struct sha value;
	if (!check_presence(f->commitments, "commitments.txt", a->hall, err) ||
		!check_presence(f->reveals, "reveals.txt", a->hall, err))
		return false;
	if (!a->hall)
		return true;
	if (!draw_hall_read(f->commitments, f->reveals, arena, &value, err))
		return false;
	return sha_eq(&value, &a->hall_sha) ||
		fail(err, ERR_PROOF, "draw.hall", "The SHA-256 of reveals.txt is not the announced hall-entropy.");
}

bool draw_make(const struct draw_files *files, struct arena *arena, struct draw *ret, struct err *err)
{
	struct draw d = {0};
	struct draw_pool pool;
	if (!check_presence(files->pool, "pool.txt", true, err) ||
		!check_presence(files->announcement, "draw.txt", true, err) ||
		!draw_announcement_read(files->announcement, arena, &d.announcement, err) ||
		!draw_pool_read(files->pool, arena, &pool, err) || !check_pool(&pool, &d.announcement, err) ||
		!check_hall(files, &d.announcement, arena, err) ||
		!use_beacon(files->beacon, &d.announcement, &d, err))
		return false;
	d.announcement_sha = sha256(files->announcement.at, files->announcement.len);
	d.seed = draw_seed(&d.announcement_sha, &d.randomness);
	d.count = pool.ids.count;
	d.places = ARENA_ARRAY(arena, d.count, struct draw_place);
	draw_order(&d.seed, pool.ids, d.places);
	*ret = d;
	return true;
}

void draw_write(const struct draw *d, struct buf *out)
{
	char a[SHA_HEX], rnd[SHA_HEX], seed[SHA_HEX];
	buf_printf(out, "leitai-order/1\nannouncement %s\nrandomness %s\nseed %s\n", sha_hex(&d->announcement_sha, a),
		sha_hex(&d->randomness, rnd), sha_hex(&d->seed, seed));
	for (size_t i = 0; i < d->count; i++)
		buf_printf(out, "%zu %s\n", i + 1, d->places[i].id);
}

static uint64_t next_number(struct draw_numbers *d)
{
	char seed[SHA_HEX], i[24];
	snprintf(i, sizeof i, "%" PRIu64, d->i++);
	struct slice parts[] = {slice_of(sha_hex(&d->seed, seed)), {":", 1}, slice_of(d->label), {":", 1}, slice_of(i)};
	struct sha sum = sha256_parts(parts, COUNT_OF(parts));
	uint64_t v = 0;
	for (int k = 0; k < 8; k++)
		v = v << 8 | sum.bytes[k];
	return v;
}

uint64_t draw_below(struct draw_numbers *d, uint64_t n)
{
	assert(n > 0);
	uint64_t spare = (0 - n) % n; /* 2^64 mod n: so many numbers at the top would favour the low results */
	for (;;) {
		uint64_t v = next_number(d);
		if (v <= UINT64_MAX - spare)
			return v % n;
	}
}
