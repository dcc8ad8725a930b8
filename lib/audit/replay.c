/* One function a record type. Each first holds the body against the type's fields, then against what has
 * been recorded before, and only then takes it in; so every later check can rely on the state. */
#include "audit/replay.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/closing.h"
#include "audit/draw.h"
#include "audit/pool.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/definition.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <string.h>

void *replay_grow(struct replay *r, void *items, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return items;
	size_t grown = *cap ? 2 * *cap : 8;
	void *bigger = arena_grow(r->arena, items, count, grown, size);
	*cap = grown;
	return bigger;
}

static const char *keep(struct replay *r, const struct json *body, const char *key)
{
	const char *s = json_string(body, key, NULL);
	return s ? arena_strdup(r->arena, s) : NULL;
}

static void add_seal(struct replay *r, struct seal seal)
{
	size_t cap = (size_t)r->seal_cap;
	r->seals = replay_grow(r, r->seals, (size_t)r->seal_count, &cap, sizeof(*r->seals));
	r->seal_cap = (int64_t)cap;
	r->seals[r->seal_count++] = seal;
}

static void take_sealed(struct replay *r, const struct record *record)
{
	struct seal *seal = &r->seals[record->seq];
	if (hex_decode(record->commit, strlen(record->commit), seal->commit.bytes, SHA_LEN))
		seal->type = record->type;
}

bool seal_is_sheet(const struct seal *seal)
{
	return seal->type && (str_eq(seal->type, "sheet.submit") || str_eq(seal->type, "sheet.amend"));
}

int replay_stage(struct replay *r, const struct record *record, const struct json *body)
{
	const char *id = json_string(body, "stage", "");
	int stage = contest_find_stage(r->contest, id);
	if (stage >= 0 && r->contest->stages[stage].kind == STAGE_PANEL)
		return stage;
	report_record(r->report, record->seq, "there is no stage %s with marks", id);
	return -1;
}

bool replay_withdrew(const struct replay *r, int entry, int64_t after, int64_t before)
{
	for (size_t i = 0; i < r->withdrawal_count; i++)
		if ((entry < 0 || r->withdrawals[i].entry == entry) && r->withdrawals[i].seq > after &&
			r->withdrawals[i].seq < before)
			return true;
	return false;
}

static void define_contest(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "definition:s")) {
		report_record(r->report, record->seq, "contest.define must have {definition}");
		return;
	}
	if (r->closed) {
		report_record(r->report, record->seq, "the definition changes after a stage was closed");
		return;
	}
	const char *text = keep(r, body, "definition");
	struct findings findings = findings_of("definition", r->arena);
	struct contest *contest = NULL;
	struct err err;
	if (!definition_read(text, strlen(text), r->arena, &findings, &contest, &err)) {
		report_record(r->report, record->seq, "the definition can't be read: %s", err.message);
		return;
	}
	if (!str_eq(contest->id, record->contest))
		report_record(r->report, record->seq, "the definition is that of contest %s", contest->id);
	if (room_opened(r))
		report_record(r->report, record->seq, "the definition changes after a floor was opened under it");
	const struct contest *old = r->contest;
	const struct stage_state *before = r->stages;
	r->contest = contest;
	r->stages = ARENA_ARRAY(r->arena, (size_t)contest->stage_count, struct stage_state);
	for (int s = 0; s < contest->stage_count; s++) {
		r->stages[s].close_seq = r->stages[s].publish_seq = -1;
		r->stages[s].heats = rooms_of(r, &contest->stages[s]);
	}
	if (old)
		rooms_carry(r, old, before);
}

static bool has_label(struct replay *r, const struct record *record, const struct labels *labels,
	const struct json *body, const char *key)
{
	const char *id = json_string(body, key, NULL);
	if (!id || labels_find(labels, id) >= 0)
		return true;
	report_record(r->report, record->seq, "there is no %s %s", key, id);
	return false;
}

static void accept_entry(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "division:d?,entry:d,profile:h,region:d?,track:d?")) {
		report_record(r->report, record->seq, "entry.accept must have {entry, profile, division?, region?, track?}");
		return;
	}
	const struct labels *axes = r->contest->axes;
	if (!has_label(r, record, &axes[AXIS_DIVISION], body, "division") ||
		!has_label(r, record, &axes[AXIS_REGION], body, "region") ||
		!has_label(r, record, &axes[AXIS_TRACK], body, "track"))
		return;
	struct result_entry e = {keep(r, body, "entry"), keep(r, body, "division"), keep(r, body, "region"),
		keep(r, body, "track"), false};
	if (dict_find(&r->entry_ids, e.id) >= 0) {
		report_record(r->report, record->seq, "entry %s was accepted before", e.id);
		return;
	}
	if (r->closed)
		report_record(r->report, record->seq, "entry %s is accepted after a stage was closed", e.id);
	r->entries = replay_grow(r, r->entries, r->entry_count, &r->entry_cap, sizeof(e));
	(void)dict_add(&r->entry_ids, r->arena, e.id, (int)r->entry_count);
	r->entries[r->entry_count++] = e;
}

static void seat_expert(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "class:d?,expert:d,profile:h")) {
		report_record(r->report, record->seq, "expert.seat must have {expert, profile, class?}");
		return;
	}
	if (!has_label(r, record, &r->contest->classes, body, "class"))
		return;
	struct result_expert e = {keep(r, body, "expert"), keep(r, body, "class")};
	if (dict_find(&r->expert_ids, e.id) >= 0) {
		report_record(r->report, record->seq, "expert %s was seated before", e.id);
		return;
	}
	if (!pool_check_seat(r, record, e.id, e.class_id))
		return;
	r->experts = replay_grow(r, r->experts, r->expert_count, &r->expert_cap, sizeof(e));
	(void)dict_add(&r->expert_ids, r->arena, e.id, (int)r->expert_count);
	r->experts[r->expert_count++] = e;
}

/* All panel stages that send entries to `stage` must be published before it closes. */
static void sources_published(struct replay *r, const struct record *record, int stage)
{
	for (int s = 0; s < r->contest->stage_count; s++)
		if (r->contest->stages[s].kind == STAGE_PANEL && result_feeds(r->contest, s, stage) &&
			r->stages[s].publish_seq < 0)
			report_record(r->report, record->seq, "stage %s is closed before its source %s is published",
				r->contest->stages[stage].id, r->contest->stages[s].id);
}

static void close_stage(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "sheets:i,stage:d,supervisor:s?")) {
		report_record(r->report, record->seq, "stage.close must have {sheets, stage, supervisor?}");
		return;
	}
	const char *id = json_string(body, "stage", ""), *supervisor = json_string(body, "supervisor", "");
	int stage = replay_stage(r, record, body);
	if (stage < 0)
		return;
	if (r->stages[stage].close_seq >= 0) {
		report_record(r->report, record->seq, "stage %s was closed before", id);
		return;
	}
	if (r->contest->stages[stage].supervised && !*supervisor)
		report_record(r->report, record->seq, "stage %s is supervised and closed without a supervisor", id);
	sources_published(r, record, stage);
	lock_check_close(r, record, stage, supervisor);
	r->stages[stage].close_seq = record->seq;
	r->stages[stage].close_sheets = json_int(body, "sheets", 0);
	r->closed = true;
}

static void withdraw_entry(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "entry:d,moved:a,reason:s")) {
		report_record(r->report, record->seq, "entry.withdraw must have {entry, moved, reason}");
		return;
	}
	const char *id = json_string(body, "entry", "");
	int entry = dict_find(&r->entry_ids, id);
	if (entry < 0 || r->entries[entry].withdrawn) {
		report_record(r->report, record->seq, "entry %s %s", id, entry < 0 ? "was never accepted" : "withdrew before");
		return;
	}
	r->entries[entry].withdrawn = true;
	r->withdrawals = replay_grow(r, r->withdrawals, r->withdrawal_count, &r->withdrawal_cap, sizeof(*r->withdrawals));
	r->withdrawals[r->withdrawal_count++] = (struct withdrawal){record->seq, entry};
	recount_moves(r, record, json_get(body, "moved"));
}

/* The sealed content's own text inside the reveal's canonical body {"body":…,"of":n,"salt":"…"}: what is left
 * when the ends, whose lengths are known, are taken off. */
static struct slice inner_body(const char *text, int64_t of)
{
	static const char head[] = "{\"body\":", middle[] = ",\"of\":", tail[] = ",\"salt\":\"";
	size_t ends = sizeof(head) - 1 + sizeof(middle) - 1 + sizeof(tail) - 1 + SHA_HEX - 1 + strlen("\"}");
	do
		ends++; /* a digit of n */
	while ((of /= 10) > 0);
	return (struct slice){text + sizeof(head) - 1, strlen(text) - ends};
}

static void reveal(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "body:o,of:i,salt:h")) {
		report_record(r->report, record->seq, "reveal must have {body, of, salt}");
		return;
	}
	int64_t of = json_int(body, "of", 0);
	const char *salt = json_string(body, "salt", "");
	struct slice text = inner_body(record->body, of);
	if (of >= record->seq || !r->seals[of].type) {
		report_record(r->report, record->seq, "record %" PRId64 " has no commitment to open", of);
		return;
	}
	struct seal *seal = &r->seals[of];
	struct sha sum = record_commitment((struct slice){salt, strlen(salt)}, text);
	if (!sha_eq(&sum, &seal->commit)) {
		report_record(r->report, record->seq, "what it reveals is not what record %" PRId64 " committed to", of);
		return;
	}
	if (seal->opened) {
		report_record(r->report, record->seq, "record %" PRId64 " was opened before", of);
		return;
	}
	seal->opened = true;
	if (seal_is_sheet(seal))
		opened_sheet(r, record, of, json_get(body, "body"), text);
	else
		opened_ruling(r, record, of, json_get(body, "body"));
}

static void nothing(struct replay *r, const struct record *record, const struct json *body)
{
	(void)r, (void)record, (void)body; /* ledger.open and key.rotate are the audit's own */
}

static const struct {
	const char *type;
	void (*take)(struct replay *r, const struct record *record, const struct json *body);
} takers[] = {
	{"reveal", reveal},
	{"entry.accept", accept_entry},
	{"expert.seat", seat_expert},
	{"expert.invite", pool_invite},
	{"expert.decline", pool_decline},
	{"expert.leave", pool_leave},
	{"contest.define", define_contest},
	{"stage.close", close_stage},
	{"result.publish", recount_result},
	{"entry.withdraw", withdraw_entry},
	{"role.grant", people_role},
	{"role.revoke", people_role},
	{"link.make", people_make_link},
	{"link.revoke", people_revoke_link},
	{"key.enrol", device_enrol},
	{"floor.step", room_step},
	{"panel.seat", room_seat},
	{"heat.lock", lock_heat},
	{"heat.sign", lock_sign},
	{"score.show", show_score},
	{"sample.open", sample_open},
	{"draw.commit", draw_commit},
	{"draw.announce", draw_announce},
	{"draw.conclude", draw_conclude},
	{"draw.void", draw_void},
	{"ledger.open", nothing},
	{"key.rotate", nothing},
};

void replay_take(struct replay *r, const struct record *record, const struct json *body)
{
	add_seal(r, (struct seal){0});
	if (record->commit) {
		take_sealed(r, record);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(takers); i++) {
		if (!str_eq(takers[i].type, record->type))
			continue;
		if (r->contest || takers[i].take == define_contest || takers[i].take == nothing)
			takers[i].take(r, record, body);
		else
			report_record(r->report, record->seq, "%s comes before the contest is defined", record->type);
		return;
	}
}

static bool all_published(const struct replay *r)
{
	if (!r->contest)
		return false;
	for (int s = 0; s < r->contest->stage_count; s++)
		if (r->contest->stages[s].kind == STAGE_PANEL && r->stages[s].publish_seq < 0)
			return false;
	return true;
}

void replay_end(struct replay *r)
{
	if (!all_published(r))
		return;
	for (int64_t seq = 0; seq < r->seal_count; seq++)
		if (r->seals[seq].type && !r->seals[seq].opened && !r->seals[seq].replaced)
			report_record(r->report, seq, "sealed, and never opened although every stage is published");
}
