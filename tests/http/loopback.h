/* A request through the real router without a socket. */
#pragma once

#include "fake_views.h"
#include "http/http.h"
#include "http/page.h"

struct loopback {
	struct app app;
	struct http *http;
	struct http_response rs; /* of the last request */
	struct http_field fields[PAGE_FIELDS];
	size_t field_count;
};

void loopback_open(struct loopback *l);
void loopback_close(struct loopback *l);

/* Sends with a Host field and up to three more ("Name: value"; NULL ends); gives the status. */
int loopback_send(struct loopback *l, const char *method, const char *target, const char *f1, const char *f2, const char *f3);
static inline int loopback_get(struct loopback *l, const char *target)
{
	return loopback_send(l, "GET", target, NULL, NULL, NULL);
}

/* Of the last answer. */
const char *loopback_field(const struct loopback *l, const char *name);
struct slice loopback_body(const struct loopback *l);
bool loopback_body_has(const struct loopback *l, const char *text);
