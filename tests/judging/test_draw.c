/* The draw: its published test vector, what a withdrawal changes, no favoured number, every wrong input its error. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "judging/drand.h"
#include "judging/draw.h"

#include <stdio.h>
#include <string.h>

#define POOL "E-007\nE-012\nE-031\nE-044\nE-058\n"
#define POOL_SHA "2bb1f119e98685814dbc7542002240113f5b2fcc8a76f329750eafc656b08596"
#define HEAD "leitai-draw/1\ncontest demo-2026\ndraw 1 running-order\n"
#define FACTS "pool-sha256 " POOL_SHA "\npool-lines 5\n"
#define ANNOUNCED HEAD FACTS "beacon drand " DRAND_CHAIN " round 657413\nhall-entropy -\n"
#define SIGNATURE "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
#define RANDOMNESS "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
#define BEACON "round 657413\nsignature " SIGNATURE "\nrandomness " RANDOMNESS "\n"

static struct slice text_of(const char *s)
{
	return s ? (struct slice){s, strlen(s)} : (struct slice){0};
}

static void known_draw(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf order = {0}, announced = {0};
	struct draw_files files = {.pool = text_of(POOL), .announcement = text_of(ANNOUNCED), .beacon = text_of(BEACON)};
	struct draw d;
	struct err err;
	assert_true(draw_make(&files, arena, &d, &err));
	draw_write(&d, &order);
	assert_string_equal(buf_str(&order), "leitai-order/1\n"
		"announcement 0b4d61c35f0e226d71942cd8cea32e7d5ec95ee138f01383c5ea430931274f2a\n"
		"randomness " RANDOMNESS "\n"
		"seed 205145a094e4b79cfc9028ce99768c7914402b65350c60e38568ef5a0d69a140\n"
		"1 E-044\n2 E-007\n3 E-058\n4 E-012\n5 E-031\n");
	draw_announcement_write(&d.announcement, &announced);
	assert_string_equal(buf_str(&announced), ANNOUNCED);
}

/* Take any one out: the others follow each other as before. */
static void withdrawal(void **state)
{
	(void)state;
	enum { N = 40 };
	char ids[N][16];
	const char *all[N], *fewer[N];
	struct draw_place full[N], rest[N];
	for (int i = 0; i < N; i++) {
		snprintf(ids[i], sizeof ids[i], "项目-%02d", i);
		all[i] = ids[i];
	}
	for (int s = 0; s < 20; s++) {
		struct sha seed = sha256(&s, sizeof s);
		draw_order(&seed, (struct line_set){all, N}, full);
		int out = s * 7 % N, n = 0;
		for (int i = 0; i < N; i++)
			if (i != out)
				fewer[n++] = all[i];
		draw_order(&seed, (struct line_set){fewer, N - 1}, rest);
		n = 0;
		for (int i = 0; i < N; i++)
			if (full[i].id != all[out])
				assert_ptr_equal(full[i].id, rest[n++].id);
		assert_int_equal(n, N - 1);
	}
}

/* Pots are draws of their own: another purpose, another seed. */
static void pots(void **state)
{
	(void)state;
	struct sha zero = {{0}};
	struct sha a = sha256("draw 1 pot-a", 12), b = sha256("draw 1 pot-b", 12);
	struct sha seed_a = draw_seed(&a, &zero), seed_b = draw_seed(&b, &zero);
	assert_false(sha_eq(&seed_a, &seed_b));
}

/* First of five, over many seeds: each about as often. χ² with 4 degrees of freedom; 30 is beyond one in 10^5. */
static void even_order(void **state)
{
	(void)state;
	enum { SEEDS = 5000, N = 5 };
	const char *ids[N] = {"a", "b", "c", "d", "e"};
	int64_t count[N] = {0}, square = 0;
	struct draw_place places[N];
	for (int s = 0; s < SEEDS; s++) {
		struct sha seed = sha256(&s, sizeof s);
		draw_order(&seed, (struct line_set){ids, N}, places);
		count[places[0].id[0] - 'a']++;
	}
	for (int i = 0; i < N; i++)
		square += (count[i] - SEEDS / N) * (count[i] - SEEDS / N);
	assert_true(square < 30 * (SEEDS / N));
}

/* The numbers of a label as sha256sum gives them: seed of 64 zeros, label "audit". */
static void numbers(void **state)
{
	(void)state;
	struct draw_numbers d = {.label = "audit"}, same = d, other = {.label = "round"};
	char text[128], hex[65];
	unsigned char bytes[8];
	memset(hex, '0', 64);
	hex[64] = '\0';
	for (int i = 0; i < 10; i++) {
		uint64_t expected = 0;
		int len = snprintf(text, sizeof text, "%s:audit:%d", hex, i);
		struct sha sum = sha256(text, (size_t)len);
		memcpy(bytes, sum.bytes, sizeof bytes);
		for (int k = 0; k < 8; k++)
			expected = expected * 256 + bytes[k];
		assert_true(draw_below(&d, (uint64_t)1 << 63) == expected % ((uint64_t)1 << 63));
		assert_int_equal(d.i, i + 1); /* 2^63 divides 2^64: nothing is passed over */
	}
	assert_true(draw_below(&same, 1) == 0);
	assert_true(draw_below(&same, UINT64_MAX) != draw_below(&other, UINT64_MAX));
}

/* With n just above 2^63 about half of all numbers lie in the incomplete last n-fold: they are passed over, and
 * what is left is even. A plain remainder would give the low half twice as often. */
static void no_modulo_bias(void **state)
{
	(void)state;
	enum { DRAWS = 4000 };
	const uint64_t n = ((uint64_t)1 << 63) + ((uint64_t)1 << 62); /* 3/4 of the range */
	struct draw_numbers d = {.label = "bias"};
	int low = 0;
	for (int i = 0; i < DRAWS; i++) {
		uint64_t v = draw_below(&d, n);
		assert_true(v < n);
		low += v < n / 3;
	}
	assert_in_range(low, DRAWS / 3 - 150, DRAWS / 3 + 150);       /* five σ; biased: half of them */
	assert_in_range(d.i, DRAWS * 4 / 3 - 200, DRAWS * 4 / 3 + 200);
}

static void wrong_pools(void **state)
{
	(void)state;
	char longest[DRAW_ID_BYTES + 3];
	memset(longest, 'x', sizeof longest);
	longest[DRAW_ID_BYTES + 1] = '\n';
	longest[DRAW_ID_BYTES + 2] = '\0';
	const struct {
		const char *text, *code;
	} cases[] = {
		{"", "draw.empty"}, {"\n", "draw.line"}, {"E-1", "draw.line"}, {"E-1\n\nE-2\n", "draw.line"},
		{"E-1\r\n", "draw.encoding"}, {"E-\xff\n", "draw.encoding"}, {"E\t1\n", "draw.encoding"},
		{"E 1\n", "draw.line"}, {"E-1\nE-1\n", "draw.twice"}, {"E-2\nE-1\n", "draw.order"},
		{"E-1\nE\n", "draw.order"}, {"b\nB\n", "draw.order"}, {longest, "draw.long"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draw_pool pool;
	struct err err;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_false(draw_pool_read(text_of(cases[i].text), arena, &pool, &err));
		assert_string_equal(err.code, cases[i].code);
		assert_non_null(strstr(err.message, "pool.txt"));
	}
	assert_true(draw_pool_read(text_of("B\nE\nE-1\nb\n甲\n"), arena, &pool, &err));
	assert_int_equal(pool.ids.count, 5);
}

static void wrong_announcements(void **state)
{
	(void)state;
	static const char end[] = "beacon drand " DRAND_CHAIN " round 657413\nhall-entropy -\n";
	const struct {
		const char *head, *facts, *end, *code;
	} cases[] = {
		{"", "", "", "draw.line"},
		{"leitai-draw/2\n", FACTS, end, "draw.line"},
		{"leitai-draw/1 \n", FACTS, end, "draw.line"},
		{"leitai-draw/1\ncontest a b\ndraw 1 x\n", FACTS, end, "draw.contest"},
		{"leitai-draw/1\ncontest a\ndraw 0 x\n", FACTS, end, "draw.line"},
		{"leitai-draw/1\ncontest a\ndraw 1\n", FACTS, end, "draw.line"},
		{"leitai-draw/1\ncontest a\ndraw 1  x\n", FACTS, end, "draw.purpose"},
		{"leitai-draw/1\ndraw 1 x\ncontest a\n", FACTS, end, "draw.line"},
		{HEAD, "pool-sha256 00\npool-lines 5\n", end, "draw.line"},
		{HEAD, "pool-sha256 " POOL_SHA "\npool-lines 05\n", end, "draw.line"},
		{HEAD, FACTS, "beacon drand 00 round 657413\nhall-entropy -\n", "draw.line"},
		{HEAD, FACTS, "beacon none\nhall-entropy 00\n", "draw.line"},
		{HEAD, FACTS, "beacon none\nhall-entropy -\n", "draw.entropy"},
		{HEAD, FACTS, "beacon none\n", "draw.line"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draw_announcement a;
	struct err err;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = arena_printf(arena, "%s%s%s", cases[i].head, cases[i].facts, cases[i].end);
		assert_false(draw_announcement_read(text_of(text), arena, &a, &err));
		assert_string_equal(err.code, cases[i].code);
	}
	assert_false(draw_announcement_read(text_of(ANNOUNCED "more\n"), arena, &a, &err));
	assert_string_equal(err.code, "draw.line");
}

static const char *commit(const char *const *lines, size_t n, struct arena *arena)
{
	char hex[SHA_HEX];
	const char *text = "";
	for (size_t i = 0; i < n; i++) {
		struct sha sum = sha256(lines[i], strlen(lines[i]));
		text = arena_printf(arena, "%s%s\n", text, sha_hex(&sum, hex));
	}
	return text;
}

static void hall(void **state)
{
	(void)state;
	static const char *const one[] = {"team b: 17"}, *const other[] = {"team c: 9"};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *x = commit(one, 1, arena), *y = commit(other, 1, arena);
	const char *both = strcmp(x, y) < 0 ? arena_printf(arena, "%s%s", x, y) : arena_printf(arena, "%s%s", y, x);
	static const char reveals[] = "team b: 17\nteam c: 9\n";
	struct sha value, expected = sha256(reveals, strlen(reveals));
	struct err err;
	assert_true(draw_hall_read(text_of(both), text_of(reveals), arena, &value, &err));
	assert_true(sha_eq(&value, &expected));
	assert_false(draw_hall_read(text_of(both), text_of("team b: 17\n"), arena, &value, &err));
	assert_string_equal(err.code, "draw.unrevealed");
	assert_false(draw_hall_read(text_of(both), text_of("team b: 18\nteam c: 9\n"), arena, &value, &err));
	assert_string_equal(err.code, "draw.uncommitted");
	assert_false(draw_hall_read(text_of(x), text_of(reveals), arena, &value, &err));
	assert_string_equal(err.code, "draw.uncommitted");
	assert_false(draw_hall_read(text_of("zz\n"), text_of(reveals), arena, &value, &err));
	assert_string_equal(err.code, "draw.line");
}

/* Round 657413 is the fallback of round 628613, and of no other. */
static void fallback(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draw_files files = {.pool = text_of(POOL), .beacon = text_of(BEACON),
		.announcement = text_of(HEAD FACTS "beacon drand " DRAND_CHAIN " round 628613\nhall-entropy -\n")};
	struct draw d;
	struct err err;
	assert_true(draw_make(&files, arena, &d, &err));
	assert_int_equal(d.announcement.round, 628613);
	assert_int_equal(d.round, 657413);
	files.announcement = text_of(HEAD FACTS "beacon drand " DRAND_CHAIN " round 628614\nhall-entropy -\n");
	assert_false(draw_make(&files, arena, &d, &err));
	assert_string_equal(err.code, "draw.round");
}

static void files_that_disagree(void **state)
{
	(void)state;
	static const char later[] = HEAD FACTS "beacon drand " DRAND_CHAIN " round 657414\nhall-entropy -\n";
	static const char lines[] = HEAD "pool-sha256 " POOL_SHA "\npool-lines 4\nbeacon drand " DRAND_CHAIN
					 " round 657413\nhall-entropy -\n";
	static const char with_hall[] = HEAD FACTS "beacon none\nhall-entropy " POOL_SHA "\n";
	const struct {
		const char *pool, *announcement, *beacon, *commitments, *reveals, *code;
	} cases[] = {
		{NULL, ANNOUNCED, BEACON, NULL, NULL, "draw.missing"},
		{POOL, NULL, BEACON, NULL, NULL, "draw.missing"},
		{POOL, ANNOUNCED, NULL, NULL, NULL, "draw.missing"},
		{POOL "E-059\n", ANNOUNCED, BEACON, NULL, NULL, "draw.pool"},
		{POOL, lines, BEACON, NULL, NULL, "draw.lines"},
		{POOL, later, BEACON, NULL, NULL, "draw.round"},
		{POOL, ANNOUNCED, BEACON, "x\n", NULL, "draw.unannounced"},
		{POOL, ANNOUNCED, BEACON, NULL, "x\n", "draw.unannounced"},
		{POOL, with_hall, NULL, NULL, NULL, "draw.missing"},
		{POOL, with_hall, NULL,
		 "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n", "a\n", "draw.hall"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct draw d;
	struct err err;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct draw_files f = {text_of(cases[i].pool), text_of(cases[i].announcement), text_of(cases[i].beacon),
			text_of(cases[i].commitments), text_of(cases[i].reveals)};
		assert_false(draw_make(&f, arena, &d, &err));
		assert_string_equal(err.code, cases[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_draw), cmocka_unit_test(withdrawal), cmocka_unit_test(pots),
		cmocka_unit_test(even_order), cmocka_unit_test(numbers), cmocka_unit_test(no_modulo_bias),
		cmocka_unit_test(wrong_pools), cmocka_unit_test(wrong_announcements), cmocka_unit_test(hall),
		cmocka_unit_test(fallback), cmocka_unit_test(files_that_disagree),
	};
	return cmocka_run_group_tests_name("judging/draw", tests, NULL, NULL);
}
