/* A directory holds everything: the database, and later objects and keys. It
 * is made private (0700), since sealed marks lie in it. */
#include "cmd/data.h"

#include "app/app.h"
#include "base/arena.h"
#include "cmd/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *environment(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

bool data_dir(const struct invocation *in, const char **ret_dir, struct err *err)
{
	const char *given = option_get(in, "data");
	const char *dir = given ? given : environment("LEITAI_DATA");
	if (!dir && environment("XDG_DATA_HOME"))
		dir = arena_printf(in->arena, "%s/leitai", environment("XDG_DATA_HOME"));
	if (!dir && environment("HOME"))
		dir = arena_printf(in->arena, "%s/.local/share/leitai", environment("HOME"));
	if (!dir || !*dir)
		return fail(err, ERR_INPUT, "data.unset", "No data directory: give --data DIR or set LEITAI_DATA.");
	*ret_dir = dir;
	return true;
}

/* The URL that was given outright, or NULL. */
static const char *given_url(const struct invocation *in)
{
	if (option_get(in, "db"))
		return option_get(in, "db");
	return option_get(in, "data") ? NULL : environment("LEITAI_DB");
}

bool data_url(const struct invocation *in, const char **ret_url, struct err *err)
{
	const char *url = given_url(in), *dir;
	if (!url) {
		if (!data_dir(in, &dir, err))
			return false;
		url = arena_printf(in->arena, "sqlite:%s/leitai.db", dir);
	}
	*ret_url = url;
	return true;
}

bool data_make_dir(const char *dir, struct err *err)
{
	char path[4096];
	size_t len = strlen(dir);
	if (len == 0 || len >= sizeof path)
		return fail(err, ERR_INPUT, "data.directory", "The directory's name is %s.", len ? "too long" : "empty");
	memcpy(path, dir, len + 1);
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		char kept = path[i];
		path[i] = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return fail(err, ERR_IO, "data.directory", "The directory “%s” can't be made: %s.", path,
				strerror(errno));
		path[i] = kept;
	}
	struct stat st;
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		return fail(err, ERR_INPUT, "data.directory", "“%s” is not a directory.", dir);
	return true;
}

/* SQLite makes a file where none is; only DATA_MAKE may. */
static bool check_present(const struct invocation *in, const char *url, struct err *err)
{
	static const char scheme[] = "sqlite:";
	if (strncmp(url, scheme, strlen(scheme)) != 0)
		return true;
	const char *path = url + strlen(scheme), *dir;
	if (access(path, F_OK) == 0)
		return true;
	if (errno == EACCES)
		return fail(err, ERR_DENIED, "data.denied", "“%s” may not be opened by this user.", path);
	if (given_url(in) || !data_dir(in, &dir, err))
		return fail(err, ERR_NOT_FOUND, "data.missing",
			"There is no data at “%s”; make it with “leitai init”.", path);
	return fail(err, ERR_NOT_FOUND, "data.missing", "There is no data in “%s”; make it with “leitai init”.",
		dir);
}

const char *data_shown(const struct invocation *in, const char *url)
{
	if (strncmp(url, "sqlite:", 7) == 0)
		return url;
	const char *at = strstr(url, "://");
	if (!at)
		return "postgresql";
	const char *host = at + 3, *end = host + strcspn(host, "?");
	size_t authority = strcspn(host, "/?");
	for (size_t i = 0; i < authority; i++)
		if (host[i] == '@')
			at = host + i - 2;
	host = at + 3;
	return arena_printf(in->arena, "postgresql://%.*s", (int)(end - host), host);
}

bool data_open(struct invocation *in, enum data_mode mode, struct app **ret_app, struct err *err)
{
	return data_open_with(in, mode, NULL, ret_app, err);
}

bool data_open_with(struct invocation *in, enum data_mode mode, const struct fetch *fetch, struct app **ret_app,
	struct err *err)
{
	const char *url, *dir;
	if (!data_url(in, &url, err))
		return false;
	if (mode == DATA_EXISTING && !check_present(in, url, err))
		return false;
	if (mode == DATA_MAKE && !given_url(in) && !(data_dir(in, &dir, err) && data_make_dir(dir, err)))
		return false;
	struct app_options options = {.url = url, .fetch = fetch, .relays = fetch ? option_get(in, "relays") : NULL};
	return app_open(&options, ret_app, err);
}
