/* Keeps the last answer so that tests can look at its parts. */
#include "harness/unit.h"

#include "loopback.h"


#include <stdlib.h>
#include <string.h>
#include <strings.h>

void loopback_open(struct loopback *l)
{
	struct err err;
	memset(l, 0, sizeof(*l));
	l->app.generation = 1;
	l->app.records = 3;
	l->app.board_bytes = 4000;
	struct http_options options = {.app = &l->app};
	assert_true(http_open(&options, &l->http, &err));
}

void loopback_close(struct loopback *l)
{
	http_response_done(&l->rs);
	http_close(l->http);
}

int loopback_send(struct loopback *l, const char *method, const char *target, const char *f1, const char *f2, const char *f3)
{
	const char *const texts[] = {"Host: localhost", f1, f2, f3};
	struct http_field fields[COUNT_OF(texts)];
	char *copies[COUNT_OF(texts)];
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(texts) && texts[i]; i++, n++) {
		copies[n] = strdup(texts[i]);
		char *colon = strstr(copies[n], ": ");
		assert_non_null(colon);
		*colon = '\0';
		fields[n] = (struct http_field){copies[n], colon + 2};
	}
	struct http_request rq = {method, target, "HTTP/1.1", fields, n, true};
	http_response_done(&l->rs);
	http_handle(l->http, &rq, &l->rs);
	l->field_count = http_page_fields(l->rs.page, l->rs.variant, l->fields);
	for (size_t i = 0; i < n; i++)
		free(copies[i]);
	return l->rs.status;
}

const char *loopback_field(const struct loopback *l, const char *name)
{
	for (size_t i = 0; i < l->field_count; i++)
		if (strcasecmp(l->fields[i].name, name) == 0)
			return l->fields[i].value;
	return NULL;
}

struct slice loopback_body(const struct loopback *l)
{
	return http_page_body(l->rs.page, l->rs.variant);
}

bool loopback_body_has(const struct loopback *l, const char *text)
{
	struct slice body = loopback_body(l);
	return memmem(body.at, body.len, text, strlen(text)) != NULL;
}
