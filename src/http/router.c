/* A dozen routes are compared one by one, segment by segment; answers that are
 * asked for often come out of the snapshots and never get here. */
#include "http/router.h"

#include "base/arena.h"
#include "base/sha.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next segment of a pattern as a slice; false at its end. */
static bool next_segment(const char **at, struct slice *ret)
{
	if (**at != '/')
		return false;
	const char *start = *at + 1;
	size_t len = strcspn(start, "/");
	*ret = (struct slice){start, len};
	*at = start + len;
	return true;
}

/* Decimal digits without sign or leading zero, at most 15 of them. */
static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");
	return n > 0 && n <= 15 && s[n] == '\0' && (s[0] != '0' || n == 1);
}

static bool ends_with(struct slice s, const char *tail)
{
	size_t len = strlen(tail);
	return s.len >= len && memcmp(s.at + s.len - len, tail, len) == 0;
}

static bool match_param(struct slice pattern, const char *value)
{
	return ends_with(pattern, ":number}") ? is_number(value) : str_is_id(value);
}

static bool match(const struct route *route, struct http_call *call)
{
	const struct http_target *t = call->target;
	const char *at = route->path;
	struct slice pattern;
	size_t segment = 0, param = 0;
	while (next_segment(&at, &pattern)) {
		if (segment == t->segment_count)
			return false;
		const char *value = t->segments[segment++];
		bool is_param = pattern.len && pattern.at[0] == '{';
		if (is_param ? !match_param(pattern, value) : !slice_eq(pattern, value))
			return false;
		if (is_param)
			call->params[param++] = value;
	}
	return segment == t->segment_count && !t->slash;
}

static const struct query_rule *find_rule(const struct route *route, const char *name)
{
	for (size_t i = 0; i < ROUTE_QUERY && route->query[i].name; i++)
		if (str_eq(route->query[i].name, name))
			return &route->query[i];
	return NULL;
}

static bool check_value(const struct query_rule *rule, const char *value, struct err *err)
{
	static const char *const wants[] = {[QUERY_TEXT] = "a shorter text",
		[QUERY_ID] = "an id",
		[QUERY_NUMBER] = "a number in its range",
		[QUERY_FLAG] = "0 or 1"};
	bool good = false;
	switch (rule->type) {
	case QUERY_TEXT:
		good = (int64_t)utf8_count(value) <= rule->max;
		break;
	case QUERY_ID:
		good = !*value || str_is_id(value);
		break;
	case QUERY_NUMBER:
		good = is_number(value) && atoll(value) >= rule->min && atoll(value) <= rule->max;
		break;
	case QUERY_FLAG:
		good = str_eq(value, "0") || str_eq(value, "1");
		break;
	}
	if (good)
		return true;
	if (rule->type == QUERY_NUMBER)
		return fail(err, ERR_INPUT, "query.value",
			"The parameter %s must be a number from %lld to %lld.", rule->name,
			(long long)rule->min, (long long)rule->max);
	return fail(
		err, ERR_INPUT, "query.value", "The parameter %s must be %s.", rule->name, wants[rule->type]);
}

static bool check_query(const struct http_call *call, struct err *err)
{
	for (size_t i = 0; i < call->target->param_count; i++) {
		const struct http_field *f = &call->target->params[i];
		const struct query_rule *rule = find_rule(call->route, f->name);
		if (!rule && call->route->any_query)
			continue;
		if (!rule)
			return fail(err, ERR_INPUT, "query.unknown", "There is no parameter %.60s here.",
				f->name);
		if (!check_value(rule, f->value, err))
			return false;
	}
	return true;
}

/* "GET" stands for HEAD too. */
static void add_allow(struct http_call *call, const char *method)
{
	size_t len = strlen(call->allow);
	snprintf(call->allow + len, ALLOW_TEXT - len, "%s%s", len ? ", " : "",
		str_eq(method, "GET") ? "GET, HEAD" : method);
}

bool http_route(const struct route *routes, size_t count, struct http_call *call, struct err *err)
{
	const char *method = str_eq(call->request->method, "HEAD") ? "GET" : call->request->method;
	const struct route *found = NULL;
	call->allow[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		if (!match(&routes[i], call))
			continue;
		add_allow(call, routes[i].method);
		if (str_eq(routes[i].method, method))
			found = &routes[i];
	}
	if (call->allow[0])
		add_allow(call, "OPTIONS");
	if (found) {
		(void)match(found, call);
		call->route = found;
		return check_query(call, err);
	}
	if (call->allow[0])
		return fail(err, ERR_INPUT, "request.method", "%.300s takes %s.", call->target->path, call->allow);
	return fail(err, ERR_NOT_FOUND, "address.unknown", "There is nothing at %.300s.", call->target->path);
}

static bool path_is_good(const char *path)
{
	struct slice s;
	size_t params = 0, segments = 0;
	for (const char *at = path; next_segment(&at, &s); segments++) {
		if (s.len == 0)
			return false;
		if (s.at[0] == '{' &&
			(++params > ROUTE_PARAMS || !(ends_with(s, ":id}") || ends_with(s, ":number}"))))
			return false;
	}
	return path[0] == '/' && segments > 0 && segments <= TARGET_SEGMENTS;
}

static bool method_is_good(const char *method)
{
	return str_eq(method, "GET") || str_eq(method, "POST") || str_eq(method, "PUT") || str_eq(method, "DELETE");
}

bool http_routes_check(const struct route *routes, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct route *r = &routes[i];
		if (r->policy <= POLICY_NONE || r->policy >= POLICY_COUNT)
			return fail(err, ERR_INPUT, "route.policy", "The route %s has no policy.", r->path);
		if (!r->handle || !r->doc || !r->doc[0] || !method_is_good(r->method) ||
			!path_is_good(r->path))
			return fail(err, ERR_INPUT, "route.form", "The route %s is incomplete.", r->path);
		if (r->keep && (r->policy != POLICY_PUBLIC || !str_eq(r->method, "GET")))
			return fail(err, ERR_INPUT, "route.keep",
				"The route %s keeps what not everybody may see.", r->path);
		for (size_t j = 0; j < i; j++)
			if (str_eq(routes[j].path, r->path) && str_eq(routes[j].method, r->method))
				return fail(err, ERR_INPUT, "route.double", "The route %s is there twice.",
					r->path);
	}
	return true;
}

/* Whoever reads the ledger sees keys. Hashed with the actor and the address, nobody's key is another's, nor one that was
 * used elsewhere. The body stays out: it may hold what the ledger seals. What is no key is left for the use case to refuse. */
static const char *scoped_key(const struct http_call *call)
{
	const char *key = http_request_field(call->request, "Idempotency-Key");
	char hex[SHA_HEX];
	if (!key || !str_is_id(key))
		return key;
	const char *text = arena_printf(call->arena, "%s\n%s %s\n%s", call->who->id, call->request->method,
		call->target->path, key);
	struct sha sum = sha256(text, strlen(text));
	return arena_strdup(call->arena, sha_hex(&sum, hex));
}

struct request http_request_of(const struct http_call *call)
{
	return (struct request){call->who->id, scoped_key(call), call->who};
}

int64_t http_query_number(const struct http_call *call, const char *name, int64_t fallback)
{
	const char *value = http_target_param(call->target, name);
	return value ? atoll(value) : fallback;
}

const char *http_query_text(const struct http_call *call, const char *name)
{
	const char *value = http_target_param(call->target, name);
	return value && *value ? value : NULL;
}
