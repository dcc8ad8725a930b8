/* Roles and personal links: only that each is given once before it is taken away. A standing is a flag under
 * the number that a dictionary gives its name, "17/chair" for a role and "3" for a link. */
#include "audit/replay.h"

#include "audit/body.h"
#include "audit/pool.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "ledger/record.h"

/* The flag of `name`, made when it is new; *ret_new tells. */
static bool *flag_of(struct replay *r, struct standing *s, const char *name, bool *ret_new)
{
	int number = dict_find(&s->ids, name);
	*ret_new = number < 0;
	if (number < 0) {
		number = (int)s->ids.count;
		s->flags = replay_grow(r, s->flags, (size_t)number, &s->cap, sizeof(*s->flags));
		s->flags[number] = false;
		(void)dict_add(&s->ids, r->arena, arena_strdup(r->arena, name), number);
	}
	return &s->flags[number];
}

static bool expert_seated(struct replay *r, const struct record *record, const struct json *body)
{
	const char *expert = json_string(body, "expert", NULL);
	if (!expert || dict_find(&r->expert_ids, expert) >= 0)
		return true;
	report_record(r->report, record->seq, "expert %s was never seated", expert);
	return false;
}

void people_role(struct replay *r, const struct record *record, const struct json *body)
{
	bool fresh, grant = str_eq(record->type, "role.grant");
	if (!body_fits(body, grant ? "account:d,expert:d?,role:d" : "account:d,role:d")) {
		report_record(r->report, record->seq, "%s must have {account, role%s}", record->type,
			grant ? ", expert?" : "");
		return;
	}
	const char *account = json_string(body, "account", ""), *role = json_string(body, "role", "");
	bool *has = flag_of(r, &r->roles, arena_printf(r->arena, "%s/%s", account, role), &fresh);
	if (*has == grant)
		report_record(r->report, record->seq, "account %s %s the role %s", account,
			grant ? "has" : "has not", role);
	else if (grant && !expert_seated(r, record, body))
		return;
	*has = grant;
}

/* An invitation is for somebody who was invited; every other link that names an expert, for one who is seated. */
static bool link_fits(struct replay *r, const struct record *record, const struct json *body)
{
	const char *expert = json_string(body, "expert", "");
	if (!str_eq(json_string(body, "role", ""), "candidate"))
		return expert_seated(r, record, body);
	if (pool_was_invited(r, expert))
		return true;
	report_record(r->report, record->seq, "the link is an invitation of %s, who was never invited", *expert ? expert : "nobody");
	return false;
}

void people_make_link(struct replay *r, const struct record *record, const struct json *body)
{
	bool fresh;
	if (!body_fits(body, "expert:d?,expires:s,heat:d?,link:d,role:d,stage:d?")) {
		report_record(r->report, record->seq,
			"link.make must have {expires, link, role, expert?, heat?, stage?}");
		return;
	}
	const char *id = json_string(body, "link", ""), *stage = json_string(body, "stage", NULL);
	bool *stands = flag_of(r, &r->links, id, &fresh);
	if (!fresh)
		report_record(r->report, record->seq, "link %s was made before", id);
	else if (stage && contest_find_stage(r->contest, stage) < 0)
		report_record(r->report, record->seq, "there is no stage %s", stage);
	else if (link_fits(r, record, body))
		*stands = true;
}

void people_revoke_link(struct replay *r, const struct record *record, const struct json *body)
{
	bool fresh;
	if (!body_fits(body, "link:d")) {
		report_record(r->report, record->seq, "link.revoke must have {link}");
		return;
	}
	const char *id = json_string(body, "link", "");
	bool *stands = flag_of(r, &r->links, id, &fresh);
	if (!*stands)
		report_record(r->report, record->seq, "link %s %s", id,
			fresh ? "was never made" : "was revoked before");
	*stands = false;
}

bool people_has_link(const struct replay *r, const char *id)
{
	int number = dict_find(&r->links.ids, id);
	return number >= 0 && r->links.flags[number];
}
