/* One pass, a character at a time; nothing is allocated. A word is folded into the term as it is read, and its parts are
 * read a second time from the text. Plurals: the S-stemmer of Harman, "How effective is suffixing?" (1991). */
#include "judging/terms.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum kind { BETWEEN, WORD, DIGIT, CHARACTER };

struct range {
	uint32_t from, to;
};

/* Scripts written without spaces, whose neighbours are terms. */
static const struct range characters[] = {{0x3005, 0x3005}, {0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x30FC, 0x30FC},
	{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};

/* From U+00C0 on everything is a letter but these: signs, punctuation, symbols, private use, what shows nothing. */
static const struct range separators[] = {{0xD7, 0xD7}, {0xF7, 0xF7}, {0x2000, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x303F},
	{0x30FB, 0x30FB}, {0xD800, 0xF8FF}, {0xFE00, 0xFE6F}, {0xFF00, 0xFFEF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF}};

/* Particles: they part words as a comma does. */
static const struct range particles[] = {{0x4E86, 0x4E86}, {0x5417, 0x5417}, {0x5427, 0x5427}, {0x5462, 0x5462},
	{0x7684, 0x7684}};

/* Left out, sorted. */
static const char *const stops[] = {"a", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do",
	"for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "more", "no", "not", "of", "on",
	"or", "our", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "was", "we",
	"were", "what", "when", "which", "who", "will", "with", "would", "you", "your", "一个", "一种", "以及", "具有", "可以",
	"基于", "如何", "实现", "对于", "我们", "本项", "相关", "进行", "通过", "采用"};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n && ranges[i].from <= c; i++)
		if (c <= ranges[i].to)
			return true;
	return false;
}

static enum kind kind_of(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c < 0xC0)
		return c >= 'a' && c <= 'z' ? WORD : BETWEEN;
	if (in_ranges(c, characters, COUNT_OF(characters)))
		return in_ranges(c, particles, COUNT_OF(particles)) ? BETWEEN : CHARACTER;
	return in_ranges(c, separators, COUNT_OF(separators)) ? BETWEEN : WORD;
}

/* Full width to half, upper case to lower: Latin, Greek, Cyrillic. */
static uint32_t fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if (c < 0xC0 || c > 0x42F)
		return c;
	if ((c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3AB) || c >= 0x410)
		return c + 32;
	if (c == 0x178)
		return 0xFF;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
		return c + (c & 1);
	return c >= 0x400 ? c + 80 : c;
}

/* The folded character at `at` and its bytes; 0, a separator, for a byte that is no UTF-8. */
static uint32_t read_character(const char *at, const char *end, size_t *ret_bytes)
{
	unsigned char lead = (unsigned char)*at;
	size_t n = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	*ret_bytes = 1;
	if (lead < 0x80)
		return fold(lead);
	if ((size_t)(end - at) < n || utf8_valid_len(at, n) < n)
		return 0;
	uint32_t c = lead & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)at[i] & 0x3Fu);
	*ret_bytes = n;
	return fold(c);
}

static void put(struct terms *t, uint32_t c)
{
	char bytes[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = n; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3F));
	bytes[0] = (char)(leads[n] | c);
	if (t->len + n >= TERM_BYTES)
		return;
	memcpy(t->term + t->len, bytes, n);
	t->len += n;
	t->term[t->len] = '\0';
}

static int by_name(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool says_nothing(const struct terms *t)
{
	return bsearch(t->term, stops, COUNT_OF(stops), sizeof(*stops), by_name) != NULL;
}

static bool ends_in(const struct terms *t, const char *tail)
{
	size_t n = strlen(tail);
	return t->len > n && memcmp(t->term + t->len - n, tail, n) == 0;
}

/* "batteries" → "battery", "sensors" → "sensor"; "gas", "glass" and "status" stay. */
static void drop_plural(struct terms *t)
{
	if (t->len < 4 || !ends_in(t, "s") || ends_in(t, "ss") || ends_in(t, "us"))
		return;
	bool y = ends_in(t, "ies") && !ends_in(t, "eies") && !ends_in(t, "aies");
	t->len -= y ? 2 : 1;
	if (y)
		t->term[t->len - 1] = 'y';
	t->term[t->len] = '\0';
}

/* A word without its plural; false when it is to be left out. */
static bool says_something(struct terms *t)
{
	if (says_nothing(t))
		return false;
	drop_plural(t);
	return !says_nothing(t);
}

/* Reads on while characters are of these kinds; gives how many kinds there were. */
static int read_word(struct terms *t, const char **at, const char *end, bool words, bool digits)
{
	bool seen[2] = {false, false};
	t->len = 0;
	while (*at < end) {
		size_t n;
		uint32_t c = read_character(*at, end, &n);
		enum kind kind = kind_of(c);
		if (!(kind == WORD && words) && !(kind == DIGIT && digits))
			break;
		seen[kind == DIGIT] = true;
		put(t, c);
		*at += n;
	}
	return seen[0] + seen[1];
}

static bool next_part(struct terms *t)
{
	size_t n;
	bool digit = kind_of(read_character(t->parts, t->parts_end, &n)) == DIGIT;
	(void)read_word(t, &t->parts, t->parts_end, !digit, digit);
	if (t->parts == t->parts_end)
		t->parts = NULL;
	return utf8_count(t->term) > 1 && says_something(t);
}

static bool next_word(struct terms *t)
{
	const char *from = t->at;
	bool mixed = read_word(t, &t->at, t->end, true, true) > 1;
	t->parts = mixed ? from : NULL;
	t->parts_end = t->at;
	return mixed || says_something(t);
}

/* `c` and the character after it, of n and then more bytes; or `c` alone where it has no neighbour. */
static bool next_pair(struct terms *t, uint32_t c, size_t n)
{
	size_t more;
	uint32_t after = t->at + n < t->end ? read_character(t->at + n, t->end, &more) : 0;
	bool pair = kind_of(after) == CHARACTER, alone = !pair && !t->in_run;
	t->at += n;
	t->in_run = pair;
	t->len = 0;
	if (!pair && !alone)
		return false;
	put(t, c);
	if (pair)
		put(t, after);
	return !says_nothing(t);
}

struct terms terms_of(const char *text, size_t len)
{
	return (struct terms){.at = text, .end = text + len};
}

bool terms_next(struct terms *t)
{
	for (;;) {
		size_t n;
		if (t->parts) {
			if (next_part(t))
				return true;
			continue;
		}
		if (t->at == t->end)
			return false;
		uint32_t c = read_character(t->at, t->end, &n);
		enum kind kind = kind_of(c);
		if (kind == BETWEEN)
			t->at += n;
		else if (kind == CHARACTER ? next_pair(t, c, n) : next_word(t))
			return true;
	}
}
