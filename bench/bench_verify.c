/* How fast a stranger verifies, against one plain SHA-256 pass over the same bytes.
 *
 * The ledger is that of one stage: n sheets by panels of 13 with four marks each, sealed, opened, and a
 * published result, made in memory as the application would write it. Verifying reads each line
 * strictly, hashes it twice, opens each commitment (a third hash of the sheet), and recomputes the result. */
#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/sha.h"
#include "contest/definition.h"
#include "contest/result.h"
#include "ledger/chain.h"
#include "ledger/note.h"
#include "ledger/record.h"

#include "base/finding.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PANEL = 13, RUNS = 3 };

static const char definition[] =
	"leitai: 1\nid: bench\ntitle: Bench\nstages:\n  - id: only\n    title: Only\n"
	"    heats: [{id: hall, title: Hall}]\n"
	"    criteria:\n"
	"      - {id: solution, title: S, weight: 35, max: 100, step: 0.5}\n"
	"      - {id: effect, title: E, weight: 30, max: 100, step: 0.5}\n"
	"      - {id: commercial, title: C, weight: 20, max: 100, step: 0.5}\n"
	"      - {id: stage, title: P, weight: 15, max: 100, step: 0.5}\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean, drop: {high: 1, low: 1}, round: {places: 2}}]\n"
	"      quorum: {sheets: 3}\n"
	"      tie_end: shared\n";

static const char salt[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct book {
	struct buf lines;
	struct chain chain;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "bench_verify: %s\n", err->message);
	exit(1);
}

static void add(struct book *b, const char *type, const char *body)
{
	char commit[SHA_HEX];
	struct err err;
	struct record r = {.seq = b->chain.size, .ts_ms = 1777629600000 + b->chain.size, .type = type, .contest = "bench",
		.actor = "judge:1", .req = "0123456789abcdef0123456789abcdef", .body = body, .prev = b->chain.last};
	if (record_type_sealed(type)) {
		r.commit = record_commit(salt, body, commit);
		r.body = NULL;
	}
	size_t first = b->lines.len;
	must(record_write(&r, &b->lines, &err), &err);
	must(chain_extend(&b->chain, &r, b->lines.at + first, b->lines.len - first, &err), &err);
	buf_putc(&b->lines, '\n');
}

static void open_book(struct book *b, const struct note_signer *signer, struct arena *arena)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "definition", definition);
	json_close(&w, '}');
	add(b, "ledger.open", arena_printf(arena, "{\"key\":\"%s\",\"origin\":\"h.example/bench\"}",
		note_key_text(&signer->key, arena)));
	add(b, "contest.define", buf_str(&body));
}

static void add_people(struct book *b, int entries, struct result_entry *ret_entries,
	struct result_expert *ret_experts, struct arena *arena)
{
	for (int i = 0; i < entries; i++) {
		ret_entries[i] = (struct result_entry){.id = arena_printf(arena, "E-%06d", i)};
		add(b, "entry.accept", arena_printf(arena, "{\"entry\":\"%s\",\"profile\":\"%s\"}", ret_entries[i].id, salt));
	}
	for (int i = 0; i < PANEL; i++) {
		ret_experts[i] = (struct result_expert){.id = arena_printf(arena, "J-%02d", i)};
		add(b, "expert.seat", arena_printf(arena, "{\"expert\":\"%s\",\"profile\":\"%s\"}", ret_experts[i].id, salt));
	}
}

static int mark(struct rng *rng)
{
	return (int)rng_below(rng, 200) * 5000;
}

static void add_sheets(struct book *b, const struct result_input *in, struct result_sheet *sheets, struct arena *arena)
{
	struct rng rng = rng_of(7);
	int64_t first = b->chain.size;
	const char **bodies = ARENA_ARRAY(arena, in->sheet_count, const char *);
	for (size_t i = 0; i < in->sheet_count; i++) {
		struct result_sheet *s = &sheets[i];
		*s = (struct result_sheet){"hall", in->entries[i / PANEL].id, in->experts[i % PANEL].id, false,
			arena_printf(arena, "{\"commercial\":%d,\"effect\":%d,\"solution\":%d,\"stage\":%d}", mark(&rng),
				mark(&rng), mark(&rng), mark(&rng))};
		bodies[i] = arena_printf(arena, "{\"entry\":\"%s\",\"expert\":\"%s\",\"heat\":\"hall\",\"marks\":%s,"
			"\"recused\":false,\"stage\":\"only\",\"version\":1}", s->entry, s->expert, s->marks);
		add(b, "sheet.submit", bodies[i]);
	}
	add(b, "stage.close", arena_printf(arena, "{\"sheets\":%zu,\"stage\":\"only\"}", in->sheet_count));
	for (size_t i = 0; i < in->sheet_count; i++)
		add(b, "reveal", arena_printf(arena, "{\"body\":%s,\"of\":%" PRId64 ",\"salt\":\"%s\"}", bodies[i],
			first + (int64_t)i, salt));
}

static void add_result(struct book *b, struct result_input *in, struct arena *arena)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct findings findings = findings_of("bench", arena);
	struct contest *contest;
	struct result result;
	struct err err;
	must(definition_read(definition, strlen(definition), arena, &findings, &contest, &err), &err);
	in->contest = contest;
	must(result_compute(in, arena, &result, &err), &err);
	result_write(&result, &body);
	add(b, "result.publish", buf_str(&body));
}

static void make_book(struct book *b, size_t sheets, struct buf *note, struct arena *arena)
{
	static const unsigned char seed[NOTE_SEED_LEN] = "a key for benchmarks, of no use.";
	struct result_input in = {.entry_count = sheets / PANEL, .expert_count = PANEL, .sheet_count = sheets / PANEL * PANEL};
	struct result_entry *entries = ARENA_ARRAY(arena, in.entry_count, struct result_entry);
	struct result_expert *experts = ARENA_ARRAY(arena, PANEL, struct result_expert);
	struct result_sheet *rows = ARENA_ARRAY(arena, in.sheet_count, struct result_sheet);
	struct note_signer signer;
	struct err err;
	must(note_signer_make("h.example/bench", seed, &signer, &err), &err);
	open_book(b, &signer, arena);
	add_people(b, (int)in.entry_count, entries, experts, arena);
	in.entries = entries;
	in.experts = experts;
	in.sheets = rows;
	add_sheets(b, &in, rows, arena);
	add_result(b, &in, arena);
	struct checkpoint c = {"h.example/bench", b->chain.size, frontier_root(&b->chain.frontier)};
	must(checkpoint_sign(&c, &signer, 1, note, &err), &err);
}

/* The best of RUNS, in seconds. */
static double time_audit(const struct audit_input *in)
{
	double best = 1e9;
	for (int i = 0; i < RUNS; i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct audit_report report;
		struct err err;
		double start = now();
		must(audit_ledger(in, arena, &report, &err), &err);
		double took = now() - start;
		best = took < best ? took : best;
	}
	return best;
}

static double time_sha(const struct buf *lines)
{
	double best = 1e9;
	unsigned char keep = 0;
	for (int i = 0; i < RUNS; i++) {
		double start = now();
		struct sha sum = sha256(lines->at, lines->len);
		double took = now() - start;
		keep ^= sum.bytes[i];
		best = took < best ? took : best;
	}
	fprintf(stderr, "%s", keep == 1 ? "" : ""); /* so that the hash is not thrown away */
	return best;
}

int main(void)
{
	static const size_t sizes[] = {1000, 10000, 100000, 300000};
	printf("{\"bench\":\"verify\",\"rows\":[");
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		CLEANUP(buf_done) struct buf note = {0};
		struct book book = {0};
		make_book(&book, sizes[i], &note, arena);
		struct audit_input in = {.ledger = {book.lines.at, book.lines.len}, .checkpoints = {note.at, note.len}};
		double mb = (double)book.lines.len / 1e6, audit = time_audit(&in), plain = time_sha(&book.lines);
		fprintf(stderr, "%zu sheets, %.1f MB: verify %.0f MB/s, plain SHA-256 %.0f MB/s\n", sizes[i], mb, mb / audit,
			mb / plain);
		printf("%s{\"case\":\"ledger of one stage\",\"n\":%zu,\"value\":%.1f,\"unit\":\"MB/s\","
			"\"against\":{\"what\":\"plain SHA-256 pass\",\"value\":%.1f}}",
			i ? "," : "", sizes[i], mb / audit, mb / plain);
		buf_done(&book.lines);
	}
	printf("]}\n");
	return 0;
}
