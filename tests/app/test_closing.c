/* Locking and signing heats, votes on ties, what the hall is shown, samples; and what nobody may learn from them. */
#include "case.h"

#include "app/closing.h"
#include "app/context.h"
#include "app/principal.h"
#include "app/tie.h"
#include "app/verify.h"
#include "base/json.h"
#include "store/live.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

static const struct principal CHAIR = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_CHAIR};
static const struct principal SUPERVISOR = {.id = "link:2", .contest = "t", .roles = 1u << ROLE_SUPERVISOR};
static const struct principal BOTH = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_CHAIR | 1u << ROLE_SUPERVISOR};
static const struct principal FLOOR = {.id = "link:3", .contest = "t", .roles = 1u << ROLE_FLOOR};
static const struct principal NOTARY = {.id = "link:4", .contest = "t", .roles = 1u << ROLE_NOTARY};
static const struct principal ORGANISER = {.id = "account:9", .roles = 1u << ROLE_ORGANISER};
static const struct principal EXPERTS[] = {
	{.id = "link:11", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"},
	{.id = "link:12", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X2"},
	{.id = "link:13", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X3"},
	{.id = "link:14", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "O1"},
};

static struct request by(const struct principal *who)
{
	return (struct request){.actor = who->id, .who = who};
}

/* A2 and A3 tie across the second place. Every score has decimals that stand nowhere else. */
static const char MARKS[] = "A1 90.5 91 92;A2 80 81 82.5;A3 82.5 81 80;A4 60.5 61 62;A5 50 50.5 51.5;"
			    "B1 70.5 71 71;B2 60.5 60.5 59;B3 55.5 54 54";
static const char *const SCORES[] = {"91.17", "81.17", "61.17", "50.67", "70.83", "54.5"};

static struct app_case marked_case(struct engine *e)
{
	struct app_case c = case_open(e);
	case_mark(&c, "semi", MARKS);
	return c;
}

static bool lock(struct app_case *c, const struct principal *who, const char *heat, bool incomplete)
{
	struct request rq = by(who);
	c->engine->err = (struct err){0};
	return app_lock_heat(c->app, &rq, "t", "semi", heat, incomplete, &c->engine->err);
}

static bool sign(struct app_case *c, const struct principal *who, const char *heat)
{
	struct request rq = by(who);
	c->engine->err = (struct err){0};
	return app_sign_heat(c->app, &rq, "t", "semi", heat, &c->engine->err);
}

static bool close_semi(struct app_case *c, const char *supervisor)
{
	struct request rq = by(&CHAIR);
	c->engine->err = (struct err){0};
	return app_close_stage(c->app, &rq, "t", "semi", supervisor, &c->engine->err);
}

static const char *ledger(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_ledger(c->app, "t", 0, 100000, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static const char *progress(struct app_case *c, const struct principal *who, const char *heat)
{
	struct request rq = by(who);
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_progress(c->app, &rq, "t", "semi", heat, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

/* The ledger so far, by the audit that `leitai verify` runs. */
static void holds(struct app_case *c, int results)
{
	struct request rq = by(&NOTARY);
	CLEANUP(buf_done) struct buf out = {0};
	char want[40];
	snprintf(want, sizeof(want), "\"results\":%d,", results);
	assert_ok(c->engine, app_verify(c->app, &rq, "t", &out, &c->engine->err));
	if (!strstr(buf_str(&out), "{\"ok\":true") || !strstr(buf_str(&out), want))
		print_error("%s\n", buf_str(&out));
	assert_non_null(strstr(buf_str(&out), "{\"ok\":true"));
	assert_non_null(strstr(buf_str(&out), want));
}

/* ---- heats */

static void a_heat_is_locked_when_it_is_complete(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "A1 90 91 92;A2 80 81 82;A3 82 81 80;A4 60 61 62");
	assert_fails(e, lock(&c, &FLOOR, "a", false), "denied");
	assert_fails(e, lock(&c, &CHAIR, "c", false), "heat.unknown");
	assert_fails(e, lock(&c, &CHAIR, "a", false), "heat.quorum");
	assert_non_null(strstr(e->err.message, "A5"));
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A5,X1,depth,50\na,A5,X1,use,50\n"
		"a,A5,X2,depth,50\na,A5,X2,use,50\n"));
	assert_fails(e, lock(&c, &CHAIR, "a", false), "heat.missing");
	assert_non_null(strstr(e->err.message, "1 sheet is missing in heat a: A5 (2 of 3)"));
	const char *seen = progress(&c, &FLOOR, "a");
	assert_non_null(strstr(seen, "\"missing\":1"));
	assert_non_null(strstr(seen, "{\"expert\":\"X3\",\"state\":\"missing\",\"version\":0,\"signed\":false,\"seq\":null}"));
	assert_non_null(strstr(seen, "\"expected\":3,\"in\":2,\"ok\":true"));
	assert_null(strstr(seen, "marks"));
	assert_null(strstr(seen, "91"));
	assert_ok(e, lock(&c, &CHAIR, "a", true));
	assert_fails(e, lock(&c, &CHAIR, "a", true), "heat.locked");
	assert_non_null(strstr(ledger(&c), "\"body\":{\"heat\":\"a\",\"missing\":1,\"sheets\":14,\"stage\":\"semi\"}"));
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A5,X3,depth,50\na,A5,X3,use,50\n"),
		"heat.locked");
	assert_non_null(strstr(progress(&c, &FLOOR, "a"), "\"locked\":true,\"signed\":false"));
	case_close(&c);
}

static void a_supervised_stage_closes_signed(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	assert_fails(e, sign(&c, &SUPERVISOR, "a"), "heat.open");
	assert_ok(e, lock(&c, &CHAIR, "a", false));
	assert_fails(e, close_semi(&c, "S-1"), "heat.unsigned");
	assert_fails(e, sign(&c, &CHAIR, "a"), "denied");
	assert_fails(e, sign(&c, &BOTH, "a"), "heat.self");
	assert_ok(e, sign(&c, &SUPERVISOR, "a"));
	assert_fails(e, sign(&c, &SUPERVISOR, "a"), "heat.signed");
	assert_fails(e, close_semi(&c, NULL), "heat.open");
	assert_non_null(strstr(e->err.message, "Heat b"));
	assert_ok(e, lock(&c, &CHAIR, "b", false));
	assert_ok(e, sign(&c, &SUPERVISOR, "b"));
	assert_ok(e, close_semi(&c, NULL));
	assert_non_null(strstr(ledger(&c), "\"body\":{\"sheets\":24,\"stage\":\"semi\",\"supervisor\":\"link:2\"}"));
	assert_fails(e, sign(&c, &SUPERVISOR, "b"), "stage.closed");
	assert_fails(e, lock(&c, &CHAIR, "b", false), "stage.closed");
	case_close(&c);
}

/* Who withdrew owes nothing; a lock asked for twice with one key is one lock. */
static void a_withdrawn_entry_owes_nothing(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "B1 70 70 70;B2 60 60 60");
	assert_fails(e, lock(&c, &CHAIR, "b", false), "heat.quorum");
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "B3", "ill", &e->err));
	struct request rq = by(&CHAIR);
	rq.req = "lock-1";
	assert_ok(e, app_lock_heat(c.app, &rq, "t", "semi", "b", false, &e->err));
	assert_ok(e, app_lock_heat(c.app, &rq, "t", "semi", "b", false, &e->err));
	assert_int_equal(count_of(ledger(&c), "\"type\":\"heat.lock\""), 1);
	assert_non_null(strstr(ledger(&c), "\"missing\":0,\"sheets\":6"));
	case_close(&c);
}

/* ---- ties */

static bool open_tie(struct app_case *c, int64_t *ret)
{
	struct request rq = by(&CHAIR);
	c->engine->err = (struct err){0};
	return app_open_tie(c->app, &rq, "t", "semi", ret, &c->engine->err);
}

static bool vote(struct app_case *c, int expert, int64_t tie, const char *best, const char *second)
{
	struct request rq = by(&EXPERTS[expert]);
	const char *order[] = {best, second};
	c->engine->err = (struct err){0};
	return app_vote(c->app, &rq, "t", "semi", tie, order, second ? 2 : 1, &c->engine->err);
}

static bool conclude(struct app_case *c, int64_t tie, const char *supervisor)
{
	struct request rq = by(&CHAIR);
	c->engine->err = (struct err){0};
	return app_conclude_tie(c->app, &rq, "t", "semi", tie, "The clearer plan.", supervisor, &c->engine->err);
}

static const char *ties(struct app_case *c, const struct principal *who)
{
	struct request rq = by(who);
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_ties(c->app, &rq, "t", "semi", &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static void a_tie_is_voted_on(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	int64_t tie, other;
	assert_fails(e, open_tie(&c, &tie), "stage.judging");
	assert_ok(e, close_semi(&c, "S-1"));
	assert_non_null(strstr(ties(&c, &CHAIR), "\"waiting\":{\"places\":1,\"entries\":[{\"entry\":\"A2\""));
	assert_null(strstr(ties(&c, &EXPERTS[0]), "A2"));
	assert_ok(e, open_tie(&c, &tie));
	assert_fails(e, open_tie(&c, &other), "tie.open");
	assert_null(strstr(ties(&c, &CHAIR), "waiting"));
	assert_fails(e, vote(&c, 3, tie, "A2", "A3"), "tie.voter");
	assert_fails(e, vote(&c, 0, tie + 1, "A2", "A3"), "tie.unknown");
	assert_fails(e, vote(&c, 0, tie, "A1", "A3"), "tie.order");
	assert_fails(e, vote(&c, 0, tie, "A3", "A3"), "tie.order");
	assert_ok(e, vote(&c, 0, tie, "A2", "A3"));
	assert_fails(e, conclude(&c, tie, "S-1"), "tie.votes");
	assert_ok(e, vote(&c, 1, tie, "A3", "A2"));
	assert_fails(e, conclude(&c, tie, NULL), "stage.supervisor");
	assert_fails(e, conclude(&c, tie, "S-1"), "deliberation.tied");
	/* An expert sees their own vote, the chair who has voted; nobody how. */
	assert_non_null(strstr(ties(&c, &EXPERTS[0]), "\"may_vote\":true,\"mine\":[\"A2\",\"A3\"]"));
	assert_null(strstr(ties(&c, &EXPERTS[0]), "voters"));
	assert_null(strstr(ties(&c, &EXPERTS[2]), "mine"));
	assert_string_equal(strstr(ties(&c, &EXPERTS[3]), "\"ties\":"), "\"ties\":[]}");
	struct principal hall = CHAIR; /* a link for one heat does not reach as far as a tie */
	hall.stage = "semi", hall.heat = "a";
	struct request of_hall = by(&hall);
	CLEANUP(buf_done) struct buf nothing = {0};
	assert_fails(e, view_ties(c.app, &of_hall, "t", "semi", &nothing, &e->err), "denied");
	const char *chair = ties(&c, &CHAIR);
	assert_non_null(strstr(chair, "{\"expert\":\"X1\",\"voted\":true},{\"expert\":\"X2\",\"voted\":true},"
		"{\"expert\":\"X3\",\"voted\":false}"));
	assert_null(strstr(chair, "order"));
	assert_null(strstr(chair, "[\"A2\",\"A3\"]"));
	assert_ok(e, vote(&c, 0, tie, "A3", NULL));
	assert_ok(e, conclude(&c, tie, "S-1"));
	assert_fails(e, conclude(&c, tie, "S-1"), "tie.concluded");
	assert_fails(e, vote(&c, 2, tie, "A2", NULL), "tie.concluded");
	assert_fails(e, open_tie(&c, &other), "tie.none");
	chair = ties(&c, &CHAIR);
	assert_non_null(strstr(chair, "\"state\":\"concluded\""));
	assert_non_null(strstr(chair, "\"outcome\":[\"A3\",\"A2\"]"));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	const char *all = ledger(&c);
	assert_non_null(strstr(all, "{\"body\":{\"expert\":\"X1\",\"order\":[\"A3\"],\"stage\":\"semi\",\"tie\":"));
	assert_int_equal(count_of(all, "\"type\":\"reveal\""), 24 + 1 + 3 + 1);
	holds(&c, 1);
	case_close(&c);
}

static const struct vote PAPER[] = {
	{"X1", (const char *[]){"A2"}, 1}, {"X2", (const char *[]){"A2"}, 1}, {"X3", (const char *[]){"A3"}, 1},
};
static const char *const TIED[] = {"A2", "A3"};

static bool deliberate_on_paper(struct app_case *c)
{
	struct deliberation d = {.entries = TIED, .entry_count = 2, .votes = PAPER, .vote_count = 3, .reason = "r",
		.supervisor = "S-1"};
	c->engine->err = (struct err){0};
	return app_deliberate(c->app, &CASE_RQ, "t", "semi", &d, &c->engine->err);
}

/* Paper waits for the devices; a withdrawal ends the votes, and the tie with them where it was one of the tied. */
static void paper_waits_and_a_withdrawal_ends_a_tie(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	int64_t tie, next;
	assert_ok(e, close_semi(&c, "S-1"));
	assert_ok(e, open_tie(&c, &tie));
	assert_fails(e, deliberate_on_paper(&c), "tie.open");
	assert_ok(e, vote(&c, 0, tie, "A2", NULL));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "B3", "ill", &e->err));
	assert_non_null(strstr(ties(&c, &CHAIR), "\"state\":\"void\""));
	assert_fails(e, vote(&c, 1, tie, "A2", NULL), "tie.concluded");
	assert_ok(e, open_tie(&c, &next));
	assert_true(next > tie);
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A3", "ill", &e->err));
	assert_fails(e, open_tie(&c, &tie), "tie.none");
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	holds(&c, 1);
	case_close(&c);
}

/* X2 is recused from A3: no vote on paper, not asked on devices. X4 gave only an official value: no judge. */
static void the_recused_have_no_vote(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	int64_t tie;
	case_mark(&c, "semi", "A1 90 90 90;A2 80 80 80;A4 60 61 62;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,X1,depth,80\na,A3,X1,use,80\n"
		"a,A3,X2,*,recused\na,A3,X3,depth,80\na,A3,X3,use,80\na,A3,O1,over,0\n"));
	assert_ok(e, close_semi(&c, "S-1"));
	assert_fails(e, deliberate_on_paper(&c), "deliberation.recused");
	assert_ok(e, open_tie(&c, &tie));
	assert_fails(e, vote(&c, 1, tie, "A2", NULL), "tie.voter");
	assert_fails(e, vote(&c, 3, tie, "A2", NULL), "tie.voter");
	assert_non_null(strstr(ties(&c, &CHAIR), "\"voters\":[{\"expert\":\"X1\",\"voted\":false},{\"expert\":\"X3\""));
	case_close(&c);
}

/* ---- the hall */

static bool show(struct app_case *c, const char *entry, const char *list)
{
	struct request rq = by(&FLOOR);
	c->engine->err = (struct err){0};
	return app_show_score(c->app, &rq, "t", "semi", entry, list, &c->engine->err);
}

static const char *screen(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_screen(c->app, "t", "semi", &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

struct events_work {
	struct arena *arena;
	struct buf *out;
};

static bool put_events(struct db *db, void *context, struct err *err)
{
	struct events_work *w = context;
	struct event_row *rows;
	size_t n;
	if (!store_list_events(db, "t", 0, 100000, w->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(w->out, "%s %s\n", rows[i].name, rows[i].data);
	return true;
}

/* All that the public can ask for, but the hashes of the ledger. */
static const char *everything_public(struct app_case *c)
{
	static const char *const entries[] = {"A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3"};
	struct engine *e = c->engine;
	const struct entry_query all = {0};
	CLEANUP(buf_done) struct buf out = {0};
	struct events_work events = {e->arena, &out};
	assert_ok(e, view_screen(c->app, "t", "semi", &out, &e->err));
	assert_ok(e, view_stage(c->app, "t", "semi", false, &out, &e->err));
	for (size_t i = 0; i < COUNT_OF(entries); i++)
		assert_ok(e, view_entry(c->app, "t", entries[i], &out, &e->err));
	assert_ok(e, view_entries(c->app, "t", &all, &out, &e->err));
	assert_ok(e, view_contest(c->app, "t", &out, &e->err));
	assert_ok(e, view_ledger(c->app, "t", 0, 100000, &out, &e->err));
	assert_ok(e, store_read(app_store(c->app), put_events, &events, &e->err));
	return arena_strdup(e->arena, buf_str(&out));
}

/* In places of the text where a score would stand: as units in the ledger, as a number elsewhere. */
static int times_told(const char *text, const char *score)
{
	char number[40], units[40];
	double value = strtod(score, NULL);
	snprintf(number, sizeof(number), "\"score\":%s", score);
	snprintf(units, sizeof(units), "\"score\":%d", (int)(value * 10000 + 0.5));
	return count_of(text, number) + count_of(text, units);
}

static void nothing_is_told(struct app_case *c, const char *const *scores, size_t n)
{
	const char *text = everything_public(c);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(times_told(text, scores[i]), 0);
	assert_null(strstr(text, "\"raw_mean\":5"));
	assert_null(strstr(text, "\"marks\""));
}

static void the_hall_sees_the_last_place_first(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	nothing_is_told(&c, SCORES, COUNT_OF(SCORES));
	assert_fails(e, show(&c, NULL, "b"), "show.early");
	assert_fails(e, show(&c, "B3", NULL), "show.early");
	assert_ok(e, close_semi(&c, "S-1"));
	assert_fails(e, show(&c, NULL, "b"), "stage.awaiting-deliberation");
	assert_ok(e, deliberate_on_paper(&c));
	assert_fails(e, show(&c, NULL, "c"), "list.unknown");
	nothing_is_told(&c, SCORES, COUNT_OF(SCORES));
	assert_ok(e, show(&c, NULL, "b"));
	const char *seen = screen(&c);
	assert_non_null(strstr(seen, "\"frozen\":true"));
	assert_non_null(strstr(seen, "\"places\":2,\"hidden\":5,\"shown\":[]"));
	assert_non_null(strstr(seen, "\"places\":1,\"hidden\":2,\"shown\":[{\"entry\":\"B3\""));
	assert_non_null(strstr(seen, "\"rank\":3,\"final\":true,\"score\":54.5,\"advances\":false"));
	nothing_is_told(&c, SCORES, COUNT_OF(SCORES) - 1);
	assert_ok(e, show(&c, NULL, "b"));
	assert_ok(e, show(&c, NULL, "b"));
	assert_non_null(strstr(screen(&c), "\"rank\":1,\"final\":true,\"score\":70.83,\"advances\":true"));
	assert_fails(e, show(&c, NULL, "b"), "show.done");
	nothing_is_told(&c, SCORES, 4);
	/* Without a list: the first that has a row left. */
	assert_ok(e, show(&c, NULL, NULL));
	assert_non_null(strstr(screen(&c), "{\"entry\":\"A5\",\"title\":\"Title A5\",\"team\":\"Team A5\",\"rank\":5"));
	assert_non_null(strstr(ledger(&c), "\"body\":{\"entry\":\"A5\",\"rank\":5,\"score\":506700,\"stage\":\"semi\"}"));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	seen = screen(&c);
	assert_non_null(strstr(seen, "\"frozen\":false"));
	assert_int_equal(count_of(seen, "\"final\":true"), 8);
	assert_fails(e, show(&c, NULL, NULL), "show.done");
	holds(&c, 1);
	case_close(&c);
}

/* Ranks move up behind a withdrawal: what was shown stays as it was shown, and nobody calls it a lie. */
static void a_withdrawal_in_the_middle_of_the_reveal(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	assert_ok(e, close_semi(&c, "S-1"));
	assert_ok(e, deliberate_on_paper(&c));
	assert_ok(e, show(&c, NULL, "a"));
	assert_ok(e, show(&c, NULL, "a"));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "ill", &e->err));
	assert_ok(e, show(&c, NULL, "a"));
	const char *seen = screen(&c);
	assert_non_null(strstr(seen, "\"places\":2,\"hidden\":1,\"shown\":[{\"entry\":\"A3\""));
	assert_non_null(strstr(seen, "\"team\":\"Team A3\",\"rank\":2"));
	assert_non_null(strstr(seen, "\"team\":\"Team A4\",\"rank\":4"));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	assert_non_null(strstr(screen(&c), "\"team\":\"Team A4\",\"rank\":3"));
	holds(&c, 1);
	case_close(&c);
}

/* Before the reveal all public pages are the same to the byte, whatever the marks are. */
static const char *without_hashes(const char *text, struct arena *arena)
{
	char *copy = arena_strdup(arena, text);
	static const char *const names[] = {"\"commit\":\"", "\"prev\":\"", "\"req\":\"", "\"ts\":\"", "\"now\":\"", "\"root\":\"",
		"\"leaf\":\"", "\"key\":\"", "\"profile\":\"", "\"fingerprint\":\""};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		for (char *at = copy; (at = strstr(at, names[i]));)
			for (at += strlen(names[i]); *at && *at != '"'; at++)
				*at = '#';
	return copy;
}

static const char *pages_of(struct engine *e, const char *marks)
{
	struct app_case c = case_open(e);
	case_mark(&c, "semi", marks);
	assert_ok(e, lock(&c, &CHAIR, "a", false));
	assert_ok(e, lock(&c, &CHAIR, "b", false));
	assert_ok(e, sign(&c, &SUPERVISOR, "a"));
	assert_ok(e, sign(&c, &SUPERVISOR, "b"));
	assert_ok(e, close_semi(&c, NULL));
	const char *pages = without_hashes(everything_public(&c), e->arena);
	case_close(&c);
	return pages;
}

static void what_is_hidden_leaves_no_trace(void **state)
{
	struct engine *e = *state;
	const char *one = pages_of(e, "A1 90 91 92;A2 80 81 82;A3 70 71 72;A4 60 61 62;A5 50 51 52;B1 70 71 72;B2 60 61 62;B3 50 51 52");
	engine_make_database(e, e->url);
	const char *other = pages_of(e, "A1 1 2 3;A2 99 99 99;A3 8 9 7;A4 100 100 100;A5 0 0 0;B1 0.5 0 0;B2 7 7 7;B3 100 9 8");
	size_t same = 0;
	while (one[same] && one[same] == other[same])
		same++;
	if (one[same] || other[same])
		print_error("%.200s\n%.200s\n", one + (same > 100 ? same - 100 : 0), other + (same > 100 ? same - 100 : 0));
	assert_true(!one[same] && !other[same]);
}

/* A panel of which everybody is recused from one of the tied: the chair decides, without votes, and both may read why. */
static void a_tie_that_nobody_may_vote_on(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const struct vote one[] = {{"X1", (const char *[]){"A2"}, 1}};
	struct deliberation d = {.entries = TIED, .entry_count = 2, .reason = "The earlier registration.", .supervisor = "S-1"};
	int64_t tie;
	case_mark(&c, "semi", "A1 90 90 90;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55;A4 40 40 40");
	assert_ok(e, app_import_experts(c.app, &CASE_RQ, "t", "expert,class\nX4,industry\n", 25, false, &c.findings, &c.report, &e->err));
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\n"
		"a,A2,X1,*,recused\na,A2,X2,depth,80\na,A2,X2,use,80\na,A2,X3,depth,80\na,A2,X3,use,80\n"
		"a,A3,X2,*,recused\na,A3,X3,*,recused\na,A3,X1,depth,80\na,A3,X1,use,80\na,A3,X4,depth,80\na,A3,X4,use,80\n"
		"a,A2,X4,*,recused\n"));
	assert_ok(e, close_semi(&c, "S-1"));
	assert_fails(e, open_tie(&c, &tie), "tie.nobody");
	d.votes = one, d.vote_count = 1;
	assert_fails(e, app_deliberate(c.app, &CASE_RQ, "t", "semi", &d, &e->err), "deliberation.recused");
	d.vote_count = 0;
	assert_ok(e, app_deliberate(c.app, &CASE_RQ, "t", "semi", &d, &e->err));
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	holds(&c, 1);
	case_close(&c);
	engine_make_database(e, e->url);
	c = marked_case(e);
	assert_ok(e, close_semi(&c, "S-1"));
	assert_fails(e, app_deliberate(c.app, &CASE_RQ, "t", "semi", &d, &e->err), "deliberation.votes");
	case_close(&c);
}

struct steps_work {
	const char *heat;
	const char *const *bodies;
	int count;
};

static bool add_steps(struct db *db, void *context, struct err *err)
{
	struct steps_work *w = context;
	for (int i = 0; i < w->count; i++)
		if (!store_add_step(db, "t", "semi", w->heat, &(struct step_row){i + 1, 1000 * (i + 1), w->bodies[i], 1 + i}, err))
			return false;
	return true;
}

#define STEP(n, words) "{" words "\"heat\":\"b\",\"stage\":\"semi\",\"step\":" n "}"

/* A stage that reveals each: the score is the one that will be published, and its sheets stand still from then on. */
static void each_score_after_its_entry(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	char *text = arena_strdup(e->arena, CASE_DEFINITION);
	const char *at = strstr(text, "    supervised: true\n");
	const char *changed = arena_printf(e->arena, "%.*s    floor: {reveal: each}\n%s", (int)(at - text), text, at);
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, changed, strlen(changed), &c.findings, &e->err));
	case_mark(&c, "semi", MARKS);
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\nb,B2,O1,over,61\n"));
	static const char *const steps[] = {
		STEP("1", "\"action\":\"open\",\"entries\":[\"B1\",\"B2\",\"B3\"],"),
		STEP("2", "\"action\":\"call\",\"entry\":\"B1\","), STEP("3", "\"action\":\"pitch\",\"entry\":\"B1\","),
		STEP("4", "\"action\":\"mark\",\"entry\":\"B1\",\"overtime\":0,"),
		STEP("5", "\"action\":\"lock\",\"entry\":\"B1\","),
		STEP("6", "\"action\":\"call\",\"entry\":\"B2\","), STEP("7", "\"action\":\"pitch\",\"entry\":\"B2\","),
		STEP("8", "\"action\":\"mark\",\"entry\":\"B2\",\"overtime\":0,"),
		STEP("9", "\"action\":\"lock\",\"entry\":\"B2\","),
	};
	struct steps_work work = {"b", steps, COUNT_OF(steps)};
	assert_ok(e, store_write(app_store(c.app), add_steps, &work, &e->err));
	assert_fails(e, show(&c, "B3", NULL), "show.early");
	assert_fails(e, show(&c, "Z9", NULL), "entry.unknown");
	assert_fails(e, lock(&c, &CHAIR, "b", false), "heat.floor");
	nothing_is_told(&c, SCORES, COUNT_OF(SCORES));
	assert_ok(e, show(&c, "B1", NULL));
	assert_fails(e, show(&c, "B1", NULL), "show.shown");
	assert_non_null(strstr(screen(&c), "\"hidden\":2,\"shown\":[{\"entry\":\"B1\""));
	assert_non_null(strstr(screen(&c), "\"rank\":1,\"final\":false,\"score\":70.83}"));
	nothing_is_told(&c, SCORES, 4);
	assert_ok(e, show(&c, "B2", NULL)); /* 60 less 4 for 61 s of overtime */
	assert_non_null(strstr(screen(&c), "\"rank\":2,\"final\":false,\"score\":56"));
	assert_false(case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\nb,B1,O1,over,600\n"));
	assert_string_equal(c.findings.items[0].code, "sheet.shown");
	case_close(&c);
}

/* ---- samples */

static void a_sample_is_what_its_seed_selects(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	struct request rq = by(&NOTARY), organiser = by(&ORGANISER);
	CLEANUP(buf_done) struct buf first = {0}, again = {0};
	assert_fails(e, app_open_sample(c.app, &organiser, "t", "semi", "x", 3, &first, &e->err), "denied");
	assert_fails(e, app_open_sample(c.app, &rq, "t", "semi", "x", 3, &first, &e->err), "sample.early");
	assert_ok(e, lock(&c, &CHAIR, "b", false));
	assert_fails(e, app_open_sample(c.app, &rq, "t", "semi", "x", 10, &first, &e->err), "sample.size");
	assert_fails(e, app_open_sample(c.app, &rq, "t", "semi", "", 3, &first, &e->err), "sample.seed");
	rq.req = "sample-1";
	assert_ok(e, app_open_sample(c.app, &rq, "t", "semi", "夜, seven of clubs", 3, &first, &e->err));
	assert_non_null(strstr(buf_str(&first), "\"n\":3,\"of\":9,"));
	assert_null(strstr(buf_str(&first), "\"entry\":\"A"));
	assert_ok(e, app_open_sample(c.app, &rq, "t", "semi", "夜, seven of clubs", 3, &again, &e->err));
	assert_string_equal(buf_str(&first), buf_str(&again));
	assert_int_equal(count_of(ledger(&c), "\"type\":\"sample.open\""), 1);
	assert_null(strstr(ledger(&c), "\"depth\""));
	case_close(&c);
}

/* ---- the recount */

static bool spoil_definition(struct db *db, void *context, struct err *err)
{
	struct arena *arena = context;
	struct contest_row *row;
	if (!store_find_contest(db, "t", arena, &row, err))
		return false;
	row->definition = arena_printf(arena, "%.*s# changed\n", (int)row->definition_len, row->definition);
	row->definition_len += strlen("# changed\n");
	return store_put_contest(db, row, err);
}

/* What does not hold is an answer, with the line that says so; one recount at a time. */
static void the_server_recounts(void **state)
{
	struct engine *e = *state;
	struct app_case c = marked_case(e);
	struct request rq = by(&NOTARY), floor = by(&FLOOR);
	CLEANUP(buf_done) struct buf out = {0};
	holds(&c, 0);
	assert_fails(e, app_verify(c.app, &floor, "t", &out, &e->err), "denied");
	assert_fails(e, app_verify(c.app, &rq, "nowhere", &out, &e->err), "contest.unknown");
	atomic_store(&c.app->verifying, true);
	assert_fails(e, app_verify(c.app, &rq, "t", &out, &e->err), "verify.busy");
	atomic_store(&c.app->verifying, false);
	assert_ok(e, store_write(app_store(c.app), spoil_definition, e->arena, &e->err));
	assert_ok(e, app_verify(c.app, &rq, "t", &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "{\"ok\":false"));
	assert_non_null(strstr(buf_str(&out), "\"failed\":1,"));
	assert_non_null(strstr(buf_str(&out), "{\"name\":\"failed\",\"ok\":false,\"text\":\"definition"));
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(a_heat_is_locked_when_it_is_complete),
		ENGINE_TEST(a_supervised_stage_closes_signed),
		ENGINE_TEST(a_withdrawn_entry_owes_nothing),
		ENGINE_TEST(a_tie_is_voted_on),
		ENGINE_TEST(paper_waits_and_a_withdrawal_ends_a_tie),
		ENGINE_TEST(the_recused_have_no_vote),
		ENGINE_TEST(the_hall_sees_the_last_place_first),
		ENGINE_TEST(a_withdrawal_in_the_middle_of_the_reveal),
		ENGINE_TEST(what_is_hidden_leaves_no_trace),
		ENGINE_TEST(a_tie_that_nobody_may_vote_on),
		ENGINE_TEST(each_score_after_its_entry),
		ENGINE_TEST(a_sample_is_what_its_seed_selects),
		ENGINE_TEST(the_server_recounts),
	};
	return engines_run("app/closing", tests, COUNT_OF(tests));
}
