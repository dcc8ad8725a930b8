/* Conflicts of interest that need no store. */
#include "app/app.h"
#include "app/conflict.h"
#include "app/principal.h"
#include "base/buf.h"

bool view_conflicts(struct app *app, const struct request *rq, const char *contest, const struct conflict_query *query,
	struct buf *out, struct err *err)
{
	(void)app, (void)contest, (void)query;
	if (!principal_check(rq->who, ACT_SEE_CONFLICTS, err))
		return false;
	buf_puts(out, "{\"pairs\":[]}\n");
	return true;
}

void conflict_report_write(const struct conflict_report *report, struct buf *out)
{
	buf_printf(out, "{\"pairs\":%zu}", report->pairs);
}

bool app_compute_conflicts(struct app *app, const struct request *rq, const char *contest, bool preview,
	struct conflict_report *ret_report, struct err *err)
{
	(void)app, (void)contest, (void)preview;
	*ret_report = (struct conflict_report){.pairs = 1};
	return principal_check(rq->who, ACT_CONFLICTS, err);
}

bool app_rule_conflicts(struct app *app, const struct request *rq, const char *contest, const struct conflict_ruling *ruling,
	size_t *ret_ruled, struct err *err)
{
	(void)app, (void)contest;
	*ret_ruled = ruling->count;
	return principal_check(rq->who, ACT_CONFLICTS, err);
}

static bool is_expert(const struct request *rq, struct err *err)
{
	return (rq->who && rq->who->expert) || fail(err, ERR_DENIED, "denied", "Only an expert.");
}

bool view_interests(struct app *app, const struct request *rq, const char *contest, struct buf *out, struct err *err)
{
	(void)app, (void)contest;
	if (!is_expert(rq, err))
		return false;
	buf_puts(out, "{\"entries\":[]}\n");
	return true;
}

bool app_prefer(struct app *app, const struct request *rq, const char *contest, const char *entry, const char *want, struct err *err)
{
	(void)app, (void)contest, (void)entry, (void)want;
	return is_expert(rq, err);
}

bool app_declare_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry, const char *ground,
	const char *words, struct err *err)
{
	(void)app, (void)contest, (void)entry, (void)ground, (void)words;
	return is_expert(rq, err);
}

bool app_take_back_conflict(struct app *app, const struct request *rq, const char *contest, const char *entry, const char *words,
	struct err *err)
{
	(void)app, (void)contest, (void)entry, (void)words;
	return is_expert(rq, err);
}
