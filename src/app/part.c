/* Small writers over the JSON writer; each leaves out what is not there. */
#include "app/part.h"

#include "app/outcome.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/sha.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/merkle.h"

#include <string.h>

void part_text(struct json_writer *w, const char *key, const struct text *text)
{
	if (!text->zh && !text->en)
		return;
	json_open(w, key, '{');
	if (text->zh)
		json_put_string(w, "zh", text->zh);
	if (text->en)
		json_put_string(w, "en", text->en);
	json_close(w, '}');
}

void part_time(struct json_writer *w, const char *key, int64_t at_ms)
{
	char text[TIME_TEXT];
	if (at_ms)
		json_put_string(w, key, time_format(at_ms, text));
}

void part_labels(struct json_writer *w, const char *key, const struct labels *labels)
{
	json_open(w, key, '[');
	for (int i = 0; i < labels->count; i++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", labels->items[i].id);
		part_text(w, "title", &labels->items[i].title);
		json_close(w, '}');
	}
	json_close(w, ']');
}

bool part_seal(struct json_writer *w, const char *key, struct db *db, const char *contest, int64_t seq,
	struct arena *arena, struct err *err)
{
	struct record_row *rows;
	struct json record;
	size_t n;
	if (!store_list_records(db, contest, seq, 1, arena, &rows, &n, err))
		return false;
	if (!n || rows[0].seq != seq)
		return fail(err, ERR_IO, "ledger.hole", "The ledger of %s lacks record %lld.", contest, (long long)seq);
	if (!json_parse(rows[0].line, strlen(rows[0].line), arena, &record, err))
		return false;
	char hex[SHA_HEX];
	struct sha leaf = merkle_leaf(rows[0].line, strlen(rows[0].line));
	json_open(w, key, '{');
	json_put_int(w, "seq", seq);
	json_put_string(w, "leaf", sha_hex(&leaf, hex));
	json_put_string(w, "ts", json_string(&record, "ts", ""));
	json_close(w, '}');
	return true;
}

void part_decimal(struct json_writer *w, const char *key, bool has, int64_t units)
{
	if (has)
		json_put_decimal(w, key, units);
	else
		json_put_null(w, key);
}

void part_profile(struct json_writer *w, const struct json *profile, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *value = json_string(profile, keys[i], NULL);
		if (value)
			json_put_string(w, keys[i], value);
	}
}

bool part_read_profile(const char *profile, struct arena *arena, struct json *ret, struct err *err)
{
	const char *text = profile ? profile : "{}";
	return json_parse(text, strlen(text), arena, ret, err);
}

int part_stage_places(const struct stage *stage)
{
	int places = stage->wild_cards;
	for (int i = 0; i < stage->quota_count; i++)
		places += stage->quotas[i].places;
	return places;
}

int part_award_places(const struct contest *contest, const struct stage *stage, const struct award *award)
{
	if (award->per < 0)
		return award->places;
	int lists = award->per == AXIS_HEAT ? stage->heat_count : contest->axes[award->per].count;
	return award->places * lists;
}

static const char *state_name(const struct stage *stage, const struct stage_row *row, int64_t sheets, bool stuck,
	int64_t now_ms)
{
	if (stage->kind == STAGE_OPEN)
		return stage->starts_ms > now_ms ? "upcoming" : "published";
	if (row && row->state == STAGE_PUBLISHED)
		return "published";
	if (row && row->state == STAGE_CLOSED)
		return stuck ? "awaiting-deliberation" : "closed";
	return sheets ? "judging" : "upcoming";
}

bool part_stage_card(struct json_writer *w, const char *key, struct db *db, const struct contest *contest, int stage,
	int entries, int64_t now_ms, struct arena *arena, struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	struct stage_row *row = NULL;
	int64_t sheets = 0;
	bool stuck = false;
	if (s->kind == STAGE_PANEL && (!store_find_stage(db, contest->id, s->id, arena, &row, err) ||
					      !store_count_sheets(db, contest->id, s->id, &sheets, err)))
		return false;
	if (row && row->state == STAGE_CLOSED && !outcome_is_stuck(db, contest, stage, arena, &stuck, err))
		return false;
	json_open(w, key, '{');
	json_put_string(w, "id", s->id);
	part_text(w, "title", &s->title);
	part_text(w, "note", &s->note);
	json_put_string(w, "kind", s->kind == STAGE_OPEN ? "open" : "panel");
	json_put_string(w, "state", state_name(s, row, sheets, stuck, now_ms));
	part_time(w, "starts", s->starts_ms);
	part_time(w, "ends", s->ends_ms);
	json_put_int(w, "entries", entries);
	json_put_int(w, "advance", part_stage_places(s));
	json_close(w, '}');
	return true;
}

/* Titles and teams of the contest's entries, by id. */
struct names {
	struct dict index;
	struct entry_row *rows;
};

static bool load_names(struct db *db, const char *contest, struct arena *arena, struct names *ret, struct err *err)
{
	size_t n;
	if (!store_list_entries(db, contest, arena, &ret->rows, &n, err))
		return false;
	ret->index = (struct dict){0};
	for (size_t i = 0; i < n; i++)
		dict_add(&ret->index, arena, ret->rows[i].id, (int)i);
	return true;
}

static bool put_winner(struct json_writer *w, const struct names *names, const char *entry, struct arena *arena,
	struct err *err)
{
	int at = dict_find(&names->index, entry);
	struct json profile;
	if (!part_read_profile(at < 0 ? NULL : names->rows[at].profile, arena, &profile, err))
		return false;
	json_open(w, NULL, '{');
	json_put_string(w, "entry", entry);
	json_put_string(w, "title", json_string(&profile, "title", entry));
	json_put_string(w, "team", json_string(&profile, "team", ""));
	json_close(w, '}');
	return true;
}

static bool put_winners(struct json_writer *w, const struct json *granted, const struct names *names, const char *award,
	struct arena *arena, struct err *err)
{
	json_open(w, "winners", '[');
	for (size_t i = 0; granted && i < granted->count; i++) {
		if (!str_eq(json_string(&granted->items[i], "award", ""), award))
			continue;
		if (!put_winner(w, names, json_string(&granted->items[i], "entry", ""), arena, err))
			return false;
	}
	json_close(w, ']');
	return true;
}

bool part_awards(struct json_writer *w, struct db *db, const struct contest *contest, int stage, struct arena *arena,
	struct err *err)
{
	const struct stage *s = &contest->stages[stage];
	struct stage_row *row;
	struct json result = {.type = JSON_NULL};
	struct names names;
	if (!s->award_count)
		return true;
	if (!store_find_stage(db, contest->id, s->id, arena, &row, err) || !load_names(db, contest->id, arena, &names, err))
		return false;
	if (row && row->state == STAGE_PUBLISHED && !json_parse(row->result, strlen(row->result), arena, &result, err))
		return false;
	for (int a = 0; a < s->award_count; a++) {
		const struct award *award = &s->awards[a];
		json_open(w, NULL, '{');
		json_put_string(w, "id", award->id);
		part_text(w, "title", &award->title);
		json_put_string(w, "stage", s->id);
		json_put_string(w, "by", award->by == AWARD_BY_RANK ? "rank" : "jury");
		json_put_int(w, "places", part_award_places(contest, s, award));
		if (!put_winners(w, json_get(&result, "awards"), &names, award->id, arena, err))
			return false;
		json_close(w, '}');
	}
	return true;
}
