/* How well rules find the true order when experts differ in strictness: 60 entries, 20 experts, 5 sheets an entry, each
 * expert 15. Quality is N(0, 1.2²), a mark's own error N(0, 0.8²), severity N(0, sd²); an entry's quality and Kendall's
 * tau-b between it and the rule's value. Prints one JSON object: for each sd and rule the mean tau of the runs and its
 * standard error. */
#include "base/arena.h"
#include "base/rng.h"
#include "judging/judged.h"
#include "judging/severity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ENTRIES = 60, EXPERTS = 20, SHEETS = 5, RUNS = 1000 };
enum rule { RAW, TRIMMED, Z_SCORE, BORDA, MODEL, RULES };
static const char *const names[RULES] = {"raw mean", "trimmed mean", "z-score", "Borda", "additive model"};

struct panel {
	double truth[ENTRIES];
	int expert[ENTRIES][SHEETS];
	double mark[ENTRIES][SHEETS];
};

/* Box and Muller. */
static double normal(struct rng *rng)
{
	double u = ((double)rng_below(rng, 1u << 30) + 0.5) / (1u << 30), v = (double)rng_below(rng, 1u << 30) / (1u << 30);
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* Each four entries share out all the experts anew. */
static void seat(struct panel *p, struct rng *rng)
{
	int experts[EXPERTS];
	for (int e = 0; e < ENTRIES; e++)
		for (int s = 0; s < SHEETS; s++) {
			int at = (e * SHEETS + s) % EXPERTS;
			for (int j = 0; at == 0 && j < EXPERTS; j++)
				experts[j] = j;
			int other = at + (int)rng_below(rng, (uint64_t)(EXPERTS - at)), taken = experts[other];
			experts[other] = experts[at];
			experts[at] = taken;
			p->expert[e][s] = taken;
		}
}

static void judge(struct panel *p, double sd, struct rng *rng)
{
	double severity[EXPERTS];
	for (int j = 0; j < EXPERTS; j++)
		severity[j] = sd * normal(rng);
	for (int e = 0; e < ENTRIES; e++) {
		p->truth[e] = 1.2 * normal(rng);
		for (int s = 0; s < SHEETS; s++)
			p->mark[e][s] = p->truth[e] - severity[p->expert[e][s]] + 0.8 * normal(rng);
	}
}

/* ---- the rules */
static void raw_mean(const struct panel *p, double *value)
{
	for (int e = 0; e < ENTRIES; e++) {
		value[e] = 0;
		for (int s = 0; s < SHEETS; s++)
			value[e] += p->mark[e][s] / SHEETS;
	}
}

static void trimmed_mean(const struct panel *p, double *value)
{
	for (int e = 0; e < ENTRIES; e++) {
		double low = p->mark[e][0], high = low, sum = 0;
		for (int s = 0; s < SHEETS; s++) {
			low = fmin(low, p->mark[e][s]);
			high = fmax(high, p->mark[e][s]);
			sum += p->mark[e][s];
		}
		value[e] = (sum - low - high) / (SHEETS - 2);
	}
}

static void z_score(const struct panel *p, double *value)
{
	double n[EXPERTS] = {0}, sum[EXPERTS] = {0}, square[EXPERTS] = {0};
	for (int e = 0; e < ENTRIES; e++)
		for (int s = 0; s < SHEETS; s++) {
			int j = p->expert[e][s];
			n[j]++;
			sum[j] += p->mark[e][s];
			square[j] += p->mark[e][s] * p->mark[e][s];
		}
	for (int e = 0; e < ENTRIES; e++) {
		value[e] = 0;
		for (int s = 0; s < SHEETS; s++) {
			int j = p->expert[e][s];
			double mean = sum[j] / n[j], spread = sqrt((square[j] - n[j] * mean * mean) / (n[j] - 1));
			value[e] += (p->mark[e][s] - mean) / spread / SHEETS;
		}
	}
}

static void borda(const struct panel *p, double *value)
{
	for (int e = 0; e < ENTRIES; e++) {
		value[e] = 0;
		for (int s = 0; s < SHEETS; s++) {
			int beaten = 0, others = -1;
			for (int f = 0; f < ENTRIES; f++)
				for (int t = 0; t < SHEETS; t++)
					if (p->expert[f][t] == p->expert[e][s]) {
						others++;
						beaten += p->mark[f][t] < p->mark[e][s];
					}
			value[e] += (double)beaten / others / SHEETS;
		}
	}
}

static void model(const struct panel *p, double *value)
{
	static const char *const one[] = {"total"};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct judged_mark marks[ENTRIES * SHEETS];
	const char *ids[ENTRIES];
	struct severity found;
	struct err err;
	for (int e = 0; e < ENTRIES; e++)
		ids[e] = arena_printf(arena, "%d", e);
	for (int i = 0; i < ENTRIES * SHEETS; i++)
		marks[i] = (struct judged_mark){i / SHEETS, p->expert[i / SHEETS][i % SHEETS], 0,
			llround(p->mark[i / SHEETS][i % SHEETS] * 10000)};
	struct judged judged = {marks, ENTRIES * SHEETS, ids, ids, one, ENTRIES, EXPERTS, 1};
	if (!severity_estimate(&judged, SEVERITY_RANDOM, arena, &found, &err)) {
		fprintf(stderr, "severity_simulation: %s\n", err.message);
		exit(1);
	}
	for (int e = 0; e < ENTRIES; e++)
		value[e] = found.entries[e].value;
}

/* ---- what they are worth */
static double tau_b(const double *x, const double *y)
{
	double agree = 0, x_parted = 0, y_parted = 0;
	for (int a = 0; a < ENTRIES; a++)
		for (int b = 0; b < a; b++) {
			int dx = (x[a] > x[b]) - (x[a] < x[b]), dy = (y[a] > y[b]) - (y[a] < y[b]);
			agree += dx * dy;
			x_parted += dx != 0;
			y_parted += dy != 0;
		}
	return agree / sqrt(x_parted * y_parted);
}

static void simulate(double sd, bool first)
{
	static void (*const rules[RULES])(const struct panel *, double *) = {raw_mean, trimmed_mean, z_score, borda, model};
	double sum[RULES] = {0}, square[RULES] = {0}, value[ENTRIES];
	struct rng rng = rng_of(20261122);
	struct panel p;
	for (int run = 0; run < RUNS; run++) {
		seat(&p, &rng);
		judge(&p, sd, &rng);
		for (int r = 0; r < RULES; r++) {
			rules[r](&p, value);
			double tau = tau_b(p.truth, value);
			sum[r] += tau;
			square[r] += tau * tau;
		}
	}
	for (int r = 0; r < RULES; r++) {
		double mean = sum[r] / RUNS, se = sqrt((square[r] / RUNS - mean * mean) / (RUNS - 1));
		printf("%s\n  {\"sd\": %.2f, \"rule\": \"%s\", \"tau\": %.4f, \"se\": %.4f}", first && r == 0 ? "" : ",", sd, names[r], mean, se);
	}
}

int main(void)
{
	printf("{\"runs\": %d, \"rows\": [", RUNS);
	for (int k = 0; k <= 6; k++)
		simulate(0.25 * k, k == 0);
	printf("\n]}\n");
	return 0;
}
