/* Experts' devices: keys as they are enrolled, and the signatures of sheets as these are opened. A sheet that no device
 * signed came by file, or from a browser that can't sign; it is counted, not refused. */
#include "audit/replay.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "contest/contest.h"
#include "ledger/attest.h"
#include "ledger/record.h"

#include <inttypes.h>

void device_enrol(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "expert:d,key:s,link:d?")) {
		report_record(r->report, record->seq, "key.enrol must have {expert, key, link?}");
		return;
	}
	const char *expert = json_string(body, "expert", ""), *key = json_string(body, "key", "");
	const char *link = json_string(body, "link", NULL);
	struct enrolled e = {dict_find(&r->expert_ids, expert), record->seq};
	if (e.expert < 0)
		report_record(r->report, record->seq, "expert %s was never seated", expert);
	else if (!attest_is_key(key))
		report_record(r->report, record->seq, "“%s” is not base64 of an Ed25519 public key", key);
	else if (dict_find(&r->key_ids, key) >= 0)
		report_record(r->report, record->seq, "the key %s was enrolled before", key);
	else if (link && !people_has_link(r, link))
		report_record(r->report, record->seq, "link %s was never made, or was revoked", link);
	else {
		r->keys = replay_grow(r, r->keys, r->key_ids.count, &r->key_cap, sizeof(e));
		r->keys[r->key_ids.count] = e;
		(void)dict_add(&r->key_ids, r->arena, arena_strdup(r->arena, key), (int)r->key_ids.count);
	}
}

static bool check_key(struct replay *r, const struct version *v, const char *key)
{
	int at = dict_find(&r->key_ids, key);
	if (at < 0 || r->keys[at].seq > v->seq) {
		report_record(r->report, v->seq, "signed by the key %s, which was not enrolled before", key);
		return false;
	}
	if (r->keys[at].expert != v->expert) {
		report_record(r->report, v->seq, "a sheet of expert %s, signed by a device of %s", v->sheet.expert,
			r->experts[r->keys[at].expert].id);
		return false;
	}
	return true;
}

bool device_signed(struct replay *r, int stage, const struct version *v, const struct json *seal)
{
	if (!seal) {
		r->report->unsigned_sheets++;
		return true;
	}
	if (!body_fits(seal, "base:i,draft:d,key:s,signature:s")) {
		report_record(r->report, v->seq, "its signature must have {base, draft, key, signature}");
		return false;
	}
	struct attest text = {json_int(seal, "base", 0), json_string(seal, "draft", ""), r->contest->id,
		r->contest->stages[stage].id, v->sheet.heat, v->sheet.entry, v->sheet.expert, v->sheet.marks, v->sheet.recused};
	const char *key = json_string(seal, "key", "");
	if (!check_key(r, v, key))
		return false;
	if (text.base != v->version - 1) {
		report_record(r->report, v->seq, "version %d of a sheet, signed over version %" PRId64, v->version, text.base);
		return false;
	}
	if (!attest_holds(&text, key, json_string(seal, "signature", ""))) {
		report_record(r->report, v->seq, "the device's signature does not hold over what the sheet says");
		return false;
	}
	r->report->signed_sheets++;
	return true;
}
