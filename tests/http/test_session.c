/* Sessions at the door, with faked use cases: cookies, who a change may come from, bodies, policies. */
#include "harness/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "loopback.h"

#include <stdio.h>
#include <string.h>

static int setup(void **state)
{
	static struct loopback l;
	loopback_open(&l);
	*state = &l;
	return 0;
}

static int teardown(void **state)
{
	loopback_close(*state);
	return 0;
}

struct post {
	const char *method, *target, *body;
	const char *cookie, *token, *type; /* NULL: "leitai=good", its secret, JSON; "" = none */
	const char *more, *value;          /* one more field */
	const char *more2, *value2;
	bool remote;
	const char *host; /* NULL: "localhost" */
};

static int send(struct loopback *l, const struct post *p)
{
	struct http_field fields[8] = {{"Host", p->host ? p->host : "localhost"}};
	size_t n = 1;
	const char *cookie = p->cookie ? p->cookie : "leitai=good", *token = p->token ? p->token : "secret-of-good";
	if (*cookie)
		fields[n++] = (struct http_field){"Cookie", cookie};
	if (*token)
		fields[n++] = (struct http_field){"X-Leitai-Token", token};
	if (p->body && !(p->type && !*p->type))
		fields[n++] = (struct http_field){"Content-Type", p->type ? p->type : "application/json"};
	if (p->more)
		fields[n++] = (struct http_field){p->more, p->value};
	if (p->more2)
		fields[n++] = (struct http_field){p->more2, p->value2};
	struct http_request rq = {p->method ? p->method : "POST", p->target, "HTTP/1.1", fields, n, !p->remote};
	rq.address = p->remote ? "192.0.2.1" : "127.0.0.1";
	if (p->body)
		rq.body = (struct slice){p->body, strlen(p->body)};
	http_response_done(&l->rs);
	http_handle(l->http, &rq, &l->rs);
	l->field_count = http_page_fields(l->rs.page, l->rs.variant, l->fields);
	return l->rs.status;
}

static void expect(struct loopback *l, const struct post *p, int status, const char *has)
{
	int got = send(l, p);
	if (got != status || (has && !loopback_body_has(l, has)))
		print_error("%s %s: %d %.*s\n", p->method ? p->method : "POST", p->target, got, (int)loopback_body(l).len,
			loopback_body(l).at);
	assert_int_equal(got, status);
	assert_true(!has || loopback_body_has(l, has));
}

#define PASSWORD "{\"login\":\"li\",\"password\":\"right\"}"

static void cookies_by_scheme(void **state)
{
	struct loopback *l = *state;
	struct post in = {.target = "/api/v1/session", .body = PASSWORD, .cookie = "", .token = ""};
	expect(l, &in, 200, "secret-of-good");
	assert_string_equal(loopback_field(l, "Set-Cookie"), "leitai=good; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict");
	assert_string_equal(loopback_field(l, "Cache-Control"), "no-store");
	assert_null(loopback_field(l, "ETag"));
	in.more = "X-Forwarded-Proto", in.value = "https";
	expect(l, &in, 200, NULL);
	assert_string_equal(loopback_field(l, "Set-Cookie"),
		"__Host-leitai=good; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure");
	in.value = "http";
	expect(l, &in, 403, "sign-in.insecure");
	in.more = NULL, in.remote = true;
	expect(l, &in, 403, "sign-in.insecure");
	in.more = "Forwarded", in.value = "for=1.2.3.4;proto=https";
	expect(l, &in, 200, NULL);
	struct post me = {.method = "GET", .target = "/api/v1/me", .more = "X-Forwarded-Proto", .value = "https"};
	expect(l, &me, 401, "sign-in.needed"); /* the plain cookie counts for nothing there */
	me.cookie = "a=b; __Host-leitai=good; c=d";
	expect(l, &me, 200, NULL);
	me.cookie = "__Host-leitai=good; __Host-leitai=bound";
	expect(l, &me, 401, NULL);
	me.cookie = "__Host-leitai=0123456789012345678901234567890123456789012345678901234567890123456789";
	expect(l, &me, 401, NULL);
}

/* A name that was made to point at this machine, and proxies that tell nothing but the name. */
static void this_machine_by_name(void **state)
{
	struct loopback *l = *state;
	static const char *const local[] = {"localhost", "LOCALHOST:8765", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:8765"};
	static const char *const others[] = {"evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example",
		"192.0.2.1", "[2001:db8::1]", "[::1", "[::1].evil.example", "::1", "0.0.0.0"};
	struct post in = {.target = "/api/v1/session", .body = PASSWORD, .cookie = "", .token = ""};
	struct post metrics = {.method = "GET", .target = "/metrics", .cookie = ""};
	for (size_t i = 0; i < COUNT_OF(local); i++) {
		in.host = metrics.host = local[i];
		expect(l, &in, 200, NULL);
		expect(l, &metrics, 200, NULL);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		in.host = metrics.host = others[i];
		expect(l, &in, 403, "sign-in.insecure");
		expect(l, &metrics, 403, "route.denied");
	}
}

static void signing_out(void **state)
{
	struct loopback *l = *state;
	expect(l, &(struct post){.method = "DELETE", .target = "/api/v1/session"}, 204, NULL);
	assert_string_equal(loopback_field(l, "Set-Cookie"), "leitai=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
	expect(l, &(struct post){.method = "DELETE", .target = "/api/v1/session", .cookie = ""}, 401, "sign-in.needed");
}

static void refusals(void **state)
{
	struct loopback *l = *state;
	struct post in = {.target = "/api/v1/session", .body = "{\"login\":\"li\",\"password\":\"wrong\"}", .cookie = "", .token = ""};
	expect(l, &in, 401, "No (127.0.0.1).");
	assert_null(loopback_field(l, "Set-Cookie"));
	assert_non_null(loopback_field(l, "WWW-Authenticate"));
	in.body = "{\"login\":\"often\",\"password\":\"wrong\"}";
	expect(l, &in, 429, "sign-in.wait");
	assert_string_equal(loopback_field(l, "Retry-After"), "7");
	/* Whose address counts: that of the proxy on this machine is not the client's. */
	in = (struct post){.target = "/api/v1/session", .body = "{\"login\":\"li\",\"password\":\"wrong\"}", .cookie = "",
		.more = "X-Forwarded-For", .value = "6.6.6.6, 2001:db8:1:2:3:4:5:6", .more2 = "X-Forwarded-Proto", .value2 = "https"};
	expect(l, &in, 401, "No (2001:db8:1:2::).");
	in.value = "nonsense";
	expect(l, &in, 401, "No (127.0.0.1).");
	in.remote = true, in.value = "6.6.6.6";
	expect(l, &in, 401, "No (192.0.2.1).");
}

static void changes_come_from_our_pages(void **state)
{
	struct loopback *l = *state;
	struct post add = {.target = "/api/v1/accounts", .body = "{\"login\":\"an\",\"password\":\"0123456789\"}"};
	expect(l, &add, 201, "{\"id\":7}");
	add.token = "";
	expect(l, &add, 403, "request.token");
	add.token = "secret-of-gooe";
	expect(l, &add, 403, "request.token");
	add.token = "secret-of-bound";
	expect(l, &add, 403, "request.token");
	add.token = NULL, add.more = "Origin", add.value = "https://evil.example";
	expect(l, &add, 403, "request.origin");
	add.value = "null";
	expect(l, &add, 403, "request.origin");
	add.value = "https://localhost.evil.example";
	expect(l, &add, 403, "request.origin");
	add.value = "https://LOCALHOST";
	expect(l, &add, 201, NULL);
	add.more = "Sec-Fetch-Site", add.value = "cross-site";
	expect(l, &add, 403, "request.origin");
	add.value = "same-site";
	expect(l, &add, 403, "request.origin");
	add.value = "same-origin";
	expect(l, &add, 201, NULL);
	/* Over https, a page of the same name that came in clear is not ours. */
	add.cookie = "__Host-leitai=good", add.more = "X-Forwarded-Proto", add.value = "https";
	add.more2 = "Origin", add.value2 = "http://localhost";
	expect(l, &add, 403, "request.origin");
	add.value2 = "https://localhost";
	expect(l, &add, 201, NULL);
	/* Signing somebody in as somebody else is a change too. */
	struct post in = {.target = "/api/v1/session", .body = PASSWORD, .cookie = "", .token = "", .more = "Origin",
		.value = "https://evil.example"};
	expect(l, &in, 403, "request.origin");
	assert_null(loopback_field(l, "Set-Cookie"));
}

static void bodies_have_rules(void **state)
{
	struct loopback *l = *state;
	static const struct {
		const char *target, *body, *type;
		int status;
		const char *code;
	} cases[] = {
		{"/api/v1/session", PASSWORD, "text/plain", 415, "request.type"},
		{"/api/v1/session", PASSWORD, "application/x-www-form-urlencoded", 415, "request.type"},
		{"/api/v1/session", PASSWORD, "application/jsonp", 415, "request.type"},
		{"/api/v1/session", PASSWORD, "", 415, "request.type"},
		{"/api/v1/session", PASSWORD, "Application/JSON; charset=utf-8", 200, "token"},
		{"/api/v1/session", "{\"login\":\"li\"}", NULL, 400, "body.missing"},
		{"/api/v1/session", NULL, NULL, 400, "body.missing"},
		{"/api/v1/session", "{\"login\":1,\"password\":\"x\"}", NULL, 400, "body.value"},
		{"/api/v1/session", "{\"login\":\"\",\"password\":\"x\"}", NULL, 400, "body.value"},
		{"/api/v1/session", "{\"login\":\"li\",\"password\":\"x\",\"role\":\"admin\"}", NULL, 400, "body.unknown"},
		{"/api/v1/session", "{\"login\":\"li\",\"login\":\"li\",\"password\":\"x\"}", NULL, 400, "json.syntax"},
		{"/api/v1/session", "{\"login\":\"li\",\"password\":\"a\\u0000b\"}", NULL, 400, "json.syntax"},
		{"/api/v1/session", "[]", NULL, 400, "body.value"},
		{"/api/v1/session", "{", NULL, 400, "json.syntax"},
		{"/api/v1/contests/demo/stages/final/publish", "[]", NULL, 400, "body.unexpected"},
		{"/api/v1/contests/demo/links", "{\"role\":\"floor\",\"expires\":\"soon\"}", NULL, 400, "body.value"},
		{"/api/v1/contests/demo/links", "{\"role\":\"floor\",\"expires\":\"2026-05-01T10:00:00Z\"}", NULL, 201, "token"},
		{"/api/v1/contests/demo/roles", "{\"account\":-1,\"role\":\"floor\"}", NULL, 400, "body.value"},
		{"/api/v1/contests/demo/roles", "{\"account\":1,\"role\":\"a b\"}", NULL, 400, "body.value"},
		{"/api/v1/contests/demo/stages/final/deliberations", "{\"entries\":[\"a\"],\"votes\":[{\"expert\":\"X\",\"order\":[1]}],"
			"\"reason\":\"r\"}", NULL, 400, "body.value"},
		{"/api/v1/contests/demo/stages/final/deliberations", "{\"entries\":[\"a\"],\"votes\":[1],\"reason\":\"r\"}", NULL, 400,
			"body.value"},
		{"/api/v1/contests/demo/stages/final/deliberations", "{\"entries\":{},\"votes\":[],\"reason\":\"r\"}", NULL, 400,
			"body.value"},
		{"/api/v1/contests/demo/stages/final/deliberations", "{\"entries\":[\"a\"],\"votes\":[{\"expert\":\"X\",\"order\":[\"a\"]}],"
			"\"reason\":\"r\"}", NULL, 204, ""},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect(l, &(struct post){.target = cases[i].target, .body = cases[i].body, .type = cases[i].type}, cases[i].status,
			cases[i].code);
}

static void links_are_bound(void **state)
{
	struct loopback *l = *state;
	struct post get = {.method = "GET", .target = "/api/v1/contests/demo/stages/final/tally", .cookie = "leitai=bound"};
	assert_true(send(l, &get) == 404 && loopback_body_has(l, "stage.unknown")); /* through the policy, to the faked view */
	get.target = "/api/v1/contests/demo/stages/semi/tally";
	expect(l, &get, 404, "There is no stage \\\"semi\\\" here");
	get.target = "/api/v1/contests/demo/stages/final/judging";
	expect(l, &get, 200, "{\"judging\":\"demo\",\"stage\":\"final\",\"part\":\"near\"}");
	get.target = "/api/v1/contests/demo/stages/final/judging?all=1";
	expect(l, &get, 200, "\"part\":\"all\"");
	get.target = "/api/v1/contests/demo/stages/semi/judging";
	expect(l, &get, 404, "There is no stage \\\"semi\\\" here");
	get.target = "/api/v1/contests/other/stages/final/tally";
	expect(l, &get, 404, "contest.unknown");
	get.target = "/api/v1/contests/demo/links";
	expect(l, &get, 403, "denied");
	struct post close = {.target = "/api/v1/contests/demo/stages/final/close", .cookie = "leitai=bound",
		.token = "secret-of-bound"};
	expect(l, &close, 204, NULL);
	close.target = "/api/v1/contests/demo/stages/semi/close";
	expect(l, &close, 404, "stage.unknown");
	/* What reaches further than the link: the contest for one of a stage, the stage for one of a heat. */
	close.target = "/api/v1/contests/demo/withdrawals", close.body = "{\"entry\":\"E-1\",\"reason\":\"r\"}";
	expect(l, &close, 403, "for one stage only");
	close.cookie = "leitai=heat", close.token = "secret-of-heat";
	expect(l, &close, 403, "for one heat only");
	close.target = "/api/v1/contests/demo/stages/final/close", close.body = NULL;
	expect(l, &close, 403, "for one heat only");
	get.target = "/api/v1/contests/demo/stages/final/tally", get.cookie = "leitai=heat";
	expect(l, &get, 403, "denied");
}

/* What is asked of an assignment reaches it; a link for one stage asks of no other, one for a heat of none. */
static void assignments(void **state)
{
	struct loopback *l = *state;
#define ASSIGN(rest) "/api/v1/contests/demo/stages/final/assignment" rest
	struct post get = {.method = "GET", .target = ASSIGN("?version=3")};
	expect(l, &get, 200, "final 3 0");
	get.target = ASSIGN("/proposal?draw=2&keep=1");
	expect(l, &get, 200, "proposal final 2 1");
	get.target = ASSIGN("/case");
	expect(l, &get, 200, "case final 0 0");
	get.target = ASSIGN("/entries/E-1");
	expect(l, &get, 200, "options E-1 0 0");
	get.target = "/api/v1/contests/demo/stages/final/panels/proposal?draw=4";
	expect(l, &get, 200, "panels final 4 0");
	get.target = ASSIGN("/proposal?draw=0");
	expect(l, &get, 400, "query.value");
	get.target = ASSIGN(""), get.cookie = "leitai=judge";
	expect(l, &get, 403, "denied");
	get.cookie = "leitai=heat";
	expect(l, &get, 403, "for one heat only");
	get.cookie = "";
	expect(l, &get, 401, "sign-in.needed");
	struct post post = {.target = ASSIGN("/check"), .body = "{\"pairs\":[\"E-1 J-1\"],\"keep\":true}"};
	expect(l, &post, 200, "E-1 J-1 final 1 1");
	post.target = ASSIGN("");
	expect(l, &post, 400, "body.missing");
	post.body = "{\"pairs\":[\"E-1 J-1\",\"E-2 J-1\"],\"version\":4,\"short\":true}";
	expect(l, &post, 200, "assign final 2 4 10");
	post.body = "{\"pairs\":[7],\"version\":4}";
	expect(l, &post, 400, "body.value");
	post.body = "{\"pairs\":[],\"version\":9}";
	expect(l, &post, 409, "assign.stale");
	post.cookie = "leitai=bound", post.token = "secret-of-bound";
	expect(l, &post, 403, "denied");
}

/* A link for one heat marks in that heat, sees what there is to mark, and enrols its device. */
static void sheets_come_in(void **state)
{
	struct loopback *l = *state;
#define SHEETS(heat) "/api/v1/contests/demo/stages/final/heats/" heat "/sheets"
	static const char sheet[] = "{\"entry\":\"E-1\",\"base\":2,\"draft\":\"d\",\"marks\":{\"plan\":\"9.5\",\"use\":null}}";
	struct post post = {.target = SHEETS("a"), .cookie = "leitai=judge", .token = "secret-of-judge", .body = sheet};
	expect(l, &post, 200, "{\"receipt\":{\"seq\":7,\"leaf\":\"leaf\",\"ts\":\"final a X1\"},\"version\":3}");
	post.target = SHEETS("b");
	expect(l, &post, 404, "heat.unknown");
	post.cookie = "leitai=expert", post.token = "secret-of-expert";
	expect(l, &post, 200, "final b X1");
	post.body = "{\"entry\":\"E-1\",\"base\":0,\"draft\":\"d\",\"recused\":true,\"reason\":\"kin\"}";
	expect(l, &post, 409, "sheet.changed");
	assert_true(loopback_body_has(l, "\"version\":2}"));
	static const char *const wrong[] = {"{\"plan\":9}", "{\"plan\":\"9,5\"}", "{\"plan\":\"\"}", "{\"plan\":\"9.12345\"}",
		"{\"a b\":\"9\"}", "{\"plan\":[]}", "[]", "\"9\""};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		char body[200];
		snprintf(body, sizeof(body), "{\"entry\":\"E-1\",\"base\":2,\"draft\":\"d\",\"marks\":%s}", wrong[i]);
		post.body = body;
		expect(l, &post, 400, "body.value");
		assert_false(loopback_body_has(l, "version"));
	}
	post.cookie = "leitai=good", post.token = "secret-of-good", post.body = sheet;
	expect(l, &post, 403, "denied");
	struct post get = {.method = "GET", .target = "/api/v1/contests/demo/marking", .cookie = "leitai=judge"};
	expect(l, &get, 200, "link:2");
	struct post enrol = {.target = "/api/v1/contests/demo/devices", .cookie = "leitai=judge", .token = "secret-of-judge",
		.body = "{\"key\":\"K\"}"};
	expect(l, &enrol, 200, "{\"key\":\"K\",\"receipt\":{\"seq\":8,");
	enrol.cookie = "";
	expect(l, &enrol, 401, "sign-in.needed");
}

/* Everybody looks, floor managers and organisers step; a stale step is refused before anything. */
static void floors_move(void **state)
{
	struct loopback *l = *state;
#define FLOOR(heat) "/api/v1/contests/demo/stages/final/heats/" heat "/floor"
#define PANEL "/api/v1/contests/demo/stages/final/heats/a/panel"
	struct post post = {.target = FLOOR("a"), .cookie = "leitai=good", .token = "secret-of-good"};
	post.body = "{\"step\":4,\"action\":\"call\",\"entry\":\"E-1\"}";
	expect(l, &post, 200, "{\"did\":\"final/a call E-1 0 0\"}");
	post.body = "{\"step\":4,\"action\":\"open\",\"entries\":[\"E-1\",\"E-2\"]}";
	expect(l, &post, 200, "final/a open - 2 0");
	post.body = "{\"step\":4,\"action\":\"extend\",\"seconds\":30}";
	expect(l, &post, 200, "final/a extend - 0 30");
	post.body = "{\"step\":3,\"action\":\"undo\"}";
	expect(l, &post, 409, "floor.moved");
	static const char *const wrong[] = {"{\"step\":\"4\",\"action\":\"undo\"}", "{\"step\":4,\"action\":\"a b\"}",
		"{\"step\":4,\"action\":\"open\",\"entries\":\"E-1\"}", "{\"step\":4,\"action\":\"open\",\"entries\":[1]}",
		"{\"step\":4,\"action\":\"call\",\"entry\":\"\"}", "{\"step\":4,\"action\":\"extend\",\"seconds\":-1}"};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		post.body = wrong[i];
		expect(l, &post, 400, "body.value");
	}
	post.body = "{\"action\":\"undo\"}";
	expect(l, &post, 400, "body.missing");
	post.body = "{\"step\":4,\"action\":\"undo\"}", post.cookie = "leitai=judge", post.token = "secret-of-judge";
	expect(l, &post, 403, "denied");
	post.cookie = "leitai=heat", post.token = "secret-of-heat", post.target = FLOOR("b");
	expect(l, &post, 404, "heat.unknown");
	struct post look = {.method = "GET", .target = FLOOR("a"), .cookie = ""};
	expect(l, &look, 200, "did");
	look.target = "/api/v1/contests/demo/schedule";
	expect(l, &look, 200, "did");
	look.target = PANEL;
	expect(l, &look, 401, "sign-in.needed");
	look.cookie = "leitai=heat";
	expect(l, &look, 200, "did");
	struct post seat = {.method = "PUT", .target = PANEL, .cookie = "leitai=good", .token = "secret-of-good",
		.body = "{\"experts\":[\"X1\",\"X2\"]}"};
	expect(l, &seat, 200, "{\"did\":\"final/a X1 2\"}");
	seat.cookie = "leitai=heat", seat.token = "secret-of-heat";
	expect(l, &seat, 403, "denied");
}

/* Everything about closing keeps to its heat or stage; votes do not, since a tie names who has one. */
static void heats_and_ties(void **state)
{
	struct loopback *l = *state;
#define AT "/api/v1/contests/demo/stages/final"
	struct post get = {.method = "GET", .target = AT "/heats/a/progress", .cookie = "leitai=heat"};
	expect(l, &get, 200, "{\"progress\":\"demo\",\"stage\":\"final\",\"part\":\"a\"}");
	get.target = AT "/heats/b/progress";
	expect(l, &get, 404, "heat.unknown");
	get.target = AT "/screen", get.cookie = "", get.token = "";
	expect(l, &get, 200, "\"part\":\"hall\"");
	get.target = AT "/ties";
	expect(l, &get, 401, "sign-in.needed");
	get.cookie = "leitai=judge";
	expect(l, &get, 200, "\"part\":\"link:2\"");
	struct post post = {.target = AT "/heats/a/lock", .cookie = "leitai=heat", .token = "secret-of-heat"};
	expect(l, &post, 409, "heat.missing");
	post.body = "{\"incomplete\":true}";
	expect(l, &post, 204, NULL);
	post.body = "{\"incomplete\":\"yes\"}";
	expect(l, &post, 400, "body.value");
	post.target = AT "/heats/b/lock", post.body = "{\"incomplete\":true}";
	expect(l, &post, 404, "heat.unknown");
	post.target = AT "/heats/a/sign", post.body = "{}"; /* a route without a body takes an empty one */
	expect(l, &post, 403, "denied");
	post.target = AT "/ties";
	expect(l, &post, 403, "denied"); /* a link for one heat opens no tie of the stage */
	post.cookie = "leitai=bound", post.token = "secret-of-bound";
	expect(l, &post, 200, "{\"tie\":17}");
	post.body = "{\"a\":1}";
	expect(l, &post, 400, "body.unexpected");
	post.target = AT "/ties/17/conclude", post.body = "{\"reason\":\"r\"}";
	expect(l, &post, 400, "stage.supervisor");
	post.body = "{\"reason\":\"r\",\"supervisor\":\"S\"}";
	expect(l, &post, 204, NULL);
	post.target = AT "/sample", post.body = "{\"seed\":\"x\",\"n\":3}";
	expect(l, &post, 200, "\"part\":\"3\"");
	post.body = "{\"seed\":\"x\",\"n\":4294967299}"; /* 3 modulo 2^32 */
	expect(l, &post, 400, "sample.size");
	post.target = AT "/ties/17/votes", post.body = "{\"order\":[\"E-1\",\"E-2\"]}";
	expect(l, &post, 403, "denied");
	post.cookie = "leitai=judge", post.token = "secret-of-judge";
	expect(l, &post, 204, NULL);
	post.body = "{\"order\":[\"E-1\",2]}";
	expect(l, &post, 400, "body.value");
	post.target = AT "/show", post.body = "{\"list\":\"all\"}";
	expect(l, &post, 403, "denied");
	post.cookie = "leitai=good", post.token = "secret-of-good";
	expect(l, &post, 200, "\"screen\":\"demo\"");
	post.body = "{\"list\":\"all\",\"entry\":\"E-1\"}";
	expect(l, &post, 400, "body.value");
	post.target = "/api/v1/contests/demo/verify", post.body = NULL;
	expect(l, &post, 200, "\"verify\":\"demo\"");
}

static const char *key_of(struct loopback *l, const char *cookie, const char *target, const char *key)
{
	static char kept[8][80];
	static unsigned n;
	expect(l, &(struct post){.method = "GET", .target = target, .cookie = cookie, .more = "Idempotency-Key", .value = key}, 200,
		"\"req\":\"");
	const char *at = strstr(loopback_body(l).at, "\"req\":\"") + 7;
	snprintf(kept[++n % 8], 80, "%.*s", (int)strcspn(at, "\""), at);
	return kept[n % 8];
}

/* Keys stand in the public ledger: one read there is worth nothing to another actor, nor at another address. */
static void keys_are_ones_own(void **state)
{
	struct loopback *l = *state;
	const char *mine = key_of(l, "leitai=good", "/api/v1/accounts", "one");
	assert_int_equal(strlen(mine), 64);
	assert_string_equal(mine, key_of(l, "leitai=good", "/api/v1/accounts", "one"));
	assert_string_not_equal(mine, key_of(l, "leitai=good", "/api/v1/accounts", "two"));
	assert_string_not_equal(mine, key_of(l, "leitai=bound", "/api/v1/accounts", "one"));
	assert_string_not_equal(mine, key_of(l, "leitai=good", "/api/v1/contests/demo/links", "one"));
	char seen[80];
	snprintf(seen, sizeof(seen), "%s", mine);
	assert_string_not_equal(seen, key_of(l, "leitai=bound", "/api/v1/accounts", seen));
	assert_string_equal(key_of(l, "leitai=good", "/api/v1/accounts", "no key!"), "no key!"); /* refused further in */
}

/* What one session was shown is shown to nobody else. */
static void never_kept(void **state)
{
	struct loopback *l = *state;
	struct post get = {.method = "GET", .target = "/api/v1/accounts"};
	expect(l, &get, 200, "account:1");
	assert_string_equal(loopback_field(l, "Cache-Control"), "no-store");
	get.cookie = "";
	expect(l, &get, 401, NULL);
	get.cookie = "leitai=bound";
	expect(l, &get, 200, "link:1");
	/* A page that is kept answers reads only. */
	assert_int_equal(loopback_get(l, "/api/v1/contests/demo"), 200);
	assert_int_equal(loopback_get(l, "/api/v1/contests/demo"), 200);
	expect(l, &(struct post){.target = "/api/v1/contests/demo"}, 405, "request.method");
}

/* The two addresses of a sign-in elsewhere: always on to the next, with a cookie that only comes back from a top-level page. */
static void providers_send_browsers_on(void **state)
{
	struct loopback *l = *state;
	struct post get = {.method = "GET", .target = "/api/v1/session/oidc", .cookie = "", .token = ""};
	expect(l, &get, 200, "{\"providers\":[{\"name\":\"corp\",\"title\":\"Corp\"}]}");
	get.target = "/api/v1/session/oidc/corp?after=/c/demo";
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "https://corp.example/auth?site=http://localhost&after=/c/demo");
	assert_string_equal(loopback_field(l, "Set-Cookie"),
		"leitai-oidc=s; Path=/api/v1/session/oidc; Max-Age=600; HttpOnly; SameSite=Lax");
	assert_string_equal(loopback_field(l, "Cache-Control"), "no-store");
	get.more = "X-Forwarded-Proto", get.value = "https";
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Set-Cookie"),
		"__Secure-leitai-oidc=s; Path=/api/v1/session/oidc; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
	get.more = NULL;
	get.target = "/api/v1/session/oidc/dead";
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "/sign-in?problem=provider.unreachable");
	assert_null(loopback_field(l, "Set-Cookie"));
	get.target = "/api/v1/session/oidc/none";
	expect(l, &get, 404, "provider.unknown");
	get.target = "/api/v1/session/oidc/corp?x=1";
	expect(l, &get, 400, "query.unknown");
	get.target = "/api/v1/session/oidc/corp", get.remote = true;
	expect(l, &get, 403, "sign-in.insecure");
	get = (struct post){.method = "GET", .cookie = "leitai-oidc=s", .token = "",
		.target = "/api/v1/session/oidc/corp/callback?state=s&code=good&session_state=theirs"};
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "/c/demo/desk");
	assert_non_null(strstr(loopback_field(l, "Set-Cookie"), "leitai=fresh; Path=/; Max-Age="));
	assert_non_null(strstr(loopback_field(l, "Set-Cookie"), "HttpOnly; SameSite=Strict"));
	get.cookie = "__Secure-leitai-oidc=s"; /* of https, which this is not */
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "/sign-in?problem=sign-in.state");
	assert_null(loopback_field(l, "Set-Cookie"));
	get.cookie = "leitai-oidc=s; leitai-oidc=s";
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "/sign-in?problem=sign-in.state");
	get.cookie = "leitai-oidc=s", get.target = "/api/v1/session/oidc/corp/callback?state=s&code=other";
	expect(l, &get, 303, NULL);
	assert_string_equal(loopback_field(l, "Location"), "/sign-in?problem=sign-in.unlinked&subject=a%20b%26c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cookies_by_scheme, setup, teardown),
		cmocka_unit_test_setup_teardown(this_machine_by_name, setup, teardown),
		cmocka_unit_test_setup_teardown(signing_out, setup, teardown),
		cmocka_unit_test_setup_teardown(refusals, setup, teardown),
		cmocka_unit_test_setup_teardown(changes_come_from_our_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(bodies_have_rules, setup, teardown),
		cmocka_unit_test_setup_teardown(links_are_bound, setup, teardown),
		cmocka_unit_test_setup_teardown(providers_send_browsers_on, setup, teardown),
		cmocka_unit_test_setup_teardown(sheets_come_in, setup, teardown),
		cmocka_unit_test_setup_teardown(assignments, setup, teardown),
		cmocka_unit_test_setup_teardown(floors_move, setup, teardown),
		cmocka_unit_test_setup_teardown(heats_and_ties, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_are_ones_own, setup, teardown),
		cmocka_unit_test_setup_teardown(never_kept, setup, teardown),
	};
	return cmocka_run_group_tests_name("http/session", tests, NULL, NULL);
}
