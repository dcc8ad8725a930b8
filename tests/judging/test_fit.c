/* Terms of texts; similarity under all that must not change it, and what must; options that never make a case impossible. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "judging/fit.h"
#include "judging/terms.h"
#include "panels.h"

#include <string.h>

enum { RUNS = 300, FILL_RUNS = 1200, WORDS_MOST = 40 };

static void terms_are(const char *text, const char *wanted)
{
	CLEANUP(buf_done) struct buf found = {0};
	struct terms t = terms_of(text, strlen(text));
	while (terms_next(&t))
		buf_printf(&found, "%s%s", found.len ? "|" : "", t.term);
	assert_string_equal(buf_str(&found), wanted);
}

static void cuts_texts(void **state)
{
	(void)state;
	terms_are("", "");
	terms_are("全固态电池", "全固|固态|态电|电池");
	terms_are("储 能，电池的安全", "储|能|电池|安全");
	terms_are("我们通过储能实现减排", "们通|过储|储能|能实|现减|减排");
	terms_are("The Batteries and SENSORS of glass, gas, status", "battery|sensor|glass|gas|status");
	terms_are("ＡＩ大模型 ＩＳＯ９００１", "ai|大模|模型|iso9001|iso|9001");
	terms_are("iPhone5s C919 5G", "iphone5s|iphone|c919|919|5g");
	terms_are("École ÉCOLE Москва МОСКВА Ωμέγα", "école|école|москва|москва|ωμέγα");
	terms_are("カタカナ・テスト 한국어", "カタ|タカ|カナ|テス|スト|한국|국어");
	terms_are("state-of-the-art C++", "state|art|c");
	terms_are("a\xff\xfe""b 电\xe7\x94池 \xf0\x9f\x98\x80x\xed\xa0\x80y", "b|电|池|x|y");
	terms_are("\xe7\x94", "");
}

static void cuts_long_words(void **state)
{
	(void)state;
	char text[TERM_BYTES * 3];
	memset(text, 'x', sizeof(text));
	struct terms t = terms_of(text, sizeof(text));
	assert_true(terms_next(&t));
	assert_int_equal(t.len, TERM_BYTES - 1);
	assert_int_equal(strlen(t.term), TERM_BYTES - 1);
	assert_false(terms_next(&t));
}

/* ---- random words */
struct words {
	char texts[ENTRIES + EXPERTS][WORDS_MOST * 12];
	const char *entries[ENTRIES], *experts[EXPERTS];
	struct fit_case c;
};

static const char *const vocabulary[] = {"电池", "储能", "机器视觉", "sensor", "battery", "半导体", "AI", "储氢", "wing", "晶圆",
	"激光", "robot", "焊接", "5G", "材料", "gene", "检测", "燃料", "algae", "雷达", "污水", "drone", "量子", "motor"};

static void random_text(char *text, struct rng *rng, int most)
{
	text[0] = '\0';
	for (int n = (int)rng_below(rng, (uint64_t)most + 1); n > 0; n--) {
		strcat(text, vocabulary[rng_below(rng, COUNT_OF(vocabulary))]);
		strcat(text, " ");
	}
}

static void random_words(struct words *w, struct rng *rng, int entries, int experts)
{
	memset(w, 0, sizeof(*w));
	for (int i = 0; i < entries + experts; i++)
		random_text(w->texts[i], rng, i < entries ? WORDS_MOST : 8);
	for (int e = 0; e < entries; e++)
		w->entries[e] = w->texts[e];
	for (int j = 0; j < experts; j++)
		w->experts[j] = w->texts[entries + j];
	w->c = (struct fit_case){.entry_count = entries, .expert_count = experts, .entries = w->entries, .experts = w->experts};
}

static struct fit *fit_of(const struct fit_case *c, struct arena *arena)
{
	struct fit *f = NULL;
	struct err err;
	assert_true(fit_new(c, arena, &f, &err));
	return f;
}

static bool silent(const char *text)
{
	return text[0] == '\0';
}

static void same_from_either_side(void **state)
{
	(void)state;
	struct rng rng = rng_of(67);
	static struct words w;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		int32_t row[EXPERTS], back[EXPERTS];
		random_words(&w, &rng, ENTRIES, ENTRIES);
		struct fit *there = fit_of(&w.c, arena);
		struct fit_case turned = w.c;
		turned.entries = w.c.experts;
		turned.experts = w.c.entries;
		struct fit *here = fit_of(&turned, arena);
		for (int e = 0; e < ENTRIES; e++)
			for (int j = 0; j < ENTRIES; j++) {
				fit_row(there, e, row);
				fit_row(here, j, back);
				assert_int_equal(row[j], back[e]);
				assert_in_range(row[j], 0, FIT_MOST);
			}
	}
}

/* The order of entries and experts changes nothing, and neither does who is asked first. */
static void order_is_nothing(void **state)
{
	(void)state;
	struct rng rng = rng_of(71);
	static struct words w;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		int32_t row[EXPERTS], other[EXPERTS];
		const char *entries[ENTRIES], *experts[EXPERTS];
		random_words(&w, &rng, ENTRIES, EXPERTS);
		int by_entry = (int)pick(&rng, 1, ENTRIES - 1), by_expert = (int)pick(&rng, 1, EXPERTS - 1);
		struct fit_case moved = w.c;
		for (int e = 0; e < ENTRIES; e++)
			entries[(e + by_entry) % ENTRIES] = w.entries[e];
		for (int j = 0; j < EXPERTS; j++)
			experts[(j + by_expert) % EXPERTS] = w.experts[j];
		moved.entries = entries;
		moved.experts = experts;
		struct fit *a = fit_of(&w.c, arena), *b = fit_of(&moved, arena);
		for (int e = ENTRIES - 1; e >= 0; e--) {
			fit_row(a, e, row);
			fit_row(b, (e + by_entry) % ENTRIES, other);
			for (int j = 0; j < EXPERTS; j++)
				assert_int_equal(row[j], other[(j + by_expert) % EXPERTS]);
		}
	}
}

/* The same words fit wholly, none in common not at all, and of an entry's words the more the better. */
static void more_is_better(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"储能 电池 sensor laser 半导体 robot", "quantum", "welding drones"};
	static const char *const experts[] = {"储能", "储能 电池", "储能 电池 sensor", "储能 电池 sensor laser",
		"储能 电池 sensor laser 半导体", "储能 电池 sensor laser 半导体 robot", "drones, welding: DRONES, welding!"};
	struct fit_case c = {.entry_count = 3, .expert_count = 7, .entries = entries, .experts = experts};
	struct fit *f = fit_of(&c, arena);
	int32_t row[7];
	fit_row(f, 0, row);
	for (int j = 1; j < 6; j++)
		assert_true(row[j] > row[j - 1]);
	assert_int_equal(row[5], FIT_MOST);
	assert_int_equal(row[6], 0);
	fit_row(f, 2, row);
	assert_int_equal(row[6], FIT_MOST);
	fit_row(f, 1, row);
	for (int j = 0; j < 7; j++)
		assert_int_equal(row[j], 0);
}

static void rare_words_weigh_more(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"motor battery", "motor wing", "motor radar", "motor laser"};
	static const char *const experts[] = {"motor", "battery"};
	struct fit_case c = {.entry_count = 4, .expert_count = 2, .entries = entries, .experts = experts};
	int32_t row[2];
	fit_row(fit_of(&c, arena), 0, row);
	assert_true(row[1] > row[0] && row[0] > 0);
}

static void silence_is_average(void **state)
{
	(void)state;
	struct rng rng = rng_of(73);
	static struct words w;
	int seen = 0;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		int32_t rows[ENTRIES][EXPERTS];
		random_words(&w, &rng, ENTRIES, EXPERTS);
		w.entries[3] = NULL;
		w.experts[5] = "，。!";
		struct fit *f = fit_of(&w.c, arena);
		for (int e = 0; e < ENTRIES; e++)
			fit_row(f, e, rows[e]);
		for (int e = 0; e < ENTRIES; e++) {
			int64_t sum = 0, count = 0;
			for (int j = 0; j < EXPERTS; j++)
				if (j != 5 && !silent(w.experts[j])) {
					sum += rows[e][j];
					count++;
				}
			if (e == 3 || silent(w.entries[e]) || count == 0)
				continue;
			seen++;
			assert_int_equal(rows[e][5], (2 * sum + count) / (2 * count));
		}
		int64_t sum = 0, count = 0;
		for (int e = 0; e < ENTRIES; e++)
			if (e != 3 && !silent(w.entries[e]) && !silent(w.experts[0])) {
				sum += rows[e][0];
				count++;
			}
		if (count)
			assert_int_equal(rows[3][0], (2 * sum + count) / (2 * count));
	}
	assert_true(seen > RUNS);
}

static void wishes_and_traits_add(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const entries[] = {"battery wing", "laser"}, *const experts[] = {"battery", "laser", "wing"};
	static const struct fit_wish wishes[] = {{1, 0, 1}, {0, 1, -1}, {0, 0, 0}};
	static const uint64_t entry_languages[] = {1, 3}, expert_languages[] = {2, 0, 1};
	static const uint64_t entry_regions[] = {1, 2}, expert_regions[] = {1, 1, 1};
	static const struct fit_trait traits[] = {{entry_languages, expert_languages, 10, -100},
		{entry_regions, expert_regions, -7, 3}};
	struct fit_case c = {.entry_count = 2, .expert_count = 3, .entries = entries, .experts = experts};
	int32_t bare[2][3], row[3];
	struct fit *f = fit_of(&c, arena);
	fit_row(f, 0, bare[0]);
	fit_row(f, 1, bare[1]);
	c.wishes = wishes;
	c.wish_count = 3;
	c.gladly = 200;
	c.rather_not = -300;
	c.traits = traits;
	c.trait_count = 2;
	f = fit_of(&c, arena);
	static const int32_t added[2][3] = {{-100 - 7, -300 - 7, 10 - 7}, {200 + 10 + 3, 3, 10 + 3}};
	for (int e = 0; e < 2; e++) {
		fit_row(f, e, row);
		for (int j = 0; j < 3; j++) {
			struct fit_reason why;
			fit_why(f, e, j, &why);
			assert_int_equal(row[j], bare[e][j] + added[e][j]);
			assert_int_equal(why.fit, row[j]);
			assert_int_equal(why.words, bare[e][j]);
			assert_int_equal(why.wished + why.traits, added[e][j]);
		}
	}
}

static void tells_why(void **state)
{
	(void)state;
	struct rng rng = rng_of(79);
	static struct words w;
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		int32_t row[EXPERTS];
		random_words(&w, &rng, 3, 3);
		struct fit *f = fit_of(&w.c, arena);
		for (int e = 0; e < 3; e++) {
			fit_row(f, e, row);
			for (int j = 0; j < 3; j++) {
				struct fit_reason why;
				int32_t shares = 0;
				fit_why(f, e, j, &why);
				assert_int_equal(why.fit, row[j]);
				for (size_t i = 0; i < why.term_count; i++) {
					shares += why.terms[i].share;
					assert_true(i == 0 || why.terms[i].share <= why.terms[i - 1].share);
				}
				if (!why.average && why.common <= FIT_TERMS)
					assert_in_range(shares, why.words - why.common, why.words + why.common);
				assert_int_equal(why.average, silent(w.entries[e]) || silent(w.experts[j]));
			}
		}
	}
}

/* The longest texts: all words different, and all the same. */
static void limits(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	char *all = arena_alloc(arena, FIT_TEXT_BYTES + 2), *one = arena_alloc(arena, FIT_TEXT_BYTES + 2);
	for (int i = 0; i + 3 <= FIT_TEXT_BYTES; i += 3) {
		uint32_t c = 0x4E00 + (uint32_t)(i / 3) % 20000;
		all[i] = (char)(0xE0 | c >> 12);
		all[i + 1] = (char)(0x80 | (c >> 6 & 0x3F));
		all[i + 2] = (char)(0x80 | (c & 0x3F));
	}
	for (int i = 0; i < FIT_TEXT_BYTES; i++)
		one[i] = i % 2 ? ' ' : 'x';
	const char *entries[] = {all, one, "x"}, *experts[] = {all, one, "x"};
	struct fit_case c = {.entry_count = 3, .expert_count = 3, .entries = entries, .experts = experts};
	struct fit *f = fit_of(&c, arena);
	int32_t row[3];
	for (int e = 0; e < 3; e++) {
		fit_row(f, e, row);
		assert_int_equal(row[e], FIT_MOST);
		assert_int_equal(row[e == 0 ? 1 : 0], 0);
	}
	one[FIT_TEXT_BYTES] = 'x';
	struct err err;
	assert_false(fit_new(&c, arena, &f, &err));
	assert_string_equal(err.code, "fit.case");
}

static void refuses_what_is_out_of_bounds(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const char *const words[] = {"x", "y"};
	static const struct fit_wish twice[] = {{0, 1, 1}, {0, 1, -1}}, nowhere[] = {{2, 0, 1}};
	static const uint64_t sets[] = {1, 1};
	static const struct fit_trait far[] = {{sets, sets, FIT_ADD_MOST + 1, 0}};
	const struct fit_case good = {.entry_count = 2, .expert_count = 2, .entries = words, .experts = words};
	struct fit_case bad[7] = {good, good, good, good, good, good, good};
	bad[0].gladly = -1;
	bad[1].rather_not = 1;
	bad[2].wishes = twice;
	bad[2].wish_count = 2;
	bad[3].wishes = nowhere;
	bad[3].wish_count = 1;
	bad[4].traits = far;
	bad[4].trait_count = 1;
	bad[5].entry_count = -1;
	bad[6].expert_count = 20001;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct fit *f;
		struct err err;
		assert_false(fit_new(&bad[i], arena, &f, &err));
		assert_string_equal(err.code, "fit.case");
	}
}

/* ---- options */
static bool allowed(const struct assign_pair *never, size_t count, int entry, int expert)
{
	for (size_t i = 0; i < count; i++)
		if (never[i].entry == entry && never[i].expert == expert)
			return false;
	return true;
}

/* Whatever is left out, the case is possible when it was with all options; and the fits are those of the rows. */
static void leaves_no_case_impossible(void **state)
{
	(void)state;
	struct rng rng = rng_of(83);
	static struct words w;
	static struct made m;
	int possible = 0, fewer = 0, impossible = 0;
	for (int run = 0; run < FILL_RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct assign_pair never[ENTRIES * EXPERTS];
		struct fit_choice choice = {.best = (int)pick(&rng, 1, 3), .floor = (int32_t)pick(&rng, 100, 1200), .never = never};
		struct assign_case all, some;
		struct assignment a, b;
		struct err err;
		random_case(&m, &rng, ENTRIES, EXPERTS, 3, 0);
		random_words(&w, &rng, ENTRIES, EXPERTS);
		for (int j = 0; j < EXPERTS; j++)
			m.experts[j].load = (int)pick(&rng, 1, 6);
		uint64_t conflicts = rng_below(&rng, 8);
		for (int e = 0; e < ENTRIES; e++)
			for (int j = 0; j < EXPERTS; j++)
				if (rng_below(&rng, 10) < conflicts)
					never[choice.never_count++] = (struct assign_pair){e, j};
		m.calibration[1] = rng_below(&rng, 5) == 0;
		m.c.calibration = m.calibration;
		if (rng_below(&rng, 3) == 0) {
			m.c.cap_num = 2;
			m.c.cap_den = 3;
		}
		struct fit *f = fit_of(&w.c, arena);
		all = some = m.c;
		assert_true(fit_fill(f, &(struct fit_choice){.never = never, .never_count = choice.never_count}, &all, arena, &err));
		assert_true(fit_fill(f, &choice, &some, arena, &err));
		assert_int_equal(all.starts[ENTRIES], ENTRIES * EXPERTS - (int64_t)choice.never_count);
		fewer += some.starts[ENTRIES] < all.starts[ENTRIES];
		for (int e = 0; e < ENTRIES; e++) {
			int32_t row[EXPERTS];
			fit_row(f, e, row);
			assert_true(!m.calibration[e] || some.starts[e + 1] - some.starts[e] == all.starts[e + 1] - all.starts[e]);
			for (int64_t o = some.starts[e]; o < some.starts[e + 1]; o++) {
				assert_int_equal(some.options[o].fit, row[some.options[o].expert]);
				assert_true(allowed(never, choice.never_count, e, some.options[o].expert));
			}
		}
		bool can = assign_make(&all, arena, &a, &err);
		assert_int_equal(assign_make(&some, arena, &b, &err), can);
		possible += can;
		impossible += !can;
	}
	print_message("%d possible, %d not; %d with fewer options\n", possible, impossible, fewer);
	assert_true(possible > FILL_RUNS / 10 && impossible > FILL_RUNS / 10 && fewer > FILL_RUNS / 4);
}

static void refuses_other_cases(void **state)
{
	(void)state;
	struct rng rng = rng_of(101);
	static struct words w;
	static struct made m;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	static const struct assign_pair nowhere[] = {{ENTRIES, 0}}, nobody[] = {{0, EXPERTS}};
	struct fit_choice good = {0}, bad[4] = {{.best = -1}, {.best = 1001}, {.never = nowhere, .never_count = 1},
		{.never = nobody, .never_count = 1}};
	struct err err;
	random_case(&m, &rng, ENTRIES, EXPERTS, 2, 0);
	random_words(&w, &rng, ENTRIES, EXPERTS);
	struct fit *f = fit_of(&w.c, arena);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_false(fit_fill(f, &bad[i], &m.c, arena, &err));
		assert_string_equal(err.code, "fit.case");
	}
	struct assign_case fewer = m.c, capped = m.c;
	fewer.entry_count--;
	assert_false(fit_fill(f, &good, &fewer, arena, &err));
	assert_string_equal(err.code, "fit.case");
	capped.cap_num = 3;
	capped.cap_den = 2;
	assert_false(fit_fill(f, &good, &capped, arena, &err));
	assert_string_equal(err.code, "assign.case");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(cuts_texts), cmocka_unit_test(cuts_long_words),
		cmocka_unit_test(same_from_either_side), cmocka_unit_test(order_is_nothing), cmocka_unit_test(more_is_better),
		cmocka_unit_test(rare_words_weigh_more), cmocka_unit_test(silence_is_average), cmocka_unit_test(wishes_and_traits_add),
		cmocka_unit_test(tells_why), cmocka_unit_test(limits), cmocka_unit_test(refuses_what_is_out_of_bounds),
		cmocka_unit_test(leaves_no_case_impossible), cmocka_unit_test(refuses_other_cases)};
	return cmocka_run_group_tests_name("judging/fit", tests, NULL, NULL);
}
