/* Counting ballots.
 *
 * A ballot may leave candidates out: they stand below those it names, equal
 * among themselves.
 *
 * MAJORITY: each ballot counts for the first candidate on it who has no place
 * yet. Who holds more ballots than any other takes the next place; the ballots
 * are then counted again among the rest. The last one left needs no ballot.
 *
 * BORDA: first of n brings n − 1 points, last 0; those left out share what is
 * left. Counted twice over, so that halves are whole.
 *
 * SCHULZE: d[a][b] = ballots that put a above b. A path is as strong as its
 * weakest link, a link a → b counts when d[a][b] > d[b][a]; p[a][b] = strength
 * of the strongest path (Floyd and Warshall's way, O(n³)). a stands above b
 * when p[a][b] > p[b][a]. Schulze 2011, winning votes.
 *
 * Whoever the rule leaves equal is named in the error; nothing is settled by
 * order of listing. */
#include "contest/deliberation.h"

#include "base/arena.h"

#include <stdio.h>
#include <string.h>

/* "Still tied: A, B, C." */
static bool fail_tied(const bool *tied, int n, const char *const *names, struct err *err)
{
	char list[480] = "";
	size_t len = 0;
	for (int i = 0; i < n && len < sizeof(list); i++) {
		if (!tied[i])
			continue;
		int more = snprintf(list + len, sizeof(list) - len, "%s%s", len ? ", " : "", names[i]);
		len += more > 0 ? (size_t)more : 0;
	}
	return fail(err, ERR_CONFLICT, "deliberation.tied", "The ballots leave a tie between %s.", list);
}

/* ---- majority */

static void count_firsts(const struct ballot *ballots, int ballot_count, const bool *placed, int *votes)
{
	for (int b = 0; b < ballot_count; b++)
		for (int i = 0; i < ballots[b].count; i++)
			if (!placed[ballots[b].order[i]]) {
				votes[ballots[b].order[i]]++;
				break;
			}
}

/* The one with most votes among those without a place; −1 and *tied filled when several share them. */
static int most_votes(const int *votes, const bool *placed, int n, bool *tied)
{
	int best = -1, holders = 0;
	for (int i = 0; i < n; i++) {
		if (placed[i] || (best >= 0 && votes[i] < votes[best]))
			continue;
		holders = best >= 0 && votes[i] == votes[best] ? holders + 1 : 1;
		best = i;
	}
	if (holders == 1)
		return best;
	for (int i = 0; i < n; i++)
		tied[i] = !placed[i] && votes[i] == votes[best];
	return -1;
}

static bool majority(const struct ballot *ballots, int ballot_count, int n, const char *const *names,
	struct arena *arena, int *ret_order, struct err *err)
{
	bool *placed = ARENA_ARRAY(arena, (size_t)n, bool), *tied = ARENA_ARRAY(arena, (size_t)n, bool);
	int *votes = ARENA_ARRAY(arena, (size_t)n, int);
	for (int place = 0; place < n; place++) {
		memset(votes, 0, (size_t)n * sizeof(*votes));
		count_firsts(ballots, ballot_count, placed, votes);
		int winner = most_votes(votes, placed, n, tied);
		if (winner < 0)
			return fail_tied(tied, n, names, err);
		ret_order[place] = winner;
		placed[winner] = true;
	}
	return true;
}

/* ---- Borda */

static bool borda(const struct ballot *ballots, int ballot_count, int n, const char *const *names,
	struct arena *arena, int *ret_order, struct err *err)
{
	int64_t *twice = ARENA_ARRAY(arena, (size_t)n, int64_t);
	bool *tied = ARENA_ARRAY(arena, (size_t)n, bool);
	for (int b = 0; b < ballot_count; b++) {
		int left = n - ballots[b].count;
		for (int i = 0; i < n; i++)
			twice[i] += left > 0 ? left - 1 : 0;
		for (int i = 0; i < ballots[b].count; i++)
			twice[ballots[b].order[i]] += 2 * (n - 1 - i) - (left > 0 ? left - 1 : 0);
	}
	bool any = false;
	for (int i = 0; i < n; i++) {
		int above = 0;
		for (int j = 0; j < n; j++) {
			above += twice[j] > twice[i];
			tied[i] = tied[i] || (j != i && twice[j] == twice[i]);
		}
		any = any || tied[i];
		ret_order[above] = i;
	}
	return !any || fail_tied(tied, n, names, err);
}

/* ---- Schulze */

static void count_pairs(const struct ballot *ballot, int n, int *rank, int *above)
{
	for (int i = 0; i < n; i++)
		rank[i] = n;
	for (int i = 0; i < ballot->count; i++)
		rank[ballot->order[i]] = i;
	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++)
			above[a * n + b] += rank[a] < rank[b];
}

static void strongest_paths(const int *above, int n, int *path)
{
	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++)
			path[a * n + b] = above[a * n + b] > above[b * n + a] ? above[a * n + b] : 0;
	for (int via = 0; via < n; via++)
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++) {
				int x = path[a * n + via], y = path[via * n + b], weakest = x < y ? x : y;
				if (a != b && weakest > path[a * n + b])
					path[a * n + b] = weakest;
			}
}

static bool schulze(const struct ballot *ballots, int ballot_count, int n, const char *const *names,
	struct arena *arena, int *ret_order, struct err *err)
{
	size_t cells = (size_t)n * (size_t)n;
	int *above = ARENA_ARRAY(arena, cells, int), *path = ARENA_ARRAY(arena, cells, int);
	int *rank = ARENA_ARRAY(arena, (size_t)n, int);
	bool *tied = ARENA_ARRAY(arena, (size_t)n, bool), any = false;
	for (int b = 0; b < ballot_count; b++)
		count_pairs(&ballots[b], n, rank, above);
	strongest_paths(above, n, path);
	for (int a = 0; a < n; a++) {
		int better = 0;
		for (int b = 0; b < n; b++) {
			better += path[b * n + a] > path[a * n + b];
			tied[a] = tied[a] || (a != b && path[a * n + b] == path[b * n + a]);
		}
		any = any || tied[a];
		ret_order[better] = a;
	}
	return !any || fail_tied(tied, n, names, err);
}

bool deliberate(enum vote_rule rule, const struct ballot *ballots, int ballot_count, int n,
	const char *const *names, struct arena *arena, int *ret_order, struct err *err)
{
	switch (rule) {
	case VOTE_BORDA:
		return borda(ballots, ballot_count, n, names, arena, ret_order, err);
	case VOTE_SCHULZE:
		return schulze(ballots, ballot_count, n, names, arena, ret_order, err);
	default:
		return majority(ballots, ballot_count, n, names, arena, ret_order, err);
	}
}
