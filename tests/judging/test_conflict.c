/* Conflicts: names by hand, and the finder against a comparison of everybody with everybody. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/rng.h"
#include "base/str.h"
#include "judging/affiliation.h"
#include "judging/conflict.h"
#include "judging/kinship.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct affiliation name_of(const char *text, struct arena *arena)
{
	return affiliation_read((struct slice){text, strlen(text)}, arena);
}

static const char *domain_of(const char *text, struct arena *arena)
{
	return affiliation_domain((struct slice){text, strlen(text)}, arena);
}

/* ---- names */

static void spellings_meet(void **state)
{
	(void)state;
	static const char *const forms[][2] = {
		{"华为技术有限公司", "华为技术"}, {"华为技术有限公司", "　华为 技术（深圳）有限公司"}, {"美的集团股份有限公司", "美的集团"},
		{"西门子（中国）有限公司", "西门子"}, {"ＡＢＢ（中国）有限公司", "ABB Ltd."}, {"Siemens AG", "SIEMENS"},
		{"Midea Group Co., Ltd.", "midea"}, {"Acme, Inc.", "Acme Incorporated"}, {"Bosch GmbH & Co. KG", "bosch"},
		{"Société Générale S.A.", "Societe Generale"}, {"The Boeing Company", "boeing"}, {"阿里巴巴（集团）", "阿里巴巴集团控股有限公司"},
		{"Zürich University", "Zu\xcc\x88rich  University"}, {"O'Neill Corp", "ONeill"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		assert_string_equal(name_of(forms[i][0], arena).full, name_of(forms[i][1], arena).full);
	assert_string_equal(name_of("公司", arena).full, "公司");
	assert_string_equal(name_of("  。 ()", arena).full, "");
	assert_string_equal(name_of(" 清华 大学 ", arena).spelled, "清华 大学");
}

static void others_do_not(void **state)
{
	(void)state;
	static const char *const forms[][2] = {
		{"中国石油大学（北京）", "中国石油大学（华东）"}, {"中国科学院自动化研究所", "中国科学院计算技术研究所"},
		{"University of California, Berkeley", "University of California, Los Angeles"}, {"北京大学", "南京大学"},
		{"上海市第一人民医院", "北京市第一人民医院"}, {"大学生创业中心", "大学城创业中心"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		assert_string_not_equal(name_of(forms[i][0], arena).full, name_of(forms[i][1], arena).full);
		assert_string_not_equal(name_of(forms[i][0], arena).base, name_of(forms[i][1], arena).base);
	}
}

static void parts_have_a_whole(void **state)
{
	(void)state;
	static const char *const bases[][2] = {
		{"清华大学自动化系", "清华大学"}, {"北京大学第三医院", "北京大学"}, {"中国石油大学（北京）地球科学学院", "中国石油大学(北京)"},
		{"华为技术有限公司南京研究所", "华为技术"}, {"Department of Automation, Tsinghua University", "tsinghua university"},
		{"ABB Ltd, Robotics Division", "abb"}, {"北京电影学院表演系", "北京电影学院"}, {"中国科学院自动化研究所", "中国科学院自动化研究所"},
		{"University of California, Berkeley", "university of california berkeley"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(bases); i++)
		assert_string_equal(name_of(bases[i][0], arena).base, bases[i][1]);
}

static bool near(const char *a, const char *b, struct arena *arena)
{
	const char *x = name_of(a, arena).full, *y = name_of(b, arena).full;
	assert_int_equal(affiliation_near(x, y), affiliation_near(y, x));
	return affiliation_near(x, y);
}

static void near_misses(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	assert_true(near("华为", "华为技术有限公司", arena));
	assert_true(near("深圳市大疆创新科技有限公司", "深圳大疆创新科技有限公司", arena));
	assert_true(near("深圳市大疆创新科技有限公司", "大疆创新科技", arena));
	assert_true(near("上海电气自动化集团", "上海电器自动化集团", arena));
	assert_true(near("Siemens", "Siemans", arena));
	assert_true(near("Siemens AG", "Siemens Healthineers", arena));
	assert_false(near("北京大学", "南京大学", arena));
	assert_false(near("北京航空航天大学", "南京航空航天大学", arena));
	assert_false(near("华南师范大学", "华东师范大学", arena));
	assert_false(near("杭州第一机床厂集团", "杭州第二机床厂集团", arena));
	assert_false(near("中国", "中国移动", arena));
	assert_false(near("ABB", "ABC", arena));
	assert_false(near("北京", "北京大学", arena));
}

static void domains(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	assert_string_equal(domain_of("li@mail.Tsinghua.edu.cn", arena), "tsinghua.edu.cn");
	assert_string_equal(domain_of("a@x.ox.ac.uk", arena), "ox.ac.uk");
	assert_string_equal(domain_of("a@midea.com", arena), "midea.com");
	assert_string_equal(domain_of("ａ＠ｂ@midea．com", arena), "midea.com");
	assert_string_equal(domain_of("a@company.de", arena), "company.de");
	assert_null(domain_of("a@163.com", arena));
	assert_null(domain_of("a@vip.qq.com", arena));
	assert_null(domain_of("a@gmail.com", arena));
	assert_null(domain_of("a@edu.cn", arena));
	assert_null(domain_of("@midea.com", arena));
	assert_null(domain_of("13800138000", arena));
	assert_null(domain_of("a@midea", arena));
	assert_null(domain_of("a@.com", arena));
}

/* ---- lists */

static void lists(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("aliases.csv", arena);
	struct kinship k;
	static const char good[] = "name,same-as,parent\n清华大学,Tsinghua University,\n库卡,,美的集团\n";
	kinship_read(good, strlen(good), arena, &findings, &k);
	assert_int_equal(findings.total, 0);
	assert_int_equal(k.count, 2);
	assert_string_equal(k.items[0].same, "Tsinghua University");
	assert_null(k.items[0].parent);
	assert_string_equal(k.items[1].parent, "美的集团");
	kinship_read("", 0, arena, &findings, &k);
	assert_int_equal(findings.total + k.count, 0);
	static const char bad[] = "name,same-as,parent\n清华大学,,\n,A1,B2\n美的集团,,美的\n。。,x y,\n";
	kinship_read(bad, strlen(bad), arena, &findings, &k);
	assert_int_equal(findings.total, 4);
	assert_string_equal(findings.items[0].code, "alias.empty");
	assert_string_equal(findings.items[2].code, "alias.self");
	assert_string_equal(findings.items[3].code, "alias.name");
}

/* ---- pairs by hand */

static void grounds_by_hand(void **state)
{
	(void)state;
	static const struct conflict_party entries[] = {
		{.organisation = "美的集团股份有限公司", .mail = "team@midea.com;13800138000"},
		{.organisation = "清华大学自动化系", .members = "清华大学；华为技术有限公司"},
		{.organisation = "小米", .mail = "x@qq.com"},
	};
	static const struct conflict_party experts[] = {
		{.organisation = "库卡机器人（广东）有限公司", .mail = "k@cn.midea.com"},
		{.organisation = "Department of Physics, Tsinghua University", .mail = "y@qq.com"},
		{.organisation = "华为", .parents = "美的"},
		{.organisation = "小米科技有限责任公司"},
	};
	static const char list[] = "name,same-as,parent\nTsinghua University,清华大学,\n库卡机器人,,美的集团\n";
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("a", arena);
	struct kinship k;
	kinship_read(list, strlen(list), arena, &findings, &k);
	assert_int_equal(findings.total, 0);
	struct conflict_pair *p;
	size_t n;
	conflict_find(entries, 3, experts, 4, &k, arena, &p, &n);
	static const struct {
		int entry, expert;
		const char *ground, *how, *entry_word, *expert_word, *via;
	} want[] = {
		{0, 0, "mail", "domain", "team@midea.com", "k@cn.midea.com", NULL},
		{0, 0, "parent", "parent", "美的集团股份有限公司", "库卡机器人（广东）有限公司", "美的集团"},
		{0, 2, "parent", "parent", "美的集团股份有限公司", "美的", "美的集团"},
		{1, 1, "organisation", "alias", "清华大学", "Department of Physics, Tsinghua University", NULL},
		{1, 2, "organisation", "similar", "华为技术有限公司", "华为", NULL},
		{2, 3, "organisation", "similar", "小米", "小米科技有限责任公司", NULL},
	};
	assert_int_equal(n, COUNT_OF(want));
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(p[i].entry, want[i].entry);
		assert_int_equal(p[i].expert, want[i].expert);
		assert_string_equal(conflict_ground_name(p[i].ground), want[i].ground);
		assert_string_equal(conflict_how_name(p[i].how), want[i].how);
		assert_string_equal(p[i].entry_word, want[i].entry_word);
		assert_string_equal(p[i].expert_word, want[i].expert_word);
		assert_true(str_eq_null(p[i].via, want[i].via));
	}
	for (int g = 0; g < GROUND_COUNT; g++)
		assert_int_equal(conflict_ground_find(conflict_ground_name((enum conflict_ground)g)), g);
	assert_int_equal(conflict_ground_find("friend"), -1);
}

/* ---- everybody with everybody */

enum { NAMES = 40, KIN = 14, PARTIES = 9, RUNS = 1500 };
static const char *const STEMS[] = {"华为技术", "华为", "大疆创新", "大疆创新科", "清华大学", "清华大学自动化系", "Siemens", "Siemans", "ABB", "Acme robotics",
	"acme", "美的", "库卡", "上海电气自动化", "上海电器自动化", "中国石油大学（北京）", "中国石油大学", "小米"};
static const char *const TAILS[] = {"", "", "有限公司", "集团", " Ltd.", "（深圳）有限公司", "南京研究所"};

struct world {
	char names[NAMES][120];
	struct kin kin[KIN];
	struct kinship kinship;
	char words[2 * PARTIES][3][400];
	struct conflict_party parties[2 * PARTIES];
};

static void random_world(struct world *w, struct rng *rng)
{
	for (int i = 0; i < NAMES; i++)
		snprintf(w->names[i], sizeof(w->names[i]), "%s%s", STEMS[rng_below(rng, COUNT_OF(STEMS))], TAILS[rng_below(rng, COUNT_OF(TAILS))]);
	w->kinship = (struct kinship){w->kin, rng_below(rng, KIN)};
	for (size_t i = 0; i < w->kinship.count; i++)
		w->kin[i] = (struct kin){w->names[rng_below(rng, NAMES)], rng_below(rng, 4) ? NULL : w->names[rng_below(rng, NAMES)],
			rng_below(rng, 4) ? w->names[rng_below(rng, NAMES)] : NULL, 0};
	for (int p = 0; p < 2 * PARTIES; p++) {
		for (int k = 0; k < 3; k++) {
			const char *a = w->names[rng_below(rng, NAMES)], *b = w->names[rng_below(rng, NAMES)];
			snprintf(w->words[p][k], sizeof(w->words[p][k]), "%s%s%s", rng_below(rng, 3) ? a : "", rng_below(rng, 2) ? ";" : "；",
				rng_below(rng, 3) ? "" : b);
		}
		w->parties[p] = (struct conflict_party){.organisation = w->words[p][0], .parents = rng_below(rng, 3) ? NULL : w->words[p][1],
			.members = rng_below(rng, 2) ? NULL : w->words[p][2]};
	}
}

static int name_number(const struct affiliation *names, int count, const char *form)
{
	for (int i = 0; i < count; i++)
		if (str_eq(names[i].full, form) || str_eq(names[i].base, form))
			return 2 * i + !str_eq(names[i].full, form);
	return -1;
}

/* same[a][b] over forms (two a name), by going round until nothing changes; up[a][b]: b is an ancestor of a, or a itself. */
struct relations {
	struct affiliation names[NAMES];
	bool same[2 * NAMES][2 * NAMES], up[2 * NAMES][2 * NAMES];
};

static const char *form(const struct relations *r, int i)
{
	return i % 2 ? r->names[i / 2].base : r->names[i / 2].full;
}

static void close_over(bool (*m)[2 * NAMES])
{
	for (int k = 0; k < 2 * NAMES; k++)
		for (int i = 0; i < 2 * NAMES; i++)
			for (int j = 0; m[i][k] && j < 2 * NAMES; j++)
				m[i][j] = m[i][j] || m[k][j];
}

static void relate(struct relations *r, const struct world *w, struct arena *arena)
{
	memset(r, 0, sizeof(*r));
	for (int i = 0; i < NAMES; i++)
		r->names[i] = name_of(w->names[i], arena);
	for (int i = 0; i < 2 * NAMES; i++)
		for (int j = 0; j < 2 * NAMES; j++)
			r->same[i][j] = str_eq(form(r, i), form(r, j));
	for (size_t k = 0; k < w->kinship.count; k++) {
		int a = name_number(r->names, NAMES, name_of(w->kin[k].name, arena).full);
		int b = w->kin[k].same ? name_number(r->names, NAMES, name_of(w->kin[k].same, arena).full) : a;
		r->same[a][b] = r->same[b][a] = true;
	}
	close_over(r->same);
	memcpy(r->up, r->same, sizeof(r->up));
	for (size_t k = 0; k < w->kinship.count; k++)
		if (w->kin[k].parent)
			r->up[name_number(r->names, NAMES, name_of(w->kin[k].name, arena).full)]
			     [name_number(r->names, NAMES, name_of(w->kin[k].parent, arena).full)] = true;
	close_over(r->up);
}

struct said { /* forms that a party named */
	int items[16], count, parents[8], parent_count;
};

static void collect(const struct relations *r, const char *text, bool base, int *items, int *count, struct arena *arena)
{
	struct slice list = {text, text ? strlen(text) : 0}, one;
	while (affiliation_next(&list, false, &one)) {
		struct affiliation a = affiliation_read(one, arena);
		items[(*count)++] = name_number(r->names, NAMES, a.full);
		if (base)
			items[(*count)++] = name_number(r->names, NAMES, a.base);
	}
}

static struct said said_by(const struct relations *r, const struct conflict_party *p, struct arena *arena)
{
	struct said s = {.count = 0};
	collect(r, p->organisation, true, s.items, &s.count, arena);
	collect(r, p->members, true, s.items, &s.count, arena);
	collect(r, p->parents, false, s.parents, &s.parent_count, arena);
	return s;
}

/* 2: the same organisation; 1: a near miss; 0: neither. */
static int meets(const struct relations *r, const struct said *a, const struct said *b)
{
	int best = 0;
	for (int i = 0; i < a->count; i++)
		for (int k = 0; k < b->count; k++) {
			if (r->same[a->items[i]][b->items[k]])
				return 2;
			if (affiliation_near(form(r, a->items[i]), form(r, b->items[k])))
				best = 1;
		}
	return best;
}

static bool shares_parent(const struct relations *r, const struct said *a, const struct said *b)
{
	for (int top = 0; top < 2 * NAMES; top++) {
		bool one = false, two = false, above = false, level = false;
		for (int i = 0; i < a->count; i++)
			if (r->up[a->items[i]][top]) {
				one = true;
				above = above || !r->same[a->items[i]][top];
			}
		for (int i = 0; i < b->count; i++)
			if (r->up[b->items[i]][top]) {
				two = true;
				above = above || !r->same[b->items[i]][top];
			}
		for (int i = 0; i < a->parent_count; i++)
			level = level || r->up[a->parents[i]][top];
		one = one || level;
		above = above || level;
		level = false;
		for (int i = 0; i < b->parent_count; i++)
			level = level || r->up[b->parents[i]][top];
		two = two || level;
		above = above || level;
		if (one && two && above)
			return true;
	}
	return false;
}

static bool has(const struct conflict_pair *p, size_t n, int entry, int expert, enum conflict_ground ground, int similar)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].entry == entry && p[i].expert == expert && p[i].ground == ground)
			return similar < 0 || (p[i].how == HOW_SIMILAR) == similar;
	return false;
}

static void finds_what_comparing_all_finds(void **state)
{
	(void)state;
	struct rng rng = rng_of(11);
	struct world *w = calloc(1, sizeof(*w));
	struct relations *r = calloc(1, sizeof(*r));
	size_t seen[3] = {0};
	for (int run = 0; run < RUNS; run++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct conflict_pair *p;
		size_t n, expected = 0;
		random_world(w, &rng);
		relate(r, w, arena);
		conflict_find(w->parties, PARTIES, w->parties + PARTIES, PARTIES, &w->kinship, arena, &p, &n);
		for (int e = 0; e < PARTIES; e++)
			for (int x = 0; x < PARTIES; x++) {
				struct said a = said_by(r, &w->parties[e], arena), b = said_by(r, &w->parties[PARTIES + x], arena);
				int how = meets(r, &a, &b);
				bool parent = how < 2 && shares_parent(r, &a, &b);
				assert_int_equal(has(p, n, e, x, GROUND_ORGANISATION, how ? how == 1 : -1), how > 0);
				assert_int_equal(has(p, n, e, x, GROUND_PARENT, -1), parent);
				expected += (size_t)(how > 0) + parent;
				seen[how]++;
			}
		assert_int_equal(n, expected);
		for (size_t i = 1; i < n; i++)
			assert_true(p[i - 1].entry < p[i].entry || (p[i - 1].entry == p[i].entry && (p[i - 1].expert < p[i].expert ||
				(p[i - 1].expert == p[i].expert && p[i - 1].ground < p[i].ground))));
	}
	assert_true(seen[1] > 1000 && seen[2] > 1000);
	free(w);
	free(r);
}

static void many_are_quick(void **state)
{
	(void)state;
	enum { MANY = 5000, JUDGES = 500 };
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct conflict_party *entries = ARENA_ARRAY(arena, MANY, struct conflict_party), *experts = ARENA_ARRAY(arena, JUDGES, struct conflict_party);
	struct conflict_pair *p;
	size_t n;
	struct rng rng = rng_of(5);
	static const char *const places[] = {"深圳市", "杭州", "苏州", "合肥", "Berlin ", "北京"};
	for (int i = 0; i < MANY + JUDGES; i++) {
		struct conflict_party *party = i < MANY ? &entries[i] : &experts[i - MANY];
		int number = (int)rng_below(&rng, 4000);
		party->organisation = arena_printf(arena, "%s机器人%c%c%c科技有限公司", places[number % 6], 'a' + number % 26, 'a' + number / 26 % 26, 'a' + number / 676);
		party->mail = arena_printf(arena, "p%d@firm%d.com.cn", i, number);
		party->members = i < MANY ? arena_printf(arena, "某某大学%d；某某研究所%d；某某公司%d", i % 97, i, number) : NULL;
	}
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	conflict_find(entries, MANY, experts, JUDGES, NULL, arena, &p, &n);
	clock_gettime(CLOCK_MONOTONIC, &to);
	print_message("%zu pairs of %d entries and %d experts in %ld ms\n", n, MANY, JUDGES,
		(to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
	assert_true(n > 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_meet),
		cmocka_unit_test(others_do_not),
		cmocka_unit_test(parts_have_a_whole),
		cmocka_unit_test(near_misses),
		cmocka_unit_test(domains),
		cmocka_unit_test(lists),
		cmocka_unit_test(grounds_by_hand),
		cmocka_unit_test(finds_what_comparing_all_finds),
		cmocka_unit_test(many_are_quick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
