/* Which expert marks which entry: hard edges, seats by class and load caps hold; then the worst pair, then the total
 * fit is best. Deterministic: the seed of a public draw puts entries and experts in order, and nothing else is random. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/sha.h"

struct arena;

struct assign_expert {
	const char *id;
	int class_index;
	int load; /* most entries, ≥ 0 */
};

/* One expert who may mark an entry. Who is not listed (a conflict, no fitting field) never does. */
struct assign_option {
	int32_t expert;
	int32_t fit; /* whole units of the caller's; the more the better */
};

enum assign_aim {
	ASSIGN_WORST_FIRST, /* the worst fit of any pair is as good as can be, then the total */
	ASSIGN_TOTAL
};

struct assign_pair {
	int32_t entry, expert;
};

struct assign_case {
	int entry_count, expert_count, class_count;
	const char *const *entries; /* ids */
	const struct assign_expert *experts;
	const int *seats;           /* by class: experts of it that each entry gets */
	const int64_t *starts;      /* entries + 1 */
	const struct assign_option *options; /* of entry e: starts[e] … starts[e + 1] − 1, no expert twice */
	const bool *calibration;    /* by entry: everybody who may marks it, beyond the seats; NULL = none */
	int shared;                 /* each expert shares entries with so many others, and the experts stay connected without
	                               any one of them; 0: panels may be disjoint */
	enum assign_aim aim;
	struct sha seed;
	const struct assign_pair *keep; /* an assignment made before: as few of its pairs as can be change; NULL = none */
	size_t keep_count;
	int cap_num, cap_den;       /* no pair is likelier than cap_num/cap_den to be made, so that nobody can count on marking
	                               an entry; 0/0: no cap. Kept pairs and calibration entries are sure all the same */
};

struct assigned {
	int32_t entry, expert;
	int32_t fit;
	int32_t better; /* experts of the class with a better fit for the entry who may, and were needed elsewhere */
	bool kept, moved; /* moved: gave way for linkage */
	int32_t chance;   /* under a cap: the probability with which it was drawn, in 1/whole; `whole` where it is sure */
};

struct assignment {
	struct assigned *pairs; /* by entry, then expert, as in the case */
	size_t count;
	int64_t total;     /* sum of the fits, without calibration entries */
	int64_t optimum;   /* the best total before linkage; equal unless pairs moved. Under a cap: the total that was drawn */
	int64_t worst;     /* fit of the worst pair; the best that can be when aimed at, before linkage. Under a cap no pair that
	                      could have been drawn is worse than the best that can be */
	int *loads;        /* by expert */
	size_t kept, changed;
	size_t moved;      /* pairs that linkage changed; under a cap they bend the probabilities */
	int whole;         /* under a cap: its denominator; 0 without */
	const int32_t *chances; /* by option of the case, in 1/whole, before linkage; NULL without a cap */
	int64_t expected;  /* the total that the draw had to be expected to give, in 1/whole, before linkage */
};

/* Errors: ERR_INPUT "assign.case" (what is out of bounds), ERR_CONFLICT "assign.short" (which entries share which experts
 * and how many places lack), "assign.linkage" (which experts could not be linked). Everything lives in `arena`. */
MUST_CHECK bool assign_make(const struct assign_case *c, struct arena *arena, struct assignment *ret, struct err *err);

/* parts/whole in lowest terms: "1/2", "3". */
const char *assign_parts_text(int64_t parts, int whole, struct arena *arena);

enum assign_fault { ASSIGN_FINE, ASSIGN_NOT_ALLOWED, ASSIGN_TWICE, ASSIGN_SEATS, ASSIGN_LOAD, ASSIGN_LINKAGE };

/* Holds any assignment (a manual edit) against the case; *ret_message names the first fault in words. */
enum assign_fault assign_check(const struct assign_case *c, const struct assign_pair *pairs, size_t count,
	struct arena *arena, const char **ret_message);

struct assign_found {
	enum assign_fault fault;
	int entry, expert, class_index; /* −1 = not about one */
	int have, want;                 /* experts of the class, entries of the load, others to share with */
	const char *message;            /* as assign_check()'s */
};

/* The same, with every fault, at most `most` of them: hard edges first, then double pairs, seats, loads, linkage. */
void assign_check_all(const struct assign_case *c, const struct assign_pair *pairs, size_t count, size_t most,
	struct arena *arena, struct assign_found **ret_found, size_t *ret_count);
