/* One pass over the lines: each is read strictly, hashed twice (for the chain and for the tree) and replayed.
 * Checkpoints are read beforehand without their signatures, so that the pass can keep the tree's root at each
 * of their sizes; equal roots over one growing tree are consistency. Signatures come last, when every key
 * that the ledger names is known. After a break in the chain nothing more is replayed: what follows would
 * only repeat the same complaint. Memory: the state of the contest, 48 bytes a record, one line at a time. */
#include "audit/audit.h"

#include "audit/replay.h"
#include "audit/ruled.h"
#include "audit/report.h"
#include "audit/trust.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "ledger/chain.h"
#include "ledger/merkle.h"
#include "ledger/proof.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <string.h>

enum { PROGRESS_BYTES = 4 << 20 };

struct audit {
	const struct audit_input *in;
	struct arena *arena, *scratch; /* scratch: one line's */
	struct audit_report *report;
	struct chain chain;
	struct trust trust;
	struct replay replay;
	bool broken; /* the chain is: replay no more */
	size_t *starts; /* of each line, when there are proofs */
	size_t start_cap;
};

/* Goes on behind a record that does not follow: the next one is held against this one. */
static void resume(struct audit *a, int64_t seq, const char *line, size_t len)
{
	struct sha leaf = merkle_leaf(line, len);
	a->broken = true;
	a->chain.last = sha256(line, len);
	a->chain.size = seq + 1;
	frontier_append(&a->chain.frontier, &leaf);
}

static void replay(struct audit *a, const struct record *record)
{
	struct json body;
	struct err err;
	if (!record->body) {
		replay_take(&a->replay, record, NULL);
		return;
	}
	if (!json_parse(record->body, strlen(record->body), a->scratch, &body, &err)) {
		report_record(a->report, record->seq, "%s", err.message);
		return;
	}
	trust_take(&a->trust, record, &body);
	replay_take(&a->replay, record, &body);
}

static void check_contest(struct audit *a, const struct record *record)
{
	if (!*a->report->contest)
		a->report->contest = arena_strdup(a->arena, record->contest);
	else if (!str_eq(a->report->contest, record->contest))
		report_record(a->report, record->seq, "is of contest %s in the ledger of %s", record->contest,
			a->report->contest);
}

static void take_line(struct audit *a, const char *line, size_t len)
{
	struct record record;
	struct err err;
	int64_t seq = a->chain.size;
	arena_reset(a->scratch);
	if (!record_read(line, len, a->scratch, &record, &err)) {
		report_record(a->report, seq, "%s", err.message);
		resume(a, seq, line, len);
		return;
	}
	bool in_place = sha_eq(&record.prev, &a->chain.last); /* else lines are missing or too many */
	if (!chain_extend(&a->chain, &record, line, len, &err)) {
		report_record(a->report, seq, "%s", err.message);
		resume(a, in_place ? seq : record.seq, line, len);
		a->chain.ts_ms = record.ts_ms;
		return;
	}
	check_contest(a, &record);
	if (!a->broken)
		replay(a, &record);
}

static void keep_start(struct audit *a, size_t start)
{
	size_t n = (size_t)a->chain.frontier.size;
	if (!a->in->proof_count)
		return;
	if (n == a->start_cap) {
		a->start_cap = n ? 2 * n : 1024;
		a->starts = arena_grow(a->arena, a->starts, n, a->start_cap, sizeof(*a->starts));
	}
	a->starts[n] = start;
}

static void take_lines(struct audit *a)
{
	const char *first = a->in->ledger.len ? a->in->ledger.at : "", *end = first + a->in->ledger.len;
	size_t shown = 0;
	for (const char *at = first, *next; at < end; at = next) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		next = lf ? lf + 1 : end;
		if (!lf)
			report_record(a->report, a->chain.size, "its line is cut off: no LF at the end");
		keep_start(a, (size_t)(at - first));
		take_line(a, at, (size_t)((lf ? lf : end) - at));
		trust_note_root(&a->trust, &a->chain.frontier);
		if (a->in->progress && (size_t)(next - first) - shown >= PROGRESS_BYTES) {
			shown = (size_t)(next - first);
			a->in->progress(a->in->context, shown, a->in->ledger.len);
		}
	}
	if (first == end)
		report_record(a->report, 0, "the ledger is empty");
}

static void check_definition(struct audit *a)
{
	const struct contest *c = a->replay.contest;
	struct slice given = a->in->definition;
	if (!given.at || !c || a->broken)
		return;
	if (given.len != c->source_len || memcmp(given.at, c->source, given.len) != 0)
		report_other(a->report, "definition.yaml: it is not the definition in the ledger");
}

/* The line that the proof's index names, held against the proof, and its checkpoint against the tree. */
static void check_proof(struct audit *a, int number, struct slice text)
{
	struct proof proof;
	struct err err;
	int64_t index = 0, records = a->chain.frontier.size;
	static const char mark[] = "\nindex ";
	const char *at = memmem(text.at, text.len, mark, sizeof(mark) - 1);
	for (const char *d = at ? at + sizeof(mark) - 1 : NULL;
		d && d < text.at + text.len && *d >= '0' && *d <= '9' && index <= records; d++)
		index = 10 * index + (*d - '0');
	if (!at || index >= records) {
		report_other(a->report, "proof %d: it is about no record of this ledger", number);
		return;
	}
	const char *line = a->in->ledger.at + a->starts[index];
	const char *end = a->in->ledger.at + a->in->ledger.len;
	const char *lf = memchr(line, '\n', (size_t)(end - line));
	if (!proof_check(text.at, text.len, line, (size_t)((lf ? lf : end) - line), a->trust.keys, a->trust.key_count,
		    a->scratch, &proof, &err))
		report_record(a->report, index, "proof %d: %s", number, err.message);
	else if (!proof.signed_by_key || !str_eq(proof.checkpoint.origin, a->report->origin))
		report_record(a->report, index, "proof %d: its checkpoint is not signed by this ledger's key", number);
	else
		a->report->proofs++;
}

bool audit_ledger(const struct audit_input *in, struct arena *arena, struct audit_report *ret_report, struct err *err)
{
	CLEANUP(arena_freep) struct arena *scratch = arena_new();
	struct audit_report *report = ret_report;
	*report = (struct audit_report){.arena = arena, .contest = "", .origin = ""};
	struct audit a = {.in = in, .arena = arena, .scratch = scratch, .report = report};
	a.replay = (struct replay){.arena = arena, .report = report, .rulings = ARENA_NEW(arena, struct rulings)};
	a.replay.rulings->opening = -1;
	trust_open(&a.trust, in->checkpoints, arena, report);
	take_lines(&a);
	report->records = a.chain.frontier.size;
	if (!a.broken)
		replay_end(&a.replay);
	trust_check(&a.trust, in->key, report->records);
	check_definition(&a);
	for (int i = 0; i < in->proof_count; i++)
		check_proof(&a, i + 1, in->proofs[i]);
	if (!report->failed)
		return true;
	return fail(err, ERR_PROOF, "audit.failed", "%s", report->failures[0]);
}
