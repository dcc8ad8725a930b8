/* Results and moves: the state becomes a result_input, contest/result.h computes, and what comes out must be
 * what was recorded, byte for byte. */
#include "audit/replay.h"

#include "audit/assign.h"
#include "audit/audit.h"
#include "audit/body.h"
#include "audit/closing.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "judging/severity_rule.h"
#include "ledger/record.h"

#include <stdlib.h>
#include <string.h>

static int ruling_order(const void *a, const void *b)
{
	const struct ruling *x = a, *y = b;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Deliberations and jury choices in the order in which they were decided. */
static void add_rulings(struct replay *r, struct result_input *in, struct arena *arena)
{
	struct stage_state *s = &r->stages[in->stage];
	size_t n = (size_t)s->ruling_count;
	struct result_deliberation *deliberations = ARENA_ARRAY(arena, n, struct result_deliberation);
	struct result_grant *grants = ARENA_ARRAY(arena, n, struct result_grant);
	if (n)
		qsort(s->rulings, n, sizeof(*s->rulings), ruling_order);
	for (size_t i = 0; i < n; i++) {
		if (s->rulings[i].grant.award)
			grants[in->grant_count++] = s->rulings[i].grant;
		else
			deliberations[in->deliberation_count++] = s->rulings[i].deliberation;
	}
	in->deliberations = deliberations;
	in->grants = grants;
}

static struct result_earlier earlier_of(const struct replay *r, int stage)
{
	const struct stage_state *s = &r->stages[stage];
	return (struct result_earlier){r->contest->stages[stage].id, s->body, s->moved, s->moved_count};
}

static void add_earlier(struct replay *r, struct result_input *in, struct arena *arena)
{
	struct result_earlier *earlier = ARENA_ARRAY(arena, (size_t)r->contest->stage_count, struct result_earlier);
	for (int s = 0; s < r->contest->stage_count; s++)
		if (r->stages[s].body)
			earlier[in->earlier_count++] = earlier_of(r, s);
	in->earlier = earlier;
}

/* Those who withdrew since the stage was published are `left`. */
static const struct result_entry *entries_now(const struct replay *r, const struct stage_state *s, struct arena *arena)
{
	if (!s->body)
		return r->entries;
	struct result_entry *entries = ARENA_ARRAY(arena, r->entry_count, struct result_entry);
	for (size_t e = 0; e < r->entry_count; e++) {
		entries[e] = r->entries[e];
		entries[e].left = entries[e].withdrawn && !(e < s->gone_count && s->gone[e]);
		entries[e].withdrawn = entries[e].withdrawn && !entries[e].left;
	}
	return entries;
}

static bool compute(struct replay *r, int stage, struct result_sheet *sheets, size_t count, struct arena *arena,
	struct result *ret, struct err *err)
{
	struct result_input *in = ARENA_NEW(arena, struct result_input);
	*in = (struct result_input){.contest = r->contest, .stage = stage, .models = &severity_rules,
		.entries = entries_now(r, &r->stages[stage], arena),
		.entry_count = r->entry_count, .experts = r->experts, .expert_count = r->expert_count,
		.sheets = sheets, .sheet_count = count};
	add_rulings(r, in, arena);
	add_earlier(r, in, arena);
	return result_compute(in, arena, ret, err);
}

bool recount_blank(struct replay *r, int stage, struct arena *arena, struct result *ret, struct err *err)
{
	struct result_input *in = ARENA_NEW(arena, struct result_input);
	*in = (struct result_input){.contest = r->contest, .stage = stage, .models = &severity_rules, .entries = r->entries,
		.entry_count = r->entry_count, .experts = r->experts, .expert_count = r->expert_count};
	add_earlier(r, in, arena);
	return result_compute(in, arena, ret, err);
}

static int publishable(struct replay *r, const struct record *record, const struct json *body)
{
	const char *id = json_string(body, "stage", "");
	int stage = contest_find_stage(r->contest, id);
	if (stage < 0 || r->contest->stages[stage].kind != STAGE_PANEL)
		report_record(r->report, record->seq, "there is no stage %s with marks", id);
	else if (r->stages[stage].close_seq < 0 || r->stages[stage].publish_seq >= 0)
		report_record(r->report, record->seq, "publishes stage %s, which is %s", id,
			r->stages[stage].close_seq < 0 ? "not closed" : "published already");
	else
		return stage;
	return -1;
}

static bool equals(struct replay *r, const struct record *record, const struct json *body,
	const struct result *result, struct arena *arena)
{
	CLEANUP(buf_done) struct buf text = {0};
	struct json again;
	struct err err;
	char what[600] = "its spelling";
	result_write(result, &text);
	if (str_eq(buf_str(&text), record->body))
		return true;
	if (json_parse(buf_str(&text), text.len, arena, &again, &err))
		body_difference(body, &again, what, sizeof(what));
	report_record(r->report, record->seq, "stage %s: %s", r->contest->stages[result->stage].id, what);
	return false;
}

static void keep_gone(struct replay *r, struct stage_state *s)
{
	bool *gone = ARENA_ARRAY(r->arena, r->entry_count, bool);
	for (size_t e = 0; e < r->entry_count; e++)
		gone[e] = r->entries[e].withdrawn;
	s->gone = gone;
	s->gone_count = r->entry_count;
}

void recount_result(struct replay *r, const struct record *record, const struct json *body)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	int stage = publishable(r, record, body);
	if (stage < 0)
		return;
	struct result_sheet *sheets;
	struct result result;
	struct err err;
	size_t count = opened_in_force(r, stage, record->seq, arena, &sheets);
	const char *id = r->contest->stages[stage].id;
	assign_check_stage(r, stage);
	lock_check_sheets(r, stage);
	tie_check(r, stage, record->seq);
	sample_check(r, stage);
	if (!compute(r, stage, sheets, count, arena, &result, &err)) {
		report_record(r->report, record->seq, "stage %s can't be computed: %s", id, err.message);
	} else {
		show_check(r, stage, &result, record->seq);
		if (!result_formed(&result, -1, &err))
			report_record(r->report, record->seq, "publishes what can't be computed. %s", err.message);
		else if (!result_settled(&result))
			report_record(r->report, record->seq, "stage %s is published while a tie awaits deliberation", id);
		else
			r->report->results += equals(r, record, body, &result, arena);
	}
	r->stages[stage].publish_seq = record->seq;
	r->stages[stage].body = arena_strdup(r->arena, record->body);
	keep_gone(r, &r->stages[stage]);
}

/* The reserve moves up until a panel stage that is fed from here is closed. */
static bool may_move(const struct replay *r, int stage)
{
	for (int t = 0; t < r->contest->stage_count; t++)
		if (r->contest->stages[t].kind == STAGE_PANEL && r->stages[t].close_seq >= 0 &&
			result_feeds(r->contest, stage, t))
			return false;
	return r->contest->stages[stage].quota_count > 0;
}

static bool put_moves(struct replay *r, int stage, struct arena *arena, struct json_writer *w, struct err *err)
{
	struct result_sheet *sheets = ARENA_ARRAY(arena, r->stages[stage].version_count, struct result_sheet);
	const struct version *v = r->stages[stage].versions;
	size_t count = 0, n = r->stages[stage].version_count;
	struct result now;
	const char **ids;
	int moved;
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || v[i].entry != v[i + 1].entry || v[i].expert != v[i + 1].expert)
			sheets[count++] = v[i].sheet;
	struct result_earlier before = earlier_of(r, stage);
	if (!compute(r, stage, sheets, count, arena, &now, err) ||
		!result_moved(&now, &before, arena, &ids, &moved, err))
		return false;
	for (int i = 0; i < moved; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "entry", ids[i]);
		json_put_string(w, "stage", before.stage);
		json_close(w, '}');
	}
	return true;
}

/* Takes the recorded moves in, as far as they can be read. */
static void take_moves(struct replay *r, const struct json *moved)
{
	for (size_t i = 0; i < moved->count; i++) {
		const char *entry = json_string(&moved->items[i], "entry", "");
		int stage = contest_find_stage(r->contest, json_string(&moved->items[i], "stage", ""));
		int index = dict_find(&r->entry_ids, entry);
		if (stage < 0 || index < 0)
			continue;
		struct stage_state *s = &r->stages[stage];
		size_t cap = (size_t)s->moved_cap;
		s->moved = replay_grow(r, s->moved, (size_t)s->moved_count, &cap, sizeof(*s->moved));
		s->moved_cap = (int)cap;
		s->moved[s->moved_count++] = r->entries[index].id;
	}
}

void recount_moves(struct replay *r, const struct record *record, const struct json *moved)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf again = {0}, was = {0};
	struct json_writer w = json_writer(&again);
	struct err err;
	json_open(&w, NULL, '[');
	for (int s = 0; s < r->contest->stage_count; s++) {
		if (!r->stages[s].body || !may_move(r, s) || put_moves(r, s, arena, &w, &err))
			continue;
		report_record(r->report, record->seq, "who moves up in stage %s can't be computed: %s",
			r->contest->stages[s].id, err.message);
		return;
	}
	json_close(&w, ']');
	json_canonical(moved, &was);
	if (!str_eq(buf_str(&was), buf_str(&again)))
		report_record(r->report, record->seq, "moved up are %.200s, recomputed %.200s", buf_str(&was), buf_str(&again));
	take_moves(r, moved);
}
