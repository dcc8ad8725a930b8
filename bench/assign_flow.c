/* Our solver on one case: prints its seconds, whether all was sent, the cost, and the bytes of the case and the solver,
 * which works on the arrays of the case. */
#include "assign_case.h"

#include "base/arena.h"
#include "judging/flow.h"

#include <inttypes.h>

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	long long before = bench_held();
	struct bench_case c = bench_case_of(argv);
	double start = bench_now();
	struct arena *arena = arena_new();
	struct flow_problem problem = {c.entries, c.experts, c.starts, c.ends, c.costs, c.supply, c.rooms, 1};
	struct flow *flow = flow_new(&problem, arena);
	int64_t unsent = flow_solve(flow);
	double seconds = bench_now() - start;
	printf("%.6f %d %" PRId64 " %lld\n", seconds, unsent == 0, flow_cost(flow), bench_held() - before);
	arena_free(arena);
	return 0;
}
