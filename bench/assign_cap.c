/* assign_make() on one case, with a cap (fifth and sixth argument) or without: seconds, whether it was possible, the total
 * to be expected, and bytes. */
#include "assign_case.h"

#include "base/arena.h"
#include "judging/assign.h"

#include <inttypes.h>

static const char **ids_of(char letter, int count, struct arena *arena)
{
	const char **ids = ARENA_ARRAY(arena, (size_t)count, const char *);
	for (int i = 0; i < count; i++)
		ids[i] = arena_printf(arena, "%c-%d", letter, i);
	return ids;
}

int main(int argc, char **argv)
{
	if (argc != 7)
		return 2;
	struct bench_case b = bench_case_of(argv);
	struct arena *arena = arena_new(), *made = arena_new();
	const char **entries = ids_of('E', b.entries, arena), **experts = ids_of('J', b.experts, arena);
	struct assign_expert *seated = ARENA_ARRAY(arena, (size_t)b.experts, struct assign_expert);
	struct assign_option *options = ARENA_ARRAY(arena, (size_t)b.starts[b.entries], struct assign_option);
	for (int j = 0; j < b.experts; j++)
		seated[j] = (struct assign_expert){experts[j], 0, b.room};
	for (int64_t o = 0; o < b.starts[b.entries]; o++)
		options[o] = (struct assign_option){b.ends[o], (int32_t)-b.costs[o]};
	struct assign_case c = {.entry_count = b.entries, .expert_count = b.experts, .class_count = 1, .entries = entries,
		.experts = seated, .seats = &b.seats, .starts = b.starts, .options = options, .aim = ASSIGN_TOTAL,
		.cap_num = atoi(argv[5]), .cap_den = atoi(argv[6])};
	struct assignment a;
	struct err err;
	long long before = bench_held();
	double start = bench_now();
	bool possible = assign_make(&c, made, &a, &err);
	double seconds = bench_now() - start;
	printf("%.6f %d %" PRId64 " %lld\n", seconds, possible, possible && a.whole ? a.expected / a.whole : a.total,
		bench_held() - before);
	arena_free(made);
	arena_free(arena);
	return 0;
}
