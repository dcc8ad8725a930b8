/* Recursive descent over libyaml's events; depth, nodes and keys are bounded before memory is asked for.
 *
 * After a finding that leaves the event stream whole (double key, tag,
 * alias) reading goes on, so that one run names as much as it can. */
#include "contest/node.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"

#include <string.h>
#include <yaml.h>

struct loader {
	yaml_parser_t parser;
	const char *text;
	size_t len;
	struct arena *arena;
	struct findings *findings;
	int nodes;
	bool alias; /* what it stood for is unknown: no use in judging the tree */
};

static int line_at(const yaml_mark_t *m)
{
	return (int)m->line + 1;
}

static int column_at(const yaml_mark_t *m)
{
	return (int)m->column + 1;
}

/* What to do about problems whose wording helps nobody. */
static const char *hint(const char *problem)
{
	if (strstr(problem, "tab character"))
		return " Indent with spaces.";
	if (strstr(problem, "cannot start any token"))
		return " Indent with spaces, not tabs; text that starts with a sign goes in quotes.";
	return "";
}

/* A character that YAML forbids has an offset in bytes and no mark. */
static void report_reader(struct loader *l)
{
	int line = 1, column = 1;
	for (size_t i = 0; i < l->parser.problem_offset && i < l->len; i++) {
		if (l->text[i] == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)l->text[i] & 0xC0) != 0x80) {
			column++;
		}
	}
	findings_add(l->findings, line, column, "definition.yaml",
		"A character that YAML does not allow (U+%04X).", (unsigned)l->parser.problem_value);
}

static void report_syntax(struct loader *l)
{
	const yaml_parser_t *p = &l->parser;
	if (p->error == YAML_READER_ERROR) {
		report_reader(l);
		return;
	}
	const char *problem = p->problem ? p->problem : "it can't be read";
	const yaml_mark_t *m = &p->problem_mark;
	if (p->context && p->context_mark.line != m->line)
		findings_add(l->findings, line_at(m), column_at(m), "definition.yaml",
			"Not YAML: %s (%s that starts on line %d).%s", problem, p->context,
			line_at(&p->context_mark), hint(problem));
	else
		findings_add(l->findings, line_at(m), column_at(m), "definition.yaml", "Not YAML: %s.%s",
			problem, hint(problem));
}

static bool next_event(struct loader *l, yaml_event_t *event)
{
	if (yaml_parser_parse(&l->parser, event))
		return true;
	report_syntax(l);
	return false;
}

static void refuse_decoration(
	struct loader *l, const yaml_event_t *e, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		findings_add(l->findings, line_at(&e->start_mark), column_at(&e->start_mark),
			"definition.alias",
			"Anchors are not used in definitions: write the text out instead of '&%s'.",
			text_shown((const char *)anchor, l->arena));
	if (tag)
		findings_add(l->findings, line_at(&e->start_mark), column_at(&e->start_mark),
			"definition.tag", "Tags are not used in definitions: leave out '%s'.",
			text_shown((const char *)tag, l->arena));
}

static bool read_scalar(struct loader *l, const yaml_event_t *e, struct node *ret)
{
	size_t len = e->data.scalar.length;
	const char *value = (const char *)e->data.scalar.value;
	refuse_decoration(l, e, e->data.scalar.anchor, e->data.scalar.tag);
	if (memchr(value, '\0', len)) {
		findings_add(l->findings, ret->line, ret->column, "definition.text",
			"This text holds a NUL character.");
		len = strlen(value);
	}
	ret->kind = NODE_SCALAR;
	ret->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	ret->text = arena_strndup(l->arena, value, len);
	return true;
}

static bool read_node(struct loader *l, const yaml_event_t *e, int depth, struct node *ret);

static bool read_list(struct loader *l, int depth, struct node *ret)
{
	struct node *items = NULL;
	size_t n = 0, cap = 0;
	for (;;) {
		yaml_event_t event;
		if (!next_event(l, &event))
			return false;
		bool end = event.type == YAML_SEQUENCE_END_EVENT;
		if (!end && n == cap) {
			cap = cap ? cap * 2 : 8;
			items = arena_grow(l->arena, items, n, cap, sizeof(*items));
		}
		bool ok = end || read_node(l, &event, depth + 1, &items[n]);
		yaml_event_delete(&event);
		if (!ok)
			return false;
		if (end)
			break;
		n++;
	}
	ret->kind = NODE_LIST;
	ret->items = items;
	ret->count = (int)n;
	return true;
}

static bool key_is_new(struct loader *l, const struct pair *pairs, size_t n, const struct node *key)
{
	if (key->kind != NODE_SCALAR) {
		findings_add(l->findings, key->line, key->column, "definition.type",
			"A key must be a word, not %s.", node_describe(key, l->arena));
		return false;
	}
	if (str_eq(key->text, "<<")) {
		findings_add(l->findings, key->line, key->column, "definition.alias",
			"Merge keys are not used in definitions: write the keys out.");
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(pairs[i].key.text, key->text))
			continue;
		findings_add(l->findings, key->line, key->column, "definition.duplicate-key",
			"The key '%s' stands here twice; it is on line %d already.",
			text_shown(key->text, l->arena), pairs[i].key.line);
		return false;
	}
	return true;
}

/* One key and its value; *ret_end at the mapping's end. */
static bool read_pair(struct loader *l, int depth, struct pair *ret, bool *ret_end)
{
	yaml_event_t event;
	if (!next_event(l, &event))
		return false;
	*ret_end = event.type == YAML_MAPPING_END_EVENT;
	bool ok = *ret_end || read_node(l, &event, depth + 1, &ret->key);
	yaml_event_delete(&event);
	if (!ok || *ret_end)
		return ok;
	if (!next_event(l, &event))
		return false;
	ok = read_node(l, &event, depth + 1, &ret->value);
	yaml_event_delete(&event);
	return ok;
}

static bool read_map(struct loader *l, int depth, struct node *ret)
{
	struct pair *pairs = NULL;
	size_t n = 0, cap = 0;
	for (;;) {
		if (n == cap) {
			cap = cap ? cap * 2 : 8;
			pairs = arena_grow(l->arena, pairs, n, cap, sizeof(*pairs));
		}
		bool end;
		pairs[n] = (struct pair){0};
		if (!read_pair(l, depth, &pairs[n], &end))
			return false;
		if (end)
			break;
		if (n == NODE_KEYS) {
			findings_add(l->findings, pairs[n].key.line, pairs[n].key.column,
				"definition.too-large", "A mapping may hold at most %d keys.", NODE_KEYS);
			return false;
		}
		n += key_is_new(l, pairs, n, &pairs[n].key);
	}
	ret->kind = NODE_MAP;
	ret->pairs = pairs;
	ret->count = (int)n;
	return true;
}

static bool read_alias(struct loader *l, const yaml_event_t *e, struct node *ret)
{
	findings_add(l->findings, ret->line, ret->column, "definition.alias",
		"Aliases are not used in definitions: write the text out instead of '*%s'.",
		text_shown((const char *)e->data.alias.anchor, l->arena));
	ret->kind = NODE_SCALAR;
	ret->text = "";
	l->alias = true;
	return true;
}

static bool within_limits(struct loader *l, const struct node *n, int depth)
{
	if (depth > NODE_DEPTH) {
		findings_add(l->findings, n->line, n->column, "definition.too-deep",
			"Lists and mappings may be nested %d deep at most.", NODE_DEPTH);
		return false;
	}
	if (++l->nodes > NODE_MOST) {
		findings_add(l->findings, n->line, n->column, "definition.too-large",
			"A definition may hold at most %d values.", NODE_MOST);
		return false;
	}
	return true;
}

static bool read_node(struct loader *l, const yaml_event_t *e, int depth, struct node *ret)
{
	*ret = (struct node){.line = line_at(&e->start_mark), .column = column_at(&e->start_mark)};
	if (!within_limits(l, ret, depth))
		return false;
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(l, e, ret);
	case YAML_SEQUENCE_START_EVENT:
		refuse_decoration(l, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
		return read_list(l, depth, ret);
	case YAML_MAPPING_START_EVENT:
		refuse_decoration(l, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
		return read_map(l, depth, ret);
	default:
		return read_alias(l, e, ret);
	}
}

/* Steps to the next document's start; false at the end of the stream or at an error. */
static bool find_document(struct loader *l, yaml_mark_t *ret_mark)
{
	for (;;) {
		yaml_event_t event;
		if (!next_event(l, &event))
			return false;
		yaml_event_type_t type = event.type;
		*ret_mark = event.start_mark;
		yaml_event_delete(&event);
		if (type == YAML_DOCUMENT_START_EVENT)
			return true;
		if (type == YAML_STREAM_END_EVENT)
			return false;
	}
}

static const struct node *read_document(struct loader *l)
{
	yaml_mark_t mark;
	size_t before = l->findings->total;
	if (!find_document(l, &mark)) {
		if (l->findings->total == before)
			findings_add(l->findings, 0, 0, "definition.empty", "The file holds no definition.");
		return NULL;
	}
	struct node *root = ARENA_NEW(l->arena, struct node);
	yaml_event_t event;
	if (!next_event(l, &event))
		return NULL;
	bool ok = read_node(l, &event, 1, root);
	yaml_event_delete(&event);
	if (!ok)
		return NULL;
	before = l->findings->total;
	if (find_document(l, &mark))
		findings_add(l->findings, line_at(&mark), column_at(&mark), "definition.yaml",
			"A second document starts here; a file holds one contest.");
	return l->findings->total == before && !l->alias ? root : NULL;
}

const struct node *node_read(const char *text, size_t len, struct arena *arena, struct findings *findings)
{
	struct loader l = {.text = text, .len = len, .arena = arena, .findings = findings};
	if (!yaml_parser_initialize(&l.parser)) {
		findings_add(findings, 0, 0, "definition.too-large",
			"There is not enough memory to read this file.");
		return NULL;
	}
	yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&l.parser, (const unsigned char *)text, len);
	const struct node *root = read_document(&l);
	yaml_parser_delete(&l.parser);
	return root;
}

const struct node *node_get(const struct node *map, const char *key)
{
	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (int i = 0; i < map->count; i++)
		if (str_eq(map->pairs[i].key.text, key))
			return &map->pairs[i].value;
	return NULL;
}

bool node_is_nothing(const struct node *n)
{
	return n->kind == NODE_SCALAR && !n->quoted &&
		(!*n->text || str_eq(n->text, "~") || str_eq(n->text, "null"));
}

const char *text_shown(const char *text, struct arena *arena)
{
	enum { SHOWN = 60 };
	size_t len = strlen(text), shown = len > SHOWN ? SHOWN : len;
	while (shown < len && ((unsigned char)text[shown] & 0xC0) == 0x80)
		shown--;
	return shown == len ? text : arena_printf(arena, "%.*s…", (int)shown, text);
}

const char *node_describe(const struct node *n, struct arena *arena)
{
	if (n->kind == NODE_LIST)
		return "a list";
	if (n->kind == NODE_MAP)
		return "a mapping";
	if (node_is_nothing(n))
		return "nothing";
	return arena_printf(arena, n->quoted ? "\"%s\"" : "'%s'", text_shown(n->text, arena));
}
