/* A heat from its opening to its last lock: who may step, in which order, what is written; panels; entries that no heat
 * selects. The clock stands still until a test moves it. */
#include "case.h"

#include "app/ceremony.h"
#include "app/closing.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/principal.h"
#include "base/json.h"
#include "base/sha.h"
#include "store/live.h"
#include "store/store.h"

#include <stdatomic.h>
#include <stdlib.h>

static _Atomic int64_t clock_ms;

static int64_t read_clock(void)
{
	return atomic_load(&clock_ms);
}

static void reopen(struct app_case *c)
{
	app_close(c->app);
	assert_ok(c->engine, app_open(&(struct app_options){.url = c->engine->url, .now_ms = read_clock}, &c->app, &c->engine->err));
}

/* CASE_DEFINITION with one line of it replaced. */
static void define(struct app_case *c, const char *definition, const char *line, const char *instead)
{
	const char *at = strstr(definition, line);
	const char *text = arena_printf(c->engine->arena, "%.*s%s\n%s", (int)(at - definition), definition, instead, strchr(at, '\n') + 1);
	assert_ok(c->engine, app_add_contest(c->app, &CASE_RQ, text, strlen(text), &c->findings, &c->engine->err));
}

static struct app_case open_case(struct engine *e)
{
	struct app_case c = case_open(e);
	define(&c, CASE_DEFINITION, "    supervised: true", "    supervised: true\n    floor: {overtime: over, marking: 60 s}");
	clock_ms = INT64_C(4933821600000); /* after whatever case_open() recorded by the real clock */
	reopen(&c);
	return c;
}

/* "open A1 A2 …", "call A1", "extend 30" as the step `number` of a heat. */
static bool step_as(struct app_case *c, const struct request *rq, const char *stage, const char *heat, int64_t number,
	const char *words)
{
	const char *ids[16];
	char *rest = NULL, *copy = arena_strdup(c->engine->arena, words);
	struct new_step s = {.action = strtok_r(copy, " ", &rest), .step = number};
	int n = 0;
	for (char *word = strtok_r(NULL, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		ids[n++] = word;
	bool lists = str_eq(s.action, "open") || str_eq(s.action, "order");
	if (lists)
		s.entries = ids, s.entry_count = n;
	else if (str_eq(s.action, "extend"))
		s.seconds = n ? atoi(ids[0]) : 0;
	else
		s.entry = n ? ids[0] : NULL;
	c->engine->err = (struct err){0};
	return app_step_floor(c->app, rq, "t", stage, heat, &s, &c->engine->err);
}

static bool step(struct app_case *c, int64_t number, const char *words)
{
	return step_as(c, &CASE_RQ, "semi", "a", number, words);
}

/* Steps with ';' between, "+12 call A1": so many seconds later. Gives the number of the next one. */
static int64_t steps(struct app_case *c, int64_t number, const char *list)
{
	char *rest = NULL, *copy = arena_strdup(c->engine->arena, list);
	for (char *one = strtok_r(copy, ";", &rest); one; one = strtok_r(NULL, ";", &rest)) {
		char *words = one;
		if (*one == '+') {
			clock_ms += strtoll(one + 1, &words, 10) * 1000;
			words++;
		}
		if (!step(c, number, words))
			print_error("step %d: %s\n", (int)number, words);
		assert_ok(c->engine, c->engine->err.kind == ERR_NONE);
		number++;
	}
	return number;
}

static const char *floor_text(struct app_case *c, const char *stage, const char *heat)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_floor(c->app, "t", stage, heat, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

#define assert_has(text, part) do { \
	if (!strstr(text, part)) \
		print_error("no %s in %s\n", part, text); \
	assert_non_null(strstr(text, part)); \
} while (0)

#define OPEN_A "open A3 A1 A2 A5 A4"

static void an_evening(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	const char *before = floor_text(&c, "semi", "a");
	assert_has(before, "\"step\":0,\"opened\":false,\"locked\":false,\"signed\":false");
	assert_has(before, "\"rule\":{\"pitch_s\":600,\"questions_s\":240,\"marking_s\":60,\"reveal\":\"end\"}");
	assert_has(before, "{\"entry\":\"A1\",\"title\":\"Title A1\",\"team\":\"Team A1\",\"division\":\"a\",\"phase\":\"waiting\",\"turn\":1,\"skips\":0}");
	assert_has(before, "\"on\":null,\"next\":null,\"clock\":null,\"undo\":null,\"progress\":null,\"shown\":[]}");
	assert_null(strstr(before, "B1"));
	int64_t n = steps(&c, 1, OPEN_A ";+5 call A3;+10 pitch A3;+631 questions A3");
	const char *text = floor_text(&c, "semi", "a");
	assert_has(text, "\"on\":{\"entry\":\"A3\",\"phase\":\"questions\"},\"next\":\"A1\"");
	assert_has(text, "\"overtime\":31");
	assert_has(text, "\"clock\":{\"entry\":\"A3\",\"kind\":\"questions\",\"limit_s\":240,\"extended_s\":0,\"started\":\"2126-05-07T10:10:46.000Z\","
		"\"elapsed_ms\":0,\"paused\":false}");
	assert_has(text, "\"progress\":{\"entry\":\"A3\",\"sheets\":0,\"expected\":3}");
	clock_ms += 1500;
	assert_has(floor_text(&c, "semi", "a"), "\"elapsed_ms\":1500");
	case_mark(&c, "semi", "A3 90 91 92");
	n = steps(&c, n, "mark A3;+5 call A1;lock A3;pitch A1;pause;+700 resume;+10 mark A1;lock A1;skip A2;absent A2;return A2");
	text = floor_text(&c, "semi", "a");
	assert_has(text, "\"entry\":\"A3\",\"title\":\"Title A3\",\"team\":\"Team A3\",\"division\":\"a\",\"phase\":\"locked\",\"turn\":1,\"skips\":0,\"overtime\":31");
	assert_has(text, "\"phase\":\"waiting\",\"turn\":5,\"skips\":1}"); /* A2, after A5 and A4 */
	/* 31 s too long: a sheet of "official"; in time: none */
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,official,over,31\n"));
	assert_int_equal(c.report.unchanged, 1);
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,O1,over,60\n"), "sheet.official");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,official,depth,60\n"), "sheet.class");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,official,*,recused\n"), "sheet.class");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,official,over,4\n"));
	assert_int_equal(c.report.added, 1);
	/* a floor was opened: the rules stand */
	CLEANUP(buf_done) struct buf other = {0};
	buf_puts(&other, CASE_DEFINITION);
	buf_puts(&other, "# another\n");
	assert_fails(e, app_add_contest(c.app, &CASE_RQ, other.at, other.len, &c.findings, &e->err), "contest.floor");
	steps(&c, n, "call A5;pitch A5;mark A5;lock A5;absent A4;absent A2");
	case_mark(&c, "semi", "A1 80 81 82;A5 1 2 3");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\nb,B1,X1,depth,50\nb,B1,X1,use,50\n"));
	case_close(&c);
}

static void lock_and_close(struct app_case *c)
{
	struct engine *e = c->engine;
	for (const char *heat = "a"; heat; heat = *heat == 'a' ? "b" : NULL) {
		assert_ok(e, app_lock_heat(c->app, &CASE_RQ, "t", "semi", heat, true, &e->err));
		assert_ok(e, app_sign_heat(c->app, &CASE_RQ, "t", "semi", heat, &e->err));
	}
	assert_ok(e, app_close_stage(c->app, &CASE_RQ, "t", "semi", "S-1", &e->err));
}

static void the_overtime_counts(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	steps(&c, 1, OPEN_A ";call A3;pitch A3;+660 mark A3;lock A3;call A1;pitch A1;+99999 mark A1;lock A1;"
		"call A2;pitch A2;mark A2;lock A2;call A5;pitch A5;mark A5;lock A5;call A4;pitch A4;+600 mark A4;lock A4");
	case_mark(&c, "semi", "A1 90 90 90;A2 80 80 80;A3 90 90 90;A4 60 60 60;A5 50 50 50;B1 70 70 70;B2 60 60 60;B3 55 55 55");
	lock_and_close(&c);
	assert_ok(e, app_publish_stage(c.app, &CASE_RQ, "t", "semi", &e->err));
	assert_has(case_entry(&c, "A3"), "\"score\":88,");
	/* the criterion takes 600 seconds at most: ten times two points */
	assert_has(case_entry(&c, "A1"), "\"score\":70,");
	case_close(&c);
}

/* A value that came by file before the lock stays, whatever the clock says, and whoever it came from. */
static void a_value_by_file_stays(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	int64_t n = steps(&c, 1, OPEN_A ";call A3;pitch A3;+660 mark A3;call A1;pitch A1;mark A1");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,official,over,7\na,A1,official,over,8\n"));
	steps(&c, n, "lock A3;lock A1");
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A3,official,over,7\na,A1,official,over,8\n"));
	assert_int_equal(c.report.unchanged, 2);
	case_close(&c);
}

static void one_of_two_managers(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	steps(&c, 1, OPEN_A);
	struct request left = {.actor = "left", .req = "k-1"}, right = {.actor = "right", .req = "k-2"};
	assert_true(step_as(&c, &left, "semi", "a", 2, "call A3"));
	assert_fails(e, step_as(&c, &right, "semi", "a", 2, "skip A3"), "floor.moved");
	assert_has(e->err.message, "step 2");
	assert_ok(e, step_as(&c, &left, "semi", "a", 2, "call A3")); /* again, by the same key: acknowledged again */
	assert_fails(e, step_as(&c, &right, "semi", "a", 4, "pitch A3"), "floor.moved");
	assert_ok(e, step_as(&c, &right, "semi", "a", 3, "pitch A3"));
	assert_fails(e, step_as(&c, &(struct request){.actor = "left", .req = "k-2"}, "semi", "a", 4, "mark A3"), "request.reused");
	assert_has(floor_text(&c, "semi", "a"), "\"step\":3,");
	case_close(&c);
}

static void refused(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	static const struct {
		const char *stage, *heat, *words, *code;
	} cases[] = {
		{"none", "a", "undo", "stage.unknown"}, {"semi", "c", "undo", "heat.unknown"}, {"semi", "a", "jump", "floor.action"},
		{"semi", "a", "call A1", "floor.shut"}, {"semi", "a", "open A1 A2 A3 A4", "floor.order"},
		{"semi", "a", "open A1 A2 A3 A4 A5 B1", "floor.heat"}, {"semi", "a", "open A1 A2 A3 A4 A5 Z", "floor.order"},
		{"semi", "a", "open A1 A2 A3 A4 A4", "floor.order"}, {"semi", "a", "open", "floor.order"},
		{"semi", "a", "extend 99999", "floor.field"}, {"final", "hall", "open A1", "floor.order"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_fails(e, step_as(&c, &CASE_RQ, cases[i].stage, cases[i].heat, 1, cases[i].words), cases[i].code);
	struct principal expert = {.id = "link:1", .roles = 1U << ROLE_EXPERT};
	struct request rq = {.actor = "link:1", .who = &expert};
	assert_fails(e, step_as(&c, &rq, "semi", "a", 1, OPEN_A), "denied");
	/* who has withdrawn stands on no floor */
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A4", "ill", &e->err));
	assert_fails(e, step(&c, 1, OPEN_A), "floor.order");
	assert_has(e->err.message, "withdrawn");
	assert_null(strstr(floor_text(&c, "semi", "a"), "A4"));
	assert_ok(e, step(&c, 1, "open A3 A1 A2 A5"));
	CLEANUP(buf_done) struct buf out = {0};
	assert_fails(e, view_floor(c.app, "t", "semi", "c", &out, &e->err), "heat.unknown");
	assert_fails(e, view_floor(c.app, "x", "semi", "a", &out, &e->err), "contest.unknown");
	/* nothing moves after the close */
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "B3", "ill", &e->err));
	case_mark(&c, "semi", "A1 90 90 90;A2 80 80 80;A3 70 70 70;A5 50 50 50;B1 70 70 70;B2 60 60 60");
	int64_t n = steps(&c, 2, "absent A3;absent A1;absent A2;absent A5");
	lock_and_close(&c);
	assert_fails(e, step(&c, n, "return A3"), "stage.closed");
	const char *x1[] = {"X1"};
	assert_fails(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", x1, 1, &e->err), "stage.closed");
	case_close(&c);
}

static bool lock_heat(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_heat(db, "t", &(struct heat_row){"semi", "a", 9, -1}, err);
}

static bool spoil_step(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct step_row row = {.step = 3, .at_ms = 1, .body = "{}", .seq = 9};
	return store_add_step(db, "t", "semi", "b", &row, err);
}

static void locked_and_damaged(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	steps(&c, 1, OPEN_A);
	assert_ok(e, store_write(app_store(c.app), lock_heat, NULL, &e->err));
	assert_fails(e, step(&c, 2, "call A3"), "heat.locked");
	const char *x1[] = {"X1"};
	assert_fails(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", x1, 1, &e->err), "heat.locked");
	assert_has(floor_text(&c, "semi", "a"), "\"locked\":true,\"signed\":false");
	assert_ok(e, store_write(app_store(c.app), spoil_step, NULL, &e->err));
	CLEANUP(buf_done) struct buf out = {0};
	assert_fails(e, view_floor(c.app, "t", "semi", "b", &out, &e->err), "floor.damaged");
	case_close(&c);
}

static bool read_events(struct db *db, void *context, struct err *err)
{
	struct app_case *c = context;
	struct event_row *rows;
	size_t n;
	if (!store_list_events(db, "t", 0, 100, c->engine->arena, &rows, &n, err))
		return false;
	check_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		check_string_equal(rows[i].name, "floor");
		check_null(strchr(rows[i].data, '\n'));
		check_true(strncmp(rows[i].data, "{\"at\":\"2126-05-07T", 18) == 0);
	}
	check_non_null(strstr(rows[1].data, "\"step\":2,"));
	check_non_null(strstr(rows[1].data, "\"on\":{\"entry\":\"A3\",\"phase\":\"called\"}"));
	return true;
}

static void listeners_are_told(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	steps(&c, 1, OPEN_A ";call A3");
	assert_fails(e, step(&c, 3, "lock A3"), "floor.step");
	assert_ok(e, store_read(app_store(c.app), read_events, &c, &e->err));
	assert_has(floor_text(&c, "semi", "a"), "\"event\":2,");
	case_close(&c);
}

static void panels(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	const char *two[] = {"X3", "X1"}, *one[] = {"X3"}, *stranger[] = {"X9"}, *office[] = {"X1", "O1"}, *twice[] = {"X1", "X1"};
#define SEAT(ids, heat) app_seat_panel(c.app, &CASE_RQ, "t", "semi", heat, ids, (int)COUNT_OF(ids), &e->err)
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, view_panel(c.app, "t", "semi", "a", &out, &e->err));
	assert_string_equal(buf_str(&out), "{\"experts\":[{\"id\":\"X1\",\"class\":\"industry\"},{\"id\":\"X2\",\"class\":\"industry\"},"
		"{\"id\":\"X3\",\"class\":\"industry\"}]}\n");
	assert_fails(e, SEAT(stranger, "a"), "expert.unknown");
	assert_fails(e, SEAT(office, "a"), "panel.class");
	assert_fails(e, SEAT(twice, "a"), "panel.twice");
	assert_fails(e, SEAT(two, "c"), "heat.unknown");
	assert_fails(e, app_seat_panel(c.app, &CASE_RQ, "t", "semi", "a", NULL, 0, &e->err), "panel.empty");
	assert_ok(e, SEAT(two, "a"));
	buf_clear(&out);
	assert_ok(e, view_panel(c.app, "t", "semi", "a", &out, &e->err));
	assert_string_equal(buf_str(&out), "{\"experts\":[{\"id\":\"X1\",\"class\":\"industry\"},{\"id\":\"X3\",\"class\":\"industry\"}]}\n");
	/* only they mark, or recuse themselves; official values come from whoever gives them; other heats are as they were */
#define ROWS(heat, entry, expert) "heat,entry,expert,criterion,mark\n" heat "," entry "," expert ",depth,50\n" heat "," entry "," expert ",use,50\n"
	assert_fails(e, case_sheets(&c, "semi", ROWS("a", "A1", "X2")), "sheet.panel");
	assert_fails(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,X2,*,recused\n"), "sheet.panel");
	assert_ok(e, case_sheets(&c, "semi", ROWS("a", "A1", "X1")));
	assert_ok(e, case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,O1,over,9\n"));
	assert_ok(e, case_sheets(&c, "semi", ROWS("b", "B1", "X2")));
	assert_has(floor_text(&c, "semi", "b"), "\"progress\":null");
	/* X1 has marked and stays; O1 gave official values and has no seat */
	assert_fails(e, SEAT(one, "a"), "panel.marked");
	assert_has(e->err.message, "X1");
	const char *all[] = {"X1", "X2", "X3"};
	assert_ok(e, SEAT(all, "a"));
	assert_ok(e, case_sheets(&c, "semi", ROWS("a", "A1", "X2")));
	steps(&c, 1, OPEN_A ";call A3;pitch A3");
	assert_has(floor_text(&c, "semi", "a"), "\"progress\":{\"entry\":\"A3\",\"sheets\":0,\"expected\":3}");
	case_close(&c);
}

/* From X1's device. */
static bool recuse(struct app_case *c, const char *heat, const char *entry)
{
	struct principal x1 = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"};
	struct request rq = {.actor = x1.id, .who = &x1};
	struct new_sheet sheet = {.entry = entry, .recused = true, .reason = "My cousin's.", .draft = "d-1"};
	struct receipt receipt;
	c->engine->err = (struct err){0};
	return app_submit_sheet(c->app, &rq, "t", "semi", heat, &sheet, &receipt, &c->engine->err);
}

static const char *marking_text(struct app_case *c)
{
	struct principal x1 = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1", .heat = "b"};
	struct request rq = {.actor = x1.id, .who = &x1};
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_marking(c->app, &rq, "t", &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

/* Two halls of which neither selects: the floor that names an entry is its heat. */
static void no_heat_selects(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	define(&c, CASE_DEFINITION, "    heats: {by", "    heats: [{id: a, title: A}, {id: b, title: B}]");
	assert_ok(e, case_sheets(&c, "semi", ROWS("b", "A5", "X1"))); /* a sheet says so too */
	assert_has(floor_text(&c, "semi", "b"), "B1");
	assert_has(floor_text(&c, "semi", "a"), "B1");
	assert_null(strstr(floor_text(&c, "semi", "a"), "A5"));
	assert_fails(e, step(&c, 1, "open A1 A5"), "floor.heat");
	assert_ok(e, step(&c, 1, "open A1 A2 B1"));
	assert_has(marking_text(&c), "\"entry\":\"B2\"");
	assert_null(strstr(marking_text(&c), "\"entry\":\"A1\""));
	assert_fails(e, recuse(&c, "b", "A1"), "sheet.heat"); /* that heat has no floor, and takes marks of others */
	assert_ok(e, recuse(&c, "b", "B2"));
	assert_fails(e, step_as(&c, &CASE_RQ, "semi", "b", 1, "open A3 A1 A5"), "floor.heat");
	assert_fails(e, step_as(&c, &CASE_RQ, "semi", "b", 1, "open A3 A4"), "floor.order"); /* A5 is missing */
	assert_ok(e, step_as(&c, &CASE_RQ, "semi", "b", 1, "open A3 A4 A5 B2 B3"));
	assert_fails(e, case_sheets(&c, "semi", ROWS("a", "A3", "X1")), "sheet.heat");
	assert_fails(e, recuse(&c, "b", "A2"), "sheet.heat"); /* nor does a floor take who stands on another */
	assert_ok(e, recuse(&c, "a", "A2"));
	assert_ok(e, case_sheets(&c, "semi", ROWS("b", "A3", "X1")));
	/* no pitch time was said: the clock only counts */
	assert_ok(e, step(&c, 2, "call A1"));
	assert_ok(e, step(&c, 3, "mark A1"));
	case_close(&c);
}

static void the_lobby(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_case(e);
	CLEANUP(buf_done) struct buf out = {0};
	steps(&c, 1, OPEN_A ";call A3");
	assert_ok(e, view_schedule(c.app, "t", &out, &e->err));
	const char *text = buf_str(&out);
	assert_has(text, "{\"contest\":\"t\",\"now\":\"2126-05-07T10:00:00.000Z\",\"stages\":[{\"id\":\"semi\",");
	assert_has(text, "\"starts\":\"2026-01-01T00:00:00.000Z\",\"state\":\"live\",\"on\":{\"entry\":\"A3\",\"phase\":\"called\"},\"order\":["
		"{\"entry\":\"A3\",\"title\":\"Title A3\",\"team\":\"Team A3\",\"division\":\"a\",\"phase\":\"called\"},"
		"{\"entry\":\"A1\",\"title\":\"Title A1\",\"team\":\"Team A1\",\"division\":\"a\",\"phase\":\"waiting\",\"at\":\"2126-05-07T10:15:00.000Z\"},"
		"{\"entry\":\"A2\",");
	assert_has(text, "\"state\":\"planned\",\"on\":null,\"order\":[{\"entry\":\"B1\",\"title\":\"Title B1\",\"team\":\"Team B1\","
		"\"division\":\"b\",\"phase\":\"waiting\"}"); /* nobody said when */
	assert_has(text, "{\"id\":\"final\","); /* nobody has come there yet, and nobody pitches */
	assert_fails(e, view_schedule(c.app, "x", &out, &e->err), "contest.unknown");
	case_close(&c);
}

/* ---- the order of a draw */

static bool open_drawn(struct app_case *c, const struct new_step *step)
{
	c->engine->err = (struct err){0};
	return app_step_floor(c->app, &CASE_RQ, "t", "semi", "a", step, &c->engine->err);
}

static void open_refused(struct app_case *c, const struct new_step *step, const char *code)
{
	assert_false(open_drawn(c, step));
	assert_string_equal(c->engine->err.code, code);
}

/* Everybody of the stage is drawn; the heat's floor takes its own of them, in that order, without the one who withdrew. */
static void the_order_of_a_draw(void **state)
{
	static const char *const pool[] = {"A1", "A2", "A3", "A4", "A5", "B1"}, *const line[] = {"team A: 17"}, *const ids[] = {"A1"};
	struct engine *e = *state;
	struct app_case c = open_case(e);
	struct sha sum = sha256(line[0], strlen(line[0]));
	char hex[SHA_HEX];
	const char *const hash[] = {sha_hex(&sum, hex)};
	struct hall_plan plan = {.purpose = "order", .pool = pool, .pool_count = COUNT_OF(pool)};
	struct new_draw draw = {.draw = 1, .pool = pool, .pool_count = COUNT_OF(pool), .reveals = line, .reveal_count = 1};
	struct new_step step = {.action = "open", .draw = 1, .step = 1}, both = step, later = step, call = {.action = "call",
		.entry = "A1", .draw = 1, .step = 2};
	int64_t number;
	both.entries = ids, both.entry_count = 1;
	later.draw = 2;
	open_refused(&c, &step, "draw.unknown");
	assert_ok(e, app_commit_draw(c.app, &CASE_RQ, "t", &plan, hash, 1, &number, &e->err));
	open_refused(&c, &step, "draw.undrawn");
	assert_ok(e, app_announce_draw(c.app, &CASE_RQ, "t", &draw, &number, &e->err));
	assert_ok(e, app_conclude_draw(c.app, &CASE_RQ, "t", 1, NULL, &e->err));
	assert_ok(e, app_withdraw_entry(c.app, &CASE_RQ, "t", "A4", "r", &e->err));
	open_refused(&c, &both, "floor.field");
	open_refused(&c, &later, "draw.unknown");
	assert_ok(e, open_drawn(&c, &step));
	open_refused(&c, &call, "floor.field");
	CLEANUP(buf_done) struct buf drawn = {0}, floor = {0};
	struct json d, f;
	assert_ok(e, view_draw(c.app, "t", 1, &drawn, &e->err));
	assert_ok(e, view_floor(c.app, "t", "semi", "a", &floor, &e->err));
	assert_ok(e, json_parse(buf_str(&drawn), drawn.len, e->arena, &d, &e->err));
	assert_ok(e, json_parse(buf_str(&floor), strlen(buf_str(&floor)) - 1, e->arena, &f, &e->err));
	const struct json *from = json_get(&d, "order"), *order = json_get(&f, "order");
	assert_int_equal(json_int(&f, "draw", 0), 1);
	assert_int_equal(order->count, 4);
	for (size_t i = 0, k = 0; i < from->count; i++) {
		const char *id = json_string(&from->items[i], "id", "");
		if (!str_eq(id, "A4") && !str_eq(id, "B1"))
			assert_string_equal(id, json_string(&order->items[k++], "entry", ""));
	}
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(an_evening), ENGINE_TEST(the_overtime_counts), ENGINE_TEST(a_value_by_file_stays), ENGINE_TEST(one_of_two_managers), ENGINE_TEST(refused),
		ENGINE_TEST(locked_and_damaged), ENGINE_TEST(listeners_are_told), ENGINE_TEST(panels), ENGINE_TEST(no_heat_selects),
		ENGINE_TEST(the_lobby), ENGINE_TEST(the_order_of_a_draw),
	};
	return engines_run("floor", tests, COUNT_OF(tests));
}
