/* The tree: RFC 6962's classic inputs, and every proof for every size up to 64, good and spoiled. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "ledger/merkle.h"

#include <stdio.h>
#include <string.h>

enum { SIZES = 64 };

static const struct slice inputs[] = {{"", 0}, {"\x00", 1}, {"\x10", 1}, {"\x20\x21", 2}, {"\x30\x31", 2},
	{"\x40\x41\x42\x43", 4}, {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
	{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16}};

static const char *const roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

static void classic_roots(void **state)
{
	(void)state;
	struct frontier f = {0};
	struct sha leaves[COUNT_OF(inputs)];
	for (size_t n = 0; n <= COUNT_OF(inputs); n++) {
		char hex[SHA_HEX];
		struct sha root = frontier_root(&f), again = merkle_root(leaves, (int64_t)n);
		assert_string_equal(sha_hex(&root, hex), roots[n]);
		assert_true(sha_eq(&root, &again));
		if (n == COUNT_OF(inputs))
			break;
		leaves[n] = merkle_leaf(inputs[n].at, inputs[n].len);
		frontier_append(&f, &leaves[n]);
	}
}

/* The definition of RFC 6962 §2.1, word for word. */
static struct sha by_definition(const struct sha *leaves, int64_t n)
{
	if (n == 1)
		return leaves[0];
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	struct sha left = by_definition(leaves, k), right = by_definition(leaves + k, n - k);
	return merkle_node(&left, &right);
}

static void make_leaves(struct sha *leaves)
{
	for (int i = 0; i < SIZES; i++) {
		char text[16];
		int len = snprintf(text, sizeof(text), "leaf %d", i);
		leaves[i] = merkle_leaf(text, (size_t)len);
	}
}

static void frontier_round_trip(void **state)
{
	(void)state;
	struct sha leaves[SIZES];
	struct frontier f = {0}, back;
	make_leaves(leaves);
	for (int64_t n = 0; n < SIZES; n++) {
		CLEANUP(buf_done) struct buf text = {0};
		frontier_write(&f, &text);
		assert_true(frontier_read(buf_str(&text), n, &back));
		assert_int_equal(back.count, f.count);
		assert_false(frontier_read(buf_str(&text), n + 7 * (n + 1), &back) &&
			     __builtin_popcountll((unsigned long long)n) !=
				     __builtin_popcountll((unsigned long long)(n + 7 * (n + 1))));
		assert_true(frontier_read(buf_str(&text), n, &back));
		frontier_append(&f, &leaves[n]);
		frontier_append(&back, &leaves[n]);
		struct sha a = frontier_root(&f), b = frontier_root(&back);
		struct sha c = by_definition(leaves, n + 1);
		assert_true(sha_eq(&a, &b));
		assert_true(sha_eq(&a, &c));
	}
	assert_false(frontier_read("00", 1, &back));
	assert_false(frontier_read("", -1, &back));
}

/* A proof holds for what it proves and for nothing next to it. */
static void spoil_inclusion(const struct sha *leaves, int64_t n, int64_t i, struct merkle_path path)
{
	struct sha root = by_definition(leaves, n);
	assert_true(merkle_check_inclusion(&leaves[i], i, n, &path, &root));
	assert_false(merkle_check_inclusion(&leaves[i], i + 1, n, &path, &root));
	assert_false(merkle_check_inclusion(&leaves[(i + 1) % SIZES], i, n, &path, &root));
	assert_false(merkle_check_inclusion(&leaves[i], n, n, &path, &root));
	assert_false(merkle_check_inclusion(&leaves[i], -1, n, &path, &root));
	for (int k = 0; k < path.count; k++) {
		path.nodes[k].bytes[k] ^= 1;
		assert_false(merkle_check_inclusion(&leaves[i], i, n, &path, &root));
		path.nodes[k].bytes[k] ^= 1;
	}
	path.nodes[path.count++] = leaves[0];
	assert_false(merkle_check_inclusion(&leaves[i], i, n, &path, &root));
	path.count -= 2;
	if (path.count >= 0)
		assert_false(merkle_check_inclusion(&leaves[i], i, n, &path, &root));
}

static void every_inclusion(void **state)
{
	(void)state;
	struct sha leaves[SIZES];
	make_leaves(leaves);
	for (int64_t n = 1; n <= SIZES; n++)
		for (int64_t i = 0; i < n; i++) {
			CLEANUP(arena_freep) struct arena *arena = arena_new();
			spoil_inclusion(leaves, n, i, merkle_prove_inclusion(leaves, n, i, arena));
		}
}

static void spoil_consistency(const struct sha *leaves, int64_t n, int64_t old, struct merkle_path path)
{
	struct sha a = by_definition(leaves, old), b = by_definition(leaves, n);
	assert_true(merkle_check_consistency(old, &a, n, &b, &path));
	for (int64_t m = 0; m <= n; m++)
		if (m != old && path.count)
			assert_false(merkle_check_consistency(m, &a, n, &b, &path));
	for (int k = 0; k < path.count; k++) {
		path.nodes[k].bytes[31] ^= 0x80;
		assert_false(merkle_check_consistency(old, &a, n, &b, &path));
		path.nodes[k].bytes[31] ^= 0x80;
	}
	a.bytes[0] ^= 1;
	assert_false(merkle_check_consistency(old, &a, n, &b, &path));
	a.bytes[0] ^= 1;
	path.nodes[path.count++] = leaves[0];
	assert_false(merkle_check_consistency(old, &a, n, &b, &path));
	path.count -= 2;
	if (path.count >= 0)
		assert_false(merkle_check_consistency(old, &a, n, &b, &path));
}

static void every_consistency(void **state)
{
	(void)state;
	struct sha leaves[SIZES];
	make_leaves(leaves);
	for (int64_t n = 1; n <= SIZES; n++)
		for (int64_t old = 1; old <= n; old++) {
			CLEANUP(arena_freep) struct arena *arena = arena_new();
			spoil_consistency(leaves, n, old, merkle_prove_consistency(leaves, n, old, arena));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classic_roots),
		cmocka_unit_test(frontier_round_trip),
		cmocka_unit_test(every_inclusion),
		cmocka_unit_test(every_consistency),
	};
	return cmocka_run_group_tests_name("ledger/merkle", tests, NULL, NULL);
}
