/* A rehearsal's draws: what the hall would have said. Made of the contest's id alone, so that a rehearsal which was cut off goes
 * on with the same lines; visibly made up. */
#include "app/plan.h"

#include "base/arena.h"
#include "base/sha.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void plan_lines(struct plan *p, const char *at, const char *lines[PLAN_LINES], const char *commitments[PLAN_LINES])
{
	char hex[SHA_HEX];
	for (int i = 0; i < PLAN_LINES; i++) {
		const char *of = arena_printf(p->arena, "%s %s %d", p->contest->id, at, i + 1);
		struct sha random = sha256(of, strlen(of));
		lines[i] = arena_printf(p->arena, "rehearsal guest %d: %.16s", i + 1, sha_hex(&random, hex));
		struct sha commitment = sha256(lines[i], strlen(lines[i]));
		commitments[i] = arena_strdup(p->arena, sha_hex(&commitment, hex));
	}
	qsort(lines, PLAN_LINES, sizeof(*lines), by_text);
	qsort(commitments, PLAN_LINES, sizeof(*commitments), by_text);
}
