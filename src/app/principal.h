/* Who asks, and what they may: one table of roles by actions, asked by every use case before it does anything.
 *
 * A principal comes from a session (an account or a personal link). The
 * command line acts without one: whoever can open the data directory owns it. */
#pragma once

#include "base/base.h"
#include "base/err.h"

enum role {
	ROLE_ADMIN,      /* of the installation: accounts, every contest */
	ROLE_ORGANISER,
	ROLE_CHAIR,      /* of a panel: sees the tally before it is published, opens deliberations */
	ROLE_FLOOR,      /* floor manager: calls entries, runs the clock */
	ROLE_SUPERVISOR, /* sees the scoring, countersigns */
	ROLE_NOTARY,     /* sees the live ledger and audits samples */
	ROLE_EXPERT,     /* marks, as one expert */
	ROLE_ENTRANT,
	ROLE_OWNER,      /* of a demand */
	ROLE_VIEWER,     /* screens and guests: what the public sees, and unlisted screens */
	ROLE_CANDIDATE,  /* was invited to judge: answers, and once seated is an expert too */
	ROLE_COUNT
};

enum action {
	ACT_DEFINE,      /* add or change a contest */
	ACT_IMPORT,      /* entries, experts, sheets on paper */
	ACT_PEOPLE,      /* accounts, roles, links */
	ACT_CLOSE,       /* close, publish, award, withdraw */
	ACT_DELIBERATE,  /* open and conclude a deliberation */
	ACT_COUNTERSIGN,
	ACT_FLOOR,       /* steps of a heat's floor */
	ACT_MARK,        /* one's own sheets: submit, amend, recuse, vote */
	ACT_SEE_TALLY,   /* ranks and scores before publication */
	ACT_SEE_PROGRESS, /* who has handed in, not what */
	ACT_SEE_PANELS,  /* who marks what, and what stands against it */
	ACT_SEE_LEDGER,  /* live, with receipts */
	ACT_SEE_POOL,    /* who may come to judge, and what they answered */
	ACT_ANSWER,      /* one's own invitation, and when one is away */
	ACT_SAMPLE,      /* open sealed sheets, recorded, to compare them with paper */
	ACT_CONFLICTS,   /* compute, import, confirm and overrule conflicts of interest */
	ACT_SEE_CONFLICTS, /* … or only look at them */
	ACT_COUNT
};

struct principal {
	const char *id;      /* "account:17", "link:3": what stands as the actor in the ledger */
	const char *name;    /* to greet with; NULL = none */
	bool admin;
	const char *contest; /* a link is bound to one contest; NULL = an account */
	unsigned roles;      /* in the contest at hand: bits 1 << enum role */
	const char *expert;  /* whose sheets; NULL = none */
	const char *stage, *heat; /* a link bound to one heat; NULL = any */
};

/* True when any of the roles allows it. `who` NULL is the command line and may do everything. */
bool principal_may(const struct principal *who, enum action action);

/* The same as an error: ERR_DENIED "denied" with a sentence that names the action, not the data. */
MUST_CHECK bool principal_check(const struct principal *who, enum action action, struct err *err);

const char *role_name(enum role role);  /* "admin" … */
const char *action_name(enum action action);
/* −1 when there is no such role. */
int role_find(const char *name);
