/* Conflicts of interest: found, imported, declared; confirmed or overruled; and what experts would like to mark.
 *
 * Evidence is a row a ground. A pair with evidence that nobody has decided on, or whose conflict is confirmed, is not
 * assigned (store_list_barred()); of a confirmed pair no sheet but a recusal is taken, and one that came before counts as
 * recused in every stage that is not closed yet. Each ruling is a sealed record `conflict.rule`. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct findings;
struct import_report;
struct request;

struct conflict_report {
	size_t entries, experts; /* whose words were compared */
	size_t pairs;            /* found now: one a ground */
	size_t added, gone;      /* since the last time; what was decided stays */
	size_t undecided;        /* pairs that await a decision, of whatever source */
};
/* As JSON, schema ConflictReport. */
void conflict_report_write(const struct conflict_report *report, struct buf *out);
/* Compares what everybody said of themselves. Twice the same changes nothing. */
MUST_CHECK bool app_compute_conflicts(struct app *app, const struct request *rq, const char *contest, bool preview,
	struct conflict_report *ret_report, struct err *err);

/* CSV expert, ground, entry or organisation, detail, since, until. All or nothing; every bad row is a finding. What was decided
 * stays decided. */
MUST_CHECK bool app_import_conflicts(struct app *app, const struct request *rq, const char *contest, const char *text,
	size_t len, bool preview, struct findings *findings, struct import_report *ret_report, struct err *err);

/* The list of other names and parents of organisations (judging/kinship.h); replaces the one before. */
MUST_CHECK bool app_import_kinship(struct app *app, const struct request *rq, const char *contest, const char *text,
	size_t len, bool preview, struct findings *findings, struct import_report *ret_report, struct err *err);

struct conflict_choice {
	const char *entry, *expert;
};
struct conflict_ruling {
	bool confirmed;
	const char *reason; /* NULL = none; overruling needs one */
	const char *ground; /* with pairs: the ground of those without evidence; without: all undecided pairs of that ground,
	                     * those aside that are no more than similar names */
	const struct conflict_choice *pairs;
	size_t count;
};
/* *ret_ruled: how many pairs were decided; those that stood so already are not decided again. ERR_NOT_FOUND "entry.unknown",
 * "expert.unknown", "conflict.none" (no evidence, and no ground given); ERR_INPUT "conflict.reason", "conflict.ground",
 * "conflict.empty"; ERR_CONFLICT "conflict.over" (every result is published), "conflict.shown" (the hall has seen a score that
 * the expert's sheet is in). */
MUST_CHECK bool app_rule_conflicts(struct app *app, const struct request *rq, const char *contest,
	const struct conflict_ruling *ruling, size_t *ret_ruled, struct err *err);

/* ---- an expert for themselves; ERR_DENIED "denied" for everybody else */
/* Confirmed at once. `ground` is one of those of lists, kept for staff; the ledger says "declared". */
MUST_CHECK bool app_declare_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *ground, const char *words, struct err *err);
/* Asks that one's declaration be overruled: nothing changes until somebody decides. ERR_NOT_FOUND "conflict.none". */
MUST_CHECK bool app_take_back_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *words, struct err *err);
/* "rather-not", "any" or "gladly": ERR_INPUT "preference.want". */
MUST_CHECK bool app_prefer(struct app *app, const struct request *rq, const char *contest, const char *entry,
	const char *want, struct err *err);
MUST_CHECK bool view_interests(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err);

/* ---- for staff: pairs with their evidence, undecided first, then by entry and expert */
struct conflict_query { /* NULL or 0 = no demand */
	const char *state; /* "found", "confirmed", "overruled" */
	const char *ground, *entry, *expert;
	const char *words; /* in names, titles, organisations */
	int from, limit;   /* limit 0: 1,000 */
};
MUST_CHECK bool view_conflicts(struct app *app, const struct request *rq, const char *contest, const struct conflict_query *query,
	struct buf *out, struct err *err);
