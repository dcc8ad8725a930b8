/* A ledger that holds, and everything that can be done to it: no tampering goes unseen. */
#include "harness/unit.h"
#include "small.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "ledger/merkle.h"
#include "ledger/proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct audit_input input_of(const struct small *s)
{
	return (struct audit_input){.ledger = {s->ledger.at, s->ledger.len},
		.checkpoints = {s->notes.at, s->notes.len},
		.definition = {small_definition, strlen(small_definition)}};
}

static void print_failures(const struct audit_report *report)
{
	for (int i = 0; i < report->kept; i++)
		print_error("%s\n", report->failures[i]);
}

/* What the audit finds first, when it finds anything: the record's number, −1 for a checkpoint. */
static bool caught_at(const struct audit_input *in, long *ret_record)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct audit_report report;
	struct err err;
	if (audit_ledger(in, arena, &report, &err))
		return false;
	assert_string_equal(err.code, "audit.failed");
	assert_true(report.kept > 0);
	*ret_record = strncmp(report.failures[0], "record ", 7) ? -1 : strtol(report.failures[0] + 7, NULL, 10);
	return *ret_record >= 0 || strncmp(report.failures[0], "checkpoint", 10) == 0;
}

static bool caught(const struct audit_input *in)
{
	long record;
	return caught_at(in, &record);
}

static void holds(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	struct audit_report report;
	struct err err;
	small_make(&s, arena);
	struct audit_input in = input_of(&s);
	bool good = audit_ledger(&in, arena, &report, &err);
	print_failures(&report);
	assert_true(good);
	assert_int_equal(report.records, s.chain.size);
	assert_int_equal(report.covered, s.chain.size);
	assert_int_equal(report.checkpoints, 3);
	assert_int_equal(report.results, 2);
	char hex[SHA_HEX];
	assert_string_equal(report.fingerprint, note_fingerprint(&s.signers[1].key, hex));
	in.key = &s.signers[0].key;
	assert_true(audit_ledger(&in, arena, &report, &err));
	struct note_signer other;
	unsigned char seed[NOTE_SEED_LEN] = {9};
	assert_true(note_signer_make("h.example/demo", seed, &other, &err));
	in.key = &other.key;
	assert_true(caught(&in));
}

static void flip(struct small *s, size_t bit)
{
	s->ledger.at[bit / 8] = (char)(s->ledger.at[bit / 8] ^ (1 << (bit % 8)));
}

static long line_of(const struct buf *text, size_t byte)
{
	long line = 0;
	for (size_t i = 0; i < byte; i++)
		line += text->at[i] == '\n';
	return line;
}

/* Every step-th bit of the ledger, one at a time. The record named is the spoiled one, or the one after it,
 * whose hash of it no longer fits. */
static void flip_bits(struct small *s, size_t step)
{
	struct audit_input in = input_of(s);
	for (size_t i = 0; i < 8 * s->ledger.len; i += step) {
		long line = line_of(&s->ledger, i / 8), named = -2;
		flip(s, i);
		if (!caught_at(&in, &named) || named < line || named > line + 1) {
			print_error("bit %zu of byte %zu in line %ld: named %ld\n", i % 8, i / 8, line, named);
			assert_true(false);
		}
		flip(s, i);
	}
	assert_false(caught(&in));
}

/* Every bit of a beginning that has each kind of line but few of them. */
static void every_flipped_bit(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	small_begin(&s, arena);
	small_checkpoint(&s);
	flip_bits(&s, 1);
}

/* The whole story, at a stride that meets every bit position; an audit of it costs five signatures. */
static void flipped_bits_everywhere(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	small_make(&s, arena);
	flip_bits(&s, 17);
}

struct line {
	const char *at;
	size_t len; /* with LF */
};

static size_t split(const struct buf *text, struct line *lines)
{
	size_t n = 0;
	for (const char *at = text->at; at < text->at + text->len; n++) {
		const char *lf = memchr(at, '\n', (size_t)(text->at + text->len - at));
		lines[n] = (struct line){at, (size_t)(lf + 1 - at)};
		at = lf + 1;
	}
	return n;
}

static void put_lines(struct buf *out, const struct line *lines, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		buf_put(out, lines[i].at, lines[i].len);
}

static void expect_caught(struct audit_input in, const struct buf *ledger, const char *what, size_t line)
{
	in.ledger = (struct slice){buf_str(ledger), ledger->len};
	if (!caught(&in)) {
		print_error("%s line %zu goes unseen\n", what, line);
		assert_true(false);
	}
}

static void lines_deleted_swapped_doubled_cut(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	struct line lines[256];
	small_make(&s, arena);
	struct audit_input in = input_of(&s);
	size_t n = split(&s.ledger, lines);
	for (size_t i = 0; i < n; i++) {
		CLEANUP(buf_done) struct buf deleted = {0}, doubled = {0}, swapped = {0}, cut = {0}, tail = {0};
		put_lines(&deleted, lines, 0, i);
		put_lines(&deleted, lines, i + 1, n);
		expect_caught(in, &deleted, "deleting", i);
		put_lines(&doubled, lines, 0, i + 1);
		put_lines(&doubled, lines, i, n);
		expect_caught(in, &doubled, "doubling", i);
		put_lines(&tail, lines, 0, i);
		expect_caught(in, &tail, "cutting at", i);
		put_lines(&cut, lines, 0, i);
		buf_put(&cut, lines[i].at, lines[i].len / 2);
		expect_caught(in, &cut, "cutting in", i);
		for (size_t k = i + 1; k < n; k++) {
			buf_clear(&swapped);
			put_lines(&swapped, lines, 0, i);
			put_lines(&swapped, lines, k, k + 1);
			put_lines(&swapped, lines, i + 1, k);
			put_lines(&swapped, lines, i, i + 1);
			put_lines(&swapped, lines, k + 1, n);
			expect_caught(in, &swapped, "swapping", i);
		}
	}
}

static void checkpoints_forged(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	small_make(&s, arena);
	struct audit_input in = input_of(&s);
	for (size_t i = 0; i < 8 * s.notes.len; i++) {
		s.notes.at[i / 8] = (char)(s.notes.at[i / 8] ^ (1 << (i % 8)));
		if (!caught(&in)) {
			print_error("bit %zu of byte %zu of the checkpoints goes unseen\n", i % 8, i / 8);
			assert_true(false);
		}
		s.notes.at[i / 8] = (char)(s.notes.at[i / 8] ^ (1 << (i % 8)));
	}
	in.checkpoints.len = 0; /* none at all */
	assert_true(caught(&in));
	/* A thief's key signs the same head. */
	struct note_signer thief;
	unsigned char seed[NOTE_SEED_LEN] = {7};
	struct err err;
	assert_true(note_signer_make("h.example/demo", seed, &thief, &err));
	struct checkpoint c = {"h.example/demo", s.chain.size, frontier_root(&s.chain.frontier)};
	CLEANUP(buf_done) struct buf forged = {0};
	assert_true(checkpoint_sign(&c, &thief, 1, &forged, &err));
	in.checkpoints = (struct slice){forged.at, forged.len};
	assert_true(caught(&in));
}

static void expect_line(struct small *s, const char *words)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct audit_report report;
	struct err err;
	small_checkpoint(s);
	struct audit_input in = input_of(s);
	bool found = false;
	assert_false(audit_ledger(&in, arena, &report, &err));
	for (int i = 0; i < report.kept; i++)
		found = found || strstr(report.failures[i], words);
	if (!found)
		print_failures(&report);
	assert_true(found);
}

/* Lies that are chained and signed perfectly well: the state gives them away. */
static void signed_lies(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body, *words;
	} lies[] = {
		{"entry.accept", "{\"entry\":\"E-1\",\"profile\":\"x\"}", "entry.accept must have"},
		{"entry.accept", "{\"entry\":\"E-7\",\"profile\":"
			"\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}", "accepted after a stage was closed"},
		{"stage.close", "{\"sheets\":12,\"stage\":\"first\"}", "was closed before"},
		{"stage.close", "{\"sheets\":12,\"stage\":\"nowhere\"}", "no stage nowhere"},
		{"contest.define", "{\"definition\":\"\"}", "after a stage was closed"},
		{"entry.withdraw", "{\"entry\":\"E-3\",\"moved\":[],\"reason\":\"\"}", "withdrew before"},
		{"entry.withdraw", "{\"entry\":\"E-2\",\"moved\":[{\"entry\":\"E-4\",\"stage\":\"first\"}],\"reason\":\"\"}",
			"recomputed []"},
		{"entry.withdraw", "{\"entry\":\"E-9\",\"moved\":[],\"reason\":\"\"}", "never accepted"},
		{"result.publish", "{\"stage\":\"final\"}", "published already"},
		{"reveal", "{\"body\":{},\"of\":3,\"salt\":"
			"\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}", "no commitment to open"},
		{"reveal", "{\"body\":{},\"of\":9,\"salt\":"
			"\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}", "is not what record 9 committed"},
		{"ledger.open", "{\"key\":\"\",\"origin\":\"\"}", "opens the ledger again"},
		{"key.rotate", "{\"key\":\"\",\"signature\":\"\"}", "verifier key reads"},
		{"expert.seat", "{\"expert\":\"J-1\",\"profile\":"
			"\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}", "was seated before"},
		{"role.grant", "{\"account\":\"1\"}", "role.grant must have"},
		{"role.grant", "{\"account\":\"1\",\"expert\":\"J-99\",\"role\":\"expert\"}", "expert J-99 was never seated"},
		{"role.revoke", "{\"account\":\"1\",\"role\":\"chair\"}", "account 1 has not the role chair"},
		{"link.make", "{\"expires\":\"x\",\"link\":\"1\",\"role\":\"floor\",\"stage\":\"nowhere\"}", "no stage nowhere"},
		{"link.make", "{\"link\":\"1\",\"role\":\"floor\"}", "link.make must have"},
		{"link.revoke", "{\"link\":\"1\"}", "link 1 was never made"},
		{"link.revoke", "{}", "link.revoke must have"},
	};
	for (size_t i = 0; i < COUNT_OF(lies); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		CLEANUP(small_done) struct small s;
		small_make(&s, arena);
		small_add(&s, lies[i].type, lies[i].body);
		expect_line(&s, lies[i].words);
	}
}

/* Given, taken, given again: that holds. Twice in a row does not. */
static void roles_and_links(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body;
	} steps[] = {
		{"role.grant", "{\"account\":\"1\",\"role\":\"chair\"}"},
		{"role.grant", "{\"account\":\"2\",\"expert\":\"J-1\",\"role\":\"expert\"}"},
		{"role.revoke", "{\"account\":\"1\",\"role\":\"chair\"}"},
		{"role.grant", "{\"account\":\"1\",\"role\":\"chair\"}"},
		{"link.make", "{\"expert\":\"J-1\",\"expires\":\"x\",\"link\":\"7\",\"role\":\"expert\",\"stage\":\"first\"}"},
		{"link.revoke", "{\"link\":\"7\"}"},
	};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	struct audit_report report;
	struct err err;
	small_make(&s, arena);
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		small_add(&s, steps[i].type, steps[i].body);
	small_checkpoint(&s);
	struct audit_input in = input_of(&s);
	bool good = audit_ledger(&in, arena, &report, &err);
	print_failures(&report);
	assert_true(good);
	small_add(&s, "role.grant", steps[3].body);
	expect_line(&s, "account 1 has the role chair");
	small_add(&s, "link.make", steps[4].body);
	expect_line(&s, "link 7 was made before");
	small_add(&s, "link.revoke", steps[5].body);
	expect_line(&s, "link 7 was revoked before");
}

static void opened_twice_or_never(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	small_make(&s, arena);
	small_add(&s, "reveal", arena_printf(arena, "{\"body\":%s,\"of\":%d,\"salt\":\"%s\"}", s.seals[0].body,
		(int)s.seals[0].seq, s.seals[0].salt));
	expect_line(&s, "was opened before");
	CLEANUP(small_done) struct small t;
	small_make(&t, arena);
	small_seal(&t, "sheet.submit", "final", "{}");
	expect_line(&t, "never opened");
}

static void proofs_held_against_the_ledger(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(small_done) struct small s;
	struct line lines[256];
	struct sha leaves[256];
	struct audit_report report;
	struct err err;
	small_make(&s, arena);
	size_t n = split(&s.ledger, lines);
	for (size_t i = 0; i < n; i++)
		leaves[i] = merkle_leaf(lines[i].at, lines[i].len - 1);
	struct checkpoint c = {"h.example/demo", (int64_t)n, merkle_root(leaves, (int64_t)n)};
	CLEANUP(buf_done) struct buf note = {0}, proof = {0};
	assert_true(checkpoint_sign(&c, &s.signers[1], 1, &note, &err));
	struct merkle_path path = merkle_prove_inclusion(leaves, (int64_t)n, 20, arena);
	proof_write(20, &path, buf_str(&note), &proof);
	struct slice text = {proof.at, proof.len};
	struct audit_input in = input_of(&s);
	in.proofs = &text;
	in.proof_count = 1;
	assert_true(audit_ledger(&in, arena, &report, &err));
	assert_int_equal(report.proofs, 1);
	proof.at[strlen("c2sp.org/tlog-proof@v1\nindex 2")] = '1';
	assert_false(audit_ledger(&in, arena, &report, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds),
		cmocka_unit_test(lines_deleted_swapped_doubled_cut),
		cmocka_unit_test(checkpoints_forged),
		cmocka_unit_test(signed_lies), cmocka_unit_test(roles_and_links),
		cmocka_unit_test(opened_twice_or_never),
		cmocka_unit_test(proofs_held_against_the_ledger),
		cmocka_unit_test(every_flipped_bit),
		cmocka_unit_test(flipped_bits_everywhere),
	};
	return cmocka_run_group_tests_name("audit/audit", tests, NULL, NULL);
}
