/* Tables are walked in their own order, not the file's, so that a field may rely on those above it
 * (times on the contest's offset); findings are put into file order at the end of reading. */
#include "contest/field.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void reader_report(struct reader *r, const struct node *n, const char *code, const char *fmt, ...)
{
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	findings_add(r->findings, n->line, n->column, code, "%s", text);
}

const char *reader_show(struct reader *r, const char *text)
{
	const struct node n = {.kind = NODE_SCALAR, .text = text};
	return node_describe(&n, r->arena);
}

void reader_expected(struct reader *r, const struct node *n, const char *name, const char *wanted)
{
	reader_report(r, n, "definition.type", "'%s' must be %s, not %s.", name, wanted,
		node_describe(n, r->arena));
}

/* "a, b, c", some 20 words. */
static const char *list_words(struct reader *r, const char *const *words, int count)
{
	enum { MOST = 20, MOST_BYTES = 200 };
	CLEANUP(buf_done) struct buf out = {0};
	int i = 0;
	for (; i < count && i < MOST && out.len < MOST_BYTES; i++)
		buf_printf(&out, "%s%s", out.len && *words[i] ? ", " : "", text_shown(words[i], r->arena));
	if (i < count)
		buf_printf(&out, " and %d more", count - i);
	return arena_strdup(r->arena, buf_str(&out));
}

/* "did you mean 'x'?" or ""; none where the finding is only counted, so that a hostile file costs nothing. */
static const char *guess(struct reader *r, const char *text, const char *const *words, int count)
{
	if (r->findings->count == FINDINGS_KEPT)
		return "";
	const char *near = str_nearest(text, words, (size_t)count);
	return near ? arena_printf(r->arena, " Did you mean '%s'?", near) : "";
}

static void report_unknown(struct reader *r, const struct node *key, const struct fields *fields)
{
	const char **keys = ARENA_ARRAY(r->arena, (size_t)fields->count, const char *);
	for (int i = 0; i < fields->count; i++)
		keys[i] = fields->items[i].key;
	const char *near = guess(r, key->text, keys, fields->count);
	if (*near)
		reader_report(r, key, "definition.unknown-key", "%s has no key %s.%s", fields->what,
			reader_show(r, key->text), near);
	else
		reader_report(r, key, "definition.unknown-key", "%s has no key %s. It takes: %s.",
			fields->what, reader_show(r, key->text), list_words(r, keys, fields->count));
}

static bool knows(const struct fields *fields, const char *key)
{
	for (int i = 0; i < fields->count; i++)
		if (str_eq(fields->items[i].key, key))
			return true;
	return false;
}

bool field_map(struct reader *r, const struct node *n, const struct fields *fields, void *into)
{
	size_t before = r->findings->total;
	if (n->kind != NODE_MAP) {
		reader_report(r, n, "definition.type", "%s must be a mapping of keys and values, not %s.",
			fields->what, node_describe(n, r->arena));
		return false;
	}
	for (int i = 0; i < n->count; i++)
		if (!knows(fields, n->pairs[i].key.text))
			report_unknown(r, &n->pairs[i].key, fields);
	for (int i = 0; i < fields->count; i++) {
		const struct field *f = &fields->items[i];
		const struct node *value = node_get(n, f->key);
		if (value)
			f->read(r, f, value, (char *)into + f->offset);
		else if (f->required)
			reader_report(r, n, "definition.missing-key", "%s needs '%s'.", fields->what, f->key);
	}
	return r->findings->total == before;
}

static bool is_word(struct reader *r, const struct node *n, const char *name, const char *wanted)
{
	if (n->kind == NODE_SCALAR && !node_is_nothing(n))
		return true;
	reader_expected(r, n, name, wanted);
	return false;
}

void field_id(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	if (!is_word(r, n, f->key, "an id"))
		return;
	if (!str_is_id(n->text))
		reader_report(r, n, "definition.id",
			"%s is no id: 1 to 64 of A-Z a-z 0-9 . _ -, with a letter or digit at both ends.",
			node_describe(n, r->arena));
	*(const char **)into = n->text;
}

enum { LINE_MOST = 200, PROSE_MOST = 2000 };

/* Printable text without blanks around it; lines only where `lines`. NULL with a finding. */
static const char *clean_text(struct reader *r, const struct field *f, const struct node *n, bool lines)
{
	if (!is_word(r, n, f->key, "text"))
		return NULL;
	const char *from = n->text;
	from += strspn(from, " \n");
	size_t len = strlen(from);
	while (len && (from[len - 1] == ' ' || from[len - 1] == '\n'))
		len--;
	const char *text = arena_strndup(r->arena, from, len);
	int64_t most = f->max ? f->max : lines ? PROSE_MOST : LINE_MOST;
	if (!utf8_is_plain(text, len, lines)) {
		reader_report(r, n, "definition.text", "'%s' must be %s without control characters.",
			f->key, lines ? "text" : "one line of text");
		return NULL;
	}
	if (!len)
		reader_report(r, n, "definition.text", "'%s' is empty.", f->key);
	else if ((int64_t)utf8_count(text) > most)
		reader_report(r, n, "definition.text", "'%s' has %zu characters; %lld are allowed.", f->key,
			utf8_count(text), (long long)most);
	return text;
}

static void text_of(
	struct reader *r, const struct field *f, const struct node *n, bool lines, struct text *ret)
{
	if (n->kind == NODE_SCALAR) {
		ret->zh = ret->en = clean_text(r, f, n, lines);
		return;
	}
	if (n->kind == NODE_LIST) {
		reader_expected(r, n, f->key, "text, or {zh: …, en: …}");
		return;
	}
	for (int i = 0; i < n->count; i++) {
		const struct pair *p = &n->pairs[i];
		if (str_eq(p->key.text, "zh"))
			ret->zh = clean_text(r, f, &p->value, lines);
		else if (str_eq(p->key.text, "en"))
			ret->en = clean_text(r, f, &p->value, lines);
		else
			reader_report(r, &p->key, "definition.unknown-key",
				"'%s' has no language %s. It takes: zh, en.%s", f->key,
				reader_show(r, p->key.text),
				node_is_nothing(&p->value) ? " Text with a comma goes in quotes." : "");
	}
	if (!n->count)
		reader_expected(r, n, f->key, "text, or {zh: …, en: …}");
}

void field_text(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	text_of(r, f, n, false, into);
}

void field_prose(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	text_of(r, f, n, true, into);
}

void field_line(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	*(const char **)into = clean_text(r, f, n, false);
}

void field_flag(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	bool plain = n->kind == NODE_SCALAR && !n->quoted;
	if (plain && (str_eq(n->text, "true") || str_eq(n->text, "false")))
		*(bool *)into = str_eq(n->text, "true");
	else
		reader_expected(r, n, f->key, "true or false");
}

void field_node(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	(void)r;
	(void)f;
	*(const struct node **)into = n;
}

void field_word(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	int count = 0;
	while (f->words[count])
		count++;
	if (n->kind == NODE_SCALAR)
		for (int i = 0; i < count; i++)
			if (str_eq(n->text, f->words[i])) {
				*(int *)into = i;
				return;
			}
	reader_report(r, n, "definition.word", "'%s' must be one of %s, not %s.%s", f->key,
		list_words(r, f->words, count), node_describe(n, r->arena),
		n->kind == NODE_SCALAR ? guess(r, n->text, f->words, count) : "");
}

int reader_list(struct reader *r, const struct node *n, const char *name, int most)
{
	if (!n)
		return 0;
	if (n->kind != NODE_LIST) {
		reader_expected(r, n, name, "a list");
		return 0;
	}
	if (!n->count)
		reader_report(r, n, "definition.range", "'%s' is an empty list; leave the key out.", name);
	if (n->count <= most)
		return n->count;
	reader_report(
		r, n, "definition.range", "'%s' has %d items; at most %d are allowed.", name, n->count, most);
	return 0;
}

int reader_ref(struct reader *r, const struct node *n, const char *what, const char *const *ids, int count)
{
	if (!is_word(r, n, what, "an id"))
		return -1;
	for (int i = 0; i < count; i++)
		if (str_eq(ids[i], n->text))
			return i;
	if (!count)
		reader_report(r, n, "definition.unknown-id", "There is no %s %s here: none is defined.", what,
			node_describe(n, r->arena));
	else
		reader_report(r, n, "definition.unknown-id", "There is no %s %s.%s Known: %s.", what,
			node_describe(n, r->arena), guess(r, n->text, ids, count), list_words(r, ids, count));
	return -1;
}

int reader_label(struct reader *r, const struct node *n, const char *what, const struct labels *labels)
{
	const char **ids = ARENA_ARRAY(r->arena, (size_t)labels->count, const char *);
	for (int i = 0; i < labels->count; i++)
		ids[i] = labels->items[i].id;
	return reader_ref(r, n, what, ids, labels->count);
}

void reader_unique(
	struct reader *r, const struct node *list, const char *what, const char *const *ids, int count)
{
	for (int i = 1; i < count; i++)
		for (int j = 0; j < i; j++) {
			if (!*ids[i] || !str_eq(ids[i], ids[j]))
				continue;
			const struct node *id = node_get(&list->items[i], "id");
			const struct node *first = node_get(&list->items[j], "id");
			if (id && first)
				reader_report(r, id, "definition.duplicate-id",
					"The %s %s is defined twice; it is on line %d already.", what,
					reader_show(r, ids[i]), first->line);
			break;
		}
}
