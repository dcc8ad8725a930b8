/* The data that a command works on: --db, LEITAI_DB, --data, LEITAI_DATA, or the XDG default. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct app;
struct fetch;
struct invocation;

enum data_mode {
	DATA_EXISTING, /* ERR_NOT_FOUND "data.missing" where nothing was made yet */
	DATA_MAKE,     /* makes the directory and an empty store */
};

/* The directory, made nowhere; in in->arena. ERR_INPUT "data.unset" without any variable to go by. */
MUST_CHECK bool data_dir(const struct invocation *in, const char **ret_dir, struct err *err);

/* The store's URL, see store_open(); in in->arena. */
MUST_CHECK bool data_url(const struct invocation *in, const char **ret_url, struct err *err);

/* The URL as it may be shown: without what may hold a password (user, parameters). In in->arena or `url` itself. */
const char *data_shown(const struct invocation *in, const char *url);

/* Opens the application over that store. The caller closes with app_close(). */
MUST_CHECK bool data_open(struct invocation *in, enum data_mode mode, struct app **ret_app, struct err *err);

/* The same with a network for those who need it; `fetch` outlives the application. */
MUST_CHECK bool data_open_with(struct invocation *in, enum data_mode mode, const struct fetch *fetch, struct app **ret_app,
	struct err *err);

/* Makes the directory and its parents, private to this user. */
MUST_CHECK bool data_make_dir(const char *dir, struct err *err);
