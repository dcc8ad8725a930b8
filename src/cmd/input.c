/* Reads to the end or one byte past the limit, whichever comes first: a pipe
 * has no size to ask for, and a file may grow while it is read. */
#include "cmd/input.h"

#include "base/arena.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_failed(const char *path, int error, struct err *err)
{
	if (error == ENOENT || error == ENOTDIR)
		return fail(err, ERR_NOT_FOUND, "file.missing", "There is no file “%s”.", path);
	if (error == EACCES || error == EPERM)
		return fail(err, ERR_DENIED, "file.denied", "“%s” may not be read by this user.", path);
	return fail(err, ERR_IO, "file.read", "“%s” can't be read: %s.", path, strerror(error));
}

static bool too_large(const char *path, size_t limit_bytes, struct err *err)
{
	return fail(err, ERR_LIMIT, "file.size", "“%s” is larger than %zu MiB, the most that is read here.", path,
		limit_bytes >> 20);
}

static bool read_all(int fd, const char *path, size_t hint, size_t limit_bytes, struct arena *arena,
	struct slice *ret_text, struct err *err)
{
	size_t cap = hint > 0 ? hint + 1 : 65536, len = 0;
	char *text = arena_alloc(arena, cap + 1);
	for (;;) {
		ssize_t got = read(fd, text + len, cap - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(err, ERR_IO, "file.read", "“%s” can't be read: %s.", path, strerror(errno));
		len += (size_t)got;
		if (len > limit_bytes)
			return too_large(path, limit_bytes, err);
		if (got == 0)
			break;
		if (len == cap) {
			text = arena_grow(arena, text, len, 2 * cap + 1, 1);
			cap *= 2;
		}
	}
	text[len] = '\0';
	*ret_text = (struct slice){text, len};
	return true;
}

static void close_fd(int *fd)
{
	if (*fd > STDIN_FILENO)
		close(*fd);
}

bool input_read(const char *path, size_t limit_bytes, struct arena *arena, struct slice *ret_text, struct err *err)
{
	bool standard = str_eq(path, "-");
	CLEANUP(close_fd) int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return open_failed(path, errno, err);
	struct stat st;
	if (fstat(fd, &st) != 0)
		return fail(err, ERR_IO, "file.read", "“%s” can't be read: %s.", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return fail(err, ERR_INPUT, "file.directory", "“%s” is a directory, not a file.", path);
	if (S_ISREG(st.st_mode) && st.st_size > (off_t)limit_bytes)
		return too_large(path, limit_bytes, err);
	size_t hint = S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
	return read_all(fd, standard ? "standard input" : path, hint, limit_bytes, arena, ret_text, err);
}
