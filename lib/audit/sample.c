/* Samples: the seed selects again, among the sheets that nothing could change any more at that time. */
#include "audit/closing.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/sha.h"
#include "contest/contest.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pick {
	char key[SHA_HEX];
	int64_t seq;
};

static int pick_order(const void *a, const void *b)
{
	return strcmp(((const struct pick *)a)->key, ((const struct pick *)b)->key);
}

/* hex sha256(SEED ":" seq), SEED = hex sha256 of the seed's text */
static struct pick make_pick(const char *seed, int64_t seq)
{
	char hex[SHA_HEX], text[SHA_HEX + 24];
	struct pick pick = {.seq = seq};
	struct sha sum = sha256(seed, strlen(seed));
	int n = snprintf(text, sizeof(text), "%s:%" PRId64, sha_hex(&sum, hex), seq);
	sum = sha256(text, (size_t)n);
	sha_hex(&sum, pick.key);
	return pick;
}

static void check_one(struct replay *r, int stage, const struct sample *sample)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct stage_state *s = &r->stages[stage];
	struct pick *picks = ARENA_ARRAY(arena, s->version_count, struct pick);
	size_t n = 0;
	for (size_t i = 0; i < s->version_count; i++) {
		const struct version *v = &s->versions[i], *next = i + 1 < s->version_count ? v + 1 : NULL;
		int64_t lock = lock_seq_of(r, stage, v->sheet.heat);
		bool still = sample->seq > s->close_seq || (lock >= 0 && lock < sample->seq);
		bool replaced = next && next->entry == v->entry && next->expert == v->expert && next->seq < sample->seq;
		if (still && !replaced && v->seq < sample->seq)
			picks[n++] = make_pick(sample->seed, v->seq);
	}
	if (n)
		qsort(picks, n, sizeof(*picks), pick_order);
	bool same = sample->count <= n;
	for (size_t i = 0; same && i < sample->count; i++)
		same = picks[i].seq == sample->records[i];
	if (!same)
		report_record(r->report, sample->seq, "its sheets are not those that the seed selects of %zu", n);
}

static bool take_records(struct replay *r, const struct json *list, int64_t n, struct sample *sample)
{
	int64_t *records = ARENA_ARRAY(r->arena, list->count, int64_t);
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].type != JSON_INT || list->items[i].integer < 0)
			return false;
		records[i] = list->items[i].integer;
	}
	sample->records = records;
	sample->count = list->count;
	return (int64_t)list->count == n && n > 0;
}

void sample_open(struct replay *r, const struct record *record, const struct json *body)
{
	struct sample sample = {.seq = record->seq};
	if (!body_fits(body, "n:i,records:a,seed:s,stage:d") ||
		!take_records(r, json_get(body, "records"), json_int(body, "n", 0), &sample)) {
		report_record(r->report, record->seq, "sample.open must have {n, records: n of them, seed, stage}");
		return;
	}
	int stage = replay_stage(r, record, body);
	if (stage < 0)
		return;
	struct stage_state *s = &r->stages[stage];
	sample.seed = arena_strdup(r->arena, json_string(body, "seed", ""));
	if (s->publish_seq >= 0) {
		check_one(r, stage, &sample);
		return;
	}
	s->samples = replay_grow(r, s->samples, s->sample_count, &s->sample_cap, sizeof(sample));
	s->samples[s->sample_count++] = sample;
}

void sample_check(struct replay *r, int stage)
{
	for (size_t i = 0; i < r->stages[stage].sample_count; i++)
		check_one(r, stage, &r->stages[stage].samples[i]);
}
