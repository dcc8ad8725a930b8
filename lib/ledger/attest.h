/* What an expert's device signs: a sheet as one text, and the Ed25519 signature over it.
 *
 *	leitai-sheet/1
 *	{"base":0,"contest":"c","draft":"d-1","entry":"E-1","expert":"J-1","heat":"room","marks":{"plan":90000},"recused":false,"stage":"first"}
 *
 * The first line ends in LF, the second has none and is canonical JSON (RFC 8785). */
#pragma once

#include "base/base.h"

struct buf;

enum { ATTEST_KEY_LEN = 32, ATTEST_SIGNATURE_LEN = 64 };

struct attest {
	int64_t base;      /* the version that the expert saw when marking; 0 = none */
	const char *draft; /* the device's own name for the sheet */
	const char *contest, *stage, *heat, *entry, *expert; /* ids */
	const char *marks; /* canonical {criterion: units}; what is not marked is left out */
	bool recused;
};

void attest_text(const struct attest *a, struct buf *out);

/* Base64 of as many bytes as a public key has. */
bool attest_is_key(const char *key);

/* Whether `signature` is one of `key` over the text; false as well when either is no base64 of its length. */
bool attest_holds(const struct attest *a, const char *key, const char *signature);
