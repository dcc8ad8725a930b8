/* Severity-adjusted means: the mark of expert j for entry e is θ_e − s_j + noise.
 *
 * Entries are fixed, experts are drawn from a population, s_j ~ N(0, σ_s²): an expert with few marks is corrected
 * less. A positive severity is that of a strict expert, in marks. Where everyone marked everything, the score is
 * the mean. Nothing here decides: a caller rounds to the declared places before it ranks. */
#pragma once

#include "judging/judged.h"

enum severity_experts {
	SEVERITY_RANDOM, /* the rule: both variances by restricted maximum likelihood */
	SEVERITY_FIXED,  /* plain least squares, severities summing to zero: for comparison */
};

struct severity_element {
	double value, se; /* in marks */
	int sheets;       /* how many experts marked this entry, or entries this expert */
};

struct severity {
	struct severity_element *entries; /* the adjusted score */
	struct severity_element *experts; /* the severity */
	double *raw;             /* by entry: the mean of its sheets */
	double noise, spread;    /* σ and σ_s, in marks; spread 0: the marks show no difference between experts */
	int sweeps;              /* of the search for the variances */
	bool complete;           /* every expert marked every entry */
	const struct severity_system *system; /* for severity_chances() */
};

/* A sheet's value is the plain mean of its marks. Errors: those of linkage_whole(); "judging.too-few" when no entry
 * has a second sheet. Time O(marks + sheets · experts + experts³); memory O(experts²). */
MUST_CHECK bool severity_estimate(const struct judged *judged, enum severity_experts model, struct arena *arena,
	struct severity *ret, struct err *err);

/* How likely each entry is among the best `places`: ret_chances[entries] in [0, 1], from `draws` draws of all scores
 * together, θ* ~ N(θ̂, Σ), Σ the joint covariance of the estimates where the variances are as estimated. Repeatable: equal
 * seeds, equal chances. Time O(draws · (experts² + sheets + entries log entries)). */
void severity_chances(const struct severity *s, int places, int draws, uint64_t seed, struct arena *arena, double *ret_chances);
