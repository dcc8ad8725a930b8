/* What somebody who was invited sees: what is asked, until when, what they answered, and once seated where they sit. Nothing
 * here says who else was asked, or which entries they will mark. */
#include "app/candidate_part.h"

#include "app/docket.h"
#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

struct invitation_sight {
	struct app *app;
	const struct request *rq;
	const char *contest_id;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	struct candidate_row *row;
	struct panel_row *seats;
	size_t seat_count;
	struct json_writer w;
};

static bool asks_class(const struct invitation_sight *v, const struct stage *s)
{
	for (int i = 0; i < s->panel_count; i++)
		if (v->row->class_id && str_eq(v->contest->classes.items[s->panel[i].class_index].id, v->row->class_id))
			return true;
	return !s->panel_count;
}

/* Those that take part by now; for a stage whose source is not published, the places that lead to it. */
static bool count_entries(const struct invitation_sight *v, int stage, int64_t *ret, struct err *err)
{
	const struct stage *s = &v->contest->stages[stage];
	struct entry_row *rows;
	bool *in;
	size_t n;
	*ret = 0;
	if (!store_list_entries(v->db, v->contest->id, v->arena, &rows, &n, err) ||
		!docket_participants(v->db, v->contest, stage, rows, n, v->arena, &in, err))
		return false;
	for (size_t i = 0; i < n; i++)
		*ret += in[i];
	for (int f = 0; !*ret && f < s->from_count; f++)
		*ret += part_stage_places(&v->contest->stages[s->from[f]]);
	return true;
}

static bool sits(const struct invitation_sight *v, const struct stage *s, const struct heat *h)
{
	for (size_t i = 0; i < v->seat_count; i++)
		if (str_eq(v->seats[i].stage, s->id) && str_eq(v->seats[i].heat, h->id) && str_eq(v->seats[i].expert, v->row->id))
			return true;
	return false;
}

static void put_heats(struct invitation_sight *v, const struct stage *s)
{
	json_open(&v->w, "heats", '[');
	for (int h = 0; h < s->heat_count; h++) {
		const struct heat *heat = &s->heats[h];
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "id", heat->id);
		part_text(&v->w, "title", &heat->title);
		part_text(&v->w, "venue", &heat->venue);
		part_time(&v->w, "starts", heat->starts_ms);
		json_put_int(&v->w, "each_s", heat->pitch_s + heat->questions_s);
		json_put_bool(&v->w, "mine", sits(v, s, heat));
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
}

static bool put_stage(struct invitation_sight *v, int stage, struct err *err)
{
	const struct stage *s = &v->contest->stages[stage];
	struct assigned_row *pairs;
	size_t n;
	int64_t entries;
	if (!count_entries(v, stage, &entries, err) ||
		!store_list_assigned(v->db, v->contest->id, s->id, v->row->id, v->arena, &pairs, &n, err))
		return false;
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "id", s->id);
	part_text(&v->w, "title", &s->title);
	part_time(&v->w, "starts", s->starts_ms);
	part_time(&v->w, "ends", s->ends_ms);
	json_put_int(&v->w, "entries", entries);
	if (s->sheets_each)
		json_put_int(&v->w, "sheets_each", s->sheets_each);
	if (n)
		json_put_int(&v->w, "assigned", (int64_t)n);
	put_heats(v, s);
	json_close(&v->w, '}');
	return true;
}

static bool put_stages(struct invitation_sight *v, struct err *err)
{
	json_open(&v->w, "stages", '[');
	for (int s = 0; s < v->contest->stage_count; s++)
		if (v->contest->stages[s].kind == STAGE_PANEL && asks_class(v, &v->contest->stages[s]) && !put_stage(v, s, err))
			return false;
	json_close(&v->w, ']');
	return true;
}

/* The answers that would be taken now. */
static bool put_may(struct invitation_sight *v, bool late, struct err *err)
{
	enum candidate_state state = v->row->state;
	int64_t sheets;
	if (!store_count_expert_sheets(v->db, v->contest->id, v->row->id, &sheets, err))
		return false;
	json_open(&v->w, "may", '{');
	json_put_bool(&v->w, "accept", !late && (state == CANDIDATE_INVITED || state == CANDIDATE_DECLINED));
	json_put_bool(&v->w, "decline", !late && state == CANDIDATE_INVITED);
	json_put_bool(&v->w, "leave", state == CANDIDATE_ACCEPTED && !sheets);
	json_close(&v->w, '}');
	json_put_int(&v->w, "sheets", sheets);
	return true;
}

static bool put_answer(struct invitation_sight *v, struct err *err)
{
	const struct candidate_row *row = v->row;
	bool late = row->answer_by_ms && v->app->now_ms() > row->answer_by_ms;
	bool open = row->state == CANDIDATE_INVITED || row->state == CANDIDATE_DECLINED;
	json_put_string(&v->w, "state", candidate_state_name(row->state));
	json_put_bool(&v->w, "late", late && open);
	part_time(&v->w, "asked", row->asked_ms);
	part_time(&v->w, "answer_by", row->answer_by_ms);
	part_time(&v->w, "answered", row->answered_ms);
	if (row->remark)
		json_put_string(&v->w, "remark", row->remark);
	return put_may(v, late, err);
}

static bool put_all(struct invitation_sight *v, struct err *err)
{
	int class_index = v->row->class_id ? labels_find(&v->contest->classes, v->row->class_id) : -1;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "contest", v->contest->id);
	part_text(&v->w, "title", &v->contest->title);
	json_open(&v->w, "you", '{');
	if (!candidate_put_words(&v->w, v->contest, v->row, false, v->arena, err))
		return false;
	if (class_index >= 0)
		part_text(&v->w, "class_title", &v->contest->classes.items[class_index].title);
	json_close(&v->w, '}');
	json_open(&v->w, "hosts", '[');
	for (int h = 0; h < v->contest->host_count; h++) {
		json_open(&v->w, NULL, '{');
		part_text(&v->w, "name", &v->contest->hosts[h].name);
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	if (!put_answer(v, err) || !put_stages(v, err))
		return false;
	json_close(&v->w, '}');
	buf_putc(v->out, '\n');
	return true;
}

static bool invitation_work(struct db *db, void *context, struct err *err)
{
	struct invitation_sight *v = context;
	v->db = db;
	return app_get_contest(db, v->contest_id, v->arena, &v->contest, err) &&
		candidate_get(db, v->contest->id, v->rq->who->expert, v->arena, &v->row, err) &&
		store_list_panel(db, v->contest->id, NULL, v->arena, &v->seats, &v->seat_count, err) && put_all(v, err);
}

bool view_invitation(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct invitation_sight v = {.app = app, .rq = rq, .contest_id = contest, .out = out, .arena = arena};
	if (!rq->who || !rq->who->expert)
		return fail(err, ERR_DENIED, "denied", "It is not said which expert you are.");
	return principal_check(rq->who, ACT_ANSWER, err) && store_read(app->store, invitation_work, &v, err);
}
