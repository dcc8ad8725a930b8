/* What commands that make personal links share. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct invocation;

/* --url, or https and the name that the ledgers are signed under. In in->arena. */
MUST_CHECK bool link_base(struct invocation *in, struct app *app, const char **ret_base, struct err *err);
