/* Encoding first, then YAML into a tree, then the tree against the tables of fields, top down.
 *
 * The stages come last because they refer to everything else; each part is in a file of its own
 * (definition_part.h). Findings are sorted by place at the end. Cost: linear in the text, but for
 * look-ups by id, which are linear in what a contest has few of. */
#include "contest/definition.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/definition_part.h"

#include <stdlib.h>
#include <string.h>

enum { FORMAT_VERSION = 1 };

struct contest_parts {
	struct contest contest;
	int version;
	const struct node *hosts, *facts, *assumed, *packages, *stages;
	const struct node *axes[AXIS_HEAT], *classes, *scenes;
};

/* "+08:00" into minutes. */
static void field_offset(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	const char *s = n->kind == NODE_SCALAR ? n->text : "";
	int64_t hours = 0, minutes = 0;
	bool shaped = strlen(s) == 6 && (*s == '+' || *s == '-') && s[3] == ':' &&
		digits_value(s + 1, 2, &hours) && digits_value(s + 4, 2, &minutes);
	if (shaped && hours * 60 + minutes <= 14 * 60 && minutes < 60)
		*(int *)into = (int)(*s == '-' ? -hours * 60 - minutes : hours * 60 + minutes);
	else
		reader_expected(r, n, f->key, "an offset from UTC like \"+08:00\"");
}

static void field_version(struct reader *r, const struct field *f, const struct node *n, void *into)
{
	(void)into;
	if (n->kind != NODE_SCALAR || !str_eq(n->text, "1"))
		reader_report(r, n, "definition.version",
			"'%s' is the format's version; this program reads version %d, not %s.", f->key,
			FORMAT_VERSION, node_describe(n, r->arena));
}

#define AT(member) offsetof(struct contest_parts, member)

/* In this order: what comes first is known to what follows. */
static const struct field contest_items[] = {
	{"leitai", field_version, AT(version), .required = true},
	{"id", field_id, AT(contest.id), .required = true},
	{"title", field_text, AT(contest.title), .required = true},
	{"theme", field_text, AT(contest.theme)},
	{"edition", field_int, AT(contest.edition), .min = 1, .max = 1000},
	{"offset", field_offset, AT(contest.offset_min)},
	{"rehearsal", field_flag, AT(contest.rehearsal)},
	{"hosts", field_node, AT(hosts)},
	{"facts", field_node, AT(facts)},
	{"assumed", field_node, AT(assumed)},
	{"divisions", field_node, AT(axes[AXIS_DIVISION])},
	{"regions", field_node, AT(axes[AXIS_REGION])},
	{"tracks", field_node, AT(axes[AXIS_TRACK])},
	{"classes", field_node, AT(classes)},
	{"scenes", field_node, AT(scenes)},
	{"packages", field_node, AT(packages)},
	{"stages", field_node, AT(stages), .required = true},
};
FIELDS(contest_fields, "A definition", contest_items);

static const struct field label_items[] = {
	{"id", field_id, offsetof(struct label, id), .required = true},
	{"title", field_text, offsetof(struct label, title), .required = true},
};

/* A list of {id, title}; `what` is the noun of one, `name` the list's key. */
static struct labels read_labels(
	struct reader *r, const struct node *list, const char *name, const char *what)
{
	const struct fields fields = {
		arena_printf(r->arena, "A %s", what), label_items, COUNT_OF(label_items)};
	int n = reader_list(r, list, name, MOST_LABELS);
	struct label *items = ARENA_ARRAY(r->arena, (size_t)n, struct label);
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		items[i].id = "";
		field_map(r, &list->items[i], &fields, &items[i]);
		ids[i] = items[i].id;
	}
	reader_unique(r, list, what, ids, n);
	return (struct labels){items, n};
}

static const char *const host_roles[] = {
	"host", "organiser", "co-organiser", "executor", "platform", "supporter", NULL};

struct host_parts {
	struct host host;
	int role;
};

static const struct field host_items[] = {
	{"name", field_text, offsetof(struct host_parts, host.name), .required = true},
	{"role", field_word, offsetof(struct host_parts, role), .required = true, .words = host_roles},
};
FIELDS(host_fields, "A host", host_items);

static void read_hosts(struct reader *r, const struct node *list)
{
	int n = reader_list(r, list, "hosts", MOST_LABELS);
	struct host *hosts = ARENA_ARRAY(r->arena, (size_t)n, struct host);
	for (int i = 0; i < n; i++) {
		struct host_parts parts = {0};
		field_map(r, &list->items[i], &host_fields, &parts);
		hosts[i] = parts.host;
		hosts[i].role = (enum host_role)parts.role;
	}
	r->contest->hosts = hosts;
	r->contest->host_count = n;
}

static const struct field fact_items[] = {
	{"id", field_id, offsetof(struct fact, id), .required = true},
	{"title", field_text, offsetof(struct fact, title), .required = true},
	{"value", field_line, offsetof(struct fact, value), .required = true, .max = 40},
};
FIELDS(fact_fields, "A fact", fact_items);

static void read_facts(struct reader *r, const struct node *list)
{
	int n = reader_list(r, list, "facts", MOST_LABELS);
	struct fact *facts = ARENA_ARRAY(r->arena, (size_t)n, struct fact);
	const char **ids = ARENA_ARRAY(r->arena, (size_t)n, const char *);
	for (int i = 0; i < n; i++) {
		facts[i].id = "";
		field_map(r, &list->items[i], &fact_fields, &facts[i]);
		ids[i] = facts[i].id;
	}
	reader_unique(r, list, "fact", ids, n);
	r->contest->facts = facts;
	r->contest->fact_count = n;
}

static void read_assumed(struct reader *r, const struct node *list)
{
	static const struct field line = {.key = "assumed"};
	int n = reader_list(r, list, "assumed", MOST_LABELS);
	struct text *texts = ARENA_ARRAY(r->arena, (size_t)n, struct text);
	for (int i = 0; i < n; i++)
		field_prose(r, &line, &list->items[i], &texts[i]);
	r->contest->assumed = texts;
	r->contest->assumed_count = n;
}

static void read_packages(struct reader *r, const struct node *list)
{
	struct labels labels = read_labels(r, list, "packages", "package");
	struct package *packages = ARENA_ARRAY(r->arena, (size_t)labels.count, struct package);
	for (int i = 0; i < labels.count; i++)
		packages[i] = (struct package){labels.items[i].id, labels.items[i].title};
	r->contest->packages = packages;
	r->contest->package_count = labels.count;
}

static void read_root(struct reader *r, const struct node *root)
{
	struct contest_parts *parts = ARENA_NEW(r->arena, struct contest_parts);
	parts->contest = *r->contest;
	parts->contest.id = "";
	r->contest = &parts->contest;
	field_map(r, root, &contest_fields, parts);
	struct contest *c = r->contest;
	read_hosts(r, parts->hosts);
	read_facts(r, parts->facts);
	read_assumed(r, parts->assumed);
	c->axes[AXIS_DIVISION] = read_labels(r, parts->axes[AXIS_DIVISION], "divisions", "division");
	c->axes[AXIS_REGION] = read_labels(r, parts->axes[AXIS_REGION], "regions", "region");
	c->axes[AXIS_TRACK] = read_labels(r, parts->axes[AXIS_TRACK], "tracks", "track");
	c->classes = read_labels(r, parts->classes, "classes", "class");
	c->scenes = read_labels(r, parts->scenes, "scenes", "scene");
	read_packages(r, parts->packages);
	if (parts->stages)
		stages_read(r, parts->stages);
}

/* UTF-8 with or without a BOM; anything else is refused whole, with a hint. */
static bool readable(struct findings *findings, const char *text, size_t len, size_t *ret_bom)
{
	if (len > DEFINITION_LIMIT_BYTES) {
		findings_add(findings, 0, 0, "definition.too-large",
			"The file has %zu bytes; a definition may have %d.", len, DEFINITION_LIMIT_BYTES);
		return false;
	}
	const unsigned char *u = (const unsigned char *)text;
	if (len >= 2 &&
		((u[0] == 0xFF && u[1] == 0xFE) || (u[0] == 0xFE && u[1] == 0xFF) || !u[0] || !u[1])) {
		findings_add(findings, 1, 0, "definition.encoding",
			"This file is UTF-16; save it as UTF-8 and try again.");
		return false;
	}
	size_t valid = utf8_valid_len(text, len);
	if (valid != len) {
		int line = 1;
		for (size_t i = 0; i < valid; i++)
			line += text[i] == '\n';
		findings_add(findings, line, 0, "definition.encoding",
			"This line is not UTF-8 (it may be GBK); save the file as UTF-8 and try again.");
		return false;
	}
	*ret_bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

bool definition_read(const char *text, size_t len, struct arena *arena, struct findings *findings,
	struct contest **ret_contest, struct err *err)
{
	size_t bom = 0, before = findings->count;
	struct contest start = {.source = arena_strndup(arena, text, len > DEFINITION_LIMIT_BYTES ? 0 : len),
		.source_len = len};
	struct reader r = {.arena = arena, .findings = findings, .contest = &start};
	if (readable(findings, text, len, &bom)) {
		const struct node *root = node_read(text + bom, len - bom, arena, findings);
		if (root)
			read_root(&r, root);
	}
	if (findings->count > before)
		qsort(findings->items + before, findings->count - before, sizeof(*findings->items), by_place);
	if (!findings_none(findings, err))
		return false;
	*ret_contest = r.contest;
	return true;
}
