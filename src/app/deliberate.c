/* Deliberating: the votes are counted by the stage's rule, and votes, outcome and reason become one sealed record.
 * Votes typed from paper and votes that experts gave on their devices come here alike. */
#include "app/deliberate.h"

#include "app/outcome.h"
#include "app/principal.h"
#include "app/tie.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/deliberation.h"

static bool same_entries(const struct result *r, const struct tie_at_cut *tie, const struct deliberation *d)
{
	if (tie->count != d->entry_count)
		return false;
	for (int i = 0; i < tie->count; i++) {
		bool found = false;
		for (int k = 0; k < d->entry_count; k++)
			found = found || str_eq(r->sheets.entries[tie->entries[i]].id, d->entries[k]);
		if (!found)
			return false;
	}
	return true;
}

const struct tie_at_cut *deliberate_first_tie(const struct result *r)
{
	return r->cut.tie_count ? &r->cut.ties[0] : r->award_tie_count ? &r->award_ties[0] : NULL;
}

static const struct tie_at_cut *find_tie(const struct result *r, const struct deliberation *d)
{
	for (int t = 0; t < r->cut.tie_count; t++)
		if (same_entries(r, &r->cut.ties[t], d))
			return &r->cut.ties[t];
	for (int t = 0; t < r->award_tie_count; t++)
		if (same_entries(r, &r->award_ties[t], d))
			return &r->award_ties[t];
	return NULL;
}

static bool no_such_tie(const struct decide_work *w, const struct result *r, struct err *err)
{
	const struct tie_at_cut *tie = deliberate_first_tie(r);
	if (!tie)
		return fail(err, ERR_CONFLICT, "deliberation.no-tie", "No tie of stage %s awaits deliberation.", decide_stage(w)->id);
	CLEANUP(buf_done) struct buf names = {0};
	for (int i = 0; i < tie->count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", r->sheets.entries[tie->entries[i]].id);
	return fail(err, ERR_CONFLICT, "deliberation.entries",
		"These entries are not a tie of stage %s; tied with %d places at stake are %s.", decide_stage(w)->id, tie->places,
		buf_str(&names));
}

static int candidate(const struct deliberation *d, const char *id)
{
	for (int i = 0; i < d->entry_count; i++)
		if (str_eq(d->entries[i], id))
			return i;
	return -1;
}

/* A mark of the panel's, on a sheet that is not recused: official values make nobody a judge. */
static bool is_judgement(const struct result *r, size_t sheet)
{
	const struct scoring *scoring = &r->contest->stages[r->stage].scoring;
	const int64_t *marks = &r->sheets.marks[sheet * (size_t)r->sheets.criterion_count];
	for (int c = 0; !r->sheets.items[sheet].recused && c < scoring->criterion_count; c++)
		if (scoring->criteria[c].by == BY_PANEL && marks[c] != MARK_NONE)
			return true;
	return false;
}

/* Did expert `x` mark the entry (−1: any of the stage)? */
static bool has_marked(const struct result *r, int x, int entry)
{
	for (size_t i = 0; i < r->sheets.count; i++)
		if (r->sheets.items[i].expert == x && (entry < 0 || r->sheets.items[i].entry == entry) && is_judgement(r, i))
			return true;
	return false;
}

static bool is_recused(const struct result *r, const struct ruled *ruled, int x, int entry)
{
	if (ruled_has(ruled, r->sheets.entries[entry].id, r->sheets.experts[x].id))
		return true;
	for (size_t i = 0; i < r->sheets.count; i++)
		if (r->sheets.items[i].recused && r->sheets.items[i].expert == x && r->sheets.items[i].entry == entry)
			return true;
	return false;
}

static bool is_asked(const struct result *r, const struct ruled *ruled, const struct tie_at_cut *tie, int x, bool anywhere)
{
	bool marked = anywhere && has_marked(r, x, -1);
	for (int i = 0; i < tie->count; i++) {
		if (is_recused(r, ruled, x, tie->entries[i]))
			return false;
		marked = marked || has_marked(r, x, tie->entries[i]);
	}
	return marked;
}

void deliberate_voters(const struct result *r, const struct ruled *ruled, const struct tie_at_cut *tie, struct arena *arena,
	const char *const **ret_experts, int *ret_count)
{
	const char **ids = ARENA_ARRAY(arena, (size_t)r->sheets.expert_count, const char *);
	int n = 0;
	for (int anywhere = 0; anywhere < 2 && !n; anywhere++)
		for (int x = 0; x < r->sheets.expert_count; x++)
			if (is_asked(r, ruled, tie, x, anywhere))
				ids[n++] = r->sheets.experts[x].id;
	*ret_experts = ids;
	*ret_count = n;
}

static int find_expert(const struct result *r, const char *id)
{
	for (int x = 0; x < r->sheets.expert_count; x++)
		if (str_eq(r->sheets.experts[x].id, id))
			return x;
	return -1;
}

/* A voter marked in this stage and is recused from none of the tied entries. */
static bool may_vote(const struct result *r, const struct ruled *ruled, const struct tie_at_cut *tie, const struct vote *v, struct err *err)
{
	int x = find_expert(r, v->expert);
	if (x < 0 || !has_marked(r, x, -1))
		return fail(err, ERR_INPUT, "deliberation.voter", "Expert %s marked nothing in this stage and has no vote.", v->expert);
	for (int i = 0; i < tie->count; i++)
		if (is_recused(r, ruled, x, tie->entries[i]))
			return fail(err, ERR_INPUT, "deliberation.recused", "Expert %s is recused from entry %s and has no vote on it.",
				v->expert, r->sheets.entries[tie->entries[i]].id);
	return true;
}

static bool read_ballots(struct decide_work *w, const struct result *r, const struct ruled *ruled, const struct tie_at_cut *tie,
	struct ballot *ballots, struct err *err)
{
	const struct deliberation *d = w->deliberation;
	for (int b = 0; b < d->vote_count; b++) {
		const struct vote *v = &d->votes[b];
		int *order = ARENA_ARRAY(w->arena, (size_t)v->count, int);
		for (int i = 0; i < b; i++)
			if (str_eq(d->votes[i].expert, v->expert))
				return fail(err, ERR_INPUT, "deliberation.twice", "Expert %s votes twice.", v->expert);
		if (!may_vote(r, ruled, tie, v, err))
			return false;
		for (int i = 0; i < v->count; i++) {
			order[i] = candidate(d, v->order[i]);
			if (order[i] < 0)
				return fail(err, ERR_INPUT, "deliberation.vote", "Expert %s votes for %s, which is not among the tied entries.",
					v->expert, v->order[i]);
			for (int k = 0; k < i; k++)
				if (order[k] == order[i])
					return fail(err, ERR_INPUT, "deliberation.vote", "Expert %s names %s twice.", v->expert, v->order[i]);
		}
		ballots[b] = (struct ballot){v->expert, order, v->count};
	}
	return true;
}

static const char *const VOTE_RULES[VOTE_RULE_COUNT] = {"majority", "borda", "schulze"};

static void put_ids(struct json_writer *json, const char *key, const char *const *ids, int n)
{
	json_open(json, key, '[');
	for (int i = 0; i < n; i++)
		json_put_string(json, NULL, ids[i]);
	json_close(json, ']');
}

static const char *deliberation_body(const struct decide_work *w, const struct tie_at_cut *tie,
	const char *const *outcome)
{
	const struct deliberation *d = w->deliberation;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	put_ids(&json, "entries", d->entries, d->entry_count);
	put_ids(&json, "outcome", outcome, d->entry_count);
	json_put_int(&json, "places", tie->places);
	json_put_string(&json, "reason", d->reason);
	json_put_string(&json, "rule", VOTE_RULES[decide_stage(w)->deliberation]);
	json_put_string(&json, "stage", decide_stage(w)->id);
	if (d->supervisor)
		json_put_string(&json, "supervisor", d->supervisor);
	json_open(&json, "votes", '[');
	for (int i = 0; i < d->vote_count; i++) {
		json_open(&json, NULL, '{');
		json_put_string(&json, "expert", d->votes[i].expert);
		put_ids(&json, "order", d->votes[i].order, d->votes[i].count);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	return arena_strdup(w->arena, buf_str(&body));
}

static bool check_words(struct decide_work *w, const struct deliberation *d, struct err *err)
{
	if (!d->reason || !*d->reason)
		return fail(err, ERR_INPUT, "deliberation.reason", "A deliberation needs its reason in words.");
	if (!app_check_text(d->reason, "The reason", err) || !app_check_text(d->supervisor, "The supervisor's name", err))
		return false;
	if (decide_stage(w)->supervised && (!d->supervisor || !*d->supervisor))
		return fail(err, ERR_INPUT, "stage.supervisor", "Stage %s is supervised: name the supervisor who countersigns.",
			decide_stage(w)->id);
	return true;
}

/* Only where every expert who judged is recused from a tied entry does the chair decide, with a reason that everybody reads:
 * nothing is settled by chance, and a stage must not stand still for good. */
static bool nobody_may_vote(struct decide_work *w, const struct result *r, const struct ruled *ruled,
	const struct tie_at_cut *tie, struct err *err)
{
	const char *const *experts;
	int count;
	deliberate_voters(r, ruled, tie, w->arena, &experts, &count);
	return !count || fail(err, ERR_INPUT, "deliberation.votes",
				 "%d %s a vote on this tie; without votes nothing is decided.", count, count == 1 ? "expert has" : "experts have");
}

bool deliberate_record(struct decide_work *w, struct db *db, int64_t *ret_seq, struct err *err)
{
	const struct deliberation *d = w->deliberation;
	struct stage_row row;
	struct result result;
	struct ruled ruled;
	if (!check_words(w, d, err) || !decide_closed_row(w, db, &row, err) ||
		!outcome_compute(db, w->contest, w->stage, w->arena, &result, err) ||
		!ruled_load(db, w->contest->id, &row, w->arena, &ruled, err))
		return false;
	const struct tie_at_cut *tie = find_tie(&result, d);
	if (!tie)
		return no_such_tie(w, &result, err);
	struct ballot *ballots = ARENA_ARRAY(w->arena, (size_t)d->vote_count, struct ballot);
	int *order = ARENA_ARRAY(w->arena, (size_t)d->entry_count, int);
	if (!d->vote_count) {
		if (!nobody_may_vote(w, &result, &ruled, tie, err))
			return false;
		for (int i = 0; i < d->entry_count; i++)
			order[i] = i;
	} else if (!read_ballots(w, &result, &ruled, tie, ballots, err) ||
		!deliberate(decide_stage(w)->deliberation, ballots, d->vote_count, d->entry_count, d->entries, w->arena, order, err)) {
		return false;
	}
	const char **outcome = ARENA_ARRAY(w->arena, (size_t)d->entry_count, const char *);
	for (int i = 0; i < d->entry_count; i++)
		outcome[i] = d->entries[order[i]];
	struct decision_row decision = {.stage = row.stage, .kind = "tie.deliberate",
		.body = deliberation_body(w, tie, outcome)};
	if (!journal_seal(&w->j, decision.kind, decision.body, &decision.seq, err))
		return false;
	*ret_seq = decision.seq;
	return store_add_decision(db, w->contest->id, &decision, err);
}

/* On paper: not while experts are voting on their devices, or two outcomes could be counted. */
static bool deliberate_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct tie_row *open;
	int64_t seq;
	if (!tie_find_open(db, w->contest->id, decide_stage(w)->id, w->arena, &open, err))
		return false;
	if (open)
		return fail(err, ERR_CONFLICT, "tie.open",
			"Tie %lld of stage %s is open for votes on the experts' devices; conclude that first.", (long long)open->seq,
			decide_stage(w)->id);
	return deliberate_record(w, db, &seq, err);
}

static bool deliberate_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, deliberate_step, "tie.deliberate", err);
}

bool app_deliberate(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct deliberation *d, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct decide_work w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena,
		.deliberation = d};
	return principal_check(rq->who, ACT_DELIBERATE, err) && store_write(app->store, deliberate_work, &w, err);
}
