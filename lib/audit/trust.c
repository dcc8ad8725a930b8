/* The checkpoint file is blocks of lines with a blank line between them; a note is two blocks, text and
 * signatures, so blocks pair up. A checkpoint must be signed by the key in force at its size: the last one
 * that a record below that size brought. The first checkpoint over a rotation must be signed by both keys. */
#include "audit/trust.h"

#include "audit/audit.h"
#include "audit/body.h"
#include "audit/report.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/merkle.h"
#include "ledger/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* End of the block that starts at `at`: behind the LF of its last line. */
static const char *block_end(const char *at, const char *end)
{
	const char *gap = memmem(at, (size_t)(end - at), "\n\n", 2);
	return gap ? gap + 1 : end;
}

/* The next note of the file; false at its end. */
static bool next_note(struct slice *rest, struct slice *ret)
{
	if (!rest->len)
		return false;
	const char *end = rest->at + rest->len;
	const char *text = block_end(rest->at, end);
	const char *note = text < end ? block_end(text + 1, end) : end;
	*ret = (struct slice){rest->at, (size_t)(note - rest->at)};
	const char *next = note < end ? note + 1 : end;
	*rest = (struct slice){next, (size_t)(end - next)};
	return true;
}

static int note_order(const void *a, const void *b)
{
	const struct trust_note *x = a, *y = b;
	if (x->checkpoint.size != y->checkpoint.size)
		return x->checkpoint.size < y->checkpoint.size ? -1 : 1;
	return x->number - y->number;
}

void trust_open(struct trust *t, struct slice checkpoints, struct arena *arena, struct audit_report *report)
{
	struct slice rest = checkpoints, text;
	int number = 0, cap = 0;
	*t = (struct trust){.arena = arena, .report = report};
	while (next_note(&rest, &text)) {
		struct trust_note note = {.text = text, .number = ++number};
		struct err err;
		if (!checkpoint_read(text.at, text.len, NULL, 0, arena, &note.checkpoint, NULL, &err)) {
			report_other(report, "checkpoint %d: %s", number, err.message);
			continue;
		}
		if (t->note_count == cap) {
			int grown = cap ? 2 * cap : 16;
			t->notes = arena_grow(arena, t->notes, (size_t)cap, (size_t)grown, sizeof(note));
			cap = grown;
		}
		t->notes[t->note_count++] = note;
	}
	if (t->note_count)
		qsort(t->notes, (size_t)t->note_count, sizeof(*t->notes), note_order);
}

void trust_note_root(struct trust *t, const struct frontier *tree)
{
	while (t->next < t->note_count && t->notes[t->next].checkpoint.size < tree->size)
		t->next++; /* of no record at all */
	for (; t->next < t->note_count && t->notes[t->next].checkpoint.size == tree->size; t->next++) {
		t->notes[t->next].reached = true;
		t->notes[t->next].root = frontier_root(tree);
	}
}

static void add_key(struct trust *t, const struct note_key *key, int64_t seq)
{
	if (t->key_count == t->key_cap) {
		int cap = t->key_cap ? 2 * t->key_cap : 4;
		t->keys = arena_grow(t->arena, t->keys, (size_t)t->key_count, (size_t)cap, sizeof(*t->keys));
		t->since = arena_grow(t->arena, t->since, (size_t)t->key_count, (size_t)cap, sizeof(*t->since));
		t->key_cap = cap;
	}
	t->keys[t->key_count] = *key;
	t->since[t->key_count++] = seq;
}

/* The origin is "<host>/<contest>". */
static bool origin_fits(const char *origin, const char *contest)
{
	size_t n = strlen(origin), m = strlen(contest);
	return n > m + 1 && origin[n - m - 1] == '/' && str_eq(origin + n - m, contest);
}

static void open_ledger(struct trust *t, const struct record *record, const struct json *body)
{
	struct note_key key;
	struct err err;
	const char *text = json_string(body, "key", ""), *origin = json_string(body, "origin", "");
	if (!body_fits(body, "key:s,origin:s") || !origin_fits(origin, record->contest)) {
		report_record(t->report, record->seq, "ledger.open must have {key, origin}, origin <host>/<contest>");
		return;
	}
	t->report->origin = arena_strdup(t->arena, origin);
	if (!note_key_read(text, strlen(text), &key, &err))
		report_record(t->report, record->seq, "%s", err.message);
	else
		add_key(t, &key, record->seq);
}

static void rotate_key(struct trust *t, const struct record *record, const struct json *body)
{
	struct note_key key;
	struct err err;
	const char *text = json_string(body, "key", "");
	if (!body_fits(body, "key:s,signature:s") || !t->key_count) {
		report_record(t->report, record->seq, "key.rotate must have {key, signature} and follow ledger.open");
		return;
	}
	if (!note_key_read(text, strlen(text), &key, &err)) {
		report_record(t->report, record->seq, "%s", err.message);
		return;
	}
	CLEANUP(buf_done) struct buf message = {0};
	buf_printf(&message, "%s\n%s\n", t->report->origin, text);
	if (note_check_message(&t->keys[t->key_count - 1], buf_str(&message), message.len,
		    json_string(body, "signature", "")))
		add_key(t, &key, record->seq);
	else
		report_record(t->report, record->seq, "the old key did not sign the new one");
}

void trust_take(struct trust *t, const struct record *record, const struct json *body)
{
	bool opens = str_eq(record->type, "ledger.open");
	if (opens && record->seq)
		report_record(t->report, record->seq, "opens the ledger again");
	else if (!opens && !record->seq)
		report_record(t->report, 0, "the first record must be ledger.open");
	else if (opens)
		open_ledger(t, record, body);
	else if (str_eq(record->type, "key.rotate"))
		rotate_key(t, record, body);
}

static int key_in_force(const struct trust *t, int64_t size)
{
	int k = 0;
	while (k + 1 < t->key_count && t->since[k + 1] < size)
		k++;
	return k;
}

/* `*rotated` is the last key for which a checkpoint under both was seen. */
static bool signed_well(struct trust *t, const struct trust_note *n, int *rotated)
{
	bool *by = ARENA_ARRAY(t->arena, (size_t)t->key_count, bool);
	struct checkpoint again;
	struct err err;
	int k = key_in_force(t, n->checkpoint.size);
	if (!checkpoint_read(n->text.at, n->text.len, t->keys, t->key_count, t->arena, &again, by, &err)) {
		report_other(t->report, "checkpoint %d: %s", n->number, err.message);
		return false;
	}
	for (int i = k; i > *rotated; i--)
		if (!by[i - 1]) {
			report_other(t->report, "checkpoint %d: the first over the rotation in record %" PRId64
				" is not signed by the old key", n->number, t->since[i]);
			return false;
		}
	*rotated = k;
	if (!by[k])
		report_other(t->report, "checkpoint %d: not signed by the key in force, %s", n->number, t->keys[k].name);
	return by[k];
}

static bool fits_ledger(struct trust *t, const struct trust_note *n, int64_t records)
{
	const struct checkpoint *c = &n->checkpoint;
	if (!str_eq(c->origin, t->report->origin)) {
		report_other(t->report, "checkpoint %d: of another ledger, %s", n->number, c->origin);
		return false;
	}
	if (c->size > records) {
		report_record(t->report, records, "missing: checkpoint %d covers %" PRId64 " records", n->number, c->size);
		return false;
	}
	if (!n->reached || !sha_eq(&c->root, &n->root)) {
		report_record(t->report, c->size ? c->size - 1 : 0,
			"checkpoint %d over %" PRId64 " records has another root: this record or one before it is not what was signed",
			n->number, c->size);
		return false;
	}
	return true;
}

static void check_trusted(struct trust *t, const struct note_key *key)
{
	for (int k = 0; k < t->key_count; k++)
		if (str_eq(t->keys[k].name, key->name) &&
			memcmp(t->keys[k].public, key->public, sizeof(key->public)) == 0)
			return;
	report_record(t->report, 0, "the trusted key %s is none of this ledger's", key->name);
}

void trust_check(struct trust *t, const struct note_key *key, int64_t records)
{
	int rotated = 0;
	if (key)
		check_trusted(t, key);
	if (!t->key_count) {
		report_other(t->report, "checkpoints: there is no key to hold them against");
		return;
	}
	for (int i = 0; i < t->note_count; i++) {
		const struct trust_note *n = &t->notes[i];
		bool good = signed_well(t, n, &rotated);
		if (!fits_ledger(t, n, records) || !good)
			continue;
		t->report->checkpoints++;
		t->report->covered = n->checkpoint.size;
		note_fingerprint(&t->keys[key_in_force(t, n->checkpoint.size)], t->report->fingerprint);
	}
	if (t->report->covered < records)
		report_record(t->report, t->report->covered, "no checkpoint covers it and what follows");
}
