/* What a stranger needs: checkpoint, key, lines, proofs, definition; and the commands to type. */
#include "app/view.h"

#include "app/app.h"
#include "app/part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/note.h"

#include <string.h>

struct proof_view {
	struct app *app;
	const char *contest_id;
	int64_t from, limit;
	struct buf *out;
	struct arena *arena;
	struct db *db;
	struct contest *contest;
	const char *key; /* the verifier key as text */
	struct json_writer w;
};

static bool newest(struct proof_view *v, struct checkpoint_row *ret, struct err *err)
{
	struct checkpoint_row *rows;
	size_t n;
	if (!store_list_checkpoints(v->db, v->contest_id, v->arena, &rows, &n, err))
		return false;
	if (!n)
		return fail(err, ERR_NOT_FOUND, "checkpoint.none", "The ledger of %s has no checkpoint yet.", v->contest_id);
	*ret = rows[n - 1];
	return true;
}

/* The root stands on the note's third line. */
static struct slice root_line(const char *note)
{
	const char *from = note;
	for (int i = 0; i < 2 && from; i++)
		from = strchr(from, '\n') ? strchr(from, '\n') + 1 : NULL;
	const char *end = from ? strchr(from, '\n') : NULL;
	return end ? (struct slice){from, (size_t)(end - from)} : (struct slice){"", 0};
}

static bool put_key(struct proof_view *v, struct err *err)
{
	const char *origin;
	unsigned char seed[SEED_LEN];
	struct note_signer signer;
	char fingerprint[SHA_HEX];
	CLEANUP(buf_done) struct buf key = {0};
	if (!app_get_origin(v->db, v->contest_id, v->arena, &origin, err) || !app_get_seed(v->db, v->arena, seed, err) ||
		!note_signer_make(origin, seed, &signer, err))
		return false;
	note_key_write(&signer.key, &key);
	json_put_string(&v->w, "origin", origin);
	json_put_string(&v->w, "key_name", origin);
	v->key = arena_strdup(v->arena, buf_str(&key));
	json_put_string(&v->w, "public_key", v->key);
	json_put_string(&v->w, "fingerprint", note_fingerprint(&signer.key, fingerprint));
	note_signer_done(&signer);
	return true;
}

static void put_download(struct proof_view *v, const char *name, const char *what, int64_t bytes)
{
	json_open(&v->w, NULL, '{');
	json_put_string(&v->w, "name", name);
	json_put_string(&v->w, "href", arena_printf(v->arena, "/api/v1/contests/%s/%s", v->contest_id, what));
	if (bytes > 0)
		json_put_int(&v->w, "bytes", bytes);
	json_close(&v->w, '}');
}

static void put_downloads(struct proof_view *v, const struct checkpoint_row *c)
{
	json_open(&v->w, "downloads", '[');
	put_download(v, "ledger.jsonl",
		arena_printf(v->arena, "ledger/entries?from=0&limit=%lld&download=1", (long long)c->size), 0);
	put_download(v, "checkpoints.txt", "ledger/checkpoint?download=1", (int64_t)strlen(c->note));
	put_download(v, "definition.yaml", "definition?download=1", (int64_t)v->contest->source_len);
	json_close(&v->w, ']');
}

/* "{site}" stands for the address that the reader came by; only the reader's end knows it. */
static void put_commands(struct proof_view *v, const struct checkpoint_row *c)
{
	const char *base = arena_printf(v->arena, "{site}/api/v1/contests/%s/ledger", v->contest_id);
	json_open(&v->w, "commands", '[');
	json_put_string(&v->w, NULL,
		arena_printf(v->arena, "curl -o ledger.jsonl '%s/entries?from=0&limit=%lld'", base, (long long)c->size));
	json_put_string(&v->w, NULL, arena_printf(v->arena, "curl -o checkpoints.txt '%s/checkpoint'", base));
	json_put_string(&v->w, NULL,
		arena_printf(v->arena, "leitai verify --key '%s' ledger.jsonl checkpoints.txt", v->key));
	json_close(&v->w, ']');
}

static bool put_published(struct proof_view *v, struct err *err)
{
	json_open(&v->w, "published", '[');
	for (int s = 0; s < v->contest->stage_count; s++) {
		struct stage_row *row;
		if (!store_find_stage(v->db, v->contest->id, v->contest->stages[s].id, v->arena, &row, err))
			return false;
		if (!row || row->state != STAGE_PUBLISHED)
			continue;
		json_open(&v->w, NULL, '{');
		json_put_string(&v->w, "stage", v->contest->stages[s].id);
		part_text(&v->w, "title", &v->contest->stages[s].title);
		if (!part_seal(&v->w, "seal", v->db, v->contest->id, row->published_seq, v->arena, err))
			return false;
		json_close(&v->w, '}');
	}
	json_close(&v->w, ']');
	return true;
}

static bool proof_work(struct db *db, void *context, struct err *err)
{
	struct proof_view *v = context;
	struct checkpoint_row c = {0};
	v->db = db;
	if (!app_get_contest(db, v->contest_id, v->arena, &v->contest, err) || !newest(v, &c, err))
		return false;
	v->w = json_writer(v->out);
	json_open(&v->w, NULL, '{');
	json_open(&v->w, "contest", '{');
	json_put_string(&v->w, "id", v->contest->id);
	part_text(&v->w, "title", &v->contest->title);
	json_close(&v->w, '}');
	json_put_int(&v->w, "size", c.size);
	json_put_slice(&v->w, "root", root_line(c.note));
	json_put_string(&v->w, "checkpoint", c.note);
	part_time(&v->w, "signed_at", c.at_ms);
	if (!put_key(v, err))
		return false;
	put_downloads(v, &c);
	put_commands(v, &c);
	if (!put_published(v, err))
		return false;
	json_close(&v->w, '}');
	return true;
}

bool view_proof(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct proof_view v = {.app = app, .contest_id = contest, .out = out, .arena = arena};
	return store_read(app->store, proof_work, &v, err);
}

static bool known(struct proof_view *v, struct db *db, struct contest_row **ret, struct err *err)
{
	v->db = db;
	if (!store_find_contest(db, v->contest_id, v->arena, ret, err))
		return false;
	return *ret || fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", v->contest_id);
}

static bool checkpoint_view_work(struct db *db, void *context, struct err *err)
{
	struct proof_view *v = context;
	struct contest_row *row;
	struct checkpoint_row c = {0};
	if (!known(v, db, &row, err) || !newest(v, &c, err))
		return false;
	buf_puts(v->out, c.note);
	return true;
}

bool view_checkpoint(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct proof_view v = {.app = app, .contest_id = contest, .out = out, .arena = arena};
	return store_read(app->store, checkpoint_view_work, &v, err);
}

static bool ledger_work(struct db *db, void *context, struct err *err)
{
	struct proof_view *v = context;
	struct contest_row *contest;
	struct record_row *rows;
	size_t n;
	if (!known(v, db, &contest, err) ||
		!store_list_records(db, v->contest_id, v->from, v->limit, v->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		buf_puts(v->out, rows[i].line);
		buf_putc(v->out, '\n');
	}
	return true;
}

bool view_ledger(struct app *app, const char *contest, int64_t from, int64_t limit, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct proof_view v = {.app = app, .contest_id = contest, .from = from, .limit = limit, .out = out, .arena = arena};
	return store_read(app->store, ledger_work, &v, err);
}

bool view_inclusion(struct app *app, const char *contest, int64_t seq, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *proof;
	if (!app_prove_record(app, contest, seq, arena, &proof, err))
		return false;
	buf_puts(out, proof);
	return true;
}

static bool definition_work(struct db *db, void *context, struct err *err)
{
	struct proof_view *v = context;
	struct contest_row *row;
	if (!known(v, db, &row, err))
		return false;
	buf_put(v->out, row->definition, row->definition_len);
	return true;
}

bool view_definition(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct proof_view v = {.app = app, .contest_id = contest, .out = out, .arena = arena};
	return store_read(app->store, definition_work, &v, err);
}
