/* An expert's own sheets: handed in one by one, answered with a receipt. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct buf;
struct json;
struct request;

struct new_sheet {
	const char *entry;
	const struct json *marks; /* an object: criterion → a decimal as text, or null for not marked */
	bool recused;             /* from the entry as a whole: no marks then */
	const char *reason;       /* of the recusal */
	const char *comment;      /* NULL = none */
	int64_t base;             /* the version that the expert saw; 0 = none */
	const char *draft;        /* the device's name for this sheet: 1–64 of an id's characters */
	const char *key, *signature; /* base64; NULL = not signed on the device */
};
struct receipt {
	int64_t seq;
	char leaf[65]; /* hex */
	char ts[32];
	int version;
};
/* The sheet of rq->who's expert. A repeated key gives the receipt of the first time.
 * ERR_CONFLICT "sheet.changed" (another version is in force, ret_receipt->version: nothing is lost, the caller shows both),
 * "request.reused" (the key came with another sheet), "sheet.early" (the entry is not on stage yet), "sheet.locked",
 * "sheet.recused", "sheet.enough" (as many experts as the stage wants have marked the entry), "sheet.official", "heat.locked",
 * "stage.closed"; ERR_DENIED "sheet.panel" (not on this panel), "sheet.class", "sheet.left" (the expert has), "sheet.conflict" (a
 * confirmed one), "sheet.assigned" (the entry is other experts'); ERR_NOT_FOUND "sheet.entry", "sheet.heat"; ERR_INPUT
 * "sheet.mark", "sheet.criterion", "sheet.incomplete", "sheet.reason", "sheet.draft", "sheet.signature". */
MUST_CHECK bool app_submit_sheet(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_sheet *sheet, struct receipt *ret_receipt, struct err *err);

/* A device's public key. The same key again by the same expert succeeds. ERR_INPUT "device.key", ERR_CONFLICT "device.taken". */
MUST_CHECK bool app_enrol_device(struct app *app, const struct request *rq, const char *contest, const char *key,
	struct receipt *ret_receipt, struct err *err);

/* All that rq->who's expert needs to mark, and nothing of anybody else's marks (schema Marking). */
MUST_CHECK bool view_marking(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err);
