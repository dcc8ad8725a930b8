/* A stage closed on devices: heat locked and signed, a tie voted on, scores shown, a sample opened. The story holds; every
 * lie told into it, chained and signed perfectly well, is named.
 *
 * With LEITAI_LIES=DIR each ledger is also written to a folder there, for tests/check/test_lies.py, which holds the second
 * verifier to the same. */
#include "harness/unit.h"
#include "small.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/sha.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char definition[] =
	"leitai: 1\n"
	"id: demo\n"
	"title: Demo\n"
	"stages:\n"
	"  - id: first\n"
	"    title: First\n"
	"    heats: [{id: hall, title: Hall}, {id: attic, title: Attic}]\n"
	"    sheets_each: 3\n"
	"    supervised: true\n"
	"    floor: {reveal: each}\n"
	"    criteria: [{id: idea, title: Idea, min: 0, max: 10, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean}]\n"
	"      tie_end: deliberation\n"
	"    advance: {quotas: [{places: 2}], reserve: 1}\n"
	"    deliberation: majority\n";

struct step {
	const char *name, *type, *body; /* "$x" in a body is the seq of step x, "$pick" what the seed "x" selects */
};

#define SHEET(e, j, units)                                                                                  \
	"{\"entry\":\"" e "\",\"expert\":\"" j "\",\"heat\":\"hall\",\"marks\":{\"idea\":" units "},\"recused\":false," \
	"\"stage\":\"first\",\"version\":1}"
#define VOTE(j, order) "{\"expert\":\"" j "\",\"order\":[" order "],\"stage\":\"first\",\"tie\":$tie}"
#define ROW(e, units, fate, quota, rank, reserve, n)                                                         \
	"{\"entry\":\"" e "\",\"exact\":\"" units "\",\"fate\":\"" fate "\",\"own\":\"" units "\",\"promoted\":false,"  \
	"\"quota\":" quota ",\"rank\":" rank ",\"reserve\":" reserve ",\"score\":" units ",\"sheets\":" n "}"

/* E-2 and E-3 tie at 8; J-3 never marked E-4, and is recused from E-1. */
static const struct step story[] = {
	{"e1j1", "sheet.submit", SHEET("E-1", "J-1", "90000")},
	{"e1j2", "sheet.submit", SHEET("E-1", "J-2", "90000")},
	{"e1j3", "sheet.submit", "{\"entry\":\"E-1\",\"expert\":\"J-3\",\"heat\":\"hall\",\"marks\":{},\"recused\":true,"
		"\"stage\":\"first\",\"version\":1}"},
	{"e2j1", "sheet.submit", SHEET("E-2", "J-1", "80000")},
	{"e2j2", "sheet.submit", SHEET("E-2", "J-2", "75000")},
	{"e2j3", "sheet.submit", SHEET("E-2", "J-3", "85000")},
	{"e3j1", "sheet.submit", SHEET("E-3", "J-1", "75000")},
	{"e3j2", "sheet.submit", SHEET("E-3", "J-2", "80000")},
	{"e3j3", "sheet.submit", SHEET("E-3", "J-3", "85000")},
	{"e4j1", "sheet.submit", SHEET("E-4", "J-1", "60000")},
	{"e4j2", "sheet.submit", SHEET("E-4", "J-2", "60000")},
	{"lock", "heat.lock", "{\"heat\":\"hall\",\"missing\":1,\"sheets\":11,\"stage\":\"first\"}"},
	{"sign", "heat.sign", "{\"heat\":\"hall\",\"lock\":$lock,\"stage\":\"first\"}"},
	{"show", "score.show", "{\"entry\":\"E-1\",\"score\":90000,\"stage\":\"first\"}"},
	{"early", "sample.open", "{\"n\":3,\"records\":[$pick],\"seed\":\"x\",\"stage\":\"first\"}"},
	{"close", "stage.close", "{\"sheets\":11,\"stage\":\"first\",\"supervisor\":\"cli\"}"},
	{"tie", "tie.open", "{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":1,\"stage\":\"first\"}"},
	{"v1", "tie.vote", VOTE("J-1", "\"E-3\"")},
	{"v2", "tie.vote", VOTE("J-2", "\"E-3\",\"E-2\"")},
	{"v1b", "tie.vote", VOTE("J-1", "\"E-2\",\"E-3\"")},
	{"v3", "tie.vote", VOTE("J-3", "\"E-2\"")},
	{"end", "tie.deliberate", "{\"entries\":[\"E-2\",\"E-3\"],\"outcome\":[\"E-2\",\"E-3\"],\"places\":1,\"reason\":\"r\","
		"\"rule\":\"majority\",\"stage\":\"first\",\"supervisor\":\"S\",\"votes\":[{\"expert\":\"J-1\",\"order\":[\"E-2\",\"E-3\"]},"
		"{\"expert\":\"J-2\",\"order\":[\"E-3\",\"E-2\"]},{\"expert\":\"J-3\",\"order\":[\"E-2\"]}]}"},
	{"rank", "score.show", "{\"entry\":\"E-1\",\"rank\":1,\"score\":90000,\"stage\":\"first\"}"},
	{"result", "result.publish", "{\"awards\":[],\"lists\":[{\"list\":\"\",\"rows\":["
		ROW("E-1", "90000", "advance", "0", "1", "0", "2") "," ROW("E-2", "80000", "advance", "0", "2", "0", "3") ","
		ROW("E-3", "80000", "reserve", "0", "3", "1", "3") "," ROW("E-4", "60000", "out", "-1", "4", "0", "2")
		"]}],\"stage\":\"first\",\"unranked\":[]}"},
	{"late", "sample.open", "{\"n\":2,\"records\":[$pick],\"seed\":\"x\",\"stage\":\"first\"}"},
};

struct lie {
	const char *name, *at; /* the step that it is told at */
	char how;              /* '=' instead of it, '-' it is left out, '+' after it */
	const char *type, *body, *words;
};

struct told { /* seqs of the steps so far */
	struct small s;
	int64_t seqs[COUNT_OF(story)];
};

static bool is_sealed(const char *type)
{
	return strncmp(type, "sheet.", 6) == 0 || strncmp(type, "tie.", 4) == 0 || str_eq(type, "conflict.rule");
}

static int pick_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first n of the eleven sheets by key; a key text holds its seq behind the hash. */
static void put_picks(const struct told *t, int n, struct buf *out)
{
	struct arena *arena = t->s.arena;
	const char *keys[11];
	char hex[SHA_HEX], seed[SHA_HEX];
	struct sha sum = sha256("x", 1);
	sha_hex(&sum, seed);
	for (int i = 0; i < 11; i++) {
		const char *text = arena_printf(arena, "%s:%lld", seed, (long long)t->seqs[i]);
		sum = sha256(text, strlen(text));
		keys[i] = arena_printf(arena, "%s %lld", sha_hex(&sum, hex), (long long)t->seqs[i]);
	}
	qsort(keys, COUNT_OF(keys), sizeof(*keys), pick_order);
	for (int i = 0; i < n; i++)
		buf_printf(out, "%s%s", i ? "," : "", strchr(keys[i], ' ') + 1);
}

static void put_seq(const struct told *t, const char **at, struct buf *out)
{
	for (size_t i = 0; i < COUNT_OF(story); i++) {
		size_t len = strlen(story[i].name);
		if (strncmp(*at, story[i].name, len) == 0 && strchr(",}]", (*at)[len])) {
			buf_printf(out, "%lld", (long long)t->seqs[i]);
			*at += len;
			return;
		}
	}
	assert_int_equal(strncmp(*at, "pick", 4), 0);
	put_picks(t, strstr(buf_str(out), "\"n\":3") ? 3 : 2, out);
	*at += 4;
}

static int64_t tell(struct told *t, const char *type, const char *body)
{
	CLEANUP(buf_done) struct buf text = {0};
	for (const char *at = body; *at;) {
		if (*at == '$') {
			at++;
			put_seq(t, &at, &text);
		} else {
			buf_putc(&text, *at++);
		}
	}
	if (str_eq(type, "result.publish"))
		small_reveal(&t->s, "first");
	return is_sealed(type) ? small_seal(&t->s, type, "first", buf_str(&text)) : small_add(&t->s, type, buf_str(&text));
}

static void tell_story(struct told *t, struct arena *arena, const struct lie *lie)
{
	memset(t, 0, sizeof(*t));
	small_found(&t->s, arena, definition);
	for (size_t i = 0; i < COUNT_OF(story); i++) {
		bool here = lie && str_eq(lie->at, story[i].name);
		if (!here || lie->how == '+')
			t->seqs[i] = tell(t, story[i].type, story[i].body);
		if (here && lie->how != '-')
			*(lie->how == '=' ? &t->seqs[i] : &(int64_t){0}) = tell(t, lie->type ? lie->type : story[i].type, lie->body);
	}
	small_checkpoint(&t->s);
}

static void the_story_holds(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct told t;
	struct audit_report report;
	tell_story(&t, arena, NULL);
	small_write(&t.s, definition, "truth");
	bool good = small_audit(&t.s, definition, arena, &report);
	for (int i = 0; i < report.kept; i++)
		print_error("%s\n", report.failures[i]);
	assert_true(good);
	assert_int_equal(report.results, 1);
	small_done(&t.s);
}

static void lies_are_named(void **state)
{
	(void)state;
	static const struct lie lies[] = {
		{"lock-shape", "lock", '=', NULL, "{\"heat\":\"hall\",\"stage\":\"first\"}", "heat.lock must have"},
		{"lock-heat", "lock", '=', NULL, "{\"heat\":\"barn\",\"missing\":1,\"sheets\":11,\"stage\":\"first\"}", "no heat barn"},
		{"lock-sheets", "lock", '=', NULL, "{\"heat\":\"hall\",\"missing\":1,\"sheets\":12,\"stage\":\"first\"}",
			"counted 11 and 1"},
		{"lock-missing", "lock", '=', NULL, "{\"heat\":\"hall\",\"missing\":0,\"sheets\":11,\"stage\":\"first\"}",
			"counted 11 and 1"},
		{"lock-twice", "lock", '+', "heat.lock", "{\"heat\":\"hall\",\"missing\":1,\"sheets\":11,\"stage\":\"first\"}",
			"was locked before"},
		{"lock-late", "close", '+', "heat.lock", "{\"heat\":\"attic\",\"missing\":0,\"sheets\":0,\"stage\":\"first\"}",
			"was closed before"},
		{"timetable-late", "close", '+', "timetable.set", "{\"buffer\":0,\"change\":0,\"slots\":[],\"stage\":\"first\",\"version\":1}",
			"a timetable of stage first after its close"},
		{"lock-other", "lock", '=', NULL, "{\"heat\":\"attic\",\"missing\":0,\"sheets\":0,\"stage\":\"first\"}",
			"which was not locked before the close"},
		{"sheet-late", "sign", '+', "sheet.submit", SHEET("E-4", "J-3", "60000"), "after its lock"},
		{"sign-shape", "sign", '=', NULL, "{\"heat\":\"hall\",\"stage\":\"first\"}", "heat.sign must have"},
		{"sign-other", "sign", '=', NULL, "{\"heat\":\"hall\",\"lock\":$e1j1,\"stage\":\"first\"}", "was not locked by record"},
		{"sign-twice", "sign", '+', "heat.sign", "{\"heat\":\"hall\",\"lock\":$lock,\"stage\":\"first\"}", "was signed before"},
		{"sign-never", "sign", '-', NULL, NULL, "before its heat hall is signed"},
		{"close-by-another", "close", '=', NULL, "{\"sheets\":11,\"stage\":\"first\",\"supervisor\":\"S\"}",
			"not who signed the heats, cli"},
		{"show-shape", "show", '=', NULL, "{\"entry\":\"E-1\",\"score\":\"9\",\"stage\":\"first\"}", "score.show must have"},
		{"show-other", "show", '=', NULL, "{\"entry\":\"E-1\",\"score\":90001,\"stage\":\"first\"}", "not what its result says"},
		{"show-nobody", "show", '=', NULL, "{\"entry\":\"E-9\",\"score\":90000,\"stage\":\"first\"}", "never accepted"},
		{"show-twice", "show", '+', "score.show", "{\"entry\":\"E-1\",\"score\":90000,\"stage\":\"first\"}", "was shown before"},
		{"show-unlocked", "e4j2", '+', "score.show", "{\"entry\":\"E-4\",\"score\":60000,\"stage\":\"first\"}",
			"before it was locked"},
		{"show-and-mark", "e4j1", '+', "score.show", "{\"entry\":\"E-4\",\"score\":60000,\"stage\":\"first\"}",
			"after its score was shown"},
		{"rank-other", "rank", '=', NULL, "{\"entry\":\"E-1\",\"rank\":2,\"score\":90000,\"stage\":\"first\"}",
			"not what its result says"},
		{"rank-early", "show", '=', NULL, "{\"entry\":\"E-1\",\"rank\":1,\"score\":90000,\"stage\":\"first\"}", "before its close"},
		{"rank-none", "rank", '=', NULL, "{\"entry\":\"E-1\",\"rank\":0,\"score\":90000,\"stage\":\"first\"}", "that is none"},
		{"show-after", "result", '+', "score.show", "{\"entry\":\"E-2\",\"rank\":2,\"score\":80000,\"stage\":\"first\"}",
			"after its result"},
		{"sample-shape", "early", '=', NULL, "{\"n\":3,\"records\":[1,2],\"seed\":\"x\",\"stage\":\"first\"}",
			"sample.open must have"},
		{"sample-other", "early", '=', NULL, "{\"n\":3,\"records\":[$pick],\"seed\":\"y\",\"stage\":\"first\"}",
			"not those that the seed selects of 11"},
		{"sample-early", "e4j2", '+', "sample.open", "{\"n\":2,\"records\":[$pick],\"seed\":\"x\",\"stage\":\"first\"}",
			"not those that the seed selects of 0"},
		{"sample-late", "late", '=', NULL, "{\"n\":2,\"records\":[$e1j1,$e1j2],\"seed\":\"x\",\"stage\":\"first\"}",
			"not those that the seed selects"},
		{"tie-shape", "tie", '=', NULL, "{\"entries\":[\"E-2\"],\"experts\":[\"J-1\"],\"places\":1,\"stage\":\"first\"}",
			"it is not what a record of type tie.open holds"},
		{"tie-experts", "tie", '=', NULL,
			"{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\"],\"places\":1,\"stage\":\"first\"}", "asks other experts"},
		{"tie-recused", "tie", '=', NULL,
			"{\"entries\":[\"E-1\",\"E-2\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":1,\"stage\":\"first\"}",
			"asks other experts"},
		{"tie-conflict", "sign", '+', "conflict.rule",
			"{\"confirmed\":true,\"entry\":\"E-3\",\"expert\":\"J-3\",\"grounds\":[\"mail\"]}", "asks other experts"},
		{"tie-places", "tie", '=', NULL,
			"{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":2,\"stage\":\"first\"}", "about 2 places"},
		{"tie-early", "sign", '+', "tie.open",
			"{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":1,\"stage\":\"first\"}",
			"before stage first was closed"},
		{"tie-twice", "v1", '+', "tie.open",
			"{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":1,\"stage\":\"first\"}", "is open"},
		{"tie-left", "end", '+', "tie.open",
			"{\"entries\":[\"E-2\",\"E-3\"],\"experts\":[\"J-1\",\"J-2\",\"J-3\"],\"places\":1,\"stage\":\"first\"}",
			"is published while the tie"},
		{"vote-elsewhere", "v3", '=', NULL, "{\"expert\":\"J-3\",\"order\":[\"E-2\"],\"stage\":\"first\",\"tie\":$lock}",
			"which is not open"},
		{"vote-stranger", "v3", '=', NULL, VOTE("J-4", "\"E-2\""), "by an expert who was asked"},
		{"vote-order", "v3", '=', NULL, VOTE("J-3", "\"E-1\""), "not an order of the tied"},
		{"vote-twice", "v3", '=', NULL, VOTE("J-3", "\"E-2\",\"E-2\""), "not an order of the tied"},
		{"vote-late", "end", '+', "tie.vote", VOTE("J-3", "\"E-3\""), "which is not open"},
		{"vote-dropped", "v3", '-', NULL, NULL, "other entries or votes than were given"},
		{"vote-changed", "v1b", '-', NULL, NULL, "other entries or votes than were given"},
		{"votes-few", "v2", '=', "tie.vote", VOTE("J-1", "\"E-3\""), "other entries or votes"},
		{"votes-none", "end", '=', NULL,
			"{\"entries\":[\"E-2\",\"E-3\"],\"outcome\":[\"E-2\",\"E-3\"],\"places\":1,\"reason\":\"r\",\"rule\":\"majority\","
			"\"stage\":\"first\",\"supervisor\":\"S\",\"votes\":[]}",
			"decided without votes, though 3 experts have one"},
		{"end-few", "end", '=', NULL,
			"{\"entries\":[\"E-2\",\"E-3\"],\"outcome\":[\"E-2\",\"E-3\"],\"places\":1,\"reason\":\"r\",\"rule\":\"majority\","
			"\"stage\":\"first\",\"supervisor\":\"S\",\"votes\":[{\"expert\":\"J-3\",\"order\":[\"E-2\"]}]}",
			"other entries or votes than were given"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct told t;
		tell_story(&t, arena, &lies[i]);
		small_check_lie(&t.s, definition, lies[i].name, lies[i].words);
		small_done(&t.s);
	}
}

/* Paper: no tie is open, and whoever votes judged something and is recused from none of the tied. */
static void paper_has_voters_too(void **state)
{
	(void)state;
	static const struct lie lies[] = {
		{"paper-recused", "e3j3", '=', NULL, "{\"entry\":\"E-3\",\"expert\":\"J-3\",\"heat\":\"hall\",\"marks\":{},\"recused\":true,"
			"\"stage\":\"first\",\"version\":1}", "expert J-3 votes, who is recused from a tied entry"},
		{"withdrawal-voids", "v3", '+', "entry.withdraw", "{\"entry\":\"E-4\",\"moved\":[],\"reason\":\"r\"}", NULL},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct told t;
	struct audit_report report;
	bool found = false;
	tell_story(&t, arena, &lies[0]);
	small_write(&t.s, definition, lies[0].name);
	assert_false(small_audit(&t.s, definition, arena, &report));
	for (int k = 0; k < report.kept; k++)
		found = found || strstr(report.failures[k], lies[0].words);
	assert_true(found);
	small_done(&t.s);
	/* The withdrawal ends the tie, so the deliberation after it stands on its own; only the result's last row is another. */
	tell_story(&t, arena, &lies[1]);
	assert_false(small_audit(&t.s, definition, arena, &report));
	assert_int_equal(report.failed, 1);
	assert_non_null(strstr(report.failures[0], "stage first: "));
	small_done(&t.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_story_holds),
		cmocka_unit_test(lies_are_named),
		cmocka_unit_test(paper_has_voters_too),
	};
	return cmocka_run_group_tests_name("audit/closing", tests, NULL, NULL);
}
