/* Rows become the plain structs of result_compute(); nothing is decided here. */
#include "app/outcome.h"

#include "app/ruled.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "judging/severity_rule.h"

#include <string.h>

/* Entries that withdrawals moved up from `stage`, in ledger order. */
static bool moved_from(const struct decision_row *rows, size_t n, const char *stage, struct arena *arena,
	struct result_earlier *ret, struct err *err)
{
	const char **ids = ARENA_ARRAY(arena, n, const char *);
	int count = 0;
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), arena, &body, err))
			return false;
		const struct json *moved = json_get(&body, "moved");
		for (size_t m = 0; moved && m < moved->count; m++)
			if (str_eq(json_string(&moved->items[m], "stage", ""), stage) && count < (int)n)
				ids[count++] = json_string(&moved->items[m], "entry", "");
	}
	ret->moved = ids;
	ret->moved_count = count;
	return true;
}

bool outcome_earlier(struct db *db, const struct contest *contest, struct arena *arena,
	struct result_earlier **ret_earlier, int *ret_count, struct err *err)
{
	struct decision_row *decisions;
	size_t n;
	if (!store_list_decisions(db, contest->id, NULL, arena, &decisions, &n, err))
		return false;
	struct result_earlier *earlier = ARENA_ARRAY(arena, (size_t)contest->stage_count, struct result_earlier);
	int count = 0;
	for (int s = 0; s < contest->stage_count; s++) {
		struct stage_row *row;
		if (!store_find_stage(db, contest->id, contest->stages[s].id, arena, &row, err))
			return false;
		if (!row || row->state != STAGE_PUBLISHED)
			continue;
		earlier[count] = (struct result_earlier){.stage = contest->stages[s].id, .body = row->result};
		if (!moved_from(decisions, n, contest->stages[s].id, arena, &earlier[count], err))
			return false;
		count++;
	}
	*ret_earlier = earlier;
	*ret_count = count;
	return true;
}

static bool load_entries(struct db *db, struct result_input *in, struct arena *arena, struct err *err)
{
	struct entry_row *rows;
	if (!store_list_entries(db, in->contest->id, arena, &rows, &in->entry_count, err))
		return false;
	struct result_entry *entries = ARENA_ARRAY(arena, in->entry_count, struct result_entry);
	for (size_t i = 0; i < in->entry_count; i++)
		entries[i] = (struct result_entry){rows[i].id, rows[i].division, rows[i].region, rows[i].track, false};
	in->entries = entries;
	return true;
}

static bool load_experts(struct db *db, struct result_input *in, struct arena *arena, struct err *err)
{
	struct expert_row *rows;
	if (!store_list_experts(db, in->contest->id, arena, &rows, &in->expert_count, err))
		return false;
	struct result_expert *experts = ARENA_ARRAY(arena, in->expert_count, struct result_expert);
	for (size_t i = 0; i < in->expert_count; i++)
		experts[i] = (struct result_expert){rows[i].id, rows[i].class_id};
	in->experts = experts;
	return true;
}

static bool load_sheets(struct db *db, struct result_input *in, const struct stage_row *stage, struct arena *arena,
	struct err *err)
{
	const struct stage *rules = &in->contest->stages[in->stage];
	struct sheet_row *rows;
	struct ruled ruled;
	if (!store_list_sheets(db, in->contest->id, rules->id, arena, &rows, &in->sheet_count, err) ||
		!ruled_load(db, in->contest->id, stage, arena, &ruled, err))
		return false;
	ruled_recuse(&ruled, rules, rows, in->sheet_count, arena);
	struct result_sheet *sheets = ARENA_ARRAY(arena, in->sheet_count, struct result_sheet);
	for (size_t i = 0; i < in->sheet_count; i++)
		sheets[i] = (struct result_sheet){rows[i].heat, rows[i].entry, rows[i].expert, rows[i].recused, rows[i].marks};
	in->sheets = sheets;
	return true;
}

/* Entries come from the store in order of their ids. */
static void withdraw(struct result_input *in, const char *id, bool since_publication)
{
	struct result_entry *entries = (struct result_entry *)in->entries;
	size_t low = 0, high = in->entry_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(entries[middle].id, id);
		if (order == 0) {
			*(since_publication ? &entries[middle].left : &entries[middle].withdrawn) = true;
			return;
		}
		low = order < 0 ? middle + 1 : low;
		high = order < 0 ? high : middle;
	}
}

static bool take_outcome(const struct json *body, struct arena *arena, struct result_deliberation *ret)
{
	const struct json *outcome = json_get(body, "outcome");
	if (!outcome || outcome->type != JSON_ARRAY)
		return false;
	const char **ids = ARENA_ARRAY(arena, outcome->count, const char *);
	for (size_t i = 0; i < outcome->count; i++)
		ids[i] = outcome->items[i].string;
	*ret = (struct result_deliberation){ids, (int)outcome->count};
	return true;
}

/* Withdrawals before `published_seq` (and later ones when `now`), deliberations and jury choices of the stage. */
static bool load_decisions(struct db *db, struct result_input *in, const char *stage, int64_t published_seq, bool now,
	struct arena *arena, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	if (!store_list_decisions(db, in->contest->id, NULL, arena, &rows, &n, err))
		return false;
	struct result_deliberation *deliberations = ARENA_ARRAY(arena, n, struct result_deliberation);
	struct result_grant *grants = ARENA_ARRAY(arena, n, struct result_grant);
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!json_parse(rows[i].body, strlen(rows[i].body), arena, &body, err))
			return false;
		bool since = rows[i].seq > published_seq;
		if (str_eq(rows[i].kind, "entry.withdraw") && (now || !since))
			withdraw(in, json_string(&body, "entry", ""), since);
		if (!str_eq(rows[i].stage, stage))
			continue;
		if (str_eq(rows[i].kind, "tie.deliberate"))
			in->deliberation_count += take_outcome(&body, arena, &deliberations[in->deliberation_count]);
		if (str_eq(rows[i].kind, "award.grant"))
			grants[in->grant_count++] = (struct result_grant){json_string(&body, "award", ""),
				json_string(&body, "entry", "")};
	}
	in->deliberations = deliberations;
	in->grants = grants;
	return true;
}

/* Who takes part and where, as if nobody had marked or decided anything yet. */
static bool load_blank(struct db *db, struct result_input *in, struct arena *arena, struct err *err)
{
	struct result_earlier *earlier;
	if (!load_entries(db, in, arena, err) || !outcome_earlier(db, in->contest, arena, &earlier, &in->earlier_count, err))
		return false;
	in->earlier = earlier;
	return true;
}

bool outcome_compute_blank(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct result *ret_result, struct err *err)
{
	struct result_input *in = ARENA_NEW(arena, struct result_input);
	*in = (struct result_input){.contest = contest, .stage = stage, .models = &severity_rules};
	return load_blank(db, in, arena, err) && result_compute(in, arena, ret_result, err);
}

static bool compute(struct db *db, const struct contest *contest, int stage, bool now, const char *leaving,
	struct arena *arena, struct result *ret_result, struct err *err)
{
	const char *id = contest->stages[stage].id;
	struct result_input *in = ARENA_NEW(arena, struct result_input);
	*in = (struct result_input){.contest = contest, .stage = stage, .models = &severity_rules};
	struct stage_row *row;
	if (!store_find_stage(db, contest->id, id, arena, &row, err))
		return false;
	bool published = row && row->state == STAGE_PUBLISHED;
	int64_t published_seq = published ? row->published_seq : INT64_MAX;
	if (!load_blank(db, in, arena, err) || !load_experts(db, in, arena, err) ||
		!load_sheets(db, in, row, arena, err) || !load_decisions(db, in, id, published_seq, now, arena, err))
		return false;
	if (leaving)
		withdraw(in, leaving, published);
	return result_compute(in, arena, ret_result, err);
}

bool outcome_compute(struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct result *ret_result, struct err *err)
{
	return compute(db, contest, stage, false, NULL, arena, ret_result, err);
}

bool outcome_compute_now(struct db *db, const struct contest *contest, int stage, const char *leaving,
	struct arena *arena, struct result *ret_result, struct err *err)
{
	return compute(db, contest, stage, true, leaving, arena, ret_result, err);
}

bool outcome_is_stuck(struct db *db, const struct contest *contest, int stage, struct arena *arena, bool *ret_stuck,
	struct err *err)
{
	struct result result;
	if (!outcome_compute(db, contest, stage, arena, &result, err))
		return false;
	*ret_stuck = !result_settled(&result);
	return true;
}
