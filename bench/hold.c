/* Clients for bench_live.py, in one thread over epoll, so that ten thousand cost little beside what they measure.
 *
 *	hold fan PORT PATH N PUBLISH_PORT REQUESTS TOKEN   N event streams; each request, once answered, must reach them all
 *	hold post PORT N REQUESTS SECONDS                  N clients send the requests of the file, as fast as they are answered
 *	hold good PORT PATH N SECONDS                      N clients, a request each 10 ms: how long answers take
 *	hold slow PORT N SECONDS                           N connections that send a header byte each second
 *	hold idle PORT PATH N SECONDS                      N connections that asked once and stay
 *
 * A file of requests is `LENGTH\n` and so many bytes, again and again. Prints "ready" when all are connected, a line of
 * JSON at the end. `fan` waits for a line on standard input before it begins. Those that are cut off come back. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, PATIENCE_S = 10, PAUSE_US = 120000 };

static void give_up(const char *what)
{
	fprintf(stderr, "hold: %s (%s)\n", what, strerror(errno));
	exit(1);
}

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct client {
	int fd;
	size_t matched; /* of the token */
	int64_t sent_us, due_us;
	size_t request; /* the next to send */
	size_t head, body; /* of the answer: seen of "\r\n\r\n", and left */
	char text[2048];
	size_t len;
	bool ready;
};

struct request {
	char *at;
	size_t len;
};

static struct client *clients;
static size_t client_count;
static int epoll_fd;
static int64_t *times; /* results in µs */
static size_t time_count, time_cap;

static void keep_time(int64_t us)
{
	if (time_count == time_cap) {
		time_cap = time_cap ? 2 * time_cap : 1 << 16;
		times = realloc(times, time_cap * sizeof(*times));
		if (!times)
			give_up("memory");
	}
	times[time_count++] = us;
}

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int64_t part(int64_t *of, size_t n, double p)
{
	return n ? of[(size_t)((double)(n - 1) * p)] : 0;
}

static int dial(int port)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&in, sizeof(in)) != 0)
		give_up("can't connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

static void send_all(int fd, const char *at, size_t len)
{
	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n <= 0)
			return; /* cut off: reading will tell */
		at += n;
		len -= (size_t)n;
	}
}

static void connect_client(struct client *c, int port, const char *first)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
	c->fd = dial(port);
	c->len = c->head = c->body = c->matched = 0;
	if (first)
		send_all(c->fd, first, strlen(first));
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event) != 0)
		give_up("epoll");
}

static void make_clients(size_t n)
{
	clients = calloc(n, sizeof(*clients));
	client_count = n;
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (!clients || epoll_fd < 0)
		give_up("memory");
}

static struct request *read_requests(const char *path, size_t *ret_count)
{
	FILE *f = fopen(path, "rb");
	struct request *all = NULL;
	size_t n = 0, len;
	if (!f)
		give_up(path);
	while (fscanf(f, "%zu", &len) == 1 && fgetc(f) == '\n') {
		all = realloc(all, (n + 1) * sizeof(*all));
		all[n] = (struct request){malloc(len), len};
		if (fread(all[n].at, 1, len, f) != len)
			give_up("the file of requests ends early");
		n++;
	}
	fclose(f);
	*ret_count = n;
	return all;
}

/* ---- whole answers: a status line, Content-Length, that many bytes */

/* 1: an answer is complete, its status in *ret_status; 0: not yet; −1: the connection ended. */
static int read_answer(struct client *c, int *ret_status)
{
	char piece[1 << 16];
	for (;;) {
		ssize_t n = recv(c->fd, piece, sizeof(piece), 0);
		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n <= 0)
			return -1;
		size_t at = 0;
		if (!c->body) {
			while (at < (size_t)n && c->head < 4) {
				char b = piece[at++];
				c->head = b == "\r\n\r\n"[c->head] ? c->head + 1 : b == '\r';
				if (c->len + 1 < sizeof(c->text))
					c->text[c->len++] = b;
			}
			if (c->head < 4)
				continue;
			c->text[c->len] = '\0';
			const char *length = strcasestr(c->text, "\r\nContent-Length:");
			c->body = length ? (size_t)atoll(length + 17) : 0;
		}
		size_t got = (size_t)n - at;
		c->body -= got < c->body ? got : c->body;
		if (c->body)
			continue;
		*ret_status = atoi(c->text + 9);
		c->head = c->len = 0;
		return 1;
	}
}

static int ask(int fd, const struct request *r)
{
	struct client c = {.fd = fd};
	int status = 0, done;
	send_all(fd, r->at, r->len);
	while ((done = read_answer(&c, &status)) == 0)
		continue;
	return done < 0 ? 0 : status;
}

/* ---- fan */

static size_t token_len;
static const char *token;

/* How often the token ends in these bytes. Its first byte must not come again in it. */
static int count_tokens(struct client *c, const char *at, size_t len)
{
	int n = 0;
	for (size_t i = 0; i < len; i++) {
		c->matched = at[i] == token[c->matched] ? c->matched + 1 : at[i] == token[0];
		if (c->matched == token_len) {
			c->matched = 0;
			n++;
		}
	}
	return n;
}

/* Reads what there is; how many heard the token. The first read of a stream makes it ready. */
static size_t hear(int timeout_ms, int64_t since_us, size_t *ready)
{
	static char piece[1 << 16];
	struct epoll_event events[EVENTS];
	int n = epoll_wait(epoll_fd, events, EVENTS, timeout_ms);
	size_t heard = 0;
	for (int i = 0; i < n; i++) {
		struct client *c = events[i].data.ptr;
		ssize_t got = recv(c->fd, piece, sizeof(piece), 0);
		if (got <= 0)
			give_up("a stream ended");
		if (!c->ready) {
			c->ready = true;
			++*ready;
		}
		int tokens = count_tokens(c, piece, (size_t)got);
		for (int t = 0; t < tokens && since_us; t++)
			keep_time(now_us() - since_us);
		heard += (size_t)tokens;
	}
	return heard;
}

static void fan(int port, const char *path, size_t n, int publish_port, const char *file)
{
	char first[512], line[16];
	size_t request_count, ready = 0;
	struct request *requests = read_requests(file, &request_count);
	int64_t *last = calloc(request_count, sizeof(*last)), *answered = calloc(request_count, sizeof(*answered));
	snprintf(first, sizeof(first), "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n", path);
	make_clients(n);
	for (size_t i = 0; i < n; i++) {
		connect_client(&clients[i], port, first);
		if (i % 64 == 0)
			hear(0, 0, &ready);
	}
	for (int64_t end = now_us() + PATIENCE_S * 1000000; ready < n && now_us() < end;)
		hear(100, 0, &ready);
	if (ready < n)
		give_up("not all streams began");
	printf("ready\n");
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		give_up("nobody says when");
	int publisher = dial(publish_port);
	for (size_t r = 0; r < request_count; r++) {
		for (int64_t end = now_us() + PAUSE_US; now_us() < end;)
			hear(10, 0, &ready);
		int64_t start = now_us();
		int status = ask(publisher, &requests[r]);
		answered[r] = now_us() - start;
		if (status < 200 || status > 299) {
			fprintf(stderr, "hold: publishing %zu was answered %d\n", r, status);
			exit(1);
		}
		size_t heard = 0;
		for (int64_t end = now_us() + PATIENCE_S * 1000000; heard < n && now_us() < end;)
			heard += hear(100, start, &ready);
		if (heard != n)
			give_up("not everybody heard");
		last[r] = now_us() - start;
	}
	qsort(last, request_count, sizeof(*last), compare);
	qsort(answered, request_count, sizeof(*answered), compare);
	qsort(times, time_count, sizeof(*times), compare);
	printf("{\"listeners\": %zu, \"events\": %zu, \"last_p50_us\": %lld, \"last_p99_us\": %lld, \"each_p50_us\": %lld, "
		"\"each_p99_us\": %lld, \"answered_p50_us\": %lld}\n", n, request_count, (long long)part(last, request_count, 0.5),
		(long long)part(last, request_count, 0.99), (long long)part(times, time_count, 0.5),
		(long long)part(times, time_count, 0.99), (long long)part(answered, request_count, 0.5));
}

/* ---- post, good */

static void print_times(size_t bad, double seconds)
{
	qsort(times, time_count, sizeof(*times), compare);
	printf("{\"answers\": %zu, \"bad\": %zu, \"rate\": %.1f, \"p50_us\": %lld, \"p99_us\": %lld, \"most_us\": %lld}\n", time_count,
		bad, (double)time_count / seconds, (long long)part(times, time_count, 0.5), (long long)part(times, time_count, 0.99),
		(long long)part(times, time_count, 1));
}

static void post(int port, size_t n, const char *file, int seconds)
{
	size_t request_count, next = 0, bad = 0;
	struct request *requests = read_requests(file, &request_count);
	struct epoll_event events[EVENTS];
	make_clients(n);
	for (size_t i = 0; i < n; i++)
		connect_client(&clients[i], port, NULL);
	int64_t start = now_us(), end = start + seconds * 1000000LL, finished = start;
	size_t running = 0;
	for (size_t i = 0; i < n && next < request_count; i++, running++) {
		clients[i].sent_us = now_us();
		send_all(clients[i].fd, requests[next].at, requests[next].len);
		next++;
	}
	while (running) {
		int got = epoll_wait(epoll_fd, events, EVENTS, 1000);
		for (int i = 0; i < got; i++) {
			struct client *c = events[i].data.ptr;
			int status = 0, done = read_answer(c, &status);
			if (done == 0)
				continue;
			if (done < 0)
				give_up("a poster was cut off");
			finished = now_us();
			keep_time(finished - c->sent_us);
			if ((status < 200 || status > 299) && !bad++)
				fprintf(stderr, "hold: %.300s\n", c->text);
			if (finished < end && next < request_count) {
				c->sent_us = now_us();
				send_all(c->fd, requests[next].at, requests[next].len);
				next++;
			} else {
				running--;
			}
		}
	}
	print_times(bad, (double)(finished - start) / 1e6);
}

static void good(int port, const char *path, size_t n, int seconds)
{
	char request[512];
	int len = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
	struct epoll_event events[EVENTS];
	size_t bad = 0;
	make_clients(n);
	int64_t start = now_us(), end = start + seconds * 1000000LL;
	for (size_t i = 0; i < n; i++) {
		connect_client(&clients[i], port, NULL);
		clients[i].due_us = start + (int64_t)i * 10000 / (int64_t)n;
	}
	printf("ready\n");
	fflush(stdout);
	while (now_us() < end) {
		int got = epoll_wait(epoll_fd, events, EVENTS, 1);
		for (int i = 0; i < got; i++) {
			struct client *c = events[i].data.ptr;
			int status = 0, done = read_answer(c, &status);
			if (done == 0)
				continue;
			keep_time(now_us() - c->sent_us);
			c->sent_us = 0;
			bad += done < 0 || status != 200;
			if (done < 0) {
				close(c->fd);
				connect_client(c, port, NULL);
			}
		}
		for (size_t i = 0; i < n; i++) {
			struct client *c = &clients[i];
			if (c->sent_us || c->due_us > now_us())
				continue;
			c->due_us += 10000;
			c->sent_us = now_us();
			send_all(c->fd, request, (size_t)len);
		}
	}
	print_times(bad, seconds);
}

/* ---- slow, idle */

static void pester(int port, const char *path, size_t n, int seconds)
{
	char first[512];
	struct epoll_event events[EVENTS];
	static char piece[1 << 16];
	size_t again = 0;
	if (path)
		snprintf(first, sizeof(first), "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
	else
		snprintf(first, sizeof(first), "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
	make_clients(n);
	for (size_t i = 0; i < n; i++)
		connect_client(&clients[i], port, first);
	printf("ready\n");
	fflush(stdout);
	int64_t end = now_us() + seconds * 1000000LL, drip = now_us();
	while (now_us() < end) {
		int got = epoll_wait(epoll_fd, events, EVENTS, 20);
		for (int i = 0; i < got; i++) {
			struct client *c = events[i].data.ptr;
			ssize_t r = recv(c->fd, piece, sizeof(piece), 0);
			if (r > 0 || (r < 0 && errno == EAGAIN))
				continue;
			close(c->fd);
			connect_client(c, port, first);
			again++;
		}
		if (!path && now_us() - drip > 1000000) {
			drip = now_us();
			for (size_t i = 0; i < n; i++)
				send(clients[i].fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
		}
	}
	printf("{\"connections\": %zu, \"again\": %zu}\n", n, again);
}

int main(int argc, char **argv)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	const char *mode = argc > 1 ? argv[1] : "";
	if (argc == 8 && strcmp(mode, "fan") == 0) {
		token = argv[7];
		token_len = strlen(token);
		fan(atoi(argv[2]), argv[3], (size_t)atol(argv[4]), atoi(argv[5]), argv[6]);
	} else if (argc == 6 && strcmp(mode, "post") == 0) {
		post(atoi(argv[2]), (size_t)atol(argv[3]), argv[4], atoi(argv[5]));
	} else if (argc == 6 && strcmp(mode, "good") == 0) {
		good(atoi(argv[2]), argv[3], (size_t)atol(argv[4]), atoi(argv[5]));
	} else if (argc == 5 && strcmp(mode, "slow") == 0) {
		pester(atoi(argv[2]), NULL, (size_t)atol(argv[3]), atoi(argv[4]));
	} else if (argc == 6 && strcmp(mode, "idle") == 0) {
		pester(atoi(argv[2]), argv[3], (size_t)atol(argv[4]), atoi(argv[5]));
	} else {
		fprintf(stderr, "hold: see the top of bench/hold.c\n");
		return 2;
	}
	return 0;
}
