/* libmicrohttpd as a transport: an epoll thread pool that calls http_handle().
 *
 * The engine calls on_request() twice for a request without a body: once when
 * the header is complete, and again when the (empty) body is. The answer is
 * made in the first call, while the header is as it came, and queued in the
 * second, since the engine closes a connection that is answered early. That is
 * just what a refused request wants, so those are queued at once. A request with
 * a body is only looked over in the first call; its body is gathered in further
 * calls, and it is answered in the last.
 *
 * Pages that many ask for keep their engine response (one per variant), so a
 * hot answer costs no allocation and no copy. */
#include "http/server.h"

#include "base/buf.h"
#include "http/body.h"
#include "http/gate.h"
#include "http/http.h"
#include "http/live.h"
#include "http/listener.h"
#include "http/metrics.h"
#include "http/page.h"
#include "http/reaper.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CONNECTIONS = 4096,
	CONNECTION_MEMORY = 16 << 10, /* also the limit of a request header */
	HEADER_MS = 10000,
	IDLE_MS = 15000,
	BODY_MS = 30000,
	SEND_MS = 120000,
	BODIES_BYTES = 64 << 20,
	THREADS_LEAST = 16,
	THREADS_MOST = 64,
	STREAM_BLOCK = 64 << 10,
	OTHER_DESCRIPTORS = 64,
};

struct http_server {
	struct http_server_options options;
	struct MHD_Daemon *daemon;
	struct http_reaper *reaper;
	struct http_metrics *metrics;
	int port;
	atomic_int busy; /* requests between header and last byte */
	atomic_size_t held; /* bytes of bodies */
};

/* One connection, and the request it carries at the moment. */
struct link {
	struct http_watch watch;
	struct http_server *server;
	bool local, busy, head; /* head: the request is a HEAD */
	struct http_response response; /* page NULL: not made yet */
	const char *target_at; /* in the engine's buffer */
	size_t target_len;
	bool awaits_body;
	struct buf body;
	char address[INET6_ADDRSTRLEN];
	char target[HTTP_TARGET + 1]; /* copied before the engine decodes it; cut when longer */
};

/* ---- answers */
struct reader {
	struct http_stream *stream;
	struct link *link;
	int send_ms;
	struct buf piece;
	size_t sent; /* of the piece */
};

static int64_t deadline(int ms, int usual)
{
	return http_reaper_now_ms() + (ms ? ms : usual);
}

static void set_deadline(struct link *link, int ms, int usual)
{
	atomic_store_explicit(&link->watch.deadline_ms, deadline(ms, usual), memory_order_relaxed);
}

/* Called when the block before has been sent, so a long download may go on while it moves. */
static ssize_t read_stream(void *context, uint64_t pos, char *out, size_t max)
{
	struct reader *r = context;
	struct err err;
	(void)pos;
	set_deadline(r->link, r->send_ms, SEND_MS);
	if (r->sent == r->piece.len) {
		buf_clear(&r->piece);
		r->sent = 0;
		if (!r->stream->more(r->stream, &r->piece, &err))
			return MHD_CONTENT_READER_END_WITH_ERROR;
		if (!r->piece.len)
			return MHD_CONTENT_READER_END_OF_STREAM;
	}
	size_t n = r->piece.len - r->sent < max ? r->piece.len - r->sent : max;
	memcpy(out, r->piece.at + r->sent, n);
	r->sent += n;
	return (ssize_t)n;
}

static void reader_free(void *context)
{
	struct reader *r = context;
	r->stream->done(r->stream);
	buf_done(&r->piece);
	free(r);
}

static struct MHD_Response *stream_response(struct link *link, int send_ms)
{
	struct reader *r = calloc(1, sizeof(*r));
	if (!r)
		abort();
	*r = (struct reader){.stream = TAKE(link->response.stream), .link = link, .send_ms = send_ms};
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, r, reader_free);
}

static void add_fields(struct MHD_Response *native, const struct http_response *rs)
{
	struct http_field fields[PAGE_FIELDS];
	size_t n = http_page_fields(rs->page, rs->variant, fields);
	for (size_t i = 0; i < n; i++)
		MHD_add_response_header(native, fields[i].name, fields[i].value);
	if (rs->close)
		MHD_add_response_header(native, MHD_HTTP_HEADER_CONNECTION, "close");
}

/* The page outlives every sending of it (see on_completed), so the engine need not copy the body. */
static struct MHD_Response *make_native(const struct http_response *rs)
{
	struct slice body = http_page_body(rs->page, rs->variant);
	struct MHD_Response *native =
		MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_PERSISTENT);
	if (!native)
		abort();
	add_fields(native, rs);
	return native;
}

static void free_native(void *native)
{
	MHD_destroy_response(native);
}

static enum MHD_Result queue(
	const struct http_server *server, struct MHD_Connection *connection, struct link *link)
{
	struct http_response *rs = &link->response;
	struct MHD_Response *native;
	if (rs->stream) {
		native = stream_response(link, server->options.send_ms);
		add_fields(native, rs);
		/* In chunks the engine would send the last, empty one even after a HEAD; so without, and then it closes. */
		if (link->head)
			MHD_set_response_options(native, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
	} else if (rs->close) {
		native = make_native(rs);
	} else {
		native = http_page_native(rs->page, rs->variant);
		if (!native)
			native = http_page_set_native(rs->page, rs->variant, make_native(rs), free_native);
		return MHD_queue_response(connection, (unsigned int)rs->status, native);
	}
	enum MHD_Result done = MHD_queue_response(connection, (unsigned int)rs->status, native);
	MHD_destroy_response(native);
	return done;
}

/* ---- requests */
struct fields {
	struct http_field items[HTTP_FIELDS];
	size_t count;
};

static enum MHD_Result collect_field(
	void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct fields *f = context;
	(void)kind;
	if (f->count == HTTP_FIELDS)
		return MHD_NO;
	f->items[f->count++] = (struct http_field){name, value ? value : ""};
	return MHD_YES;
}

/* False when a body comes first. */
static bool answer(struct http_server *server, struct MHD_Connection *connection, struct link *link,
	const char *method, const char *version)
{
	struct fields fields;
	fields.count = 0;
	MHD_get_connection_values(connection, MHD_HEADER_KIND, collect_field, &fields);
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct http_layout layout = {method, size ? size->header_size : 0, link->target_at, link->target_len};
	struct http_request request = {
		method, link->target, version, fields.items, fields.count, link->local, &layout, link->address};
	if (link->awaits_body) { /* all of it is there, and the engine has used the header's room for it */
		request.layout = NULL;
		request.body = (struct slice){buf_str(&link->body), link->body.len};
	} else if (http_awaits_body(&request)) {
		link->awaits_body = true;
		return false;
	}
	http_handle(server->options.http, &request, &link->response);
	return true;
}

/* More than was announced never comes: the engine stops there. Bodies are gathered before anybody knows whose they are,
 * so many strangers with large ones are cut off before the memory is. */
static enum MHD_Result take_body(struct link *link, const char *upload, size_t *upload_len)
{
	size_t most = link->server->options.body_bytes ? link->server->options.body_bytes : BODIES_BYTES;
	if (!link->awaits_body || link->body.len + *upload_len > HTTP_BODY_LIMIT ||
		atomic_load(&link->server->held) + *upload_len > most)
		return MHD_NO;
	atomic_fetch_add(&link->server->held, *upload_len);
	buf_put(&link->body, upload, *upload_len);
	*upload_len = 0;
	return MHD_YES;
}

/* Passwords come in bodies. */
static void forget_body(struct link *link)
{
	if (link->body.at)
		explicit_bzero(link->body.at, link->body.cap);
	atomic_fetch_sub(&link->server->held, link->body.len);
	buf_done(&link->body);
	link->body = (struct buf){0};
	link->awaits_body = false;
}

/* Makes the header of a stream of events; what follows has no length, so the connection ends with it. */
static void put_head(const struct http_response *rs, struct buf *out)
{
	struct http_field fields[PAGE_FIELDS];
	size_t n = http_page_fields(rs->page, rs->variant, fields);
	char date[64];
	struct tm tm;
	time_t now = time(NULL);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
	buf_printf(out, "HTTP/1.1 %d OK\r\nDate: %s\r\nConnection: close\r\n", rs->status, date);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s: %s\r\n", fields[i].name, fields[i].value);
	buf_puts(out, "\r\n");
}

/* A listener stays for hours and wants a line now and then: far too little for a connection of the engine's, with its
 * 16 KiB of buffers and its share of the limit. So the socket is duplicated for live.h, and the engine told to give the
 * connection up, as it would one that failed. In turbo mode it then closes its descriptor without shutting the socket
 * down, and takes it out of its epoll set first (MHD_connection_mark_closed_(), MHD_cleanup_connections() in
 * 0.9.75): the duplicate is not touched. The deadline goes first, since the reaper shuts down. */
static enum MHD_Result hand_over(
	const struct http_server *server, struct MHD_Connection *connection, struct link *link)
{
	const union MHD_ConnectionInfo *fd =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	set_deadline(link, server->options.send_ms, SEND_MS);
	int own = fd ? fcntl(fd->connect_fd, F_DUPFD_CLOEXEC, 0) : -1;
	if (own < 0)
		return MHD_NO;
	CLEANUP(buf_done) struct buf head = {0};
	put_head(&link->response, &head);
	live_take(TAKE(link->response.ticket), own, head.at, head.len);
	return MHD_NO;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_len, void **request)
{
	struct http_server *server = context;
	struct link *link = *request;
	(void)url;
	if (!link)
		return MHD_NO;
	if (*upload_len)
		return take_body(link, upload, upload_len);
	if (link->response.page)
		return queue(server, connection, link);
	bool early = !link->awaits_body;
	if (early)
		atomic_fetch_add_explicit(&server->busy, 1, memory_order_relaxed);
	link->busy = true;
	link->head = strcmp(method, "HEAD") == 0;
	if (!answer(server, connection, link, method, version)) {
		set_deadline(link, server->options.body_ms, BODY_MS);
		return MHD_YES;
	}
	if (link->response.ticket)
		return hand_over(server, connection, link);
	set_deadline(link, server->options.send_ms, SEND_MS);
	return link->response.close || !early ? queue(server, connection, link) : MHD_YES;
}

static struct link *link_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

/* Called with the request line's target before the engine takes it apart in place. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
	struct link *link = link_of(connection);
	(void)context;
	if (!link)
		return NULL;
	link->target_at = target;
	link->target_len = target ? strlen(target) : 0;
	size_t kept = link->target_len < HTTP_TARGET ? link->target_len : HTTP_TARGET;
	if (kept)
		memcpy(link->target, target, kept);
	link->target[kept] = '\0';
	return link;
}

/* After the last byte was sent or the connection failed; the engine won't look at the body again. */
static void on_completed(
	void *context, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode why)
{
	struct http_server *server = context;
	struct link *link = *request;
	(void)connection, (void)why;
	if (!link)
		return;
	http_response_done(&link->response);
	forget_body(link);
	if (link->busy)
		atomic_fetch_sub_explicit(&server->busy, 1, memory_order_relaxed);
	link->busy = false;
	set_deadline(link, server->options.idle_ms, IDLE_MS);
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;
		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	}
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)address;
	return address->sa_family == AF_INET6 &&
		(IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr) ||
			(IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr) && in6->sin6_addr.s6_addr[12] == 127));
}

static void write_address(const struct sockaddr *address, char out[INET6_ADDRSTRLEN])
{
	const void *bytes = address->sa_family == AF_INET ?
		(const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr :
		(const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	if (!inet_ntop(address->sa_family, bytes, out, INET6_ADDRSTRLEN))
		out[0] = '\0';
}

static void link_open(struct http_server *server, struct MHD_Connection *connection, void **socket_context)
{
	const union MHD_ConnectionInfo *fd =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *peer =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct link *link = calloc(1, sizeof(*link));
	if (!link)
		abort();
	link->server = server;
	link->local = peer && peer->client_addr && is_loopback(peer->client_addr);
	if (peer && peer->client_addr)
		write_address(peer->client_addr, link->address);
	http_reaper_watch(
		server->reaper, &link->watch, fd->connect_fd, deadline(server->options.header_ms, HEADER_MS));
	http_metrics_add(server->metrics, COUNT_CONNECTIONS_OPENED);
	*socket_context = link;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode what)
{
	struct http_server *server = context;
	struct link *link = *socket_context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		link_open(server, connection, socket_context);
		return;
	}
	if (!link)
		return;
	http_reaper_forget(server->reaper, &link->watch);
	http_response_done(&link->response);
	forget_body(link);
	http_metrics_add(server->metrics, COUNT_CONNECTIONS_CLOSED);
	free(link);
	*socket_context = NULL;
}

/* ---- starting and stopping */
/* Far more than processors: a thread that makes a large board, or waits for the disk with somebody's sheet, holds up the
 * connections that are its own; and only what waits at the same time can share a sync. */
static unsigned int thread_count(int wanted)
{
	long n = wanted > 0 ? wanted : 8 * sysconf(_SC_NPROCESSORS_ONLN);
	return n < THREADS_LEAST && wanted <= 0 ? THREADS_LEAST : n > THREADS_MOST ? THREADS_MOST : (unsigned int)n;
}

/* Every connection is a descriptor: takes as many as the system gives without asking. How many listeners that leaves
 * room for. */
static int allow_descriptors(int connections, int listeners)
{
	struct rlimit limit;
	rlim_t others = (rlim_t)connections + OTHER_DESCRIPTORS, need = others + (rlim_t)listeners;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return listeners;
	if (limit.rlim_cur < need) {
		limit.rlim_cur = limit.rlim_max < need ? limit.rlim_max : need;
		setrlimit(RLIMIT_NOFILE, &limit);
		getrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur >= need ? listeners : limit.rlim_cur > others ? (int)(limit.rlim_cur - others) : 0;
}

/* The engine's own strict mode stays off: the gate is stricter, and that mode sends its answer to a missing Host
 * with two headers. */
static struct MHD_Daemon *start_daemon(struct http_server *server, int fd, int connections)
{
	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, 0, NULL, NULL,
		on_request, server,
		MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_THREAD_POOL_SIZE, thread_count(server->options.threads),
		MHD_OPTION_CONNECTION_LIMIT, (unsigned int)connections,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned int)server->options.per_address,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 0,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
		MHD_OPTION_END);
}

bool http_server_start(
	const struct http_server_options *options, struct http_server **ret_server, struct err *err)
{
	int fd = -1, port = 0, connections = options->connections ? options->connections : CONNECTIONS;
	struct http_reaper *reaper;
	if (!http_listen(options->address ? options->address : "127.0.0.1", options->port, &fd, &port, err))
		return false;
	if (!http_reaper_start(http_metrics_of(options->http), &reaper, err)) {
		close(fd);
		return false;
	}
	struct http_server *server = calloc(1, sizeof(*server));
	if (!server)
		abort();
	*server = (struct http_server){.options = *options, .reaper = reaper, .port = port};
	server->metrics = http_metrics_of(options->http);
	struct live *live = http_live_of(options->http);
	int room = allow_descriptors(connections, live_limit(live));
	if (!live_start(live, room, err)) {
		http_reaper_stop(reaper);
		close(fd);
		free(server);
		return false;
	}
	server->daemon = start_daemon(server, fd, connections);
	if (!server->daemon) {
		live_stop(live);
		http_reaper_stop(reaper);
		close(fd);
		free(server);
		return fail(err, ERR_IO, "http.listen", "The HTTP engine can't be started.");
	}
	*ret_server = server;
	return true;
}

int http_server_port(const struct http_server *server)
{
	return server->port;
}

void http_server_stop(struct http_server *server, int grace_ms)
{
	const struct timespec pause = {0, 10 * 1000000};
	if (!server)
		return;
	MHD_socket fd = MHD_quiesce_daemon(server->daemon);
	for (int64_t end = http_reaper_now_ms() + grace_ms;
		atomic_load(&server->busy) && http_reaper_now_ms() < end;)
		nanosleep(&pause, NULL);
	live_stop(http_live_of(server->options.http));
	MHD_stop_daemon(server->daemon);
	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	http_reaper_stop(server->reaper);
	free(server);
}
