/* Marks as arrays, and the shape of a model that makes scores of them. lib/contest asks such models where a rule of a stage is one,
 * lib/judging has them, and neither includes the other. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct arena;

struct judged_mark {
	int32_t entry, expert, criterion; /* indices */
	int64_t units;                    /* of base/decimal.h */
	int64_t over;                     /* the mark is units / over; 0 is 1 */
};

struct judged {
	const struct judged_mark *marks;
	size_t count;
	const char *const *entries, *const *experts, *const *criteria; /* ids, for messages */
	int entry_count, expert_count, criterion_count;
};

/* A model's scores are whole numbers of 10^-7 of a mark: what machines compute alike, whatever their floating point. */
enum { JUDGED_PER_MARK = 10000000 };
#define JUDGED_NONE INT64_MIN /* no score */

/* One score an entry into ret[entry_count]. Fails when the marks don't allow one, with a code "judging.…". */
typedef bool judged_model(const struct judged *judged, struct arena *arena, int64_t *ret, struct err *err);

struct judged_models {
	judged_model *additive; /* a mark is one sheet's value; criteria don't matter */
	judged_model *mfrm;     /* marks are whole units on one scale for all criteria */
};
