/* One visible table of routes, matched by path segments. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "app/app.h"
#include "app/principal.h"
#include "http/page.h"
#include "http/session.h"
#include "http/snapshot.h"
#include "http/target.h"

struct arena;
struct json;

enum { ROUTE_PARAMS = 4, ROUTE_QUERY = 9, ROUTE_BODY = 12, ALLOW_TEXT = 64 };

/* Who may. A route without one stops the start-up. */
enum policy {
	POLICY_NONE,
	POLICY_PUBLIC, /* everybody */
	POLICY_LOCAL,  /* a peer on this machine that no proxy speaks for: operators */
	POLICY_SIGNED_IN,
	POLICY_ACTION, /* who may do the route's action in the contest of the path */
	POLICY_COUNT
};

enum query_type { QUERY_TEXT, QUERY_ID, QUERY_NUMBER, QUERY_FLAG };

struct query_rule {
	const char *name;
	enum query_type type;
	int64_t min, max; /* of a number; max characters of a text */
};

/* BODY_WORD: a text that may be empty.
 * BODY_MARKS: an object of ids, each with a decimal as text or null */
enum body_type { BODY_TEXT, BODY_WORD, BODY_ID, BODY_NUMBER, BODY_FLAG, BODY_TIME, BODY_LIST, BODY_MARKS };

struct body_rule {
	const char *name;
	enum body_type type;
	bool optional;
	int64_t max; /* bytes of a text, items of a list, members of marks */
};

struct http_call {
	struct http *http;
	const struct route *route;
	const char *params[ROUTE_PARAMS]; /* in the order of the path */
	const struct http_target *target;
	const struct http_request *request;
	struct http_client client;
	const struct principal *who; /* NULL on public routes */
	const struct json *body;     /* as the route's rules want it */
	char allow[ALLOW_TEXT];      /* the methods of the path; "" = there is no such path */
	struct arena *arena;
};

typedef bool http_handler(const struct http_call *call, struct http_answer *answer, struct err *err);

struct route {
	const char *method;
	const char *path; /* "/api/v1/contests/{contest:id}/ledger/proof/{seq:number}" */
	http_handler *handle;
	enum policy policy;
	enum keep keep; /* the answer depends on the target and the store only: kept as a snapshot. `true` is KEEP_LEDGER */
	const char *type;
	const char *doc;
	struct query_rule query[ROUTE_QUERY]; /* up to the first without a name */
	bool any_query;       /* parameters that no rule names are let pass and looked at by nobody: other sites add theirs */
	int64_t stream_above; /* with a larger `limit` the answer is a stream, never kept; 0: no such */
	enum action action;   /* of POLICY_ACTION */
	struct body_rule body[ROUTE_BODY]; /* up to the first without a name; none: the route takes no body */
};

/* The table; *ret_count is its length. */
const struct route *http_routes(size_t *ret_count);

/* Every route has a policy, a handler, a doc line and a well-formed path, and no two are the same. */
MUST_CHECK bool http_routes_check(const struct route *routes, size_t count, struct err *err);

/* Finds the route of call->target and fills call->route and params; checks the query against its rules.
 * ERR_NOT_FOUND "address.unknown", ERR_INPUT "request.method", "query.unknown", "query.value". */
MUST_CHECK bool http_route(const struct route *routes, size_t count, struct http_call *call, struct err *err);

/* The use case's request: the principal as actor, and as key a hash of actor, address and
 * Idempotency-Key. */
struct request http_request_of(const struct http_call *call);

/* The value of a parameter of the query whose rule was kept, or the fallback. */
int64_t http_query_number(const struct http_call *call, const char *name, int64_t fallback);
const char *http_query_text(const struct http_call *call, const char *name);
