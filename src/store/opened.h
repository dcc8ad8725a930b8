/* Inside the store: opening it by another opener, for tests, and its writer's figures. */
#pragma once

#include "store/driver.h"
#include "store/store.h"
#include "store/writer.h"

/* store_open() with connections made by `opener`; `context` must outlive the store. */
MUST_CHECK bool store_open_by(db_opener *opener, void *context, const char *url, struct store **ret_store,
	struct err *err);

struct writer_stats store_get_writer_stats(struct store *store);
