/* Rulings come in as they are opened, which is with a result and so after the close of the stage at hand: all that counts for
 * it is known by then. A pair's rulings hang on each other, in whatever order they were opened. */
#include "audit/ruled.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/closing.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/recusal.h"
#include "judging/conflict.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PAIR = 140 }; /* two ids and a space */

static const char *pair_key(const char *entry, const char *expert, char out[PAIR])
{
	snprintf(out, PAIR, "%s %s", entry, expert);
	return out;
}

void ruled_seal(struct replay *r, int64_t seq)
{
	struct rulings *all = r->rulings;
	all->sealed = replay_grow(r, all->sealed, all->sealed_count, &all->sealed_cap, sizeof(*all->sealed));
	all->sealed[all->sealed_count++] = seq;
}

static bool grounds_fit(const struct json *grounds)
{
	for (size_t i = 0; i < grounds->count; i++)
		if (grounds->items[i].type != JSON_STRING || conflict_ground_find(grounds->items[i].string) < 0 ||
			(i && strcmp(grounds->items[i - 1].string, grounds->items[i].string) >= 0))
			return false;
	return grounds->count > 0;
}

void ruled_open(struct replay *r, const struct record *record, int64_t of, const struct json *body)
{
	struct rulings *all = r->rulings;
	char key[PAIR];
	all->opening = record->seq;
	if (!body_fits(body, "confirmed:b,entry:d,expert:d,grounds:a,reason:h?") || !grounds_fit(json_get(body, "grounds"))) {
		report_record(r->report, of, "opened, it is no ruling: {confirmed, entry, expert, grounds, reason?}, with known grounds in order");
		return;
	}
	const char *entry = json_string(body, "entry", "");
	bool confirmed = json_bool(body, "confirmed", false);
	if (!confirmed && !json_get(body, "reason"))
		report_record(r->report, of, "overrules a conflict without a reason");
	if (dict_find(&r->entry_ids, entry) < 0) {
		report_record(r->report, of, "rules on entry %s, which was never accepted", entry);
		return;
	}
	all->items = replay_grow(r, all->items, all->count, &all->cap, sizeof(*all->items));
	int at = dict_find(&all->pairs, pair_key(entry, json_string(body, "expert", ""), key));
	struct ruled one = {of, confirmed, -1};
	if (at < 0) {
		(void)dict_add(&all->pairs, r->arena, arena_strdup(r->arena, key), (int)all->count);
	} else {
		one.before = all->items[at].before;
		all->items[at].before = (int)all->count;
	}
	all->items[all->count++] = one;
}

void ruled_watch(struct replay *r, const struct record *record)
{
	struct rulings *all = r->rulings;
	bool result = str_eq(record->type, "result.publish");
	if (all->opening >= 0 && !result && !str_eq(record->type, "reveal"))
		report_record(r->report, all->opening, "opens a ruling, and record %" PRId64 " is no result", record->seq);
	if (!str_eq(record->type, "reveal"))
		all->opening = -1;
	for (size_t i = 0; result && i < all->sealed_count; i++)
		if (!r->seals[all->sealed[i]].opened)
			report_record(r->report, record->seq, "a result, and the ruling in record %" PRId64 " is not opened with it",
				all->sealed[i]);
	if (result)
		all->sealed_count = 0;
}

bool ruled_confirmed(const struct replay *r, const char *entry, const char *expert, int64_t seq)
{
	const struct rulings *all = r->rulings;
	const struct ruled *newest = NULL;
	char key[PAIR];
	for (int i = dict_find(&all->pairs, pair_key(entry, expert, key)); i >= 0; i = all->items[i].before)
		if (all->items[i].seq < seq && (!newest || newest->seq < all->items[i].seq))
			newest = &all->items[i];
	return newest && newest->confirmed;
}

void ruled_sheet(struct replay *r, int stage, const struct version *v)
{
	if (!v->sheet.recused && recusal_is_panel_sheet(&r->contest->stages[stage], v->sheet.recused, v->sheet.marks) &&
		ruled_confirmed(r, v->sheet.entry, v->sheet.expert, v->seq))
		report_record(r->report, v->seq, "expert %s marks entry %s, and their conflict was confirmed before", v->sheet.expert,
			v->sheet.entry);
}

void ruled_apply(struct replay *r, int stage, struct version *v)
{
	const struct stage *rules = &r->contest->stages[stage];
	if (v->sheet.recused || !recusal_is_panel_sheet(rules, false, v->sheet.marks) ||
		!ruled_confirmed(r, v->sheet.entry, v->sheet.expert, r->stages[stage].close_seq))
		return;
	v->sheet.recused = true;
	v->sheet.marks = recusal_marks(rules, v->sheet.marks, r->arena);
}
