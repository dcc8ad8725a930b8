/* The hall's screen. Before publication it is made of the rows that records have shown and of who takes part: no mark is
 * read here, so that nothing on it can depend on one. Afterwards it is the published result. */
#include "app/closing.h"

#include "app/docket.h"
#include "app/heat.h"
#include "app/part.h"
#include "app/rule.h"
#include "app/shelf.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "store/live.h"

#include <stdlib.h>

struct screen_row {
	int entry; /* in the docket */
	int list;
	int rank;
	bool final;
	bool advances, says_advances;
	int64_t score;
};

struct screen {
	struct app *app;
	const char *contest_id, *stage_id;
	struct buf *out;
	struct arena *arena;
	struct contest *contest;
	const struct docket *docket;
	const struct exhibit *exhibit;
	struct screen_row *rows; /* by list, rank, entry */
	int row_count;
	int *hidden;             /* by list */
	int list_count;
	struct json_writer w;
};

static int list_of(const struct screen *s, int entry)
{
	int axis = s->docket->stage->rank_within;
	const struct entry_row *row = &s->docket->entries[entry];
	if (axis < 0)
		return 0;
	const char *ids[AXIS_HEAT] = {row->division, row->region, row->track};
	int at = axis == AXIS_HEAT ? docket_heat(s->docket, entry)
		: ids[axis] ? labels_find(&s->contest->axes[axis], ids[axis]) : -1;
	return at < 0 ? s->list_count - 1 : at;
}

/* Places of the list that the definition gives; 0 where quotas cut in other ways. */
static int places_of(const struct screen *s, int list)
{
	int places = 0, axis = s->docket->stage->rank_within;
	for (int q = 0; q < s->docket->stage->quota_count; q++) {
		const struct quota *quota = &s->docket->stage->quotas[q];
		bool mine = true;
		for (int a = 0; a < AXIS_COUNT; a++)
			mine = mine && quota->selects.at[a] == (a == axis ? list : -1);
		places += mine ? quota->places : 0;
	}
	return places;
}

static int row_order(const void *a, const void *b)
{
	const struct screen_row *x = a, *y = b;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return x->rank != y->rank ? x->rank - y->rank : x->entry - y->entry;
}

static void sort_rows(struct screen *s)
{
	if (s->row_count)
		qsort(s->rows, (size_t)s->row_count, sizeof(*s->rows), row_order);
}

/* A score that was shown without a rank gets one among those that were shown. */
static void rank_shown(struct screen *s)
{
	bool low = s->docket->stage->scoring.low_wins;
	for (int i = 0; i < s->row_count; i++) {
		struct screen_row *row = &s->rows[i];
		if (row->final)
			continue;
		row->rank = 1;
		for (int k = 0; k < s->row_count; k++)
			row->rank += s->rows[k].list == row->list &&
				(low ? s->rows[k].score < row->score : s->rows[k].score > row->score);
	}
}

/* Where ties across the cut are settled by experts, a rank within the places is a place. */
static void judge_advance(struct screen *s, struct screen_row *row)
{
	const struct stage *stage = s->docket->stage;
	int places = places_of(s, row->list);
	row->says_advances = row->final && places && stage->scoring.tie_end == TIE_DELIBERATION && !stage->has_minimum;
	row->advances = row->rank <= places;
}

static bool load_shown(struct screen *s, struct db *db, struct err *err)
{
	struct shown_row *shown;
	size_t n;
	bool *left;
	if (!store_list_shown(db, s->contest->id, s->docket->stage->id, s->arena, &shown, &n, err) ||
		!heat_withdrawn(db, s->docket, s->arena, &left, err))
		return false;
	s->rows = ARENA_ARRAY(s->arena, n, struct screen_row);
	for (int e = 0; e < s->docket->entry_count; e++)
		s->hidden[list_of(s, e)] += !left[e];
	for (size_t i = 0; i < n; i++) {
		int entry = docket_find_entry(s->docket, shown[i].entry);
		if (entry < 0 || left[entry])
			continue;
		s->rows[s->row_count++] = (struct screen_row){.entry = entry, .list = list_of(s, entry),
			.rank = (int)shown[i].rank, .final = shown[i].rank > 0, .score = shown[i].score};
		s->hidden[list_of(s, entry)]--;
	}
	rank_shown(s);
	for (int i = 0; i < s->row_count; i++)
		judge_advance(s, &s->rows[i]);
	return true;
}

/* The published ranks, in the lists of the result. */
static void load_published(struct screen *s)
{
	const struct result *r = s->exhibit->result;
	s->rows = ARENA_ARRAY(s->arena, (size_t)s->docket->entry_count, struct screen_row);
	for (int e = 0; e < s->docket->entry_count; e++) {
		enum fate fate = r->cut.outcomes[e].fate;
		if (r->ranking.places[e].rank)
			s->rows[s->row_count++] = (struct screen_row){.entry = e, .list = r->ranking.places[e].list,
				.rank = r->ranking.places[e].rank, .final = true,
				.says_advances = s->docket->stage->quota_count + s->docket->stage->wild_cards > 0,
				.advances = fate == FATE_ADVANCE || fate == FATE_WILD_CARD,
				.score = ratio_round(r->tally.scores[e].total, DECIMAL_PLACES, ROUND_HALF_UP)};
	}
}

static bool put_row(struct screen *s, const struct screen_row *row, struct err *err)
{
	const struct entry_row *entry = &s->docket->entries[row->entry];
	struct json profile;
	if (!part_read_profile(entry->profile, s->arena, &profile, err))
		return false;
	json_open(&s->w, NULL, '{');
	json_put_string(&s->w, "entry", entry->id);
	json_put_string(&s->w, "title", json_string(&profile, "title", entry->id));
	json_put_string(&s->w, "team", json_string(&profile, "team", ""));
	json_put_int(&s->w, "rank", row->rank);
	json_put_bool(&s->w, "final", row->final);
	json_put_decimal(&s->w, "score", row->score);
	if (row->says_advances)
		json_put_bool(&s->w, "advances", row->advances);
	json_close(&s->w, '}');
	return true;
}

static bool put_list(struct screen *s, int list, struct err *err)
{
	const struct text whole = {"总榜", "All entries"}, rest = {"未分组", "Elsewhere"};
	bool one = s->docket->stage->rank_within < 0;
	struct label label = {one ? "all" : "none", one ? whole : rest};
	int rows = 0;
	for (int i = 0; i < s->row_count; i++)
		rows += s->rows[i].list == list;
	if (!rows && !s->hidden[list])
		return true;
	(void)rule_list_label(s->contest, s->docket->stage, list, &label);
	json_open(&s->w, NULL, '{');
	json_put_string(&s->w, "list", label.id);
	part_text(&s->w, "title", &label.title);
	if (places_of(s, list))
		json_put_int(&s->w, "places", places_of(s, list));
	json_put_int(&s->w, "hidden", s->hidden[list]);
	json_open(&s->w, "shown", '[');
	for (int i = 0; i < s->row_count; i++)
		if (s->rows[i].list == list && !put_row(s, &s->rows[i], err))
			return false;
	json_close(&s->w, ']');
	json_close(&s->w, '}');
	return true;
}

static bool put_screen(struct screen *s, struct err *err)
{
	const struct stage *stage = s->docket->stage;
	char now[TIME_TEXT];
	bool frozen = false;
	for (int l = 0; l < s->list_count; l++)
		frozen = frozen || s->hidden[l] > 0;
	s->w = json_writer(s->out);
	json_open(&s->w, NULL, '{');
	json_put_string(&s->w, "contest", s->contest->id);
	json_put_string(&s->w, "stage", stage->id);
	part_text(&s->w, "title", &stage->title);
	json_put_bool(&s->w, "rehearsal", s->contest->rehearsal);
	json_put_string(&s->w, "now", time_format(s->app->now_ms(), now));
	json_put_string(&s->w, "state", s->docket->published ? "published" : s->docket->closed ? "closed" : "judging");
	json_put_bool(&s->w, "frozen", frozen);
	json_put_int(&s->w, "decimals", stage->scoring.display_places);
	json_put_bool(&s->w, "low_wins", stage->scoring.low_wins);
	json_open(&s->w, "lists", '[');
	for (int l = 0; l < s->list_count; l++)
		if (!put_list(s, l, err))
			return false;
	json_close(&s->w, ']');
	json_close(&s->w, '}');
	return true;
}

static bool fill_screen(struct screen *s, struct db *db, int stage, struct err *err)
{
	struct docket *docket = NULL;
	if (!s->exhibit && !docket_load(db, s->contest, stage, s->arena, &docket, err))
		return false;
	s->docket = s->exhibit ? s->exhibit->docket : docket;
	s->list_count = rule_list_count(s->contest, s->docket->stage);
	s->hidden = ARENA_ARRAY(s->arena, (size_t)s->list_count, int);
	if (s->exhibit)
		load_published(s);
	else if (!load_shown(s, db, err))
		return false;
	sort_rows(s);
	return put_screen(s, err);
}

static bool screen_work(struct db *db, void *context, struct err *err)
{
	struct screen *s = context;
	int stage;
	if (!app_get_contest(db, s->contest_id, s->arena, &s->contest, err) ||
		!app_get_panel_stage(s->contest, s->stage_id, &stage, err) ||
		!shelf_take(s->app->shelf, db, s->contest, stage, &s->exhibit, err))
		return false;
	bool good = fill_screen(s, db, stage, err);
	shelf_give(s->app->shelf, s->exhibit);
	return good;
}

bool view_screen(struct app *app, const char *contest, const char *stage, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct screen s = {.app = app, .contest_id = contest, .stage_id = stage, .out = out, .arena = arena};
	return store_read(app->store, screen_work, &s, err);
}
