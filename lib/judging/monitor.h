/* What marks tell of those who gave them, for whoever watches over a panel: habits, drift between sessions, who is open at
 * a cut, and which further expert would say most. It stands on severity.h; nothing here decides or removes a mark. */
#pragma once

#include "judging/judged.h"
#include "judging/severity.h"

/* ---- habits: without any model */
struct habit { /* of one expert */
	int sheets;
	double mean, sd; /* in marks; sd 0 with fewer than two sheets */
	double spread;   /* sd over the pooled sd of all experts: 1 = uses the scale like the others; 0 = can't be told */
	double same;     /* share of the marks that are the expert's commonest on their criterion */
};
/* A sheet is the mean of its marks, as in severity_estimate(). O(marks log marks). */
void monitor_habits(const struct judged *judged, struct arena *arena, struct habit *ret_habits);

/* ---- what the additive model leaves unexplained */
struct residual { /* of one sheet */
	int entry, expert;
	double value, left, z; /* in marks: the sheet, sheet − fit; in standard deviations */
};
/* Sheets by entry, then expert; *ret_count of them. */
const struct residual *monitor_residuals(const struct severity *s, struct arena *arena, size_t *ret_count);

/* How far an expert's sheets lie from what the model expects: Σ residual² over what is expected, 1 = like everybody, and
 * the same as a normal deviate (Wilson–Hilferty). Both 0 where there is nothing to tell it by. */
struct scatter { double mean_square, z; };
void monitor_scatter(const struct severity *s, const struct residual *residuals, struct arena *arena, struct scatter *ret);

/* Standard errors of the distance from the mean of all entries, and of all experts: what tells two of them apart. Those of
 * severity.h also have the doubt that all share, how strict experts are as a whole. Every entry must have a sheet.
 * O(experts · (sheets + experts)). */
void monitor_among(const struct severity *s, double *ret_entries, double *ret_experts);

/* How far experts can be told apart by the additive model. */
struct apart {
	double reliability;        /* 1 − mean se² / (σ_s² (1 − 1/J)), se as of monitor_among(); 0 where σ_s = 0 */
	double separation, strata; /* √(R / (1 − R)), (4 G + 1) / 3 */
	double chi2, chi2_z;       /* of “all are equally strict”, and as a normal deviate (Wilson–Hilferty) */
	int freedom;               /* experts − 1 */
};
struct apart monitor_apart(const struct severity *s, const double *experts_among);

/* ---- drift */
struct drift { /* of one expert in one session */
	int expert, session, sheets;
	double severity, se;   /* in that session, against all experts */
	double shift, shift_se; /* the session against the expert's other sessions; positive: stricter */
	double z;              /* of the shift; 0 where noise can't be told from it */
};
#define MONITOR_ALARM 2.58 /* |z| beyond it happens once in a hundred without drift */
/* sessions[i]: from 0, of the i-th sheet as in monitor_residuals(). Experts with sheets in one session alone have no row. By
 * expert, then session. Time O(sheets · experts an entry + rows · experts²). */
const struct drift *monitor_drift(const struct severity *s, const double *experts_among, const int *sessions, int session_count,
	struct arena *arena, int *ret_count);

/* ---- the cut */
struct monitor_quota {
	int places;
	const bool *selects; /* by entry */
};
struct monitor_field {
	const bool *contends;  /* by entry: it has a score and may take a place */
	const double *beside;  /* by entry: what its score has beside the panel's mean; NULL = nothing */
	double slope;          /* points of the score for one point of the panel's mean */
	bool low_wins, has_least;
	double least;          /* a score below it takes no place */
	const struct monitor_quota *quotas; /* filled in order, each from those whom none before it took */
	int quota_count;
};
struct monitor_cut { /* by quota */
	int *order;   /* whom it could take, best first by the adjusted score */
	int count, inside; /* the first `inside` get its places */
	bool parts;   /* somebody is left outside, so that there is a line … */
	double at;    /* … in the middle between the last inside and the next, or at the minimum */
};
double monitor_score(const struct severity *s, const struct monitor_field *field, int entry);
struct monitor_cut *monitor_cuts(const struct severity *s, const struct monitor_field *field, struct arena *arena);

/* As many draws as keep the chances of a large stage below about half a second. */
int monitor_draws(const struct severity *s);
/* How likely each entry gets any place: every draw of all scores together (severity_chances()) fills the quotas anew.
 * Time O(draws · (experts² + sheets + quotas · entries)). */
void monitor_chances(const struct severity *s, const struct monitor_field *field, int draws, uint64_t seed, struct arena *arena,
	double *ret_chances);

/* ---- one more expert */
struct further { int expert; double se; }; /* what the entry's standard error (monitor_among()) would become */
/* Those whose sheet would narrow the entry's score most, the best first; `barred` by expert: who may not, has or need not.
 * At most `most`; returns how many. */
int monitor_further(const struct severity *s, int entry, const bool *barred, int most, struct arena *arena,
	struct further *ret);

/* ---- as text: `places` decimals, never "-0"; "null" for what is no number. `out` holds MONITOR_TEXT; returns it. */
enum { MONITOR_TEXT = 64 };
const char *monitor_text(double value, int places, char *out);
