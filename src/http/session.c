/* Cookies are sent by browsers whoever caused the request, so a change needs two more proofs: what the browser says
 * about the page it came from (Origin, Sec-Fetch-Site), and a token in a header that only our own pages can read and set.
 * The token is a hash of the session's, so nothing has to be kept for it. */
#include "http/session.h"

#include "app/people.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/str.h"
#include "http/http.h"
#include "http/page.h"
#include "http/router.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COOKIE_SECURE "__Host-leitai"
#define COOKIE_PLAIN "leitai"

/* ---- the client */

/* The last of the fields of that name: the one that the nearest proxy wrote. */
static const char *last_field(const struct http_request *rq, const char *name)
{
	const char *value = NULL;
	for (size_t i = 0; i < rq->field_count; i++)
		if (strcasecmp(rq->fields[i].name, name) == 0)
			value = rq->fields[i].value;
	return value;
}

/* The last element of a list. */
static struct slice last_element(const char *list)
{
	const char *comma = strrchr(list, ',');
	const char *at = comma ? comma + 1 : list;
	at += strspn(at, " \t");
	size_t len = strlen(at);
	while (len && (at[len - 1] == ' ' || at[len - 1] == '\t'))
		len--;
	return (struct slice){at, len};
}

static bool is_proxied(const struct http_request *rq)
{
	static const char *const names[] = {
		"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (http_request_field(rq, names[i]))
			return true;
	return false;
}

/* "localhost", 127.0.0.0/8 or [::1], with or without a port. Under another name a page of anywhere, whose name was made to
 * point here, could speak through a browser on this machine; so could a proxy that tells nothing but the name. */
static bool is_asked_as_local(const struct http_request *rq)
{
	const char *host = http_request_field(rq, "Host");
	char name[INET6_ADDRSTRLEN];
	struct in_addr four;
	if (!host)
		return true;
	size_t len = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (len >= sizeof(name) || len > strlen(host) || (host[len] && host[len] != ':'))
		return false;
	memcpy(name, host, len);
	name[len] = '\0';
	return strcasecmp(name, "localhost") == 0 || str_eq(name, "[::1]") ||
		(inet_pton(AF_INET, name, &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

static bool says_https(const struct http_request *rq)
{
	const char *proto = last_field(rq, "X-Forwarded-Proto"), *forwarded = last_field(rq, "Forwarded");
	if (proto) {
		struct slice s = last_element(proto);
		return s.len == 5 && strncasecmp(s.at, "https", 5) == 0;
	}
	return forwarded && strcasestr(last_element(forwarded).at, "proto=https") != NULL;
}

/* One customer of a provider has at least 64 bits of IPv6 for himself. */
static bool normal_address(struct slice text, char out[CLIENT_ADDRESS])
{
	char copy[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;
	if (!text.len || text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	if (inet_pton(AF_INET, copy, &four) == 1)
		return inet_ntop(AF_INET, &four, out, CLIENT_ADDRESS) != NULL;
	if (inet_pton(AF_INET6, copy, &six) != 1)
		return false;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return inet_ntop(AF_INET, &six.s6_addr[12], out, CLIENT_ADDRESS) != NULL;
	memset(&six.s6_addr[8], 0, 8);
	return inet_ntop(AF_INET6, &six, out, CLIENT_ADDRESS) != NULL;
}

/* One cookie of the name in one header; a second one makes it none, since nobody knows whose it is. */
static void find_cookie(const char *list, const char *name, char out[CLIENT_TOKEN], int *found)
{
	size_t name_len = strlen(name);
	for (const char *p = list; *p;) {
		p += strspn(p, " \t;");
		size_t len = strcspn(p, ";");
		if (len > name_len && strncmp(p, name, name_len) == 0 && p[name_len] == '=' &&
			++*found == 1) {
			size_t value = len - name_len - 1;
			if (value < CLIENT_TOKEN)
				memcpy(out, p + name_len + 1, value);
			out[value < CLIENT_TOKEN ? value : 0] = '\0';
		}
		p += len;
	}
}

bool http_client_cookie(const struct http_request *rq, const char *name, char out[CLIENT_TOKEN])
{
	int cookies = 0;
	out[0] = '\0';
	for (size_t i = 0; i < rq->field_count; i++)
		if (strcasecmp(rq->fields[i].name, "Cookie") == 0)
			find_cookie(rq->fields[i].value, name, out, &cookies);
	if (cookies != 1)
		out[0] = '\0';
	return out[0] != '\0';
}

void http_client_read(const struct http_request *rq, struct http_client *client)
{
	const char *for_whom = last_field(rq, "X-Forwarded-For");
	const char *peer = rq->address ? rq->address : "";
	*client = (struct http_client){.secure = says_https(rq), .loopback = rq->local && !is_proxied(rq) &&
		is_asked_as_local(rq)};
	if (!(rq->local && for_whom && normal_address(last_element(for_whom), client->address)) &&
		!normal_address((struct slice){peer, strlen(peer)}, client->address))
		snprintf(client->address, sizeof(client->address), "unknown");
	(void)http_client_cookie(rq, client->secure ? COOKIE_SECURE : COOKIE_PLAIN, client->token);
}

bool http_client_private(const struct http_client *client, struct err *err)
{
	return client->secure || client->loopback ||
		fail(err, ERR_DENIED, "sign-in.insecure",
			"Signing in needs https: put a proxy with a certificate in front, or use this "
			"machine itself.");
}

void http_put_cookie(const struct http_call *call, const struct session *session, int64_t max_age_s,
	struct http_answer *answer)
{
	bool secure = call->client.secure;
	snprintf(answer->cookie, sizeof(answer->cookie),
		"%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
		secure ? COOKIE_SECURE : COOKIE_PLAIN, session ? session->token : "",
		session ? (long long)max_age_s : 0LL, secure ? "; Secure" : "");
}

/* ---- policies */

static bool is_safe(const char *method)
{
	return str_eq(method, "GET") || str_eq(method, "HEAD");
}

/* Programs that are no browser send neither field, and no cookie that they were not given. Over https a page that came
 * in clear is another site: anybody on the way can have written it. */
static bool check_origin(const struct http_call *call, struct err *err)
{
	const struct http_request *rq = call->request;
	const char *site = http_request_field(rq, "Sec-Fetch-Site"),
		   *origin = http_request_field(rq, "Origin");
	const char *host = http_request_field(rq, "Host");
	bool ours = !site || str_eq(site, "same-origin") || str_eq(site, "none");
	if (ours && origin) {
		const char *name = strstr(origin, "://");
		ours = name && host && strcasecmp(name + 3, host) == 0 &&
			(!call->client.secure || strncasecmp(origin, "https:", 6) == 0);
	}
	return ours ||
		fail(err, ERR_DENIED, "request.origin",
			"This change was asked for by a page of another site.");
}

/* Looks at every byte whatever it finds. */
static bool equal_secrets(const char *a, const char *b)
{
	size_t len = strlen(a);
	unsigned char differ = 0;
	if (strlen(b) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		differ |= (unsigned char)(a[i] ^ b[i]);
	return differ == 0;
}

static bool check_token(const struct http_call *call, struct err *err)
{
	char secret[65];
	const char *sent = http_request_field(call->request, "X-Leitai-Token");
	app_session_secret(call->client.token, secret);
	return (sent && equal_secrets(secret, sent)) ||
		fail(err, ERR_DENIED, "request.token",
			"The X-Leitai-Token that /api/v1/me gives is missing or of another session.");
}

/* The value of the path's parameter of that name, NULL when it has none. */
static const char *path_param(const struct http_call *call, const char *name)
{
	size_t n = 0, len = strlen(name);
	for (const char *p = call->route->path; (p = strchr(p, '{')) != NULL; p++, n++)
		if (strncmp(p + 1, name, len) == 0 && p[1 + len] == ':')
			return call->params[n];
	return NULL;
}

static bool bound(const char *to, const char *asked)
{
	return !to || !asked || str_eq(to, asked);
}

/* What a link is not bound to is not there. */
static bool check_bounds(const struct http_call *call, struct err *err)
{
	const struct principal *who = call->who;
	const char *stage = path_param(call, "stage"), *heat = path_param(call, "heat"),
		   *expert = path_param(call, "expert");
	if (!bound(who->stage, stage))
		return fail(err, ERR_NOT_FOUND, "stage.unknown", "There is no stage \"%.64s\" here.", stage);
	if (!bound(who->heat, heat))
		return fail(err, ERR_NOT_FOUND, "heat.unknown", "There is no heat \"%.64s\" here.", heat);
	if (!bound(who->expert, expert))
		return fail(
			err, ERR_NOT_FOUND, "expert.unknown", "There is no expert \"%.64s\" here.", expert);
	return true;
}

/* What is for one stage does not touch the whole contest, nor what is for one heat the whole stage. */
static bool check_reach(const struct http_call *call, struct err *err)
{
	const struct principal *who = call->who;
	const char *only = who->heat && !path_param(call, "heat") ? "heat"
		: who->stage && !path_param(call, "stage") ? "stage" : NULL;
	return !only || fail(err, ERR_DENIED, "denied", "Your link is for one %s only, and this reaches further.", only);
}

static bool check_session(struct http_call *call, struct err *err)
{
	struct principal *who = ARENA_NEW(call->arena, struct principal);
	if (!call->client.token[0])
		return fail(err, ERR_DENIED, "sign-in.needed", "Sign in first.");
	if (!app_session(http_app(call->http), call->client.token, path_param(call, "contest"), call->arena,
		    who, err))
		return false;
	call->who = who;
	if (!is_safe(call->request->method) && !(check_origin(call, err) && check_token(call, err)))
		return false;
	if (!check_bounds(call, err))
		return false;
	return call->route->policy != POLICY_ACTION ||
		(principal_check(who, call->route->action, err) && check_reach(call, err));
}

bool http_policy_check(struct http_call *call, struct err *err)
{
	switch (call->route->policy) {
	case POLICY_PUBLIC:
		return is_safe(call->request->method) || check_origin(call, err);
	case POLICY_LOCAL:
		return call->client.loopback ||
			fail(err, ERR_DENIED, "route.denied",
				"This address is for operators on the server's own machine.");
	case POLICY_SIGNED_IN:
	case POLICY_ACTION:
		return check_session(call, err);
	case POLICY_NONE:
	case POLICY_COUNT:
		break;
	}
	return fail(err, ERR_DENIED, "route.denied", "Nobody may do this.");
}
