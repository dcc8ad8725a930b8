/* Milliseconds for one verification of a published round of drand, for bench_draw.py: the median of many. */
#include "base/str.h"
#include "judging/drand.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 201 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(void)
{
	static const char signature[] =
		"b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
	struct drand_round r = {.round = 657413};
	double took[TIMES];
	if (!hex_decode(signature, sizeof signature - 1, r.signature, sizeof r.signature))
		return 1;
	for (int i = 0; i < TIMES; i++) {
		double begin = now_ms();
		if (!drand_verify(&r))
			return 1;
		took[i] = now_ms() - begin;
	}
	qsort(took, TIMES, sizeof *took, by_size);
	printf("%.3f\n", took[TIMES / 2]);
	return 0;
}
