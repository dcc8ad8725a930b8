/* The case of an assignment: written as the text that `leitai assign` reads, and taken from that text and nothing else. */
#include "app/assign_part.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "judging/draw.h"
#include "store/draw.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- the draw */

/* The pool must be the entries that take part; whoever has withdrawn since may stand in it. */
static bool check_pool(const struct assign_frame *f, int64_t number, const struct json *pool, struct err *err)
{
	size_t in = 0;
	for (size_t i = 0; pool && i < pool->count; i++) {
		const char *id = pool->items[i].string;
		if (docket_find_entry(f->docket, id) < 0)
			return fail(err, ERR_CONFLICT, "assign.pool", "Draw %" PRId64 " has %s in its pool, which takes no part in stage %s.",
				number, id, f->stage->id);
		in += dict_find(&f->entry_index, id) >= 0;
	}
	return in == (size_t)f->entry_count || fail(err, ERR_CONFLICT, "assign.pool",
		"The pool of draw %" PRId64 " has %zu of the %d entries of stage %s.", number, in, f->entry_count, f->stage->id);
}

/* Of the version in force; 0 = none. */
static bool draw_in_force(const struct assign_frame *f, int64_t *ret, struct err *err)
{
	struct json body = {0};
	if (f->newest && !json_parse(f->newest->body, strlen(f->newest->body), f->arena, &body, err))
		return false;
	*ret = json_int(&body, "draw", 0);
	return true;
}

bool assign_draw_seed(const struct assign_frame *f, int64_t number, struct sha *ret_seed, struct json *ret_announced,
	struct err *err)
{
	struct draw_row *row;
	struct json concluded;
	if (!store_find_draw(f->db, f->contest->id, number, f->arena, &row, err))
		return false;
	if (!row || !row->concluded || !row->announced)
		return fail(err, ERR_CONFLICT, "assign.undrawn", "Draw %" PRId64 " is not concluded.", number);
	if (!json_parse(row->announced, strlen(row->announced), f->arena, ret_announced, err) ||
		!json_parse(row->concluded, strlen(row->concluded), f->arena, &concluded, err))
		return false;
	const char *seed = json_string(&concluded, "seed", "");
	return hex_decode(seed, strlen(seed), ret_seed->bytes, SHA_LEN) ||
		fail(err, ERR_IO, "assign.undrawn", "The seed of draw %" PRId64 " can't be read.", number);
}

bool assign_seed(const struct assign_frame *f, int64_t wished, int64_t *ret_draw, struct sha *ret_seed, struct err *err)
{
	struct json announced;
	*ret_seed = (struct sha){0};
	*ret_draw = wished;
	if (!wished && !draw_in_force(f, ret_draw, err))
		return false;
	if (!*ret_draw)
		return f->contest->rehearsal || fail(err, ERR_CONFLICT, "assign.draw",
			"Make a draw of the entries of stage %s first: its seed decides between equally good assignments.", f->stage->id);
	return assign_draw_seed(f, *ret_draw, ret_seed, &announced, err) &&
		(!wished || check_pool(f, *ret_draw, json_get(&announced, "pool"), err));
}

/* ---- the text */

static const char *class_name(const struct assign_frame *f, int class_index)
{
	return class_index < 0 ? NULL : f->contest->classes.items[class_index].id;
}

static void put_experts(const struct assign_frame *f, struct json_writer *w)
{
	json_open(w, "experts", '[');
	for (int x = 0; x < f->expert_count; x++) {
		int at = f->experts[x];
		json_open(w, NULL, '{');
		json_put_string(w, "id", docket_expert_id(f->docket, at));
		if (f->seats[0].class_index >= 0)
			json_put_string(w, "class", class_name(f, docket_expert_class(f->docket, at)));
		if (f->loads[at] >= 0)
			json_put_int(w, "load", f->loads[at]);
		json_close(w, '}');
	}
	json_close(w, ']');
}

/* Those that the seed puts first. */
static bool *pick_calibration(const struct assign_frame *f, const struct sha *seed)
{
	const char **ids = ARENA_ARRAY(f->arena, (size_t)f->entry_count, const char *);
	struct draw_place *places = ARENA_ARRAY(f->arena, (size_t)f->entry_count, struct draw_place);
	bool *picked = ARENA_ARRAY(f->arena, (size_t)f->entry_count, bool);
	for (int e = 0; e < f->entry_count; e++)
		ids[e] = docket_entry_id(f->docket, f->entries[e]);
	draw_order(seed, (struct line_set){ids, (size_t)f->entry_count}, places);
	for (int i = 0; i < f->stage->assignment.calibration && i < f->entry_count; i++)
		picked[dict_find(&f->entry_index, places[i].id)] = true;
	return picked;
}

static void put_entries(const struct assign_frame *f, const bool *calibration, struct json_writer *w)
{
	json_open(w, "entries", '[');
	for (int e = 0; e < f->entry_count; e++) {
		json_open(w, NULL, '{');
		json_put_string(w, "id", docket_entry_id(f->docket, f->entries[e]));
		json_open(w, "fits", '[');
		for (int x = 0; x < f->expert_count; x++) {
			if (f->bars[assign_at(f, e, x)])
				json_put_null(w, NULL);
			else
				json_put_int(w, NULL, f->fits[assign_at(f, e, x)]);
		}
		json_close(w, ']');
		if (calibration[e])
			json_put_bool(w, "calibration", true);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_pair(struct json_writer *w, const char *entry, const char *expert)
{
	json_open(w, NULL, '[');
	json_put_string(w, NULL, entry);
	json_put_string(w, NULL, expert);
	json_close(w, ']');
}

/* What was marked is kept always, the rest of the version in force where that is wished. */
static void put_keep(const struct assign_frame *f, bool all, struct json_writer *w)
{
	bool *kept = ARENA_ARRAY(f->arena, (size_t)f->entry_count * (size_t)f->expert_count, bool);
	for (size_t i = 0; all && i < f->pair_count; i++) {
		int e = dict_find(&f->entry_index, f->pairs[i].entry), x = dict_find(&f->expert_index, f->pairs[i].expert);
		if (e >= 0 && x >= 0 && !f->bars[assign_at(f, e, x)])
			kept[assign_at(f, e, x)] = true;
	}
	json_open(w, "keep", '[');
	for (int e = 0; e < f->entry_count; e++)
		for (int x = 0; x < f->expert_count; x++)
			if (kept[assign_at(f, e, x)] || f->marked[assign_at(f, e, x)])
				put_pair(w, docket_entry_id(f->docket, f->entries[e]), docket_expert_id(f->docket, f->experts[x]));
	json_close(w, ']');
}

static void put_seats(const struct assign_frame *f, struct json_writer *w)
{
	if (f->seats[0].class_index < 0) {
		json_put_int(w, "seats", f->seats[0].seats);
		return;
	}
	json_open(w, "seats", '{');
	for (int k = 0; k < f->seat_count; k++)
		json_put_int(w, class_name(f, f->seats[k].class_index), f->seats[k].seats);
	json_close(w, '}');
}

static void put_case(const struct assign_frame *f, const struct sha *seed, bool keep, struct buf *out)
{
	char hex[SHA_HEX];
	const struct assignment_rule *rule = &f->stage->assignment;
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	put_seats(f, &w);
	json_put_int(&w, "load", f->load);
	json_put_string(&w, "aim", rule->total_aim ? "total" : "worst-first");
	if (rule->cap_num)
		json_put_string(&w, "cap", arena_printf(f->arena, "%" PRId64 "/%" PRId64, rule->cap_num, rule->cap_den));
	json_put_int(&w, "shared", f->shared);
	json_put_string(&w, "seed", sha_hex(seed, hex));
	put_experts(f, &w);
	put_entries(f, pick_calibration(f, seed), &w);
	put_keep(f, keep, &w);
	json_close(&w, '}');
	buf_putc(out, '\n');
}

bool assign_case_make(const struct assign_frame *f, const struct assign_wish *wish, struct assign_made *ret, struct err *err)
{
	struct sha seed;
	CLEANUP(buf_done) struct buf out = {0};
	*ret = (struct assign_made){0};
	if (!assign_frame_ready(f, err) || !assign_seed(f, wish->draw, &ret->draw, &seed, err))
		return false;
	put_case(f, &seed, wish->keep, &out);
	ret->text = (struct slice){arena_strndup(f->arena, buf_str(&out), out.len), out.len};
	ret->sha = sha256(ret->text.at, ret->text.len);
	return assign_file_read(ret->text, f->arena, &ret->file, err);
}

bool assign_solve(const struct assign_frame *f, const struct assign_made *made, struct assignment *ret, struct err *err)
{
	bool *has = ARENA_ARRAY(f->arena, (size_t)f->entry_count * (size_t)f->expert_count, bool);
	if (!assign_make(&made->file.c, f->arena, ret, err))
		return false;
	for (size_t i = 0; i < ret->count; i++)
		has[assign_at(f, ret->pairs[i].entry, ret->pairs[i].expert)] = true;
	for (int e = 0; e < f->entry_count; e++)
		for (int x = 0; x < f->expert_count; x++)
			if (f->marked[assign_at(f, e, x)] && !has[assign_at(f, e, x)])
				return fail(err, ERR_CONFLICT, "assign.marked", "Expert %s has marked entry %s and stays with it.",
					docket_expert_id(f->docket, f->experts[x]), docket_entry_id(f->docket, f->entries[e]));
	return true;
}

bool assign_read_pairs(const struct assign_frame *f, const char *const *texts, int count, struct assign_pair **ret_pairs,
	struct err *err)
{
	struct assign_pair *pairs = ARENA_ARRAY(f->arena, (size_t)count + 1, struct assign_pair);
	for (int i = 0; i < count; i++) {
		const char *space = strchr(texts[i], ' ');
		const char *entry = space ? arena_strndup(f->arena, texts[i], (size_t)(space - texts[i])) : texts[i];
		if (!space)
			return fail(err, ERR_INPUT, "assign.pair", "A pair is “ENTRY EXPERT”, not “%.80s”.", texts[i]);
		pairs[i] = (struct assign_pair){dict_find(&f->entry_index, entry), dict_find(&f->expert_index, space + 1)};
		if (pairs[i].entry < 0)
			return fail(err, ERR_INPUT, "assign.pair", "Entry %.64s takes no part in stage %s.", entry, f->stage->id);
		if (pairs[i].expert < 0)
			return fail(err, ERR_INPUT, "assign.pair", "Expert %.64s is not among those who may mark in stage %s.", space + 1,
				f->stage->id);
	}
	*ret_pairs = pairs;
	return true;
}
