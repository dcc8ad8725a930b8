/* A note is text, a blank line, signature lines "— name base64(id ‖ signature)"; Ed25519 signs the text with
 * its final LF. Base64 is read strictly, so a note has one spelling; Ed25519 is libsodium's, pure. */
#include "ledger/note.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/base64.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char dash[] = "\xE2\x80\x94 "; /* — and a space */

enum { ALGORITHM = 0x01, KEY_LEN = 33, BLOB_LEN = 4 + NOTE_SIGNATURE_LEN };

static bool is_key_name(const char *s, size_t len)
{
	if (!len || len > NOTE_NAME_LIMIT || utf8_valid_len(s, len) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= 0x20 || s[i] == '+' || s[i] == 0x7F)
			return false;
	return true;
}

static void set_id(struct note_key *key)
{
	struct slice parts[] = {{key->name, strlen(key->name)}, {"\n\x01", 2},
		{(const char *)key->public, sizeof(key->public)}};
	struct sha sum = sha256_parts(parts, COUNT_OF(parts));
	memcpy(key->id, sum.bytes, sizeof(key->id));
}

bool note_signer_make(const char *name, const unsigned char seed[NOTE_SEED_LEN], struct note_signer *ret,
	struct err *err)
{
	size_t len = strlen(name);
	struct note_signer s = {0};
	if (!is_key_name(name, len))
		return fail(err, ERR_INPUT, "note.name",
			"A key's name has 1 to %d bytes and no space, '+' or control character.",
			NOTE_NAME_LIMIT);
	memcpy(s.key.name, name, len);
	crypto_sign_ed25519_seed_keypair(s.key.public, s.secret, seed);
	set_id(&s.key);
	*ret = s;
	sodium_memzero(&s, sizeof(s));
	return true;
}

void note_signer_done(struct note_signer *signer)
{
	sodium_memzero(signer, sizeof(*signer));
}

void note_key_write(const struct note_key *key, struct buf *out)
{
	char id[2 * sizeof(key->id) + 1];
	unsigned char bytes[KEY_LEN] = {ALGORITHM};
	hex_encode(key->id, sizeof(key->id), id);
	memcpy(bytes + 1, key->public, sizeof(key->public));
	buf_printf(out, "%s+%s+", key->name, id);
	base64_put(bytes, sizeof(bytes), out);
}

const char *note_key_text(const struct note_key *key, struct arena *arena)
{
	CLEANUP(buf_done) struct buf text = {0};
	note_key_write(key, &text);
	return arena_strndup(arena, buf_str(&text), text.len);
}

bool note_key_read(const char *text, size_t len, struct note_key *ret, struct err *err)
{
	struct note_key key = {0};
	unsigned char id[sizeof(key.id)], bytes[KEY_LEN];
	const char *plus = memchr(text, '+', len);
	size_t name = plus ? (size_t)(plus - text) : 0, rest = len - name;
	if (!is_key_name(text, name) || rest < 11 || plus[9] != '+' || !hex_decode(plus + 1, 8, id, sizeof(id)) ||
		!base64_get_exact((struct slice){plus + 10, rest - 10}, bytes, sizeof(bytes)) || bytes[0] != ALGORITHM)
		return fail(err, ERR_INPUT, "note.key",
			"A verifier key reads name+keyid+base64, as ledger export writes it into key.txt.");
	memcpy(key.name, text, name);
	memcpy(key.public, bytes + 1, sizeof(key.public));
	set_id(&key);
	if (memcmp(key.id, id, sizeof(id)) != 0)
		return fail(err, ERR_INPUT, "note.key", "The verifier key's id does not fit its name and key.");
	*ret = key;
	return true;
}

char *note_fingerprint(const struct note_key *key, char out[SHA_HEX])
{
	struct sha sum = sha256(key->public, sizeof(key->public));
	return sha_hex(&sum, out);
}

static void sign(const struct note_signer *signer, const char *message, size_t len,
	unsigned char out[NOTE_SIGNATURE_LEN])
{
	crypto_sign_ed25519_detached(out, NULL, (const unsigned char *)message, len, signer->secret);
}

static bool holds(const struct note_key *key, const char *message, size_t len,
	const unsigned char signature[NOTE_SIGNATURE_LEN])
{
	return crypto_sign_ed25519_verify_detached(signature, (const unsigned char *)message, len,
		       key->public) == 0;
}

void note_sign_message(const struct note_signer *signer, const char *message, size_t len, struct buf *out)
{
	unsigned char signature[NOTE_SIGNATURE_LEN];
	sign(signer, message, len, signature);
	base64_put(signature, sizeof(signature), out);
}

bool note_check_message(const struct note_key *key, const char *message, size_t len, const char *base64)
{
	unsigned char signature[NOTE_SIGNATURE_LEN];
	return base64_get_exact((struct slice){base64, strlen(base64)}, signature, sizeof(signature)) &&
	       holds(key, message, len, signature);
}

bool checkpoint_sign(const struct checkpoint *c, const struct note_signer *signers, int n, struct buf *out,
	struct err *err)
{
	if (!is_key_name(c->origin, strlen(c->origin)))
		return fail(err, ERR_INPUT, "note.name", "“%s” can't be a ledger's origin.", c->origin);
	size_t first = out->len;
	buf_printf(out, "%s\n%" PRId64 "\n", c->origin, c->size);
	base64_put(c->root.bytes, SHA_LEN, out);
	buf_putc(out, '\n');
	size_t text_len = out->len - first;
	buf_putc(out, '\n');
	for (int i = 0; i < n; i++) {
		unsigned char blob[BLOB_LEN];
		memcpy(blob, signers[i].key.id, sizeof(signers[i].key.id));
		sign(&signers[i], out->at + first, text_len, blob + sizeof(signers[i].key.id));
		buf_printf(out, "%s%s ", dash, signers[i].key.name);
		base64_put(blob, sizeof(blob), out);
		buf_putc(out, '\n');
	}
	return true;
}

struct lines {
	const char *at, *end;
};

/* The next line without its LF; false at the end or when the LF is missing. */
static bool next_line(struct lines *l, struct slice *ret)
{
	const char *lf = l->at < l->end ? memchr(l->at, '\n', (size_t)(l->end - l->at)) : NULL;
	if (!lf)
		return false;
	*ret = (struct slice){l->at, (size_t)(lf - l->at)};
	l->at = lf + 1;
	return true;
}

static bool read_size(struct slice s, int64_t *ret)
{
	int64_t v = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9' || v >= (int64_t)1 << 53)
			return false;
		v = v * 10 + (s.at[i] - '0');
	}
	*ret = v;
	return s.len && v < (int64_t)1 << 53 && (s.len == 1 || s.at[0] != '0');
}

static bool malformed(struct err *err, const char *what)
{
	return fail(err, ERR_PROOF, "note.form", "not a signed checkpoint: %s", what);
}

static bool read_text(struct lines *l, struct arena *arena, struct checkpoint *ret, struct err *err)
{
	struct slice origin, size, root, blank;
	if (!next_line(l, &origin) || !is_key_name(origin.at, origin.len))
		return malformed(err, "the first line must be the origin");
	if (!next_line(l, &size) || !read_size(size, &ret->size))
		return malformed(err, "the second line must be the size");
	if (!next_line(l, &root) || !base64_get_exact(root, ret->root.bytes, SHA_LEN))
		return malformed(err, "the third line must be the root in base64");
	if (!next_line(l, &blank) || blank.len)
		return malformed(err, "a blank line must follow the root");
	ret->origin = arena_strndup(arena, origin.at, origin.len);
	return true;
}

/* Splits "— name base64". The name is not longer than a key's; what the base64 holds depends on the key. */
static bool read_signature(struct slice line, struct slice *ret_name, struct slice *ret_base64)
{
	size_t skip = sizeof(dash) - 1;
	if (line.len <= skip || memcmp(line.at, dash, skip) != 0)
		return false;
	const char *name = line.at + skip, *end = line.at + line.len;
	const char *space = memchr(name, ' ', (size_t)(end - name));
	if (!space || !is_key_name(name, (size_t)(space - name)) || space + 1 == end)
		return false;
	*ret_name = (struct slice){name, (size_t)(space - name)};
	*ret_base64 = (struct slice){space + 1, (size_t)(end - space - 1)};
	return true;
}

static bool check_signature(struct slice text, struct slice name, struct slice base64,
	const struct note_key *keys, int key_count, struct arena *arena, bool *ret_signed, struct err *err)
{
	unsigned char *blob = arena_alloc(arena, base64.len);
	size_t n = 0;
	if (!base64_get(base64, blob, base64.len, &n) || n < 5)
		return malformed(err, "a signature line is not base64 of a key id and a signature");
	for (int k = 0; k < key_count; k++) {
		if (!slice_eq(name, keys[k].name) || memcmp(blob, keys[k].id, sizeof(keys[k].id)) != 0)
			continue;
		if (n != BLOB_LEN || !holds(&keys[k], text.at, text.len, blob + sizeof(keys[k].id)))
			return fail(err, ERR_PROOF, "note.signature", "the signature of %s does not hold",
				keys[k].name);
		ret_signed[k] = true;
	}
	return true;
}

bool checkpoint_read(const char *note, size_t len, const struct note_key *keys, int key_count,
	struct arena *arena, struct checkpoint *ret, bool *ret_signed, struct err *err)
{
	struct lines l = {note, note + len};
	struct checkpoint c;
	struct slice line, name, base64;
	if (len > NOTE_LIMIT_BYTES)
		return malformed(err, "it is too long");
	if (!read_text(&l, arena, &c, err))
		return false;
	struct slice text = {note, (size_t)(l.at - 1 - note)};
	for (int k = 0; k < key_count; k++)
		ret_signed[k] = false;
	if (l.at == l.end)
		return malformed(err, "no signature");
	while (l.at < l.end) {
		if (!next_line(&l, &line) || !read_signature(line, &name, &base64))
			return malformed(err, "a signature line must read “— name base64”");
		if (!check_signature(text, name, base64, keys, key_count, arena, ret_signed, err))
			return false;
	}
	*ret = c;
	return true;
}
