/* Four characters a step. Our own because libsodium 1.0.18's reader takes some bytes above 0x7F for the
 * character without the top bit, which would give a note more than one spelling. */
#include "ledger/base64.h"

#include "base/buf.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(const void *bytes, size_t len, struct buf *out)
{
	const unsigned char *in = bytes;
	for (size_t i = 0; i < len; i += 3) {
		unsigned group = (unsigned)in[i] << 16;
		if (i + 1 < len)
			group |= (unsigned)in[i + 1] << 8;
		if (i + 2 < len)
			group |= in[i + 2];
		char text[4] = {digits[group >> 18], digits[group >> 12 & 63], digits[group >> 6 & 63],
			digits[group & 63]};
		if (i + 1 >= len)
			text[2] = '=';
		if (i + 2 >= len)
			text[3] = '=';
		buf_put(out, text, sizeof(text));
	}
}

/* Value of the four characters; *ret_pad counts the final '='. */
static bool read_group(const char *at, unsigned *ret_group, size_t *ret_pad)
{
	unsigned group = 0;
	size_t pad = 0;
	for (int i = 0; i < 4; i++) {
		const char *p = at[i] ? strchr(digits, at[i]) : NULL;
		if (at[i] == '=' && i >= 2)
			pad++;
		else if (!p || pad)
			return false;
		group = group << 6 | (p ? (unsigned)(p - digits) : 0);
	}
	*ret_group = group;
	*ret_pad = pad;
	return pad == 0 || !(group & (pad == 1 ? 0xFFU : 0xFFFFU)); /* bits that no byte owns */
}

bool base64_get(struct slice text, unsigned char *out, size_t cap, size_t *ret_len)
{
	size_t n = 0, pad = 0;
	if (text.len % 4)
		return false;
	for (size_t i = 0; i < text.len; i += 4) {
		unsigned group;
		if (pad || !read_group(text.at + i, &group, &pad) || cap - n < 3 - pad)
			return false;
		for (size_t k = 0; k < 3 - pad; k++)
			out[n++] = (unsigned char)(group >> (16 - 8 * k));
	}
	*ret_len = n;
	return true;
}

bool base64_get_exact(struct slice text, unsigned char *out, size_t want)
{
	size_t n;
	return base64_get(text, out, want, &n) && n == want;
}
