/* Panels of heats: heats that go on at the same time are shared out together, nobody on two of them; those later get who has
 * load left. Each such group is a case of its own whose “entries” are the heats, with the panel's seats, and the fit of an
 * expert is the sum over the heat's entries. */
#include "app/assign_part.h"

#include "app/part.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "store/live.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PITCH_DEFAULT_S = 15 * 60, MS = 1000 };

struct room { /* a heat */
	int heat;
	int entries;
	bool locked;
	int64_t from_ms, until_ms; /* 0: nobody says */
	int group;                 /* of heats at the same time; −1 while not known */
	int32_t *fits;             /* by expert of the frame */
	enum assign_bar *bars;     /* by expert of the frame */
	const char **because;      /* by expert: the entry of a conflict, or NULL */
	struct assigned *panel;
	size_t count;
};

struct heats_sight {
	const struct request *rq;
	const char *contest_id, *stage_id;
	int64_t draw;
	struct buf *out;
	struct arena *arena;
	struct assign_frame f;
	struct sha seed;
	struct room *rooms;
	int64_t *left; /* by expert: entries that the load still takes; −1 = no end */
	struct panel_row *seated;
	size_t seated_count;
};

/* ---- the heats */

static void time_room(const struct assign_frame *f, struct room *room)
{
	const struct heat *h = &f->stage->heats[room->heat];
	int each = h->pitch_s + h->questions_s ? h->pitch_s + h->questions_s + f->stage->floor.marking_s : PITCH_DEFAULT_S;
	room->from_ms = h->starts_ms;
	room->until_ms = h->starts_ms ? h->starts_ms + (int64_t)(room->entries > 0 ? room->entries : 1) * each * MS : 0;
}

static void fill_room(struct heats_sight *v, struct room *room)
{
	const struct assign_frame *f = &v->f;
	size_t n = (size_t)f->expert_count;
	room->fits = ARENA_ARRAY(v->arena, n, int32_t);
	room->bars = ARENA_ARRAY(v->arena, n, enum assign_bar);
	room->because = ARENA_ARRAY(v->arena, n, const char *);
	for (int e = 0; e < f->entry_count; e++)
		room->entries += docket_heat(f->docket, f->entries[e]) == room->heat;
	time_room(f, room);
	for (int x = 0; x < f->expert_count; x++) {
		room->bars[x] = f->why[f->experts[x]];
		if (!room->bars[x] && assign_is_away(f->away[f->experts[x]], room->from_ms, room->until_ms, true, v->arena))
			room->bars[x] = BAR_AWAY;
		for (int e = 0; e < f->entry_count; e++) {
			size_t at = assign_at(f, e, x);
			if (docket_heat(f->docket, f->entries[e]) != room->heat)
				continue;
			room->fits[x] += f->fits[at];
			bool conflict = f->bars[at] == BAR_FOUND || f->bars[at] == BAR_CONFIRMED;
			if (conflict && (!room->because[x] || f->bars[at] == BAR_CONFIRMED)) {
				room->bars[x] = (enum assign_bar)f->bars[at];
				room->because[x] = docket_entry_id(f->docket, f->entries[e]);
			}
		}
	}
}

static bool overlap(const struct room *a, const struct room *b)
{
	if (!a->from_ms || !b->from_ms)
		return a->from_ms == b->from_ms;
	return a->from_ms < b->until_ms && b->from_ms < a->until_ms;
}

/* Whoever overlaps one of a group is of it: nobody sits in two rooms of a group, though some of them may follow each other. */
static int group_rooms(struct room *rooms, int count)
{
	int groups = 0;
	for (int i = 0; i < count; i++)
		rooms[i].group = -1;
	for (int i = 0; i < count; i++) {
		if (rooms[i].group >= 0 || rooms[i].locked)
			continue;
		rooms[i].group = groups++;
		for (bool more = true; more;) {
			more = false;
			for (int a = 0; a < count; a++)
				for (int b = 0; b < count; b++)
					if (rooms[a].group == rooms[i].group && rooms[b].group < 0 && !rooms[b].locked &&
						overlap(&rooms[a], &rooms[b])) {
						rooms[b].group = rooms[a].group;
						more = true;
					}
		}
	}
	return groups;
}

static bool load_rooms(struct heats_sight *v, struct db *db, struct err *err)
{
	const struct stage *s = v->f.stage;
	v->rooms = ARENA_ARRAY(v->arena, (size_t)s->heat_count, struct room);
	v->left = ARENA_ARRAY(v->arena, (size_t)v->f.expert_count, int64_t);
	for (int x = 0; x < v->f.expert_count; x++)
		v->left[x] = v->f.loads[v->f.experts[x]];
	if (!store_list_panel(db, v->f.contest->id, s->id, v->arena, &v->seated, &v->seated_count, err))
		return false;
	for (int h = 0; h < s->heat_count; h++) {
		struct heat_row *row;
		if (!store_find_heat(db, v->f.contest->id, s->id, s->heats[h].id, v->arena, &row, err))
			return false;
		v->rooms[h].heat = h;
		v->rooms[h].locked = row != NULL;
		fill_room(v, &v->rooms[h]);
	}
	return true;
}

/* ---- a group of heats as a case */

struct group_case {
	struct assign_case c;
	struct room **rooms;
	int *seats;
	struct assign_expert *experts;
	const char **ids;
	int64_t *starts;
	struct assign_option *options;
};

static void add_options(const struct heats_sight *v, struct group_case *g, const struct room *room, int at)
{
	int64_t n = g->starts[at];
	for (int x = 0; x < v->f.expert_count; x++)
		if (!room->bars[x] && (v->left[x] < 0 || v->left[x] >= room->entries))
			g->options[n++] = (struct assign_option){x, room->fits[x]};
	g->starts[at + 1] = n;
}

static struct group_case make_case(const struct heats_sight *v, int group)
{
	const struct assign_frame *f = &v->f;
	size_t rooms = (size_t)f->stage->heat_count, n = (size_t)f->expert_count;
	struct group_case g = {.rooms = ARENA_ARRAY(v->arena, rooms, struct room *),
		.seats = ARENA_ARRAY(v->arena, (size_t)f->seat_count, int),
		.experts = ARENA_ARRAY(v->arena, n, struct assign_expert), .ids = ARENA_ARRAY(v->arena, rooms, const char *),
		.starts = ARENA_ARRAY(v->arena, rooms + 1, int64_t), .options = ARENA_ARRAY(v->arena, rooms * n + 1, struct assign_option)};
	for (int k = 0; k < f->seat_count; k++)
		g.seats[k] = f->seats[k].seats;
	for (int x = 0; x < f->expert_count; x++)
		g.experts[x] = (struct assign_expert){docket_expert_id(f->docket, f->experts[x]),
			assign_seat_of(f, docket_expert_class(f->docket, f->experts[x])), 1};
	for (int h = 0; h < f->stage->heat_count; h++) {
		if (v->rooms[h].group != group)
			continue;
		int at = g.c.entry_count++;
		g.rooms[at] = &v->rooms[h];
		g.ids[at] = f->stage->heats[h].id;
		add_options(v, &g, &v->rooms[h], at);
	}
	g.c.expert_count = f->expert_count;
	g.c.class_count = f->seat_count;
	g.c.entries = g.ids;
	g.c.experts = g.experts;
	g.c.seats = g.seats;
	g.c.starts = g.starts;
	g.c.options = g.options;
	g.c.aim = f->stage->assignment.total_aim ? ASSIGN_TOTAL : ASSIGN_WORST_FIRST;
	g.c.seed = v->seed;
	return g;
}

static bool solve_group(struct heats_sight *v, int group, struct err *err)
{
	struct group_case g = make_case(v, group);
	struct assignment a;
	if (!assign_make(&g.c, v->arena, &a, err))
		return false;
	size_t at = 0;
	for (int i = 0; i < g.c.entry_count; i++) {
		struct room *room = g.rooms[i];
		room->panel = a.pairs + at;
		for (; at < a.count && a.pairs[at].entry == i; at++) {
			room->count++;
			if (v->left[a.pairs[at].expert] >= 0)
				v->left[a.pairs[at].expert] -= room->entries;
		}
	}
	return true;
}

/* ---- as JSON */

static void put_bars(struct heats_sight *v, struct json_writer *w, const struct room *room)
{
	json_open(w, "barred", '[');
	for (int x = 0; x < v->f.expert_count; x++) {
		if (!room->bars[x])
			continue;
		json_open(w, NULL, '{');
		json_put_string(w, "expert", docket_expert_id(v->f.docket, v->f.experts[x]));
		json_put_string(w, "why", assign_bar_name(room->bars[x]));
		if (room->because[x])
			json_put_string(w, "entry", room->because[x]);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static bool put_member(struct heats_sight *v, struct json_writer *w, const struct assigned *p, struct err *err)
{
	const struct expert_row *row = &v->f.docket->experts[v->f.experts[p->expert]];
	struct json profile;
	if (!part_read_profile(row->profile, v->arena, &profile, err))
		return false;
	json_open(w, NULL, '{');
	json_put_string(w, "expert", row->id);
	if (row->class_id)
		json_put_string(w, "class", row->class_id);
	part_profile(w, &profile, (const char *const[]){"name"}, 1);
	json_put_int(w, "fit", p->fit);
	json_put_int(w, "better", p->better);
	json_close(w, '}');
	return true;
}

static bool put_room(struct heats_sight *v, struct json_writer *w, const struct room *room, struct err *err)
{
	const struct heat *h = &v->f.stage->heats[room->heat];
	json_open(w, NULL, '{');
	json_put_string(w, "heat", h->id);
	part_text(w, "title", &h->title);
	part_time(w, "starts", h->starts_ms);
	json_put_int(w, "entries", room->entries);
	json_put_bool(w, "locked", room->locked);
	json_open(w, "seated", '[');
	for (size_t i = 0; i < v->seated_count; i++)
		if (str_eq(v->seated[i].heat, h->id))
			json_put_string(w, NULL, v->seated[i].expert);
	json_close(w, ']');
	json_open(w, "experts", '[');
	for (size_t i = 0; i < room->count; i++)
		if (!put_member(v, w, &room->panel[i], err))
			return false;
	json_close(w, ']');
	put_bars(v, w, room);
	json_close(w, '}');
	return true;
}

static bool check_ready(const struct assign_frame *f, struct err *err)
{
	if (f->docket->closed)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; its panels can't change any more.", f->stage->id);
	if (!f->seat_count)
		return fail(err, ERR_CONFLICT, "assign.no-seats", "The definition does not say who sits on a panel of %s.", f->stage->id);
	return f->expert_count || fail(err, ERR_CONFLICT, "assign.nobody", "No expert of a class on the panel of %s is seated.",
		f->stage->id);
}

static bool heats_work(struct db *db, void *context, struct err *err)
{
	struct heats_sight *v = context;
	struct contest *contest;
	struct json announced;
	int stage;
	if (!app_get_contest(db, v->contest_id, v->arena, &contest, err) || !app_get_panel_stage(contest, v->stage_id, &stage, err) ||
		!assign_frame_load(db, contest, stage, ASSIGN_PANELS, v->arena, &v->f, err) || !check_ready(&v->f, err) ||
		(v->draw && !assign_draw_seed(&v->f, v->draw, &v->seed, &announced, err)) || !load_rooms(v, db, err))
		return false;
	int groups = group_rooms(v->rooms, v->f.stage->heat_count);
	for (int g = 0; g < groups; g++)
		if (!solve_group(v, g, err))
			return false;
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "stage", v->f.stage->id);
	if (v->draw)
		json_put_int(&w, "draw", v->draw);
	json_open(&w, "heats", '[');
	for (int h = 0; h < v->f.stage->heat_count; h++)
		if (!put_room(v, &w, &v->rooms[h], err))
			return false;
	json_close(&w, ']');
	json_close(&w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_panels_proposal(struct app *app, const struct request *rq, const char *contest, const char *stage, int64_t draw,
	struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct heats_sight v = {.rq = rq, .contest_id = contest, .stage_id = stage, .draw = draw, .out = out, .arena = arena};
	return principal_check(rq->who, ACT_SEE_PANELS, err) && store_read(app->store, heats_work, &v, err);
}
