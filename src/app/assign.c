/* Adopting an assignment. The case is made and the pairs are held against it in a read, so that the writer waits for nobody's
 * thousands of entries; what they stand on is hashed then and again in the writer (assign.stale). */
#include "app/assign_part.h"

#include "app/decide.h"
#include "app/principal.h"
#include "app/turnout.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FAULTS_MOST = 200 };

static const char *const codes[] = {[ASSIGN_NOT_ALLOWED] = "assign.not-allowed", [ASSIGN_TWICE] = "assign.twice",
	[ASSIGN_SEATS] = "assign.seats", [ASSIGN_LOAD] = "assign.load", [ASSIGN_LINKAGE] = "assign.linkage"};

struct assign_work {
	struct decide_work w; /* first: decide() hands it back */
	const struct assign_edit *edit;
	struct sha basis;
	struct assign_pair *pairs; /* by entry, then expert, in the order of ids */
	size_t count;
	struct assigned_row *rows; /* the same as ids */
	const char *body, *problem;
	int64_t version;
	bool unchanged; /* they are in force already */
};

/* ---- in a read */

static int by_pair(const void *x, const void *y)
{
	const struct assign_pair *a = x, *b = y;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->expert > b->expert) - (a->expert < b->expert);
}

static bool take_pairs(struct assign_work *w, const struct assign_frame *f, const struct assign_made *made, struct err *err)
{
	struct assignment a;
	if (w->edit->count) {
		w->count = (size_t)w->edit->count;
		return assign_read_pairs(f, w->edit->pairs, w->edit->count, &w->pairs, err);
	}
	if (!assign_solve(f, made, &a, err))
		return false;
	w->count = a.count;
	w->pairs = ARENA_ARRAY(f->arena, a.count + 1, struct assign_pair);
	for (size_t i = 0; i < a.count; i++)
		w->pairs[i] = (struct assign_pair){a.pairs[i].entry, a.pairs[i].expert};
	return true;
}

static bool is_excused(const struct assign_edit *edit, const struct assign_found *found)
{
	return (found->fault == ASSIGN_LINKAGE && edit->unlinked) ||
		(found->fault == ASSIGN_SEATS && edit->short_of && found->have < found->want);
}

static bool check_pairs(const struct assign_work *w, const struct assign_frame *f, const struct assign_made *made, struct err *err)
{
	struct assign_found *found;
	size_t n;
	assign_check_all(&made->file.c, w->pairs, w->count, SIZE_MAX, f->arena, &found, &n);
	for (size_t i = 0; i < n; i++)
		if (!is_excused(w->edit, &found[i]))
			return fail(err, ERR_CONFLICT, codes[found[i].fault], "%s", found[i].message);
	return true;
}

static const char *write_body(const struct assign_work *w, const struct assign_frame *f, const struct assign_made *made)
{
	char hex[SHA_HEX];
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer json = json_writer(&out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "case", sha_hex(&made->sha, hex));
	if (made->draw)
		json_put_int(&json, "draw", made->draw);
	json_open(&json, "entries", '{');
	for (size_t i = 0; i < w->count;) {
		int e = w->pairs[i].entry;
		json_open(&json, docket_entry_id(f->docket, f->entries[e]), '[');
		for (; i < w->count && w->pairs[i].entry == e; i++)
			json_put_string(&json, NULL, docket_expert_id(f->docket, f->experts[w->pairs[i].expert]));
		json_close(&json, ']');
	}
	json_close(&json, '}');
	json_put_string(&json, "stage", f->stage->id);
	json_put_int(&json, "version", w->version);
	json_close(&json, '}');
	return arena_strdup(f->arena, buf_str(&out));
}

static bool is_unchanged(const struct assign_work *w, const struct assign_frame *f)
{
	bool same = f->newest && w->count == f->pair_count;
	for (size_t i = 0; same && i < w->count; i++)
		same = str_eq(w->rows[i].entry, f->pairs[i].entry) && str_eq(w->rows[i].expert, f->pairs[i].expert);
	return same;
}

static bool read_work(struct db *db, void *context, struct err *err)
{
	struct assign_work *w = context;
	struct contest *contest;
	struct assign_frame f;
	struct assign_made made;
	int stage;
	if (!app_get_contest(db, w->w.contest_id, w->w.arena, &contest, err) ||
		!app_get_panel_stage(contest, w->w.stage_id, &stage, err) ||
		!assign_frame_load(db, contest, stage, ASSIGN_ENTRIES, w->w.arena, &f, err) ||
		!assign_case_make(&f, &w->edit->wish, &made, err) ||
		!take_pairs(w, &f, &made, err) || !check_pairs(w, &f, &made, err) ||
		!assign_basis(db, contest, stage, w->w.arena, &w->basis, err))
		return false;
	qsort(w->pairs, w->count, sizeof(*w->pairs), by_pair);
	w->version = f.newest ? f.newest->version + 1 : 1;
	w->rows = ARENA_ARRAY(w->w.arena, w->count + 1, struct assigned_row);
	for (size_t i = 0; i < w->count; i++)
		w->rows[i] = (struct assigned_row){docket_entry_id(f.docket, f.entries[w->pairs[i].entry]),
			docket_expert_id(f.docket, f.experts[w->pairs[i].expert])};
	w->body = write_body(w, &f, &made);
	w->problem = made.text.at;
	w->unchanged = is_unchanged(w, &f);
	return true;
}

/* ---- in the writer */

static int by_row(const void *x, const void *y)
{
	const struct assigned_row *a = x, *b = y;
	int order = strcmp(a->entry, b->entry);
	return order ? order : strcmp(a->expert, b->expert);
}

/* A sheet may have come in since the read; what conflicts bar now is no marked pair any more. */
static bool check_marked(const struct assign_work *w, struct db *db, struct err *err)
{
	const struct stage *stage = decide_stage(&w->w);
	struct sheet_row *rows;
	struct barred_row *bars;
	struct dict barred = {0};
	size_t n, bar_count;
	if (!store_list_sheets(db, w->w.contest->id, stage->id, w->w.arena, &rows, &n, err) ||
		!store_list_barred(db, w->w.contest->id, NULL, w->w.arena, &bars, &bar_count, err))
		return false;
	for (size_t i = 0; i < bar_count; i++)
		if (bars[i].confirmed)
			(void)dict_add(&barred, w->w.arena, arena_printf(w->w.arena, "%s %s", bars[i].entry, bars[i].expert), 0);
	for (size_t i = 0; i < n; i++) {
		struct assigned_row key = {rows[i].entry, rows[i].expert};
		if (rows[i].recused || !turnout_counts(stage, &rows[i]) || str_eq(rows[i].expert, "official") ||
			(barred.count && dict_find(&barred, arena_printf(w->w.arena, "%s %s", key.entry, key.expert)) >= 0))
			continue;
		if (!bsearch(&key, w->rows, w->count, sizeof(key), by_row))
			return fail(err, ERR_CONFLICT, "assign.marked", "Expert %s has marked entry %s and stays with it.", key.expert,
				key.entry);
	}
	return true;
}

static bool adopt_step(struct decide_work *base, struct db *db, struct err *err)
{
	struct assign_work *w = (struct assign_work *)base;
	struct stage_row row;
	struct sha basis;
	if (!decide_row(base, db, &row, err))
		return false;
	if (row.state != STAGE_JUDGING)
		return fail(err, ERR_CONFLICT, "stage.closed", "Stage %s is closed; who marks there can't change any more.", row.stage);
	if (!assign_basis(db, base->contest, base->stage, base->arena, &basis, err))
		return false;
	if (!sha_eq(&basis, &w->basis) || (w->edit->version >= 0 && w->edit->version != w->version - 1))
		return fail(err, ERR_CONFLICT, "assign.stale",
			"Entries, experts, conflicts or the assignment of %s have changed meanwhile; look again.", row.stage);
	if (w->unchanged)
		return fail(err, ERR_CONFLICT, "assign.unchanged", "These pairs are in force already.");
	struct assignment_row made = {.version = w->version, .body = w->body, .problem = w->problem};
	if (!check_marked(w, db, err) || !journal_seal(&base->j, "panel.assign", w->body, &made.seq, err))
		return false;
	made.at_ms = base->j.ts_ms;
	return store_add_assignment(db, base->contest->id, row.stage, &made, w->rows, w->count, err);
}

static bool adopt_work(struct db *db, void *context, struct err *err)
{
	return decide(context, db, adopt_step, "panel.assign", err);
}

bool app_assign(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_edit *edit, int64_t *ret_version, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct assign_work w = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena}, .edit = edit};
	if (!principal_check(rq->who, ACT_IMPORT, err) || !store_read(app->store, read_work, &w, err) ||
		!store_write(app->store, adopt_work, &w, err))
		return false;
	*ret_version = w.w.j.repeated ? w.version - 1 : w.version;
	return true;
}

/* ---- looking at an edit */

struct check_sight {
	const struct request *rq;
	const char *contest, *stage;
	const struct assign_edit *edit;
	struct arena *arena;
	struct buf *out;
};

static void put_fault(struct json_writer *w, const struct assign_frame *f, const struct assign_found *found)
{
	json_open(w, NULL, '{');
	json_put_string(w, "code", codes[found->fault]);
	if (found->entry >= 0)
		json_put_string(w, "entry", docket_entry_id(f->docket, f->entries[found->entry]));
	if (found->expert >= 0)
		json_put_string(w, "expert", docket_expert_id(f->docket, f->experts[found->expert]));
	if (found->class_index >= 0 && f->seats[found->class_index].class_index >= 0)
		json_put_string(w, "class", f->contest->classes.items[f->seats[found->class_index].class_index].id);
	if (found->want) {
		json_put_int(w, "have", found->have);
		json_put_int(w, "want", found->want);
	}
	json_put_string(w, "message", found->message);
	json_close(w, '}');
}

static void put_left_out(struct json_writer *w, const struct assign_frame *f, const struct assign_pair *pairs, size_t count)
{
	bool *has = ARENA_ARRAY(f->arena, (size_t)f->entry_count * (size_t)f->expert_count, bool);
	for (size_t i = 0; i < count; i++)
		has[assign_at(f, pairs[i].entry, pairs[i].expert)] = true;
	for (int e = 0; e < f->entry_count; e++)
		for (int x = 0; x < f->expert_count; x++) {
			const char *entry = docket_entry_id(f->docket, f->entries[e]), *expert = docket_expert_id(f->docket, f->experts[x]);
			if (!f->marked[assign_at(f, e, x)] || has[assign_at(f, e, x)])
				continue;
			json_open(w, NULL, '{');
			json_put_string(w, "code", "assign.marked");
			json_put_string(w, "entry", entry);
			json_put_string(w, "expert", expert);
			json_put_string(w, "message", arena_printf(f->arena, "Expert %s has marked entry %s and stays with it.", expert, entry));
			json_close(w, '}');
		}
}

static bool check_sight(struct db *db, void *context, struct err *err)
{
	struct check_sight *v = context;
	struct contest *contest;
	struct assign_frame f;
	struct assign_made made;
	struct assign_pair *pairs;
	struct assign_found *found;
	size_t n;
	int stage;
	if (!app_get_contest(db, v->contest, v->arena, &contest, err) || !app_get_panel_stage(contest, v->stage, &stage, err) ||
		!assign_frame_load(db, contest, stage, ASSIGN_ENTRIES, v->arena, &f, err) || !assign_case_make(&f, &v->edit->wish, &made, err) ||
		!assign_read_pairs(&f, v->edit->pairs, v->edit->count, &pairs, err))
		return false;
	assign_check_all(&made.file.c, pairs, (size_t)v->edit->count, FAULTS_MOST, v->arena, &found, &n);
	struct json_writer w = json_writer(v->out);
	json_open(&w, NULL, '{');
	json_open(&w, "faults", '[');
	put_left_out(&w, &f, pairs, (size_t)v->edit->count);
	for (size_t i = 0; i < n; i++)
		put_fault(&w, &f, &found[i]);
	json_close(&w, ']');
	json_close(&w, '}');
	buf_putc(v->out, '\n');
	return true;
}

bool view_assign_check(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const struct assign_edit *edit, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct check_sight v = {rq, contest, stage, edit, arena, out};
	return principal_check(rq->who, ACT_SEE_PANELS, err) && store_read(app->store, check_sight, &v, err);
}
