/* Every normal form is a number, a key. Keys that a list calls the same have one root (union-find); parents are edges between
 * roots. Each side is filed under its roots, under all ancestors of these and under its mail domains, and only what lies in the
 * same drawer is compared. Near misses are looked for between keys, not between people: through each key with one character
 * left out, and through its beginnings and ends. */
#include "judging/conflict.h"

#include "base/arena.h"
#include "base/dict.h"
#include "base/str.h"
#include "judging/affiliation.h"
#include "judging/kinship.h"
#include "judging/letters.h"

#include <stdlib.h>
#include <string.h>

static const char *const GROUNDS[GROUND_COUNT] = {"declared", "investor", "mail", "mentor", "organisation", "other", "parent", "past",
	"publication"};
static const char *const HOWS[HOW_COUNT] = {"same", "department", "alias", "similar", "parent", "sister", "domain"};

const char *conflict_ground_name(enum conflict_ground ground)
{
	return GROUNDS[ground];
}

int conflict_ground_find(const char *name)
{
	for (int g = 0; g < GROUND_COUNT; g++)
		if (str_eq(GROUNDS[g], name))
			return g;
	return -1;
}

const char *conflict_how_name(enum conflict_how how)
{
	return HOWS[how];
}

enum { ENTRIES, EXPERTS, SIDES, ANCESTORS = 64 };

struct word { /* an organisation as somebody wrote it */
	struct affiliation name;
	int full, base; /* keys */
};

struct mention { /* in a drawer */
	int party, word; /* word −1: a mail domain, whose address is `spelled` */
	int own;         /* root of the organisation itself; −1: a parent was named, not an organisation */
	bool above;      /* the drawer is an ancestor's */
	const char *spelled;
};

struct list {
	struct mention *items;
	int count, cap;
};

struct drawer {
	struct list sides[SIDES];
};

struct drawers {
	struct drawer *items;
	int cap;
};

struct links {
	int *items;
	int count, cap;
};

struct finder {
	struct arena *arena;
	struct dict keys;
	const char **forms;    /* by key */
	const char **spelled;  /* by key: first seen */
	int *roots;            /* by key: union-find */
	struct links *parents; /* by root's key */
	int key_count, key_cap;
	struct dict word_ids;
	struct word *words;
	int word_count, word_cap;
	struct drawers own, under, mail; /* by root, by root, by domain's number */
	struct dict domains;
	struct drawers wrote;            /* by key: who wrote it */
	struct conflict_pair *pairs;
	size_t pair_count, pair_cap;
};

/* ---- keys and lists */

static void *grown(struct finder *f, void *items, int count, int *cap, size_t size)
{
	if (count < *cap)
		return items;
	int more = *cap ? 2 * *cap : 16;
	void *bigger = arena_grow(f->arena, items, (size_t)*cap, (size_t)more, size);
	*cap = more;
	return bigger;
}

static int key_of(struct finder *f, const char *form, const char *spelled)
{
	int at = dict_find(&f->keys, form);
	if (at >= 0)
		return at;
	if (f->key_count == f->key_cap) {
		size_t old = (size_t)f->key_cap, cap = old ? 2 * old : 256;
		f->forms = arena_grow(f->arena, f->forms, old, cap, sizeof(*f->forms));
		f->spelled = arena_grow(f->arena, f->spelled, old, cap, sizeof(*f->spelled));
		f->roots = arena_grow(f->arena, f->roots, old, cap, sizeof(*f->roots));
		f->parents = arena_grow(f->arena, f->parents, old, cap, sizeof(*f->parents));
		f->key_cap = (int)cap;
	}
	at = f->key_count++;
	f->forms[at] = form;
	f->spelled[at] = spelled;
	f->roots[at] = at;
	(void)dict_add(&f->keys, f->arena, form, at);
	return at;
}

static int root_of(const struct finder *f, int key)
{
	while (f->roots[key] != key)
		key = f->roots[key] = f->roots[f->roots[key]];
	return key;
}

/* The number of the word; −1 when it is no name. */
static int word_of(struct finder *f, struct slice text)
{
	int at = dict_find_slice(&f->word_ids, text);
	if (at >= 0)
		return at;
	struct affiliation name = affiliation_read(text, f->arena);
	if (!*name.full)
		return -1;
	f->words = grown(f, f->words, f->word_count, &f->word_cap, sizeof(*f->words));
	at = f->word_count++;
	f->words[at].name = name;
	f->words[at].full = key_of(f, name.full, name.spelled);
	f->words[at].base = key_of(f, name.base, name.spelled);
	(void)dict_add(&f->word_ids, f->arena, name.spelled, at);
	return at;
}

static int word_of_text(struct finder *f, const char *text)
{
	return word_of(f, (struct slice){text, strlen(text)});
}

static void take_kinship(struct finder *f, const struct kinship *kinship)
{
	for (size_t i = 0; kinship && i < kinship->count; i++) {
		const struct kin *k = &kinship->items[i];
		int name = word_of_text(f, k->name), same = k->same ? word_of_text(f, k->same) : -1;
		if (name >= 0 && same >= 0)
			f->roots[root_of(f, f->words[name].full)] = root_of(f, f->words[same].full);
		if (k->parent)
			(void)word_of_text(f, k->parent);
	}
	for (size_t i = 0; kinship && i < kinship->count; i++) {
		const struct kin *k = &kinship->items[i];
		int name = word_of_text(f, k->name), parent = k->parent ? word_of_text(f, k->parent) : -1;
		if (name < 0 || parent < 0)
			continue;
		struct links *up = &f->parents[root_of(f, f->words[name].full)];
		up->items = grown(f, up->items, up->count, &up->cap, sizeof(*up->items));
		up->items[up->count++] = f->words[parent].full;
	}
}

/* ---- filing */

static struct drawer *drawer(struct finder *f, struct drawers *all, int number)
{
	if (number >= all->cap) {
		int cap = all->cap ? all->cap : 256;
		while (cap <= number)
			cap *= 2;
		all->items = arena_grow(f->arena, all->items, (size_t)all->cap, (size_t)cap, sizeof(*all->items));
		all->cap = cap;
	}
	return &all->items[number];
}

/* Parties come in order, so a double stands at the end of the list. */
static void file(struct finder *f, struct drawers *all, int number, int side, struct mention m)
{
	struct list *list = &drawer(f, all, number)->sides[side];
	for (int i = list->count - 1; i >= 0 && list->items[i].party == m.party; i--)
		if (list->items[i].word == m.word && list->items[i].own == m.own && list->items[i].above == m.above && m.word >= 0)
			return;
	list->items = grown(f, list->items, list->count, &list->cap, sizeof(*list->items));
	list->items[list->count++] = m;
}

/* Under every ancestor of `root`, once each, whatever circles the lists make. */
static void file_above(struct finder *f, int root, int side, struct mention m)
{
	int seen[ANCESTORS] = {root}, count = 1;
	m.above = true;
	for (int i = 0; i < count; i++)
		for (int p = 0; p < f->parents[seen[i]].count; p++) {
			int up = root_of(f, f->parents[seen[i]].items[p]), k = 0;
			while (k < count && seen[k] != up)
				k++;
			if (k < count || count == ANCESTORS)
				continue;
			seen[count++] = up;
			file(f, &f->under, up, side, m);
		}
}

static void file_organisations(struct finder *f, int side, int party, const char *text)
{
	struct slice list = {text, text ? strlen(text) : 0}, one;
	while (affiliation_next(&list, false, &one)) {
		int word = word_of(f, one);
		if (word < 0)
			continue;
		int roots[] = {root_of(f, f->words[word].full), root_of(f, f->words[word].base)};
		for (int r = 0; r < 2; r++) {
			struct mention m = {.party = party, .word = word, .own = roots[r]};
			file(f, &f->own, roots[r], side, m);
			file(f, &f->under, roots[r], side, m);
			file(f, &f->wrote, r ? f->words[word].base : f->words[word].full, side, m);
			file_above(f, roots[r], side, m);
		}
	}
}

static void file_parents(struct finder *f, int side, int party, const char *text)
{
	struct slice list = {text, text ? strlen(text) : 0}, one;
	while (affiliation_next(&list, false, &one)) {
		int word = word_of(f, one);
		if (word < 0)
			continue;
		int root = root_of(f, f->words[word].full);
		struct mention m = {.party = party, .word = word, .own = -1, .above = true};
		file(f, &f->under, root, side, m);
		file_above(f, root, side, m);
	}
}

static void file_mail(struct finder *f, int side, int party, const char *text)
{
	struct slice list = {text, text ? strlen(text) : 0}, one;
	while (affiliation_next(&list, true, &one)) {
		const char *domain = affiliation_domain(one, f->arena);
		if (!domain)
			continue;
		(void)dict_add(&f->domains, f->arena, domain, (int)f->domains.count);
		file(f, &f->mail, dict_find(&f->domains, domain), side,
			(struct mention){.party = party, .word = -1, .spelled = arena_strndup(f->arena, one.at, one.len)});
	}
}

static void file_side(struct finder *f, int side, const struct conflict_party *parties, int count)
{
	for (int i = 0; i < count; i++) {
		file_organisations(f, side, i, parties[i].organisation);
		file_organisations(f, side, i, parties[i].members);
		file_parents(f, side, i, parties[i].parents);
		file_mail(f, side, i, parties[i].mail);
	}
}

/* ---- meeting */

static void add_pair(struct finder *f, const struct mention *a, const struct mention *b, enum conflict_ground ground,
	enum conflict_how how, const char *via)
{
	if (f->pair_count == f->pair_cap) {
		size_t more = f->pair_cap ? 2 * f->pair_cap : 256;
		f->pairs = arena_grow(f->arena, f->pairs, f->pair_cap, more, sizeof(*f->pairs));
		f->pair_cap = more;
	}
	f->pairs[f->pair_count++] = (struct conflict_pair){.entry = a->party, .expert = b->party, .ground = ground, .how = how,
		.entry_word = a->word < 0 ? a->spelled : f->words[a->word].name.spelled,
		.expert_word = b->word < 0 ? b->spelled : f->words[b->word].name.spelled, .via = via};
}

static enum conflict_how how_same(const struct finder *f, const struct mention *a, const struct mention *b)
{
	const struct word *x = &f->words[a->word], *y = &f->words[b->word];
	return x->full == y->full ? HOW_SAME : x->base == y->base || x->full == y->base || x->base == y->full ? HOW_DEPARTMENT : HOW_ALIAS;
}

static void meet_in(struct finder *f, const struct drawers *all, enum conflict_ground ground, int number)
{
	const struct list *entries = &all->items[number].sides[ENTRIES], *experts = &all->items[number].sides[EXPERTS];
	for (int i = 0; i < entries->count; i++)
		for (int k = 0; k < experts->count; k++) {
			const struct mention *a = &entries->items[i], *b = &experts->items[k];
			if (ground == GROUND_MAIL)
				add_pair(f, a, b, ground, HOW_DOMAIN, NULL);
			else if (ground == GROUND_ORGANISATION)
				add_pair(f, a, b, ground, how_same(f, a, b), NULL);
			else if ((a->above || b->above) && !(a->own >= 0 && a->own == b->own))
				add_pair(f, a, b, ground, a->above && b->above ? HOW_SISTER : HOW_PARENT, f->spelled[number]);
		}
}

static void meet_all(struct finder *f, const struct drawers *all, enum conflict_ground ground)
{
	for (int d = 0; d < all->cap; d++)
		meet_in(f, all, ground, d);
}

/* ---- near misses, between the keys of the two sides */

struct near {
	struct dict holes; /* a form with a character left out, or whole → the first of its row */
	int *next, *keys;  /* rows of keys */
	int count, cap;
	int *chances; /* the keys that the one at hand may be near to */
	int chance_count, chance_cap;
};

static bool is_used(const struct finder *f, int key, int side)
{
	return key < f->wrote.cap && f->wrote.items[key].sides[side].count;
}

/* Calls with the form and with each that lacks one of its characters. */
static void each_hole(struct finder *f, struct near *n, int key, void (*take)(struct finder *, struct near *, const char *, int))
{
	const char *form = f->forms[key];
	take(f, n, form, key);
	for (struct slice rest = {form, strlen(form)}; rest.len;) {
		const char *at = rest.at;
		(void)letters_take(&rest);
		take(f, n, arena_printf(f->arena, "%.*s%s", (int)(at - form), form, rest.at), key);
	}
}

static void put_hole(struct finder *f, struct near *n, const char *form, int key)
{
	if (n->count == n->cap) {
		size_t old = (size_t)n->cap, cap = old ? 2 * old : 1024;
		n->next = arena_grow(f->arena, n->next, old, cap, sizeof(*n->next));
		n->keys = arena_grow(f->arena, n->keys, old, cap, sizeof(*n->keys));
		n->cap = (int)cap;
	}
	int at = n->count++, first = dict_find(&n->holes, form);
	n->keys[at] = key;
	n->next[at] = -1;
	if (first < 0) {
		(void)dict_add(&n->holes, f->arena, form, at);
	} else {
		n->next[at] = n->next[first];
		n->next[first] = at;
	}
}

static void add_chance(struct finder *f, struct near *n, int key)
{
	for (int i = 0; i < n->chance_count; i++)
		if (n->chances[i] == key)
			return;
	n->chances = grown(f, n->chances, n->chance_count, &n->chance_cap, sizeof(*n->chances));
	n->chances[n->chance_count++] = key;
}

static void look_hole(struct finder *f, struct near *n, const char *form, int key)
{
	(void)key;
	for (int at = dict_find(&n->holes, form); at >= 0; at = n->next[at])
		add_chance(f, n, n->keys[at]);
}

static void meet_near(struct finder *f, int entry_key, int expert_key)
{
	const struct list *a = &f->wrote.items[entry_key].sides[ENTRIES], *b = &f->wrote.items[expert_key].sides[EXPERTS];
	if (root_of(f, entry_key) == root_of(f, expert_key) || !affiliation_near(f->forms[entry_key], f->forms[expert_key]))
		return;
	for (int i = 0; i < a->count; i++)
		for (int k = 0; k < b->count; k++)
			add_pair(f, &a->items[i], &b->items[k], GROUND_ORGANISATION, HOW_SIMILAR, NULL);
}

/* Keys of `other` that begin or end the key. */
static void meet_parts(struct finder *f, int key, bool is_entry)
{
	const char *const *parts;
	size_t n = affiliation_parts(f->forms[key], f->arena, &parts);
	for (size_t i = 0; i < n; i++) {
		int part = dict_find(&f->keys, parts[i]);
		if (part >= 0 && is_used(f, part, is_entry ? EXPERTS : ENTRIES))
			meet_near(f, is_entry ? key : part, is_entry ? part : key);
	}
}

static void meet_similar(struct finder *f)
{
	struct near n = {.count = 0};
	for (int k = 0; k < f->key_count; k++)
		if (is_used(f, k, EXPERTS))
			each_hole(f, &n, k, put_hole);
	for (int k = 0; k < f->key_count; k++) {
		if (is_used(f, k, EXPERTS))
			meet_parts(f, k, false);
		if (!is_used(f, k, ENTRIES))
			continue;
		meet_parts(f, k, true);
		n.chance_count = 0;
		each_hole(f, &n, k, look_hole);
		for (int i = 0; i < n.chance_count; i++)
			meet_near(f, k, n.chances[i]);
	}
}

/* ---- one pair a ground */

static int pair_order(const void *a, const void *b)
{
	const struct conflict_pair *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	if (x->expert != y->expert)
		return x->expert < y->expert ? -1 : 1;
	if (x->ground != y->ground)
		return x->ground < y->ground ? -1 : 1;
	if (x->how != y->how)
		return x->how < y->how ? -1 : 1;
	int order = strcmp(x->entry_word, y->entry_word);
	order = order ? order : strcmp(x->expert_word, y->expert_word);
	return order ? order : strcmp(x->via ? x->via : "", y->via ? y->via : "");
}

static size_t keep_strongest(struct conflict_pair *pairs, size_t count)
{
	size_t kept = 0;
	bool shares = false; /* an organisation, the pair at hand */
	if (count)
		qsort(pairs, count, sizeof(*pairs), pair_order);
	for (size_t i = 0; i < count; i++) {
		const struct conflict_pair *last = kept ? &pairs[kept - 1] : NULL, *p = &pairs[i];
		bool same = last && last->entry == p->entry && last->expert == p->expert;
		shares = (same && shares) || (p->ground == GROUND_ORGANISATION && p->how < HOW_SIMILAR);
		if ((same && last->ground == p->ground) || (p->ground == GROUND_PARENT && shares))
			continue;
		pairs[kept++] = *p;
	}
	return kept;
}

void conflict_find(const struct conflict_party *entries, int entry_count, const struct conflict_party *experts,
	int expert_count, const struct kinship *kinship, struct arena *arena, struct conflict_pair **ret_pairs, size_t *ret_count)
{
	struct finder f = {.arena = arena};
	take_kinship(&f, kinship);
	file_side(&f, ENTRIES, entries, entry_count);
	file_side(&f, EXPERTS, experts, expert_count);
	meet_all(&f, &f.own, GROUND_ORGANISATION);
	meet_all(&f, &f.under, GROUND_PARENT);
	meet_all(&f, &f.mail, GROUND_MAIL);
	meet_similar(&f);
	*ret_count = keep_strongest(f.pairs, f.pair_count);
	*ret_pairs = f.pairs;
}
