/* Signing in through a provider that is a function here: who gets in, who doesn't, and every way to cheat. */
#include "case.h"

#include "app/oidc.h"
#include "app/people.h"
#include "base/json.h"
#include "base/sha.h"
#include "fetch/fetch.h"
#include "store/identity.h"
#include "store/people.h"
#include "store/store.h"
#include "token/forge.h"

#include <stdio.h>

#define ISSUER "https://corp.example"
#define NOW_S 1777629600

/* What the provider does; the test turns the knobs. */
struct corp {
	struct arena *arena;
	struct forge *key, *next, *stranger;
	const char *kid;                  /* of the key that its JWK set shows */
	bool rotated, down;
	const char *header, *subject, *more; /* of the token; more: ",\"email\":…" */
	const char *issuer, *audience, *nonce; /* NULL: right */
	int64_t age_s;
	bool tampered, unsigned_token, by_stranger;
	int asked, documents, keys, exchanges;
	char form[2000], user[200];
	const char *auth; /* extra member of the document */
	const char *challenge, *sent_nonce; /* of the authorisation request */
};

struct scene {
	struct engine *e;
	struct corp corp;
	struct fetch fetch;
	struct app *app;
	struct oidc_begun begun;
	struct oidc_done done;
};

/* app_options has a clock without a context. */
static int64_t clock_s = NOW_S;

static int64_t now_ms(void)
{
	return clock_s * 1000;
}

static const char *document(const struct corp *c)
{
	return arena_printf(c->arena,
		"{\"issuer\":\"%s\",\"authorization_endpoint\":\"" ISSUER "/auth?x=1\",\"token_endpoint\":\"" ISSUER
		"/token\",\"jwks_uri\":\"" ISSUER "/keys\"%s}",
		c->issuer && c->issuer[0] == '!' ? "https://else.example" : ISSUER, c->auth ? c->auth : "");
}

/* As RFC 7636 §4.6 has it. */
static bool verifier_fits(const struct corp *c)
{
	const char *at = strstr(c->form, "code_verifier=");
	assert_non_null(at);
	at += strlen("code_verifier=");
	struct sha sum = sha256(at, strcspn(at, "&"));
	return str_eq(forge_base64url(sum.bytes, SHA_LEN, c->arena), c->challenge);
}

static const char *token_of(struct corp *c)
{
	const char *claims = arena_printf(c->arena,
		"{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%lld,\"iat\":%lld,\"nonce\":\"%s\"%s}",
		c->issuer ? c->issuer : ISSUER, c->subject, c->audience ? c->audience : "leitai",
		(long long)(clock_s - c->age_s + 300), (long long)(clock_s - c->age_s), c->nonce ? c->nonce : c->sent_nonce,
		c->more ? c->more : "");
	struct forge *key = c->by_stranger ? c->stranger : c->rotated ? c->next : c->key;
	char *token = arena_strdup(c->arena, forge_token(key, c->header, claims, c->arena));
	if (c->unsigned_token)
		strrchr(token, '.')[1] = '\0';
	if (c->tampered)
		token[strcspn(token, ".") + 20] ^= 1;
	return arena_printf(c->arena, "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}", token);
}

static bool ask(void *context, const struct fetch_request *rq, struct arena *arena, struct fetch_answer *ret, struct err *err)
{
	struct corp *c = context;
	const char *text = "{\"error\":\"not_found\"}";
	int status = 404;
	c->asked++;
	if (c->down)
		return fail(err, ERR_IO, "fetch.failed", "Timeout was reached.");
	if (str_eq(rq->url, ISSUER "/.well-known/openid-configuration")) {
		c->documents++;
		status = 200, text = document(c);
	} else if (str_eq(rq->url, ISSUER "/keys")) {
		c->keys++;
		status = 200;
		text = arena_printf(c->arena, "{\"keys\":[%s]}", forge_jwk(c->rotated ? c->next : c->key, c->kid, "", c->arena));
	} else if (str_eq(rq->url, ISSUER "/token")) {
		c->exchanges++;
		assert_true(snprintf(c->form, sizeof(c->form), "%s", rq->form) < (int)sizeof(c->form));
		snprintf(c->user, sizeof(c->user), "%s:%s", rq->user ? rq->user : "", rq->password ? rq->password : "");
		bool good = strstr(c->form, "code=good") && verifier_fits(c);
		status = good ? 200 : 400;
		text = good ? token_of(c) : "{\"error\":\"invalid_grant\"}";
	}
	*ret = (struct fetch_answer){status, arena_strdup(arena, text), strlen(text)};
	return true;
}

static void open_scene(struct scene *s, struct engine *e, bool by_email)
{
	*s = (struct scene){.e = e, .corp = {.arena = e->arena, .kid = "one", .subject = "u-1", .header = "{\"alg\":\"ES256\",\"kid\":\"one\"}"}};
	s->corp.key = forge_new(FORGE_EC);
	s->corp.next = forge_new(FORGE_EC);
	s->corp.stranger = forge_new(FORGE_EC);
	s->fetch = (struct fetch){ask, &s->corp};
	assert_ok(e, app_open(&(struct app_options){.url = e->url, .fetch = &s->fetch, .now_ms = now_ms}, &s->app, &e->err));
	struct new_provider corp = {"corp", "Corp", ISSUER, "leitai", "s&cret", by_email};
	struct new_account li = {.login = "li@example.org", .password = "0123456789"},
			   boss = {.login = "boss@example.org", .password = "0123456789", .admin = true};
	int64_t id;
	assert_ok(e, app_add_provider(s->app, &CASE_RQ, &corp, &e->err));
	assert_ok(e, app_add_account(s->app, &CASE_RQ, &li, &id, &e->err));
	assert_ok(e, app_add_account(s->app, &CASE_RQ, &boss, &id, &e->err));
}

static void close_scene(struct scene *s)
{
	app_close(s->app);
	forge_free(s->corp.key);
	forge_free(s->corp.next);
	forge_free(s->corp.stranger);
}

static int64_t account_of(struct scene *s, const char *login)
{
	int64_t id;
	assert_ok(s->e, app_find_account(s->app, login, &id, &s->e->err));
	return id;
}

static const char *param(struct scene *s, const char *name)
{
	const char *at = strstr(s->begun.url, arena_printf(s->e->arena, "&%s=", name));
	assert_non_null(at);
	at += strlen(name) + 2;
	return arena_strndup(s->e->arena, at, strcspn(at, "&"));
}

static void begin(struct scene *s, const char *after)
{
	struct oidc_start start = {"corp", "https://contest.example.org", after, NULL};
	assert_ok(s->e, app_begin_oidc(s->app, &start, s->e->arena, &s->begun, &s->e->err));
	s->corp.challenge = param(s, "code_challenge");
	s->corp.sent_nonce = param(s, "nonce");
}

static const char *come_back(struct scene *s, const struct oidc_return *with)
{
	s->e->err = (struct err){0};
	bool in = app_finish_oidc(s->app, with, s->e->arena, &s->done, &s->e->err);
	assert_int_equal(in, s->e->err.code[0] == '\0');
	assert_int_equal(in, s->done.session.token[0] != '\0');
	return s->e->err.code;
}

static struct oidc_return right(const struct scene *s)
{
	return (struct oidc_return){.provider = "corp", .state = s->begun.state, .cookie = s->begun.state, .code = "good"};
}

static const char *finish(struct scene *s)
{
	struct oidc_return with = right(s);
	return come_back(s, &with);
}

static const char *sign_in(struct scene *s)
{
	begin(s, "/c/t/desk");
	return finish(s);
}

/* Whom the new session stands for. */
static const char *who(struct scene *s)
{
	struct principal p;
	assert_ok(s->e, app_session(s->app, s->done.session.token, NULL, s->e->arena, &p, &s->e->err));
	return p.id;
}

static void link_li(struct scene *s, bool off)
{
	assert_ok(s->e, app_link_identity(s->app, &CASE_RQ, account_of(s, "li@example.org"), ISSUER, "u-1", off, &s->e->err));
}

static void a_linked_account_gets_in(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	begin(&s, "/c/t/desk");
	assert_ptr_equal(strstr(s.begun.url, ISSUER "/auth?x=1&response_type=code&"), s.begun.url);
	assert_string_equal(param(&s, "redirect_uri"), "https%3A%2F%2Fcontest.example.org%2Fapi%2Fv1%2Fsession%2Foidc%2Fcorp%2Fcallback");
	assert_string_equal(param(&s, "code_challenge_method"), "S256");
	assert_string_equal(param(&s, "state"), s.begun.state);
	assert_string_equal(finish(&s), "");
	assert_string_equal(s.done.after, "/c/t/desk");
	assert_string_equal(who(&s), "account:1");
	assert_string_equal(s.corp.user, "leitai:s%26cret");
	assert_null(strstr(s.corp.form, "client_secret"));
	/* The second time nothing but the code is exchanged: what the provider says about itself is kept. */
	assert_string_equal(sign_in(&s), "");
	assert_int_equal(s.corp.documents, 1);
	assert_int_equal(s.corp.keys, 1);
	link_li(&s, true);
	assert_fails(s.e, app_session(s.app, s.done.session.token, NULL, s.e->arena, &(struct principal){0}, &s.e->err), "sign-in.needed");
	assert_string_equal(sign_in(&s), "sign-in.unlinked");
	close_scene(&s);
}

static void strangers_stay_out(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	s.corp.more = ",\"email\":\"li@example.org\",\"email_verified\":true";
	assert_string_equal(sign_in(&s), "sign-in.unlinked");
	assert_string_equal(s.done.subject, "u-1");
	link_li(&s, false);
	assert_ok(s.e, app_disable_account(s.app, &CASE_RQ, account_of(&s, "li@example.org"), true, &s.e->err));
	assert_string_equal(sign_in(&s), "sign-in.unlinked");
	close_scene(&s);
}

static void a_verified_email_links_once(void **state)
{
	struct scene s;
	open_scene(&s, *state, true);
	static const char *const not_enough[] = {"", ",\"email\":\"li@example.org\"",
		",\"email\":\"li@example.org\",\"email_verified\":false", ",\"email\":\"li@example.org\",\"email_verified\":\"true\"",
		",\"email\":\"an@example.org\",\"email_verified\":true", ",\"email\":\"boss@example.org\",\"email_verified\":true"};
	for (size_t i = 0; i < COUNT_OF(not_enough); i++) {
		s.corp.more = not_enough[i];
		assert_string_equal(sign_in(&s), "sign-in.unlinked");
	}
	s.corp.more = ",\"email\":\"Li@Example.org\",\"email_verified\":true";
	assert_string_equal(sign_in(&s), "");
	assert_string_equal(who(&s), "account:1");
	/* From now on it is the subject that counts; the address in somebody else's hands opens nothing. */
	s.corp.more = "";
	assert_string_equal(sign_in(&s), "");
	s.corp.subject = "u-2";
	s.corp.more = ",\"email\":\"li@example.org\",\"email_verified\":true";
	assert_string_equal(sign_in(&s), "sign-in.unlinked");
	close_scene(&s);
}

static void a_handshake_is_this_browsers_and_good_once(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	begin(&s, NULL);
	struct oidc_return with = right(&s);
	assert_string_equal(finish(&s), "");
	assert_string_equal(s.done.after, "/me");
	assert_string_equal(finish(&s), "sign-in.state"); /* a replay */
	begin(&s, NULL);
	with = right(&s), with.cookie = NULL;
	assert_string_equal(come_back(&s, &with), "sign-in.state"); /* a link that an attacker sent */
	with.cookie = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	assert_string_equal(come_back(&s, &with), "sign-in.state");
	with.state = with.cookie; /* both made up */
	assert_string_equal(come_back(&s, &with), "sign-in.state");
	with = right(&s), with.state = NULL;
	assert_string_equal(come_back(&s, &with), "sign-in.state");
	assert_int_equal(s.corp.exchanges, 1);
	assert_string_equal(finish(&s), ""); /* none of these spent it */
	close_scene(&s);
}

static void another_providers_answer_is_refused(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	assert_ok(s.e, app_add_provider(s.app, &CASE_RQ, &(struct new_provider){"evil", NULL, "https://evil.example", "x", NULL, false}, &s.e->err));
	begin(&s, NULL);
	struct oidc_return with = right(&s);
	with.provider = "evil";
	assert_string_equal(come_back(&s, &with), "sign-in.state");
	begin(&s, NULL);
	with = right(&s), with.issuer = "https://evil.example";
	assert_string_equal(come_back(&s, &with), "token.issuer");
	begin(&s, NULL);
	with = right(&s), with.issuer = ISSUER;
	assert_string_equal(come_back(&s, &with), "");
	begin(&s, NULL);
	with = right(&s), with.error = "access_denied";
	assert_string_equal(come_back(&s, &with), "sign-in.provider");
	begin(&s, NULL);
	with = right(&s), with.code = "bad";
	assert_string_equal(come_back(&s, &with), "sign-in.provider");
	begin(&s, NULL);
	with = right(&s), with.code = NULL;
	assert_string_equal(come_back(&s, &with), "sign-in.provider");
	close_scene(&s);
}

static void wrong_tokens_are_refused(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	struct corp good = s.corp;
#define REFUSED(code, ...) do { \
		__VA_ARGS__; \
		assert_string_equal(sign_in(&s), code); \
		struct corp now = s.corp; \
		s.corp = good; \
		s.corp.asked = now.asked; \
	} while (0)
	REFUSED("token.issuer", s.corp.issuer = "https://evil.example");
	REFUSED("token.audience", s.corp.audience = "another");
	REFUSED("token.nonce", s.corp.nonce = "of-another-sign-in");
	REFUSED("token.expired", s.corp.age_s = 400);
	REFUSED("token.time", s.corp.age_s = 100000);
	REFUSED("token.time", s.corp.age_s = -1000);
	REFUSED("token.signature", s.corp.by_stranger = true);
	REFUSED("token.algorithm", s.corp.header = "{\"alg\":\"none\"}"; s.corp.unsigned_token = true);
	REFUSED("token.algorithm", s.corp.header = "{\"alg\":\"HS256\",\"kid\":\"one\"}");
	begin(&s, NULL);
	s.corp.tampered = true;
	assert_true(strncmp(finish(&s), "token.", 6) == 0);
	s.corp.tampered = false;
	assert_string_equal(sign_in(&s), "");
	close_scene(&s);
}

static void new_keys_are_fetched_once(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	assert_string_equal(sign_in(&s), "");
	s.corp.header = "{\"alg\":\"ES256\",\"kid\":\"two\"}";
	s.corp.kid = "two";
	s.corp.rotated = true;
	/* They were fetched just now and are not again, whoever sends what. */
	assert_string_equal(sign_in(&s), "token.key");
	assert_string_equal(sign_in(&s), "token.key");
	assert_int_equal(s.corp.keys, 1);
	clock_s += 60;
	assert_string_equal(sign_in(&s), "");
	assert_int_equal(s.corp.keys, 2);
	assert_int_equal(s.corp.documents, 1);
	/* A key that is nowhere: one look a sign-in at most. */
	s.corp.header = "{\"alg\":\"ES256\",\"kid\":\"three\"}";
	clock_s += 60;
	assert_string_equal(sign_in(&s), "token.key");
	assert_int_equal(s.corp.keys, 3);
	/* The old key is gone. */
	s.corp.header = "{\"alg\":\"ES256\",\"kid\":\"one\"}";
	s.corp.rotated = false, s.corp.kid = "two";
	assert_string_equal(sign_in(&s), "token.key");
	clock_s = NOW_S;
	close_scene(&s);
}

static void a_handshake_ends(void **state)
{
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	begin(&s, NULL);
	clock_s += 601;
	assert_string_equal(finish(&s), "sign-in.state");
	clock_s = NOW_S;
	close_scene(&s);
}

static void one_address_does_not_begin_for_ever(void **state)
{
	struct scene s;
	struct oidc_start start = {"corp", "https://contest.example.org", NULL, "203.0.113.9"};
	open_scene(&s, *state, false);
	for (int i = 0; i < 60; i++)
		assert_ok(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err));
	assert_fails(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err), "sign-in.wait");
	start.address = "198.51.100.7";
	assert_ok(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err));
	close_scene(&s);
}

static void a_dead_provider_is_left_alone(void **state)
{
	struct scene s;
	struct oidc_start start = {"corp", "https://contest.example.org", NULL, NULL};
	open_scene(&s, *state, false);
	s.corp.down = true;
	assert_fails(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err), "provider.unreachable");
	assert_fails(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err), "provider.unreachable");
	assert_int_equal(s.corp.asked, 1);
	clock_s += 16;
	s.corp.down = false;
	assert_ok(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err));
	clock_s = NOW_S;
	start.provider = "none";
	assert_fails(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err), "provider.unknown");
	close_scene(&s);
}

static void what_it_says_about_itself_must_fit(void **state)
{
	static const char *const extra[] = {",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"};
	struct scene s;
	struct oidc_start start = {"corp", "https://contest.example.org", NULL, NULL};
	open_scene(&s, *state, false);
	s.corp.issuer = "!";
	assert_fails(s.e, app_begin_oidc(s.app, &start, s.e->arena, &s.begun, &s.e->err), "provider.answer");
	close_scene(&s);
	struct engine *e = *state;
	engine_make_database(e, e->url);
	open_scene(&s, e, false);
	s.corp.auth = extra[0];
	link_li(&s, false);
	assert_string_equal(sign_in(&s), "");
	assert_non_null(strstr(s.corp.form, "&client_secret=s%26cret"));
	assert_string_equal(s.corp.user, ":");
	close_scene(&s);
}

static void only_paths_of_ours_come_after(void **state)
{
	static const char *const foreign[] = {"https://evil.example", "//evil.example", "/\\evil.example", "evil", "", "/a b", "/a\nb", "/\t/evil.example"};
	struct scene s;
	open_scene(&s, *state, false);
	link_li(&s, false);
	for (size_t i = 0; i < COUNT_OF(foreign); i++) {
		begin(&s, foreign[i]);
		assert_string_equal(finish(&s), "");
		assert_string_equal(s.done.after, "/me");
	}
	begin(&s, "/c/t/desk?x=1#y");
	assert_string_equal(finish(&s), "");
	assert_string_equal(s.done.after, "/c/t/desk?x=1#y");
	close_scene(&s);
}

/* The secret is in no list, for nobody. */
static void setting_up(void **state)
{
	struct scene s;
	CLEANUP(buf_done) struct buf out = {0};
	open_scene(&s, *state, true);
	struct engine *e = s.e;
	assert_ok(e, app_list_providers(s.app, &CASE_RQ, &out, &e->err));
	assert_non_null(strstr(buf_str(&out), "\"client\":\"leitai\",\"secret\":true,\"match\":\"email\""));
	assert_null(strstr(buf_str(&out), "s&cret"));
	buf_clear(&out);
	assert_ok(e, view_providers(s.app, &out, &e->err));
	assert_string_equal(buf_str(&out), "{\"providers\":[{\"name\":\"corp\",\"title\":\"Corp\"}]}");
	struct principal chair = {.id = "account:1", .roles = 1u << ROLE_CHAIR | 1u << ROLE_ORGANISER};
	struct request rq = {.actor = "account:1", .who = &chair};
	assert_fails(e, app_list_providers(s.app, &rq, &out, &e->err), "denied");
	assert_fails(e, app_remove_provider(s.app, &rq, "corp", &e->err), "denied");
	assert_fails(e, app_link_identity(s.app, &rq, 1, ISSUER, "u", false, &e->err), "denied");
	static const struct {
		struct new_provider p;
		const char *code;
	} wrong[] = {
		{{"a b", NULL, ISSUER, "c", NULL, false}, "provider.name"}, {{"x", NULL, "http://corp.example", "c", NULL, false}, "provider.issuer"},
		{{"x", NULL, ISSUER "?a=b", "c", NULL, false}, "provider.issuer"}, {{"x", NULL, ISSUER, "", NULL, false}, "provider.client"},
		{{"x", NULL, ISSUER, "c", "", false}, "provider.client"}, {{"x", "a\nb", ISSUER, "c", NULL, false}, "provider.title"},
		{{"corp", NULL, "https://b.example", "c", NULL, false}, "provider.exists"}, {{"x", NULL, ISSUER, "c", NULL, false}, "provider.exists"}};
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_fails(e, app_add_provider(s.app, &CASE_RQ, &wrong[i].p, &e->err), wrong[i].code);
	assert_fails(e, app_link_identity(s.app, &CASE_RQ, 99, ISSUER, "u", false, &e->err), "account.unknown");
	assert_fails(e, app_link_identity(s.app, &CASE_RQ, 1, ISSUER, "u", true, &e->err), "identity.unknown");
	assert_fails(e, app_link_identity(s.app, &CASE_RQ, 1, ISSUER, "", false, &e->err), "identity.form");
	link_li(&s, false);
	link_li(&s, false);
	assert_fails(e, app_link_identity(s.app, &CASE_RQ, account_of(&s, "boss@example.org"), ISSUER, "u-1", false, &e->err), "identity.taken");
	assert_ok(e, app_remove_provider(s.app, &CASE_RQ, "corp", &e->err));
	assert_fails(e, app_remove_provider(s.app, &CASE_RQ, "corp", &e->err), "provider.unknown");
	close_scene(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(a_linked_account_gets_in),
		ENGINE_TEST(strangers_stay_out),
		ENGINE_TEST(a_verified_email_links_once),
		ENGINE_TEST(a_handshake_is_this_browsers_and_good_once),
		ENGINE_TEST(another_providers_answer_is_refused),
		ENGINE_TEST(wrong_tokens_are_refused),
		ENGINE_TEST(new_keys_are_fetched_once),
		ENGINE_TEST(a_handshake_ends),
		ENGINE_TEST(one_address_does_not_begin_for_ever),
		ENGINE_TEST(a_dead_provider_is_left_alone),
		ENGINE_TEST(what_it_says_about_itself_must_fit),
		ENGINE_TEST(only_paths_of_ours_come_after),
		ENGINE_TEST(setting_up),
	};
	return engines_run("app/oidc", tests, COUNT_OF(tests));
}
