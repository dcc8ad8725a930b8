/* Every member must be named by a rule and have its type: what a client misspells is refused, not dropped. */
#include "http/body.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "http/http.h"
#include "http/page.h"
#include "http/router.h"

#include <string.h>
#include <strings.h>

/* application/json, with any parameters. A form or a plain text can be sent across sites without asking; this can't. */
static bool is_json(const char *type)
{
	static const char name[] = "application/json";
	size_t len = sizeof(name) - 1;
	return type && strncasecmp(type, name, len) == 0 && (type[len] == '\0' || strchr("; \t", type[len]));
}

static const struct body_rule *find_rule(const struct route *route, const char *name)
{
	for (size_t i = 0; i < ROUTE_BODY && route->body[i].name; i++)
		if (str_eq(route->body[i].name, name))
			return &route->body[i];
	return NULL;
}

static bool is_time(const struct json *v)
{
	int64_t at;
	return v->type == JSON_STRING && time_parse(v->string, 0, &at);
}

/* Whether a decimal is a mark that its criterion allows is the use case's to say. */
static bool is_marks(const struct json *v, int64_t most)
{
	int64_t units;
	bool good = v->type == JSON_OBJECT && (int64_t)v->count <= most;
	for (size_t i = 0; good && i < v->count; i++) {
		const struct json_member *m = &v->members[i];
		good = str_is_id(m->key) && (m->value.type == JSON_NULL || (m->value.type == JSON_STRING &&
			decimal_parse(m->value.string, strlen(m->value.string), &units)));
	}
	return good;
}

static bool check_value(const struct body_rule *rule, const struct json *v, struct err *err)
{
	static const char *const wants[] = {[BODY_TEXT] = "a text of allowed length",
		[BODY_ID] = "an id",
		[BODY_WORD] = "a text that is not too long",
		[BODY_NUMBER] = "a number of 0 or more",
		[BODY_FLAG] = "true or false",
		[BODY_TIME] = "a time like 2026-05-01T10:00:00Z",
		[BODY_LIST] = "a list",
		[BODY_MARKS] = "an object of criteria, each with a decimal as text or null"};
	bool good = false;
	switch (rule->type) {
	case BODY_TEXT:
		good = v->type == JSON_STRING && v->string[0] && strlen(v->string) <= (size_t)rule->max;
		break;
	case BODY_WORD:
		good = v->type == JSON_STRING && strlen(v->string) <= (size_t)rule->max;
		break;
	case BODY_ID:
		good = v->type == JSON_STRING && str_is_id(v->string);
		break;
	case BODY_NUMBER:
		good = v->type == JSON_INT && v->integer >= 0;
		break;
	case BODY_FLAG:
		good = v->type == JSON_BOOL;
		break;
	case BODY_TIME:
		good = is_time(v);
		break;
	case BODY_LIST:
		good = v->type == JSON_ARRAY && v->count <= (size_t)rule->max;
		break;
	case BODY_MARKS:
		good = is_marks(v, rule->max);
		break;
	}
	return good ||
		fail(err, ERR_INPUT, "body.value", "The member %s must be %s.", rule->name,
			wants[rule->type]);
}

static bool check_members(const struct route *route, const struct json *body, struct err *err)
{
	if (body->type != JSON_OBJECT)
		return fail(err, ERR_INPUT, "body.value", "The body must be a JSON object.");
	for (size_t i = 0; i < body->count; i++) {
		const struct body_rule *rule = find_rule(route, body->members[i].key);
		if (!rule)
			return fail(err, ERR_INPUT, "body.unknown", "There is no member %.60s here.",
				body->members[i].key);
		if (!check_value(rule, &body->members[i].value, err))
			return false;
	}
	for (size_t i = 0; i < ROUTE_BODY && route->body[i].name; i++)
		if (!route->body[i].optional && !json_get(body, route->body[i].name))
			return fail(err, ERR_INPUT, "body.missing", "The member %s is missing.",
				route->body[i].name);
	return true;
}

bool http_body_read(struct http_call *call, struct err *err)
{
	struct slice raw = call->request->body;
	struct json *body = ARENA_NEW(call->arena, struct json);
	body->type = JSON_OBJECT;
	if (raw.len && !call->route->body[0].name && !slice_eq(raw, "{}"))
		return fail(err, ERR_INPUT, "body.unexpected", "This address takes no body.");
	if (raw.len && !is_json(http_request_field(call->request, "Content-Type")))
		return fail(
			err, ERR_INPUT, "request.type", "The body must be of Content-Type application/json.");
	if (raw.len && !json_parse(raw.at, raw.len, call->arena, body, err))
		return false;
	call->body = body;
	return check_members(call->route, body, err);
}

static bool read_list(const struct http_call *call, const struct json *list, bool (*takes)(const char *),
	const char *const **ret_texts, int *ret_count)
{
	bool good = list && list->type == JSON_ARRAY && list->count <= 10000;
	const char **texts = ARENA_ARRAY(call->arena, good ? list->count : 0, const char *);
	for (size_t i = 0; good && i < list->count; i++) {
		good = list->items[i].type == JSON_STRING && (!takes || takes(list->items[i].string));
		texts[i] = list->items[i].string;
	}
	*ret_texts = texts;
	*ret_count = good ? (int)list->count : 0;
	return good;
}

bool http_body_texts(const struct http_call *call, const struct json *list, const char *name,
	const char *const **ret_texts, int *ret_count, struct err *err)
{
	return read_list(call, list, NULL, ret_texts, ret_count) ||
		fail(err, ERR_INPUT, "body.value", "The member %s must be a list of texts.", name);
}

bool http_body_ids(const struct http_call *call, const struct json *list, const char *name,
	const char *const **ret_ids, int *ret_count, struct err *err)
{
	return read_list(call, list, str_is_id, ret_ids, ret_count) ||
		fail(err, ERR_INPUT, "body.value", "The member %s must be a list of ids.", name);
}
