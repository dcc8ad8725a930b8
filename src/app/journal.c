/* The head row holds what appending needs (size, last hash, Merkle frontier),
 * so a record costs two hashes and one insert whatever the ledger's size. */
#include "app/journal.h"

#include "app/context.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/note.h"
#include "ledger/record.h"

#include <string.h>

enum { SALT_LEN = 32 };

static bool add_record(struct journal *j, const char *type, const char *body, const char *commit, int64_t *ret_seq,
	struct err *err)
{
	struct record record = {
		.seq = j->chain.size,
		.ts_ms = j->ts_ms,
		.type = type,
		.contest = j->contest,
		.actor = j->actor,
		.req = j->req,
		.body = body,
		.commit = commit,
		.prev = j->chain.last,
	};
	CLEANUP(buf_done) struct buf line = {0};
	if (!record_write(&record, &line, err) || !chain_extend(&j->chain, &record, buf_str(&line), line.len, err))
		return false;
	j->leaf = merkle_leaf(buf_str(&line), line.len);
	if (j->first_seq < 0)
		j->first_seq = record.seq;
	if (ret_seq)
		*ret_seq = record.seq;
	return store_add_record(j->db, j->contest, &(struct record_row){record.seq, buf_str(&line)}, err);
}

static bool open_ledger(struct journal *j, struct err *err)
{
	const char *origin;
	unsigned char seed[SEED_LEN];
	if (!app_get_origin(j->db, j->contest, j->arena, &origin, err) || !app_get_seed(j->db, j->arena, seed, err))
		return false;
	struct note_signer signer;
	if (!note_signer_make(origin, seed, &signer, err))
		return false;
	CLEANUP(buf_done) struct buf key = {0};
	CLEANUP(buf_done) struct buf body = {0};
	note_key_write(&signer.key, &key);
	note_signer_done(&signer);
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "key", buf_str(&key));
	json_put_string(&w, "origin", origin);
	json_close(&w, '}');
	return add_record(j, "ledger.open", buf_str(&body), NULL, NULL, err);
}

static const char *new_request_id(struct app *app, struct arena *arena)
{
	unsigned char bytes[16];
	char hex[2 * sizeof(bytes) + 1];
	app->random(bytes, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), hex);
	return arena_strdup(arena, hex);
}

static bool load_chain(struct journal *j, struct err *err)
{
	struct head_row head;
	if (!store_get_head(j->db, j->contest, j->arena, &head, err))
		return false;
	if (!head.size)
		return true;
	j->chain.size = head.size;
	j->chain.ts_ms = head.ts_ms;
	if (!hex_decode(head.last, strlen(head.last), j->chain.last.bytes, SHA_LEN) ||
		!frontier_read(head.frontier, head.size, &j->chain.frontier))
		return fail(err, ERR_IO, "ledger.head", "The ledger's head of %s is damaged in the database.", j->contest);
	return true;
}

static bool names_type(const char *makes, const char *type)
{
	size_t len = strlen(type);
	for (const char *at = makes; (at = strstr(at, type)); at += len)
		if ((at == makes || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

/* The key's records, from `seq` on: do they include one of the types, by the same actor? */
static bool check_repeat(struct journal *j, const char *makes, int64_t seq, struct err *err)
{
	enum { LOOK = 4 }; /* "ledger.open" may stand first */
	struct record_row *rows;
	size_t n;
	if (!store_list_records(j->db, j->contest, seq, LOOK, j->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct record record;
		if (!record_read(rows[i].line, strlen(rows[i].line), j->arena, &record, err))
			return false;
		if (!str_eq(record.req, j->req))
			break;
		if (names_type(makes, record.type) && str_eq(record.actor, j->actor))
			return true;
	}
	return fail(err, ERR_CONFLICT, "request.reused",
		"The key \"%s\" belongs to another request already; take a new one.", j->req);
}

bool journal_open(struct journal *j, struct app *app, struct db *db, const char *contest, const struct request *rq,
	const char *makes, struct arena *arena, struct err *err)
{
	if (rq->req && !str_is_id(rq->req))
		return fail(err, ERR_INPUT, "request.key",
			"An idempotency key is 1 to 64 letters, digits, dots, dashes and underscores.");
	*j = (struct journal){
		.app = app,
		.db = db,
		.arena = arena,
		.contest = contest,
		.actor = rq->actor,
		.req = rq->req ? rq->req : new_request_id(app, arena),
		.first_seq = -1,
	};
	if (!load_chain(j, err))
		return false;
	j->ts_ms = app->now_ms();
	if (j->ts_ms < j->chain.ts_ms)
		j->ts_ms = j->chain.ts_ms;
	if (rq->req) {
		int64_t seq;
		if (!store_find_request(db, contest, rq->req, &seq, err))
			return false;
		j->repeated = seq >= 0;
		j->first_seq = seq;
		if (j->repeated && makes && !check_repeat(j, makes, seq, err))
			return false;
	}
	return j->chain.size || j->repeated || open_ledger(j, err);
}

bool journal_add(struct journal *j, const char *type, const char *body, int64_t *ret_seq, struct err *err)
{
	return add_record(j, type, body, NULL, ret_seq, err);
}

void journal_salt(struct journal *j, char out[JOURNAL_SALT])
{
	unsigned char bytes[SALT_LEN];
	j->app->random(bytes, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), out);
}

bool journal_commit(struct journal *j, const char *body, char *out, struct err *err)
{
	char salt[JOURNAL_SALT];
	journal_salt(j, salt);
	record_commit(salt, body, out);
	return store_add_sealed(j->db, j->contest, &(struct sealed_row){j->chain.size, salt, body}, err);
}

bool journal_seal(struct journal *j, const char *type, const char *body, int64_t *ret_seq, struct err *err)
{
	char commit[2 * SHA_LEN + 1];
	return journal_commit(j, body, commit, err) && add_record(j, type, NULL, commit, ret_seq, err);
}

bool journal_close(struct journal *j, struct err *err)
{
	if (j->repeated || j->first_seq < 0)
		return true;
	char last[SHA_HEX];
	CLEANUP(buf_done) struct buf frontier = {0};
	frontier_write(&j->chain.frontier, &frontier);
	struct head_row head = {
		.size = j->chain.size,
		.ts_ms = j->chain.ts_ms,
		.last = sha_hex(&j->chain.last, last),
		.frontier = buf_str(&frontier),
	};
	return store_put_head(j->db, j->contest, &head, err) &&
		store_add_request(j->db, j->contest, j->req, j->first_seq, err);
}
