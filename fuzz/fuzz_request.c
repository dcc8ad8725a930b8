/* HTTP requests: whatever comes in, one well-formed answer goes out, from parts that its fields promise.
 *
 * The input is read as the engine would: "METHOD SP target SP version LF", then "name: value LF" lines, then after an
 * empty line the body. */
#include "fuzz.h"

#include "base/json.h"
#include "base/arena.h"
#include "http/http.h"
#include "http/page.h"

#include "../tests/http/fake_views.h"

/* Cuts the next piece off at `stop`; NULL at the end. */
static char *cut(char **at, char stop)
{
	char *piece = *at;
	if (!piece || !*piece)
		return NULL;
	char *end = strchr(piece, stop);
	if (end)
		*end = '\0';
	*at = end ? end + 1 : NULL;
	return piece;
}

static void check_problem(struct slice body)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct json problem;
	struct err err;
	MUST_HOLD(json_parse(body.at, body.len, arena, &problem, &err));
	MUST_HOLD(json_string(&problem, "code", NULL) && json_int(&problem, "status", 0) >= 400);
}

static void check_response(const struct http_request *rq, struct http_response *rs)
{
	struct http_field fields[PAGE_FIELDS];
	MUST_HOLD(rs->page && rs->status >= 200 && rs->status < 600);
	size_t n = http_page_fields(rs->page, rs->variant, fields);
	MUST_HOLD(n <= PAGE_FIELDS);
	for (size_t i = 0; i < n; i++)
		MUST_HOLD(!strpbrk(fields[i].value, "\r\n"));
	MUST_HOLD(rs->status != 200 || strcmp(rq->method, "GET") == 0 || strcmp(rq->method, "HEAD") == 0 ||
		strcmp(rq->method, "POST") == 0);
	if (rs->status >= 400)
		check_problem(http_page_body(rs->page, rs->variant));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct app app = {.generation = 1, .records = 3, .board_bytes = 1500};
	static struct http *http;
	struct err err;
	if (!http) {
		struct http_options options = {.app = &app, .snapshot_bytes = 1 << 20};
		MUST_HOLD(http_open(&options, &http, &err));
	}
	char *text = malloc(size + 1), *at = text, *line;
	MUST_HOLD(text);
	memcpy(text, data, size);
	text[size] = '\0';
	struct http_field fields[HTTP_FIELDS];
	struct http_request rq = {.method = "", .target = "", .version = "", .fields = fields, .local = true};
	char *first = cut(&at, '\n');
	const char **parts[] = {&rq.method, &rq.target, &rq.version};
	for (size_t i = 0; i < COUNT_OF(parts) && (line = cut(&first, ' ')); i++)
		*parts[i] = line;
	while (rq.field_count < HTTP_FIELDS && (line = cut(&at, '\n'))) {
		if (!*line)
			break;
		char *value = strchr(line, ':');
		if (value)
			*value++ = '\0';
		fields[rq.field_count++] = (struct http_field){line, value ? value + strspn(value, " \t") : ""};
	}
	rq.address = "127.0.0.1";
	if (at)
		rq.body = (struct slice){at, strlen(at)};
	struct http_response rs;
	http_handle(http, &rq, &rs);
	check_response(&rq, &rs);
	http_response_done(&rs);
	free(text);
	return 0;
}
