/* Who sends a request: the client's address and session, and whether a route's policy lets it through. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct http_answer;
struct http_call;
struct http_request;
struct session;

enum { CLIENT_ADDRESS = 64, CLIENT_TOKEN = 44 };

struct http_client {
	bool secure;   /* https, as far as a proxy in front of us says */
	bool loopback; /* this machine, asked by a name that is its own, and nobody speaks for another */
	char address[CLIENT_ADDRESS]; /* whom the limits on signing in count; of IPv6 the first 64 bits */
	char token[CLIENT_TOKEN];     /* of the session's cookie; "" = none */
};

/* The cookie is "__Host-leitai" over https and "leitai" on plain http; the other one is not looked at. A proxy on this
 * machine is believed about the address, any proxy about https (that only makes a cookie stricter). */
void http_client_read(const struct http_request *request, struct http_client *ret_client);

/* The only cookie of that name; false when there is none, a second one, or one longer than CLIENT_TOKEN − 1. */
bool http_client_cookie(const struct http_request *request, const char *name, char out[CLIENT_TOKEN]);

/* The route's policy, and for methods that change something that the request comes from our own pages. Fills call->who.
 * ERR_DENIED "route.denied", "sign-in.needed", "request.origin", "request.token", "denied";
 * ERR_NOT_FOUND for what a link is not bound to. */
MUST_CHECK bool http_policy_check(struct http_call *call, struct err *err);

/* ERR_DENIED "sign-in.insecure": secrets would cross a network in clear. */
MUST_CHECK bool http_client_private(const struct http_client *client, struct err *err);

/* Puts the session's cookie, or with NULL takes it away. */
void http_put_cookie(const struct http_call *call, const struct session *session, int64_t max_age_s,
	struct http_answer *answer);
