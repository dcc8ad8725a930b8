/* ID tokens and JWK sets: no input crashes, none is believed, and what is refused has a code. The input is a JWK set, a
 * line feed, and a token. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/json.h"
#include "token/token.h"

/* The digits again, without a decoder's help. */
static void check_spelling(struct slice text, struct arena *arena)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	struct slice bytes;
	if (!base64url_get(text, arena, &bytes))
		return;
	for (size_t i = 0; i < text.len; i++) {
		size_t bit = i * 6, at = bit / 8;
		unsigned pair = (unsigned)(unsigned char)bytes.at[at] << 8 | (at + 1 < bytes.len ? (unsigned char)bytes.at[at + 1] : 0);
		MUST_HOLD(text.at[i] == digits[pair >> (10 - bit % 8) & 63]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)data, size);
	const char *line = strchr(text, '\n');
	const char *token = line ? line + 1 : text;
	struct token_want want = {"https://corp.example", "leitai", "nonce that no input has seen", 1777629600000};
	struct token_claims claims;
	struct json keys = {.type = JSON_NULL};
	struct err err;
	if (line && !json_parse(text, (size_t)(line - text), arena, &keys, &err))
		keys = (struct json){.type = JSON_NULL};
	err = (struct err){0};
	MUST_HOLD(!token_check(token, &keys, &want, arena, &claims, &err) && err.kind == ERR_DENIED && err.code[0]);
	check_spelling((struct slice){token, strlen(token)}, arena);
	return 0;
}
