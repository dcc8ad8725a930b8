/* The draw: an order that anyone can recompute with sha256sum and sort. docs/draw.md tells it to a stranger. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"
#include "judging/lines.h"

struct arena;
struct buf;

enum { DRAW_POOL_MAX = 100000, DRAW_ID_BYTES = 128, DRAW_HALL_MAX = 10000, DRAW_REVEAL_BYTES = 1000,
	DRAW_PURPOSE_BYTES = 128, DRAW_NUMBER_MAX = 999999 };

/* Who is drawn from: pool.txt, one id a line as `LC_ALL=C sort -u` leaves them; an id is UTF-8 without spaces. */
struct draw_pool {
	struct line_set ids;
	struct sha sha; /* of the text */
};

/* ERR_INPUT and ERR_LIMIT "draw.…" as lines_sorted(). */
MUST_CHECK bool draw_pool_read(struct slice text, struct arena *arena, struct draw_pool *ret, struct err *err);

/* The value of the hall: SHA-256 of reveals.txt, the lines that people gave, sorted. Each must have been committed
 * to: commitments.txt holds the SHA-256 of every line (without LF) in hex, sorted.
 * ERR_PROOF "draw.uncommitted" (a reveal without commitment), "draw.unrevealed" (the other way). */
MUST_CHECK bool draw_hall_read(struct slice commitments, struct slice reveals, struct arena *arena, struct sha *ret,
	struct err *err);

/* draw.txt, what is published before anyone can know the outcome. */
struct draw_announcement {
	const char *contest; /* an id */
	int64_t number;      /* from 1, consecutive in a contest */
	const char *purpose; /* "running-order"; names the pot where there are pots */
	struct sha pool_sha;
	int64_t pool_lines;
	int64_t round; /* of drand's quicknet; 0: no beacon */
	bool hall;     /* the people in the hall add to it */
	struct sha hall_sha;
};

/* ERR_INPUT "draw.contest", "draw.number", "draw.purpose"; "draw.entropy" with neither beacon nor hall. */
MUST_CHECK bool draw_announcement_check(const struct draw_announcement *a, struct err *err);
/* `a` must have passed draw_announcement_check(). */
void draw_announcement_write(const struct draw_announcement *a, struct buf *out);
/* ERR_INPUT as above, "draw.line" (says how the line must read), "draw.encoding"; takes one spelling only. */
MUST_CHECK bool draw_announcement_read(struct slice text, struct arena *arena, struct draw_announcement *ret,
	struct err *err);

/* SEED = sha256(A ":" RND), both in hex, where A is the announcement's SHA-256. Without a beacon RND is all zeros. */
struct sha draw_seed(const struct sha *announcement, const struct sha *randomness);

struct draw_place {
	struct sha key; /* sha256(SEED ":" id), SEED in hex */
	const char *id;
};

/* places[0..ids.count) by rising key. An id's key depends on no other id: without one, the others keep their order. */
void draw_order(const struct sha *seed, struct line_set ids, struct draw_place *places);

/* Everything about one draw, as texts; `at` is NULL where there is none. */
struct draw_files {
	struct slice pool, announcement, beacon, commitments, reveals;
};

struct draw {
	struct draw_announcement announcement;
	struct sha announcement_sha, randomness, seed;
	int64_t round; /* of the beacon that was used: the announced one, or DRAND_FALLBACK_ROUNDS later; 0: none */
	struct draw_place *places;
	size_t count;
};

/* Checks the files against each other and draws. ERR_INPUT as the readers; ERR_NOT_FOUND "draw.missing" for a file that
 * the announcement asks for; ERR_PROOF "draw.pool", "draw.lines", "draw.round", "draw.hall", "draw.unannounced" (a file
 * that it does not ask for) and those of the readers. */
MUST_CHECK bool draw_make(const struct draw_files *files, struct arena *arena, struct draw *ret, struct err *err);

/* order.txt: "leitai-order/1", "announcement", "randomness" and "seed" with their hex, then "1 ID", "2 ID" … */
void draw_write(const struct draw *d, struct buf *out);

/* Other random numbers of a draw (audit samples, rounding): the first 8 bytes, big endian, of
 * sha256(SEED ":" label ":" i), i = 0, 1, 2 … */
struct draw_numbers {
	struct sha seed;
	const char *label;
	uint64_t i; /* next */
};

/* Uniform in [0, n), n > 0: numbers of the incomplete last n-fold are passed over. */
uint64_t draw_below(struct draw_numbers *d, uint64_t n);
