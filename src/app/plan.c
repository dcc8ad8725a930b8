/* Plays the rounds in order. For each stage: who takes part (a result without
 * sheets), marks, the wanted tie, then votes until nothing is at stake, the
 * jury's choices, and the body that the application will publish, which the
 * stages after it start from. */
#include "app/plan.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "judging/severity_rule.h"

#include <string.h>

enum { TIES_MAX = 100 };

/* What result_compute() needs of a stage, decided so far. */
struct scene {
	struct plan *plan;
	const struct stage *stage;
	const struct json *round;
	struct plan_round *out;
	struct drafts drafts;
	struct result_input in;
	struct result_deliberation *deliberations;
};

static bool wrong(struct err *err, const char *what, const char *name)
{
	return fail(err, ERR_INPUT, "rehearsal.parameters",
		"The rehearsal names %s “%s”, which the definition lacks.", what, name);
}

static struct result_input input_of(const struct plan *p, int stage)
{
	return (struct result_input){
		.contest = p->contest, .stage = stage, .models = &severity_rules,
		.entries = p->entries, .entry_count = p->entry_count,
		.experts = p->experts, .expert_count = p->expert_count,
		.earlier = p->earlier, .earlier_count = p->earlier_count,
	};
}

static bool compute(struct scene *s, struct result *ret, struct err *err)
{
	s->in.sheets = s->drafts.sheets;
	s->in.sheet_count = s->drafts.count;
	s->in.deliberations = s->deliberations;
	return result_compute(&s->in, s->plan->arena, ret, err);
}

/* The last entry in and the first one out under a quota, in one list; false when there are none. */
static bool at_the_cut(const struct result *r, int quota, int *ret_in, int *ret_out)
{
	*ret_in = *ret_out = -1;
	for (int i = 0; i < r->sheets.entry_count; i++) {
		int e = r->ranking.order[i];
		const struct outcome *o = &r->cut.outcomes[e];
		if (o->quota == quota && (o->fate == FATE_ADVANCE || o->fate == FATE_AT_STAKE))
			*ret_in = e;
		else if (*ret_in >= 0 && *ret_out < 0 && r->ranking.places[e].rank > 0 &&
			r->ranking.places[e].list == r->ranking.places[*ret_in].list)
			*ret_out = e;
	}
	return *ret_in >= 0 && *ret_out >= 0;
}

static bool make_tie(struct scene *s, int quota, struct err *err)
{
	struct result r;
	int in, out;
	struct plan *p = s->plan;
	if (!compute(s, &r, err))
		return false;
	if (!at_the_cut(&r, quota, &in, &out))
		return fail(err, ERR_INPUT, "rehearsal.parameters", "No cut to tie at in stage %s.", s->stage->id);
	plan_tie(p, s->stage, &s->drafts, plan_find_entry(p, r.sheets.entries[in].id),
		plan_find_entry(p, r.sheets.entries[out].id));
	plan_result_sheets(p, s->stage, &s->drafts, p->arena);
	return true;
}

/* Votes until no cut and no award waits for one. */
static bool settle(struct scene *s, struct result *r, struct err *err)
{
	s->deliberations = ARENA_ARRAY(s->plan->arena, TIES_MAX, struct result_deliberation);
	for (int i = 0; i < TIES_MAX; i++) {
		if (!compute(s, r, err) || !result_formed(r, -1, err))
			return false;
		if (result_settled(r))
			return true;
		const struct tie_at_cut *tie = r->cut.tie_count > 0 ? &r->cut.ties[0] : &r->award_ties[0];
		if (!plan_deliberate(s->plan, r, tie, &s->drafts, s->out, &s->deliberations[i], err))
			return false;
		s->in.deliberation_count = i + 1;
	}
	return fail(err, ERR_CONFLICT, "rehearsal.tied", "Stage %s stays tied.", s->stage->id);
}

static void take_grants(struct scene *s)
{
	struct arena *arena = s->plan->arena;
	struct result_grant *grants = ARENA_ARRAY(arena, (size_t)s->out->grant_count + 1, struct result_grant);
	for (int i = 0; i < s->out->grant_count; i++)
		grants[i] = (struct result_grant){s->out->grants[i].award, s->out->grants[i].entry};
	s->in.grants = grants;
	s->in.grant_count = s->out->grant_count;
}

static void keep_earlier(struct scene *s, const struct result *r)
{
	struct plan *p = s->plan;
	CLEANUP(buf_done) struct buf body = {0};
	size_t n = (size_t)p->earlier_count++;
	result_write(r, &body);
	p->earlier[n] = (struct result_earlier){s->stage->id, arena_strdup(p->arena, buf_str(&body)), NULL, 0};
	p->inputs[n] = s->in;
}

static void write_sheets(struct scene *s)
{
	struct plan *p = s->plan;
	CLEANUP(buf_done) struct buf first = {0};
	CLEANUP(buf_done) struct buf amended = {0};
	plan_sheets_csv(p, s->stage, &s->drafts, false, &first);
	plan_sheets_csv(p, s->stage, &s->drafts, true, &amended);
	s->out->sheets = arena_strndup(p->arena, first.at, first.len);
	s->out->sheets_len = first.len;
	if (memchr(amended.at, '\n', amended.len - 1)) {
		s->out->amended = arena_strndup(p->arena, amended.at, amended.len);
		s->out->amended_len = amended.len;
	}
}

static bool decide(struct scene *s, struct err *err)
{
	struct result r;
	if (!s->out->closes)
		return true;
	if (!settle(s, &r, err))
		return false;
	plan_grants(s->plan, &r, s->out);
	take_grants(s);
	if (!compute(s, &r, err))
		return false;
	if (s->out->publishes)
		keep_earlier(s, &r);
	return true;
}

static bool play_stage(struct plan *p, const struct json *round, struct plan_round *out, struct err *err)
{
	const char *id = json_string(round, "stage", "");
	int index = contest_find_stage(p->contest, id);
	if (index < 0)
		return wrong(err, "stage", id);
	struct scene s = {.plan = p, .stage = &p->contest->stages[index], .round = round, .out = out,
		.in = input_of(p, index)};
	struct result field;
	out->stage = s.stage->id;
	out->closes = json_bool(round, "close", true);
	out->publishes = out->closes && json_bool(round, "publish", true);
	if (!result_compute(&s.in, p->arena, &field, err) ||
		!plan_marks(p, round, s.stage, &field, &s.drafts, err))
		return false;
	plan_result_sheets(p, s.stage, &s.drafts, p->arena);
	int64_t quota = json_int(round, "tie_at_quota", -1);
	if (quota >= 0 && !make_tie(&s, (int)quota, err))
		return false;
	write_sheets(&s);
	return decide(&s, err);
}

static int find_earlier(const struct plan *p, const char *stage)
{
	for (int i = 0; i < p->earlier_count; i++)
		if (str_eq(p->earlier[i].stage, stage))
			return i;
	return -1;
}

/* The `place`-th of those who advance, in printed order. */
static const char *advancing_at(const struct result *r, int64_t place)
{
	const char *last = NULL;
	for (int i = 0; i < r->sheets.entry_count; i++) {
		int e = r->ranking.order[i];
		if (r->cut.outcomes[e].fate != FATE_ADVANCE)
			continue;
		last = r->sheets.entries[e].id;
		if (--place <= 0)
			break;
	}
	return last;
}

static void add_moved(struct plan *p, struct result_earlier *earlier, const char *const *moved, int n)
{
	const char **all = ARENA_ARRAY(p->arena, (size_t)(earlier->moved_count + n) + 1, const char *);
	for (int i = 0; i < earlier->moved_count; i++)
		all[i] = earlier->moved[i];
	for (int i = 0; i < n; i++)
		all[earlier->moved_count + i] = moved[i];
	earlier->moved = all;
	earlier->moved_count += n;
}

/* An entry that came through a stage withdraws; whoever moves up takes part in what follows. */
static bool play_withdrawal(struct plan *p, const struct json *withdraw, struct plan_round *out, struct err *err)
{
	const char *stage = json_string(withdraw, "stage", "");
	int at = find_earlier(p, stage), moved_count;
	struct result r, now;
	const char **moved;
	if (at < 0)
		return wrong(err, "published stage", stage);
	if (!result_compute(&p->inputs[at], p->arena, &r, err))
		return false;
	out->withdrawn = advancing_at(&r, json_int(withdraw, "place", 1));
	if (!out->withdrawn)
		return fail(err, ERR_INPUT, "rehearsal.parameters", "Nobody advances from %s who could withdraw.", stage);
	p->entries[plan_find_entry(p, out->withdrawn)].withdrawn = true;
	if (!result_compute(&p->inputs[at], p->arena, &now, err) ||
		!result_moved(&now, &p->earlier[at], p->arena, &moved, &moved_count, err))
		return false;
	add_moved(p, &p->earlier[at], moved, moved_count);
	return true;
}

bool plan_make(struct plan *p, struct err *err)
{
	const struct json *rounds = json_get(p->parameters, "rounds");
	size_t n = rounds ? rounds->count : 0;
	p->rng = rng_of((uint64_t)json_int(p->parameters, "seed", 1));
	p->earlier = ARENA_ARRAY(p->arena, n + 1, struct result_earlier);
	p->inputs = ARENA_ARRAY(p->arena, n + 1, struct result_input);
	p->rounds = ARENA_ARRAY(p->arena, n + 1, struct plan_round);
	if (!plan_people(p, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct json *round = &rounds->items[i], *withdraw = json_get(round, "withdraw");
		struct plan_round *out = &p->rounds[p->round_count++];
		out->reason = json_string(round, "reason", "彩排合议 · Rehearsal of a deliberation");
		out->supervisor = json_string(round, "supervisor", NULL);
		if (withdraw ? !play_withdrawal(p, withdraw, out, err) : !play_stage(p, round, out, err))
			return false;
	}
	return true;
}
