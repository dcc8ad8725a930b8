/* Accounts, roles, links and sessions, on both engines: who gets in, who does not, and what it leaves behind. */
#include "case.h"

#include "app/context.h"
#include "app/people.h"
#include "app/secret.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>

#define PASSWORD "correct horse battery"

static _Atomic int64_t clock_ms;

static int64_t told_time(void)
{
	return clock_ms;
}

static struct app_case people_open(struct engine *e)
{
	struct app_case c = case_open(e);
	clock_ms = c.app->now_ms();
	c.app->now_ms = told_time;
	return c;
}

static int64_t add(struct app_case *c, const char *login, bool admin)
{
	int64_t id = 0;
	assert_ok(c->engine, app_add_account(c->app, &CASE_RQ, &(struct new_account){login, NULL, PASSWORD, admin}, &id,
		&c->engine->err));
	return id;
}

static bool enter(struct app_case *c, const char *login, const char *password, const char *code, const char *address,
	struct session *ret)
{
	struct sign_in with = {.login = login, .password = password, .code = code, .address = address};
	c->engine->err = (struct err){0};
	return app_sign_in(c->app, &with, ret, &c->engine->err);
}

static bool enter_link(struct app_case *c, const char *token, const char *address, struct session *ret)
{
	struct sign_in with = {.token = token, .address = address};
	c->engine->err = (struct err){0};
	return app_sign_in(c->app, &with, ret, &c->engine->err);
}

static bool who_is(struct app_case *c, const char *token, const char *contest, struct principal *who)
{
	c->engine->err = (struct err){0};
	return app_session(c->app, token, contest, c->engine->arena, who, &c->engine->err);
}

static void account_life(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s, other;
	struct principal who;
	int64_t id = add(&c, "Li@Example.org", true), found;
	assert_int_equal(id, 1);
	assert_ok(e, app_find_account(c.app, "LI@example.ORG", &found, &e->err));
	assert_int_equal(found, 1);
	assert_fails(e, app_add_account(c.app, &CASE_RQ, &(struct new_account){"li@example.org", NULL, PASSWORD, false}, &id,
		&e->err), "account.exists");
	assert_fails(e, app_add_account(c.app, &CASE_RQ, &(struct new_account){"a b", NULL, PASSWORD, false}, &id, &e->err),
		"account.login");
	assert_fails(e, app_add_account(c.app, &CASE_RQ, &(struct new_account){"short", NULL, "123456789", false}, &id, &e->err),
		"account.password");
	assert_ok(e, enter(&c, "li@EXAMPLE.org", PASSWORD, NULL, "10.0.0.1", &s));
	assert_ok(e, enter(&c, "li@example.org", PASSWORD, NULL, "10.0.0.2", &other));
	assert_string_not_equal(s.token, other.token);
	assert_ok(e, who_is(&c, s.token, "t", &who));
	assert_string_equal(who.id, "account:1");
	assert_true(who.admin && who.roles == 0 && !who.contest);
	assert_ok(e, app_sign_out(c.app, s.token, &e->err));
	assert_fails(e, who_is(&c, s.token, NULL, &who), "sign-in.needed");
	assert_ok(e, who_is(&c, other.token, NULL, &who));
	assert_ok(e, app_set_password(c.app, &CASE_RQ, 1, NULL, "another long password", &e->err));
	assert_fails(e, who_is(&c, other.token, NULL, &who), "sign-in.needed");
	assert_fails(e, enter(&c, "li@example.org", PASSWORD, NULL, "10.0.0.1", &s), "sign-in.refused");
	assert_ok(e, enter(&c, "li@example.org", "another long password", NULL, "10.0.0.1", &s));
	assert_ok(e, app_disable_account(c.app, &CASE_RQ, 1, true, &e->err));
	assert_fails(e, who_is(&c, s.token, NULL, &who), "sign-in.needed");
	assert_fails(e, enter(&c, "li@example.org", "another long password", NULL, "10.0.0.1", &s), "sign-in.refused");
	assert_ok(e, app_disable_account(c.app, &CASE_RQ, 1, false, &e->err));
	assert_ok(e, enter(&c, "li@example.org", "another long password", NULL, "10.0.0.1", &s));
	clock_ms += (int64_t)13 * 3600 * 1000; /* idle */
	assert_fails(e, who_is(&c, s.token, NULL, &who), "sign-in.needed");
	case_close(&c);
}

/* Every refusal is the same to the last byte and costs the same hashing. */
static void refusals_are_alike(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	static const char *const logins[] = {"li", "nobody", "gone", "no login!"};
	add(&c, "li", false);
	add(&c, "gone", false);
	assert_ok(e, app_disable_account(c.app, &CASE_RQ, 2, true, &e->err));
	struct err first = {0};
	for (size_t i = 0; i < COUNT_OF(logins); i++) {
		int64_t before = c.app->password_work;
		assert_false(enter(&c, logins[i], i == 2 ? PASSWORD : "wrong password", NULL, "10.0.0.1", &s));
		assert_int_equal(c.app->password_work - before, 1);
		if (i == 0)
			first = e->err;
		assert_int_equal(e->err.kind, ERR_DENIED);
		assert_string_equal(e->err.code, "sign-in.refused");
		assert_string_equal(e->err.message, first.message);
		assert_null(strstr(e->err.message, logins[i]));
	}
	case_close(&c);
}

static void locks_out_only_the_guesser(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	static const char *const logins[] = {"li", "nobody"};
	add(&c, "li", false);
	for (size_t l = 0; l < COUNT_OF(logins); l++) {
		for (int i = 0; i < 3; i++)
			assert_fails(e, enter(&c, logins[l], "wrong password", NULL, "10.6.6.6", &s), "sign-in.refused");
		int64_t before = c.app->password_work;
		assert_fails(e, enter(&c, logins[l], PASSWORD, NULL, "10.6.6.6", &s), "sign-in.wait");
		assert_int_equal(e->err.kind, ERR_LIMIT);
		assert_int_equal(s.wait_s, 2);
		assert_int_equal(c.app->password_work, before); /* nothing was tried */
	}
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "10.0.0.1", &s)); /* the owner, from elsewhere */
	clock_ms += 2000;
	assert_fails(e, enter(&c, "li", "wrong password", NULL, "10.6.6.6", &s), "sign-in.refused");
	assert_fails(e, enter(&c, "li", "wrong password", NULL, "10.6.6.6", &s), "sign-in.wait");
	assert_int_equal(s.wait_s, 4); /* it grows */
	clock_ms += 4000;
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "10.6.6.6", &s)); /* the owner from there, after waiting */
	assert_fails(e, enter(&c, "li", "wrong password", NULL, "10.6.6.6", &s), "sign-in.refused");
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "10.6.6.6", &s)); /* a success forgives */
	case_close(&c);
}

static void one_address_many_logins(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	add(&c, "li", false);
	int refused = 0;
	for (int i = 0; i < 64; i++) {
		char token[32];
		snprintf(token, sizeof(token), "token-%d", i);
		assert_false(enter_link(&c, token, "10.6.6.6", &s));
		refused += str_eq(e->err.code, "sign-in.link");
	}
	assert_int_equal(refused, 60);
	assert_string_equal(e->err.code, "sign-in.wait");
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "10.6.6.6", &s)); /* passwords have a bucket of their own */
	struct made_link link;
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "viewer"}, &link, &e->err));
	assert_ok(e, enter_link(&c, link.token, "10.6.6.6", &s)); /* a right token is always taken */
	case_close(&c);
}

static const char *secret_of(struct engine *e, const char *uri)
{
	const char *at = strstr(uri, "secret=");
	assert_non_null(at);
	return arena_strndup(e->arena, at + 7, TOTP_SECRET - 1);
}

static void one_time_codes(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	const char *uri;
	char code[7], next[7];
	add(&c, "li", false);
	assert_ok(e, app_enrol_totp(c.app, &CASE_RQ, 1, false, e->arena, &uri, &e->err));
	const char *secret = secret_of(e, uri);
	assert_true(totp_code(secret, clock_ms / TOTP_STEP_MS, code));
	assert_true(totp_code(secret, clock_ms / TOTP_STEP_MS + 1, next));
	for (int i = 0; i < 4; i++) /* asking for the code costs no attempt */
		assert_fails(e, enter(&c, "li", PASSWORD, NULL, "a", &s), "sign-in.code");
	assert_fails(e, enter(&c, "li", "wrong password", code, "a", &s), "sign-in.refused");
	assert_ok(e, enter(&c, "li", PASSWORD, code, "a", &s));
	assert_fails(e, enter(&c, "li", PASSWORD, code, "b", &s), "sign-in.code"); /* replayed */
	clock_ms += TOTP_STEP_MS;
	assert_ok(e, enter(&c, "li", PASSWORD, next, "b", &s));
	clock_ms += 3 * TOTP_STEP_MS;
	assert_fails(e, enter(&c, "li", PASSWORD, next, "c", &s), "sign-in.code"); /* too old */
	/* Whoever has the password does not guess the code, from however many addresses. */
	int wrong = 0;
	for (int i = 0; i < 70 && !str_eq(e->err.code, "sign-in.wait"); i++, wrong++) {
		char address[32];
		snprintf(address, sizeof(address), "10.0.1.%d", i);
		assert_false(enter(&c, "li", PASSWORD, next, address, &s));
	}
	assert_in_range(wrong, 50, 61);
	assert_int_equal(s.wait_s, 10);
	assert_fails(e, enter(&c, "li", PASSWORD, NULL, "c", &s), "sign-in.code"); /* asking is still free */
	clock_ms += 2 * TOTP_STEP_MS;
	assert_true(totp_code(secret, clock_ms / TOTP_STEP_MS, code));
	assert_ok(e, enter(&c, "li", PASSWORD, code, "c", &s));
	assert_ok(e, app_enrol_totp(c.app, &CASE_RQ, 1, true, e->arena, &uri, &e->err));
	assert_null(uri);
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "c", &s));
	case_close(&c);
}

/* RFC 6238's vectors for SHA-1 (six last digits); its secret "12345678901234567890" in base32. */
static void rfc6238(void **state)
{
	(void)state;
	static const struct {
		int64_t at_s;
		const char *code;
	} vectors[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"},
		{2000000000, "279037"}, {20000000000, "353130"}};
	char code[7];
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		assert_true(totp_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", vectors[i].at_s / 30, code));
		assert_string_equal(code, vectors[i].code);
	}
	assert_false(totp_code("short", 1, code));
	assert_false(totp_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ!", 1, code));
}

static void roles(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	struct principal who;
	add(&c, "li", false);
	assert_ok(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "chair", NULL, &e->err));
	assert_ok(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "expert", "X2", &e->err));
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "chair", NULL, &e->err), "role.held");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "admin", NULL, &e->err), "role.admin");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "king", NULL, &e->err), "role.unknown");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "expert", NULL, &e->err), "role.expert");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "floor", "X1", &e->err), "role.expert");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "t", 2, "floor", NULL, &e->err), "account.unknown");
	assert_fails(e, app_grant_role(c.app, &CASE_RQ, "u", 1, "floor", NULL, &e->err), "contest.unknown");
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "a", &s));
	assert_ok(e, who_is(&c, s.token, "t", &who));
	assert_int_equal(who.roles, 1u << ROLE_CHAIR | 1u << ROLE_EXPERT);
	assert_string_equal(who.expert, "X2");
	assert_ok(e, who_is(&c, s.token, "other", &who));
	assert_int_equal(who.roles, 0);
	struct request rq = {"account:1", NULL, &who};
	assert_fails(e, app_grant_role(c.app, &rq, "t", 1, "organiser", NULL, &e->err), "denied");
	CLEANUP(buf_done) struct buf out = {0};
	assert_fails(e, app_list_accounts(c.app, &rq, &out, &e->err), "denied");
	assert_int_equal(out.len, 0);
	assert_ok(e, app_revoke_role(c.app, &CASE_RQ, "t", 1, "chair", &e->err));
	assert_fails(e, app_revoke_role(c.app, &CASE_RQ, "t", 1, "chair", &e->err), "role.unheld");
	assert_ok(e, who_is(&c, s.token, "t", &who));
	assert_int_equal(who.roles, 1u << ROLE_EXPERT);
	case_close(&c);
}

static void links(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s, again;
	struct principal who;
	struct made_link link, wall;
	struct new_link expert = {.role = "expert", .expert = "X1", .stage = "semi", .heat = "a", .label = "平板 1"};
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &expert, &link, &e->err));
	assert_int_equal(strlen(link.token), TOKEN_TEXT - 1);
	assert_int_equal(link.expires_ms, clock_ms + (int64_t)24 * 3600 * 1000);
	static const struct {
		struct new_link link;
		const char *code;
	} wrong[] = {
		{{.role = "organiser"}, "link.role"}, {{.role = "admin"}, "link.role"}, {{.role = "x"}, "role.unknown"},
		{{.role = "expert"}, "role.expert"}, {{.role = "expert", .expert = "X9"}, "expert.unknown"},
		{{.role = "floor", .heat = "a"}, "link.heat"}, {{.role = "floor", .stage = "x"}, "stage.unknown"},
		{{.role = "floor", .stage = "semi", .heat = "x"}, "heat.unknown"}, {{.role = "floor", .expires_ms = 1}, "link.expires"},
		{{.role = "floor", .expires_ms = INT64_MAX}, "link.expires"}, {{.role = "floor", .label = "a\nb"}, "link.label"},
	};
	struct made_link none;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_fails(e, app_make_link(c.app, &CASE_RQ, "t", &wrong[i].link, &none, &e->err), wrong[i].code);
	assert_ok(e, enter_link(&c, link.token, "a", &s));
	assert_int_equal(s.expires_ms, link.expires_ms);
	assert_fails(e, enter_link(&c, link.token, "a", &again), "sign-in.link"); /* once */
	assert_ok(e, who_is(&c, s.token, "t", &who));
	assert_string_equal(who.id, "link:1");
	assert_string_equal(who.contest, "t");
	assert_string_equal(who.expert, "X1");
	assert_string_equal(who.stage, "semi");
	assert_string_equal(who.heat, "a");
	assert_int_equal(who.roles, 1u << ROLE_EXPERT);
	assert_fails(e, who_is(&c, s.token, "u", &who), "contest.unknown");
	assert_ok(e, who_is(&c, s.token, NULL, &who));
	assert_int_equal(who.roles, 0);
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "viewer", .reusable = true}, &wall, &e->err));
	assert_ok(e, enter_link(&c, wall.token, "a", &s));
	assert_ok(e, enter_link(&c, wall.token, "a", &again));
	assert_fails(e, app_revoke_link(c.app, &CASE_RQ, "u", 2, &e->err), "link.unknown");
	assert_ok(e, app_revoke_link(c.app, &CASE_RQ, "t", 2, &e->err));
	assert_fails(e, app_revoke_link(c.app, &CASE_RQ, "t", 2, &e->err), "link.revoked");
	assert_fails(e, who_is(&c, again.token, "t", &who), "sign-in.needed");
	assert_fails(e, enter_link(&c, wall.token, "a", &s), "sign-in.link");
	case_close(&c);
}

static void a_link_ends(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	struct principal who;
	struct made_link link;
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "floor", .reusable = true}, &link, &e->err));
	assert_ok(e, enter_link(&c, link.token, "a", &s));
	clock_ms = link.expires_ms - 1;
	assert_ok(e, who_is(&c, s.token, "t", &who));
	clock_ms++;
	assert_fails(e, who_is(&c, s.token, "t", &who), "sign-in.needed");
	assert_fails(e, enter_link(&c, link.token, "a", &s), "sign-in.link");
	case_close(&c);
}

/* The planted session ends, and the new one has another token. */
static void no_fixation(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session planted, s;
	struct principal who;
	add(&c, "li", false);
	add(&c, "eve", false);
	assert_ok(e, enter(&c, "eve", PASSWORD, NULL, "a", &planted));
	struct sign_in with = {.login = "li", .password = PASSWORD, .address = "a", .old = planted.token};
	assert_ok(e, app_sign_in(c.app, &with, &s, &e->err));
	assert_string_not_equal(s.token, planted.token);
	assert_fails(e, who_is(&c, planted.token, NULL, &who), "sign-in.needed");
	assert_ok(e, who_is(&c, s.token, NULL, &who));
	assert_string_equal(who.id, "account:1");
	case_close(&c);
}

static void own_password(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	add(&c, "li", false);
	add(&c, "an", false);
	struct principal who = {.id = "account:1"};
	struct request rq = {"account:1", NULL, &who};
	assert_fails(e, app_set_password(c.app, &rq, 2, PASSWORD, "another long password", &e->err), "account.unknown");
	assert_fails(e, app_set_password(c.app, &rq, 9, PASSWORD, "another long password", &e->err), "account.unknown");
	assert_fails(e, app_set_password(c.app, &rq, 1, NULL, "another long password", &e->err), "account.current");
	assert_fails(e, app_set_password(c.app, &rq, 1, "wrong password", "another long password", &e->err), "account.current");
	assert_ok(e, app_set_password(c.app, &rq, 1, PASSWORD, "another long password", &e->err));
	/* A session taken over is no place to guess passwords. */
	for (int i = 0; i < 3; i++)
		assert_fails(e, app_set_password(c.app, &rq, 1, "wrong password", PASSWORD, &e->err), "account.current");
	assert_fails(e, app_set_password(c.app, &rq, 1, "another long password", PASSWORD, &e->err), "sign-in.wait");
	struct session s;
	assert_ok(e, enter(&c, "li", "another long password", NULL, "a", &s)); /* and shuts nobody out */
	clock_ms += 2000;
	assert_ok(e, app_set_password(c.app, &rq, 1, "another long password", PASSWORD, &e->err));
	assert_fails(e, app_disable_account(c.app, &rq, 2, true, &e->err), "denied");
	struct principal admin = {.id = "account:1", .admin = true};
	rq.who = &admin;
	int64_t id;
	assert_ok(e, app_add_account(c.app, &CASE_RQ, &(struct new_account){"boss", NULL, PASSWORD, true}, &id, &e->err));
	assert_fails(e, app_disable_account(c.app, &rq, id, true, &e->err), "account.last-admin");
	case_close(&c);
}

struct search {
	const char *const *words;
	size_t count;
	struct buf text;
};

static bool dump(struct db *db, void *context, struct err *err)
{
	static const char *const queries[] = {"SELECT line FROM record", "SELECT body FROM sealed", "SELECT hash FROM session",
		"SELECT hash FROM link", "SELECT hash FROM account", "SELECT bucket FROM attempt", "SELECT value FROM setting"};
	struct search *s = context;
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		CLEANUP(db_cursor_done) struct db_cursor c = {0};
		if (!db_query(db, queries[i], DB_NO_ARGS, &c, err))
			return false;
		for (bool row = true; row;) {
			if (!db_next(&c, &row, err))
				return false;
			struct db_value v = row ? db_column(&c, 0) : (struct db_value){0};
			if (v.type == DB_TEXT)
				buf_put(&s->text, v.text, v.len);
			buf_putc(&s->text, '\n');
		}
	}
	return true;
}

/* What a thief of the database, or a reader of the ledger, finds: no token, no password, in the ledger no name either. */
static void nothing_in_clear(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s, t;
	struct made_link link;
	add(&c, "li.secret", false);
	assert_ok(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "chair", NULL, &e->err));
	assert_ok(e, app_make_link(c.app, &CASE_RQ, "t", &(struct new_link){.role = "viewer", .label = "LABEL"}, &link, &e->err));
	assert_ok(e, enter(&c, "li.secret", PASSWORD, NULL, "10.9.8.7", &s));
	assert_fails(e, enter(&c, "li.secret", "wrong and secret", NULL, "10.9.8.7", &t), "sign-in.refused");
	assert_ok(e, enter_link(&c, link.token, "10.9.8.7", &t));
	const char *const words[] = {PASSWORD, "wrong and secret", s.token, t.token, link.token, "li.secret", "LABEL", "10.9.8.7"};
	struct search search = {words, COUNT_OF(words), {0}};
	assert_ok(e, store_read(c.app->store, dump, &search, &e->err));
	assert_non_null(strstr(buf_str(&search.text), "\"type\":\"role.grant\""));
	assert_non_null(strstr(buf_str(&search.text), "\"type\":\"link.make\""));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_null(strstr(buf_str(&search.text), words[i]));
	buf_done(&search.text);
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, app_list_links(c.app, &CASE_RQ, "t", &out, &e->err));
	assert_ok(e, app_list_accounts(c.app, &CASE_RQ, &out, &e->err));
	assert_null(strstr(buf_str(&out), link.token));
	assert_null(strstr(buf_str(&out), "argon2"));
	assert_non_null(strstr(buf_str(&out), "\"login\":\"li.secret\""));
	case_close(&c);
}

static void about_me(void **state)
{
	struct engine *e = *state;
	struct app_case c = people_open(e);
	struct session s;
	char secret[65];
	add(&c, "li", true);
	assert_ok(e, app_grant_role(c.app, &CASE_RQ, "t", 1, "supervisor", NULL, &e->err));
	assert_ok(e, enter(&c, "li", PASSWORD, NULL, "a", &s));
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(e, app_about_me(c.app, s.token, &out, &e->err));
	app_session_secret(s.token, secret);
	assert_non_null(strstr(buf_str(&out), "\"roles\":[{\"contest\":\"t\",\"role\":\"supervisor\"}]"));
	assert_non_null(strstr(buf_str(&out), secret));
	assert_null(strstr(buf_str(&out), s.token));
	assert_fails(e, app_about_me(c.app, "nonsense", &out, &e->err), "sign-in.needed");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(account_life), ENGINE_TEST(refusals_are_alike),
		ENGINE_TEST(locks_out_only_the_guesser), ENGINE_TEST(one_address_many_logins), ENGINE_TEST(one_time_codes),
		cmocka_unit_test(rfc6238), ENGINE_TEST(roles), ENGINE_TEST(links), ENGINE_TEST(a_link_ends),
		ENGINE_TEST(no_fixation), ENGINE_TEST(own_password), ENGINE_TEST(nothing_in_clear), ENGINE_TEST(about_me)};
	return engines_run("app/people", tests, COUNT_OF(tests));
}
