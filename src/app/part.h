/* Pieces that several views write: texts, times, labels, seals, stage cards. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "base/json.h"

/* {"zh": …, "en": …}; leaves the key out when the text has no language at all. */
void part_text(struct json_writer *w, const char *key, const struct text *text);

/* An RFC 3339 time; leaves the key out for 0. */
void part_time(struct json_writer *w, const char *key, int64_t at_ms);

/* [{"id": …, "title": …}] */
void part_labels(struct json_writer *w, const char *key, const struct labels *labels);

/* {"seq", "leaf", "ts"} of a record. */
MUST_CHECK bool part_seal(struct json_writer *w, const char *key, struct db *db, const char *contest, int64_t seq,
	struct arena *arena, struct err *err);

/* A decimal, or null when `has` is false. */
void part_decimal(struct json_writer *w, const char *key, bool has, int64_t units);

/* A string member of a profile, left out when absent. */
void part_profile(struct json_writer *w, const struct json *profile, const char *const *keys, size_t n);

/* The profile as JSON; an empty object once erased. */
MUST_CHECK bool part_read_profile(const char *profile, struct arena *arena, struct json *ret, struct err *err);

/* Places that a stage's quotas and wild cards give, and that an award has in all. */
int part_stage_places(const struct stage *stage);
int part_award_places(const struct contest *contest, const struct stage *stage, const struct award *award);

/* The card of a stage (schema StageCard) as the value of `key` (NULL in an array). */
MUST_CHECK bool part_stage_card(struct json_writer *w, const char *key, struct db *db, const struct contest *contest,
	int stage, int entries, int64_t now_ms, struct arena *arena, struct err *err);

/* The awards of a stage with their winners (schema Award), into an open array. Winners need a published result. */
MUST_CHECK bool part_awards(struct json_writer *w, struct db *db, const struct contest *contest, int stage,
	struct arena *arena, struct err *err);
