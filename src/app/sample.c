/* Sheets opened for comparison with paper. Which ones, the seed says and nobody else: key(i) = hex sha256(SEED ":" seq) with
 * SEED = hex sha256 of the seed's text; the n smallest keys, in that order (docs/ledger.md, Samples). Whoever looked, at how
 * many and at which, stands in the ledger for good.
 *
 * Sheets take part once nothing can change them: those of locked heats, and all when the stage is closed. */
#include "app/closing.h"

#include "app/decide.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/str.h"
#include "ledger/merkle.h"
#include "store/live.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_MOST = 500, SEED_MOST = 200 };

struct pick {
	char key[SHA_HEX];
	const struct sheet_row *sheet;
};

struct sample_work {
	struct decide_work w;
	const char *seed;
	int n;
	struct buf *out;
	struct pick *picks; /* by key */
	int64_t of;
};

static int pick_order(const void *a, const void *b)
{
	return strcmp(((const struct pick *)a)->key, ((const struct pick *)b)->key);
}

static void make_key(const char *seed, int64_t seq, char *out)
{
	char text[SHA_HEX + 24];
	int n = snprintf(text, sizeof(text), "%s:%" PRId64, seed, seq);
	struct sha sum = sha256(text, (size_t)n);
	sha_hex(&sum, out);
}

static bool is_settled(const struct stage_row *stage, const struct heat_row *const *locked, const struct stage *rules,
	const struct sheet_row *sheet)
{
	int heat = stage_find_heat(rules, sheet->heat);
	return stage->state != STAGE_JUDGING || (heat >= 0 && locked[heat]);
}

static bool load_picks(struct sample_work *s, struct db *db, struct err *err)
{
	struct decide_work *w = &s->w;
	const struct stage *stage = decide_stage(w);
	struct stage_row row;
	struct sheet_row *sheets;
	size_t count;
	char seed[SHA_HEX];
	struct sha sum = sha256(s->seed, strlen(s->seed));
	const struct heat_row **locked = ARENA_ARRAY(w->arena, (size_t)stage->heat_count, const struct heat_row *);
	if (!decide_row(w, db, &row, err) ||
		!store_list_sheets(db, w->contest->id, stage->id, w->arena, &sheets, &count, err))
		return false;
	for (int h = 0; h < stage->heat_count; h++) {
		struct heat_row *heat;
		if (!store_find_heat(db, w->contest->id, stage->id, stage->heats[h].id, w->arena, &heat, err))
			return false;
		locked[h] = heat;
	}
	s->picks = ARENA_ARRAY(w->arena, count, struct pick);
	sha_hex(&sum, seed);
	s->of = 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_settled(&row, locked, stage, &sheets[i]))
			continue;
		s->picks[s->of].sheet = &sheets[i];
		make_key(seed, sheets[i].seq, s->picks[s->of++].key);
	}
	if (s->of)
		qsort(s->picks, (size_t)s->of, sizeof(*s->picks), pick_order);
	return true;
}

static void put_marks(struct json_writer *json, const struct json *marks)
{
	json_open(json, "marks", '{');
	for (size_t i = 0; marks && i < marks->count; i++) {
		char text[DECIMAL_TEXT];
		json_put_string(json, marks->members[i].key, decimal_format(marks->members[i].value.integer, text));
	}
	json_close(json, '}');
}

/* With salt and content anybody can hash the commitment that the record of that number holds. */
static bool put_sheet(struct sample_work *s, struct db *db, struct json_writer *json, int64_t seq, struct err *err)
{
	struct record_row *line;
	struct sealed_row *sealed;
	struct json body;
	size_t lines, n;
	char leaf[SHA_HEX];
	if (!store_list_records(db, s->w.contest->id, seq, 1, s->w.arena, &line, &lines, err) ||
		!store_list_sealed(db, s->w.contest->id, seq, 1, s->w.arena, &sealed, &n, err))
		return false;
	if (!lines || !n || sealed[0].seq != seq)
		return fail(err, ERR_IO, "sample.content", "The content of record %" PRId64 " is not there.", seq);
	if (!json_parse(sealed[0].body, strlen(sealed[0].body), s->w.arena, &body, err))
		return false;
	struct sha sum = merkle_leaf(line[0].line, strlen(line[0].line));
	json_open(json, NULL, '{');
	json_put_int(json, "seq", seq);
	json_put_string(json, "leaf", sha_hex(&sum, leaf));
	json_put_string(json, "entry", json_string(&body, "entry", ""));
	json_put_string(json, "expert", json_string(&body, "expert", ""));
	json_put_string(json, "heat", json_string(&body, "heat", ""));
	json_put_int(json, "version", json_int(&body, "version", 0));
	json_put_bool(json, "recused", json_bool(&body, "recused", false));
	put_marks(json, json_get(&body, "marks"));
	json_put_bool(json, "signed", json_get(&body, "signed") != NULL);
	json_put_string(json, "salt", sealed[0].salt);
	json_put_string(json, "content", sealed[0].body);
	json_close(json, '}');
	return true;
}

static bool put_sample(struct sample_work *s, struct db *db, int64_t seq, const int64_t *records, int n, struct err *err)
{
	struct json_writer json = json_writer(s->out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "stage", decide_stage(&s->w)->id);
	json_put_string(&json, "seed", s->seed);
	json_put_int(&json, "n", n);
	json_put_int(&json, "of", s->of);
	json_put_int(&json, "seq", seq);
	json_open(&json, "sheets", '[');
	for (int i = 0; i < n; i++)
		if (!put_sheet(s, db, &json, records[i], err))
			return false;
	json_close(&json, ']');
	json_close(&json, '}');
	return true;
}

static bool sample_step(struct decide_work *w, struct db *db, struct err *err)
{
	struct sample_work *s = (struct sample_work *)w;
	if (!load_picks(s, db, err))
		return false;
	if (!s->of)
		return fail(err, ERR_CONFLICT, "sample.early", "No heat of stage %s is locked yet.", decide_stage(w)->id);
	if (s->n > s->of)
		return fail(err, ERR_INPUT, "sample.size", "There are %" PRId64 " sheets to choose from.", s->of);
	int64_t *records = ARENA_ARRAY(w->arena, (size_t)s->n, int64_t), seq;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer json = json_writer(&body);
	json_open(&json, NULL, '{');
	json_put_int(&json, "n", s->n);
	json_open(&json, "records", '[');
	for (int i = 0; i < s->n; i++)
		json_put_int(&json, NULL, records[i] = s->picks[i].sheet->seq);
	json_close(&json, ']');
	json_put_string(&json, "seed", s->seed);
	json_put_string(&json, "stage", decide_stage(w)->id);
	json_close(&json, '}');
	return journal_add(&w->j, "sample.open", buf_str(&body), &seq, err) && put_sample(s, db, seq, records, s->n, err);
}

/* A repeated request gets the same sheets again, from its record. */
static bool again(struct sample_work *s, struct db *db, struct err *err)
{
	struct record_row *row;
	struct json line;
	size_t n;
	int64_t seq;
	if (!store_find_request(db, s->w.contest->id, s->w.j.req, &seq, err) ||
		!store_list_records(db, s->w.contest->id, seq, 1, s->w.arena, &row, &n, err) ||
		!json_parse(n ? row->line : "", n ? strlen(row->line) : 0, s->w.arena, &line, err) || !load_picks(s, db, err))
		return false;
	const struct json *body = json_get(&line, "body"), *list = json_get(body, "records");
	int64_t *records = ARENA_ARRAY(s->w.arena, list ? list->count : 0, int64_t);
	for (size_t i = 0; list && i < list->count; i++)
		records[i] = list->items[i].integer;
	s->seed = json_string(body, "seed", "");
	return put_sample(s, db, seq, records, list ? (int)list->count : 0, err);
}

static bool sample_work(struct db *db, void *context, struct err *err)
{
	struct sample_work *s = context;
	buf_clear(s->out);
	return decide(&s->w, db, sample_step, "sample.open", err) && (!s->w.j.repeated || again(s, db, err));
}

bool app_open_sample(struct app *app, const struct request *rq, const char *contest, const char *stage, const char *seed,
	int n, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct sample_work s = {.w = {.app = app, .rq = rq, .contest_id = contest, .stage_id = stage, .arena = arena},
		.seed = seed, .n = n, .out = out};
	if (!principal_check(rq->who, ACT_SAMPLE, err) || !app_check_text(seed, "The seed", err))
		return false;
	if (!*seed || strlen(seed) > SEED_MOST)
		return fail(err, ERR_INPUT, "sample.seed", "The seed is a text of 1 to %d bytes.", SEED_MOST);
	if (n < 1 || n > SAMPLE_MOST)
		return fail(err, ERR_INPUT, "sample.size", "A sample has 1 to %d sheets.", SAMPLE_MOST);
	return store_write(app->store, sample_work, &s, err);
}
