/* Signed notes and proofs: a known answer, round trips, and everything spoiled bit by bit. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/proof.h"

#include <stdio.h>
#include <string.h>

/* From the Go package golang.org/x/mod/sumdb/note's documentation: a key and a note made by another program. */
static const char peter[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

static struct note_signer signer_of(const char *name, unsigned char fill)
{
	unsigned char seed[NOTE_SEED_LEN];
	struct note_signer s;
	struct err err;
	memset(seed, fill, sizeof(seed));
	assert_true(note_signer_make(name, seed, &s, &err));
	return s;
}

static void known_key(void **state)
{
	(void)state;
	struct note_key key;
	struct err err;
	CLEANUP(buf_done) struct buf out = {0};
	assert_true(note_key_read(peter, strlen(peter), &key, &err));
	assert_string_equal(key.name, "PeterNeumann");
	note_key_write(&key, &out);
	assert_string_equal(buf_str(&out), peter);
	/* Its own example note: text and signature. */
	static const char text[] =
		"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
	static const char signature[] = /* of its note's signature line, without the four bytes of the id */
		"9kmS4FL1Qb9J99y8gBDFUG2IW6ksuvykBwSVkic0i4ZSBg3UUVgLallI1eAq+p+p2eCi2lFlvooTpHLIHAmcAw==";
	assert_true(note_check_message(&key, text, strlen(text), signature));
	assert_false(note_check_message(&key, text, strlen(text) - 1, signature));
}

/* RFC 8032 §7.1 test 1: the seed's public key, through our key text. */
static void known_seed(void **state)
{
	(void)state;
	unsigned char seed[NOTE_SEED_LEN], public[32];
	struct note_signer s;
	struct err err;
	assert_true(hex_decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", 64, seed, 32));
	assert_true(hex_decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", 64, public, 32));
	assert_true(note_signer_make("host.example/demo", seed, &s, &err));
	assert_memory_equal(s.key.public, public, 32);
	CLEANUP(buf_done) struct buf out = {0};
	note_sign_message(&s, "", 0, &out);
	assert_string_equal(buf_str(&out),
		"5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==");
	assert_true(note_check_message(&s.key, "", 0, buf_str(&out)));
	assert_false(note_check_message(&s.key, "x", 1, buf_str(&out)));
	note_signer_done(&s);
}

static void refused_names(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "a b", "a+b", "a\nb", "\xff"};
	unsigned char seed[NOTE_SEED_LEN] = {0};
	struct note_signer s;
	struct err err;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(note_signer_make(bad[i], seed, &s, &err));
}

static void sign_and_read(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf note = {0};
	struct note_signer s[2] = {signer_of("h.example/c", 1), signer_of("h.example/c", 2)};
	struct note_key keys[2] = {s[0].key, s[1].key};
	struct checkpoint c = {"h.example/c", 42, sha256("x", 1)}, back;
	bool signed_by[2];
	struct err err;
	assert_true(checkpoint_sign(&c, s, 1, &note, &err));
	assert_true(checkpoint_read(note.at, note.len, keys, 2, arena, &back, signed_by, &err));
	assert_string_equal(back.origin, c.origin);
	assert_int_equal(back.size, 42);
	assert_true(sha_eq(&back.root, &c.root));
	assert_true(signed_by[0]);
	assert_false(signed_by[1]);
	buf_puts(&note, "\xE2\x80\x94 witness.example AAAAAAAAAAAAAAAA\n"); /* unknown: ignored */
	assert_true(checkpoint_read(note.at, note.len, keys, 2, arena, &back, signed_by, &err));
	buf_clear(&note);
	assert_true(checkpoint_sign(&c, s, 2, &note, &err));
	assert_true(checkpoint_read(note.at, note.len, keys, 2, arena, &back, signed_by, &err));
	assert_true(signed_by[0] && signed_by[1]);
}

/* After any flipped bit the note is refused or no longer signed by the key. */
static void every_flipped_bit(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf note = {0};
	struct note_signer s = signer_of("h.example/c", 3);
	struct checkpoint c = {"h.example/c", 7, sha256("y", 1)}, back;
	bool signed_by;
	struct err err;
	assert_true(checkpoint_sign(&c, &s, 1, &note, &err));
	for (size_t i = 0; i < 8 * note.len; i++) {
		note.at[i / 8] = (char)(note.at[i / 8] ^ (1 << (i % 8)));
		assert_false(checkpoint_read(note.at, note.len, &s.key, 1, arena, &back, &signed_by, &err) &&
			     signed_by);
		note.at[i / 8] = (char)(note.at[i / 8] ^ (1 << (i % 8)));
	}
	for (size_t n = 0; n < note.len; n++)
		assert_false(checkpoint_read(note.at, n, &s.key, 1, arena, &back, &signed_by, &err) && signed_by);
}

static void spoiled_keys(void **state)
{
	(void)state;
	CLEANUP(buf_done) struct buf text = {0};
	struct note_signer s = signer_of("h.example/c", 4);
	struct note_key key;
	struct err err;
	note_key_write(&s.key, &text);
	for (size_t i = 0; i < 8 * text.len; i++) {
		text.at[i / 8] = (char)(text.at[i / 8] ^ (1 << (i % 8)));
		assert_false(note_key_read(text.at, text.len, &key, &err));
		text.at[i / 8] = (char)(text.at[i / 8] ^ (1 << (i % 8)));
	}
	char hex[SHA_HEX];
	assert_int_equal(strlen(note_fingerprint(&s.key, hex)), 64);
}

static void proofs(void **state)
{
	(void)state;
	enum { LINES = 11 };
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct note_signer s = signer_of("h.example/c", 5);
	char lines[LINES][16];
	struct sha leaves[LINES];
	struct err err;
	for (int i = 0; i < LINES; i++) {
		snprintf(lines[i], sizeof(lines[i]), "line %d", i);
		leaves[i] = merkle_leaf(lines[i], strlen(lines[i]));
	}
	struct checkpoint c = {"h.example/c", LINES, merkle_root(leaves, LINES)};
	CLEANUP(buf_done) struct buf note = {0};
	assert_true(checkpoint_sign(&c, &s, 1, &note, &err));
	for (int i = 0; i < LINES; i++) {
		CLEANUP(buf_done) struct buf text = {0};
		struct proof p;
		struct merkle_path path = merkle_prove_inclusion(leaves, LINES, i, arena);
		proof_write(i, &path, buf_str(&note), &text);
		assert_true(proof_check(text.at, text.len, lines[i], strlen(lines[i]), &s.key, 1, arena, &p, &err));
		assert_true(p.signed_by_key);
		assert_int_equal(p.index, i);
		assert_false(proof_check(text.at, text.len, "line", 4, &s.key, 1, arena, &p, &err));
		for (size_t b = 0; b < 8 * text.len; b++) {
			text.at[b / 8] = (char)(text.at[b / 8] ^ (1 << (b % 8)));
			assert_false(proof_check(text.at, text.len, lines[i], strlen(lines[i]), &s.key, 1, arena, &p,
					     &err) && p.signed_by_key);
			text.at[b / 8] = (char)(text.at[b / 8] ^ (1 << (b % 8)));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_key),
		cmocka_unit_test(known_seed),
		cmocka_unit_test(refused_names),
		cmocka_unit_test(sign_and_read),
		cmocka_unit_test(every_flipped_bit),
		cmocka_unit_test(spoiled_keys),
		cmocka_unit_test(proofs),
	};
	return cmocka_run_group_tests_name("ledger/note", tests, NULL, NULL);
}
