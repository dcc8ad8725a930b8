/* One random case of assignment for both solvers; C and C++. Numbers come from SplitMix64, so that both get the same. */
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct bench_case {
	int entries, experts, seats, options, room;
	int64_t *starts, *costs;
	int32_t *ends, *supply, *rooms;
};

static uint64_t bench_random(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static void *bench_room(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		abort();
	return p;
}

/* The options of an entry are experts from a random one on, at random distances, none twice. */
__attribute__((unused)) static struct bench_case bench_case_of(char **argv)
{
	struct bench_case c;
	uint64_t state = 20261122;
	c.entries = atoi(argv[1]), c.experts = atoi(argv[2]), c.seats = atoi(argv[3]), c.options = atoi(argv[4]);
	c.room = (c.entries * c.seats + c.experts - 1) / c.experts * 5 / 4;
	size_t arcs = (size_t)c.entries * (size_t)c.options;
	c.starts = (int64_t *)bench_room((size_t)c.entries + 1, sizeof(int64_t));
	c.costs = (int64_t *)bench_room(arcs, sizeof(int64_t));
	c.ends = (int32_t *)bench_room(arcs, sizeof(int32_t));
	c.supply = (int32_t *)bench_room((size_t)c.entries, sizeof(int32_t));
	c.rooms = (int32_t *)bench_room((size_t)c.experts, sizeof(int32_t));
	int64_t at = 0;
	int stride = c.experts / c.options;
	for (int e = 0; e < c.entries; e++) {
		uint64_t first = bench_random(&state) % (uint64_t)c.experts;
		for (int o = 0; o < c.options; o++) {
			uint64_t jump = bench_random(&state) % (uint64_t)stride;
			c.ends[at] = (int32_t)((first + (uint64_t)o * (uint64_t)stride + jump) % (uint64_t)c.experts);
			c.costs[at++] = -(int64_t)(bench_random(&state) % 1000000);
		}
		c.starts[e + 1] = at;
		c.supply[e] = c.seats;
	}
	for (int j = 0; j < c.experts; j++)
		c.rooms[j] = c.room;
	return c;
}

/* Seconds of processor time, so that what else the machine does matters little; everything timed here is one thread. */
static double bench_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What the process holds now, in bytes. */
static long long bench_held(void)
{
	long long pages = 0, held = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	if (!file)
		return 0;
	if (fscanf(file, "%lld %lld", &pages, &held) != 2)
		held = 0;
	fclose(file);
	return held * sysconf(_SC_PAGESIZE);
}
