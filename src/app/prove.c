/* Checkpoints, exports and proofs.
 *
 * Before a head is signed, every line is read back from the database and
 * hashed again: a bit that flipped on disk, or a row that somebody changed,
 * must stop the signature, not become part of it. */
#include "app/context.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ledger/chain.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/record.h"
#include "store/change.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BATCH = 5000 };

/* Calls `each` for records [0, size) in order. */
typedef bool record_visit(const struct record_row *row, void *context, struct err *err);

static bool visit_records(struct db *db, const char *contest, int64_t size, record_visit *each, void *context,
	struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	for (int64_t from = 0; from < size; from += BATCH) {
		struct record_row *rows;
		size_t n;
		int64_t want = size - from < BATCH ? size - from : BATCH;
		arena_reset(arena);
		if (!store_list_records(db, contest, from, want, arena, &rows, &n, err))
			return false;
		if ((int64_t)n != want)
			return fail(err, ERR_IO, "ledger.hole", "The ledger of %s lacks records after %lld.", contest,
				(long long)(from + (int64_t)n - 1));
		for (size_t i = 0; i < n; i++)
			if (!each(&rows[i], context, err))
				return false;
	}
	return true;
}

static bool rehash(const struct record_row *row, void *context, struct err *err)
{
	struct chain *chain = context;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct record record;
	size_t len = strlen(row->line);
	return record_read(row->line, len, arena, &record, err) && chain_extend(chain, &record, row->line, len, err);
}

struct checkpoint_work {
	struct app *app;
	const char *contest;
	struct arena *arena;
	const char *note; /* the newest */
};

static bool sign_head(struct db *db, struct checkpoint_work *w, int64_t size, struct buf *note, struct err *err)
{
	struct chain chain = {0};
	const char *origin;
	unsigned char seed[SEED_LEN];
	struct note_signer signer;
	if (!visit_records(db, w->contest, size, rehash, &chain, err) ||
		!app_get_origin(db, w->contest, w->arena, &origin, err) || !app_get_seed(db, w->arena, seed, err) ||
		!note_signer_make(origin, seed, &signer, err))
		return false;
	struct checkpoint checkpoint = {origin, size, frontier_root(&chain.frontier)};
	bool signed_well = checkpoint_sign(&checkpoint, &signer, 1, note, err);
	note_signer_done(&signer);
	return signed_well;
}

static bool newest_checkpoint(struct db *db, const char *contest, struct arena *arena, int64_t *ret_size,
	const char **ret_note, struct err *err)
{
	struct checkpoint_row *rows;
	size_t n;
	if (!store_list_checkpoints(db, contest, arena, &rows, &n, err))
		return false;
	*ret_size = n ? rows[n - 1].size : 0;
	*ret_note = n ? rows[n - 1].note : NULL;
	return true;
}

static bool known_contest(struct db *db, const char *id, struct arena *arena, struct err *err)
{
	struct contest_row *row;
	if (!store_find_contest(db, id, arena, &row, err))
		return false;
	return row || fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", id);
}

static bool checkpoint_work(struct db *db, void *context, struct err *err)
{
	struct checkpoint_work *w = context;
	struct head_row head;
	int64_t size;
	if (!known_contest(db, w->contest, w->arena, err) || !store_get_head(db, w->contest, w->arena, &head, err) ||
		!newest_checkpoint(db, w->contest, w->arena, &size, &w->note, err))
		return false;
	if (size == head.size)
		return true;
	CLEANUP(buf_done) struct buf note = {0};
	if (!sign_head(db, w, head.size, &note, err))
		return false;
	w->note = arena_strdup(w->arena, buf_str(&note));
	store_raise_effect(db, EFFECT_LEDGER);
	return store_add_checkpoint(db, w->contest, &(struct checkpoint_row){head.size, w->app->now_ms(), w->note}, err);
}

bool app_checkpoint(struct app *app, const char *contest, struct arena *arena, const char **ret_note, struct err *err)
{
	struct checkpoint_work w = {.app = app, .contest = contest, .arena = arena};
	if (!store_write_effect(app->store, EFFECT_NOTHING, checkpoint_work, &w, err))
		return false;
	*ret_note = w.note;
	return true;
}

/* A file that appears whole or not at all: written beside its name, then renamed. */
struct export_file {
	FILE *stream;
	char path[4096], part[4100];
};

static bool file_error(const char *path, struct err *err)
{
	return fail(err, ERR_IO, "export.write", "Can't write %.500s: %s.", path, strerror(errno));
}

static bool export_begin(struct export_file *f, const char *dir, const char *name, struct err *err)
{
	int n = snprintf(f->path, sizeof(f->path), "%s/%s", dir, name);
	if (n < 0 || (size_t)n >= sizeof(f->path))
		return fail(err, ERR_INPUT, "export.path", "The folder's name is too long.");
	snprintf(f->part, sizeof(f->part), "%s.new", f->path);
	f->stream = fopen(f->part, "wb");
	return f->stream || file_error(f->part, err);
}

static bool export_end(struct export_file *f, struct err *err)
{
	bool good = !ferror(f->stream);
	good = fclose(f->stream) == 0 && good;
	if (!good || rename(f->part, f->path) != 0) {
		remove(f->part);
		return file_error(f->path, err);
	}
	return true;
}

static bool export_text(const char *dir, const char *name, const char *text, size_t len, struct err *err)
{
	struct export_file f;
	if (!export_begin(&f, dir, name, err))
		return false;
	fwrite(text, 1, len, f.stream);
	return export_end(&f, err);
}

static bool write_line(const struct record_row *row, void *context, struct err *err)
{
	FILE *out = context;
	if (fputs(row->line, out) < 0 || fputc('\n', out) < 0)
		return fail(err, ERR_IO, "export.write", "Can't write the ledger: %s.", strerror(errno));
	return true;
}

struct export_work {
	const char *contest, *dir;
	struct arena *arena;
};

static bool export_checkpoints(struct db *db, const struct export_work *w, int64_t *ret_size, struct err *err)
{
	struct checkpoint_row *rows;
	size_t n;
	CLEANUP(buf_done) struct buf out = {0};
	if (!store_list_checkpoints(db, w->contest, w->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		buf_puts(&out, i ? "\n" : "");
		buf_puts(&out, rows[i].note);
	}
	*ret_size = n ? rows[n - 1].size : 0;
	return export_text(w->dir, "checkpoints.txt", buf_str(&out), out.len, err);
}

static bool export_key(struct db *db, const struct export_work *w, struct err *err)
{
	const char *origin;
	unsigned char seed[SEED_LEN];
	struct note_signer signer;
	CLEANUP(buf_done) struct buf text = {0};
	if (!app_get_origin(db, w->contest, w->arena, &origin, err) || !app_get_seed(db, w->arena, seed, err) ||
		!note_signer_make(origin, seed, &signer, err))
		return false;
	note_key_write(&signer.key, &text);
	buf_putc(&text, '\n');
	note_signer_done(&signer);
	return export_text(w->dir, "key.txt", buf_str(&text), text.len, err);
}

static bool export_work(struct db *db, void *context, struct err *err)
{
	struct export_work *w = context;
	struct contest_row *contest;
	struct export_file ledger;
	int64_t size;
	if (!store_find_contest(db, w->contest, w->arena, &contest, err) || !export_checkpoints(db, w, &size, err) ||
		!export_key(db, w, err) ||
		!export_text(w->dir, "definition.yaml", contest->definition, contest->definition_len, err) ||
		!export_begin(&ledger, w->dir, "ledger.jsonl", err))
		return false;
	if (!visit_records(db, w->contest, size, write_line, ledger.stream, err)) {
		fclose(ledger.stream);
		remove(ledger.part);
		return false;
	}
	return export_end(&ledger, err);
}

bool app_export_ledger(struct app *app, const char *contest, const char *dir, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *note;
	if (!app_checkpoint(app, contest, arena, &note, err))
		return false;
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return fail(err, ERR_IO, "export.folder", "Can't make the folder %.500s: %s.", dir, strerror(errno));
	struct export_work w = {contest, dir, arena};
	return store_read(app->store, export_work, &w, err);
}

struct leaves {
	struct sha *items;
	int64_t count;
};

static bool add_leaf(const struct record_row *row, void *context, struct err *err)
{
	(void)err;
	struct leaves *leaves = context;
	leaves->items[leaves->count++] = merkle_leaf(row->line, strlen(row->line));
	return true;
}

struct prove_work {
	const char *contest;
	int64_t seq;
	struct arena *arena;
	const char *proof;
};

static bool prove_work(struct db *db, void *context, struct err *err)
{
	struct prove_work *w = context;
	int64_t size;
	const char *note;
	if (!known_contest(db, w->contest, w->arena, err) ||
		!newest_checkpoint(db, w->contest, w->arena, &size, &note, err))
		return false;
	if (w->seq < 0 || w->seq >= size)
		return fail(err, ERR_NOT_FOUND, "record.unknown",
			"Record %lld is not under a checkpoint of %s yet; the newest covers %lld records.", (long long)w->seq,
			w->contest, (long long)size);
	struct leaves leaves = {ARENA_ARRAY(w->arena, (size_t)size, struct sha), 0};
	if (!visit_records(db, w->contest, size, add_leaf, &leaves, err))
		return false;
	struct merkle_path path = merkle_prove_inclusion(leaves.items, size, w->seq, w->arena);
	CLEANUP(buf_done) struct buf out = {0};
	proof_write(w->seq, &path, note, &out);
	w->proof = arena_strdup(w->arena, buf_str(&out));
	return true;
}

bool app_prove_record(struct app *app, const char *contest, int64_t seq, struct arena *arena, const char **ret_proof,
	struct err *err)
{
	struct prove_work w = {.contest = contest, .seq = seq, .arena = arena};
	if (!store_read(app->store, prove_work, &w, err))
		return false;
	*ret_proof = w.proof;
	return true;
}
