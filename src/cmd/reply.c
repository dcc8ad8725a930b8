/* A decimal is found outside strings as a run of number characters with a
 * point or exponent in it, and is put in quotes; the rest is copied. */
#include "cmd/reply.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/output.h"

#include <inttypes.h>
#include <string.h>

/* The length of the string that starts with a quote at `s`, quotes included. */
static size_t string_len(const char *s)
{
	size_t n = 1;
	while (s[n] && s[n] != '"')
		n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	return n + (s[n] == '"');
}

static void quote_decimals(const char *text, struct buf *out)
{
	while (*text) {
		size_t len = *text == '"' ? string_len(text) : strspn(text, "-+.eE0123456789");
		bool number = *text != '"' && strchr("-0123456789", *text);
		bool quoted = number && memchr(text, '.', len);
		len = len > 0 && (number || *text == '"') ? len : 1;
		if (quoted)
			buf_putc(out, '"');
		buf_put(out, text, len);
		if (quoted)
			buf_putc(out, '"');
		text += len;
	}
}

bool reply_read(const struct buf *text, struct arena *arena, struct json *ret_value, struct err *err)
{
	CLEANUP(buf_done) struct buf plain = {0};
	quote_decimals(buf_str(text), &plain);
	return json_parse(plain.at, plain.len, arena, ret_value, err);
}

const char *reply_title(const struct json *object)
{
	const struct json *title = json_get(object, "title");
	if (title && title->type == JSON_STRING)
		return title->string;
	const char *zh = json_string(title, "zh", NULL);
	return zh ? zh : json_string(title, "en", "");
}

const char *reply_number(const struct json *object, const char *key, struct arena *arena)
{
	const struct json *v = json_get(object, key);
	if (v && v->type == JSON_STRING)
		return v->string;
	if (v && v->type == JSON_INT)
		return arena_printf(arena, "%" PRId64, v->integer);
	return "";
}

bool reply_done(const struct invocation *in, const char *key, const char *value)
{
	CLEANUP(buf_done) struct buf out = {0};
	if (!in->json)
		return true;
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, key, value);
	json_close(&w, '}');
	output_text(&out);
	return true;
}

bool reply_list(struct invocation *in, const struct buf *out, const char *key,
	const char *const *columns, size_t n, struct err *err)
{
	struct json answer;
	if (in->json)
		return output_text(out), true;
	if (!reply_read(out, in->arena, &answer, err))
		return false;
	struct table *t = table_new(in->arena, columns, n);
	const struct json *list = json_get(&answer, key);
	for (size_t i = 0; list && i < list->count; i++)
		for (size_t c = 0; c < n; c++) {
			const char *name = columns[c] + (columns[c][0] == '>');
			const struct json *v = json_get(&list->items[i], name);
			table_cell(t,
				v && v->type == JSON_BOOL ? (v->boolean ? name : "") :
							    reply_number(&list->items[i], name, in->arena));
		}
	table_print(t, stdout);
	return true;
}
