/* Asking relays of drand for a round. They need no trust: the signature is verified. Internal to src/app. */
#pragma once

#include "app/context.h"
#include "judging/drand.h"

/* From the first relay that gives the round as drand signed it. ERR_IO "drand.unreachable" when none does: it may be typed in. */
MUST_CHECK bool relay_ask(struct app *app, int64_t round, struct drand_round *ret, struct err *err);
