/* Answers that tell what was asked for, so that tests see parameters arrive. */
#include "fake_views.h"

#include "app/app.h"
#include "app/protocol.h"
#include "app/view.h"
#include "base/buf.h"
#include "base/str.h"
#include "report/protocol.h"
#include "store/store.h"

#include <string.h>
#include <time.h>

struct store *app_store(struct app *app)
{
	return (struct store *)app;
}

bool store_get_generation(struct store *store, int64_t *ret_generation, struct err *err)
{
	struct app *app = (struct app *)store;
	if (app->broken)
		return fail(err, ERR_IO, "store.read", "disk /secret/path is gone");
	*ret_generation = app->generation;
	return true;
}

static bool look(struct app *app, const char *contest, struct err *err)
{
	app->views++;
	if (app->slow_ms) {
		struct timespec t = {0, app->slow_ms * 1000000L};
		nanosleep(&t, NULL);
	}
	if (app->broken)
		return fail(err, ERR_IO, "store.read", "disk /secret/path is gone");
	if (contest && !str_eq(contest, "demo"))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", contest);
	return true;
}

bool view_contests(struct app *app, struct buf *out, struct err *err)
{
	if (!look(app, NULL, err))
		return false;
	buf_printf(out, "{\"contests\":[],\"generation\":%lld}", (long long)app->generation);
	return true;
}

bool view_contest(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	buf_printf(out, "{\"id\":\"%s\"}", contest);
	return true;
}

static const char *or_dash(const char *s)
{
	return s ? s : "-";
}

bool view_entries(struct app *app, const char *contest, const struct entry_query *q, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	buf_printf(out, "%s %d %s %s %s %s %s", or_dash(q->after), q->limit, or_dash(q->division), or_dash(q->region),
		or_dash(q->track), or_dash(q->stage), or_dash(q->words));
	return true;
}

bool view_entry(struct app *app, const char *contest, const char *entry, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	if (!str_eq(entry, "E-1"))
		return fail(err, ERR_NOT_FOUND, "entry.unknown", "There is no entry %s.", entry);
	buf_printf(out, "{\"id\":\"%s\"}", entry);
	return true;
}

bool view_stage(struct app *app, const char *contest, const char *stage, bool inside, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	if (inside || !str_eq(stage, "final"))
		return fail(err, ERR_NOT_FOUND, "stage.unknown", "There is no stage %s.", stage);
	buf_printf(out, "{\"stage\":\"%s\",\"generation\":%lld,\"rows\":\"", stage, (long long)app->generation);
	for (size_t i = 0; i < app->board_bytes; i++)
		buf_putc(out, (char)('a' + (i * i) % 23));
	buf_puts(out, "\"}");
	return true;
}

bool view_proof(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	return view_contest(app, contest, out, err);
}

bool view_checkpoint(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	buf_puts(out, "origin\n3\nroot\n");
	return true;
}

bool view_ledger(struct app *app, const char *contest, int64_t from, int64_t limit, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	for (int64_t seq = from; seq < app->records && seq < from + limit; seq++)
		buf_printf(out, "{\"seq\":%lld}\n", (long long)seq);
	return true;
}

bool view_inclusion(struct app *app, const char *contest, int64_t seq, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	if (seq >= app->records)
		return fail(err, ERR_NOT_FOUND, "record.unknown", "There is no record %lld.", (long long)seq);
	buf_printf(out, "proof %lld\n", (long long)seq);
	return true;
}

bool view_definition(struct app *app, const char *contest, struct buf *out, struct err *err)
{
	if (!look(app, contest, err))
		return false;
	buf_puts(out, "leitai: 1\n");
	return true;
}

/* ---- paper */

bool app_heat_protocol(struct app *app, const struct request *rq, const char *contest, const char *stage,
	const char *heat, const char *entry, struct arena *arena, struct protocol *ret, struct err *err)
{
	(void)rq;
	(void)stage;
	(void)entry;
	(void)arena;
	if (!look(app, contest, err))
		return false;
	*ret = (struct protocol){.origin = heat};
	return true;
}

bool report_protocol(const struct protocol *p, const char *language, struct buf *out, struct err *err)
{
	if (language && !str_eq(language, "zh") && !str_eq(language, "en"))
		return fail(err, ERR_INPUT, "protocol.language", "No.");
	buf_printf(out, "%%PDF-1.5 %s %s", p->origin, or_dash(language));
	return true;
}
