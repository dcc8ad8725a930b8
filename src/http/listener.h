/* The socket that connections come in by. */
#pragma once

#include "base/base.h"
#include "base/err.h"

/* Binds a numeric IPv4 or IPv6 address and listens; *ret_port is the one taken where `port` is 0. The caller closes
 * *ret_fd. ERR_INPUT "http.address", ERR_IO "http.listen". */
MUST_CHECK bool http_listen(const char *address, int port, int *ret_fd, int *ret_port, struct err *err);
