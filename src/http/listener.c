/* A non-blocking socket with SO_REUSEADDR, so that a restart need not wait for old connections to fade. */
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

struct address {
	struct sockaddr_storage bytes;
	socklen_t len;
};

static bool read_address(const char *text, int port, struct address *ret, struct err *err)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&ret->bytes;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&ret->bytes;
	memset(ret, 0, sizeof(*ret));
	if (port < 0 || port > 65535)
		return fail(err, ERR_INPUT, "http.address", "There is no port %d.", port);
	if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)port);
		ret->len = sizeof(*in);
		return true;
	}
	if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons((uint16_t)port);
		ret->len = sizeof(*in6);
		return true;
	}
	return fail(err, ERR_INPUT, "http.address", "%s is not a numeric IPv4 or IPv6 address.", text);
}

bool http_listen(const char *text, int port, int *ret_fd, int *ret_port, struct err *err)
{
	struct address address;
	int yes = 1;
	if (!read_address(text, port, &address, err))
		return false;
	int fd = socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail(err, ERR_IO, "http.listen", "No socket can be opened: %s.", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&address.bytes, address.len) != 0 || listen(fd, BACKLOG) != 0 ||
		getsockname(fd, (struct sockaddr *)&address.bytes, &address.len) != 0) {
		int why = errno;
		close(fd);
		return fail(err, ERR_IO, "http.listen", "Nothing can listen on %s port %d: %s.", text, port,
			strerror(why));
	}
	*ret_fd = fd;
	*ret_port = ntohs(address.bytes.ss_family == AF_INET ?
			((struct sockaddr_in *)&address.bytes)->sin_port :
			((struct sockaddr_in6 *)&address.bytes)->sin6_port);
	return true;
}
