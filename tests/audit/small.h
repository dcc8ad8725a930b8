/* A small contest's ledger, written as the application would: two stages, a tie settled by deliberation, an
 * amended sheet, a jury award, a withdrawal that moves the reserve up, a rotated key. */
#pragma once

#include "base/base.h"
#include "base/buf.h"
#include "ledger/chain.h"
#include "ledger/note.h"

struct arena;
struct audit_report;

enum { SMALL_SEALS = 64 };

struct small_seal {
	int64_t seq;
	char salt[65];
	const char *body, *stage;
};

struct small {
	struct arena *arena;
	struct buf ledger, notes;
	struct chain chain;
	struct note_signer signers[2];
	int signer; /* in force */
	bool rotated; /* and no checkpoint since */
	int64_t later_ms; /* by which records to come are later */
	struct small_seal seals[SMALL_SEALS];
	int seal_count;
};

/* The contest under that definition, with entries E-1 … E-4 and experts J-1 … J-3. */
void small_found(struct small *s, struct arena *arena, const char *definition);
/* As far as the first sheet, without a checkpoint. */
void small_begin(struct small *s, struct arena *arena);

/* The rest of the story after small_begin(). */
void small_go_on(struct small *s);

/* The whole story; ends with a checkpoint over everything. */
void small_make(struct small *s, struct arena *arena);
void small_done(struct small *s);

/* One more record: a public body, or a sealed one (of `stage`). Gives its seq. */
int64_t small_add(struct small *s, const char *type, const char *body);
int64_t small_seal(struct small *s, const char *type, const char *stage, const char *body);
void small_checkpoint(struct small *s);
/* Opens all that was sealed of the stage. */
void small_reveal(struct small *s, const char *stage);

extern const char small_definition[];

/* The ledger as a folder of that name in $LEITAI_LIES, where that is set: tests/check/test_lies.py holds the second verifier
 * to the same. */
void small_write(const struct small *s, const char *definition, const char *name);
bool small_audit(const struct small *s, const char *definition, struct arena *arena, struct audit_report *ret_report);
/* Writes it, and asserts that the audit refuses it with these words. */
void small_check_lie(const struct small *s, const char *definition, const char *name, const char *words);
