/* Is expert j stricter in session k than in their others? A column x is added to the model, 1 on those sheets, and its
 * effect tested against zero at the variances as they are (a score test; Rao 1948):
 *
 *	β = x'Py / x'Px,  Var β = σ² / (x'Px),  P = M − M Z (S + λI)⁻¹ Z'M,  M: every entry's mean taken away
 *
 * Py are the model's residuals, so x'Py is their sum over the session. x'Px is the session's Σ (1 − 1/n_e) less v'(S + λI)⁻¹v
 * with v = Z'Mx, which counts the session's sheets by who shares them. So whoever sits with other experts in each session is
 * compared through all links that there are; where j alone is the link, only the spread of experts bounds what can be said. */
#include "judging/monitor.h"

#include "base/arena.h"
#include "judging/severity_part.h"

#include <math.h>
#include <stdlib.h>

struct seen { /* one sheet, by expert, then session */
	int expert, session;
	size_t sheet;
};

static int seen_order(const void *x, const void *y)
{
	const struct seen *a = x, *b = y;
	if (a->expert != b->expert)
		return a->expert < b->expert ? -1 : 1;
	if (a->session != b->session)
		return a->session < b->session ? -1 : 1;
	return (a->sheet > b->sheet) - (a->sheet < b->sheet);
}

struct test {
	const struct severity *s;
	const double *among;
	const struct residual *residuals;
	double *v;     /* Z'Mx, by expert */
	int *touched;  /* experts where v is not 0 */
	bool *is_touched;
	int touched_count;
	double freedom; /* of the noise */
};

static void touch(struct test *t, int expert, double by)
{
	if (!t->is_touched[expert])
		t->touched[t->touched_count++] = expert;
	t->is_touched[expert] = true;
	t->v[expert] += by;
}

static void untouch(struct test *t)
{
	for (int i = 0; i < t->touched_count; i++) {
		t->v[t->touched[i]] = 0;
		t->is_touched[t->touched[i]] = false;
	}
	t->touched_count = 0;
}

/* v'(S + λI)⁻¹v */
static double explained_by_experts(const struct test *t)
{
	const struct severity_system *sys = t->s->system;
	size_t k = (size_t)sys->experts;
	double sum = 0;
	for (size_t i = 0; i < k; i++) {
		double inverse = severity_inverse(sys, (int)i), along = 0;
		for (int j = 0; j < t->touched_count && inverse > 0; j++)
			along += sys->q[i * k + (size_t)t->touched[j]] * t->v[t->touched[j]];
		sum += inverse * along * along;
	}
	return sum;
}

/* A t of few degrees of freedom as a normal deviate of the same probability (Wallace 1959). */
static double normal_of_t(double t, double freedom)
{
	double z = sqrt(freedom * log(1 + t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3);
	return t < 0 ? -z : z;
}

/* The session of the expert's sheets seen[0 … n), of `all` that they have. */
static struct drift test_session(struct test *t, const struct seen *seen, size_t n, size_t all)
{
	const struct severity *s = t->s;
	const struct severity_system *sys = s->system;
	double own = 0, sum = 0;
	for (size_t i = 0; i < n; i++) {
		int e = sys->sheets[seen[i].sheet].entry;
		double share = 1 / (double)(sys->first[e + 1] - sys->first[e]);
		sum += t->residuals[seen[i].sheet].left;
		own += 1 - share;
		touch(t, seen[i].expert, 1);
		for (size_t j = sys->first[e]; j < sys->first[e + 1]; j++)
			touch(t, sys->sheets[j].expert, -share);
	}
	double information = own - explained_by_experts(t);
	untouch(t);
	struct drift d = {.expert = seen[0].expert, .session = seen[0].session, .sheets = (int)n,
		.severity = s->experts[seen[0].expert].value, .se = t->among[seen[0].expert]};
	if (information <= 1e-9 * (double)n || s->noise <= 0)
		return d;
	double rest = 1 - (double)n / (double)all;
	d.shift = -sum / information;
	d.shift_se = s->noise / sqrt(information);
	d.severity += rest * d.shift;
	d.se = sqrt(d.se * d.se + rest * rest * d.shift_se * d.shift_se);
	if (t->freedom >= 1)
		d.z = normal_of_t(d.shift / d.shift_se, t->freedom);
	return d;
}

static void test_expert(struct test *t, const struct seen *seen, size_t all, struct drift *rows, int *count)
{
	if (seen[0].session == seen[all - 1].session)
		return;
	for (size_t i = 0; i < all;) {
		size_t from = i;
		while (i < all && seen[i].session == seen[from].session)
			i++;
		rows[(*count)++] = test_session(t, seen + from, i - from, all);
	}
}

const struct drift *monitor_drift(const struct severity *s, const double *experts_among, const int *sessions, int session_count,
	struct arena *arena, int *ret_count)
{
	const struct severity_system *sys = s->system;
	size_t n = sys->sheet_count, k = (size_t)sys->experts;
	size_t most = k * (size_t)session_count < n ? k * (size_t)session_count : n;
	struct drift *rows = ARENA_ARRAY(arena, most, struct drift);
	struct seen *seen = ARENA_ARRAY(arena, n, struct seen);
	struct test t = {s, experts_among, monitor_residuals(s, arena, &n), ARENA_ARRAY(arena, k, double), ARENA_ARRAY(arena, k, int),
		ARENA_ARRAY(arena, k, bool), 0, (double)n - sys->entries - sys->experts + 1};
	*ret_count = 0;
	for (size_t i = 0; i < n; i++)
		seen[i] = (struct seen){sys->sheets[i].expert, sessions[i], i};
	qsort(seen, n, sizeof(*seen), seen_order);
	for (size_t i = 0; i < n;) {
		size_t from = i;
		while (i < n && seen[i].expert == seen[from].expert)
			i++;
		test_expert(&t, seen + from, i - from, rows, ret_count);
	}
	return rows;
}
