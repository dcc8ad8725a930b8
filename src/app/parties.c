/* An expert's words are those of the candidate of that id, and where it has none, those they were seated with. */
#include "app/parties.h"

#include "app/part.h"
#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "store/panels.h"

#include <string.h>

static const char *joined(struct arena *arena, const char *a, const char *b)
{
	return *a && *b ? arena_printf(arena, "%s; %s", a, b) : *a ? a : b;
}

static bool find_gone(struct db *db, const char *contest, struct arena *arena, struct dict *ret, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	if (!store_list_decisions(db, contest, "", arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), arena, &body, err))
			return false;
		(void)dict_add(ret, arena, json_string(&body, "entry", ""), 0);
	}
	return true;
}

static bool add_entry(struct parties *p, const struct entry_row *row, struct arena *arena, struct err *err)
{
	struct json profile;
	if (!part_read_profile(row->profile, arena, &profile, err))
		return false;
	int at = p->entry_count++;
	p->entries[at] = (struct party_words){.id = row->id, .title = json_string(&profile, "title", row->id),
		.team = json_string(&profile, "team", ""), .organisation = json_string(&profile, "organisation", ""),
		.fields = joined(arena, json_string(&profile, "industry", ""), json_string(&profile, "scene", "")),
		.division = row->division, .track = row->track};
	p->entry_parties[at] = (struct conflict_party){.organisation = p->entries[at].organisation,
		.parents = json_string(&profile, "parents", NULL), .members = json_string(&profile, "members", NULL),
		.mail = joined(arena, json_string(&profile, "mail", ""), json_string(&profile, "contact", ""))};
	(void)dict_add(&p->entry_ids, arena, row->id, at);
	return true;
}

static bool load_entries(struct db *db, const char *contest, struct parties *p, struct arena *arena, struct err *err)
{
	struct entry_row *rows;
	struct dict gone = {0};
	size_t n;
	if (!store_list_entries(db, contest, arena, &rows, &n, err) || !find_gone(db, contest, arena, &gone, err))
		return false;
	p->entries = ARENA_ARRAY(arena, n, struct party_words);
	p->entry_parties = ARENA_ARRAY(arena, n, struct conflict_party);
	for (size_t i = 0; i < n; i++)
		if (dict_find(&gone, rows[i].id) < 0 && !add_entry(p, &rows[i], arena, err))
			return false;
	return true;
}

static const char *first(const struct json *candidate, const struct json *expert, const char *key)
{
	const char *said = json_string(candidate, key, "");
	return *said ? said : json_string(expert, key, "");
}

/* `candidate`, `expert`: profiles, NULL where there is none. */
static bool add_expert(struct parties *p, const char *id, const char *candidate, const char *expert, struct arena *arena, struct err *err)
{
	struct json new, old;
	if (!part_read_profile(candidate, arena, &new, err) || !part_read_profile(expert, arena, &old, err))
		return false;
	int at = p->expert_count++;
	p->experts[at] = (struct party_words){.id = id, .title = first(&new, &old, "name"), .team = "",
		.organisation = first(&new, &old, "organisation"), .fields = first(&new, &old, "fields")};
	p->expert_parties[at] = (struct conflict_party){.organisation = p->experts[at].organisation, .parents = first(&new, &old, "parents"),
		.mail = first(&new, &old, "mail")};
	(void)dict_add(&p->expert_ids, arena, id, at);
	return true;
}

/* Both lists come by id: they are merged. */
static bool load_experts(struct db *db, const char *contest, struct parties *p, struct arena *arena, struct err *err)
{
	struct expert_row *experts;
	struct candidate_row *candidates;
	size_t n, m, k = 0;
	if (!store_list_experts(db, contest, arena, &experts, &n, err) || !store_list_candidates(db, contest, arena, &candidates, &m, err))
		return false;
	p->experts = ARENA_ARRAY(arena, n + m, struct party_words);
	p->expert_parties = ARENA_ARRAY(arena, n + m, struct conflict_party);
	for (size_t i = 0; i < n || k < m;) {
		int order = i == n ? 1 : k == m ? -1 : strcmp(experts[i].id, candidates[k].id);
		const struct expert_row *x = order <= 0 ? &experts[i++] : NULL;
		const struct candidate_row *c = order >= 0 ? &candidates[k++] : NULL;
		bool out = !x && (c->state == CANDIDATE_DECLINED || c->state == CANDIDATE_LEFT);
		if (!out && !add_expert(p, x ? x->id : c->id, c ? c->profile : NULL, x ? x->profile : NULL, arena, err))
			return false;
	}
	return true;
}

bool parties_load(struct db *db, const char *contest, struct arena *arena, struct parties *ret, struct err *err)
{
	struct findings findings = findings_of("kinship", arena);
	const char *list;
	*ret = (struct parties){0};
	if (!load_entries(db, contest, ret, arena, err) || !load_experts(db, contest, ret, arena, err) ||
		!store_find_kinship(db, contest, arena, &list, err))
		return false;
	if (list)
		kinship_read(list, strlen(list), arena, &findings, &ret->kinship);
	return true;
}
