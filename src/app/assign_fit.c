/* Latin words and pairs of Chinese characters that an entry and an expert have in common, found through an index of the
 * experts' words. Cost: the words of all texts, and a step for each expert who has a word of an entry. */
#include "app/assign_part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

enum { WORD_FIT = 10, WORD_BYTES = 32, REASONS = 3, CJK_FIRST = 0x2E80 };

struct words { /* of one text, each once */
	const char **items;
	size_t count, cap;
	struct dict known;
	struct arena *arena;
};

static void add_word(struct words *w, const char *at, size_t len)
{
	char *word = arena_strndup(w->arena, at, len);
	if (!dict_add(&w->known, w->arena, word, (int)w->count))
		return;
	if (w->count == w->cap) {
		size_t grown = w->cap ? 2 * w->cap : 16;
		w->items = arena_grow(w->arena, w->items, w->cap, grown, sizeof(*w->items));
		w->cap = grown;
	}
	w->items[w->count++] = word;
}

/* Bytes of the code point at `at`; it is valid UTF-8. */
static size_t point_len(const char *at)
{
	unsigned char c = (unsigned char)*at;
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static bool is_cjk(const char *at)
{
	return (unsigned char)at[0] >= 0xE2 && (((unsigned)at[0] & 0x0F) << 12 | ((unsigned)at[1] & 0x3F) << 6) >= CJK_FIRST &&
		!((unsigned char)at[0] == 0xE3 && (unsigned char)at[1] == 0x80) && (unsigned char)at[0] != 0xEF;
}

static bool is_latin(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t take_latin(struct words *w, const char *at)
{
	char word[WORD_BYTES];
	size_t len = 0, used = 0;
	for (; is_latin(at[used]); used++)
		if (len < sizeof(word))
			word[len++] = (char)(at[used] >= 'A' && at[used] <= 'Z' ? at[used] + ('a' - 'A') : at[used]);
	if (len > 1)
		add_word(w, word, len);
	return used;
}

static struct words words_of(const char *text, struct arena *arena)
{
	struct words w = {.arena = arena};
	for (const char *at = text; *at;) {
		if (is_latin(*at)) {
			at += take_latin(&w, at);
			continue;
		}
		size_t len = point_len(at);
		if (len == 3 && is_cjk(at) && point_len(at + len) == 3 && is_cjk(at + len))
			add_word(&w, at, 2 * len);
		at += len;
	}
	return w;
}

void assign_fits(const char *const *entries, int entry_count, const char *const *experts, int expert_count,
	struct arena *arena, int32_t *fits)
{
	struct posting {
		int expert, next;
	} *postings = NULL;
	int *heads = NULL;
	size_t count = 0, cap = 0, word_cap = 0;
	struct dict index = {0};
	for (int x = 0; x < expert_count; x++) {
		struct words w = words_of(experts[x], arena);
		for (size_t i = 0; i < w.count; i++) {
			int word = dict_find(&index, w.items[i]);
			if (count == cap) {
				size_t grown = cap ? 2 * cap : 256;
				postings = arena_grow(arena, postings, cap, grown, sizeof(*postings));
				cap = grown;
			}
			if (word < 0) {
				word = (int)index.count;
				(void)dict_add(&index, arena, w.items[i], word);
				if ((size_t)word == word_cap) {
					size_t grown = word_cap ? 2 * word_cap : 256;
					heads = arena_grow(arena, heads, word_cap, grown, sizeof(*heads));
					word_cap = grown;
				}
				heads[word] = -1;
			}
			postings[count] = (struct posting){x, heads[word]};
			heads[word] = (int)count++;
		}
	}
	for (int e = 0; e < entry_count; e++) {
		struct words w = words_of(entries[e], arena);
		for (size_t i = 0; i < w.count; i++) {
			int word = dict_find(&index, w.items[i]);
			for (int p = word < 0 ? -1 : heads[word]; p >= 0; p = postings[p].next)
				fits[(size_t)e * (size_t)expert_count + (size_t)postings[p].expert] += WORD_FIT;
		}
	}
}

const char *assign_shared_words(const char *entry, const char *expert, struct arena *arena)
{
	struct words a = words_of(entry, arena), b = words_of(expert, arena);
	CLEANUP(buf_done) struct buf out = {0};
	int n = 0;
	for (size_t i = 0; i < b.count && n < REASONS; i++)
		if (dict_find(&a.known, b.items[i]) >= 0)
			buf_printf(&out, "%s%s", n++ ? ", " : "", b.items[i]);
	return arena_strdup(arena, buf_str(&out));
}

/* A text, or a list of them. */
static void put_words(struct buf *out, const struct json *value)
{
	if (value && value->type == JSON_STRING)
		buf_printf(out, "%s\n", value->string);
	for (size_t i = 0; value && value->type == JSON_ARRAY && i < value->count; i++)
		put_words(out, &value->items[i]);
}

static const char *gather(const struct json *profile, const char *const *keys, size_t n, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	for (size_t i = 0; i < n; i++)
		put_words(&out, json_get(profile, keys[i]));
	return arena_strdup(arena, buf_str(&out));
}

const char *assign_entry_words(const struct json *profile, struct arena *arena)
{
	static const char *const keys[] = {"title", "summary", "scene", "industry"};
	return gather(profile, keys, COUNT_OF(keys), arena);
}

const char *assign_expert_words(const struct json *profile, struct arena *arena)
{
	static const char *const keys[] = {"fields"};
	return gather(profile, keys, COUNT_OF(keys), arena);
}
