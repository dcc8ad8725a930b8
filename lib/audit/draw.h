/* Draws, record by record. Internal to lib/audit. */
#pragma once

struct json;
struct record;
struct replay;

void draw_commit(struct replay *r, const struct record *record, const struct json *body);
void draw_announce(struct replay *r, const struct record *record, const struct json *body);
void draw_conclude(struct replay *r, const struct record *record, const struct json *body);
void draw_void(struct replay *r, const struct record *record, const struct json *body);
