/* Who was asked to judge, what they answered, and who left again. Somebody is invited before they are seated, as often as it
 * takes; they decline once an invitation; being seated is their yes. Whoever leaves does so once, and for good. */
#include "audit/pool.h"

#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "ledger/record.h"

#include <inttypes.h>

struct invited {
	const char *class_id; /* of the newest invitation; NULL = none */
	bool declined;        /* since then */
};

static struct invited *find_invited(const struct replay *r, const char *expert)
{
	int at = dict_find(&r->invited_ids, expert);
	return at < 0 ? NULL : &r->invited[at];
}

void pool_invite(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "class:d?,expert:d,profile:h")) {
		report_record(r->report, record->seq, "expert.invite must have {expert, profile, class?}");
		return;
	}
	const char *expert = json_string(body, "expert", ""), *class_id = json_string(body, "class", NULL);
	if (class_id && labels_find(&r->contest->classes, class_id) < 0) {
		report_record(r->report, record->seq, "there is no class %s", class_id);
		return;
	}
	if (dict_find(&r->expert_ids, expert) >= 0) {
		report_record(r->report, record->seq, "expert %s is invited after being seated", expert);
		return;
	}
	struct invited *known = find_invited(r, expert);
	if (!known) {
		r->invited = replay_grow(r, r->invited, r->invited_ids.count, &r->invited_cap, sizeof(*r->invited));
		known = &r->invited[r->invited_ids.count];
		(void)dict_add(&r->invited_ids, r->arena, arena_strdup(r->arena, expert), (int)r->invited_ids.count);
	}
	*known = (struct invited){class_id ? arena_strdup(r->arena, class_id) : NULL, false};
}

void pool_decline(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "expert:d")) {
		report_record(r->report, record->seq, "expert.decline must have {expert}");
		return;
	}
	const char *expert = json_string(body, "expert", "");
	struct invited *known = find_invited(r, expert);
	if (!known || known->declined || dict_find(&r->expert_ids, expert) >= 0)
		report_record(r->report, record->seq, "expert %s %s", expert, !known ? "declines and was never invited" :
			known->declined ? "declined before" : "declines after being seated");
	else
		known->declined = true;
}

void pool_leave(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "expert:d")) {
		report_record(r->report, record->seq, "expert.leave must have {expert}");
		return;
	}
	const char *expert = json_string(body, "expert", "");
	int at = dict_find(&r->expert_ids, expert);
	if (at < 0 || pool_has_left(r, expert, record->seq)) {
		report_record(r->report, record->seq, "expert %s leaves and %s", expert, at < 0 ? "was never seated" : "left before");
		return;
	}
	size_t n = r->left_ids.count;
	r->left_seqs = replay_grow(r, r->left_seqs, n, &r->left_cap, sizeof(*r->left_seqs));
	r->left_seqs[n] = record->seq;
	(void)dict_add(&r->left_ids, r->arena, arena_strdup(r->arena, expert), (int)n);
}

bool pool_has_left(const struct replay *r, const char *expert, int64_t before)
{
	int at = dict_find(&r->left_ids, expert);
	return at >= 0 && r->left_seqs[at] < before;
}

bool pool_was_invited(const struct replay *r, const char *expert)
{
	return find_invited(r, expert) != NULL;
}

bool pool_check_seat(struct replay *r, const struct record *record, const char *expert, const char *class_id)
{
	const struct invited *known = find_invited(r, expert);
	if (!known || str_eq_null(known->class_id, class_id))
		return true;
	report_record(r->report, record->seq, "expert %s was invited as one of class %s", expert,
		known->class_id ? known->class_id : "none");
	return false;
}

void pool_check_sheet(struct replay *r, const struct version *v)
{
	if (pool_has_left(r, v->sheet.expert, v->seq))
		report_record(r->report, v->seq, "a sheet of expert %s, who left before", v->sheet.expert);
}
