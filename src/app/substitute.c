/* Who could take a place. Candidates of the class are ordered by what would stop them first: away at that time; barred from
 * entries there; no load left; then by how soon they can sit down (accepted, listed, invited, declined), by languages and
 * fields in common with whom they replace, by what they have judged elsewhere, by id.
 *
 * A heat with a beginning takes as long as its entries' pitches and questions, or four hours where it has none; whoever is away
 * for a part of it is away. A stage without such times is missed only by who is away for all of it. */
#include "app/candidate_part.h"

#include "app/away.h"
#include "app/docket.h"
#include "app/floor.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

#include <stdlib.h>
#include <string.h>

#define HOUR_MS ((int64_t)3600 * 1000)

enum { HEAT_HOURS = 4, SHOWN_MOST = 50 };

struct suggestion {
	const struct candidate_row *row;
	struct json profile;
	bool away;
	int confirmed, undecided; /* entries of the place that they are barred from */
	int64_t left;             /* of their load; −1 = no cap */
	bool full;                /* too little left for the place */
	int order;                /* of the state */
	int languages, fields;    /* in common */
	struct past_sum past;
};

struct place {
	struct app *app;
	const struct request *rq;
	const char *contest_id;
	const struct substitute_query *query;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	const struct stage *stage;
	int stage_index, heat; /* heat −1: the whole stage */
	struct docket *docket;
	const char *class_id;
	struct json replaced; /* their words */
	int64_t from_ms, until_ms; /* 0 = not said */
	int entries;
	struct panel_row *panel;
	size_t panel_count;
	struct pasts pasts;
};

/* ---- the place */

static bool is_here(const struct place *p, int entry)
{
	int heat = docket_heat(p->docket, entry);
	return p->heat < 0 || heat < 0 || heat == p->heat;
}

static void find_times(struct place *p)
{
	const struct heat *h = p->heat >= 0 ? &p->stage->heats[p->heat] : NULL;
	p->from_ms = p->stage->starts_ms;
	p->until_ms = p->stage->ends_ms;
	if (!h || !h->starts_ms)
		return;
	int64_t each_ms = (int64_t)(h->pitch_s + h->questions_s) * 1000;
	p->from_ms = h->starts_ms;
	p->until_ms = h->starts_ms + (each_ms ? each_ms * (p->entries ? p->entries : 1) : HEAT_HOURS * HOUR_MS);
}

static bool find_class(struct place *p, struct err *err)
{
	struct candidate_row *row = NULL;
	p->class_id = p->query->class_id;
	if (p->query->expert) {
		if (!candidate_get(p->db, p->contest->id, p->query->expert, p->arena, &row, err) ||
			!part_read_profile(row->profile, p->arena, &p->replaced, err))
			return false;
		p->class_id = p->class_id ? p->class_id : row->class_id;
	}
	return !p->class_id || labels_find(&p->contest->classes, p->class_id) >= 0 ||
		fail(err, ERR_INPUT, "candidate.class", "The contest has no class \"%.64s\".", p->class_id);
}

static bool find_place(struct place *p, struct err *err)
{
	p->heat = -1;
	if (!app_get_contest(p->db, p->contest_id, p->arena, &p->contest, err) ||
		!app_get_panel_stage(p->contest, p->query->stage, &p->stage_index, err))
		return false;
	p->stage = &p->contest->stages[p->stage_index];
	if (p->query->heat && !app_get_heat(p->stage, p->query->heat, &p->heat, err))
		return false;
	if (!docket_load(p->db, p->contest, p->stage_index, p->arena, &p->docket, err) ||
		!store_list_panel(p->db, p->contest->id, p->stage->id, p->arena, &p->panel, &p->panel_count, err) ||
		!history_load(p->db, p->contest->id, p->arena, &p->pasts, err))
		return false;
	for (int e = 0; e < p->docket->entry_count; e++)
		p->entries += is_here(p, e);
	find_times(p);
	return find_class(p, err);
}

/* ---- a candidate */

static bool sits(const struct place *p, const char *expert, int heat)
{
	for (size_t i = 0; i < p->panel_count; i++)
		if (str_eq(p->panel[i].expert, expert) && str_eq(p->panel[i].heat, p->stage->heats[heat].id))
			return true;
	return false;
}

static bool is_away(const struct place *p, const struct candidate_row *row, bool *ret, struct err *err)
{
	struct away_span *spans;
	size_t n;
	bool part = p->heat >= 0 && p->stage->heats[p->heat].starts_ms;
	*ret = false;
	if (!p->from_ms || !p->until_ms)
		return true;
	if (!away_load(row->away, p->arena, &spans, &n, err))
		return false;
	for (size_t i = 0; i < n && !*ret; i++)
		*ret = part ? spans[i].from_ms < p->until_ms && spans[i].until_ms > p->from_ms :
			      spans[i].from_ms <= p->from_ms && spans[i].until_ms >= p->until_ms;
	return true;
}

static bool count_bars(const struct place *p, struct suggestion *s, struct err *err)
{
	struct barred_row *rows;
	size_t n;
	if (!store_list_barred(p->db, p->contest->id, s->row->id, p->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		int entry = docket_find_entry(p->docket, rows[i].entry);
		if (entry >= 0 && is_here(p, entry))
			*(rows[i].confirmed ? &s->confirmed : &s->undecided) += 1;
	}
	return true;
}

/* Taken are the entries assigned to them in the stage, and those of the other heats on whose panels they sit. */
static bool count_load(const struct place *p, struct suggestion *s, struct err *err)
{
	struct assigned_row *pairs;
	size_t taken;
	s->left = -1;
	if (s->row->load < 0)
		return true;
	if (!store_list_assigned(p->db, p->contest->id, p->stage->id, s->row->id, p->arena, &pairs, &taken, err))
		return false;
	int64_t sitting = 0;
	for (int e = 0; e < p->docket->entry_count; e++) {
		int heat = docket_heat(p->docket, e);
		sitting += heat >= 0 && heat != p->heat && sits(p, s->row->id, heat);
	}
	int64_t used = sitting > (int64_t)taken ? sitting : (int64_t)taken;
	s->left = s->row->load > used ? s->row->load - used : 0;
	s->full = p->heat >= 0 ? s->left < p->entries : !s->left;
	return true;
}

/* Chinese writers put their own marks between words. */
static char *plain_list(const char *list, struct arena *arena)
{
	static const char *const marks[] = {"\xEF\xBC\x9B", "\xEF\xBC\x8C", "\xE3\x80\x81"};
	char *out = arena_strdup(arena, list);
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		for (char *at = out; (at = strstr(at, marks[i]));)
			memcpy(at, " ; ", 3);
	return out;
}

/* The next word of a list, between semicolons or commas and without spaces around it; false at the end. */
static bool next_word(const char **at, struct slice *ret)
{
	while (**at && strchr(" ;,", **at))
		++*at;
	size_t len = strcspn(*at, ";,");
	*ret = (struct slice){*at, len};
	*at += len;
	while (ret->len && ret->at[ret->len - 1] == ' ')
		ret->len--;
	return len > 0;
}

/* How many words of one list stand in the other too. */
static int in_common(const struct json *a, const struct json *b, const char *key, struct arena *arena)
{
	const char *list = plain_list(json_string(a, key, ""), arena), *other = plain_list(json_string(b, key, ""), arena);
	struct slice word, same;
	int n = 0;
	while (next_word(&list, &word))
		for (const char *at = other; next_word(&at, &same);)
			n += word.len == same.len && strncasecmp(word.at, same.at, word.len) == 0;
	return n;
}

static bool weigh(const struct place *p, struct suggestion *s, struct err *err)
{
	static const int orders[] = {[CANDIDATE_LISTED] = 1, [CANDIDATE_INVITED] = 2, [CANDIDATE_ACCEPTED] = 0,
		[CANDIDATE_DECLINED] = 3, [CANDIDATE_LEFT] = 4};
	if (!part_read_profile(s->row->profile, p->arena, &s->profile, err) || !is_away(p, s->row, &s->away, err) ||
		!count_bars(p, s, err) || !count_load(p, s, err) ||
		!history_of(&p->pasts, s->row->profile, NULL, NULL, &s->past, err))
		return false;
	s->order = orders[s->row->state];
	s->languages = in_common(&s->profile, &p->replaced, "languages", p->arena);
	s->fields = in_common(&s->profile, &p->replaced, "fields", p->arena);
	return true;
}

static int by_worth(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;
	const int64_t keys[][2] = {
		{x->away, y->away},
		{x->confirmed + x->undecided, y->confirmed + y->undecided},
		{x->full, y->full},
		{x->order, y->order},
		{y->languages, x->languages},
		{y->fields, x->fields},
		{x->past.left + x->past.declined, y->past.left + y->past.declined},
		{y->past.sheets, x->past.sheets},
	};
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return strcmp(x->row->id, y->row->id);
}

static bool is_eligible(const struct place *p, const struct candidate_row *row)
{
	return row->state != CANDIDATE_LEFT && row->profile && (!p->class_id || str_eq_null(row->class_id, p->class_id)) &&
		!(p->query->expert && str_eq(row->id, p->query->expert)) && !(p->heat >= 0 && sits(p, row->id, p->heat));
}

/* ---- the answer */

static void put_one(struct json_writer *w, const struct place *p, const struct suggestion *s)
{
	json_open(w, NULL, '{');
	json_put_string(w, "id", s->row->id);
	if (s->row->class_id)
		json_put_string(w, "class", s->row->class_id);
	part_profile(w, &s->profile, (const char *const[]){"name", "organisation", "fields", "languages"}, 4);
	json_put_string(w, "state", candidate_state_name(s->row->state));
	json_put_bool(w, "away", s->away);
	json_open(w, "barred", '{');
	json_put_int(w, "confirmed", s->confirmed);
	json_put_int(w, "undecided", s->undecided);
	json_close(w, '}');
	if (s->left >= 0)
		json_put_int(w, "load_left", s->left);
	json_put_bool(w, "full", s->full);
	json_put_int(w, "shared_languages", s->languages);
	json_put_int(w, "shared_fields", s->fields);
	if (principal_may(p->rq->who, ACT_IMPORT)) {
		json_open(w, "history", '{');
		json_put_int(w, "contests", s->past.contests);
		json_put_int(w, "sheets", s->past.sheets);
		json_put_int(w, "accepted", s->past.accepted);
		json_put_int(w, "declined", s->past.declined);
		json_put_int(w, "left", s->past.left);
		json_close(w, '}');
	}
	json_close(w, '}');
}

static bool substitutes_work(struct db *db, void *context, struct err *err)
{
	struct place *p = context;
	struct candidate_row *rows;
	size_t n, count = 0;
	p->db = db;
	if (!find_place(p, err) || !store_list_candidates(db, p->contest->id, p->arena, &rows, &n, err))
		return false;
	struct suggestion *all = ARENA_ARRAY(p->arena, n, struct suggestion);
	for (size_t i = 0; i < n; i++) {
		if (!is_eligible(p, &rows[i]))
			continue;
		all[count].row = &rows[i];
		if (!weigh(p, &all[count++], err))
			return false;
	}
	qsort(all, count, sizeof(*all), by_worth);
	struct json_writer w = json_writer(p->out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "stage", p->stage->id);
	if (p->heat >= 0)
		json_put_string(&w, "heat", p->stage->heats[p->heat].id);
	if (p->class_id)
		json_put_string(&w, "class", p->class_id);
	part_time(&w, "from", p->from_ms);
	part_time(&w, "until", p->until_ms);
	json_put_int(&w, "entries", p->entries);
	json_open(&w, "substitutes", '[');
	for (size_t i = 0; i < count && i < SHOWN_MOST; i++)
		put_one(&w, p, &all[i]);
	json_close(&w, ']');
	json_close(&w, '}');
	buf_putc(p->out, '\n');
	return true;
}

bool view_substitutes(struct app *app, const struct request *rq, const char *contest, const struct substitute_query *query,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct place p = {.app = app, .rq = rq, .contest_id = contest, .query = query, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_SEE_POOL, err) && store_read(app->store, substitutes_work, &p, err);
}
