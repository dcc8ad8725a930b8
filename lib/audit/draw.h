/* Draws, record by record. Internal to lib/audit. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct json;
struct record;
struct replay;

struct draw_state { /* bodies in the replay's arena */
	const struct json *committed, *announced;
	const struct json *order; /* of the conclusion; NULL: none */
	bool ended; /* concluded or void */
	int64_t concluded_seq; /* 0 = not concluded */
};

void draw_commit(struct replay *r, const struct record *record, const struct json *body);
void draw_announce(struct replay *r, const struct record *record, const struct json *body);
void draw_conclude(struct replay *r, const struct record *record, const struct json *body);
void draw_void(struct replay *r, const struct record *record, const struct json *body);
