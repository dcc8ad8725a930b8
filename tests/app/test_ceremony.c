/* A contest's draws by rounds that drand did publish: the clock stands in August and September of 2023. */
#include "case.h"

#include "app/ceremony.h"
#include "app/gathering.h"
#include "base/json.h"
#include "fetch/fetch.h"
#include "judging/drand.h"

#include <stdatomic.h>

#define SIGNATURE_1000 "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
#define SIGNATURE_657413 "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
#define INVENTED "abababababababababababababababababababababababababababababababababababababababababababababababab"
enum { ROUND = 1000, LATE_ROUND = 628613 }; /* the fallback of the second is round 657413 */

static _Atomic int64_t clock_ms;

static int64_t read_clock(void)
{
	return atomic_load(&clock_ms);
}

static struct app_case open_at(struct engine *e, int64_t ms)
{
	struct app_case c = {.engine = e};
	c.findings = findings_of("case.yaml", e->arena);
	clock_ms = ms;
	assert_ok(e, app_open(&(struct app_options){.url = e->url, .now_ms = read_clock}, &c.app, &e->err));
	assert_ok(e, app_init(c.app, "contest.example.org", &e->err));
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, CASE_DEFINITION, strlen(CASE_DEFINITION), &c.findings, &e->err));
	return c;
}

static void announce(struct app_case *c, int64_t round)
{
	static const char *const pool[] = {"E-2", "E-1", "E-3"};
	struct new_draw d = {.purpose = "order", .pool = pool, .pool_count = COUNT_OF(pool), .beacon_at_ms = drand_time_ms(round)};
	int64_t number;
	assert_ok(c->engine, app_announce_draw(c->app, &CASE_RQ, "t", &d, &number, &c->engine->err));
}

static bool conclude(struct app_case *c, int64_t draw, const char *signature)
{
	c->engine->err = (struct err){0};
	return app_conclude_draw(c->app, &CASE_RQ, "t", draw, signature, &c->engine->err);
}

static void refused(struct app_case *c, int64_t draw, const char *signature, const char *code)
{
	assert_false(conclude(c, draw, signature));
	assert_string_equal(c->engine->err.code, code);
}

static const struct json *shown(struct app_case *c, int64_t draw)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json *json = ARENA_NEW(c->engine->arena, struct json);
	assert_ok(c->engine, view_draw(c->app, "t", draw, &out, &c->engine->err));
	const char *text = arena_strdup(c->engine->arena, buf_str(&out));
	assert_ok(c->engine, json_parse(text, strlen(text), c->engine->arena, json, &c->engine->err));
	return json;
}

static void by_its_round(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(ROUND) - 600000);
	announce(&c, ROUND);
	refused(&c, 1, SIGNATURE_1000, "draw.early");
	clock_ms = drand_time_ms(ROUND);
	refused(&c, 1, NULL, "drand.unreachable"); /* nobody to ask */
	refused(&c, 1, "ab", "draw.signature");
	refused(&c, 1, INVENTED, "drand.signature");
	refused(&c, 1, SIGNATURE_657413, "drand.signature");
	assert_ok(e, conclude(&c, 1, SIGNATURE_1000));
	refused(&c, 1, SIGNATURE_1000, "draw.ended");
	assert_int_equal(json_int(shown(&c, 1), "used_round", 0), ROUND);
	assert_int_equal(json_get(shown(&c, 1), "order")->count, 3);
	case_close(&c);
}

static void by_the_fallback(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(LATE_ROUND) - 600000);
	announce(&c, LATE_ROUND);
	clock_ms = drand_time_ms(LATE_ROUND + DRAND_FALLBACK_ROUNDS) - 1;
	refused(&c, 1, SIGNATURE_657413, "drand.signature");
	clock_ms = drand_time_ms(LATE_ROUND + DRAND_FALLBACK_ROUNDS);
	refused(&c, 1, INVENTED, "drand.signature");
	assert_ok(e, conclude(&c, 1, SIGNATURE_657413));
	const struct json *draw = shown(&c, 1);
	assert_int_equal(json_int(draw, "round", 0), LATE_ROUND);
	assert_int_equal(json_int(draw, "fallback_round", 0), 657413);
	assert_int_equal(json_int(draw, "used_round", 0), 657413);
	case_close(&c);
}

static void end(struct app_case *c, int64_t draw)
{
	assert_ok(c->engine, app_void_draw(c->app, &CASE_RQ, "t", draw, "a reason", &c->engine->err));
}

/* A draw that is voided when its order could be known says so for good. */
static void voided(void **state)
{
	static const char line[] = "team A: 17";
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(ROUND) - 600000);
	announce(&c, ROUND);
	end(&c, 1);
	assert_false(json_bool(shown(&c, 1), "late", true));
	announce(&c, ROUND);
	clock_ms = drand_time_ms(ROUND);
	end(&c, 2);
	assert_true(json_bool(shown(&c, 2), "late", false));
	struct sha sum = sha256(line, strlen(line));
	char hex[SHA_HEX];
	const char *const commitments[] = {sha_hex(&sum, hex)}, *const reveals[] = {line}, *const pool[] = {"E-1", "E-2"};
	struct hall_plan plan = {.purpose = "order", .pool = pool, .pool_count = 2};
	int64_t number;
	assert_ok(e, app_commit_draw(c.app, &CASE_RQ, "t", &plan, commitments, 1, &number, &e->err));
	end(&c, 3);
	assert_null(json_get(shown(&c, 3), "late")); /* nothing could be known yet */
	assert_ok(e, app_commit_draw(c.app, &CASE_RQ, "t", &plan, commitments, 1, &number, &e->err));
	struct new_draw d = {.draw = 4, .pool = pool, .pool_count = 2, .reveals = reveals, .reveal_count = 1};
	assert_ok(e, app_announce_draw(c.app, &CASE_RQ, "t", &d, &number, &e->err));
	end(&c, 4);
	assert_true(json_bool(shown(&c, 4), "late", false));
	case_close(&c);
}

/* ---- relays */

struct relays {
	int asked;
	const char *second; /* what the second one answers */
};

/* The first answers with an invented signature, the third not at all. */
static bool relay(void *context, const struct fetch_request *rq, struct arena *arena, struct fetch_answer *ret, struct err *err)
{
	struct relays *r = context;
	r->asked++;
	assert_null(rq->form);
	assert_non_null(strstr(rq->url, "/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/1000"));
	if (strncmp(rq->url, "https://three.example/", 22) == 0)
		return fail(err, ERR_IO, "fetch.failed", "Timeout was reached.");
	bool first = strncmp(rq->url, "https://one.example/", 20) == 0;
	const char *text = first ? "{\"round\":1000,\"signature\":\"" INVENTED "\"}" : r->second;
	*ret = (struct fetch_answer){200, arena_strdup(arena, text), strlen(text)};
	return true;
}

/* Whatever a relay says is verified: a lie costs one more question. */
static void by_relays(void **state)
{
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(ROUND) - 600000);
	struct relays relays = {.second = "{\"round\":1001,\"signature\":\"" SIGNATURE_1000 "\"}"};
	struct fetch fetch = {relay, &relays};
	app_close(c.app);
	assert_ok(e, app_open(&(struct app_options){.url = e->url, .now_ms = read_clock, .fetch = &fetch,
		.relays = "https://three.example https://one.example https://two.example"}, &c.app, &e->err));
	announce(&c, ROUND);
	refused(&c, 1, NULL, "draw.early");
	assert_int_equal(relays.asked, 0);
	clock_ms = drand_time_ms(ROUND);
	refused(&c, 1, NULL, "drand.unreachable");
	assert_int_equal(relays.asked, 3);
	relays.second = "no JSON";
	refused(&c, 1, NULL, "drand.unreachable");
	relays.second = "{\"round\":1000,\"randomness\":\"fe\",\"signature\":\"" SIGNATURE_1000 "\"}";
	struct request once = {.actor = "test", .req = "one-press"};
	for (int i = 0; i < 2; i++) /* whose answer was lost: asked again, nobody else is asked */
		assert_ok(e, app_conclude_draw(c.app, &once, "t", 1, NULL, &e->err));
	assert_int_equal(relays.asked, 9);
	refused(&c, 1, NULL, "draw.ended");
	refused(&c, 2, NULL, "draw.unknown");
	assert_int_equal(relays.asked, 9);
	assert_int_equal(json_int(shown(&c, 1), "used_round", 0), ROUND);
	case_close(&c);
}

/* ---- phones */

static bool join(struct app_case *c, const char *address, const char *code, const char *line)
{
	struct sha sum = sha256(line, strlen(line));
	char hex[SHA_HEX];
	c->engine->err = (struct err){0};
	return app_join_gathering(c->app, address, "t", code, sha_hex(&sum, hex), &c->engine->err);
}

static bool reveal(struct app_case *c, const char *line)
{
	c->engine->err = (struct err){0};
	return app_reveal_line(c->app, "t", line, &c->engine->err);
}

static const struct json *gathered(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json *json = ARENA_NEW(c->engine->arena, struct json);
	assert_ok(c->engine, view_gathering(c->app, "t", &out, &c->engine->err));
	const char *text = arena_strdup(c->engine->arena, buf_str(&out));
	assert_ok(c->engine, json_parse(text, strlen(text), c->engine->arena, json, &c->engine->err));
	return json;
}

static const char *code_of(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json json;
	assert_ok(c->engine, view_gathering_code(c->app, &CASE_RQ, "t", &out, &c->engine->err));
	const char *text = arena_strdup(c->engine->arena, buf_str(&out));
	assert_ok(c->engine, json_parse(text, strlen(text), c->engine->arena, &json, &c->engine->err));
	return json_string(&json, "code", "");
}

#define refuses(c, call, code_) do { \
	assert_false(call); \
	assert_string_equal((c)->engine->err.code, code_); \
} while (0)

/* Three phones hand in hashes, then lines; the hall alone decides, without a network. */
static void by_phones(void **state)
{
	static const char *const pool[] = {"E-3", "E-1", "E-2"}, *const lines[] = {"甲队 keep calm 1f", "Team B 七 2e", "a guest 9 3d"};
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(ROUND));
	struct hall_plan plan = {.purpose = "pots", .pool = pool, .pool_count = 3};
	struct new_draw draw = {.draw = 1};
	int64_t number;
	assert_string_equal(json_string(gathered(&c), "state", ""), "none");
	refuses(&c, join(&c, "::1", "AAAA-AAAA", lines[0]), "gathering.none");
	refuses(&c, app_open_gathering(c.app, &CASE_RQ, "t", &plan, 0, &e->err), "gathering.minutes");
	assert_ok(e, app_open_gathering(c.app, &CASE_RQ, "t", &plan, 5, &e->err));
	refuses(&c, app_open_gathering(c.app, &CASE_RQ, "t", &plan, 5, &e->err), "gathering.open");
	const char *const hash[] = {"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"};
	struct new_draw past = {.purpose = "pots", .pool = pool, .pool_count = 3, .beacon_at_ms = clock_ms + 600000};
	refuses(&c, app_commit_draw(c.app, &CASE_RQ, "t", &plan, hash, 1, &number, &e->err), "gathering.open");
	refuses(&c, app_announce_draw(c.app, &CASE_RQ, "t", &past, &number, &e->err), "gathering.open");
	const char *code = code_of(&c);
	assert_int_equal(strlen(code), GATHER_CODE_LEN);
	refuses(&c, join(&c, "::1", "AAAA-AAAA", lines[0]), "gathering.code");
	refuses(&c, join(&c, "::1", "", lines[0]), "gathering.code");
	refuses(&c, app_join_gathering(c.app, "::1", "t", code, "AB", &e->err), "gathering.hash");
	for (int i = 0; i < 3; i++)
		assert_ok(e, join(&c, "::1", arena_printf(e->arena, "%.4s-%s", code, code + 4), lines[i]));
	assert_ok(e, join(&c, "::1", code, lines[0])); /* again: nothing happens */
	assert_int_equal(json_get(gathered(&c), "hashes")->count, 3);
	refuses(&c, reveal(&c, lines[0]), "gathering.early");
	clock_ms += 5 * 60000 + 1;
	refuses(&c, join(&c, "::1", code, "late"), "gathering.closed");
	assert_ok(e, app_commit_draw(c.app, &CASE_RQ, "t", NULL, NULL, 0, &number, &e->err));
	assert_int_equal(number, 1);
	assert_int_equal(json_get(shown(&c, 1), "commitments")->count, 3);
	assert_string_equal(json_string(gathered(&c), "state", ""), "revealing");
	refuses(&c, app_cancel_gathering(c.app, &CASE_RQ, "t", &e->err), "gathering.committed");
	refuses(&c, reveal(&c, "nobody's"), "gathering.line");
	refuses(&c, reveal(&c, "a\nb"), "draw.many");
	refuses(&c, app_announce_draw(c.app, &CASE_RQ, "t", &draw, &number, &e->err), "draw.unrevealed");
	for (int i = 0; i < 2; i++)
		assert_ok(e, reveal(&c, lines[i]));
	refuses(&c, app_announce_draw(c.app, &CASE_RQ, "t", &draw, &number, &e->err), "draw.unrevealed");
	assert_ok(e, reveal(&c, lines[2]));
	assert_ok(e, reveal(&c, lines[2]));
	assert_int_equal(json_get(gathered(&c), "lines")->count, 3);
	assert_ok(e, app_announce_draw(c.app, &CASE_RQ, "t", &draw, &number, &e->err));
	assert_string_equal(json_string(gathered(&c), "state", ""), "over");
	assert_ok(e, conclude(&c, 1, NULL));
	assert_int_equal(json_get(shown(&c, 1), "order")->count, 3);
	case_close(&c);
}

/* One address gets so many, and no more; what is dropped is gone, and the next gathering has another code. */
static void floods(void **state)
{
	static const char *const pool[] = {"E-1", "E-2"};
	struct engine *e = *state;
	struct app_case c = open_at(e, drand_time_ms(ROUND));
	struct hall_plan plan = {.purpose = "pots", .pool = pool, .pool_count = 2, .beacon = true};
	int64_t number;
	assert_ok(e, app_open_gathering(c.app, &CASE_RQ, "t", &plan, 5, &e->err));
	const char *first = code_of(&c);
	for (int i = 0; i < GATHER_ORIGIN_MAX; i++)
		assert_ok(e, join(&c, "192.0.2.1", first, arena_printf(e->arena, "line %d", i)));
	refuses(&c, join(&c, "192.0.2.1", first, "one more"), "gathering.full");
	assert_ok(e, join(&c, "192.0.2.2", first, "one more"));
	assert_ok(e, app_cancel_gathering(c.app, &CASE_RQ, "t", &e->err));
	assert_string_equal(json_string(gathered(&c), "state", ""), "none");
	refuses(&c, app_commit_draw(c.app, &CASE_RQ, "t", NULL, NULL, 0, &number, &e->err), "gathering.none");
	assert_ok(e, app_open_gathering(c.app, &CASE_RQ, "t", &plan, 5, &e->err));
	assert_string_not_equal(code_of(&c), first);
	assert_int_equal(json_get(gathered(&c), "hashes")->count, 0);
	refuses(&c, app_commit_draw(c.app, &CASE_RQ, "t", NULL, NULL, 0, &number, &e->err), "draw.commitments");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(by_its_round), ENGINE_TEST(by_the_fallback), ENGINE_TEST(voided),
		ENGINE_TEST(by_relays), ENGINE_TEST(by_phones), ENGINE_TEST(floods)};
	return engines_run("ceremony", tests, COUNT_OF(tests));
}
