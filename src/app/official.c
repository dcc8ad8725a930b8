/* The sheet in force is amended by one value, or a first one is written. */
#include "app/official.h"

#include "app/draft.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"
#include "store/store.h"

#include <string.h>

static const char official[] = "official";

/* Canonical marks: those of `old` with `id` replaced or put where it belongs. */
static const char *merged(const struct json *old, const char *id, int64_t units, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	bool put = false;
	json_open(&w, NULL, '{');
	for (size_t i = 0; i < old->count; i++) {
		int order = strcmp(old->members[i].key, id);
		if (order >= 0 && !put) {
			json_put_int(&w, id, units);
			put = true;
		}
		if (order)
			json_put_int(&w, old->members[i].key, old->members[i].value.integer);
	}
	if (!put)
		json_put_int(&w, id, units);
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

/* Did somebody give this value by file, as an expert or as `official`? The floor itself gives it once. */
static bool given_by_hand(struct journal *j, const char *stage, const char *entry, const char *criterion, bool *ret,
	struct err *err)
{
	struct sheet_row *rows;
	size_t n;
	*ret = false;
	if (!store_list_entry_sheets(j->db, j->contest, stage, entry, j->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n && !*ret; i++) {
		struct json marks;
		if (!json_parse(rows[i].marks, strlen(rows[i].marks), j->arena, &marks, err))
			return false;
		*ret = json_get(&marks, criterion);
	}
	return true;
}

bool official_put(struct journal *j, const struct stage *stage, const char *heat, const char *entry, int criterion,
	int64_t units, struct err *err)
{
	const char *id = stage->scoring.criteria[criterion].id;
	struct sheet_row *old;
	struct json marks = {.type = JSON_OBJECT};
	bool by_hand;
	if (!given_by_hand(j, stage->id, entry, id, &by_hand, err) ||
		!store_find_sheet(j->db, j->contest, stage->id, entry, official, j->arena, &old, err))
		return false;
	if (old && !json_parse(old->marks, strlen(old->marks), j->arena, &marks, err))
		return false;
	if (by_hand || units == 0)
		return true;
	struct sheet_row row = {.stage = stage->id, .heat = heat, .entry = entry, .expert = official,
		.marks = merged(&marks, id, units, j->arena), .version = old ? old->version + 1 : 1};
	const char *body = draft_body(&row, &(struct draft_extra){.replaces = old ? old->seq : -1}, j->arena);
	return journal_seal(j, old ? "sheet.amend" : "sheet.submit", body, &row.seq, err) &&
		store_put_sheet(j->db, j->contest, &row, err);
}
