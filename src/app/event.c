/* The ledger head is locked by the journal, so ids come in the order of the records and without a gap. */
#include "app/event.h"

#include "app/context.h"
#include "store/live.h"

enum { EVENTS_KEPT = 20000, SWEEP_EACH = 1000 };

bool event_add(struct journal *j, const char *name, const char *data, struct err *err)
{
	struct event_row row = {.at_ms = j->ts_ms, .name = name, .data = data};
	int64_t id;
	return store_add_event(j->db, j->contest, &row, &id, err) &&
		(id % SWEEP_EACH != 0 || store_remove_old_events(j->db, j->contest, id - EVENTS_KEPT, err));
}
