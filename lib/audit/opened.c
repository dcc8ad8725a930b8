/* Sheets and rulings as their commitments are opened. A sheet's versions are held together when its stage is
 * published: sorted by entry, expert and version, each must follow the one before it, and all must have been
 * recorded before the stage was closed; the last one counts. */
#include "audit/replay.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/closing.h"
#include "audit/pool.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/deliberation.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The stage that an opened body names, when it may be opened now: closed and not yet published. */
static int find_stage(struct replay *r, const struct record *record, const struct json *body)
{
	const char *id = json_string(body, "stage", "");
	int stage = contest_find_stage(r->contest, id);
	if (stage < 0 || r->contest->stages[stage].kind != STAGE_PANEL) {
		report_record(r->report, record->seq, "there is no stage %s with marks", id);
		return -1;
	}
	if (r->stages[stage].close_seq < 0 || r->stages[stage].publish_seq >= 0) {
		report_record(r->report, record->seq, "opens content of stage %s, which is %s", id,
			r->stages[stage].close_seq < 0 ? "not closed yet" : "published already");
		return -1;
	}
	return stage;
}

static bool mark_allowed(const struct stage *stage, const struct json_member *m)
{
	int c = stage_find_criterion(stage, m->key);
	if (c < 0 || m->value.type != JSON_INT)
		return false;
	const struct criterion *k = &stage->scoring.criteria[c];
	int64_t units = m->value.integer;
	return units >= k->min && units <= k->max && (units - k->min) % k->step == 0;
}

static bool marks_allowed(struct replay *r, int64_t of, const struct stage *stage, const struct json *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		if (!mark_allowed(stage, &marks->members[i])) {
			report_record(r->report, of, "its mark for “%s” is none that stage %s allows",
				marks->members[i].key, stage->id);
			return false;
		}
	return true;
}

static bool sheet_fits(struct replay *r, int64_t of, const struct json *sheet)
{
	bool amends = str_eq(r->seals[of].type, "sheet.amend");
	if (!body_fits(sheet, amends ? "entry:d,expert:d,heat:d,marks:o,recused:b,remark:h?,replaces:i,signed:o?,stage:d,version:i"
				     : "entry:d,expert:d,heat:d,marks:o,recused:b,remark:h?,signed:o?,stage:d,version:i")) {
		report_record(r->report, of,
			"opened, it is not a sheet: {entry, expert, heat, marks, recused, %sstage, version, remark?, signed?}",
			amends ? "replaces, " : "");
		return false;
	}
	int64_t version = json_int(sheet, "version", 0);
	if (amends ? version < 2 || version > INT32_MAX : version != 1) {
		report_record(r->report, of, "opened, it is version %" PRId64 " of its sheet", version);
		return false;
	}
	return true;
}

/* The marks' own text: `"marks":` can't stand in any other place, because ids have no quotes. */
static const char *marks_text(struct replay *r, struct slice text)
{
	static const char key[] = "\"marks\":";
	const char *at = memmem(text.at, text.len, key, sizeof(key) - 1);
	const char *open = at + sizeof(key) - 1;
	const char *close = memchr(open, '}', text.len - (size_t)(open - text.at));
	return arena_strndup(r->arena, open, (size_t)(close + 1 - open));
}

static const char *heat_id(struct replay *r, const struct stage *stage, const char *id)
{
	int heat = stage_find_heat(stage, id);
	return heat < 0 ? arena_strdup(r->arena, id) : stage->heats[heat].id;
}

static void add_version(struct replay *r, int stage, const struct version *v)
{
	struct stage_state *s = &r->stages[stage];
	s->versions = replay_grow(r, s->versions, s->version_count, &s->version_cap, sizeof(*v));
	s->versions[s->version_count++] = *v;
}

void opened_sheet(struct replay *r, const struct record *record, int64_t of, const struct json *sheet,
	struct slice text)
{
	if (!sheet_fits(r, of, sheet))
		return;
	int stage = find_stage(r, record, sheet);
	if (stage < 0)
		return;
	const struct stage *rules = &r->contest->stages[stage];
	const char *entry = json_string(sheet, "entry", ""), *expert = json_string(sheet, "expert", "");
	struct version v = {.entry = dict_find(&r->entry_ids, entry), .expert = dict_find(&r->expert_ids, expert),
		.version = (int)json_int(sheet, "version", 0), .seq = of, .replaces = json_int(sheet, "replaces", -1)};
	if (v.entry < 0 || (v.expert < 0 && !str_eq(expert, "official"))) {
		report_record(r->report, of, "%s %s of its sheet is unknown", v.entry < 0 ? "entry" : "expert",
			v.entry < 0 ? entry : expert);
		return;
	}
	if (!marks_allowed(r, of, rules, json_get(sheet, "marks")))
		return;
	v.sheet = (struct result_sheet){heat_id(r, rules, json_string(sheet, "heat", "")), r->entries[v.entry].id,
		v.expert < 0 ? "official" : r->experts[v.expert].id, json_bool(sheet, "recused", false),
		marks_text(r, text)};
	if (!device_signed(r, stage, &v, json_get(sheet, "signed")))
		return;
	if (v.replaces >= 0 && v.replaces < of && seal_is_sheet(&r->seals[v.replaces]))
		r->seals[v.replaces].replaced = true;
	add_version(r, stage, &v);
}

static int version_order(const void *a, const void *b)
{
	const struct version *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	if (x->expert != y->expert)
		return x->expert < y->expert ? -1 : 1;
	return x->version < y->version ? -1 : x->version > y->version ? 1 : x->seq < y->seq ? -1 : x->seq > y->seq;
}

static bool same_sheet(const struct version *a, const struct version *b)
{
	return a->entry == b->entry && a->expert == b->expert;
}

/* `before` is the version that stands before `v` among the same sheet's, NULL when v is the first opened. */
static void check_version(struct replay *r, int stage, const struct version *v, const struct version *before)
{
	if (v->seq > r->stages[stage].close_seq)
		report_record(r->report, v->seq, "a sheet of stage %s after its close in record %" PRId64,
			r->contest->stages[stage].id, r->stages[stage].close_seq);
	if (before && before->version == v->version)
		report_record(r->report, v->seq, "a second version %d of the sheet in record %" PRId64, v->version,
			before->seq);
	else if (before ? v->version != before->version + 1 || v->replaces != before->seq : v->version != 1)
		report_record(r->report, v->seq, "version %d of a sheet does not follow version %d", v->version,
			before ? before->version : 0);
	if (v->replaces >= v->seq)
		report_record(r->report, v->seq, "replaces the later record %" PRId64, v->replaces);
}

size_t opened_in_force(struct replay *r, int stage, int64_t publish_seq, struct arena *arena,
	struct result_sheet **ret_sheets)
{
	struct stage_state *s = &r->stages[stage];
	struct result_sheet *sheets = ARENA_ARRAY(arena, s->version_count, struct result_sheet);
	size_t count = 0;
	if (s->version_count)
		qsort(s->versions, s->version_count, sizeof(*s->versions), version_order);
	for (size_t i = 0; i < s->version_count; i++) {
		const struct version *v = &s->versions[i];
		bool last = i + 1 == s->version_count || !same_sheet(v, v + 1);
		check_version(r, stage, v, i && same_sheet(v - 1, v) ? v - 1 : NULL);
		room_sheet(r, stage, v, last ? NULL : v + 1);
		pool_check_sheet(r, v);
		if (last)
			sheets[count++] = v->sheet;
	}
	if ((int64_t)count != s->close_sheets)
		report_record(r->report, publish_seq, "%zu sheets of stage %s are opened, and record %" PRId64 " closed it with %" PRId64,
			count, r->contest->stages[stage].id, s->close_seq, s->close_sheets);
	*ret_sheets = sheets;
	return count;
}

static int candidate(const struct json *entries, const char *id)
{
	for (size_t i = 0; i < entries->count; i++)
		if (str_eq(entries->items[i].string, id))
			return (int)i;
	return -1;
}

static bool read_ballot(const struct replay *r, const struct json *vote, const struct json *entries,
	struct arena *arena, struct ballot *ret)
{
	const struct json *order = json_get(vote, "order");
	if (!body_fits(vote, "expert:d,order:a") || !body_ids(order, 1))
		return false;
	const char *voter = json_string(vote, "expert", "");
	int *indices = ARENA_ARRAY(arena, order->count, int);
	for (size_t i = 0; i < order->count; i++) {
		indices[i] = candidate(entries, order->items[i].string);
		for (size_t k = 0; k < i; k++)
			if (indices[k] == indices[i])
				return false;
		if (indices[i] < 0)
			return false;
	}
	*ret = (struct ballot){voter, indices, (int)order->count};
	return dict_find(&r->expert_ids, voter) >= 0;
}

static bool read_ballots(const struct replay *r, const struct json *votes, const struct json *entries,
	struct arena *arena, struct ballot *ret)
{
	for (size_t i = 0; i < votes->count; i++) {
		if (!read_ballot(r, &votes->items[i], entries, arena, &ret[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (str_eq(ret[k].voter, ret[i].voter))
				return false;
	}
	return true;
}

/* Counts the votes again under the stage's rule; the outcome must be the recorded one. */
static void recount_votes(struct replay *r, int64_t of, int stage, const struct json *body, struct arena *arena)
{
	static const char *const rules[VOTE_RULE_COUNT] = {"majority", "borda", "schulze"};
	enum vote_rule rule = r->contest->stages[stage].deliberation;
	const struct json *entries = json_get(body, "entries"), *outcome = json_get(body, "outcome");
	const struct json *votes = json_get(body, "votes");
	struct ballot *ballots = ARENA_ARRAY(arena, votes->count, struct ballot);
	const char **names = ARENA_ARRAY(arena, entries->count, const char *);
	int *order = ARENA_ARRAY(arena, entries->count, int);
	struct err err;
	if (!str_eq(json_string(body, "rule", ""), rules[rule]))
		report_record(r->report, of, "deliberated by %s, where the definition says %s",
			json_string(body, "rule", ""), rules[rule]);
	for (size_t i = 0; i < entries->count; i++)
		names[i] = entries->items[i].string;
	if (!read_ballots(r, votes, entries, arena, ballots)) {
		report_record(r->report, of, "a vote is not by a seated expert, or not an order of the tied entries");
		return;
	}
	if (!votes->count)
		return; /* the chair's own: tie_check() asks whether nobody could vote */
	if (!deliberate(rule, ballots, (int)votes->count, (int)entries->count, names, arena, order, &err)) {
		report_record(r->report, of, "the votes decide nothing: %s", err.message);
		return;
	}
	for (size_t i = 0; i < entries->count; i++)
		if (!str_eq(outcome->items[i].string, names[order[i]])) {
			report_record(r->report, of, "place %zu of the deliberation is %s, recounted %s", i + 1,
				outcome->items[i].string, names[order[i]]);
			return;
		}
}

static bool deliberation_fits(const struct json *body)
{
	if (!body_fits(body, "entries:a,outcome:a,places:i,reason:s,rule:s,stage:d,supervisor:s?,votes:a"))
		return false;
	const struct json *entries = json_get(body, "entries"), *outcome = json_get(body, "outcome");
	if (!body_ids(entries, 2) || !body_ids(outcome, 2) || outcome->count != entries->count)
		return false;
	for (size_t i = 0; i < entries->count; i++)
		if (candidate(outcome, entries->items[i].string) < 0 ||
			candidate(entries, entries->items[i].string) != (int)i)
			return false;
	return true;
}

static struct result_deliberation keep_outcome(struct replay *r, const struct json *outcome)
{
	const char **ids = ARENA_ARRAY(r->arena, outcome->count, const char *);
	for (size_t i = 0; i < outcome->count; i++)
		ids[i] = arena_strdup(r->arena, outcome->items[i].string);
	return (struct result_deliberation){ids, (int)outcome->count};
}

static void add_ruling(struct replay *r, int stage, const struct ruling *ruling)
{
	struct stage_state *s = &r->stages[stage];
	size_t cap = (size_t)s->ruling_cap;
	s->rulings = replay_grow(r, s->rulings, (size_t)s->ruling_count, &cap, sizeof(*ruling));
	s->ruling_cap = (int)cap;
	s->rulings[s->ruling_count++] = *ruling;
}

/* A tie that was opened to votes, or a vote: held together with the deliberations when the stage is published. */
static void opened_ballot(struct replay *r, const struct record *record, int64_t of, const struct json *body)
{
	bool vote = str_eq(r->seals[of].type, "tie.vote");
	if (!body_fits(body, vote ? "expert:d,order:a,stage:d,tie:i" : "entries:a,experts:a,places:i,stage:d") ||
		!body_ids(json_get(body, vote ? "order" : "entries"), vote ? 1 : 2) ||
		(!vote && !body_ids(json_get(body, "experts"), 1))) {
		report_record(r->report, of, "opened, it is not what a record of type %s holds", r->seals[of].type);
		return;
	}
	int stage = find_stage(r, record, body);
	if (stage >= 0)
		tie_keep(r, stage, of, vote ? 'v' : 'o', body);
}

void opened_ruling(struct replay *r, const struct record *record, int64_t of, const struct json *body)
{
	bool grant = str_eq(r->seals[of].type, "award.grant");
	if (!grant && !str_eq(r->seals[of].type, "tie.deliberate")) {
		opened_ballot(r, record, of, body);
		return;
	}
	if (grant ? !body_fits(body, "award:d,entry:d,reason:s,stage:d") : !deliberation_fits(body)) {
		report_record(r->report, of, "opened, it is not what a record of type %s holds",
			r->seals[of].type);
		return;
	}
	int stage = find_stage(r, record, body);
	if (stage < 0)
		return;
	if (of < r->stages[stage].close_seq)
		report_record(r->report, of, "decided before stage %s was closed", r->contest->stages[stage].id);
	struct ruling ruling = {.seq = of};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (grant) {
		ruling.grant = (struct result_grant){arena_strdup(r->arena, json_string(body, "award", "")),
			arena_strdup(r->arena, json_string(body, "entry", ""))};
	} else {
		if (r->contest->stages[stage].supervised && !*json_string(body, "supervisor", ""))
			report_record(r->report, of, "a deliberation of the supervised stage %s without its supervisor",
				r->contest->stages[stage].id);
		recount_votes(r, of, stage, body, arena);
		tie_keep(r, stage, of, 'd', body);
		ruling.deliberation = keep_outcome(r, json_get(body, "outcome"));
	}
	add_ruling(r, stage, &ruling);
}
