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

struct pool {
	struct dict invited_ids, left_ids; /* numbers in: */
	struct invited *invited;
	int64_t *left_seqs;
	size_t invited_cap, left_cap;
};

static struct pool *pool_of(struct replay *r)
{
	if (!r->pool)
		r->pool = ARENA_ARRAY(r->arena, 1, struct pool);
	return r->pool;
}

static struct invited *find_invited(const struct replay *r, const char *expert)
{
	int at = r->pool ? dict_find(&r->pool->invited_ids, expert) : -1;
	return at < 0 ? NULL : &r->pool->invited[at];
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
		struct pool *p = pool_of(r);
		size_t n = p->invited_ids.count;
		p->invited = replay_grow(r, p->invited, n, &p->invited_cap, sizeof(*p->invited));
		known = &p->invited[n];
		(void)dict_add(&p->invited_ids, r->arena, arena_strdup(r->arena, expert), (int)n);
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
	struct pool *p = pool_of(r);
	size_t n = p->left_ids.count;
	p->left_seqs = replay_grow(r, p->left_seqs, n, &p->left_cap, sizeof(*p->left_seqs));
	p->left_seqs[n] = record->seq;
	(void)dict_add(&p->left_ids, r->arena, arena_strdup(r->arena, expert), (int)n);
}

bool pool_has_left(const struct replay *r, const char *expert, int64_t before)
{
	int at = r->pool ? dict_find(&r->pool->left_ids, expert) : -1;
	return at >= 0 && r->pool->left_seqs[at] < before;
}

int64_t pool_seats(const struct replay *r, const struct seating *seating, int64_t before)
{
	int64_t seats = 0;
	for (int i = 0; i < seating->count; i++)
		seats += !pool_has_left(r, seating->experts[i], before);
	return seats;
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
