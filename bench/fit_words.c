/* Fits of random texts: prints the seconds of reading the words and of all rows, of bare cutting into terms, the most
 * bytes that it took, and a sum that two runs must share. With a sixth argument it prints the texts instead, one a line, for others.
 *
 * Words come as in real texts, a few very often: the rank is log-uniform. "han" are Chinese characters, "latin" words. */
#include "assign_case.h"

#include "base/arena.h"
#include "base/buf.h"
#include "judging/fit.h"
#include "judging/terms.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>

enum { HAN_RANKS = 3500, LATIN_RANKS = 40000 };

/* From 0 on: a random power of two, and evenly up to the next. */
static uint64_t rank_of(uint64_t *state, uint64_t ranks)
{
	int powers = 64 - __builtin_clzll(ranks);
	for (;;) {
		uint64_t low = UINT64_C(1) << bench_random(state) % (uint64_t)powers;
		uint64_t rank = low + bench_random(state) % low;
		if (rank <= ranks)
			return rank - 1;
	}
}

static void put_word(struct buf *out, uint64_t rank, int han)
{
	uint64_t c = 0x4E00 + rank;
	if (han) {
		buf_putc(out, (char)(0xE0 | c >> 12));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_putc(out, (char)(0x80 | (c & 0x3F)));
		return;
	}
	for (; rank; rank /= 20)
		buf_putc(out, "bcdfghjklmnpqrtvwxyz"[rank % 20]);
	buf_puts(out, "on ");
}

static const char **texts_of(int count, int words, int han, uint64_t *state, struct arena *arena)
{
	const char **texts = ARENA_ARRAY(arena, (size_t)count, const char *);
	for (int i = 0; i < count; i++) {
		struct buf text = {0};
		for (int w = 0; w < words; w++)
			put_word(&text, rank_of(state, han ? HAN_RANKS : LATIN_RANKS), han);
		texts[i] = arena_strdup(arena, buf_str(&text));
		buf_done(&text);
	}
	return texts;
}

static uint64_t cut(const char *const *texts, int count)
{
	uint64_t bytes = 0;
	for (int i = 0; i < count; i++) {
		struct terms t = terms_of(texts[i], strlen(texts[i]));
		while (terms_next(&t))
			bytes += t.len;
	}
	return bytes;
}

int main(int argc, char **argv)
{
	if (argc < 6)
		return 2;
	int entries = atoi(argv[1]), experts = atoi(argv[2]), han = strcmp(argv[5], "han") == 0;
	uint64_t state = 20261130;
	struct arena *words = arena_new(), *arena = arena_new();
	struct fit_case c = {.entry_count = entries, .expert_count = experts};
	c.entries = texts_of(entries, atoi(argv[3]), han, &state, words);
	c.experts = texts_of(experts, atoi(argv[4]), han, &state, words);
	if (argc > 6) {
		for (int i = 0; i < entries + experts; i++)
			puts(i < entries ? c.entries[i] : c.experts[i - entries]);
		return 0;
	}
	int32_t *row = ARENA_ARRAY(words, (size_t)experts, int32_t);
	long long before = bench_held();
	double start = bench_now();
	struct fit *f;
	struct err err;
	if (!fit_new(&c, arena, &f, &err))
		return 1;
	double read = bench_now() - start;
	int64_t sum = 0;
	for (int e = 0; e < entries; e++) {
		fit_row(f, e, row);
		for (int j = 0; j < experts; j++)
			sum += row[j];
	}
	double all = bench_now() - start;
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	long long held = (long long)usage.ru_maxrss * 1024 - before;
	start = bench_now();
	uint64_t bytes = cut(c.entries, entries) + cut(c.experts, experts);
	printf("%.6f %.6f %.6f %lld %" PRId64 " %" PRIu64 "\n", read, all, bench_now() - start, held, sum, bytes);
	arena_free(arena);
	arena_free(words);
	return 0;
}
