/* A stage's board. Before publication the public sees who takes part and
 * nothing that marks could tell; the organiser's own view counts what is in. */
#include "app/view.h"

#include "app/docket.h"
#include "app/outcome.h"
#include "app/part.h"
#include "app/rule.h"
#include "app/shelf.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <string.h>

struct board {
	struct app *app;
	const char *contest_id, *stage_id;
	bool inside;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	int stage_index;
	const struct stage *stage;
	const struct exhibit *exhibit; /* of a published stage: docket and result are its */
	const struct docket *docket;
	const struct result *result;
	bool shown;             /* ranks and scores may be seen */
	struct decision_row *decisions;
	size_t decision_count;
	bool *left;             /* by entry of the result: withdrawn since publication */
	bool *moved;            /* moved up since publication */
	struct json_writer w;
};

static int entry_of(const struct board *b, const char *id)
{
	return docket_find_entry(b->docket, id);
}

/* Withdrawals after publication don't change the published ranks; they are laid over them. */
static bool overlay(struct board *b, struct err *err)
{
	b->left = ARENA_ARRAY(b->arena, (size_t)b->docket->entry_count, bool);
	b->moved = ARENA_ARRAY(b->arena, (size_t)b->docket->entry_count, bool);
	for (size_t i = 0; i < b->decision_count; i++) {
		const struct decision_row *d = &b->decisions[i];
		struct json body;
		if (!str_eq(d->kind, "entry.withdraw"))
			continue;
		if (!json_parse(d->body, strlen(d->body), b->arena, &body, err))
			return false;
		int at = entry_of(b, json_string(&body, "entry", ""));
		if (at >= 0)
			b->left[at] = true;
		const struct json *moved = json_get(&body, "moved");
		for (size_t m = 0; moved && m < moved->count; m++) {
			at = entry_of(b, json_string(&moved->items[m], "entry", ""));
			if (at >= 0 && str_eq(json_string(&moved->items[m], "stage", ""), b->stage->id))
				b->moved[at] = true;
		}
	}
	return true;
}

static enum fate fate_of(const struct board *b, int entry)
{
	if (b->left[entry])
		return FATE_WITHDRAWN;
	if (b->moved[entry])
		return FATE_ADVANCE;
	return b->shown ? b->result->cut.outcomes[entry].fate : FATE_OUT;
}

static void put_settled(struct board *b, const struct place *place)
{
	const struct scoring *scoring = &b->stage->scoring;
	if (place->settled_by < 0)
		return;
	json_put_string(&b->w, "settled",
		place->settled_by >= scoring->tie_count ? "deliberation" : rule_tie_name(b->stage, &scoring->ties[place->settled_by]));
}

static void put_row_awards(struct board *b, int entry)
{
	bool open = false;
	for (int g = 0; g < b->result->grant_count; g++) {
		if (b->result->grants[g].entry != entry)
			continue;
		if (!open)
			json_open(&b->w, "awards", '[');
		open = true;
		json_put_string(&b->w, NULL, b->stage->awards[b->result->grants[g].award].id);
	}
	if (open)
		json_close(&b->w, ']');
}

static void put_figures(struct board *b, int entry)
{
	const struct score *score = &b->result->tally.scores[entry];
	const struct place *place = &b->result->ranking.places[entry];
	const struct outcome *outcome = &b->result->cut.outcomes[entry];
	bool has = score->state == SCORE_OK;
	CLEANUP(buf_done) struct buf exact = {0};
	json_put_int(&b->w, "rank", place->rank);
	part_decimal(&b->w, "score", has, has ? ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	part_decimal(&b->w, "raw_mean", has, has ? ratio_round(score->raw_mean, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	if (has) {
		ratio_print(score->total, &exact);
		json_put_string(&b->w, "exact", buf_str(&exact));
	}
	json_put_int(&b->w, "sheets", score->sheet_count);
	json_put_bool(&b->w, "tied", place->tied_with > 0 || place->settled_by >= 0);
	put_settled(b, place);
	if (outcome->quota >= 0)
		json_put_int(&b->w, "quota", outcome->quota);
	if (outcome->promoted || b->moved[entry])
		json_put_bool(&b->w, "promoted", true);
	if (outcome->reserve_order && !b->moved[entry])
		json_put_int(&b->w, "reserve", outcome->reserve_order);
	put_row_awards(b, entry);
}

static bool put_row(struct board *b, int entry, struct err *err)
{
	const struct entry_row *row = &b->docket->entries[entry];
	struct json profile;
	int heat = docket_heat(b->docket, entry);
	if (!part_read_profile(row->profile, b->arena, &profile, err))
		return false;
	json_open(&b->w, NULL, '{');
	json_put_string(&b->w, "entry", row->id);
	json_put_string(&b->w, "title", json_string(&profile, "title", row->id));
	json_put_string(&b->w, "team", json_string(&profile, "team", ""));
	if (row->division)
		json_put_string(&b->w, "division", row->division);
	if (row->region)
		json_put_string(&b->w, "region", row->region);
	if (row->track)
		json_put_string(&b->w, "track", row->track);
	if (heat >= 0)
		json_put_string(&b->w, "heat", b->stage->heats[heat].id);
	if (b->shown) {
		put_figures(b, entry);
	} else {
		json_put_int(&b->w, "rank", 0);
		json_put_null(&b->w, "score");
	}
	json_put_string(&b->w, "fate", fate_name(fate_of(b, entry)));
	json_close(&b->w, '}');
	return true;
}

static bool goes_on(enum fate fate)
{
	return fate == FATE_ADVANCE || fate == FATE_WILD_CARD;
}

/* Rows above the cut line, when everyone above it goes on and nobody below does; −1 when no line can be drawn. */
static int cut_after(const struct board *b, const int *entries, int n)
{
	int last = -1;
	for (int i = 0; i < n; i++)
		if (goes_on(b->result->cut.outcomes[entries[i]].fate))
			last = i;
	for (int i = 0; i < last; i++)
		if (!goes_on(b->result->cut.outcomes[entries[i]].fate))
			return -1;
	return last + 1 > 0 && b->stage->quota_count + b->stage->wild_cards > 0 ? last + 1 : -1;
}

static bool put_list(struct board *b, int list, const int *entries, int n, struct err *err)
{
	const struct text whole = {"总榜", "All entries"}, rest = {"未分组", "Elsewhere"};
	bool one = b->stage->rank_within < 0;
	struct label label = {one ? "all" : "none", one ? whole : rest};
	rule_list_label(b->contest, b->stage, list, &label);
	json_open(&b->w, NULL, '{');
	json_put_string(&b->w, "id", label.id);
	part_text(&b->w, "title", &label.title);
	int cut = b->shown ? cut_after(b, entries, n) : -1;
	if (cut >= 0)
		json_put_int(&b->w, "cut_after", cut);
	json_open(&b->w, "rows", '[');
	for (int i = 0; i < n; i++)
		if (!put_row(b, entries[i], err))
			return false;
	json_close(&b->w, ']');
	json_close(&b->w, '}');
	return true;
}

/* Every entry's list; with scores hidden in order of ids, else as ranked with the unranked below. */
static bool put_lists(struct board *b, struct err *err)
{
	int n = b->docket->entry_count, lists = rule_list_count(b->contest, b->stage);
	int *entries = ARENA_ARRAY(b->arena, (size_t)n, int);
	json_open(&b->w, "lists", '[');
	for (int l = 0; l < lists; l++) {
		int count = 0;
		if (b->shown && l < b->result->ranking.list_count)
			for (int i = b->result->ranking.list_start[l]; i < b->result->ranking.list_start[l + 1]; i++)
				entries[count++] = b->result->ranking.order[i];
		for (int e = 0; e < n; e++) {
			bool ranked = b->shown && b->result->ranking.places[e].rank > 0;
			if (!ranked && rank_list_of(b->contest, b->stage_index, b->result->sheets.entries[e].at) == l)
				entries[count++] = e;
		}
		if (count && !put_list(b, l, entries, count, err))
			return false;
	}
	json_close(&b->w, ']');
	return true;
}

static void put_quotas(struct board *b)
{
	const struct text wild = {"外卡", "Wild cards"};
	json_open(&b->w, "quotas", '[');
	for (int q = 0; q <= b->stage->quota_count; q++) {
		bool is_wild = q == b->stage->quota_count;
		if (is_wild && !b->stage->wild_cards)
			break;
		struct text title = is_wild ? wild : rule_selector_title(b->contest, b->stage, &b->stage->quotas[q].selects, b->arena);
		int taken = 0;
		for (int e = 0; b->shown && e < b->docket->entry_count; e++)
			taken += b->result->cut.outcomes[e].quota == q && goes_on(fate_of(b, e));
		json_open(&b->w, NULL, '{');
		part_text(&b->w, "title", &title);
		int axis = b->stage->rank_within;
		int list = is_wild || axis < 0 ? -1 : b->stage->quotas[q].selects.at[axis];
		struct label label;
		if (list >= 0 && rule_list_label(b->contest, b->stage, list, &label))
			json_put_string(&b->w, "list", label.id);
		json_put_int(&b->w, "places", is_wild ? b->stage->wild_cards : b->stage->quotas[q].places);
		json_put_int(&b->w, "taken", taken);
		if (is_wild)
			json_put_bool(&b->w, "wild", true);
		json_close(&b->w, '}');
	}
	json_close(&b->w, ']');
}

/* Before publication the seats that the definition gives; after it the experts who marked in this heat. */
static void put_heat_experts(struct board *b, int heat)
{
	bool *present = ARENA_ARRAY(b->arena, (size_t)b->docket->expert_count, bool);
	for (size_t i = 0; b->shown && i < b->docket->sheet_count; i++) {
		int expert = docket_find_expert(b->docket, b->docket->sheets[i].expert);
		if (expert >= 0 && str_eq(b->docket->sheets[i].heat, b->stage->heats[heat].id))
			present[expert] = true;
	}
	json_open(&b->w, "experts", '[');
	for (int p = 0; p < b->stage->panel_count; p++) {
		int class_index = b->stage->panel[p].class_index, count = 0;
		for (int e = 0; e < b->docket->expert_count; e++)
			count += present[e] && b->docket->expert_classes[e] == class_index;
		json_open(&b->w, NULL, '{');
		json_put_string(&b->w, "class", b->contest->classes.items[class_index].id);
		part_text(&b->w, "title", &b->contest->classes.items[class_index].title);
		json_put_int(&b->w, "count", b->shown ? count : b->stage->panel[p].seats);
		json_close(&b->w, '}');
	}
	json_close(&b->w, ']');
}

static void put_heats(struct board *b)
{
	json_open(&b->w, "heats", '[');
	for (int h = 0; h < b->stage->heat_count; h++) {
		const struct heat *heat = &b->stage->heats[h];
		int entries = 0;
		for (int e = 0; e < b->docket->entry_count; e++)
			entries += docket_heat(b->docket, e) == h;
		json_open(&b->w, NULL, '{');
		json_put_string(&b->w, "id", heat->id);
		part_text(&b->w, "title", &heat->title);
		part_text(&b->w, "venue", &heat->venue);
		part_time(&b->w, "starts", heat->starts_ms);
		if (heat->pitch_s)
			json_put_int(&b->w, "pitch_s", heat->pitch_s);
		if (heat->questions_s)
			json_put_int(&b->w, "questions_s", heat->questions_s);
		json_put_int(&b->w, "entries", entries);
		put_heat_experts(b, h);
		json_close(&b->w, '}');
	}
	json_close(&b->w, ']');
}

/* Why the rule's model has no scores yet: for those inside, while it still can be mended. */
static void put_unformed(struct board *b)
{
	struct err why = {0};
	if (!b->shown || result_formed(b->result, -1, &why))
		return;
	json_open(&b->w, "unformed", '{');
	json_put_string(&b->w, "code", why.code);
	json_put_string(&b->w, "detail", why.message);
	json_close(&b->w, '}');
}

static bool put_deliberation(struct board *b, const struct decision_row *d, struct err *err)
{
	struct json body;
	if (!json_parse(d->body, strlen(d->body), b->arena, &body, err))
		return false;
	json_open(&b->w, NULL, '{');
	static const char *const keys[] = {"entries", "outcome", "places", "reason", "rule", "supervisor", "votes"};
	for (size_t k = 0; k < COUNT_OF(keys); k++) {
		const struct json *value = json_get(&body, keys[k]);
		if (value)
			json_put_value(&b->w, keys[k], value);
	}
	if (!part_seal(&b->w, "seal", b->db, b->contest->id, d->seq, b->arena, err))
		return false;
	json_close(&b->w, '}');
	return true;
}

static bool put_deliberations(struct board *b, struct err *err)
{
	json_open(&b->w, "deliberations", '[');
	for (size_t i = 0; b->shown && i < b->decision_count; i++)
		if (str_eq(b->decisions[i].kind, "tie.deliberate") && str_eq(b->decisions[i].stage, b->stage->id) &&
			!put_deliberation(b, &b->decisions[i], err))
			return false;
	json_close(&b->w, ']');
	return true;
}

static const char *moved_here(const struct board *b, const struct json *body)
{
	const struct json *moved = json_get(body, "moved");
	for (size_t m = 0; moved && m < moved->count; m++)
		if (str_eq(json_string(&moved->items[m], "stage", ""), b->stage->id))
			return json_string(&moved->items[m], "entry", NULL);
	return NULL;
}

static bool put_withdrawals(struct board *b, struct err *err)
{
	json_open(&b->w, "withdrawals", '[');
	for (size_t i = 0; i < b->decision_count; i++) {
		const struct decision_row *d = &b->decisions[i];
		struct json body;
		if (!str_eq(d->kind, "entry.withdraw"))
			continue;
		if (!json_parse(d->body, strlen(d->body), b->arena, &body, err))
			return false;
		const char *entry = json_string(&body, "entry", "");
		if (entry_of(b, entry) < 0)
			continue;
		json_open(&b->w, NULL, '{');
		json_put_string(&b->w, "entry", entry);
		json_put_string(&b->w, "reason", json_string(&body, "reason", ""));
		if (moved_here(b, &body))
			json_put_string(&b->w, "promoted", moved_here(b, &body));
		if (!part_seal(&b->w, "seal", b->db, b->contest->id, d->seq, b->arena, err))
			return false;
		json_close(&b->w, '}');
	}
	json_close(&b->w, ']');
	return true;
}

static bool put_head(struct board *b, struct err *err)
{
	json_open(&b->w, "contest", '{');
	json_put_string(&b->w, "id", b->contest->id);
	part_text(&b->w, "title", &b->contest->title);
	json_close(&b->w, '}');
	json_put_bool(&b->w, "rehearsal", b->contest->rehearsal);
	json_put_int(&b->w, "utc_offset", b->contest->offset_min);
	if (!part_stage_card(&b->w, "stage", b->db, b->contest, b->stage_index, b->docket->entry_count, b->app->now_ms(),
		    b->arena, err))
		return false;
	json_put_bool(&b->w, "published", b->docket->published);
	if (b->docket->published &&
		!part_seal(&b->w, "seal", b->db, b->contest->id, b->docket->row->published_seq, b->arena, err))
		return false;
	json_put_int(&b->w, "decimals", b->stage->scoring.display_places);
	json_put_bool(&b->w, "low_wins", b->stage->scoring.low_wins);
	rule_write_beside(&b->w, b->stage);
	rule_write(&b->w, "rule", b->contest, b->stage);
	rule_write_criteria(&b->w, "criteria", b->stage);
	return true;
}

static bool put_awards(struct board *b, struct err *err)
{
	json_open(&b->w, "awards", '[');
	if (!part_awards(&b->w, b->db, b->contest, b->stage_index, b->arena, err))
		return false;
	json_close(&b->w, ']');
	return true;
}

/* Docket and result list the same entries in the same order; rows are joined by index. */
static bool same_entries(const struct board *b, struct err *err)
{
	bool same = b->docket->entry_count == b->result->sheets.entry_count;
	for (int e = 0; same && e < b->docket->entry_count; e++)
		same = str_eq(b->docket->entries[e].id, b->result->sheets.entries[e].id);
	return same || fail(err, ERR_IO, "stage.entries", "The entries of stage %s do not fit its result.", b->stage->id);
}

static bool load_board(struct board *b, struct err *err)
{
	if (!app_get_contest(b->db, b->contest_id, b->arena, &b->contest, err) ||
		!app_get_stage(b->contest, b->stage_id, &b->stage_index, err))
		return false;
	b->stage = &b->contest->stages[b->stage_index];
	if (!shelf_take(b->app->shelf, b->db, b->contest, b->stage_index, &b->exhibit, err) ||
		!store_list_decisions(b->db, b->contest->id, NULL, b->arena, &b->decisions, &b->decision_count, err))
		return false;
	b->shown = b->stage->kind == STAGE_PANEL && (b->exhibit || b->inside);
	if (b->exhibit) {
		b->docket = b->exhibit->docket;
		b->result = b->exhibit->result;
		return same_entries(b, err);
	}
	struct docket *docket;
	struct result *result = ARENA_NEW(b->arena, struct result);
	if (!docket_load(b->db, b->contest, b->stage_index, b->arena, &docket, err))
		return false;
	b->docket = docket;
	b->result = result;
	if (b->stage->kind == STAGE_OPEN)
		return true;
	/* What the public may not see is not even counted for it. */
	bool counted = b->shown ? outcome_compute(b->db, b->contest, b->stage_index, b->arena, result, err) :
				  outcome_compute_blank(b->db, b->contest, b->stage_index, b->arena, result, err);
	return counted && same_entries(b, err);
}

/* An open stage has one list: whoever reaches it. */
static bool put_open_list(struct board *b, struct err *err)
{
	int n = b->docket->entry_count;
	int *entries = ARENA_ARRAY(b->arena, (size_t)n, int);
	for (int e = 0; e < n; e++)
		entries[e] = e;
	json_open(&b->w, "lists", '[');
	if (n && !put_list(b, 0, entries, n, err))
		return false;
	json_close(&b->w, ']');
	return true;
}

static bool put_board(struct board *b, struct err *err)
{
	if (!overlay(b, err))
		return false;
	b->w = json_writer(b->out);
	json_open(&b->w, NULL, '{');
	if (!put_head(b, err))
		return false;
	put_unformed(b);
	put_heats(b);
	put_quotas(b);
	if (!(b->stage->kind == STAGE_OPEN ? put_open_list(b, err) : put_lists(b, err)) || !put_deliberations(b, err) ||
		!put_awards(b, err) || !put_withdrawals(b, err))
		return false;
	json_close(&b->w, '}');
	return true;
}

static bool board_work(struct db *db, void *context, struct err *err)
{
	struct board *b = context;
	b->db = db;
	bool good = load_board(b, err) && put_board(b, err);
	shelf_give(b->app->shelf, b->exhibit);
	return good;
}

bool view_stage(struct app *app, const char *contest, const char *stage, bool inside, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct board b = {.app = app, .contest_id = contest, .stage_id = stage, .inside = inside, .out = out, .arena = arena};
	return store_read(app->store, board_work, &b, err);
}
