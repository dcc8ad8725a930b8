/* Union-find with path halving over entries and experts; every mark joins two nodes. */
#include "judging/judged.h"

#include "base/arena.h"
#include "base/buf.h"

enum { NAMED_SUBSETS = 4, NAMED_EXPERTS = 6 };

static int root_of(int *up, int at)
{
	while (up[at] != at)
		at = up[at] = up[up[at]];
	return at;
}

void linkage_of(const struct judged *judged, struct arena *arena, struct linkage *ret)
{
	int nodes = judged->entry_count + judged->expert_count;
	int *up = ARENA_ARRAY(arena, (size_t)nodes, int), *number = ARENA_ARRAY(arena, (size_t)nodes, int);
	int *of = ARENA_ARRAY(arena, (size_t)nodes, int);
	for (int i = 0; i < nodes; i++) {
		up[i] = i;
		number[i] = of[i] = -1;
	}
	/* Experts come first, so that subsets are numbered in their order. */
	for (size_t m = 0; m < judged->count; m++)
		up[root_of(up, judged->expert_count + judged->marks[m].entry)] = root_of(up, judged->marks[m].expert);
	*ret = (struct linkage){.of_expert = of, .of_entry = of + judged->expert_count};
	bool *met = ARENA_ARRAY(arena, (size_t)nodes, bool);
	for (size_t m = 0; m < judged->count; m++)
		met[judged->marks[m].expert] = met[judged->expert_count + judged->marks[m].entry] = true;
	for (int i = 0; i < nodes; i++) {
		if (!met[i])
			continue;
		int root = root_of(up, i);
		if (number[root] < 0)
			number[root] = ret->subsets++;
		of[i] = number[root];
	}
}

/* "a, b, c and 4 more" */
static void put_experts(const struct judged *judged, const struct linkage *l, int subset, struct buf *out)
{
	int seen = 0;
	for (int j = 0; j < judged->expert_count; j++) {
		if (l->of_expert[j] != subset)
			continue;
		if (seen < NAMED_EXPERTS)
			buf_printf(out, "%s%s", seen ? ", " : "", judged->experts[j]);
		seen++;
	}
	if (seen > NAMED_EXPERTS)
		buf_printf(out, " and %d more", seen - NAMED_EXPERTS);
}

bool linkage_whole(const struct judged *judged, bool several, struct arena *arena, struct err *err)
{
	struct linkage l;
	if (!judged->count)
		return fail(err, ERR_INPUT, "judging.empty", "There are no marks.");
	if (several && judged->expert_count < 2)
		return fail(err, ERR_INPUT, "judging.one-expert", "One expert alone has no severity: there is nobody to compare with.");
	linkage_of(judged, arena, &l);
	if (l.subsets == 1)
		return true;
	CLEANUP(buf_done) struct buf names = {0};
	for (int s = 0; s < l.subsets && s < NAMED_SUBSETS; s++) {
		buf_puts(&names, s ? "; (" : "(");
		put_experts(judged, &l, s, &names);
		buf_putc(&names, ')');
	}
	return fail(err, ERR_INPUT, "judging.subsets", "The panels fall into %d subsets that share no entry, so severities can't "
		"be compared between them: %.400s%s.", l.subsets, buf_str(&names), l.subsets > NAMED_SUBSETS ? "; …" : "");
}
