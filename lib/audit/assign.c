/* Who marks which entry: the versions that were opened follow each other without a gap, name seated experts, and every sheet is
 * of a pair that the version then in force has. */
#include "audit/assign.h"

#include "audit/body.h"
#include "audit/draw.h"
#include "audit/report.h"
#include "audit/room.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/recusal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int by_pair(const void *a, const void *b)
{
	const struct assign_audit_pair *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return (x->expert > y->expert) - (x->expert < y->expert);
}

static int by_seq(const void *a, const void *b)
{
	const struct assign_version *x = a, *y = b;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* ---- as it is opened */

static bool take_entry(struct replay *r, int stage, int64_t of, const struct json_member *m, struct assign_version *v)
{
	int entry = dict_find(&r->entry_ids, m->key);
	if (entry < 0 || !body_ids(&m->value, 1)) {
		report_record(r->report, of, "it assigns %s %s", m->key, entry < 0 ? "which was never accepted" : "to no list of experts");
		return false;
	}
	for (size_t i = 0; i < m->value.count; i++) {
		const char *id = m->value.items[i].string;
		int expert = dict_find(&r->expert_ids, id);
		bool sorted = !i || strcmp(m->value.items[i - 1].string, id) < 0;
		if (expert < 0 || !sorted || !room_takes_class(r->contest, &r->contest->stages[stage], r->experts[expert].class_id)) {
			report_record(r->report, of, "expert %s of entry %s %s", id, m->key, expert < 0 ? "was never seated"
				: !sorted ? "does not stand in order" : "is of no class that sits on the panel");
			return false;
		}
		v->pairs[v->count++] = (struct assign_audit_pair){entry, expert};
	}
	return true;
}

void assign_keep(struct replay *r, int stage, int64_t of, const struct json *body)
{
	const struct json *entries = json_get(body, "entries");
	struct stage_state *s = &r->stages[stage];
	size_t n = 0;
	for (size_t e = 0; e < entries->count; e++)
		n += entries->members[e].value.type == JSON_ARRAY ? entries->members[e].value.count : 0;
	struct assign_version v = {.seq = of, .version = json_int(body, "version", 0), .draw = json_int(body, "draw", 0),
		.pairs = ARENA_ARRAY(r->arena, n + 1, struct assign_audit_pair)};
	for (size_t e = 0; e < entries->count; e++)
		if (!take_entry(r, stage, of, &entries->members[e], &v))
			return;
	if (v.count)
		qsort(v.pairs, v.count, sizeof(*v.pairs), by_pair);
	s->assigns = replay_grow(r, s->assigns, s->assign_count, &s->assign_cap, sizeof(v));
	s->assigns[s->assign_count++] = v;
}

/* ---- when all of the stage is open */

const struct assign_version *assign_in_force(const struct stage_state *s, int64_t seq)
{
	const struct assign_version *found = NULL;
	for (size_t i = 0; i < s->assign_count && s->assigns[i].seq < seq; i++)
		found = &s->assigns[i];
	return found;
}

static bool has_pair(const struct assign_version *v, int entry, int expert)
{
	struct assign_audit_pair key = {entry, expert};
	return v->count && bsearch(&key, v->pairs, v->count, sizeof(key), by_pair);
}

const struct assign_audit_pair *assign_of(const struct assign_version *v, int entry, size_t *ret_count)
{
	size_t low = 0, high = v->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (v->pairs[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	size_t n = 0;
	while (low + n < v->count && v->pairs[low + n].entry == entry)
		n++;
	*ret_count = n;
	return v->pairs + low;
}

static void check_draw(struct replay *r, const struct assign_version *v)
{
	if (!v->draw) {
		if (!r->contest->rehearsal)
			report_record(r->report, v->seq, "it names no draw, and the contest is no rehearsal");
		return;
	}
	const struct draw_state *d = v->draw <= (int64_t)r->draw_count ? &r->draws[v->draw - 1] : NULL;
	if (!d || !d->concluded_seq || d->concluded_seq > v->seq)
		report_record(r->report, v->seq, "draw %" PRId64 " was not concluded before", v->draw);
}

void assign_check_stage(struct replay *r, int stage)
{
	struct stage_state *s = &r->stages[stage];
	if (s->assign_count)
		qsort(s->assigns, s->assign_count, sizeof(*s->assigns), by_seq);
	for (size_t i = 0; i < s->assign_count; i++) {
		const struct assign_version *v = &s->assigns[i];
		if (v->version != (int64_t)i + 1)
			report_record(r->report, v->seq, "version %" PRId64 " of an assignment follows version %zu", v->version, i);
		if (v->seq > s->close_seq)
			report_record(r->report, v->seq, "assigned after the close of stage %s in record %" PRId64,
				r->contest->stages[stage].id, s->close_seq);
		check_draw(r, v);
	}
	for (size_t i = 0; s->assign_count && i < s->version_count; i++) {
		const struct version *v = &s->versions[i];
		const struct assign_version *then = assign_in_force(s, v->seq);
		if (then && v->expert >= 0 && recusal_is_panel_sheet(&r->contest->stages[stage], v->sheet.recused, v->sheet.marks) && !has_pair(then, v->entry, v->expert))
			report_record(r->report, v->seq, "expert %s marks entry %s, which record %" PRId64 " assigns to others",
				v->sheet.expert, v->sheet.entry, then->seq);
	}
}
