/* Definitions: what a good one becomes, and what is said about every wrong one in definitions/wrong.
 *
 * A wrong definition starts with a line `# expect: CODE LINE:COLUMN FRAGMENT` a finding, in their
 * order; it must give these findings and no other. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/definition.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
	struct arena *arena;
	struct findings findings;
	struct contest *contest;
	struct err err;
};

static int setup(void **state)
{
	static struct fixture f;
	f = (struct fixture){.arena = arena_new()};
	f.findings = findings_of("contest.yaml", f.arena);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_free(((struct fixture *)*state)->arena);
	return 0;
}

static bool read_bytes(struct fixture *f, const char *text, size_t len)
{
	f->findings = findings_of("contest.yaml", f->arena);
	f->contest = NULL;
	f->err = (struct err){0};
	/* Exactly as long as it is, so that a read beyond its end is seen. */
	char *exact = malloc(len ? len : 1);
	memcpy(exact, text, len);
	bool ok = definition_read(exact, len, f->arena, &f->findings, &f->contest, &f->err);
	free(exact);
	assert_int_equal(ok, f->findings.total == 0);
	assert_int_equal(ok, f->contest != NULL);
	assert_int_equal(ok, f->err.kind == ERR_NONE);
	return ok;
}

static bool read_text(struct fixture *f, const char *text)
{
	return read_bytes(f, text, strlen(text));
}

/* The definition reads without a word. */
static const struct contest *good(struct fixture *f, const char *text)
{
	bool ok = read_text(f, text);
	CLEANUP(buf_done) struct buf said = {0};
	findings_print(&f->findings, &said);
	assert_string_equal(buf_str(&said), "");
	assert_true(ok);
	return f->contest;
}

/* The first finding of a definition that must fail. */
static const struct finding *first(struct fixture *f, const char *text, size_t len)
{
	assert_false(read_bytes(f, text, len));
	return &f->findings.items[0];
}

static void expect_first(struct fixture *f, const char *text, size_t len, const char *code, int line,
	int column)
{
	const struct finding *it = first(f, text, len);
	assert_string_equal(it->code, code);
	assert_string_equal(f->err.code, code);
	assert_int_equal(it->line, line);
	assert_int_equal(it->column, column);
}

#define TOP "leitai: 1\nid: small\ntitle: Small\noffset: \"+08:00\"\n"
#define CLASSES "classes: [{id: judge, title: Judge}, {id: guest, title: Guest}]\n"
#define STAGE "stages:\n  - id: final\n    title: Final\n    panel: {judge: 7, guest: 2}\n"
#define MARKS "    criteria: [{id: mark, title: Mark, max: 10, step: 0.25}]\n"
#define MEAN "    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}]}\n"
#define SMALL TOP CLASSES STAGE MARKS MEAN

static void assignments(void **state)
{
	const struct stage *s = &good(*state, TOP CLASSES STAGE
		"    sheets_each: 4\n    assignment: {seats: {judge: 4, guest: 0}, load: 30, shared: 6, calibration: 2, aim: total, cap: 2/3}\n"
		MARKS MEAN)->stages[0];
	int seats[2];
	assert_int_equal(s->assignment.load, 30);
	assert_int_equal(s->assignment.shared, 6);
	assert_int_equal(s->assignment.calibration, 2);
	assert_true(s->assignment.total_aim);
	assert_false(s->assignment.disjoint);
	assert_int_equal(s->assignment.cap_num, 2);
	assert_int_equal(s->assignment.cap_den, 3);
	stage_entry_seats(s, seats);
	assert_int_equal(seats[0], 4);
	assert_int_equal(seats[1], 0);
	s = &good(*state, TOP CLASSES STAGE "    assignment: {disjoint: true}\n" MARKS MEAN)->stages[0];
	stage_entry_seats(s, seats);
	assert_true(s->assignment.disjoint);
	assert_int_equal(s->assignment.cap_num, 0);
	assert_int_equal(seats[0], 7);
	assert_int_equal(seats[1], 2);
}

/* A severity rule wants experts who share entries; whatever else is said of the rule. */
static void disjoint_severity(void **state)
{
	struct fixture *f = *state;
	static const char text[] = TOP CLASSES STAGE "    assignment: {disjoint: true}\n" MARKS
		"    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: severity-additive}]}\n";
	bool found = false;
	assert_false(read_text(f, text));
	for (size_t i = 0; i < f->findings.count; i++)
		found = found || str_eq(f->findings.items[i].code, "definition.assignment");
	assert_true(found);
}

static void defaults(void **state)
{
	const struct contest *c = good(*state, SMALL);
	assert_string_equal(c->source, SMALL);
	assert_int_equal(c->source_len, strlen(SMALL));
	assert_string_equal(c->title.zh, "Small");
	assert_string_equal(c->title.en, "Small");
	assert_null(c->theme.zh);
	assert_int_equal(c->edition, 0);
	assert_int_equal(c->offset_min, 480);
	assert_false(c->rehearsal);
	assert_int_equal(c->stage_count, 1);
	const struct stage *s = &c->stages[0];
	assert_int_equal(s->kind, STAGE_PANEL);
	assert_int_equal(s->from_count, 0);
	assert_int_equal(s->rank_within, -1);
	assert_int_equal(s->heat_count, 1);
	assert_string_equal(s->heats[0].id, "main");
	assert_int_equal(s->heats[0].selects.at[AXIS_DIVISION], -1);
	assert_int_equal(s->sheets_each, 0);
	assert_false(s->supervised);
	assert_int_equal(s->floor.overtime, -1);
	assert_false(s->floor.reveals_each);
	assert_int_equal(s->floor.marking_s, 0);
	assert_false(s->has_minimum);
	assert_int_equal(s->quota_count, 0);
	assert_int_equal(s->deliberation, VOTE_MAJORITY);
	const struct criterion *k = &s->scoring.criteria[0];
	assert_int_equal(k->by, BY_PANEL);
	assert_int_equal(k->min, 0);
	assert_int_equal(k->max, 100000);
	assert_int_equal(k->step, 2500);
	assert_int_equal(k->weight, 1);
	assert_false(s->scoring.low_wins);
	assert_int_equal(s->scoring.quorum.sheets, 1);
	assert_int_equal(s->scoring.quorum.per_class, 0);
	assert_int_equal(s->scoring.tie_end, TIE_DELIBERATION);
	assert_int_equal(s->scoring.display_places, 2);
	assert_false(s->scoring.steps[0].rounds);
	assert_false(s->scoring.steps[0].as_mean);
}

static char *slurp(struct arena *arena, const char *path, size_t *ret_len)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *text = arena_alloc(arena, DEFINITION_LIMIT_BYTES + 1);
	*ret_len = fread(text, 1, DEFINITION_LIMIT_BYTES, file);
	fclose(file);
	return text;
}

static const char *source_file(struct fixture *f, const char *name, size_t *ret_len)
{
	const char *root = getenv("LEITAI_SOURCE");
	assert_non_null(root);
	return slurp(f->arena, arena_printf(f->arena, "%s/%s", root, name), ret_len);
}

/* definitions/right/full.yaml uses every key once. */
static const struct contest *full(struct fixture *f)
{
	size_t len;
	return good(f, source_file(f, "tests/contest/definitions/right/full.yaml", &len));
}

static void a_full_contest(void **state)
{
	const struct contest *c = full(*state);
	assert_int_equal(c->edition, 2);
	assert_int_equal(c->hosts[0].role, HOST_CO_ORGANISER);
	assert_string_equal(c->facts[0].value, "1,457");
	assert_string_equal(c->assumed[0].zh, "权重");
	assert_string_equal(c->assumed[1].en, "Dates");
	assert_string_equal(c->packages[0].id, "credit");
	assert_int_equal(c->stages[0].kind, STAGE_OPEN);
	/* 2020-06-01 00:00 and the end of 2020-06-30, both at +08:00 */
	assert_int_equal(c->stages[0].starts_ms, 1590940800000);
	assert_int_equal(c->stages[0].ends_ms, 1593532800000);
	const struct stage *s = &c->stages[1];
	assert_int_equal(s->from[0], 0);
	assert_int_equal(s->starts_ms, 1604970000000);
	assert_int_equal(s->ends_ms, 1605009600000);
	assert_int_equal(s->heat_count, 2);
	assert_string_equal(s->heats[1].id, "west");
	assert_string_equal(s->heats[1].venue.en, "Hall");
	assert_int_equal(s->heats[1].selects.at[AXIS_REGION], 1);
	assert_int_equal(s->heats[1].selects.at[AXIS_TRACK], -1);
	assert_int_equal(s->heats[0].pitch_s, 5400);
	assert_int_equal(s->heats[0].questions_s, 90);
	assert_int_equal(s->rank_within, AXIS_HEAT);
	assert_int_equal(s->sheets_each, 5);
	assert_true(s->supervised);
	assert_int_equal(s->quotas[0].selects.at[AXIS_REGION], 0);
	assert_int_equal(s->quotas[0].selects.at[AXIS_TRACK], 0);
	assert_int_equal(s->quotas[1].selects.at[AXIS_HEAT], 1);
	assert_int_equal(s->wild_cards, 1);
	assert_int_equal(s->reserve, 4);
	assert_true(s->has_minimum);
	assert_int_equal(s->minimum, 605000);
	assert_int_equal(s->deliberation, VOTE_BORDA);
	assert_int_equal(s->floor.overtime, 3);
	assert_true(s->floor.reveals_each);
	assert_int_equal(s->floor.marking_s, 45);
	assert_int_equal(c->stages[2].floor.overtime, -1);
	assert_int_equal(s->awards[0].per, AXIS_REGION);
	assert_int_equal(s->awards[1].per, -1);
	assert_int_equal(s->awards[1].by, AWARD_BY_JURY);
}

static void a_full_scoring(void **state)
{
	const struct contest *c = full(*state);
	const struct scoring *s = &c->stages[1].scoring;
	assert_int_equal(s->criteria[0].bands[0].from, 80000);
	assert_int_equal(s->criteria[1].min, -50000);
	assert_true(s->criteria[3].optional);
	assert_int_equal(s->steps[0].within, 25000);
	assert_int_equal(s->steps[0].mode, ROUND_HALF_EVEN);
	assert_int_equal(s->steps[0].places, 1);
	assert_int_equal(s->steps[1].share_count, 2);
	assert_int_equal(s->steps[1].shares[0].weight, 70);
	assert_int_equal(s->steps[1].shares[0].combine.rule, COMBINE_MEDIAN);
	assert_int_equal(s->steps[1].shares[1].class_index, 1);
	assert_int_equal(s->steps[2].factors[0].constant, 16000);
	assert_int_equal(s->steps[2].factors[0].by, -1);
	assert_int_equal(s->steps[2].factors[1].criterion, 1);
	assert_int_equal(s->steps[2].factors[1].by, 2);
	assert_int_equal(s->steps[4].num * 5, s->steps[4].den * 3);
	assert_int_equal(s->steps[5].criterion, 3);
	assert_int_equal(s->steps[5].free, 300000);
	assert_int_equal(s->steps[5].each, 600000);
	assert_int_equal(s->steps[5].points, 5000);
	assert_int_equal(s->steps[5].most, 30000);
	assert_int_equal(s->steps[5].mode, ROUND_DOWN);
	assert_int_equal(s->tie_count, 7);
	assert_int_equal(s->ties[0].kind, TIE_CRITERION);
	assert_string_equal(s->ties[1].group, "art");
	assert_true(s->ties[1].low_wins);
	assert_int_equal(s->ties[2].kind, TIE_HEAD_TO_HEAD);
	assert_int_equal(s->ties[3].criterion, -1);
	assert_int_equal(s->ties[4].kind, TIE_COUNTBACK);
	assert_int_equal(s->ties[4].criterion, 1);
	assert_int_equal(s->ties[5].kind, TIE_MARKS_ABOVE);
	assert_int_equal(s->ties[6].kind, TIE_RAW_MEAN);
	assert_true(s->ties[6].low_wins);
	assert_int_equal(s->tie_end, TIE_SHARED);
	assert_int_equal(s->display_places, 3);
	const struct scoring *second = &c->stages[2].scoring;
	assert_true(second->low_wins);
	assert_int_equal(second->steps[1].combine.drop_high, 1);
	assert_int_equal(second->steps[2].terms[0].stage, 1);
	assert_int_equal(second->steps[2].terms[0].weight, 3);
	assert_int_equal(second->steps[2].terms[1].stage, -1);
	assert_int_equal(second->ties[0].kind, TIE_STAGE);
	assert_int_equal(second->ties[0].stage, 1);
}

static void encodings(void **state)
{
	struct fixture *f = *state;
	good(f, "\xEF\xBB\xBF" SMALL);
	assert_int_equal(f->contest->source_len, strlen(SMALL) + 3);
	good(f, "leitai: 1\r\nid: small\r\ntitle: Small\r\n" CLASSES STAGE MARKS MEAN);
	assert_string_equal(f->contest->title.en, "Small");
	/* a BOM does not move the first line's columns */
	static const char bom[] = "\xEF\xBB\xBF" "leitai: 9\n";
	expect_first(f, bom, strlen(bom), "definition.missing-key", 1, 1);
	assert_string_equal(f->findings.items[f->findings.count - 1].code, "definition.version");
	assert_int_equal(f->findings.items[f->findings.count - 1].column, 9);
	/* "赛" in GBK */
	static const char gbk[] = "leitai: 1\nid: small\ntitle: \xC8\xFC\n";
	expect_first(f, gbk, strlen(gbk), "definition.encoding", 3, 0);
	assert_non_null(strstr(f->err.message, "GBK"));
	static const char utf16[] = "\xFF\xFEl\0e\0i\0";
	expect_first(f, utf16, sizeof(utf16) - 1, "definition.encoding", 1, 0);
	assert_non_null(strstr(f->err.message, "UTF-16"));
	static const char nul[] = "leitai: 1\nid: sm\0all\n";
	expect_first(f, nul, sizeof(nul) - 1, "definition.yaml", 2, 7);
	static const char escaped[] = "leitai: 1\nid: \"sm\\0all\"\n";
	assert_false(read_text(f, escaped));
	assert_string_equal(f->findings.items[f->findings.count - 1].code, "definition.text");
}

static void nothing_there(void **state)
{
	struct fixture *f = *state;
	static const char *const empty[] = {"", "\n\n", "# a comment\n", "\xEF\xBB\xBF", "\r\n"};
	for (size_t i = 0; i < COUNT_OF(empty); i++)
		expect_first(f, empty[i], strlen(empty[i]), "definition.empty", 0, 0);
	expect_first(f, "---\n", 4, "definition.type", 2, 1);
	expect_first(f, "[]", 2, "definition.type", 1, 1);
	expect_first(f, "hello", 5, "definition.type", 1, 1);
}

static void malformed(void **state)
{
	struct fixture *f = *state;
	static const char *const texts[] = {
		"{", "[", "a: b: c", "a: 'b", "a: \"b", "\"\\x\"", "- a\nb: c", "a:\n  - b\n c: d", "%YAML 3.0\n---\na", "%", "@a",
		"`a", "? [a", "a: |9\n b", "\ta: b", "a: [b, c", "}", "]", "a: }", "!", "&", "*", "!<", "!!", "--- a\n--- b\n---",
		"a: \x01", "\"\\ud800\"", "a: *b",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_false(read_text(f, texts[i]));
		assert_true(f->findings.total > 0);
	}
}

static void repeat(struct buf *out, const char *text, int n)
{
	for (int i = 0; i < n; i++)
		buf_puts(out, text);
}

static void limits(void **state)
{
	struct fixture *f = *state;
	CLEANUP(buf_done) struct buf big = {0};
	repeat(&big, "# padding of a comment line\n", DEFINITION_LIMIT_BYTES / 28 + 1);
	expect_first(f, big.at, big.len, "definition.too-large", 0, 0);
	buf_clear(&big);
	repeat(&big, "[", 100000);
	expect_first(f, big.at, big.len, "definition.too-deep", 1, 33);
	buf_clear(&big);
	buf_puts(&big, "[a");
	repeat(&big, ",a", 120000);
	buf_puts(&big, "]");
	assert_string_equal(first(f, big.at, big.len)->code, "definition.too-large");
	buf_clear(&big);
	for (int i = 0; i < 1200; i++)
		buf_printf(&big, "k%d: 1\n", i);
	assert_string_equal(first(f, big.at, big.len)->code, "definition.too-large");
}

/* Everything that is wrong is named, in the file's order, and the first is the error. */
static void all_findings_in_order(void **state)
{
	struct fixture *f = *state;
	assert_false(read_text(f, TOP "editoin: 2\n" CLASSES STAGE "    supervised: maybe\n"
		"    criteria: [{id: mark, title: Mark, max: ten}]\n"
		"    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: men}], decimals: 7}\n"));
	static const int lines[] = {5, 11, 12, 13, 13};
	assert_int_equal(f->findings.total, COUNT_OF(lines));
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		assert_int_equal(f->findings.items[i].line, lines[i]);
	assert_string_equal(f->err.message,
		"contest.yaml:5:1: A definition has no key 'editoin'. Did you mean 'edition'? (and 4 more)");
}

/* The k-th `# expect:` line against the k-th finding. */
static bool finding_fits(const struct finding *it, const char *expected)
{
	char code[64];
	int line, column, at = 0;
	if (sscanf(expected, "# expect: %63s %d:%d %n", code, &line, &column, &at) != 3 || !at)
		return false;
	size_t len = strcspn(expected + at, "\n");
	return str_eq(it->code, code) && it->line == line && it->column == column &&
		memmem(it->message, strlen(it->message), expected + at, len);
}

static bool wrong_fits(struct fixture *f, const char *text)
{
	size_t k = 0;
	for (; strncmp(text, "# expect: ", 10) == 0; k++) {
		if (k == f->findings.count || !finding_fits(&f->findings.items[k], text))
			return false;
		text = strchr(text, '\n') + 1;
	}
	return k > 0 && k == f->findings.total;
}

/* The manual's example is a definition, and the manual lists every code that a wrong one meets. */
static void the_manual(void **state)
{
	struct fixture *f = *state;
	size_t len;
	const char *manual = source_file(f, "docs/definition.md", &len);
	const char *from = strstr(manual, "```yaml\n");
	assert_non_null(from);
	from += strlen("```yaml\n");
	const char *to = strstr(from, "\n```");
	assert_non_null(to);
	const struct contest *c = good(f, arena_strndup(f->arena, from, (size_t)(to - from)));
	assert_int_equal(c->stage_count, 2);
}

static bool manual_lists(struct fixture *f)
{
	size_t len;
	const char *manual = source_file(f, "docs/definition.md", &len);
	for (size_t i = 0; i < f->findings.count; i++)
		if (!strstr(manual, arena_printf(f->arena, "`%s`", f->findings.items[i].code)))
			return false;
	return true;
}

/* Every .yaml file of definitions/`name`: its text to `check`, which says whether it is as it should be. */
static int each_file(struct fixture *f, const char *name, bool (*check)(struct fixture *, const char *, size_t))
{
	const char *root = getenv("LEITAI_SOURCE");
	assert_non_null(root);
	const char *folder = arena_printf(f->arena, "%s/tests/contest/definitions/%s", root, name);
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	int seen = 0, bad = 0;
	for (struct dirent *d; (d = readdir(dir));) {
		if (!strstr(d->d_name, ".yaml"))
			continue;
		seen++;
		size_t len;
		const char *text = slurp(f->arena, arena_printf(f->arena, "%s/%s", folder, d->d_name), &len);
		if (check(f, text, len))
			continue;
		CLEANUP(buf_done) struct buf said = {0};
		f->findings.file = d->d_name;
		findings_print(&f->findings, &said);
		print_error("%s: %.*s\n%s", d->d_name, (int)strcspn(text, "\n"), text, buf_str(&said));
		bad++;
	}
	closedir(dir);
	assert_int_equal(bad, 0);
	return seen;
}

static bool is_wrong_as_expected(struct fixture *f, const char *text, size_t len)
{
	return !read_bytes(f, text, len) && wrong_fits(f, text) && manual_lists(f);
}

static void wrong_definitions(void **state)
{
	assert_true(each_file(*state, "wrong", is_wrong_as_expected) >= 40);
}

static void right_definitions(void **state)
{
	assert_true(each_file(*state, "right", read_bytes) >= 6);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(assignments), TEST(disjoint_severity), TEST(defaults), TEST(a_full_contest), TEST(a_full_scoring), TEST(encodings), TEST(nothing_there),
		TEST(malformed), TEST(limits), TEST(all_findings_in_order), TEST(the_manual),
		TEST(wrong_definitions), TEST(right_definitions),
	};
	return cmocka_run_group_tests_name("contest/definition", tests, NULL, NULL);
}
