/* How fast marks become ranks, from 10^3 to 10^6 sheets of four criteria by panels of 13.
 *
 * "tally": sheets in memory → scores (each sheet's weighted mean, rounded nowhere; highest and lowest sheet
 * dropped; class weights in the second case) → ranks → cut. "file": the same from the bytes of a CSV file,
 * one row a mark, each read, checked and gathered. The best of several runs; each size in a process of its
 * own, so that the memory is that size's own peak. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/rng.h"
#include "contest/contest.h"
#include "contest/cut.h"
#include "contest/definition.h"
#include "contest/rank.h"
#include "contest/sheetfile.h"
#include "contest/tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PANEL = 13, CRITERIA = 4, RUNS = 5 };

static const char head[] =
	"leitai: 1\nid: bench\ntitle: Bench\nclasses: [{id: i, title: I}, {id: v, title: V}]\nstages:\n"
	"  - id: final\n    title: Final\n    panel: {i: 10, v: 3}\n    criteria:\n"
	"      - {id: solution, title: S, weight: 35, max: 100, step: 0.5}\n"
	"      - {id: effect, title: E, weight: 30, max: 100, step: 0.5}\n"
	"      - {id: value, title: V, weight: 20, max: 100, step: 0.5}\n"
	"      - {id: pitch, title: P, weight: 15, max: 100, step: 0.5}\n"
	"    scoring:\n      quorum: {sheets: 3}\n";
static const char tail[] =
	"      ties: [{criterion: solution}, head-to-head, countback]\n"
	"    advance: {quotas: [{places: 20}], reserve: 3}\n";
static const struct {
	const char *name, *steps;
} rules[] = {
	{"trimmed mean", "      steps: [{do: total, as: mean}, {do: combine, rule: mean, drop: {high: 1, low: 1}}]\n"},
	{"class means 70/30", "      steps: [{do: total, as: mean}, "
		"{do: combine, classes: {i: {weight: 70, rule: mean}, v: {weight: 30, rule: median}}}]\n"},
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "bench_tally: %s\n", err->message);
	exit(1);
}

static const struct contest *define(int rule, struct arena *arena)
{
	const char *text = arena_printf(arena, "%s%s%s", head, rules[rule].steps, tail);
	struct findings findings = findings_of("bench.yaml", arena);
	struct contest *contest;
	struct err err = {0};
	must(definition_read(text, strlen(text), arena, &findings, &contest, &err), &err);
	return contest;
}

static void write_csv(size_t sheets, struct buf *out)
{
	static const char *const ids[CRITERIA] = {"solution", "effect", "value", "pitch"};
	struct rng rng = rng_of(1);
	buf_puts(out, "heat,entry,expert,criterion,mark\n");
	for (size_t s = 0; s < sheets; s++)
		for (int c = 0; c < CRITERIA; c++) {
			uint64_t halves = 120 + rng_below(&rng, 81);
			buf_printf(out, "main,E-%06zu,%s:J-%zu,%s,%" PRIu64 "%s\n", s / PANEL, s % PANEL < 10 ? "i" : "v", s % PANEL,
				ids[c], halves / 2, halves % 2 ? ".5" : "");
		}
}

static struct sheets read_csv(const struct contest *contest, const struct buf *csv, struct arena *arena)
{
	struct findings findings = findings_of("bench.csv", arena);
	struct sheets sheets;
	struct err err = {0};
	must(sheetfile_read(contest, 0, NULL, 0, buf_str(csv), csv->len, arena, &findings, &sheets, &err), &err);
	return sheets;
}

static void count(const struct contest *contest, const struct sheets *sheets, struct arena *arena)
{
	struct tally tally;
	struct ranking ranking;
	struct comparer *comparer;
	struct cut cut;
	struct err err = {0};
	must(tally_stage(contest, 0, sheets, NULL, NULL, arena, &tally, &err), &err);
	must(rank_stage(&tally, NULL, NULL, 0, arena, &ranking, &err), &err);
	must(rank_comparer(&tally, NULL, NULL, 0, arena, &comparer, &err), &err);
	must(cut_stage(&tally, &ranking, comparer, arena, &cut, &err), &err);
}

static long peak_bytes(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss * 1024;
}

static void print_row(const char *name, size_t n, double value, const char *unit)
{
	printf("{\"case\": \"%s\", \"n\": %zu, \"value\": %.0f, \"unit\": \"%s\", \"memory_bytes\": %ld}", name, n, value, unit,
		peak_bytes());
	fprintf(stderr, "%s, %zu sheets: %.0f %s\n", name, n, value, unit);
}

static void bench_rule(int rule, size_t n)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const struct contest *contest = define(rule, arena);
	struct sheets sheets;
	{
		CLEANUP(buf_done) struct buf csv = {0};
		write_csv(n, &csv);
		sheets = read_csv(contest, &csv, arena);
	}
	double best = 1e9;
	for (int i = 0; i < RUNS; i++) {
		CLEANUP(arena_freep) struct arena *run = arena_new();
		double start = now();
		count(contest, &sheets, run);
		double took = now() - start;
		best = took < best ? took : best;
	}
	print_row(rules[rule].name, n, (double)n / best, "sheets/s");
}

static void bench_file(size_t n)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf csv = {0};
	const struct contest *contest = define(0, arena);
	write_csv(n, &csv);
	double best = 1e9;
	for (int i = 0; i < RUNS; i++) {
		CLEANUP(arena_freep) struct arena *run = arena_new();
		double start = now();
		struct sheets sheets = read_csv(contest, &csv, run);
		count(contest, &sheets, run);
		double took = now() - start;
		best = took < best ? took : best;
	}
	print_row("file to ranks", n, (double)(n * CRITERIA) / best, "marks/s");
}

/* One size in a child, whose row it prints. */
static void in_child(int rule, size_t n)
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		if (rule < (int)COUNT_OF(rules))
			bench_rule(rule, n);
		else
			bench_file(n);
		fflush(stdout);
		_exit(0);
	}
	int status;
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
		exit(1);
}

int main(int argc, char **argv)
{
	size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	const char *comma = "";
	printf("{\"bench\": \"tally\", \"rows\": [\n");
	for (int rule = 0; rule <= (int)COUNT_OF(rules); rule++)
		for (size_t n = 1000; n <= most; n *= 10) {
			printf("%s", comma);
			in_child(rule, n);
			comma = ",\n";
		}
	printf("\n]}\n");
	return 0;
}
