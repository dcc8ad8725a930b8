/* Draws: numbered without a gap, announced before the beacon's round, concluded or voided; every order drawn again. */
#include "audit/draw.h"

#include "audit/body.h"
#include "audit/replay.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "judging/ceremony.h"
#include "judging/drand.h"
#include "ledger/record.h"

#include <inttypes.h>

/* A body outlives the record only as a copy. */
static const struct json *keep_body(struct replay *r, const struct json *body)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json *copy = ARENA_NEW(r->arena, struct json);
	struct err err;
	json_canonical(body, &out);
	const char *text = arena_strndup(r->arena, buf_str(&out), out.len);
	return json_parse(text, out.len, r->arena, copy, &err) ? copy : NULL;
}

/* The draw that the record is about: the newest one, or where `opens` the one after. NULL after a report. */
static struct draw_state *find_draw(struct replay *r, const struct record *record, const struct json *body, bool opens)
{
	int64_t number = json_int(body, "draw", 0);
	struct draw_state *newest = r->draw_count ? &r->draws[r->draw_count - 1] : NULL;
	bool going_on = newest && number == (int64_t)r->draw_count && !newest->ended;
	if (going_on)
		return newest;
	if (opens && number == (int64_t)r->draw_count + 1) {
		if (newest && !newest->ended) {
			report_record(r->report, record->seq, "draw %" PRId64 " begins before draw %zu ended", number, r->draw_count);
			return NULL;
		}
		r->draws = replay_grow(r, r->draws, r->draw_count, &r->draw_cap, sizeof(*r->draws));
		r->draws[r->draw_count] = (struct draw_state){0};
		return &r->draws[r->draw_count++];
	}
	report_record(r->report, record->seq, "there is no draw %" PRId64 " at this point", number);
	return NULL;
}

void draw_commit(struct replay *r, const struct record *record, const struct json *body)
{
	struct err err;
	if (!body_fits(body, "beacon:b?,commitments:a,draw:i,pool:a?,purpose:s") || !ceremony_check_commitments(json_get(body, "commitments"), &err)) {
		report_record(r->report, record->seq, "draw.commit must have {beacon?, commitments, draw, pool?, purpose}, with sorted hashes");
		return;
	}
	struct draw_state *d = find_draw(r, record, body, true);
	if (d && (d->committed || d->announced))
		report_record(r->report, record->seq, "comes after the commitments of its draw, or its announcement");
	else if (d)
		d->committed = keep_body(r, body);
}

void draw_announce(struct replay *r, const struct record *record, const struct json *body)
{
	struct err err;
	struct ceremony c;
	if (!body_fits(body, "announcement:s,commitments:a?,draw:i,pool:a,reveals:a?")) {
		report_record(r->report, record->seq, "draw.announce must have {announcement, commitments?, draw, pool, reveals?}");
		return;
	}
	struct draw_state *d = find_draw(r, record, body, true);
	if (!d)
		return;
	const struct json *kept = keep_body(r, body);
	if (d->announced)
		report_record(r->report, record->seq, "its draw was announced before");
	else if (!kept || !ceremony_read(record->contest, kept, d->committed, r->arena, &c, &err))
		report_record(r->report, record->seq, "the announcement does not hold: %s", kept ? err.message : "too deep");
	else if (c.announcement.round && record->ts_ms >= drand_time_ms(c.announcement.round))
		report_record(r->report, record->seq, "announced when the beacon's round was out");
	d->announced = kept;
}

void draw_conclude(struct replay *r, const struct record *record, const struct json *body)
{
	struct err err;
	struct ceremony c;
	struct draw drawn;
	if (!body_fits(body, "beacon:s?,draw:i,order:a,seed:h")) {
		report_record(r->report, record->seq, "draw.conclude must have {beacon?, draw, order, seed}");
		return;
	}
	struct draw_state *d = find_draw(r, record, body, false);
	if (!d)
		return;
	const struct json *kept = keep_body(r, body);
	d->ended = true;
	d->concluded_seq = record->seq;
	d->order = kept ? json_get(kept, "order") : NULL;
	if (!d->announced)
		report_record(r->report, record->seq, "its draw was not announced");
	else if (!ceremony_read(record->contest, d->announced, d->committed, r->arena, &c, &err) ||
		!ceremony_check(&c, body, r->arena, &drawn, &err))
		report_record(r->report, record->seq, "the draw does not hold: %s", err.message);
	else if (drawn.round && record->ts_ms < drand_time_ms(drawn.round))
		report_record(r->report, record->seq, "concluded before the beacon's round was out");
}

void draw_void(struct replay *r, const struct record *record, const struct json *body)
{
	if (!body_fits(body, "draw:i,reason:s")) {
		report_record(r->report, record->seq, "draw.void must have {draw, reason}");
		return;
	}
	struct draw_state *d = find_draw(r, record, body, false);
	if (d)
		d->ended = true;
}
