/* The members of the case in the order in which they refer to each other: seats name the classes, experts their class,
 * entries their experts, then pairs of both. Cost: linear in the text. */
#include "judging/assign_case.h"

#include "base/arena.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"
#include "judging/lines.h"

#include <string.h>

enum { LOAD_MOST = 1000000, CAP_MOST = 1000000 };

struct reading {
	struct assign_case *c;
	const struct json *root;
	struct dict classes, entries, experts;
	struct assign_expert *seated;
	const char **ids;
	int64_t *starts;
	struct assign_option *options;
	bool *calibration;
	struct dict conflicts;        /* entry|expert */
	struct arena *arena;
};

static bool wrong(struct err *err, const char *what, const char *id)
{
	return fail(err, ERR_INPUT, "assign.file", "%s%s%s.", what, id ? " " : "", id ? id : "");
}

static bool read_seats(struct reading *r, const char *const **ret_names, struct err *err)
{
	const struct json *seats = json_get(r->root, "seats");
	bool single = seats && seats->type == JSON_INT;
	if (!seats || (!single && seats->type != JSON_OBJECT) || (!single && seats->count == 0))
		return wrong(err, "“seats” must be a number, or an object of classes and numbers", NULL);
	size_t n = single ? 1 : seats->count;
	int *counts = ARENA_ARRAY(r->arena, n, int);
	const char **names = ARENA_ARRAY(r->arena, n, const char *);
	for (size_t k = 0; k < n; k++) {
		const struct json *value = single ? seats : &seats->members[k].value;
		names[k] = single ? "" : seats->members[k].key;
		if (value->type != JSON_INT || value->integer < 0 || value->integer > 1000)
			return wrong(err, "“seats” must be from 0 to 1000; wrong for class", names[k]);
		counts[k] = (int)value->integer;
		(void)dict_add(&r->classes, r->arena, names[k], (int)k);
	}
	r->c->class_count = (int)n;
	r->c->seats = counts;
	*ret_names = names;
	return true;
}

static const struct json *list_of(const struct reading *r, const char *key, size_t *ret_count)
{
	const struct json *list = json_get(r->root, key);
	*ret_count = list && list->type == JSON_ARRAY ? list->count : 0;
	return list && list->type == JSON_ARRAY ? list : NULL;
}

static bool read_expert(struct reading *r, const struct json *item, int at, struct err *err)
{
	const char *id = json_string(item, "id", NULL);
	int64_t load = json_int(item, "load", json_int(r->root, "load", -1));
	if (!id || !dict_add(&r->experts, r->arena, id, at))
		return wrong(err, "An expert has no id, or one that stands twice:", id ? id : "(none)");
	int class_index = r->c->class_count == 1 && !json_get(item, "class") ? 0 :
		dict_find(&r->classes, json_string(item, "class", ""));
	if (class_index < 0)
		return wrong(err, "“seats” does not know the class of expert", id);
	if (load < 0 || load > LOAD_MOST)
		return wrong(err, "A whole number “load” is missing, in the case or for expert", id);
	r->seated[at] = (struct assign_expert){id, class_index, (int)load};
	return true;
}

static bool read_experts(struct reading *r, struct err *err)
{
	size_t n;
	const struct json *list = list_of(r, "experts", &n);
	if (!list)
		return wrong(err, "“experts” must be a list", NULL);
	r->seated = ARENA_ARRAY(r->arena, n + 1, struct assign_expert);
	r->c->experts = r->seated;
	r->c->expert_count = (int)n;
	for (size_t j = 0; j < n; j++)
		if (!read_expert(r, &list->items[j], (int)j, err))
			return false;
	return true;
}

static bool read_conflicts(struct reading *r, struct err *err)
{
	size_t n;
	const struct json *list = list_of(r, "conflicts", &n);
	for (size_t i = 0; i < n; i++) {
		const struct json *pair = &list->items[i];
		if (pair->type != JSON_ARRAY || pair->count < 2 || pair->items[0].type != JSON_STRING ||
			pair->items[1].type != JSON_STRING)
			return wrong(err, "“conflicts” is a list of [entry, expert, …]", NULL);
		if (dict_find(&r->experts, pair->items[1].string) < 0)
			return wrong(err, "“conflicts” names an unknown expert:", pair->items[1].string);
		(void)dict_add(&r->conflicts, r->arena, arena_printf(r->arena, "%s|%s", pair->items[0].string, pair->items[1].string), 0);
	}
	return true;
}

static bool add_option(struct reading *r, const char *entry, int expert, const struct json *fit, int64_t *n, struct err *err)
{
	if (fit->type == JSON_NULL)
		return true;
	if (fit->type != JSON_INT || fit->integer < -(1 << 30) || fit->integer > 1 << 30)
		return wrong(err, "A fit is a whole number between −2^30 and 2^30, or null; wrong for entry", entry);
	if (r->conflicts.count && dict_find(&r->conflicts, arena_printf(r->arena, "%s|%s", entry, r->seated[expert].id)) >= 0)
		return true;
	r->options[(*n)++] = (struct assign_option){expert, (int32_t)fit->integer};
	return true;
}

static bool read_fits(struct reading *r, const char *id, const struct json *fits, int64_t *n, struct err *err)
{
	bool list = fits && fits->type == JSON_ARRAY;
	if (!fits || (!list && fits->type != JSON_OBJECT) || (list && fits->count != (size_t)r->c->expert_count))
		return wrong(err, "“fits” must be an object, or a list with a value for each expert; wrong for entry", id);
	for (size_t i = 0; i < fits->count; i++) {
		int expert = list ? (int)i : dict_find(&r->experts, fits->members[i].key);
		if (expert < 0)
			return wrong(err, "“fits” names an unknown expert:", fits->members[i].key);
		if (!add_option(r, id, expert, list ? &fits->items[i] : &fits->members[i].value, n, err))
			return false;
	}
	return true;
}

static bool read_entries(struct reading *r, struct err *err)
{
	size_t n, most = 0;
	const struct json *list = list_of(r, "entries", &n);
	bool words = json_get(r->root, "fit") != NULL;
	if (!list)
		return wrong(err, "“entries” must be a list", NULL);
	for (size_t e = 0; e < n; e++) {
		const struct json *fits = json_get(&list->items[e], "fits");
		most += fits ? fits->count : 0;
	}
	r->ids = ARENA_ARRAY(r->arena, n + 1, const char *);
	r->starts = ARENA_ARRAY(r->arena, n + 1, int64_t);
	r->options = ARENA_ARRAY(r->arena, most + 1, struct assign_option);
	r->calibration = ARENA_ARRAY(r->arena, n + 1, bool);
	int64_t at = 0;
	for (size_t e = 0; e < n; e++) {
		const char *id = json_string(&list->items[e], "id", NULL);
		if (!id || !dict_add(&r->entries, r->arena, id, (int)e))
			return wrong(err, "An entry has no id, or one that stands twice:", id ? id : "(none)");
		r->ids[e] = id;
		r->calibration[e] = json_bool(&list->items[e], "calibration", false);
		if (words && json_get(&list->items[e], "fits"))
			return wrong(err, "With “fit” fits are made from words, and none may be given; wrong for entry", id);
		if (!words && !read_fits(r, id, json_get(&list->items[e], "fits"), &at, err))
			return false;
		r->starts[e + 1] = at;
	}
	r->c->entries = r->ids;
	r->c->entry_count = (int)n;
	r->c->starts = r->starts;
	r->c->options = r->options;
	r->c->calibration = r->calibration;
	return true;
}

static bool read_keep(struct reading *r, struct err *err)
{
	size_t n;
	const struct json *list = list_of(r, "keep", &n);
	struct assign_pair *pairs = ARENA_ARRAY(r->arena, n + 1, struct assign_pair);
	for (size_t i = 0; i < n; i++) {
		const struct json *pair = &list->items[i];
		bool two = pair->type == JSON_ARRAY && pair->count == 2 && pair->items[0].type == JSON_STRING &&
			pair->items[1].type == JSON_STRING;
		pairs[i] = (struct assign_pair){two ? dict_find(&r->entries, pair->items[0].string) : -1,
			two ? dict_find(&r->experts, pair->items[1].string) : -1};
		if (pairs[i].entry < 0 || pairs[i].expert < 0)
			return wrong(err, "“keep” is a list of [entry, expert], both known", NULL);
	}
	r->c->keep = pairs;
	r->c->keep_count = n;
	return true;
}

/* "1/2" */
static bool read_cap(struct reading *r, struct err *err)
{
	const struct json *cap = json_get(r->root, "cap");
	const char *text = json_string(r->root, "cap", "");
	int64_t num = 0, den = 0;
	if (!cap)
		return true;
	const char *slash = strchr(text, '/');
	if (!slash || !lines_number((struct slice){text, (size_t)(slash - text)}, CAP_MOST, &num) ||
		!lines_number((struct slice){slash + 1, strlen(slash + 1)}, CAP_MOST, &den) || num > den)
		return wrong(err, "“cap” is a fraction above 0 and at most 1, like \"1/2\"", NULL);
	r->c->cap_num = (int)num;
	r->c->cap_den = (int)den;
	return true;
}

static bool read_rules(struct reading *r, struct err *err)
{
	const char *aim = json_string(r->root, "aim", "worst-first"), *seed = json_string(r->root, "seed", NULL);
	int64_t shared = json_int(r->root, "shared", 0);
	if (!str_eq(aim, "worst-first") && !str_eq(aim, "total"))
		return wrong(err, "“aim” is worst-first or total", NULL);
	if (shared < 0 || shared > 1000)
		return wrong(err, "“shared” is from 0 to 1000", NULL);
	if (seed && (strlen(seed) != SHA_HEX - 1 || !hex_decode(seed, strlen(seed), r->c->seed.bytes, SHA_LEN)))
		return wrong(err, "“seed” is 64 lower-case hex digits, as a draw gives them", NULL);
	r->c->aim = str_eq(aim, "total") ? ASSIGN_TOTAL : ASSIGN_WORST_FIRST;
	r->c->shared = (int)shared;
	return true;
}

/* Fits from words: conflicts become pairs that never are. */
static bool make_fits(struct reading *r, struct assign_file *file, struct err *err)
{
	struct fit_file words;
	size_t n, count = 0;
	if (!json_get(r->root, "fit"))
		return true;
	const struct json *list = list_of(r, "conflicts", &n);
	struct assign_pair *never = ARENA_ARRAY(r->arena, n + 1, struct assign_pair);
	for (size_t i = 0; i < n; i++) {
		const struct json *pair = &list->items[i];
		int entry = dict_find(&r->entries, pair->items[0].string);
		if (entry >= 0)
			never[count++] = (struct assign_pair){entry, dict_find(&r->experts, pair->items[1].string)};
	}
	if (!fit_file_read(r->root, r->arena, &words, err))
		return false;
	struct fit_case *c = ARENA_NEW(r->arena, struct fit_case);
	*c = words.c;
	words.choice.never = never;
	words.choice.never_count = count;
	return fit_new(c, r->arena, &file->fit, err) && fit_fill(file->fit, &words.choice, r->c, r->arena, err);
}

static bool known_members(const struct json *root, struct err *err)
{
	static const char *const known[] = {"seats", "experts", "entries", "conflicts", "keep", "aim", "seed", "shared", "load", "cap"};
	if (root->type != JSON_OBJECT)
		return wrong(err, "The case must be a JSON object", NULL);
	for (size_t i = 0; i < root->count; i++) {
		bool found = false;
		for (size_t k = 0; k < COUNT_OF(known) && !found; k++)
			found = str_eq(root->members[i].key, known[k]);
		if (!found && !fit_file_member(root->members[i].key))
			return wrong(err, "The case has an unknown member", root->members[i].key);
	}
	return true;
}

bool assign_file_read(struct slice text, struct arena *arena, struct assign_file *ret, struct err *err)
{
	struct json root;
	struct assign_file file = {0};
	struct reading r = {.c = &file.c, .root = &root, .arena = arena};
	if (!json_parse(text.at, text.len, arena, &root, err) || !known_members(&root, err) ||
		!read_seats(&r, &file.classes, err) || !read_experts(&r, err) || !read_conflicts(&r, err) ||
		!read_entries(&r, err) || !read_keep(&r, err) || !read_rules(&r, err) || !read_cap(&r, err))
		return false;
	if (!make_fits(&r, &file, err))
		return false;
	*ret = file;
	return true;
}
