/* A judging day played by virtual people: what they share. Internal to the command `rehearse`.
 *
 *	rehearse.c         the command: a server of its own or a given one, the people, the summary
 *	rehearse_script.c  what will happen, from the seed: order, marks, who is late, absent, offline, recused
 *	rehearse_floor.c   a floor manager, one a heat
 *	rehearse_expert.c  an expert with a queue
 *	rehearse_close.c   locks, countersignatures, the close, ties, the result, the ledger verified */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "base/rng.h"
#include "cmd/client.h"
#include "contest/contest.h"

#include <pthread.h>

struct arena;
struct invocation;

enum { DAY_TIMES = 1 << 16 };

struct played_entry {
	const char *id;
	int heat;
	int64_t *steps; /* by criterion: the panel's mark before an expert's severity, in steps above min */
	bool steady;    /* near a cut: everybody marks it, and exactly so */
	int64_t writing; /* experts who are still correcting their sheets of it; behind the day's lock */
};

struct played_heat {
	const struct heat *rules;
	int *order;           /* of entries */
	int count;
	const char **experts; /* its panel */
	int expert_count;
	const char *manager;  /* token of the floor manager's link */
	const char **tokens;  /* of the experts' links */
	int late, absent, undone, paused; /* entries to which it happens; −1 = none */
};

struct day {
	struct invocation *in;
	struct arena *arena;       /* before and after the threads only */
	struct client_shared web;
	struct client *boss;
	const char *contest_id;
	const char *stage_id;      /* as asked for; NULL: the first that is not decided */
	struct contest *contest;
	int stage;
	uint64_t seed;
	int speed;
	struct played_entry *entries;
	int entry_count;
	const char *presenter;     /* token of who shows scores */
	struct played_heat *heats;
	int heat_count;
	/* what came of it, behind `lock` */
	pthread_mutex_t lock;
	int64_t sheets, amended, resent, again, recused, late, steps, votes, ties, refused, devices, shown, sampled;
	int64_t times_us[DAY_TIMES]; /* of a sheet until its receipt */
	int time_count;
	struct err failure;        /* the first; ERR_NONE = none */
};

const struct stage *day_stage(const struct day *d);
/* A path below the contest. */
const char *day_path(const struct day *d, struct arena *arena, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same below a heat. */
const char *day_heat_path(const struct day *d, int heat, struct arena *arena, const char *rest);
/* So much of the contest's time, in real milliseconds; at least 1. */
int day_ms(const struct day *d, int seconds);
/* Pauses between two looks. */
int day_look_ms(const struct day *d);
/* Counts in one of the fields above. */
void day_count(struct day *d, int64_t *field, int64_t n);
int64_t day_read(struct day *d, const int64_t *field);
void day_time(struct day *d, int64_t us);
int64_t day_now_us(void);
/* Says it on standard error, unless --quiet. */
void day_say(struct day *d, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Keeps the first failure and stops everybody. */
void day_fail(struct day *d, const struct err *err);
bool day_over(const struct day *d);
/* Repeatable numbers of somebody's own. */
struct rng day_rng(const struct day *d, const char *who);

/* rehearse_script.c */
MUST_CHECK bool script_read(struct day *d, struct err *err);
int script_find_entry(const struct day *d, const char *id);

/* Threads: the argument is theirs to free. */
struct part {
	struct day *day;
	int heat, expert;
	pthread_t thread;
};
void *floor_play(void *part);  /* rehearse_floor.c */
void *expert_play(void *part); /* rehearse_expert.c */

/* rehearse_close.c */
MUST_CHECK bool close_play(struct day *d, struct err *err);
struct audit_report;
MUST_CHECK bool close_verify(struct day *d, struct audit_report *ret, struct err *err);
