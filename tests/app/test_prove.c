/* Checkpoints are signed over what is on disk, proofs hold, and damage stops the pen. */
#include "case.h"

#include "app/app.h"
#include "app/keeper.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "store/db.h"
#include "store/store.h"

#include <unistd.h>

static struct note_key key_of(struct app_case *c)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct note_key key;
	assert_ok(c->engine, view_proof(c->app, "t", &out, &c->engine->err));
	const char *from = strstr(buf_str(&out), "\"public_key\":\"") + strlen("\"public_key\":\"");
	assert_ok(c->engine, note_key_read(from, strcspn(from, "\""), &key, &c->engine->err));
	return key;
}

static void every_record_has_a_proof(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *note, *proof;
	assert_fails(e, app_prove_record(c.app, "t", 0, e->arena, &proof, &e->err), "record.unknown");
	e->err = (struct err){0};
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &note, &e->err));
	struct note_key key = key_of(&c);
	CLEANUP(buf_done) struct buf ledger = {0};
	assert_ok(e, view_ledger(c.app, "t", 0, 1000, &ledger, &e->err));
	const char *line = buf_str(&ledger);
	for (int64_t seq = 0; *line; seq++) {
		size_t len = strcspn(line, "\n");
		struct proof got;
		assert_ok(e, app_prove_record(c.app, "t", seq, e->arena, &proof, &e->err));
		assert_ok(e, proof_check(proof, strlen(proof), line, len, &key, 1, e->arena, &got, &e->err));
		assert_true(got.signed_by_key);
		assert_int_equal(got.index, seq);
		line += len + 1;
	}
	case_close(&c);
}

static void nothing_new_nothing_signed(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *first, *second;
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &first, &e->err));
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &second, &e->err));
	assert_string_equal(first, second);
	assert_fails(e, app_checkpoint(c.app, "u", e->arena, &second, &e->err), "contest.unknown");
	case_close(&c);
}

static bool damage(struct db *db, void *context, struct err *err)
{
	(void)context;
	struct record_row *rows;
	size_t n;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	if (!store_list_records(db, "t", 3, 1, arena, &rows, &n, err))
		return false;
	char *line = arena_strdup(arena, rows[0].line);
	char *at = strstr(line, "\"ts\":\"2");
	at[6] = '3';
	return db_run(db, "UPDATE record SET line = $1 WHERE ledger = $2 AND seq = $3",
		DB_ARGS(db_text(line), db_text("t"), db_int(3)), NULL, err);
}

static void a_changed_row_stops_the_signature(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *note;
	assert_ok(e, store_write(app_store(c.app), damage, NULL, &e->err));
	assert_false(app_checkpoint(c.app, "t", e->arena, &note, &e->err));
	assert_int_equal(e->err.kind, ERR_PROOF);
	case_close(&c);
}

/* The keeper signs what is new by itself; one damaged ledger is reported. */
static void the_keeper_signs(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct keeper *keeper;
	const char *proof;
	assert_ok(e, keeper_start(&(struct keeper_options){.app = c.app, .period_ms = 5}, &keeper, &e->err));
	bool proved = false;
	for (int i = 0; i < 1000 && !proved; i++) {
		usleep(5000);
		proved = app_prove_record(c.app, "t", 2, e->arena, &proof, &e->err);
	}
	keeper_stop(keeper);
	assert_true(proved);
	assert_ok(e, keeper_round(c.app, &e->err));
	assert_ok(e, store_write(app_store(c.app), damage, NULL, &e->err));
	case_mark(&c, "semi", "A1 50 50 50");
	assert_false(keeper_round(c.app, &e->err));
	assert_int_equal(e->err.kind, ERR_PROOF);
	case_close(&c);
}

static void the_key_does_not_change(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *note;
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &note, &e->err));
	struct note_key before = key_of(&c);
	assert_ok(e, app_init(c.app, NULL, &e->err));
	struct note_key after = key_of(&c);
	assert_memory_equal(before.public, after.public, sizeof(before.public));
	assert_fails(e, app_init(c.app, "other.example.org", &e->err), "init.host");
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(every_record_has_a_proof),
		ENGINE_TEST(nothing_new_nothing_signed),
		ENGINE_TEST(a_changed_row_stops_the_signature),
		ENGINE_TEST(the_keeper_signs),
		ENGINE_TEST(the_key_does_not_change),
	};
	return engines_run("app/prove", tests, COUNT_OF(tests));
}
