/* What ends a stage's judging: heats locked and signed, scores shown, samples opened, ties voted on. */
#pragma once

#include "audit/replay.h"

struct sample { /* sheets that were opened for comparison */
	int64_t seq;
	const char *seed;
	const int64_t *records;
	size_t count;
};

/* ---- heats (lock.c) */
void lock_heat(struct replay *r, const struct record *record, const struct json *body);
void lock_sign(struct replay *r, const struct record *record, const struct json *body);
/* At the stage's close: the floors and signatures that it needs, and whom it names. */
void lock_check_close(struct replay *r, const struct record *record, int stage, const char *supervisor);
/* When the sheets are open and sorted: what the locks said of them, and that none came after. */
void lock_check_sheets(struct replay *r, int stage);
/* −1: not locked. */
int64_t lock_seq_of(const struct replay *r, int stage, const char *heat);
/* Has some floor of the stage locked the entry? */
bool lock_has_entry(const struct replay *r, int stage, const char *entry);

/* ---- what the hall was shown (show.c), samples (sample.c) */
void show_score(struct replay *r, const struct record *record, const struct json *body);
void show_check(struct replay *r, int stage, const struct result *result, int64_t publish_seq);
void sample_open(struct replay *r, const struct record *record, const struct json *body);
void sample_check(struct replay *r, int stage);

/* ---- ties and votes (tie.c) */
void tie_keep(struct replay *r, int stage, int64_t of, char kind, const struct json *body);
void tie_check(struct replay *r, int stage, int64_t publish_seq);
