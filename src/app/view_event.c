/* The tails of several contests' events in one snapshot, with the store's generation that they belong to. */
#include "app/context.h"
#include "app/view.h"
#include "store/change.h"
#include "store/live.h"

struct tails {
	struct event_tail *tails;
	size_t count;
	int64_t limit;
	struct arena *arena;
	struct store_generation generation;
};

static bool read_tail(struct db *db, struct event_tail *tail, const struct tails *t, struct err *err)
{
	if (!store_get_event_range(db, tail->contest, &tail->first, &tail->last, err))
		return false;
	if (tail->newest)
		tail->after = tail->last > tail->newest ? tail->last - tail->newest : 0;
	tail->rows = NULL;
	tail->count = 0;
	return tail->after >= tail->last ||
		store_list_events(db, tail->contest, tail->after, t->limit, t->arena, &tail->rows, &tail->count, err);
}

static bool read_news(struct db *db, void *context, struct err *err)
{
	struct tails *t = context;
	for (size_t i = 0; i < t->count; i++)
		if (!read_tail(db, &t->tails[i], t, err))
			return false;
	return store_read_generation(db, &t->generation, err);
}

static bool read_one(struct db *db, void *context, struct err *err)
{
	struct tails *t = context;
	struct contest_row *row;
	if (!store_find_contest(db, t->tails->contest, t->arena, &row, err))
		return false;
	if (!row)
		return fail(err, ERR_NOT_FOUND, "contest.unknown", "There is no contest \"%.64s\" here.", t->tails->contest);
	return read_tail(db, t->tails, t, err);
}

bool view_news(struct app *app, struct event_tail *tails, size_t count, int64_t limit, struct arena *arena,
	struct store_generation *ret_generation, struct err *err)
{
	struct tails t = {tails, count, limit, arena, {0}};
	if (!store_read(app->store, read_news, &t, err))
		return false;
	*ret_generation = t.generation;
	return true;
}

bool view_events(struct app *app, struct event_tail *tail, int64_t limit, struct arena *arena, struct err *err)
{
	struct tails t = {tail, 1, limit, arena, {0}};
	return store_read(app->store, read_one, &t, err);
}
