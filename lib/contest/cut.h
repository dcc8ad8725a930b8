/* Who advances: quotas, minimum, wild cards, reserve; and the ties that stop it. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;
struct comparer;
struct ranking;
struct tally;

enum fate {
	FATE_OUT,
	FATE_ADVANCE,
	FATE_WILD_CARD, /* advances, by a place that no quota owns */
	FATE_RESERVE,
	FATE_AT_STAKE,  /* tied across a cut; awaits deliberation */
	FATE_WITHDRAWN,
	FATE_COUNT
};

struct outcome { /* by entry */
	enum fate fate;
	int quota;         /* which quota decided, quota_count = wild cards, −1 = none */
	int reserve_order; /* from 1 within its quota; 0 = none */
	bool promoted;     /* moved up after a withdrawal */
};

struct tie_at_cut {
	int quota;        /* quota_count = wild cards */
	int *entries;     /* tied, by entry id order */
	int count;
	int places;       /* how many of them can advance: 0 < places < count */
};

struct cut {
	struct outcome *outcomes;
	struct tie_at_cut *ties; /* none: the stage can be closed */
	int tie_count;
	int *taken;              /* places filled, by quota */
};

/* Quotas are filled in their order; an entry taken by one is passed over by the next. Withdrawn entries
 * free their place for the next in order. Awards by rank that a tie crosses are reported by award_stage(). */
MUST_CHECK bool cut_stage(const struct tally *tally, const struct ranking *ranking,
	const struct comparer *comparer, struct arena *arena, struct cut *ret_cut, struct err *err);
