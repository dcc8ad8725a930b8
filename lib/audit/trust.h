/* Whom to believe: the ledger's keys, and the checkpoints that they signed. */
#pragma once

#include "base/base.h"
#include "ledger/note.h"

struct arena;
struct audit_report;
struct frontier;
struct json;
struct record;

struct trust_note { /* one checkpoint, in order of size */
	struct slice text;
	int number; /* from 1, as the file has them */
	struct checkpoint checkpoint;
	bool reached;    /* the ledger has that many records */
	struct sha root; /* of the ledger at that size */
};

struct trust {
	struct arena *arena;
	struct audit_report *report;
	struct trust_note *notes;
	int note_count, next; /* next: whose size has not been reached */
	struct note_key *keys; /* as the ledger names them: opened, rotated … */
	int64_t *since;        /* seq of the record that brought each */
	int key_count, key_cap;
};

/* Reads all checkpoints but not their signatures. */
void trust_open(struct trust *t, struct slice checkpoints, struct arena *arena, struct audit_report *report);

/* Takes keys from ledger.open and key.rotate; the first record must be the one, and no other may. */
void trust_take(struct trust *t, const struct record *record, const struct json *body);

/* Keeps the tree's root where a checkpoint has this size. */
void trust_note_root(struct trust *t, const struct frontier *tree);

/* Holds every checkpoint against the ledger's roots and keys; `key` NULL: the ledger's own first one. */
void trust_check(struct trust *t, const struct note_key *key, int64_t records);
