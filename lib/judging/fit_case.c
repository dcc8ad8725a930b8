/* Ids first, then what refers to them. A trait's values get bits in the order in which they are met. */
#include "judging/fit_case.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/dict.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

enum { VALUES_MOST = 64 };

struct side {
	const char *name;      /* "entries" */
	const struct json *list;
	struct dict ids;
	const char **names, **words;
	size_t count, cap;     /* cap: only where they come one by one */
};

static bool wrong(struct err *err, const char *what, const char *id)
{
	return fail(err, ERR_INPUT, "fit.file", "%s%s%s.", what, id ? " " : "", id ? id : "");
}

static bool in_range(int64_t n, int64_t low, int64_t high)
{
	return n >= low && n <= high;
}

/* ---- texts */
/* A text, or a list of texts, which a line feed parts. */
static bool read_words(const struct json *value, struct arena *arena, const char **ret)
{
	CLEANUP(buf_done) struct buf all = {0};
	*ret = NULL;
	if (!value || value->type == JSON_NULL)
		return true;
	if (value->type == JSON_STRING) {
		*ret = value->string;
		return true;
	}
	for (size_t i = 0; value->type == JSON_ARRAY && i < value->count; i++) {
		if (value->items[i].type != JSON_STRING)
			return false;
		buf_printf(&all, "%s%s", i ? "\n" : "", value->items[i].string);
	}
	*ret = arena_strdup(arena, buf_str(&all));
	return value->type == JSON_ARRAY;
}

static bool read_side(const struct json *root, struct arena *arena, struct side *side, struct err *err)
{
	side->list = json_get(root, side->name);
	if (!side->list || side->list->type != JSON_ARRAY)
		return wrong(err, "There must be a list of", side->name);
	side->count = side->list->count;
	side->names = ARENA_ARRAY(arena, side->count + 1, const char *);
	side->words = ARENA_ARRAY(arena, side->count + 1, const char *);
	for (size_t i = 0; i < side->count; i++) {
		const struct json *item = &side->list->items[i];
		const char *id = side->names[i] = json_string(item, "id", NULL);
		if (!id || !dict_add(&side->ids, arena, id, (int)i))
			return wrong(err, "An id is missing or stands twice in", side->name);
		if (!read_words(json_get(item, "words"), arena, &side->words[i]))
			return wrong(err, "“words” is a text or a list of texts; wrong for", id);
	}
	return true;
}

/* ---- traits */
static bool read_values(const struct side *side, const char *trait, struct dict *values, struct arena *arena, uint64_t *sets,
	struct err *err)
{
	for (size_t i = 0; i < side->count; i++) {
		const struct json *list = json_get(&side->list->items[i], trait);
		for (size_t v = 0; list && list->type == JSON_ARRAY && v < list->count; v++) {
			const char *value = list->items[v].type == JSON_STRING ? list->items[v].string : NULL;
			if (!value)
				return wrong(err, "A trait is a list of texts; wrong for", side->names[i]);
			(void)dict_add(values, arena, value, (int)values->count);
			if (values->count > VALUES_MOST)
				return wrong(err, "More than 64 different values has the trait", trait);
			sets[i] |= UINT64_C(1) << dict_find(values, value);
		}
	}
	return true;
}

static bool read_traits(const struct json *rules, const struct side *entries, const struct side *experts, struct arena *arena,
	struct fit_case *c, struct err *err)
{
	const struct json *list = json_get(rules, "traits");
	if (!list)
		return true;
	if (list->type != JSON_OBJECT)
		return wrong(err, "“traits” is an object of names, each with “shared” and “apart”", NULL);
	struct fit_trait *traits = ARENA_ARRAY(arena, list->count + 1, struct fit_trait);
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->members[i].key;
		int64_t shared = json_int(&list->members[i].value, "shared", 0), apart = json_int(&list->members[i].value, "apart", 0);
		uint64_t *of_entries = ARENA_ARRAY(arena, entries->count + 1, uint64_t);
		uint64_t *of_experts = ARENA_ARRAY(arena, experts->count + 1, uint64_t);
		struct dict values = {0};
		if (!in_range(shared, -FIT_ADD_MOST, FIT_ADD_MOST) || !in_range(apart, -FIT_ADD_MOST, FIT_ADD_MOST))
			return wrong(err, "“shared” and “apart” are from −1000000 to 1000000; wrong for the trait", name);
		if (!read_values(entries, name, &values, arena, of_entries, err) ||
			!read_values(experts, name, &values, arena, of_experts, err))
			return false;
		traits[i] = (struct fit_trait){of_entries, of_experts, (int32_t)shared, (int32_t)apart};
	}
	c->traits = traits;
	c->trait_count = list->count;
	return true;
}

/* ---- wishes */
static bool read_wishes(const struct json *root, const struct side *entries, const struct side *experts, struct arena *arena,
	struct fit_case *c, struct err *err)
{
	const struct json *list = json_get(root, "wishes");
	size_t n = list && list->type == JSON_ARRAY ? list->count : 0;
	struct fit_wish *wishes = ARENA_ARRAY(arena, n + 1, struct fit_wish);
	for (size_t i = 0; i < n; i++) {
		const struct json *w = &list->items[i];
		bool three = w->type == JSON_ARRAY && w->count == 3;
		for (size_t k = 0; three && k < 3; k++)
			three = w->items[k].type == JSON_STRING;
		const char *want = three ? w->items[2].string : "";
		wishes[i] = (struct fit_wish){three ? dict_find(&entries->ids, w->items[0].string) : -1,
			three ? dict_find(&experts->ids, w->items[1].string) : -1, str_eq(want, "gladly") - str_eq(want, "rather not")};
		if (wishes[i].entry < 0 || wishes[i].expert < 0 || (!wishes[i].want && !str_eq(want, "no matter")))
			return wrong(err, "“wishes” is a list of [entry, expert, \"gladly\", \"no matter\" or \"rather not\"], both known", NULL);
	}
	c->wishes = wishes;
	c->wish_count = n;
	return true;
}

/* ---- constants */
static bool read_rules(const struct json *rules, struct fit_file *file, struct err *err)
{
	static const char *const known[] = {"gladly", "rather_not", "traits", "best", "floor"};
	int64_t gladly = json_int(rules, "gladly", FIT_GLADLY), rather_not = json_int(rules, "rather_not", FIT_RATHER_NOT);
	int64_t best = json_int(rules, "best", 0), floor = json_int(rules, "floor", INT32_MAX);
	if (rules && rules->type != JSON_OBJECT)
		return wrong(err, "“fit” must be an object", NULL);
	for (size_t i = 0; rules && i < rules->count; i++) {
		bool found = false;
		for (size_t k = 0; k < COUNT_OF(known); k++)
			found |= str_eq(rules->members[i].key, known[k]);
		if (!found)
			return wrong(err, "“fit” has an unknown member", rules->members[i].key);
	}
	if (!in_range(gladly, 0, FIT_ADD_MOST) || !in_range(rather_not, -FIT_ADD_MOST, 0))
		return wrong(err, "“gladly” is from 0 to 1000000, “rather_not” from −1000000 to 0", NULL);
	if (!in_range(best, 0, 1000) || !in_range(floor, INT32_MIN, INT32_MAX))
		return wrong(err, "“best” is from 0 to 1000, “floor” a fit", NULL);
	file->c.gladly = (int32_t)gladly;
	file->c.rather_not = (int32_t)rather_not;
	file->choice = (struct fit_choice){.best = (int)best, .floor = (int32_t)floor};
	return true;
}

static void give(struct fit_file *file, const struct side *entries, const struct side *experts)
{
	file->entries = entries->names;
	file->experts = experts->names;
	file->c.entries = entries->words;
	file->c.experts = experts->words;
	file->c.entry_count = (int)entries->count;
	file->c.expert_count = (int)experts->count;
}

bool fit_file_member(const char *key)
{
	return str_eq(key, "fit") || str_eq(key, "wishes");
}

bool fit_file_read(const struct json *root, struct arena *arena, struct fit_file *ret, struct err *err)
{
	struct fit_file file = {0};
	struct side entries = {.name = "entries"}, experts = {.name = "experts"};
	const struct json *rules = json_get(root, "fit");
	if (root->type != JSON_OBJECT)
		return wrong(err, "The file must be a JSON object", NULL);
	if (!read_side(root, arena, &entries, err) || !read_side(root, arena, &experts, err) || !read_rules(rules, &file, err) ||
		!read_traits(rules, &entries, &experts, arena, &file.c, err) ||
		!read_wishes(root, &entries, &experts, arena, &file.c, err))
		return false;
	give(&file, &entries, &experts);
	*ret = file;
	return true;
}

/* ---- CSV */
enum column { COL_SIDE, COL_ID, COL_WORDS, COL_COUNT };

static void take_row(const struct csv *csv, const int *at, struct side *entries, struct side *experts, struct findings *findings)
{
	struct slice which = csv->fields[at[COL_SIDE]], id = csv->fields[at[COL_ID]], words = csv->fields[at[COL_WORDS]];
	struct side *side = slice_eq(which, "entry") ? entries : slice_eq(which, "expert") ? experts : NULL;
	const char *name = arena_strndup(csv->arena, id.at, id.len);
	if (!side)
		findings_add(findings, csv->line, 0, "fit.file", "Column side must be entry or expert.");
	else if (!id.len || !dict_add(&side->ids, csv->arena, name, (int)side->count))
		findings_add(findings, csv->line, 0, "fit.file", "The id is missing, or stands twice among the %s.", side->name);
	else {
		if (side->count == side->cap) {
			size_t cap = side->cap ? 2 * side->cap : 64;
			side->names = arena_grow(csv->arena, side->names, side->count, cap, sizeof(*side->names));
			side->words = arena_grow(csv->arena, side->words, side->count, cap, sizeof(*side->words));
			side->cap = cap;
		}
		side->names[side->count] = name;
		side->words[side->count++] = arena_strndup(csv->arena, words.at, words.len);
	}
}

bool fit_file_read_csv(struct slice text, struct arena *arena, struct findings *findings, struct fit_file *ret, struct err *err)
{
	static const char *const columns[COL_COUNT] = {"side", "id", "words"};
	struct fit_file file = {.c.gladly = FIT_GLADLY, .c.rather_not = FIT_RATHER_NOT};
	struct side entries = {.name = "entries"}, experts = {.name = "experts"};
	struct csv csv;
	int at[COL_COUNT];
	if (!csv_open(&csv, text.at, text.len, arena, findings) || !csv_header(&csv, columns, COL_COUNT, COL_COUNT, at, findings))
		return findings_none(findings, err);
	while (csv_next(&csv, findings))
		if (csv.count >= COL_COUNT)
			take_row(&csv, at, &entries, &experts, findings);
		else if (csv.count)
			findings_add(findings, csv.line, 0, "fit.file", "The line needs a side, an id and words.");
	give(&file, &entries, &experts);
	*ret = file;
	return findings_none(findings, err);
}
