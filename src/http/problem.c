/* Two tables, code → status and kind → status, and one JSON object. */
#include "http/problem.h"

#include "base/json.h"
#include "base/str.h"

#include <string.h>

static const struct {
	const char *code;
	int status;
} special[] = {
	{"sign-in.needed", 401},
	{"sign-in.refused", 401},
	{"sign-in.code", 401},
	{"sign-in.link", 401},
	{"sign-in.wait", 429},
	{"request.length", 411},
	{"request.type", 415},
	{"request.method", 405},
	{"request.target-length", 414},
	{"request.fields", 431},
	{"request.body", 413},
	{"request.version", 505},
	{"live.full", 503},
	{"live.address", 503},
	{"draw.unrevealed", 409},
	{"draw.uncommitted", 409},
	{"gathering.full", 429},
};

static const int by_kind[ERR_KIND_COUNT] = {
	[ERR_NONE] = 500,
	[ERR_INPUT] = 400,
	[ERR_NOT_FOUND] = 404,
	[ERR_CONFLICT] = 409,
	[ERR_DENIED] = 403,
	[ERR_LIMIT] = 413,
	[ERR_PROOF] = 500,
	[ERR_IO] = 503,
};

static const struct {
	int status;
	const char *phrase;
} phrases[] = {
	{200, "OK"}, {201, "Created"}, {204, "No Content"}, {304, "Not Modified"},
	{400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
	{409, "Conflict"}, {411, "Length Required"}, {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"}, {429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
	{503, "Service Unavailable"}, {505, "HTTP Version Not Supported"},
};

int http_problem_status(const struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(special); i++)
		if (str_eq(special[i].code, err->code))
			return special[i].status;
	return by_kind[err->kind];
}

const char *http_status_phrase(int status)
{
	for (size_t i = 0; i < COUNT_OF(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Unknown";
}

static const char *detail_of(const struct err *err, int status)
{
	if (status < 500 || err->kind == ERR_LIMIT)
		return err->message;
	return status == 503 ? "The server can't read its data at the moment." : "The server's data do not hold together.";
}

struct http_page *http_problem(const struct err *err, const char *instance, const struct http_answer *hints)
{
	int status = http_problem_status(err);
	struct http_answer answer = {.status = status, .type = "application/problem+json", .cache = "no-store"};
	if (status == 405)
		answer.allow = hints && hints->allow ? hints->allow : "GET, HEAD, OPTIONS";
	answer.retry_s = hints && hints->retry_s ? hints->retry_s : status == 503 ? 2 : 0;
	if (hints)
		memcpy(answer.cookie, hints->cookie, sizeof(answer.cookie));
	struct json_writer w = json_writer(&answer.body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "type", "about:blank");
	json_put_string(&w, "title", http_status_phrase(status));
	json_put_int(&w, "status", status);
	json_put_string(&w, "code", err->code);
	json_put_string(&w, "detail", detail_of(err, status));
	if (instance)
		json_put_string(&w, "instance", instance);
	if (hints && hints->versioned && str_eq(err->code, "sheet.changed"))
		json_put_int(&w, "version", hints->version);
	json_close(&w, '}');
	buf_putc(&answer.body, '\n');
	struct http_page *page = http_page_new(&answer);
	buf_done(&answer.body);
	return page;
}
