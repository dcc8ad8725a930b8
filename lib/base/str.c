/* Plain loops; str_nearest() is the optimal string alignment distance in three rows. */
#include "base/str.h"

#include <string.h>

bool str_eq_null(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool slice_eq(struct slice a, const char *b)
{
	return strlen(b) == a.len && memcmp(a.at, b, a.len) == 0;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool str_is_id(const char *s)
{
	size_t n = strlen(s);
	if (n < 1 || n > 64 || !is_alnum(s[0]) || !is_alnum(s[n - 1]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_alnum(s[i]) && s[i] != '.' && s[i] != '_' && s[i] != '-')
			return false;
	return true;
}

/* Length of the sequence that starts at s, 0 when it is not valid (RFC 3629, table of section 4). */
static size_t utf8_sequence(const unsigned char *s, size_t len)
{
	unsigned char c = s[0];
	if (c < 0x80)
		return 1;
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
	if (c < 0xC2 || c > 0xF4 || len < n)
		return 0;
	unsigned char lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	unsigned char hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
	if (s[1] < lo || s[1] > hi)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	return n;
}

size_t utf8_valid_len(const char *s, size_t len)
{
	size_t i = 0;
	while (i < len) {
		size_t n = utf8_sequence((const unsigned char *)s + i, len - i);
		if (!n)
			break;
		i += n;
	}
	return i;
}

/* In a valid sequence: C1 controls, line and paragraph separators, and what overrides or isolates direction. */
static bool is_unplain(const unsigned char *s)
{
	if (s[0] == 0xC2)
		return s[1] < 0xA0;
	if (s[0] != 0xE2)
		return false;
	return (s[1] == 0x80 && s[2] >= 0xA8 && s[2] <= 0xAE) || (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9);
}

bool utf8_is_plain(const char *s, size_t len, bool lines)
{
	for (size_t i = 0, n; i < len; i += n) {
		const unsigned char *c = (const unsigned char *)s + i;
		n = utf8_sequence(c, len - i);
		if (!n || (*c < ' ' && !(lines && *c == '\n')) || *c == 0x7F || (n > 1 && is_unplain(c)))
			return false;
	}
	return true;
}

void utf8_mend(char *s)
{
	size_t len = strlen(s), kept = 0;
	for (size_t at = 0; at < len;) {
		size_t n = utf8_valid_len(s + at, len - at);
		memmove(s + kept, s + at, n);
		kept += n;
		at += n + 1;
	}
	s[kept] = '\0';
}

size_t utf8_count(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;
	return m < c ? m : c;
}

enum { NEAREST_MAX = 48 };

static unsigned edit_distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned rows[3][NEAREST_MAX + 1];
	for (unsigned j = 0; j <= m; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned swap = a[i - 1] != b[j - 1];
			now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + swap);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return rows[n % 3][m];
}

const char *str_nearest(const char *s, const char *const *words, size_t n)
{
	size_t len = strlen(s);
	if (len > NEAREST_MAX)
		return NULL;
	const char *best = NULL;
	unsigned best_distance = 0;
	for (size_t i = 0; i < n; i++) {
		size_t m = strlen(words[i]);
		if (m > NEAREST_MAX)
			continue;
		unsigned d = edit_distance(s, len, words[i], m);
		unsigned limit = (unsigned)((m > len ? m : len) + 2) / 3;
		if (d <= limit && (!best || d < best_distance)) {
			best = words[i];
			best_distance = d;
		}
	}
	return best;
}

void hex_encode(const unsigned char *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

/* Value of a lower-case digit plus one; 0 for anything else. A table, because a ledger is a third hex. */
static const unsigned char hex_values[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

bool hex_decode(const char *hex, size_t hex_len, unsigned char *out, size_t len)
{
	if (hex_len != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned hi = hex_values[(unsigned char)hex[2 * i]], lo = hex_values[(unsigned char)hex[2 * i + 1]];
		if (!hi || !lo)
			return false;
		out[i] = (unsigned char)((hi - 1) << 4 | (lo - 1));
	}
	return true;
}
