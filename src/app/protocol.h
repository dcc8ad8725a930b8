/* What the paper of a heat says: the protocol that experts and the supervisor sign on the day. Plain data; src/report
 * draws it, docs/protocol.md tells how to check it.
 *
 * The same records give the same data: nothing here is the time of asking. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct arena;
struct contest;
struct heat;
struct request;
struct stage;

struct protocol_seal {
	int64_t seq;   /* −1 = there is none */
	char leaf[65]; /* hex */
	int64_t at_ms;
};

enum protocol_state { PROTOCOL_MISSING, PROTOCOL_IN, PROTOCOL_AMENDED, PROTOCOL_RECUSED };

struct protocol_sheet { /* of one expert for one entry */
	enum protocol_state state;
	int version;
	bool on_device;            /* signed with the key of the expert's device */
	struct protocol_seal seal; /* the record of the version in force */
	const int64_t *marks;      /* by criterion, units or MARK_NONE; NULL unless in or amended */
	bool has_total;
	int64_t total;             /* as the stage's rule weights it, units, rounded half up */
};

struct protocol_entry {
	const char *id, *title;
	const char *team;                   /* "" = not said */
	int turn;                           /* in the running order, from 1; 0 = no floor was opened */
	bool absent;
	const struct protocol_sheet *sheets; /* by expert */
	const int64_t *official;            /* by criterion: values that no panel gives, units or MARK_NONE */
	bool has_score;                     /* only of a locked heat */
	int64_t score;                      /* units */
	int counted;                        /* sheets that the score rests on */
};

struct protocol_expert {
	const char *id;
	const char *name;     /* NULL = not said, or erased */
	const char *class_zh, *class_en; /* NULL = none */
};

struct protocol {
	const struct contest *contest;
	const struct stage *stage;
	const struct heat *heat;
	struct protocol_seal lock; /* of the heat; where it was never locked by itself, the close of its stage */
	struct protocol_seal sign; /* the countersignature */
	const char *supervisor;    /* who watched the close of the stage; NULL = nobody named, or the heat was locked by itself */
	const struct protocol_expert *experts;
	int expert_count;
	const struct protocol_entry *entries; /* in running order */
	int entry_count;
	int only;                        /* the entry that the paper is about, or −1 for the whole heat */
	const char *origin;              /* "<host>/<contest>" */
	struct protocol_seal rests_on;   /* the newest record that the paper tells of: it fixes all before it */
	int64_t checkpoint_size;         /* of the first checkpoint that covers rests_on; 0 = none yet */
	const char *checkpoint_root;     /* base64; "" */
};

/* `entry` NULL: the whole heat. All in `arena`. Needs ACT_SEE_TALLY. ERR_NOT_FOUND "heat.unknown", "entry.unknown" (also for
 * an entry of another heat). */
MUST_CHECK bool app_heat_protocol(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *entry, struct arena *arena, struct protocol *ret_protocol, struct err *err);
