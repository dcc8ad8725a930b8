/* Texts become vectors, similarity is their cosine. A term's weight in a text is
 *
 *	idf^¾ · tf / (tf + 2 · (¼ + ¾ · length / mean length)),   idf = log2((2 · texts + 2) / (2 · texts with it + 1))
 *
 * where tf is how often it stands there, length is in terms and the mean is that of the text's side: the saturation of
 * BM25 (Robertson & Zaragoza, "The probabilistic relevance framework", 2009, with k1 = 2 and b = ¾) in the vector model.
 * The power of idf lies between BM25's ½ and the 1 of TF-IDF, when both sides are weighted alike. Logarithm and roots are
 * of whole numbers, bit by bit; weights have 14 binary places. The longest text has some 2^15 terms, but their squared
 * shares sum to less than 2^13, since length takes from each: all sums stay below 2^63.
 *
 * A row goes through the experts who have the entry's terms: its cost is the length of those lists, and the memory that of
 * the distinct terms of each text, 8 bytes each. */
#include "judging/fit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "judging/fit_part.h"
#include "judging/terms.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 100000, MOST_EXPERTS = 20000, MOST_TERMS = 1 << 28, MOST_TRAITS = 16 };
enum { LOG_BITS = 24, WEIGHT_SHIFT = 18, NORM_SCALE = 16 };

/* ---- whole-number functions */
static uint64_t root(uint64_t x)
{
	uint64_t r = 0;
	for (uint64_t bit = UINT64_C(1) << 62; bit; bit >>= 2) {
		bool fits = x >= r + bit;
		x -= fits ? r + bit : 0;
		r = (r >> 1) + (fits ? bit : 0);
	}
	return r;
}

/* log2(x) in 2^-24, x ≥ 1: the digits come out by squaring. */
static uint64_t log_of(uint32_t x)
{
	int top = 31 - __builtin_clz(x);
	uint64_t log = (uint64_t)top, m = (uint64_t)x << (31 - top); /* 1 ≤ m / 2^31 < 2 */
	for (int i = 0; i < LOG_BITS; i++) {
		m = m * m >> 31;
		log = log << 1 | m >> 32;
		m >>= m >> 32;
	}
	return log;
}

/* idf^¾ in 2^-16. */
static uint64_t rarity(uint32_t texts, uint32_t with)
{
	uint64_t idf = log_of(2 * texts + 2) - log_of(2 * with + 1);
	return root(idf * root(idf << LOG_BITS)) >> 8;
}

/* ---- reading */
struct reading {
	struct fit *f;
	struct dict known;      /* in `scratch` */
	struct buf terms;       /* of const char *, by number */
	struct buf counts;      /* of uint32_t: of the text being read */
	struct buf found;       /* of int32_t: its distinct terms */
	struct arena *arena, *scratch;
};

static void reading_done(struct reading *r)
{
	buf_done(&r->terms);
	buf_done(&r->counts);
	buf_done(&r->found);
	arena_free(r->scratch);
}

static int32_t number_of(struct reading *r, const struct terms *t)
{
	static const uint32_t none = 0;
	const char *fresh;
	int number = dict_number(&r->known, r->scratch, (struct slice){t->term, t->len}, r->arena, &fresh);
	if (fresh) {
		r->f->term_count++;
		buf_put(&r->terms, &fresh, sizeof(fresh));
		buf_put(&r->counts, &none, sizeof(none));
	}
	return number;
}

static int by_number(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

/* Appends the text's distinct terms with their counts to `out`; gives how many terms it has in all. */
static int64_t read_text(struct reading *r, const char *text, struct buf *out)
{
	int64_t length = 0;
	struct terms t = terms_of(text, text ? strlen(text) : 0);
	buf_clear(&r->found);
	for (; terms_next(&t); length++) {
		int32_t at = number_of(r, &t);
		if (((uint32_t *)(void *)r->counts.at)[at]++ == 0)
			buf_put(&r->found, &at, sizeof(at));
	}
	size_t n = r->found.len / sizeof(int32_t);
	int32_t *found = (int32_t *)(void *)r->found.at;
	uint32_t *counts = (uint32_t *)(void *)r->counts.at;
	if (n)
		qsort(found, n, sizeof(*found), by_number);
	for (size_t i = 0; i < n; i++) {
		struct fit_weight w = {found[i], counts[found[i]]};
		buf_put(out, &w, sizeof(w));
		counts[found[i]] = 0;
	}
	return length;
}

/* Reads one side; its weights are counts still, and its norms lengths. */
static bool read_side(struct reading *r, const char *const *texts, int count, const char *what, struct fit_side *side,
	struct err *err)
{
	CLEANUP(buf_done) struct buf all = {0};
	side->count = count;
	side->starts = ARENA_ARRAY(r->arena, (size_t)count + 1, int64_t);
	side->norms = ARENA_ARRAY(r->arena, (size_t)count + 1, int64_t);
	for (int i = 0; i < count; i++) {
		if (texts[i] && strnlen(texts[i], FIT_TEXT_BYTES + 1) > FIT_TEXT_BYTES)
			return fail(err, ERR_INPUT, "fit.case", "The words of %s %d are longer than %d bytes.", what, i + 1, FIT_TEXT_BYTES);
		side->norms[i] = read_text(r, texts[i], &all);
		side->starts[i + 1] = (int64_t)(all.len / sizeof(struct fit_weight));
		if (side->starts[i + 1] > MOST_TERMS)
			return fail(err, ERR_INPUT, "fit.case", "All words together are too many.");
	}
	side->terms = ARENA_ARRAY(r->arena, all.len / sizeof(struct fit_weight) + 1, struct fit_weight);
	if (all.len)
		memcpy(side->terms, all.at, all.len);
	return true;
}

/* ---- weights */
static void weigh(struct fit_side *side, const uint32_t *rarities)
{
	uint64_t total = 0, texts = 0;
	for (int i = 0; i < side->count; i++) {
		total += (uint64_t)side->norms[i];
		texts += side->norms[i] > 0;
	}
	for (int i = 0; i < side->count; i++) {
		if (side->norms[i] == 0)
			continue;
		uint64_t half = UINT64_C(1) << 15, k = half + 3 * half * (uint64_t)side->norms[i] * texts / total, squares = 0;
		for (int64_t t = side->starts[i]; t < side->starts[i + 1]; t++) {
			struct fit_weight *w = &side->terms[t];
			uint64_t often = w->weight, share = (often << 32) / ((often << 16) + k);
			w->weight = (uint32_t)((rarities[w->at] * share + (UINT64_C(1) << (WEIGHT_SHIFT - 1))) >> WEIGHT_SHIFT);
			squares += (uint64_t)w->weight * w->weight;
		}
		side->norms[i] = (int64_t)root(squares * NORM_SCALE);
	}
}

static void weigh_all(struct fit *f, struct arena *scratch)
{
	size_t n = (size_t)f->term_count;
	uint32_t *with = ARENA_ARRAY(scratch, n + 1, uint32_t), texts = (uint32_t)(f->entries.count + f->experts.count);
	for (int64_t t = 0; t < f->entries.starts[f->entries.count]; t++)
		with[f->entries.terms[t].at]++;
	for (int64_t t = 0; t < f->experts.starts[f->experts.count]; t++)
		with[f->experts.terms[t].at]++;
	for (size_t t = 0; t < n; t++)
		with[t] = (uint32_t)rarity(texts, with[t]);
	weigh(&f->entries, with);
	weigh(&f->experts, with);
}

/* By term the experts who have it. */
static void post(struct fit *f, struct arena *arena)
{
	int64_t all = f->experts.starts[f->experts.count];
	f->posted = ARENA_ARRAY(arena, (size_t)f->term_count + 2, int64_t);
	f->postings = ARENA_ARRAY(arena, (size_t)all + 1, struct fit_weight);
	for (int64_t t = 0; t < all; t++)
		f->posted[f->experts.terms[t].at + 2]++;
	for (int32_t t = 0; t < f->term_count; t++)
		f->posted[t + 2] += f->posted[t + 1];
	for (int j = 0; j < f->experts.count; j++)
		for (int64_t t = f->experts.starts[j]; t < f->experts.starts[j + 1]; t++) {
			const struct fit_weight *w = &f->experts.terms[t];
			f->postings[f->posted[w->at + 1]++] = (struct fit_weight){j, w->weight};
		}
}

/* ---- similarity */
int32_t fit_scaled(int64_t sum, int64_t norm_a, int64_t norm_b)
{
	int64_t whole = norm_a * norm_b, scaled = (FIT_MOST * NORM_SCALE * sum + whole / 2) / whole;
	return scaled < FIT_MOST ? (int32_t)scaled : FIT_MOST;
}

/* Mean of `count` values, to the nearest. */
static int32_t mean_of(int64_t sum, int64_t count)
{
	return count ? (int32_t)((2 * sum + count) / (2 * count)) : 0;
}

/* The row of an entry with words; −1 for experts without. */
static void similarities(struct fit *f, int entry, int32_t *ret)
{
	memset(f->sums, 0, (size_t)f->experts.count * sizeof(*f->sums));
	for (int64_t t = f->entries.starts[entry]; t < f->entries.starts[entry + 1]; t++) {
		struct fit_weight w = f->entries.terms[t];
		for (int64_t p = f->posted[w.at]; p < f->posted[w.at + 1]; p++)
			f->sums[f->postings[p].at] += (int64_t)w.weight * f->postings[p].weight;
	}
	for (int j = 0; j < f->experts.count; j++)
		ret[j] = f->experts.norms[j] ? fit_scaled(f->sums[j], f->entries.norms[entry], f->experts.norms[j]) : -1;
}

static void words_row(struct fit *f, int entry, int32_t *ret)
{
	int64_t sum = 0, count = 0;
	if (f->entries.norms[entry] == 0) {
		memcpy(ret, f->column_means, (size_t)f->experts.count * sizeof(*ret));
		return;
	}
	similarities(f, entry, ret);
	for (int j = 0; j < f->experts.count; j++)
		if (ret[j] >= 0) {
			sum += ret[j];
			count++;
		}
	for (int j = 0; j < f->experts.count; j++)
		if (ret[j] < 0)
			ret[j] = mean_of(sum, count);
}

/* Only needed where an entry has no words. */
static void set_column_means(struct fit *f, struct arena *arena)
{
	int experts = f->experts.count, entries = 0;
	int64_t all = 0, pairs = 0, *sums = ARENA_ARRAY(arena, (size_t)experts + 1, int64_t);
	int32_t *row = ARENA_ARRAY(arena, (size_t)experts + 1, int32_t);
	f->column_means = ARENA_ARRAY(arena, (size_t)experts + 1, int32_t);
	for (int e = 0; e < f->entries.count; e++) {
		if (f->entries.norms[e] == 0)
			continue;
		entries++;
		similarities(f, e, row);
		for (int j = 0; j < experts; j++)
			sums[j] += row[j];
	}
	for (int j = 0; j < experts; j++)
		if (f->experts.norms[j]) {
			all += sums[j];
			pairs += entries;
		}
	for (int j = 0; j < experts; j++)
		f->column_means[j] = f->experts.norms[j] ? mean_of(sums[j], entries) : mean_of(all, pairs);
}

/* ---- what is added */
static int32_t wish_worth(const struct fit *f, int want)
{
	return want > 0 ? f->c->gladly : want < 0 ? f->c->rather_not : 0;
}

static int32_t traits_worth(const struct fit *f, int entry, int expert)
{
	int32_t worth = 0;
	for (size_t i = 0; i < f->c->trait_count; i++) {
		const struct fit_trait *t = &f->c->traits[i];
		if (t->entries[entry] && t->experts[expert])
			worth += t->entries[entry] & t->experts[expert] ? t->shared : t->apart;
	}
	return worth;
}

void fit_row(struct fit *f, int entry, int32_t *fits)
{
	words_row(f, entry, fits);
	for (int64_t w = f->wish_starts[entry]; w < f->wish_starts[entry + 1]; w++)
		fits[f->wishes[w].expert] += wish_worth(f, f->wishes[w].want);
	for (int j = 0; j < f->experts.count && f->c->trait_count; j++)
		fits[j] += traits_worth(f, entry, j);
}

static bool sort_wishes(struct fit *f, struct arena *arena, struct err *err)
{
	const struct fit_case *c = f->c;
	int *seen = ARENA_ARRAY(arena, (size_t)c->expert_count + 1, int);
	int64_t *from = ARENA_ARRAY(arena, (size_t)c->entry_count + 2, int64_t);
	f->wishes = ARENA_ARRAY(arena, c->wish_count + 1, struct fit_wish);
	for (size_t i = 0; i < c->wish_count; i++) {
		struct fit_wish w = c->wishes[i];
		if (w.entry < 0 || w.entry >= c->entry_count || w.expert < 0 || w.expert >= c->expert_count)
			return fail(err, ERR_INPUT, "fit.case", "A wish names an entry or expert that is not there.");
		from[w.entry + 2]++;
	}
	for (int e = 0; e < c->entry_count; e++)
		from[e + 2] += from[e + 1];
	for (size_t i = 0; i < c->wish_count; i++)
		f->wishes[from[c->wishes[i].entry + 1]++] = c->wishes[i];
	f->wish_starts = from;
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t w = from[e]; w < from[e + 1]; w++) {
			if (seen[f->wishes[w].expert] == e + 1)
				return fail(err, ERR_INPUT, "fit.case", "Expert %d wishes twice about entry %d.", f->wishes[w].expert + 1, e + 1);
			seen[f->wishes[w].expert] = e + 1;
		}
	return true;
}

static bool check_case(const struct fit_case *c, struct err *err)
{
	if (c->entry_count < 0 || c->entry_count > MOST_ENTRIES || c->expert_count < 0 || c->expert_count > MOST_EXPERTS)
		return fail(err, ERR_INPUT, "fit.case", "Fits are made of at most %d entries and %d experts.", MOST_ENTRIES, MOST_EXPERTS);
	if (c->gladly < 0 || c->gladly > FIT_ADD_MOST || c->rather_not > 0 || c->rather_not < -FIT_ADD_MOST)
		return fail(err, ERR_INPUT, "fit.case", "“Gladly” adds 0 to %d, “rather not” takes as much.", FIT_ADD_MOST);
	if (c->trait_count > MOST_TRAITS)
		return fail(err, ERR_INPUT, "fit.case", "At most %d traits can be told apart.", MOST_TRAITS);
	for (size_t i = 0; i < c->trait_count; i++)
		if (c->traits[i].shared < -FIT_ADD_MOST || c->traits[i].shared > FIT_ADD_MOST || c->traits[i].apart < -FIT_ADD_MOST ||
			c->traits[i].apart > FIT_ADD_MOST)
			return fail(err, ERR_INPUT, "fit.case", "A trait adds −%d to %d.", FIT_ADD_MOST, FIT_ADD_MOST);
	return true;
}

bool fit_new(const struct fit_case *c, struct arena *arena, struct fit **ret, struct err *err)
{
	struct fit *f = ARENA_NEW(arena, struct fit);
	CLEANUP(reading_done) struct reading r = {.f = f, .arena = arena, .scratch = arena_new()};
	f->c = c;
	if (!check_case(c, err) || !sort_wishes(f, arena, err) ||
		!read_side(&r, c->entries, c->entry_count, "entry", &f->entries, err) ||
		!read_side(&r, c->experts, c->expert_count, "expert", &f->experts, err))
		return false;
	f->terms = ARENA_ARRAY(arena, (size_t)f->term_count + 1, const char *);
	if (r.terms.len)
		memcpy(f->terms, r.terms.at, r.terms.len);
	weigh_all(f, r.scratch);
	post(f, arena);
	f->sums = ARENA_ARRAY(arena, (size_t)c->expert_count + 1, int64_t);
	bool silent = false;
	for (int e = 0; e < c->entry_count; e++)
		silent |= f->entries.norms[e] == 0;
	if (silent)
		set_column_means(f, arena);
	*ret = f;
	return true;
}

/* ---- why */
static void offer_term(struct fit_reason *r, const char *name, int32_t share)
{
	size_t at = r->term_count;
	while (at > 0 && (r->terms[at - 1].share < share ||
		(r->terms[at - 1].share == share && strcmp(name, r->terms[at - 1].term) < 0)))
		at--;
	if (at == FIT_TERMS)
		return;
	size_t last = r->term_count < FIT_TERMS ? r->term_count++ : FIT_TERMS - 1;
	memmove(&r->terms[at + 1], &r->terms[at], (last - at) * sizeof(*r->terms));
	r->terms[at] = (struct fit_term){name, share};
}

/* The terms of both, and their similarity. */
static void find_common(const struct fit *f, int entry, int expert, struct fit_reason *r)
{
	int64_t a = f->entries.starts[entry], b = f->experts.starts[expert], sum = 0;
	while (a < f->entries.starts[entry + 1] && b < f->experts.starts[expert + 1]) {
		struct fit_weight x = f->entries.terms[a], y = f->experts.terms[b];
		a += x.at <= y.at;
		b += y.at <= x.at;
		if (x.at != y.at)
			continue;
		r->common++;
		sum += (int64_t)x.weight * y.weight;
		offer_term(r, f->terms[x.at],
			fit_scaled((int64_t)x.weight * y.weight, f->entries.norms[entry], f->experts.norms[expert]));
	}
	r->words = fit_scaled(sum, f->entries.norms[entry], f->experts.norms[expert]);
}

/* What a pair without words is taken for. */
static int32_t average_of(struct fit *f, int entry, int expert)
{
	CLEANUP(arena_freep) struct arena *scratch = arena_new();
	int32_t *row = ARENA_ARRAY(scratch, (size_t)f->experts.count, int32_t);
	words_row(f, entry, row);
	return row[expert];
}

void fit_why(struct fit *f, int entry, int expert, struct fit_reason *ret)
{
	struct fit_reason r = {.average = !f->entries.norms[entry] || !f->experts.norms[expert]};
	if (r.average)
		r.words = average_of(f, entry, expert);
	else
		find_common(f, entry, expert, &r);
	for (int64_t w = f->wish_starts[entry]; w < f->wish_starts[entry + 1]; w++)
		if (f->wishes[w].expert == expert)
			r.wished = wish_worth(f, f->wishes[w].want);
	r.traits = traits_worth(f, entry, expert);
	r.fit = r.words + r.wished + r.traits;
	*ret = r;
}

const char *fit_terms_text(const struct fit_reason *r, size_t most, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	for (size_t i = 0; i < r->term_count && i < most; i++)
		buf_printf(&out, "%s%s", i ? ", " : "", r->terms[i].term);
	return out.len ? arena_strdup(arena, buf_str(&out)) : NULL;
}
