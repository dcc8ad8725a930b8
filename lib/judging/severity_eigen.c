/* Householder's reflections make S tridiagonal (Golub and Van Loan 8.3), QL with implicit shifts makes that diagonal (Bowdler, Martin,
 * Reinsch and Wilkinson 1968). Both are applied to the rows of an orthogonal matrix, so that all long loops run along memory.
 * About 6 experts³ operations. */
#include "judging/severity_part.h"

#include "base/arena.h"

#include <math.h>

enum { TURNS = 60 };
static const double NOTHING = 1e-16; /* of the matrix's size */

/* Four sums: one alone would wait for itself. */
static double along(const double *x, const double *y, size_t n)
{
	double sum[4] = {0};
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		for (size_t j = 0; j < 4; j++)
			sum[j] += x[i + j] * y[i + j];
	for (; i < n; i++)
		sum[0] += x[i] * y[i];
	return sum[0] + sum[1] + (sum[2] + sum[3]);
}

static void add_times(double *x, double by, const double *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] += by * y[i];
}

/* Reflects the rest of row k onto its first element: (1 − β v v') x = α e. v replaces x; gives β. */
static double reflector(double *x, size_t n, double *alpha)
{
	double rest = along(x + 1, x + 1, n - 1), length = sqrt(x[0] * x[0] + rest);
	*alpha = x[0];
	if (rest <= 0)
		return 0;
	*alpha = x[0] > 0 ? -length : length;
	x[0] -= *alpha;
	return 2 / (x[0] * x[0] + rest);
}

/* A ← H A H for H = 1 − β v v': A − v w' − w v'. */
static void reflect(double *a, size_t k, size_t from, const double *v, double beta, double *w)
{
	size_t n = k - from;
	for (size_t i = 0; i < n; i++)
		w[i] = beta * along(a + (from + i) * k + from, v, n);
	add_times(w, -beta / 2 * along(v, w, n), v, n);
	for (size_t i = 0; i < n; i++) {
		double *row = a + (from + i) * k + from;
		add_times(row, -v[i], w, n);
		add_times(row, -w[i], v, n);
	}
}

/* a keeps in the rest of each row the vector of its reflection; d, e the tridiagonal matrix, e[i] between i and i + 1. */
static void make_tridiagonal(double *a, size_t k, double *d, double *e, double *beta, double *w)
{
	for (size_t i = 0; i < k; i++) {
		d[i] = a[i * k + i];
		if (i + 1 == k)
			return;
		double *v = a + i * k + i + 1;
		beta[i] = reflector(v, k - i - 1, &e[i]);
		if (beta[i] > 0)
			reflect(a, k, i + 1, v, beta[i], w);
	}
}

/* The product of the reflections, the last one first, as q. */
static void multiply_out(const double *a, size_t k, const double *beta, double *q)
{
	for (size_t i = 0; i < k; i++)
		q[i * k + i] = 1;
	for (size_t i = k - 1; i-- > 0;) {
		const double *v = a + i * k + i + 1;
		size_t n = k - i - 1;
		for (size_t r = i + 1; r < k && beta[i] > 0; r++) {
			double *row = q + r * k + i + 1;
			add_times(row, -beta[i] * along(row, v, n), v, n);
		}
	}
}

static void rotate(double *x, double *y, size_t n, double c, double s)
{
	for (size_t i = 0; i < n; i++) {
		double a = x[i], b = y[i];
		x[i] = c * a - s * b;
		y[i] = s * a + c * b;
	}
}

/* One turn on the block from..to with the shift that its upper left corner suggests. */
static void turn(double *d, double *e, size_t from, size_t to, double *q, size_t k)
{
	double g = (d[from + 1] - d[from]) / (2 * e[from]), r = sqrt(g * g + 1), s = 1, c = 1, p = 0;
	g = d[to] - d[from] + e[from] / (g + (g < 0 ? -r : r));
	for (size_t i = to; i-- > from;) {
		double f = s * e[i], b = c * e[i];
		r = sqrt(f * f + g * g);
		e[i + 1] = r;
		if (r == 0) { /* it falls apart here */
			d[i + 1] -= p;
			e[to] = 0;
			return;
		}
		s = f / r;
		c = g / r;
		g = d[i + 1] - p;
		r = (d[i] - g) * s + 2 * c * b;
		p = s * r;
		d[i + 1] = g + p;
		g = c * r - b;
		rotate(q + i * k, q + (i + 1) * k, k, c, s);
	}
	d[from] -= p;
	e[from] = g;
	e[to] = 0;
}

void severity_take_apart(struct severity_system *sys, struct arena *arena)
{
	size_t k = (size_t)sys->experts;
	double *e = ARENA_ARRAY(arena, k + 1, double), *beta = ARENA_ARRAY(arena, k, double), *w = ARENA_ARRAY(arena, k, double);
	double size = 0;
	make_tridiagonal(sys->s, k, sys->d, e, beta, w);
	multiply_out(sys->s, k, beta, sys->q);
	for (size_t i = 0; i < k; i++)
		size = fmax(size, fabs(sys->d[i]) + fabs(e[i]));
	for (size_t from = 0; from < k; from++)
		for (int turns = 0; turns < TURNS; turns++) {
			size_t to = from;
			while (to + 1 < k && fabs(e[to]) > NOTHING * size)
				to++;
			if (to == from)
				break;
			turn(sys->d, e, from, to, sys->q, k);
		}
}
