/* Stands in for src/app/marking.c: version 2 of every sheet is in force, and what was sent comes back as the key. */
#include "app/marking.h"

#include "app/app.h"
#include "app/principal.h"
#include "base/buf.h"
#include "base/json.h"

#include <stdio.h>

bool app_submit_sheet(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const struct new_sheet *sheet, struct receipt *ret, struct err *err)
{
	(void)app, (void)contest;
	*ret = (struct receipt){.seq = 7, .leaf = "leaf", .version = 3};
	snprintf(ret->ts, sizeof(ret->ts), "%s %s %s", stage, heat, rq->who->expert ? rq->who->expert : "-");
	ret->version = sheet->base == 2 ? 3 : 2;
	return sheet->base == 2 || fail(err, ERR_CONFLICT, "sheet.changed", "Version 2 is in force.");
}

bool app_enrol_device(struct app *app, const struct request *rq, const char *contest, const char *key,
	struct receipt *ret, struct err *err)
{
	(void)app, (void)rq, (void)contest, (void)key, (void)err;
	*ret = (struct receipt){.seq = 8, .leaf = "leaf", .ts = "ts"};
	return true;
}

bool view_marking(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)contest, (void)err;
	struct json_writer json = json_writer(out);
	json_open(&json, NULL, '{');
	json_put_string(&json, "by", rq->who->id);
	json_close(&json, '}');
	return true;
}
