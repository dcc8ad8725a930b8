// The peer: LEMON's network simplex on the same case. The time is that of the solver alone, the memory that of its
// graph, maps and solver.
#include "assign_case.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

using namespace lemon;
typedef NetworkSimplex<SmartDigraph, int, long long> Simplex;

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	struct bench_case c = bench_case_of(argv);
	long long before = bench_held();
	SmartDigraph graph;
	int64_t arcs = c.starts[c.entries];
	int nodes = c.entries + c.experts + 1;
	graph.reserveNode(nodes);
	graph.reserveArc((int)arcs + c.experts);
	for (int i = 0; i < nodes; i++)
		graph.addNode();
	for (int e = 0; e < c.entries; e++)
		for (int64_t a = c.starts[e]; a < c.starts[e + 1]; a++)
			graph.addArc(graph.nodeFromId(e), graph.nodeFromId(c.entries + c.ends[a]));
	for (int j = 0; j < c.experts; j++)
		graph.addArc(graph.nodeFromId(c.entries + j), graph.nodeFromId(nodes - 1));
	SmartDigraph::ArcMap<int> upper(graph, 1);
	SmartDigraph::ArcMap<long long> cost(graph, 0);
	SmartDigraph::NodeMap<int> supply(graph, 0);
	for (int64_t a = 0; a < arcs; a++)
		cost[graph.arcFromId((int)a)] = c.costs[a];
	for (int j = 0; j < c.experts; j++)
		upper[graph.arcFromId((int)arcs + j)] = c.rooms[j];
	for (int e = 0; e < c.entries; e++)
		supply[graph.nodeFromId(e)] = c.supply[e];
	supply[graph.nodeFromId(nodes - 1)] = -c.entries * c.seats;
	double start = bench_now();
	Simplex simplex(graph);
	bool solved = simplex.upperMap(upper).costMap(cost).supplyMap(supply).run() == Simplex::OPTIMAL;
	double seconds = bench_now() - start;
	printf("%.6f %d %lld %lld\n", seconds, solved, solved ? simplex.totalCost<long long>() : 0LL, bench_held() - before);
	return 0;
}
