/* The server's own recount on demand: it signs the head, takes the ledger as a stranger would download it, and lets the audit
 * judge the bytes. Nothing that the database knows beyond them is looked at. One at a time, since a large ledger takes
 * seconds of a processor. */
#include "app/verify.h"

#include "app/context.h"
#include "app/principal.h"
#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "ledger/note.h"

#include <inttypes.h>
#include <stdio.h>

enum { BATCH = 5000 };

struct verify_work {
	const char *contest;
	struct arena *arena;
	struct buf ledger, notes;
	struct slice definition;
	struct note_key key;
};

static bool read_lines(struct verify_work *v, struct db *db, int64_t size, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	for (int64_t from = 0; from < size; from += BATCH) {
		struct record_row *rows;
		size_t n;
		arena_reset(arena);
		if (!store_list_records(db, v->contest, from, size - from < BATCH ? size - from : BATCH, arena, &rows, &n, err))
			return false;
		for (size_t i = 0; i < n; i++) {
			buf_puts(&v->ledger, rows[i].line);
			buf_putc(&v->ledger, '\n');
		}
	}
	return true;
}

static bool read_key(struct verify_work *v, struct db *db, struct err *err)
{
	const char *origin;
	unsigned char seed[SEED_LEN];
	struct note_signer signer;
	if (!app_get_origin(db, v->contest, v->arena, &origin, err) || !app_get_seed(db, v->arena, seed, err) ||
		!note_signer_make(origin, seed, &signer, err))
		return false;
	v->key = signer.key;
	note_signer_done(&signer);
	return true;
}

static bool read_work(struct db *db, void *context, struct err *err)
{
	struct verify_work *v = context;
	struct contest_row *contest;
	struct checkpoint_row *rows;
	size_t n;
	if (!store_find_contest(db, v->contest, v->arena, &contest, err) ||
		!store_list_checkpoints(db, v->contest, v->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		buf_puts(&v->notes, i ? "\n" : "");
		buf_puts(&v->notes, rows[i].note);
	}
	v->definition = (struct slice){contest->definition, contest->definition_len};
	return read_lines(v, db, n ? rows[n - 1].size : 0, err) && read_key(v, db, err);
}

static void put_check(struct json_writer *w, const char *name, bool ok, const char *text)
{
	json_open(w, NULL, '{');
	json_put_string(w, "name", name);
	json_put_bool(w, "ok", ok);
	json_put_string(w, "text", text);
	json_close(w, '}');
}

static void put_count(struct json_writer *w, const char *name, int64_t n)
{
	char text[32];
	snprintf(text, sizeof(text), "%" PRId64, n);
	put_check(w, name, true, text);
}

static void put_report(const struct audit_report *r, struct buf *out)
{
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_bool(&w, "ok", r->failed == 0);
	json_put_int(&w, "records", r->records);
	json_put_int(&w, "covered", r->covered);
	json_put_int(&w, "checkpoints", r->checkpoints);
	json_put_int(&w, "results", r->results);
	json_put_string(&w, "fingerprint", r->fingerprint);
	json_put_int(&w, "failed", r->failed);
	json_open(&w, "checks", '[');
	put_count(&w, "records", r->records);
	put_count(&w, "checkpoints", r->checkpoints);
	put_count(&w, "results", r->results);
	for (int i = 0; i < r->kept; i++)
		put_check(&w, "failed", false, r->failures[i]);
	json_close(&w, ']');
	json_close(&w, '}');
}

static bool verify(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct verify_work v = {.contest = contest, .arena = arena};
	struct audit_report report;
	const char *note;
	bool read = app_checkpoint(app, contest, arena, &note, err) && store_read(app->store, read_work, &v, err);
	if (read) {
		struct audit_input in = {.ledger = {v.ledger.at, v.ledger.len}, .checkpoints = {v.notes.at, v.notes.len},
			.definition = v.definition, .key = &v.key};
		struct err found;
		(void)!audit_ledger(&in, arena, &report, &found);
		put_report(&report, out);
	}
	buf_done(&v.ledger);
	buf_done(&v.notes);
	return read;
}

bool app_verify(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	bool idle = false;
	if (!principal_check(rq->who, ACT_SEE_LEDGER, err))
		return false;
	if (!atomic_compare_exchange_strong(&app->verifying, &idle, true))
		return fail(err, ERR_LIMIT, "verify.busy", "The ledger is being recomputed already; ask again in a moment.");
	bool good = verify(app, contest, out, err);
	atomic_store(&app->verifying, false);
	return good;
}
