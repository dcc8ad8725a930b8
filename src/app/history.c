/* Nothing is stored: the candidates of the other contests are looked through. People are told apart by their mail, and by
 * name and organisation where one is the same; capitals and spaces don't count. */
#include "app/candidate_part.h"

#include "app/part.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

/* Capitals made small, spaces left out (also the wide one of Chinese text). */
static const char *plain(const char *text, struct arena *arena)
{
	char *out = arena_alloc(arena, strlen(text) + 1);
	size_t n = 0;
	for (const char *at = text; *at; at++) {
		if (strncmp(at, "\xE3\x80\x80", 3) == 0)
			at += 2;
		else if (*at != ' ' && *at != '\t')
			out[n++] = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
	}
	out[n] = '\0';
	return out;
}

static const char *member(const struct json *profile, const char *key, struct arena *arena)
{
	return plain(json_string(profile, key, ""), arena);
}

static bool same_person(const struct json *a, const struct json *b, struct arena *arena)
{
	const char *mail = member(a, "mail", arena), *name = member(a, "name", arena);
	const char *organisation = member(a, "organisation", arena);
	return (*mail && str_eq(mail, member(b, "mail", arena))) ||
		(*name && *organisation && str_eq(name, member(b, "name", arena)) &&
			str_eq(organisation, member(b, "organisation", arena)));
}

bool history_load(struct db *db, const char *contest, struct arena *arena, struct pasts *ret, struct err *err)
{
	struct contest_row *contests;
	size_t n, cap = 0;
	*ret = (struct pasts){.db = db, .arena = arena};
	if (!store_list_contests(db, arena, &contests, &n, err))
		return false;
	for (size_t c = 0; c < n; c++) {
		struct candidate_row *rows;
		size_t count;
		if (str_eq(contests[c].id, contest))
			continue;
		if (!store_list_candidates(db, contests[c].id, arena, &rows, &count, err))
			return false;
		if (ret->count + count > cap) {
			size_t grown = 2 * (ret->count + count);
			ret->items = arena_grow(arena, ret->items, ret->count, grown, sizeof(*ret->items));
			cap = grown;
		}
		for (size_t i = 0; i < count; i++)
			if (rows[i].state != CANDIDATE_LISTED)
				ret->items[ret->count++] = (struct past){contests[c].id, &rows[i]};
	}
	return true;
}

static void put_past(struct json_writer *w, const struct past *p, int64_t sheets)
{
	json_open(w, NULL, '{');
	json_put_string(w, "contest", p->contest);
	json_put_string(w, "state", candidate_state_name(p->row->state));
	json_put_int(w, "sheets", sheets);
	part_time(w, "answered", p->row->answered_ms);
	json_close(w, '}');
}

bool history_of(const struct pasts *all, const char *profile, const char *key, struct json_writer *w, struct past_sum *ret,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct json mine, other;
	*ret = (struct past_sum){0};
	if (!part_read_profile(profile, arena, &mine, err))
		return false;
	if (w)
		json_open(w, key, '[');
	for (size_t i = 0; i < all->count; i++) {
		const struct past *p = &all->items[i];
		int64_t sheets;
		if (!p->row->profile)
			continue;
		if (!part_read_profile(p->row->profile, arena, &other, err))
			return false;
		if (!same_person(&mine, &other, arena))
			continue;
		if (!store_count_expert_sheets(all->db, p->contest, p->row->id, &sheets, err))
			return false;
		ret->contests++;
		ret->accepted += p->row->state == CANDIDATE_ACCEPTED || p->row->state == CANDIDATE_LEFT;
		ret->declined += p->row->state == CANDIDATE_DECLINED;
		ret->left += p->row->state == CANDIDATE_LEFT;
		ret->sheets += sheets;
		if (w)
			put_past(w, p, sheets);
	}
	if (w)
		json_close(w, ']');
	return true;
}
