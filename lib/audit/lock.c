/* Heats that were locked and signed. A lock says how many sheets there are and how many are owed before anybody can see
 * them; both are counted again when the stage's sheets are open. */
#include "audit/closing.h"

#include "audit/assign.h"
#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "floor/floor.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- floors and panels, where there are any */

static bool is_open(const struct heat_state *h)
{
	return h->floor && floor_is_open(h->floor);
}

static bool is_absent(const struct heat_state *h, const char *entry)
{
	int at = is_open(h) ? floor_find_entry(h->floor, entry) : -1;
	return at >= 0 && h->floor->entries[at].phase == FLOOR_ABSENT;
}

bool lock_has_entry(const struct replay *r, int stage, const char *entry)
{
	for (int i = 0; i < r->contest->stages[stage].heat_count; i++) {
		const struct heat_state *h = &r->stages[stage].heats[i];
		int at = is_open(h) ? floor_find_entry(h->floor, entry) : -1;
		if (at >= 0 && h->floor->entries[at].phase == FLOOR_LOCKED)
			return true;
	}
	return false;
}

/* ---- the records */

/* The heat that a body names, of a stage that is not closed yet; NULL after a report. */
static struct heat_state *find_heat(struct replay *r, const struct record *record, const struct json *body)
{
	int stage = replay_stage(r, record, body);
	if (stage < 0)
		return NULL;
	const char *id = json_string(body, "heat", "");
	int heat = stage_find_heat(&r->contest->stages[stage], id);
	if (heat < 0)
		report_record(r->report, record->seq, "stage %s has no heat %s", r->contest->stages[stage].id, id);
	else if (r->stages[stage].close_seq >= 0)
		report_record(r->report, record->seq, "stage %s was closed before, in record %" PRId64,
			r->contest->stages[stage].id, r->stages[stage].close_seq);
	else
		return &r->stages[stage].heats[heat];
	return NULL;
}

void lock_heat(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "heat:d,missing:i,sheets:i,stage:d")) {
		report_record(r->report, record->seq, "heat.lock must have {heat, missing, sheets, stage}");
		return;
	}
	struct heat_state *h = find_heat(r, record, body);
	if (!h)
		return;
	if (h->lock_seq >= 0) {
		report_record(r->report, record->seq, "heat %s was locked before, in record %" PRId64, json_string(body, "heat", ""),
			h->lock_seq);
		return;
	}
	if (is_open(h) && !floor_is_done(h->floor))
		report_record(r->report, record->seq, "heat %s is locked while an entry on its floor is neither locked nor absent",
			json_string(body, "heat", ""));
	h->lock_seq = record->seq;
	h->sheets = json_int(body, "sheets", 0);
	h->missing = json_int(body, "missing", 0);
}

void lock_sign(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "heat:d,lock:i,stage:d")) {
		report_record(r->report, record->seq, "heat.sign must have {heat, lock, stage}");
		return;
	}
	struct heat_state *h = find_heat(r, record, body);
	if (!h)
		return;
	if (h->lock_seq < 0 || h->lock_seq != json_int(body, "lock", -1))
		report_record(r->report, record->seq, "heat %s was not locked by record %" PRId64, json_string(body, "heat", ""),
			json_int(body, "lock", -1));
	else if (h->sign_seq >= 0)
		report_record(r->report, record->seq, "heat %s was signed before, in record %" PRId64, json_string(body, "heat", ""),
			h->sign_seq);
	else {
		h->sign_seq = record->seq;
		h->signer = arena_strdup(r->arena, record->actor);
	}
}

int64_t lock_seq_of(const struct replay *r, int stage, const char *heat)
{
	int h = stage_find_heat(&r->contest->stages[stage], heat);
	return h < 0 ? -1 : r->stages[stage].heats[h].lock_seq;
}

/* ---- the close */

/* Actors hold neither quote nor comma's neighbour ", " twice: a name stands between separators. */
static bool is_named(const char *names, const char *name)
{
	size_t len = strlen(name);
	for (const char *at = names; (at = strstr(at, name)); at += len)
		if ((at == names || at[-1] == ' ') && (!at[len] || at[len] == ','))
			return true;
	return false;
}

void lock_check_close(struct replay *r, const struct record *record, int stage, const char *supervisor)
{
	const struct stage *rules = &r->contest->stages[stage];
	CLEANUP(buf_done) struct buf signers = {0};
	for (int h = 0; h < rules->heat_count; h++) {
		const struct heat_state *s = &r->stages[stage].heats[h];
		if (is_open(s) && s->lock_seq < 0)
			report_record(r->report, record->seq, "stage %s is closed before its heat %s is locked", rules->id,
				rules->heats[h].id);
		if (s->lock_seq >= 0 && s->sign_seq < 0 && rules->supervised)
			report_record(r->report, record->seq, "the supervised stage %s is closed before its heat %s is signed",
				rules->id, rules->heats[h].id);
		if (s->signer && !is_named(buf_str(&signers), s->signer))
			buf_printf(&signers, "%s%s", signers.len ? ", " : "", s->signer);
	}
	if (signers.len && !str_eq(buf_str(&signers), supervisor))
		report_record(r->report, record->seq, "its supervisor is not who signed the heats, %s", buf_str(&signers));
}

/* ---- the sheets */

static bool counts(const struct stage *stage, const struct result_sheet *sheet)
{
	if (sheet->recused || str_eq(sheet->marks, "{}"))
		return true;
	for (int c = 0; c < stage->scoring.criterion_count; c++) {
		char needle[80];
		snprintf(needle, sizeof(needle), "\"%s\":", stage->scoring.criteria[c].id);
		if (stage->scoring.criteria[c].by == BY_PANEL && strstr(sheet->marks, needle))
			return true;
	}
	return false;
}

static int64_t seats_of(const struct replay *r, int stage, int heat)
{
	const struct stage *s = &r->contest->stages[stage];
	const struct heat_state *h = &r->stages[stage].heats[heat];
	int64_t seats = h->seating_count ? h->seatings[h->seating_count - 1].count : 0, by_class = 0;
	for (int i = 0; i < s->panel_count; i++)
		by_class += s->panel[i].seats;
	if (s->sheets_each && (!seats || seats > s->sheets_each))
		return s->sheets_each;
	return seats ? seats : by_class;
}

/* Versions stand by entry and expert; the last of each expert is in force. */
static bool in_force(const struct stage_state *s, size_t i)
{
	return i + 1 == s->version_count || s->versions[i].entry != s->versions[i + 1].entry ||
		s->versions[i].expert != s->versions[i + 1].expert;
}

static void check_lock(struct replay *r, int stage, int heat)
{
	const struct stage *rules = &r->contest->stages[stage];
	struct stage_state *s = &r->stages[stage];
	const struct heat_state *h = &s->heats[heat];
	const struct assign_version *assigns = assign_in_force(s, h->lock_seq);
	int64_t sheets = 0, missing = 0, expected = seats_of(r, stage, heat);
	for (size_t i = 0; i < s->version_count;) {
		int entry = s->versions[i].entry;
		size_t first = i;
		int64_t in = 0;
		bool there = false;
		for (; i < s->version_count && s->versions[i].entry == entry; i++) {
			const struct version *v = &s->versions[i];
			if (!in_force(s, i) || !str_eq(v->sheet.heat, rules->heats[heat].id))
				continue;
			there = true;
			sheets++;
			in += counts(rules, &v->sheet);
		}
		bool owed = there && !is_absent(h, r->entries[entry].id) &&
			!replay_withdrew(r, entry, -1, h->lock_seq);
		if (owed && assigns)
			missing += assign_missing(r, stage, heat, assigns, first, i);
		else if (owed && in < expected)
			missing += expected - in;
	}
	if (sheets != h->sheets || missing != h->missing)
		report_record(r->report, h->lock_seq, "heat %s was locked with %" PRId64 " sheets and %" PRId64
			" missing; counted %" PRId64 " and %" PRId64, rules->heats[heat].id, h->sheets, h->missing, sheets, missing);
}

void lock_check_sheets(struct replay *r, int stage)
{
	const struct stage *rules = &r->contest->stages[stage];
	struct stage_state *s = &r->stages[stage];
	bool live = false;
	for (int h = 0; h < rules->heat_count; h++) {
		live = live || s->heats[h].lock_seq >= 0;
		if (s->heats[h].lock_seq >= 0)
			check_lock(r, stage, h);
	}
	for (size_t i = 0; live && i < s->version_count; i++) {
		const struct version *v = &s->versions[i];
		int64_t lock = lock_seq_of(r, stage, v->sheet.heat);
		if (lock < 0)
			report_record(r->report, v->seq, "a sheet in heat %s, which was not locked before the close of stage %s",
				v->sheet.heat, rules->id);
		else if (v->seq > lock)
			report_record(r->report, v->seq, "a sheet in heat %s after its lock in record %" PRId64, v->sheet.heat, lock);
	}
}
