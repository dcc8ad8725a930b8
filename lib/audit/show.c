/* What the hall was shown: held against the result when that is published. */
#include "audit/closing.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "ledger/record.h"

#include <inttypes.h>

static bool shown_before(const struct stage_state *s, const struct shown *show)
{
	for (size_t i = 0; i < s->shown_count; i++)
		if (s->shown[i].entry == show->entry && (s->shown[i].rank > 0 || !show->rank))
			return true;
	return false;
}

void show_score(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "entry:d,rank:i?,score:n,stage:d")) {
		report_record(r->report, record->seq, "score.show must have {entry, score, stage, rank?}");
		return;
	}
	int stage = replay_stage(r, record, body);
	if (stage < 0)
		return;
	struct stage_state *s = &r->stages[stage];
	const char *id = json_string(body, "entry", "");
	struct shown show = {record->seq, json_int(body, "score", 0), json_int(body, "rank", 0), dict_find(&r->entry_ids, id),
		lock_has_entry(r, stage, id)};
	if (show.entry < 0)
		report_record(r->report, record->seq, "entry %s was never accepted", id);
	else if (s->publish_seq >= 0)
		report_record(r->report, record->seq, "shows a score of stage %s after its result", r->contest->stages[stage].id);
	else if (json_get(body, "rank") && (!show.rank || s->close_seq < 0))
		report_record(r->report, record->seq, "shows a rank of stage %s %s", r->contest->stages[stage].id,
			show.rank ? "before its close" : "that is none");
	else if (!show.rank && !r->contest->stages[stage].floor.reveals_each)
		report_record(r->report, record->seq, "shows a score alone, where stage %s reveals its scores in the end",
			r->contest->stages[stage].id);
	else if (shown_before(s, &show))
		report_record(r->report, record->seq, "the score of entry %s was shown before", id);
	else {
		s->shown = replay_grow(r, s->shown, s->shown_count, &s->shown_cap, sizeof(show));
		s->shown[s->shown_count++] = show;
	}
}

/* When the sheets are open: none of the entry's came after, and it was locked. */
static void check_still(struct replay *r, int stage, const struct shown *show)
{
	const struct stage_state *s = &r->stages[stage];
	bool locked = show->locked || show->seq > s->close_seq;
	for (size_t i = 0; i < s->version_count; i++) {
		const struct version *v = &s->versions[i];
		if (v->entry != show->entry)
			continue;
		int64_t lock = lock_seq_of(r, stage, v->sheet.heat);
		locked = locked || (lock >= 0 && lock < show->seq);
		if (v->seq > show->seq)
			report_record(r->report, v->seq, "a sheet of entry %s after its score was shown in record %" PRId64,
				r->entries[show->entry].id, show->seq);
	}
	if (!locked)
		report_record(r->report, show->seq, "the score of entry %s was shown before it was locked",
			r->entries[show->entry].id);
}

/* A withdrawal moves ranks, and never a score that is shown alone. */
void show_check(struct replay *r, int stage, const struct result *result, int64_t publish_seq)
{
	const struct stage_state *s = &r->stages[stage];
	for (size_t i = 0; i < s->shown_count; i++) {
		const struct shown *show = &s->shown[i];
		int at = -1;
		for (int e = 0; e < result->sheets.entry_count; e++)
			if (str_eq(result->sheets.entries[e].id, r->entries[show->entry].id))
				at = e;
		const struct score *score = at < 0 ? NULL : &result->tally.scores[at];
		bool same = score && score->state == SCORE_OK &&
			ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP) == show->score;
		if (show->rank && same)
			same = result->ranking.places[at].rank == show->rank;
		if (!same && !(show->rank && replay_withdrew(r, -1, show->seq, publish_seq)))
			report_record(r->report, show->seq, "what was shown of entry %s is not what its result says",
				r->entries[show->entry].id);
		check_still(r, stage, show);
	}
}
