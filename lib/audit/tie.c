/* Ties and votes, in the order of their records once all are open: at most one tie of a stage is open; a deliberation that
 * follows it takes its votes, the newest of each expert, and a withdrawal ends it. Who is asked follows from the sheets. */
#include "audit/closing.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "audit/ruled.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tie_keep(struct replay *r, int stage, int64_t of, char kind, const struct json *body)
{
	struct stage_state *s = &r->stages[stage];
	CLEANUP(buf_done) struct buf text = {0};
	struct json *kept = ARENA_NEW(r->arena, struct json);
	struct err err;
	json_canonical(body, &text);
	if (!json_parse(arena_strdup(r->arena, buf_str(&text)), text.len, r->arena, kept, &err)) {
		report_record(r->report, of, "%s", err.message);
		return;
	}
	s->ballots = replay_grow(r, s->ballots, s->ballot_count, &s->ballot_cap, sizeof(*s->ballots));
	s->ballots[s->ballot_count++] = (struct ballot_event){of, kind, kept};
}

/* ---- who may vote */

static bool lists(const struct json *ids, const char *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (str_eq(ids->items[i].string, id))
			return true;
	return false;
}

static bool is_judgement(const struct stage *stage, const struct result_sheet *sheet)
{
	for (int c = 0; !sheet->recused && c < stage->scoring.criterion_count; c++) {
		char needle[80];
		snprintf(needle, sizeof(needle), "\"%s\":", stage->scoring.criteria[c].id);
		if (stage->scoring.criteria[c].by == BY_PANEL && strstr(sheet->marks, needle))
			return true;
	}
	return false;
}

struct standing_of { /* of an expert towards tied entries */
	bool judged_one, judged_any, recused;
};

static struct standing_of stands(const struct replay *r, int stage, int expert, const struct json *entries)
{
	const struct stage_state *s = &r->stages[stage];
	struct standing_of at = {0};
	for (size_t i = 0; i < s->version_count; i++) {
		const struct version *v = &s->versions[i];
		bool last = i + 1 == s->version_count || v[1].entry != v->entry || v[1].expert != v->expert;
		if (v->expert != expert || !last)
			continue;
		bool tied = lists(entries, v->sheet.entry), judged = is_judgement(&r->contest->stages[stage], &v->sheet);
		at.judged_any = at.judged_any || judged;
		at.judged_one = at.judged_one || (tied && judged);
		at.recused = at.recused || (tied && v->sheet.recused);
	}
	for (size_t i = 0; i < entries->count && !at.recused; i++)
		at.recused = ruled_confirmed(r, entries->items[i].string, r->experts[expert].id, s->close_seq);
	return at;
}

static int id_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Those who judged one of the entries and are recused from none; where there is nobody such, who judged at all. */
static size_t voters_of(const struct replay *r, int stage, const struct json *entries, struct arena *arena,
	const char ***ret)
{
	const char **ids = ARENA_ARRAY(arena, r->expert_count, const char *);
	size_t n = 0;
	for (int wide = 0; wide < 2 && !n; wide++)
		for (size_t x = 0; x < r->expert_count; x++) {
			struct standing_of at = stands(r, stage, (int)x, entries);
			if (!at.recused && (at.judged_one || (wide && at.judged_any)))
				ids[n++] = r->experts[x].id;
		}
	if (n)
		qsort(ids, n, sizeof(*ids), id_order);
	*ret = ids;
	return n;
}

/* ---- one after the other */

struct open_tie {
	int64_t seq; /* −1 = none is open */
	const struct json *body;
	const struct json **votes; /* by the tie's experts; NULL = not yet */
};

static void check_opening(struct replay *r, int stage, const struct ballot_event *e, struct open_tie *tie,
	struct arena *arena)
{
	const struct json *entries = json_get(e->body, "entries"), *experts = json_get(e->body, "experts");
	const char **voters;
	size_t n = voters_of(r, stage, entries, arena, &voters);
	bool same = n == experts->count;
	for (size_t i = 0; same && i < n; i++)
		same = str_eq(voters[i], experts->items[i].string);
	if (e->seq < r->stages[stage].close_seq)
		report_record(r->report, e->seq, "opens a tie before stage %s was closed", r->contest->stages[stage].id);
	if (tie->seq >= 0)
		report_record(r->report, e->seq, "opens a tie while that of record %" PRId64 " is open", tie->seq);
	if (!same)
		report_record(r->report, e->seq, "asks other experts about a tie than those who judged its entries");
	int64_t places = json_int(e->body, "places", 0);
	if (places < 1 || places >= (int64_t)entries->count)
		report_record(r->report, e->seq, "a tie of %zu entries about %" PRId64 " places", entries->count, places);
	for (size_t i = 0; i < entries->count; i++)
		if (dict_find(&r->entry_ids, entries->items[i].string) < 0)
			report_record(r->report, e->seq, "a tie of entry %s, which was never accepted", entries->items[i].string);
	*tie = (struct open_tie){e->seq, e->body, ARENA_ARRAY(arena, experts->count, const struct json *)};
}

static int index_of(const struct json *ids, const char *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (str_eq(ids->items[i].string, id))
			return (int)i;
	return -1;
}

static void check_vote(struct replay *r, const struct ballot_event *e, struct open_tie *tie)
{
	const struct json *order = json_get(e->body, "order");
	if (tie->seq < 0 || json_int(e->body, "tie", -1) != tie->seq) {
		report_record(r->report, e->seq, "a vote on tie %" PRId64 ", which is not open", json_int(e->body, "tie", -1));
		return;
	}
	int at = index_of(json_get(tie->body, "experts"), json_string(e->body, "expert", ""));
	bool good = at >= 0;
	for (size_t i = 0; good && i < order->count; i++)
		good = index_of(json_get(tie->body, "entries"), order->items[i].string) >= 0 &&
			index_of(order, order->items[i].string) == (int)i;
	if (good)
		tie->votes[at] = order;
	else
		report_record(r->report, e->seq, "a vote that is not by an expert who was asked, or not an order of the tied entries");
}

static bool same_ids(const struct json *a, const struct json *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = str_eq(a->items[i].string, b->items[i].string);
	return same;
}

/* The deliberation of an open tie: the same entries and places, and the votes that were given. */
static void check_conclusion(struct replay *r, const struct ballot_event *e, struct open_tie *tie)
{
	const struct json *votes = json_get(e->body, "votes"), *experts = json_get(tie->body, "experts");
	size_t given = 0;
	bool same = same_ids(json_get(e->body, "entries"), json_get(tie->body, "entries")) &&
		json_int(e->body, "places", 0) == json_int(tie->body, "places", 0);
	for (size_t x = 0; x < experts->count; x++) {
		if (!tie->votes[x])
			continue;
		const struct json *vote = given < votes->count ? &votes->items[given] : NULL;
		same = same && vote && str_eq(json_string(vote, "expert", ""), experts->items[x].string) &&
			same_ids(json_get(vote, "order"), tie->votes[x]);
		given++;
	}
	if (!same || given != votes->count)
		report_record(r->report, e->seq, "concludes tie %" PRId64 " with other entries or votes than were given", tie->seq);
	if (2 * given <= experts->count)
		report_record(r->report, e->seq, "concludes tie %" PRId64 " by %zu of %zu votes", tie->seq, given, experts->count);
	tie->seq = -1;
}

/* Whoever votes judged something in the stage and is recused from none of the tied entries; only where there is nobody such
 * is it decided without votes. */
static void check_voters(struct replay *r, int stage, const struct ballot_event *e, struct arena *arena)
{
	const struct json *votes = json_get(e->body, "votes");
	const char **voters;
	size_t n = votes->count ? 0 : voters_of(r, stage, json_get(e->body, "entries"), arena, &voters);
	if (n)
		report_record(r->report, e->seq, "decided without votes, though %zu experts have one", n);
	for (size_t i = 0; i < votes->count; i++) {
		const char *id = json_string(&votes->items[i], "expert", "");
		int expert = dict_find(&r->expert_ids, id);
		struct standing_of at = {0};
		if (expert >= 0)
			at = stands(r, stage, expert, json_get(e->body, "entries"));
		if (at.recused || !at.judged_any)
			report_record(r->report, e->seq, "expert %s votes, who %s", id,
				at.recused ? "is recused from a tied entry" : "marked nothing in the stage");
	}
}

static int event_order(const void *a, const void *b)
{
	const struct ballot_event *x = a, *y = b;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

void tie_check(struct replay *r, int stage, int64_t publish_seq)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct stage_state *s = &r->stages[stage];
	struct open_tie tie = {.seq = -1};
	if (s->ballot_count)
		qsort(s->ballots, s->ballot_count, sizeof(*s->ballots), event_order);
	for (size_t i = 0; i < s->ballot_count; i++) {
		const struct ballot_event *e = &s->ballots[i];
		if (tie.seq >= 0 && replay_withdrew(r, -1, tie.seq, e->seq))
			tie.seq = -1;
		if (e->kind == 'o')
			check_opening(r, stage, e, &tie, arena);
		else if (e->kind == 'v')
			check_vote(r, e, &tie);
		else if (tie.seq >= 0)
			check_conclusion(r, e, &tie);
		if (e->kind == 'd')
			check_voters(r, stage, e, arena);
	}
	if (tie.seq >= 0 && !replay_withdrew(r, -1, tie.seq, publish_seq))
		report_record(r->report, publish_seq, "stage %s is published while the tie of record %" PRId64 " is open",
			r->contest->stages[stage].id, tie.seq);
}
