/* A small part of NFKC, enough for names of organisations: full-width forms, accents of Latin letters, punctuation. */
#include "judging/letters.h"

/* U+00C0 to U+017F without accents; '?' has two letters, '.' is no letter. */
static const char LATIN[] =
	"aaaaaa?ceeeeiiiidnooooo.ouuuuy??aaaaaa?ceeeeiiiidnooooo.ouuuuy?y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
	"lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

int32_t letters_take(struct slice *text)
{
	const unsigned char *s = (const unsigned char *)text->at;
	int more = s[0] < 0x80 ? 0 : s[0] >= 0xf0 && s[0] < 0xf5 ? 3 : s[0] >= 0xe0 ? 2 : 1;
	int32_t c = more == 0 ? s[0] : s[0] & (0x3f >> more);
	bool good = s[0] < 0x80 || (s[0] >= 0xc2 && s[0] < 0xf5 && (size_t)more < text->len);
	for (int i = 1; good && i <= more; i++) {
		good = (s[i] & 0xc0) == 0x80;
		c = c << 6 | (s[i] & 0x3f);
	}
	good = good && c && !(more == 2 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) && !(more == 3 && (c < 0x10000 || c > 0x10ffff));
	size_t len = good ? (size_t)more + 1 : 1;
	text->at += len;
	text->len -= len;
	return good ? c : ' ';
}

size_t letters_put(int32_t c, char *out)
{
	size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char head[] = {0, 0xc0, 0xe0, 0xf0};
	for (size_t i = more; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (char)(head[more] | c);
	return more + 1;
}

int32_t letters_lower(int32_t c)
{
	if (c == 0x3000)
		return ' ';
	if (c > 0xff00 && c < 0xff5f)
		c -= 0xfee0;
	if (c == 0x3002) /* 。 */
		return '.';
	if ((c >= 'A' && c <= 'Z') || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	return c >= 0x400 && c <= 0x40f ? c + 80 : c;
}

static bool is_silent(int32_t c)
{
	return (c >= 0x300 && c < 0x370) || (c >= 0x200b && c < 0x2010) || (c >= 0x202a && c < 0x202f) || (c >= 0x2060 && c < 0x2070) ||
		c == 0xfeff || c == 0xad || c == '.' || c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2bc;
}

static int32_t fold_bracket(int32_t c)
{
	switch (c) {
	case '[': case '{': case 0x3010: case 0x3014: case 0x3008: case 0x300a: case 0x3016:
		return '(';
	case ']': case '}': case 0x3011: case 0x3015: case 0x3009: case 0x300b: case 0x3017:
		return ')';
	default:
		return c;
	}
}

static int32_t fold_latin(int32_t c, int32_t *ret_two)
{
	static const struct {
		int32_t c;
		char one, two;
	} pairs[] = {{0xc6, 'a', 'e'}, {0xe6, 'a', 'e'}, {0xde, 't', 'h'}, {0xfe, 't', 'h'}, {0xdf, 's', 's'}, {0x132, 'i', 'j'}, {0x133, 'i', 'j'},
		{0x152, 'o', 'e'}, {0x153, 'o', 'e'}};
	char folded = LATIN[c - 0xc0];
	for (size_t i = 0; i < COUNT_OF(pairs) && folded == '?'; i++)
		if (pairs[i].c == c) {
			*ret_two = pairs[i].two;
			return pairs[i].one;
		}
	return folded == '.' || folded == '?' ? ' ' : folded;
}

int32_t letters_fold(int32_t c, int32_t *ret_two)
{
	*ret_two = 0;
	c = fold_bracket(letters_lower(c));
	if (is_silent(c))
		return 0;
	if (c >= 0xc0 && c < 0x180)
		return fold_latin(c, ret_two);
	if (letters_chinese(c) || letters_spaced(c) || c == '(' || c == ')' || c == ',')
		return c;
	return ' ';
}

bool letters_chinese(int32_t c)
{
	return (c >= 0x4e00 && c < 0xa000) || (c >= 0x3400 && c < 0x4dc0) || (c >= 0x20000 && c < 0x32000) || (c >= 0xf900 && c < 0xfb00) ||
		(c >= 0x3041 && c < 0x3100 && c != 0x30fb) || c == 0x3005 || c == 0x3007;
}

bool letters_spaced(int32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0x100 && c < 0x2000 && !(c >= 0x2b0 && c < 0x370)) ||
		(c >= 0xac00 && c < 0xd7a4);
}
