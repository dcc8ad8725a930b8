/* The wall's cards and one entry's page. Marks and experts' ids stand there only for published stages. */
#include "app/view.h"

#include "app/docket.h"
#include "app/outcome.h"
#include "app/part.h"
#include "app/rule.h"
#include "app/shelf.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

enum { PAGE_DEFAULT = 100, PAGE_MAX = 500 };

static const char *const CARD_WORDS[] = {"summary", "scene", "province", "country", "industry", "funding"};

/* What published stages say of each entry: the last one reached, the fate there, awards. */
struct standing {
	const char *stage, *fate;
	const char *awards[8];
	int award_count;
};

struct wall {
	struct app *app;
	const char *contest_id, *entry_id;
	const struct entry_query *query;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	struct entry_row *rows;
	size_t count;
	struct dict index;
	struct standing *standings;
	struct json_writer w;
};

static struct standing *standing_of(struct wall *v, const char *id)
{
	int at = dict_find(&v->index, id);
	return at < 0 ? NULL : &v->standings[at];
}

static void take_row(struct wall *v, const char *stage, const struct json *row)
{
	struct standing *s = standing_of(v, json_string(row, "entry", ""));
	if (!s)
		return;
	s->stage = stage;
	s->fate = json_string(row, "fate", "out");
}

static void take_award(struct wall *v, const struct json *grant)
{
	struct standing *s = standing_of(v, json_string(grant, "entry", ""));
	if (s && s->award_count < (int)COUNT_OF(s->awards))
		s->awards[s->award_count++] = json_string(grant, "award", "");
}

static bool take_result(struct wall *v, const struct result_earlier *e, struct err *err)
{
	struct json body;
	if (!json_parse(e->body, strlen(e->body), v->arena, &body, err))
		return false;
	const struct json *lists = json_get(&body, "lists"), *awards = json_get(&body, "awards");
	const struct json *unranked = json_get(&body, "unranked");
	for (size_t l = 0; lists && l < lists->count; l++) {
		const struct json *rows = json_get(&lists->items[l], "rows");
		for (size_t r = 0; rows && r < rows->count; r++)
			take_row(v, e->stage, &rows->items[r]);
	}
	for (size_t r = 0; unranked && r < unranked->count; r++)
		take_row(v, e->stage, &unranked->items[r]);
	for (size_t a = 0; awards && a < awards->count; a++)
		take_award(v, &awards->items[a]);
	for (int m = 0; m < e->moved_count; m++) {
		struct standing *s = standing_of(v, e->moved[m]);
		if (s && str_eq_null(s->stage, e->stage))
			s->fate = fate_name(FATE_ADVANCE);
	}
	return true;
}

static bool take_withdrawals(struct wall *v, struct err *err)
{
	struct decision_row *rows;
	size_t n;
	if (!store_list_decisions(v->db, v->contest->id, NULL, v->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct json body;
		if (!str_eq(rows[i].kind, "entry.withdraw"))
			continue;
		if (!json_parse(rows[i].body, strlen(rows[i].body), v->arena, &body, err))
			return false;
		struct standing *s = standing_of(v, json_string(&body, "entry", ""));
		if (s)
			s->fate = fate_name(FATE_WITHDRAWN);
	}
	return true;
}

static bool load_wall(struct wall *v, struct err *err)
{
	struct result_earlier *earlier;
	int n;
	if (!app_get_contest(v->db, v->contest_id, v->arena, &v->contest, err) ||
		!store_list_entries(v->db, v->contest->id, v->arena, &v->rows, &v->count, err) ||
		!outcome_earlier(v->db, v->contest, v->arena, &earlier, &n, err))
		return false;
	v->standings = ARENA_ARRAY(v->arena, v->count, struct standing);
	for (size_t i = 0; i < v->count; i++)
		dict_add(&v->index, v->arena, v->rows[i].id, (int)i);
	for (int i = 0; i < n; i++)
		if (!take_result(v, &earlier[i], err))
			return false;
	return take_withdrawals(v, err);
}

static void put_card(struct wall *v, size_t at, const struct json *profile)
{
	const struct entry_row *row = &v->rows[at];
	const struct standing *s = &v->standings[at];
	json_put_string(&v->w, "id", row->id);
	json_put_string(&v->w, "title", json_string(profile, "title", row->id));
	json_put_string(&v->w, "team", json_string(profile, "team", ""));
	part_profile(&v->w, profile, CARD_WORDS, COUNT_OF(CARD_WORDS));
	if (row->division)
		json_put_string(&v->w, "division", row->division);
	if (row->region)
		json_put_string(&v->w, "region", row->region);
	if (row->track)
		json_put_string(&v->w, "track", row->track);
	if (s->stage)
		json_put_string(&v->w, "stage", s->stage);
	if (s->fate)
		json_put_string(&v->w, "fate", s->fate);
	json_open(&v->w, "awards", '[');
	for (int i = 0; i < s->award_count; i++)
		json_put_string(&v->w, NULL, s->awards[i]);
	json_close(&v->w, ']');
}

static bool wanted(const char *value, const char *demand)
{
	return !demand || (value && str_eq(value, demand));
}

/* `word` occurs in `text`, ASCII letters in either case. */
static bool contains(const char *text, const char *word)
{
	size_t n = strlen(word);
	for (; *text; text++) {
		size_t i = 0;
		while (i < n && text[i] && tolower((unsigned char)text[i]) == tolower((unsigned char)word[i]))
			i++;
		if (i == n)
			return true;
	}
	return n == 0;
}

static bool has_words(const struct entry_row *row, const struct json *profile, const char *words)
{
	return !words || contains(row->id, words) || contains(json_string(profile, "title", ""), words) ||
		contains(json_string(profile, "team", ""), words) || contains(json_string(profile, "summary", ""), words);
}

static bool stage_filter(struct wall *v, bool **ret_in, struct err *err)
{
	int stage;
	*ret_in = NULL;
	if (!v->query->stage)
		return true;
	return app_get_stage(v->contest, v->query->stage, &stage, err) &&
		docket_participants(v->db, v->contest, stage, v->rows, v->count, v->arena, ret_in, err);
}

static bool wall_work(struct db *db, void *context, struct err *err)
{
	struct wall *v = context;
	const struct entry_query *q = v->query;
	int limit = q->limit <= 0 ? PAGE_DEFAULT : q->limit > PAGE_MAX ? PAGE_MAX : q->limit;
	int put = 0, total = 0;
	const char *last = NULL;
	bool *in, more = false;
	v->db = db;
	if (!load_wall(v, err) || !stage_filter(v, &in, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_open(&v->w, "entries", '[');
	for (size_t i = 0; i < v->count; i++) {
		const struct entry_row *row = &v->rows[i];
		struct json profile;
		if ((in && !in[i]) || !wanted(row->division, q->division) || !wanted(row->region, q->region) ||
			!wanted(row->track, q->track))
			continue;
		if (!part_read_profile(row->profile, v->arena, &profile, err))
			return false;
		if (!has_words(row, &profile, q->words))
			continue;
		total++;
		if (q->after && strcmp(row->id, q->after) <= 0)
			continue;
		more = put == limit;
		if (more)
			continue;
		json_open(&v->w, NULL, '{');
		put_card(v, i, &profile);
		json_close(&v->w, '}');
		last = row->id;
		put++;
	}
	json_close(&v->w, ']');
	json_put_int(&v->w, "total", total);
	if (more)
		json_put_string(&v->w, "next", last);
	json_close(&v->w, '}');
	return true;
}

bool view_entries(struct app *app, const char *contest, const struct entry_query *query, struct buf *out,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct wall v = {.app = app, .contest_id = contest, .query = query, .out = out, .arena = arena};
	return store_read(app->store, wall_work, &v, err);
}

/* ---- one entry */

struct sheet_view {
	struct wall *v;
	const struct docket *docket;
	const struct stage *stage;
	const struct result *result;
	int entry;
};

static void put_criteria(struct sheet_view *s)
{
	struct json_writer *w = &s->v->w;
	int n = s->stage->scoring.criterion_count;
	bool scored = s->result->tally.scores[s->entry].state == SCORE_OK;
	json_open(w, "criteria", '[');
	for (int c = 0; c < n; c++) {
		const struct criterion *criterion = &s->stage->scoring.criteria[c];
		struct text title = {criterion->title_zh, criterion->title_en};
		struct ratio value = s->result->tally.criteria[s->entry * n + c];
		json_open(w, NULL, '{');
		json_put_string(w, "id", criterion->id);
		part_text(w, "title", &title);
		json_put_int(w, "weight", criterion->weight);
		json_put_string(w, "by", criterion->by == BY_PANEL ? "panel" : "official");
		json_put_decimal(w, "min", criterion->min);
		json_put_decimal(w, "max", criterion->max);
		part_decimal(w, "value", scored && value.den > 0, value.den > 0 ? ratio_round(value, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static bool changed(const struct sheet_view *s, size_t sheet)
{
	int n = s->stage->scoring.criterion_count;
	for (int c = 0; s->result->tally.adjusted && c < n; c++) {
		int64_t mark = s->result->sheets.marks[sheet * (size_t)n + (size_t)c];
		if (mark != MARK_NONE && ratio_cmp(tally_mark(&s->result->tally, (int32_t)sheet, c), ratio_of(mark)) != 0)
			return true;
	}
	return false;
}

static void put_marks(struct sheet_view *s, size_t sheet)
{
	struct json_writer *w = &s->v->w;
	int n = s->stage->scoring.criterion_count;
	const int64_t *marks = s->result->sheets.marks + sheet * (size_t)n;
	json_open(w, "marks", '[');
	for (int c = 0; c < n; c++)
		part_decimal(w, NULL, marks[c] != MARK_NONE, marks[c]);
	json_close(w, ']');
	if (!changed(s, sheet))
		return;
	json_open(w, "adjusted", '[');
	for (int c = 0; c < n; c++)
		part_decimal(w, NULL, marks[c] != MARK_NONE,
			marks[c] == MARK_NONE ? 0 : ratio_round(tally_mark(&s->result->tally, (int32_t)sheet, c), DECIMAL_PLACES, ROUND_HALF_UP));
	json_close(w, ']');
}

static bool has_panel_mark(const struct sheet_view *s, size_t sheet)
{
	int n = s->stage->scoring.criterion_count;
	for (int c = 0; c < n; c++)
		if (s->stage->scoring.criteria[c].by == BY_PANEL && s->result->sheets.marks[sheet * (size_t)n + (size_t)c] != MARK_NONE)
			return true;
	return false;
}

static bool put_sheet(struct sheet_view *s, size_t sheet, struct err *err)
{
	struct json_writer *w = &s->v->w;
	const struct sheet *item = &s->result->sheets.items[sheet];
	const struct expert *expert = &s->result->sheets.experts[item->expert];
	const struct sheet_row *row = docket_find_sheet(s->docket, s->entry, docket_find_expert(s->docket, expert->id));
	if (!row)
		return true;
	json_open(w, NULL, '{');
	json_put_string(w, "expert", expert->id);
	if (expert->class_index >= 0) {
		const struct label *class_label = &s->v->contest->classes.items[expert->class_index];
		json_put_string(w, "class", class_label->id);
		part_text(w, "class_title", &class_label->title);
	}
	json_put_bool(w, "recused", item->recused);
	bool has = !item->recused && has_panel_mark(s, sheet);
	struct ratio total = s->result->tally.totals[sheet];
	part_decimal(w, "total", has, has ? ratio_round(total, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	put_marks(s, sheet);
	if (!part_seal(w, "seal", s->v->db, s->v->contest->id, row->seq, s->v->arena, err))
		return false;
	json_close(w, '}');
	return true;
}

static int list_size(const struct result *r, int list)
{
	return list < 0 || list >= r->ranking.list_count ? 0 : r->ranking.list_start[list + 1] - r->ranking.list_start[list];
}

static void put_place(struct sheet_view *s)
{
	struct json_writer *w = &s->v->w;
	const struct score *score = &s->result->tally.scores[s->entry];
	const struct place *place = &s->result->ranking.places[s->entry];
	bool has = score->state == SCORE_OK;
	struct label label = {"all", {NULL, NULL}};
	CLEANUP(buf_done) struct buf exact = {0};
	rule_list_label(s->v->contest, s->stage, place->list, &label);
	json_put_string(w, "list", label.id);
	json_put_int(w, "rank", place->rank);
	json_put_int(w, "of", list_size(s->result, place->list));
	part_decimal(w, "score", has, has ? ratio_round(score->total, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	part_decimal(w, "raw_mean", has, has ? ratio_round(score->raw_mean, DECIMAL_PLACES, ROUND_HALF_UP) : 0);
	if (has) {
		ratio_print(score->total, &exact);
		json_put_string(w, "exact", buf_str(&exact));
	}
	json_put_int(w, "decimals", s->stage->scoring.display_places);
	rule_write_beside(w, s->stage);
}

/* Sheets stand by entry, then expert: a binary search finds an entry's first. */
static size_t first_sheet(const struct result *r, int entry)
{
	size_t low = 0, high = r->sheets.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (r->sheets.items[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool put_stage(struct wall *v, const struct exhibit *x, int entry, struct err *err)
{
	const struct stage *st = &v->contest->stages[x->stage];
	const struct result *r = x->result;
	struct sheet_view s = {v, x->docket, st, r, entry};
	const struct standing *standing = standing_of(v, v->entry_id);
	bool last = str_eq_null(standing->stage, st->id);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "stage", st->id);
	part_text(&v->w, "title", &st->title);
	put_place(&s);
	json_put_string(&v->w, "fate", last ? standing->fate : fate_name(r->cut.outcomes[entry].fate));
	put_criteria(&s);
	json_open(&v->w, "sheets", '[');
	for (size_t i = first_sheet(r, entry); i < r->sheets.count && r->sheets.items[i].entry == entry; i++)
		if (!put_sheet(&s, i, err))
			return false;
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	return true;
}

static bool put_stages(struct wall *v, struct err *err)
{
	json_open(&v->w, "stages", '[');
	for (int s = 0; s < v->contest->stage_count; s++) {
		const struct exhibit *x;
		if (!shelf_take(v->app->shelf, v->db, v->contest, s, &x, err))
			return false;
		int entry = x ? docket_find_entry(x->docket, v->entry_id) : -1;
		bool good = entry < 0 || put_stage(v, x, entry, err);
		shelf_give(v->app->shelf, x);
		if (!good)
			return false;
	}
	json_close(&v->w, ']');
	return true;
}

static bool entry_work(struct db *db, void *context, struct err *err)
{
	struct wall *v = context;
	struct json profile;
	v->db = db;
	if (!load_wall(v, err))
		return false;
	int at = dict_find(&v->index, v->entry_id);
	if (at < 0)
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "%s has no entry \"%.64s\".", v->contest->id, v->entry_id);
	if (!part_read_profile(v->rows[at].profile, v->arena, &profile, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	put_card(v, (size_t)at, &profile);
	if (!part_seal(&v->w, "accepted", db, v->contest->id, v->rows[at].seq, v->arena, err))
		return false;
	json_put_int(&v->w, "utc_offset", v->contest->offset_min);
	if (!put_stages(v, err))
		return false;
	json_close(&v->w, '}');
	return true;
}

bool view_entry(struct app *app, const char *contest, const char *entry, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct wall v = {.app = app, .contest_id = contest, .entry_id = entry, .out = out, .arena = arena};
	return store_read(app->store, entry_work, &v, err);
}
