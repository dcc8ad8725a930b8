/* Proofs are made by the recursive definitions of RFC 6962 §2.1.1 and §2.1.2 and checked by the
 * iterative algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2: two independent ways through the same tree.
 * The frontier is a binary counter: a new leaf merges with equal subtrees from the right. */
#include "ledger/merkle.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <string.h>

struct sha merkle_leaf(const void *line, size_t len)
{
	struct slice parts[] = {{"\x00", 1}, {line, len}};
	return sha256_parts(parts, COUNT_OF(parts));
}

struct sha merkle_node(const struct sha *left, const struct sha *right)
{
	struct slice parts[] = {{"\x01", 1}, {(const char *)left->bytes, SHA_LEN},
		{(const char *)right->bytes, SHA_LEN}};
	return sha256_parts(parts, COUNT_OF(parts));
}

void frontier_append(struct frontier *f, const struct sha *leaf)
{
	struct sha node = *leaf;
	for (int64_t size = f->size; size & 1; size >>= 1)
		node = merkle_node(&f->nodes[--f->count], &node);
	f->nodes[f->count++] = node;
	f->size++;
}

struct sha frontier_root(const struct frontier *f)
{
	if (!f->count)
		return sha256("", 0);
	struct sha root = f->nodes[f->count - 1];
	for (int i = f->count - 2; i >= 0; i--)
		root = merkle_node(&f->nodes[i], &root);
	return root;
}

void frontier_write(const struct frontier *f, struct buf *out)
{
	char hex[SHA_HEX];
	for (int i = 0; i < f->count; i++)
		buf_printf(out, "%s%s", i ? " " : "", sha_hex(&f->nodes[i], hex));
}

bool frontier_read(const char *text, int64_t size, struct frontier *ret)
{
	struct frontier f = {.size = size, .count = __builtin_popcountll((unsigned long long)size)};
	size_t step = 2 * SHA_LEN + 1, len = strlen(text);
	if (size < 0 || f.count > FRONTIER_NODES || len != (f.count ? (size_t)f.count * step - 1 : 0))
		return false;
	for (int i = 0; i < f.count; i++) {
		const char *at = text + (size_t)i * step;
		if ((i && at[-1] != ' ') || !hex_decode(at, (size_t)2 * SHA_LEN, f.nodes[i].bytes, SHA_LEN))
			return false;
	}
	*ret = f;
	return true;
}

struct sha merkle_root(const struct sha *leaves, int64_t n)
{
	struct frontier f = {0};
	for (int64_t i = 0; i < n; i++)
		frontier_append(&f, &leaves[i]);
	return frontier_root(&f);
}

/* The largest power of two below n > 1. */
static int64_t split(int64_t n)
{
	return (int64_t)1 << (63 - __builtin_clzll((unsigned long long)(n - 1)));
}

static void path_add(struct merkle_path *path, struct sha node)
{
	path->nodes[path->count++] = node;
}

static void inclusion(const struct sha *leaves, int64_t n, int64_t index, struct merkle_path *path)
{
	if (n == 1)
		return;
	int64_t k = split(n);
	if (index < k) {
		inclusion(leaves, k, index, path);
		path_add(path, merkle_root(leaves + k, n - k));
	} else {
		inclusion(leaves + k, n - k, index - k, path);
		path_add(path, merkle_root(leaves, k));
	}
}

struct merkle_path merkle_prove_inclusion(const struct sha *leaves, int64_t n, int64_t index,
	struct arena *arena)
{
	struct merkle_path path = {ARENA_ARRAY(arena, MERKLE_PATH, struct sha), 0};
	inclusion(leaves, n, index, &path);
	return path;
}

/* `whole`: the old tree is this very subtree, whose root the checker has. */
static void consistency(const struct sha *leaves, int64_t n, int64_t old, bool whole,
	struct merkle_path *path)
{
	if (old == n) {
		if (!whole)
			path_add(path, merkle_root(leaves, n));
		return;
	}
	int64_t k = split(n);
	if (old <= k) {
		consistency(leaves, k, old, whole, path);
		path_add(path, merkle_root(leaves + k, n - k));
	} else {
		consistency(leaves + k, n - k, old - k, false, path);
		path_add(path, merkle_root(leaves, k));
	}
}

struct merkle_path merkle_prove_consistency(const struct sha *leaves, int64_t n, int64_t old,
	struct arena *arena)
{
	struct merkle_path path = {ARENA_ARRAY(arena, MERKLE_PATH, struct sha), 0};
	consistency(leaves, n, old, true, &path);
	return path;
}

bool merkle_check_inclusion(const struct sha *leaf, int64_t index, int64_t size,
	const struct merkle_path *path, const struct sha *root)
{
	if (index < 0 || index >= size)
		return false;
	int64_t fn = index, sn = size - 1;
	struct sha r = *leaf;
	for (int i = 0; i < path->count; i++) {
		if (!sn)
			return false;
		if ((fn & 1) || fn == sn) {
			r = merkle_node(&path->nodes[i], &r);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = merkle_node(&r, &path->nodes[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && sha_eq(&r, root);
}

/* The path starts with the old root itself when the old tree is a full subtree. */
static struct sha first_node(int64_t old, const struct sha *old_root, const struct merkle_path *path,
	int *ret_next)
{
	bool full = !(old & (old - 1));
	*ret_next = full ? 0 : 1;
	return full ? *old_root : path->nodes[0];
}

bool merkle_check_consistency(int64_t old, const struct sha *old_root, int64_t size,
	const struct sha *root, const struct merkle_path *path)
{
	if (old < 1 || old > size)
		return false;
	if (old == size)
		return !path->count && sha_eq(old_root, root);
	if (!path->count)
		return false;
	int64_t fn = old - 1, sn = size - 1;
	int next;
	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	struct sha fr = first_node(old, old_root, path, &next), sr = fr;
	for (int i = next; i < path->count; i++) {
		if (!sn)
			return false;
		if ((fn & 1) || fn == sn) {
			fr = merkle_node(&path->nodes[i], &fr);
			sr = merkle_node(&path->nodes[i], &sr);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sr = merkle_node(&sr, &path->nodes[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && sha_eq(&fr, old_root) && sha_eq(&sr, root);
}
