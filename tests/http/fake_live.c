/* Events that tell their own number; nobody watches the store. */
#include "fake_views.h"

#include "app/view.h"
#include "base/arena.h"
#include "base/str.h"
#include "store/change.h"
#include "store/live.h"
#include "store/store.h"

void store_watch(struct store *store, store_changed *changed, void *context)
{
	(void)store, (void)changed, (void)context;
}

/* Events first … last of the fake are kept; each tells its own id. */
static void fill_tail(struct app *app, struct event_tail *tail, int64_t limit, struct arena *arena)
{
	tail->first = app->first_event;
	tail->last = app->last_event;
	if (tail->newest)
		tail->after = tail->last > tail->newest ? tail->last - tail->newest : 0;
	int64_t from = tail->after + 1 > tail->first ? tail->after + 1 : tail->first;
	tail->count = 0;
	tail->rows = arena_alloc(arena, (size_t)limit * sizeof(*tail->rows));
	for (int64_t id = from; id > 0 && id <= tail->last && (int64_t)tail->count < limit; id++)
		tail->rows[tail->count++] = (struct event_row){
			.id = id, .name = "floor", .data = arena_printf(arena, "{\"n\":%lld}", (long long)id)};
}

bool view_events(struct app *app, struct event_tail *tail, int64_t limit, struct arena *arena, struct err *err)
{
	if (app->broken)
		return fail(err, ERR_IO, "store.read", "disk /secret/path is gone");
	if (!str_eq(tail->contest, "demo"))
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest %s.", tail->contest);
	fill_tail(app, tail, limit, arena);
	return true;
}

bool view_news(struct app *app, struct event_tail *tails, size_t count, int64_t limit, struct arena *arena,
	struct store_generation *ret, struct err *err)
{
	if (!store_get_generation((struct store *)app, &ret->all, err))
		return false;
	ret->ledger = app->ledger_generation ? app->ledger_generation : ret->all;
	ret->pages = app->pages_generation ? app->pages_generation : ret->all;
	for (size_t i = 0; i < count; i++)
		fill_tail(app, &tails[i], limit, arena);
	return true;
}
