/* What the use cases of marking share. Internal to src/app. */
#pragma once

#include "app/marking.h"

struct arena;
struct db;

/* ERR_DENIED "denied" unless the request comes from somebody who marks, as one expert. */
MUST_CHECK bool marking_expert(const struct request *rq, struct err *err);

/* The receipt of record `seq`, but for its version. */
MUST_CHECK bool marking_receipt(struct db *db, const char *contest, int64_t seq, struct arena *arena,
	struct receipt *ret_receipt, struct err *err);
