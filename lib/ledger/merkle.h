/* The Merkle tree over a ledger's lines (RFC 6962 §2.1): its root fixes every line and their order.
 *
 * A leaf is SHA-256(0x00 ‖ line), an inner node SHA-256(0x01 ‖ left ‖ right). The tree over n leaves
 * splits at the largest power of two below n. */
#pragma once

#include "base/base.h"
#include "base/sha.h"

struct arena;
struct buf;

struct sha merkle_leaf(const void *line, size_t len);
struct sha merkle_node(const struct sha *left, const struct sha *right);

enum { FRONTIER_NODES = 53, MERKLE_PATH = 2 * FRONTIER_NODES };

/* The right edge of a growing tree: the roots of its full subtrees, largest first. All zeros: no leaf. */
struct frontier {
	int64_t size;
	int count; /* bits set in size */
	struct sha nodes[FRONTIER_NODES];
};

void frontier_append(struct frontier *f, const struct sha *leaf);
struct sha frontier_root(const struct frontier *f); /* of no leaf: SHA-256("") */

/* Hex hashes with one space between; "" for an empty tree. */
void frontier_write(const struct frontier *f, struct buf *out);
/* False when the text does not fit a tree of `size` leaves. */
bool frontier_read(const char *text, int64_t size, struct frontier *ret);

/* Root of leaves[0..n). O(n) hashes. */
struct sha merkle_root(const struct sha *leaves, int64_t n);

/* A path of sister nodes, in `arena`. */
struct merkle_path {
	struct sha *nodes;
	int count;
};

/* Leaf `index` of leaves[0..n), index < n. O(n) hashes. */
struct merkle_path merkle_prove_inclusion(const struct sha *leaves, int64_t n, int64_t index,
	struct arena *arena);
bool merkle_check_inclusion(const struct sha *leaf, int64_t index, int64_t size,
	const struct merkle_path *path, const struct sha *root);

/* That the tree over leaves[0..n) starts with leaves[0..old), 0 < old ≤ n. O(n) hashes. */
struct merkle_path merkle_prove_consistency(const struct sha *leaves, int64_t n, int64_t old,
	struct arena *arena);
bool merkle_check_consistency(int64_t old, const struct sha *old_root, int64_t size,
	const struct sha *root, const struct merkle_path *path);
