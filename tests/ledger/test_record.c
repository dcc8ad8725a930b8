/* Records: one spelling, strictly read; the chain refuses whatever does not follow. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"
#include "ledger/canonical.h"
#include "ledger/chain.h"
#include "ledger/record.h"

#include <string.h>

static struct record sample(void)
{
	return (struct record){.seq = 0, .ts_ms = 1777629600123, .type = "stage.close", .contest = "demo-2026",
		.actor = "cli", .req = "r-1", .body = "{\"sheets\":2,\"stage\":\"final\"}"};
}

static void writes_the_documented_line(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf out = {0};
	struct err err;
	struct record r = sample();
	assert_true(record_write(&r, &out, &err));
	assert_string_equal(buf_str(&out),
		"{\"actor\":\"cli\",\"body\":{\"sheets\":2,\"stage\":\"final\"},\"contest\":\"demo-2026\",\"prev\":"
		"\"0000000000000000000000000000000000000000000000000000000000000000\",\"req\":\"r-1\",\"seq\":0,"
		"\"ts\":\"2026-05-01T10:00:00.123Z\",\"type\":\"stage.close\",\"v\":1}");
}

static void reads_back(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf out = {0}, again = {0};
	struct err err;
	struct record r = sample(), back;
	char commit[SHA_HEX];
	for (int sealed = 0; sealed < 2; sealed++) {
		buf_clear(&out);
		buf_clear(&again);
		if (sealed) {
			r.type = "sheet.submit";
			r.commit = record_commit("00ff", r.body, commit);
			r.body = NULL;
		}
		assert_true(record_write(&r, &out, &err));
		assert_true(record_read(out.at, out.len, arena, &back, &err));
		assert_int_equal(back.ts_ms, r.ts_ms);
		assert_true(record_write(&back, &again, &err));
		assert_string_equal(buf_str(&out), buf_str(&again));
	}
}

/* Whatever one flipped bit makes of a line: refused, or still its own canonical spelling. */
static void flipped_bits_never_slip_through(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf out = {0}, again = {0};
	struct err err;
	struct record r = sample(), back;
	assert_true(record_write(&r, &out, &err));
	for (size_t i = 0; i < 8 * out.len; i++) {
		out.at[i / 8] = (char)(out.at[i / 8] ^ (1 << (i % 8)));
		if (record_read(out.at, out.len, arena, &back, &err)) {
			buf_clear(&again);
			assert_true(record_write(&back, &again, &err));
			assert_int_equal(out.len, again.len);
			assert_memory_equal(out.at, again.at, out.len);
		} else {
			assert_string_equal(err.code, "record.form");
		}
		out.at[i / 8] = (char)(out.at[i / 8] ^ (1 << (i % 8)));
	}
	for (size_t n = 0; n < out.len; n++)
		assert_false(record_read(out.at, n, arena, &back, &err));
}

static void refuses_to_write(void **state)
{
	(void)state;
	static const char hex[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	CLEANUP(buf_done) struct buf out = {0};
	struct err err;
	struct record bad[14];
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		bad[i] = sample();
	bad[0].type = "stage.explode";
	bad[1].contest = "no id";
	bad[2].actor = "";
	bad[3].req = "a\"b";
	bad[4].body = NULL;
	bad[5].body = "{\"b\":1,\"a\":2}";
	bad[6].body = "{\"a\":1.5}";
	bad[7].body = "[]";
	bad[8].commit = hex;
	bad[9].type = "sheet.submit";
	bad[10].type = "sheet.submit";
	bad[10].body = NULL;
	bad[10].commit = "abc";
	bad[11].seq = -1;
	bad[12].body = "{\"a\": 1}";
	bad[13].actor = "\xe8\xaf\x84";
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_false(record_write(&bad[i], &out, &err));
		assert_int_equal(out.len, 0);
	}
}

static void canonical_or_not(void **state)
{
	(void)state;
	static const char *const good[] = {"{}", "{\"a\":1}", "{\"A\":[],\"a\":{\"x.y-z\":null}}",
		"{\"a\":\"\\n\\u001f\\\"\\\\/\"}", "{\"a\":-9007199254740991}", "{\"t\":\"\xe6\x93\x82\"}"};
	static const char *const bad[] = {"", "{", "{}}", "{ }", "{\"a\":1,\"a\":2}", "{\"b\":1,\"a\":1}",
		"{\"a\":01}", "{\"a\":-0}", "{\"a\":1.0}", "{\"a\":1e3}", "{\"a\":9007199254740992}",
		"{\"a\":\"\\u000a\"}", "{\"a\":\"\\u001F\"}", "{\"a\":\"\\/\"}", "{\"a\":\"\\u0041\"}",
		"{\"a\":\"\\u0000\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\x01\"}", "{\"\":1}", "{\"a b\":1}",
		"{\"a\":1,}", "{\"a\"}", "{\"a\":tru}", "[]"};
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(canonical_is_object(good[i], strlen(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(canonical_is_object(bad[i], strlen(bad[i])));
}

/* Random spoiling of a rich value: the scanner agrees with parsing and printing again. */
static void scanner_agrees_with_the_printer(void **state)
{
	(void)state;
	static const char text[] = "{\"a\":[1,-20,\"x\\n\\u0001\xc3\xa9\"],\"b\":{\"c\":true,\"d\":null},\"e\":\"\"}";
	struct rng rng = rng_of(11);
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf out = {0};
	for (int i = 0; i < 100000; i++) {
		char copy[sizeof(text)];
		memcpy(copy, text, sizeof(text));
		for (uint64_t k = rng_below(&rng, 3) + 1; k; k--)
			copy[rng_below(&rng, sizeof(text) - 1)] =
				rng_below(&rng, 2) ? text[rng_below(&rng, sizeof(text) - 1)]
						   : (char)rng_below(&rng, 256);
		struct json value;
		struct err err;
		buf_clear(&out);
		arena_reset(arena);
		size_t len = sizeof(text) - 1;
		bool same = json_parse(copy, len, arena, &value, &err) && value.type == JSON_OBJECT;
		if (same)
			json_canonical(&value, &out);
		same = same && out.len == len && memcmp(out.at, copy, len) == 0;
		if (canonical_is_object(copy, len))
			assert_true(same);
		else if (same) /* then it is a key that the profile does not allow */
			assert_non_null(strpbrk(copy, "!#$%&'()*+/:;<=>?@[\\]^`{|}~ \"\x7f") );
	}
}

static void extend(struct chain *chain, struct record *r, struct buf *line)
{
	struct err err;
	r->seq = chain->size;
	r->prev = chain->last;
	buf_clear(line);
	assert_true(record_write(r, line, &err));
	assert_true(chain_extend(chain, r, line->at, line->len, &err));
}

static void refused(struct chain *chain, const struct record *r, struct buf *line, const char *code)
{
	struct err err;
	struct chain before = *chain;
	buf_clear(line);
	assert_true(record_write(r, line, &err));
	assert_false(chain_extend(chain, r, line->at, line->len, &err));
	assert_string_equal(err.code, code);
	assert_memory_equal(&before, chain, sizeof(before));
}

static void chain_refuses(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf line = {0};
	struct chain chain = {0};
	struct record r = sample(), bad;
	extend(&chain, &r, &line);
	struct sha first = sha256(line.at, line.len);
	assert_true(sha_eq(&first, &chain.last));
	extend(&chain, &r, &line);
	r.seq = 2;
	r.prev = chain.last;
	bad = r;
	bad.seq = 3;
	refused(&chain, &bad, &line, "chain.seq");
	bad = r;
	bad.seq = 1;
	refused(&chain, &bad, &line, "chain.seq");
	bad = r;
	bad.prev.bytes[5] ^= 4;
	refused(&chain, &bad, &line, "chain.prev");
	bad = r;
	bad.ts_ms--;
	refused(&chain, &bad, &line, "chain.time");
	extend(&chain, &r, &line);
	assert_int_equal(chain.size, 3);
	assert_int_equal(chain.frontier.size, 3);
}

static void head_row_round_trip(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf line = {0};
	struct chain chain = {0}, back;
	struct record r = sample();
	struct err err;
	char last[SHA_HEX];
	for (int i = 0; i < 9; i++) {
		assert_true(chain_restore(&back, chain.size, chain.ts_ms, sha_hex(&chain.last, last),
			chain_frontier_text(&chain, arena), &err));
		assert_memory_equal(&back.last, &chain.last, sizeof(chain.last));
		struct sha a = frontier_root(&back.frontier), b = frontier_root(&chain.frontier);
		assert_true(sha_eq(&a, &b));
		extend(&chain, &r, &line);
	}
	assert_false(chain_restore(&back, 2, 0, last, "00", &err));
	assert_string_equal(err.code, "chain.head");
}

static void types(void **state)
{
	(void)state;
	assert_non_null(record_type_known("reveal"));
	assert_null(record_type_known("revea"));
	assert_null(record_type_known("reveal "));
	assert_true(record_type_sealed("sheet.amend"));
	assert_false(record_type_sealed("result.publish"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_the_documented_line),
		cmocka_unit_test(reads_back),
		cmocka_unit_test(flipped_bits_never_slip_through),
		cmocka_unit_test(refuses_to_write),
		cmocka_unit_test(canonical_or_not),
		cmocka_unit_test(scanner_agrees_with_the_printer),
		cmocka_unit_test(chain_refuses),
		cmocka_unit_test(head_row_round_trip),
		cmocka_unit_test(types),
	};
	return cmocka_run_group_tests_name("ledger/record", tests, NULL, NULL);
}
