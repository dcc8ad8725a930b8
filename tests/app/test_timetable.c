/* Timetables of a stage on both engines: who may, who is away, hours, a late heat by its floor, versions and what each answer says.
 * The clock stands still until a test moves it. */
#include "case.h"

#include "app/floor.h"
#include "app/principal.h"
#include "app/timetable.h"
#include "base/json.h"
#include "base/time.h"
#include "store/live.h"
#include "store/panels.h"
#include "store/store.h"

#include <stdatomic.h>

#define MINUTE INT64_C(60000)

static _Atomic int64_t clock_ms;
static const int64_t NINE_MS = INT64_C(4933818000000); /* 2126-05-07T09:00Z, after what case_open() recorded by the real clock */

static int64_t read_clock(void)
{
	return atomic_load(&clock_ms);
}

static struct app_case open_case(struct engine *e)
{
	struct app_case c = case_open(e);
	const char *line = "    starts: 2026-01-01\n", *at = strstr(CASE_DEFINITION, line);
	const char *text = arena_printf(e->arena, "%.*s    starts: \"2126-05-07 09:00\"\n%s", (int)(at - CASE_DEFINITION), CASE_DEFINITION,
		at + strlen(line));
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, text, strlen(text), &c.findings, &e->err));
	clock_ms = NINE_MS;
	app_close(c.app);
	assert_ok(e, app_open(&(struct app_options){.url = e->url, .now_ms = read_clock}, &c.app, &e->err));
	return c;
}

/* ---- answers, short: "A1+0 A2+15" in minutes after nine */
static const char *short_of(struct app_case *c, const char *answer, const char *heat)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json body;
	assert_ok(c->engine, json_parse(answer, strlen(answer), c->engine->arena, &body, &c->engine->err));
	const struct json *slots = json_get(&body, "slots");
	for (size_t i = 0; i < slots->count; i++) {
		int64_t at_ms;
		const char *from = json_string(&slots->items[i], "from", "");
		if (!str_eq(json_string(&slots->items[i], "heat", ""), heat))
			continue;
		assert_true(time_parse_utc(from, strlen(from), &at_ms));
		buf_printf(&out, "%s%s+%lld", out.len ? " " : "", json_string(&slots->items[i], "entry", ""), (long long)((at_ms - NINE_MS) / MINUTE));
	}
	return arena_strdup(c->engine->arena, buf_str(&out));
}

static bool propose(struct app_case *c, const struct request *rq, const struct timetable_wish *wish, const char **ret)
{
	CLEANUP(buf_done) struct buf out = {0};
	c->engine->err = (struct err){0};
	if (!app_propose_timetable(c->app, rq, "t", "semi", wish, &out, &c->engine->err))
		return false;
	*ret = arena_strdup(c->engine->arena, buf_str(&out));
	return true;
}

static bool set(struct app_case *c, const struct request *rq, const struct new_timetable *given, const char **ret)
{
	CLEANUP(buf_done) struct buf out = {0};
	c->engine->err = (struct err){0};
	if (!app_set_timetable(c->app, rq, "t", "semi", given, &out, &c->engine->err))
		return false;
	*ret = arena_strdup(c->engine->arena, buf_str(&out));
	return true;
}

/* Sets what was proposed. */
static bool set_answer(struct app_case *c, int64_t base, const char *answer, bool overrides, const char *reason, const char **ret)
{
	struct json *body = ARENA_NEW(c->engine->arena, struct json);
	struct new_timetable given = {.base = base, .overrides = overrides};
	assert_ok(c->engine, json_parse(answer, strlen(answer), c->engine->arena, body, &c->engine->err));
	assert_ok(c->engine, timetable_input(body, 0, c->engine->arena, &given.given, &c->engine->err));
	given.given.reason = reason;
	return set(c, &CASE_RQ, &given, ret);
}

static bool shift(struct app_case *c, const struct request *rq, const char *heat, const struct timetable_delay *delay, const char **ret)
{
	CLEANUP(buf_done) struct buf out = {0};
	c->engine->err = (struct err){0};
	if (!app_shift_timetable(c->app, rq, "t", "semi", heat, delay, &out, &c->engine->err))
		return false;
	*ret = arena_strdup(c->engine->arena, buf_str(&out));
	return true;
}

static void step(struct app_case *c, int64_t number, const char *action, const char *entry, const char *const *entries, int count)
{
	struct new_step s = {.action = action, .entry = entry, .entries = entries, .entry_count = count, .step = number};
	assert_ok(c->engine, app_step_floor(c->app, &CASE_RQ, "t", "semi", "a", &s, &c->engine->err));
}

static const struct timetable_wish PLAIN = {.given = {.buffer_s = 60, .change_s = 0}};

/* ---- */
static void a_plain_day(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	const char *answer = NULL;
	assert_ok(e, propose(&c, &CASE_RQ, &PLAIN, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+0 A2+15 A3+30 A4+45 A5+60");
	assert_string_equal(short_of(&c, answer, "b"), "B1+0 B2+15 B3+30");
	assert_non_null(strstr(answer, "\"version\":0,\"base\":0,\"buffer_s\":60,\"change_s\":0"));
	assert_ok(e, set_answer(&c, 0, answer, false, NULL, &answer));
	assert_non_null(strstr(answer, "\"version\":1"));
	assert_fails(e, set_answer(&c, 0, answer, false, NULL, &answer), "timetable.moved");
	assert_fails(e, set_answer(&c, 1, answer, false, NULL, &answer), "timetable.same");
	/* an earlier order is kept, and a heat alone is made anew */
	struct timetable_wish late = {.heat = "b", .source = TIMETABLE_AS_SET, .length_s = 1200, .given = {.buffer_s = -1, .change_s = -1}};
	assert_ok(e, propose(&c, &CASE_RQ, &late, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+0 A2+15 A3+30 A4+45 A5+60");
	assert_string_equal(short_of(&c, answer, "b"), "B1+0 B2+21 B3+42");
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, view_timetables(c.app, "t", &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "{\"entry\":\"A1\",\"title\":\"Title A1\",\"team\":\"Team A1\",\"division\":\"a\",\"heat\":\"a\","
		"\"from\":\"2126-05-07T09:00:00.000Z\",\"until\":\"2126-05-07T09:14:00.000Z\"}"));
	case_close(&c);
}

static void nobody_else(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	static const struct principal floor = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_FLOOR},
		chair = {.id = "link:2", .contest = "t", .roles = 1u << ROLE_CHAIR}, expert = {.id = "link:3", .contest = "t", .roles = 1u << ROLE_EXPERT};
	const struct request by_floor = {.actor = "f", .who = &floor}, by_chair = {.actor = "c", .who = &chair}, by_expert = {.actor = "x", .who = &expert};
	struct new_timetable none = {.given = {.buffer_s = 0, .change_s = 0}};
	struct timetable_delay delay = {.base = 1, .by_s = 60, .reason = "r"};
	const char *answer = NULL;
	assert_fails(e, propose(&c, &by_expert, &PLAIN, &answer), "denied");
	assert_fails(e, propose(&c, &by_floor, &PLAIN, &answer), "denied");
	assert_ok(e, propose(&c, &by_chair, &PLAIN, &answer));
	assert_fails(e, set(&c, &by_floor, &none, &answer), "denied");
	assert_fails(e, shift(&c, &by_floor, "a", &delay, &answer), "timetable.moved");
	assert_ok(e, set_answer(&c, 0, answer, false, NULL, &answer));
	assert_fails(e, shift(&c, &by_expert, "a", &delay, &answer), "denied");
	assert_fails(e, shift(&c, &by_chair, "a", &delay, &answer), "denied");
	assert_ok(e, shift(&c, &by_floor, "a", &delay, &answer));
	case_close(&c);
}

/* X2 sits in heat a and is away from 9:20 to 9:40. */
struct away_work {
	struct arena *arena;
};

static bool put_away(struct db *db, void *context, struct err *err)
{
	struct away_work *w = context;
	static const char *const panel[] = {"X1", "X2"};
	const struct candidate_row row = {.id = "X2", .class_id = "industry", .profile = "{}", .load = -1, .seq = -1, .state = CANDIDATE_ACCEPTED,
		.away = arena_printf(w->arena, "[[%lld,%lld]]", (long long)(NINE_MS + 20 * MINUTE), (long long)(NINE_MS + 40 * MINUTE))};
	return store_put_candidate(db, "t", &row, err) && store_put_panel(db, "t", "semi", "a", panel, 2, 0, err);
}

static void an_expert_is_away(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct away_work w = {e->arena};
	const char *answer = NULL;
	assert_ok(e, store_write(app_store(c.app), put_away, &w, &e->err));
	assert_ok(e, propose(&c, &CASE_RQ, &PLAIN, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+0 A2+40 A3+55 A4+70 A5+85");
	assert_string_equal(short_of(&c, answer, "b"), "B1+0 B2+15 B3+30");
	assert_non_null(strstr(answer, "\"waited_s\":1500,\"why\":\"shut\""));
	struct timetable_wish wish = PLAIN;
	struct schedule_span hours[] = {{"a", NINE_MS, NINE_MS + 80 * MINUTE}};
	wish.given.open = hours;
	wish.given.open_count = 1;
	assert_ok(e, propose(&c, &CASE_RQ, &wish, &answer));
	assert_non_null(strstr(answer, "\"clashes\":[{\"kind\":\"hours\",\"entry\":\"A4\",\"heat\":\"a\"},{\"kind\":\"hours\",\"entry\":\"A5\","));
	/* by hand into the absence: named, and set for a reason */
	struct schedule_slot slot = {"A1", "a", NINE_MS + 15 * MINUTE, NINE_MS + 30 * MINUTE};
	struct new_timetable given = {.given = {.slots = &slot, .slot_count = 1, .buffer_s = -1, .change_s = -1}};
	assert_fails(e, set(&c, &CASE_RQ, &given, &answer), "timetable.clash");
	assert_string_equal(e->err.message, "The timetable clashes: A1 at 09:15 in a: expert X2 is away.");
	given.overrides = true;
	assert_fails(e, set(&c, &CASE_RQ, &given, &answer), "timetable.reason");
	given.given.reason = "X2 agreed.";
	assert_ok(e, set(&c, &CASE_RQ, &given, &answer));
	CLEANUP(buf_done) struct buf all = {0}, desk = {0};
	assert_ok(e, view_timetables(c.app, "t", &all, &e->err));
	assert_null(strstr(buf_str(&all), "away"));
	assert_ok(e, view_timetable_desk(c.app, "t", "semi", &desk, &e->err));
	assert_non_null(strstr(buf_str(&desk), "\"away\":[{\"expert\":\"X2\",\"from\":\"2126-05-07T09:20:00.000Z\""));
	case_close(&c);
}

static void a_late_heat(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	static const char *const order[] = {"A1", "A2", "A3", "A4", "A5"};
	struct timetable_delay delay = {.base = 1, .by_s = 60, .preview = true};
	const char *answer = NULL;
	assert_fails(e, shift(&c, &CASE_RQ, "a", &(struct timetable_delay){.by_s = 60, .preview = true}, &answer), "timetable.none");
	assert_ok(e, propose(&c, &CASE_RQ, &PLAIN, &answer));
	assert_ok(e, set_answer(&c, 0, answer, false, NULL, &answer));
	/* no floor: everybody moves, or from somebody on */
	delay.by_s = 600;
	assert_ok(e, shift(&c, &CASE_RQ, "a", &delay, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+10 A2+25 A3+40 A4+55 A5+70");
	delay.entry = "A4";
	assert_ok(e, shift(&c, &CASE_RQ, "a", &delay, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+0 A2+15 A3+30 A4+55 A5+70");
	delay.entry = "B1";
	assert_fails(e, shift(&c, &CASE_RQ, "a", &delay, &answer), "timetable.entry");
	delay.entry = NULL;
	/* A1 begins 2 min late and takes 20; A2 is skipped, A3 absent */
	step(&c, 1, "open", NULL, order, 5);
	clock_ms = NINE_MS + MINUTE;
	step(&c, 2, "call", "A1", NULL, 0);
	clock_ms = NINE_MS + 2 * MINUTE;
	step(&c, 3, "pitch", "A1", NULL, 0);
	CLEANUP(buf_done) struct buf desk = {0};
	assert_ok(e, view_timetable_desk(c.app, "t", "semi", &desk, &e->err));
	assert_non_null(strstr(buf_str(&desk), "\"late\":{\"entry\":\"A2\",\"late_s\":120,\"expected\":\"2126-05-07T09:17:00.000Z\"}"));
	clock_ms = NINE_MS + 22 * MINUTE;
	step(&c, 4, "mark", "A1", NULL, 0);
	step(&c, 5, "undo", NULL, NULL, 0);
	clock_ms = NINE_MS + 23 * MINUTE;
	step(&c, 6, "mark", "A1", NULL, 0);
	step(&c, 7, "skip", "A2", NULL, 0);
	step(&c, 8, "absent", "A3", NULL, 0);
	delay.not_before_ms = NINE_MS + 50 * MINUTE;
	assert_ok(e, shift(&c, &CASE_RQ, "a", &delay, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+2 A4+50 A5+65 A2+80");
	assert_non_null(strstr(answer, "\"from\":\"2126-05-07T09:02:00.000Z\",\"until\":\"2126-05-07T09:23:00.000Z\""));
	assert_non_null(strstr(answer, "\"removed\":[{\"entry\":\"A3\",\"heat\":\"a\","));
	assert_string_equal(short_of(&c, answer, "b"), "B1+0 B2+15 B3+30");
	delay.preview = false;
	assert_fails(e, shift(&c, &CASE_RQ, "a", &delay, &answer), "timetable.reason");
	delay.reason = "Questions took long.";
	assert_ok(e, shift(&c, &CASE_RQ, "a", &delay, &answer));
	delay.base = 2;
	delay.not_before_ms = NINE_MS + 40 * MINUTE;
	assert_fails(e, shift(&c, &CASE_RQ, "a", &delay, &answer), "timetable.delay"); /* nobody comes earlier */
	assert_fails(e, shift(&c, &CASE_RQ, "none", &delay, &answer), "heat.unknown");
	/* back to the first one */
	struct new_timetable back = {.base = 2, .restores = 1};
	assert_ok(e, set(&c, &CASE_RQ, &back, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A1+0 A2+15 A3+30 A4+45 A5+60");
	case_close(&c);
}

/* Before it is opened, a floor offers the timetable's order, and the lobby its times. */
static void the_floor_follows(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct schedule_slot slots[] = {{"A4", "a", NINE_MS, NINE_MS + 14 * MINUTE}, {"A2", "a", NINE_MS + 50 * MINUTE, NINE_MS + 64 * MINUTE}};
	struct new_timetable given = {.given = {.slots = slots, .slot_count = 2, .buffer_s = -1, .change_s = -1}};
	const char *answer, *at = NULL;
	CLEANUP(buf_done) struct buf floor = {0}, lobby = {0};
	assert_ok(e, set(&c, &CASE_RQ, &given, &answer));
	assert_ok(e, view_floor(c.app, "t", "semi", "a", &floor, &e->err));
	static const char *const order[] = {"A4", "A2", "A1", "A3", "A5"};
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const char *next = strstr(buf_str(&floor), arena_printf(e->arena, "{\"entry\":\"%s\"", order[i]));
		assert_true(next && (!at || next > at));
		at = next;
	}
	assert_ok(e, view_schedule(c.app, "t", &lobby, &e->err));
	assert_non_null(strstr(buf_str(&lobby), "\"entry\":\"A2\",\"title\":\"Title A2\",\"team\":\"Team A2\",\"division\":\"a\",\"phase\":\"waiting\","
		"\"at\":\"2126-05-07T09:50:00.000Z\""));
	case_close(&c);
}

/* A key that was acknowledged changes nothing; who has withdrawn has no slot. */
static void again_and_gone(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct schedule_slot slots[] = {{"A2", "a", NINE_MS, NINE_MS + MINUTE}, {"A1", "a", NINE_MS + MINUTE, NINE_MS + 2 * MINUTE}};
	struct new_timetable given = {.given = {.slots = slots, .slot_count = 2, .buffer_s = -1, .change_s = -1}};
	const struct request once = {.actor = "test", .req = "the-same"};
	const char *answer = NULL;
	assert_ok(e, set(&c, &once, &given, &answer));
	assert_ok(e, set(&c, &once, &given, &answer));
	assert_non_null(strstr(answer, "\"version\":1"));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A1", "ill", &e->err));
	given.base = 1;
	given.given.reason = "again";
	assert_fails(e, set(&c, &CASE_RQ, &given, &answer), "timetable.entry");
	given.given.slot_count = 0;
	assert_ok(e, set(&c, &CASE_RQ, &given, &answer));
	struct new_timetable back = {.base = 2, .restores = 1};
	assert_ok(e, set(&c, &CASE_RQ, &back, &answer));
	assert_string_equal(short_of(&c, answer, "a"), "A2+0");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(a_plain_day), ENGINE_TEST(nobody_else), ENGINE_TEST(an_expert_is_away),
		ENGINE_TEST(a_late_heat), ENGINE_TEST(the_floor_follows), ENGINE_TEST(again_and_gone)};
	return engines_run("timetable", tests, COUNT_OF(tests));
}
