/* The header lines are split by hand; the blank line that ends them is the first one, so the rest is the note. */
#include "ledger/proof.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/base64.h"
#include "ledger/merkle.h"

#include <inttypes.h>
#include <string.h>

static const char magic[] = "c2sp.org/tlog-proof@v1";

void proof_write(int64_t index, const struct merkle_path *path, const char *note, struct buf *out)
{
	buf_printf(out, "%s\nindex %" PRId64 "\n", magic, index);
	for (int i = 0; i < path->count; i++) {
		base64_put(path->nodes[i].bytes, SHA_LEN, out);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
	buf_puts(out, note);
}

static bool malformed(struct err *err, const char *what)
{
	return fail(err, ERR_PROOF, "proof.form", "not an inclusion proof: %s", what);
}

static bool read_index(struct slice line, int64_t *ret)
{
	static const char word[] = "index ";
	size_t skip = sizeof(word) - 1;
	int64_t v = 0;
	if (line.len <= skip || memcmp(line.at, word, skip) != 0 || (line.at[skip] == '0' && line.len > skip + 1))
		return false;
	for (size_t i = skip; i < line.len; i++) {
		if (line.at[i] < '0' || line.at[i] > '9' || v >= (int64_t)1 << 53)
			return false;
		v = v * 10 + (line.at[i] - '0');
	}
	*ret = v;
	return true;
}

/* Takes a line without its LF off the front of *rest. */
static bool take_line(struct slice *rest, struct slice *ret)
{
	const char *lf = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
	if (!lf)
		return false;
	*ret = (struct slice){rest->at, (size_t)(lf - rest->at)};
	*rest = (struct slice){lf + 1, rest->len - ret->len - 1};
	return true;
}

static bool read_header(struct slice *rest, struct arena *arena, int64_t *ret_index,
	struct merkle_path *ret_path, struct err *err)
{
	struct slice line;
	struct merkle_path path = {ARENA_ARRAY(arena, MERKLE_PATH, struct sha), 0};
	if (!take_line(rest, &line) || !slice_eq(line, magic))
		return malformed(err, "the first line must be c2sp.org/tlog-proof@v1");
	if (!take_line(rest, &line))
		return malformed(err, "the index is missing");
	if (line.len > 6 && memcmp(line.at, "extra ", 6) == 0 && !take_line(rest, &line))
		return malformed(err, "the index is missing");
	if (!read_index(line, ret_index))
		return malformed(err, "a line “index n” must follow");
	for (;;) {
		if (!take_line(rest, &line))
			return malformed(err, "a blank line must end the path");
		if (!line.len)
			break;
		if (path.count == MERKLE_PATH || !base64_get_exact(line, path.nodes[path.count++].bytes, SHA_LEN))
			return malformed(err, "the path must be base64 hashes");
	}
	*ret_path = path;
	return true;
}

bool proof_check(const char *text, size_t text_len, const char *line, size_t len, const struct note_key *keys,
	int key_count, struct arena *arena, struct proof *ret, struct err *err)
{
	struct slice rest = {text, text_len};
	struct merkle_path path;
	struct proof p = {0};
	if (text_len > PROOF_LIMIT_BYTES)
		return malformed(err, "it is too long");
	bool *signed_by = ARENA_ARRAY(arena, (size_t)key_count, bool);
	if (!read_header(&rest, arena, &p.index, &path, err))
		return false;
	if (!checkpoint_read(rest.at, rest.len, keys, key_count, arena, &p.checkpoint, signed_by, err))
		return false;
	struct sha leaf = merkle_leaf(line, len);
	if (!merkle_check_inclusion(&leaf, p.index, p.checkpoint.size, &path, &p.checkpoint.root))
		return fail(err, ERR_PROOF, "proof.path",
			"the record is not number %" PRId64 " under the checkpoint of size %" PRId64, p.index,
			p.checkpoint.size);
	for (int k = 0; k < key_count; k++)
		p.signed_by_key |= signed_by[k];
	*ret = p;
	return true;
}
