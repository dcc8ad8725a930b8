/* The pool as staff see it. A stage needs as many experts of a class as its panels have seats, a panel a heat; of the contest's
 * stages the one that needs most counts, since experts may sit in several. */
#include "app/candidate_part.h"

#include "app/away.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/people.h"

#include <string.h>

enum { STATES_COUNT = CANDIDATE_LEFT + 1 };

struct pool_sight {
	struct app *app;
	const struct request *rq;
	const char *contest_id, *id;
	const struct candidate_query *query;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	struct candidate_row *rows;
	size_t count;
	struct link_row *links;
	size_t link_count;
	struct json_writer w;
};

static bool load(struct pool_sight *v, struct db *db, struct err *err)
{
	v->db = db;
	return app_get_contest(db, v->contest_id, v->arena, &v->contest, err) &&
		store_list_candidates(db, v->contest->id, v->arena, &v->rows, &v->count, err) &&
		store_list_links(db, v->contest->id, v->arena, &v->links, &v->link_count, err);
}

static bool sees_contacts(const struct pool_sight *v)
{
	return principal_may(v->rq->who, ACT_IMPORT);
}

/* ---- filters */

static bool holds(const char *text, const char *part)
{
	return strcasestr(text, part) != NULL;
}

static bool is_wanted(const struct pool_sight *v, const struct candidate_row *row, bool *ret, struct err *err)
{
	const struct candidate_query *q = v->query;
	struct json profile;
	*ret = !(q->state && !str_eq(q->state, candidate_state_name(row->state))) &&
		!(q->class_id && !str_eq(q->class_id, row->class_id ? row->class_id : ""));
	if (!*ret || (!q->field && !q->words))
		return true;
	if (!part_read_profile(row->profile, v->arena, &profile, err))
		return false;
	bool word = !q->words || holds(row->id, q->words);
	for (int i = 0; i < CANDIDATE_WORDS && !word; i++) {
		bool contact = str_eq(candidate_word_names[i], "mail") || str_eq(candidate_word_names[i], "note");
		word = (!contact || sees_contacts(v)) && holds(json_string(&profile, candidate_word_names[i], ""), q->words);
	}
	*ret = word && (!q->field || holds(json_string(&profile, "fields", ""), q->field));
	return true;
}

/* ---- need */

static int seats_of(const struct stage *s, int class_index)
{
	int seats = 0;
	for (int i = 0; i < s->panel_count; i++)
		if (s->panel[i].class_index == class_index)
			seats += s->panel[i].seats;
	return seats * s->heat_count;
}

static void put_stage_needs(struct pool_sight *v, int class_index, int *ret_most)
{
	*ret_most = 0;
	json_open(&v->w, "stages", '[');
	for (int s = 0; s < v->contest->stage_count; s++) {
		const struct stage *stage = &v->contest->stages[s];
		int need = stage->kind == STAGE_PANEL ? seats_of(stage, class_index) : 0;
		if (!need)
			continue;
		*ret_most = need > *ret_most ? need : *ret_most;
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "stage", stage->id);
		part_text(&v->w, "title", &stage->title);
		json_put_int(&v->w, "need", need);
		json_put_int(&v->w, "heats", stage->heat_count);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static void put_counts(struct pool_sight *v, const char *class_id, bool any)
{
	int counts[STATES_COUNT] = {0};
	for (size_t i = 0; i < v->count; i++)
		counts[v->rows[i].state] += any || str_eq_null(v->rows[i].class_id, class_id);
	for (int s = 0; s < STATES_COUNT; s++)
		json_put_int(&v->w, candidate_state_name((enum candidate_state)s), counts[s]);
}

static void put_need(struct pool_sight *v)
{
	json_open(&v->w, "counts", '{');
	put_counts(v, NULL, true);
	json_close(&v->w, '}');
	json_open(&v->w, "need", '[');
	for (int c = 0; c < v->contest->classes.count; c++) {
		int need;
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "class", v->contest->classes.items[c].id);
		part_text(&v->w, "title", &v->contest->classes.items[c].title);
		put_stage_needs(v, c, &need);
		json_put_int(&v->w, "need", need);
		put_counts(v, v->contest->classes.items[c].id, false);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

/* ---- candidates */

static const struct link_row *newest_link(const struct pool_sight *v, const char *expert)
{
	const struct link_row *link = NULL;
	for (size_t i = 0; i < v->link_count; i++)
		if (v->links[i].expert && str_eq(v->links[i].expert, expert) && role_find(v->links[i].role) == ROLE_CANDIDATE)
			link = &v->links[i];
	return link;
}

static void put_barred(struct pool_sight *v, const struct barred_row *rows, size_t n, const char *expert)
{
	int confirmed = 0, undecided = 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].expert, expert))
			*(rows[i].confirmed ? &confirmed : &undecided) += 1;
	json_open(&v->w, "barred", '{');
	json_put_int(&v->w, "confirmed", confirmed);
	json_put_int(&v->w, "undecided", undecided);
	json_close(&v->w, '}');
}

static bool put_members(struct pool_sight *v, const struct candidate_row *row, struct err *err)
{
	const struct link_row *link = newest_link(v, row->id);
	if (!candidate_put_words(&v->w, v->contest, row, sees_contacts(v), v->arena, err))
		return false;
	json_put_string(&v->w, "state", candidate_state_name(row->state));
	json_put_bool(&v->w, "erased", !row->profile);
	part_time(&v->w, "asked", row->asked_ms);
	part_time(&v->w, "answer_by", row->answer_by_ms);
	part_time(&v->w, "opened", link ? link->used_ms : 0);
	part_time(&v->w, "answered", row->answered_ms);
	if (row->remark)
		json_put_string(&v->w, "remark", row->remark);
	return true;
}

static bool pool_work(struct db *db, void *context, struct err *err)
{
	struct pool_sight *v = context;
	struct barred_row *barred;
	size_t n;
	if (!load(v, db, err) || !store_list_barred(db, v->contest->id, NULL, v->arena, &barred, &n, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	put_need(v);
	json_open(&v->w, "candidates", '[');
	for (size_t i = 0; i < v->count; i++) {
		bool wanted;
		if (!is_wanted(v, &v->rows[i], &wanted, err))
			return false;
		if (!wanted)
			continue;
		json_open(&v->w, NULL, '{');
		if (!put_members(v, &v->rows[i], err))
			return false;
		put_barred(v, barred, n, v->rows[i].id);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_candidates(struct app *app, const struct request *rq, const char *contest, const struct candidate_query *query,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct pool_sight v = {.app = app, .rq = rq, .contest_id = contest, .query = query, .out = out, .arena = arena};
	if (!principal_check(rq->who, ACT_SEE_POOL, err))
		return false;
	if (query->state && candidate_state_find(query->state) < 0)
		return fail(err, ERR_INPUT, "candidate.state", "There is no state “%.64s”: listed, invited, accepted, declined, left.",
			query->state);
	return store_read(app->store, pool_work, &v, err);
}

/* ---- one */

static void put_invitations(struct pool_sight *v)
{
	json_open(&v->w, "invitations", '[');
	for (size_t i = 0; i < v->link_count; i++) {
		const struct link_row *link = &v->links[i];
		if (!link->expert || !str_eq(link->expert, v->id) || role_find(link->role) != ROLE_CANDIDATE)
			continue;
		json_open(&v->w, NULL, '{');
		json_put_int(&v->w, "link", link->id);
		part_time(&v->w, "made", link->created_ms);
		part_time(&v->w, "opened", link->used_ms);
		part_time(&v->w, "expires", link->expires_ms);
		json_put_bool(&v->w, "ended", link->revoked);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static bool one_work(struct db *db, void *context, struct err *err)
{
	struct pool_sight *v = context;
	struct candidate_row *row;
	struct barred_row *barred;
	struct pasts pasts;
	struct past_sum sum;
	int64_t sheets;
	size_t n;
	if (!load(v, db, err) || !candidate_get(db, v->contest->id, v->id, v->arena, &row, err) ||
		!store_list_barred(db, v->contest->id, row->id, v->arena, &barred, &n, err) ||
		!store_count_expert_sheets(db, v->contest->id, row->id, &sheets, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	if (!put_members(v, row, err))
		return false;
	put_barred(v, barred, n, row->id);
	json_put_int(&v->w, "sheets", sheets);
	put_invitations(v);
	if (sees_contacts(v) && (!history_load(db, v->contest->id, v->arena, &pasts, err) ||
					!history_of(&pasts, row->profile, "history", &v->w, &sum, err)))
		return false;
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_candidate(struct app *app, const struct request *rq, const char *contest, const char *id, struct buf *out,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct pool_sight v = {.app = app, .rq = rq, .contest_id = contest, .id = id, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_SEE_POOL, err) && store_read(app->store, one_work, &v, err);
}

/* ---- CSV */

/* A cell that a spreadsheet would take for a formula gets a quote before it, as their makers advise. */
static void put_cell(struct buf *out, const char *text, bool last)
{
	bool formula = strchr("=+-@\t\r", *text) && *text;
	bool quoted = formula || strpbrk(text, ",\"\n\r");
	if (quoted)
		buf_putc(out, '"');
	if (formula)
		buf_putc(out, '\'');
	for (const char *at = text; *at; at++) {
		if (*at == '"')
			buf_putc(out, '"');
		buf_putc(out, *at);
	}
	buf_puts(out, quoted ? "\"" : "");
	buf_puts(out, last ? "\r\n" : ",");
}

static bool put_line(struct pool_sight *v, const struct candidate_row *row, struct err *err)
{
	struct json profile;
	const char *away;
	if (!part_read_profile(row->profile, v->arena, &profile, err) ||
		!away_write(row->away, v->contest->offset_min, v->arena, &away, err))
		return false;
	put_cell(v->out, row->id, false);
	put_cell(v->out, row->class_id ? row->class_id : "", false);
	for (int i = 0; i < CANDIDATE_WORDS; i++)
		put_cell(v->out, json_string(&profile, candidate_word_names[i], ""), false);
	put_cell(v->out, row->load < 0 ? "" : arena_printf(v->arena, "%lld", (long long)row->load), false);
	put_cell(v->out, away, false);
	put_cell(v->out, candidate_state_name(row->state), true);
	return true;
}

static bool csv_work(struct db *db, void *context, struct err *err)
{
	struct pool_sight *v = context;
	if (!load(v, db, err))
		return false;
	buf_puts(v->out, "\xEF\xBB\xBF" "expert,class,");
	for (int i = 0; i < CANDIDATE_WORDS; i++)
		put_cell(v->out, candidate_word_names[i], false);
	buf_puts(v->out, "load,away,state\r\n");
	for (size_t i = 0; i < v->count; i++)
		if (!put_line(v, &v->rows[i], err))
			return false;
	return true;
}

bool view_candidates_csv(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct pool_sight v = {.app = app, .rq = rq, .contest_id = contest, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_IMPORT, err) && store_read(app->store, csv_work, &v, err);
}
