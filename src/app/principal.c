/* The table is the policy; nothing else in the program knows a role by name. */
#include "app/principal.h"

#include "base/str.h"

#define BIT(role) (1u << ROLE_##role)

static const char *const ROLES[ROLE_COUNT] = {"admin", "organiser", "chair", "floor", "supervisor", "notary", "expert",
	"entrant", "owner", "viewer", "candidate"};

static const struct {
	const char *name;
	unsigned roles;
} ACTIONS[ACT_COUNT] = {
	[ACT_DEFINE] = {"define", BIT(ADMIN) | BIT(ORGANISER)},
	[ACT_IMPORT] = {"import", BIT(ADMIN) | BIT(ORGANISER)},
	[ACT_PEOPLE] = {"people", BIT(ADMIN) | BIT(ORGANISER)},
	[ACT_CLOSE] = {"close", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR)},
	[ACT_DELIBERATE] = {"deliberate", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR)},
	[ACT_COUNTERSIGN] = {"countersign", BIT(SUPERVISOR)},
	[ACT_FLOOR] = {"floor", BIT(ADMIN) | BIT(ORGANISER) | BIT(FLOOR)},
	[ACT_MARK] = {"mark", BIT(EXPERT)},
	[ACT_SEE_TALLY] = {"see-tally", BIT(CHAIR) | BIT(SUPERVISOR)},
	[ACT_SEE_PROGRESS] = {"see-progress", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR) | BIT(FLOOR) | BIT(SUPERVISOR) | BIT(NOTARY)},
	[ACT_SEE_POOL] = {"see-pool", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR)},
	[ACT_ANSWER] = {"answer", BIT(CANDIDATE) | BIT(EXPERT)},
	[ACT_SAMPLE] = {"sample", BIT(CHAIR) | BIT(SUPERVISOR) | BIT(NOTARY)},
	[ACT_SEE_PANELS] = {"see-panels", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR) | BIT(SUPERVISOR)},
	[ACT_CONFLICTS] = {"conflicts", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR)},
	[ACT_SEE_CONFLICTS] = {"see-conflicts", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR) | BIT(SUPERVISOR)},
	[ACT_SEE_LEDGER] = {"see-ledger", BIT(ADMIN) | BIT(ORGANISER) | BIT(CHAIR) | BIT(SUPERVISOR) | BIT(NOTARY)},
};

bool principal_may(const struct principal *who, enum action action)
{
	if (!who)
		return true;
	unsigned roles = who->roles | (who->admin ? BIT(ADMIN) : 0);
	return (roles & ACTIONS[action].roles) != 0;
}

bool principal_check(const struct principal *who, enum action action, struct err *err)
{
	return principal_may(who, action) ||
		fail(err, ERR_DENIED, "denied", "Your role does not allow this (%s).", ACTIONS[action].name);
}

const char *role_name(enum role role)
{
	return ROLES[role];
}

const char *action_name(enum action action)
{
	return ACTIONS[action].name;
}

int role_find(const char *name)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		if (str_eq(ROLES[r], name))
			return r;
	return -1;
}
