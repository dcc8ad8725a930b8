/* The command: the server (its own in a temporary folder, or one that is given), the people and their links, a thread a person,
 * and what came of the day. */
#include "cmd/rehearse.h"

#include "app/app.h"
#include "app/people.h"
#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/output.h"
#include "cmd/rehearsals.h"
#include "cmd/secret.h"
#include "http/http.h"
#include "http/server.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000, LOOK_LEAST_MS = 25, LOOK_MOST_MS = 500, SPEED_MOST = 100000 };

/* ---- what the people share */

const struct stage *day_stage(const struct day *d)
{
	return &d->contest->stages[d->stage];
}

const char *day_path(const struct day *d, struct arena *arena, const char *fmt, ...)
{
	char rest[256];
	va_list args;
	va_start(args, fmt);
	vsnprintf(rest, sizeof(rest), fmt, args);
	va_end(args);
	return arena_printf(arena, "/api/v1/contests/%s%s", d->contest_id, rest);
}

const char *day_heat_path(const struct day *d, int heat, struct arena *arena, const char *rest)
{
	return day_path(d, arena, "/stages/%s/heats/%s%s", day_stage(d)->id, day_stage(d)->heats[heat].id, rest);
}

int day_ms(const struct day *d, int seconds)
{
	int64_t ms = (int64_t)seconds * 1000 / d->speed;
	return ms < 1 ? 1 : (int)ms;
}

int day_look_ms(const struct day *d)
{
	int ms = day_ms(d, 8);
	return ms < LOOK_LEAST_MS ? LOOK_LEAST_MS : ms > LOOK_MOST_MS ? LOOK_MOST_MS : ms;
}

void day_count(struct day *d, int64_t *field, int64_t n)
{
	pthread_mutex_lock(&d->lock);
	*field += n;
	pthread_mutex_unlock(&d->lock);
}

int64_t day_read(struct day *d, const int64_t *field)
{
	pthread_mutex_lock(&d->lock);
	int64_t n = *field;
	pthread_mutex_unlock(&d->lock);
	return n;
}

void day_time(struct day *d, int64_t us)
{
	pthread_mutex_lock(&d->lock);
	if (d->time_count < DAY_TIMES)
		d->times_us[d->time_count++] = us;
	pthread_mutex_unlock(&d->lock);
}

int64_t day_now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void day_say(struct day *d, const char *fmt, ...)
{
	char text[400];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	pthread_mutex_lock(&d->lock);
	output_note(d->in, "%s", text);
	pthread_mutex_unlock(&d->lock);
}

void day_fail(struct day *d, const struct err *err)
{
	pthread_mutex_lock(&d->lock);
	if (d->failure.kind == ERR_NONE)
		d->failure = *err;
	pthread_mutex_unlock(&d->lock);
	atomic_store(&d->web.stop, true);
}

bool day_over(const struct day *d)
{
	return atomic_load(&d->web.stop);
}

struct rng day_rng(const struct day *d, const char *who)
{
	uint64_t hash = 14695981039346656037U; /* FNV-1a */
	for (; *who; who++)
		hash = (hash ^ (unsigned char)*who) * 1099511628211U;
	return rng_of(hash ^ d->seed * 0x9e3779b97f4a7c15U);
}

/* ---- a server of its own */

struct own_server {
	char dir[64]; /* "" = none was made */
	struct app *app;
	struct http *http;
	struct http_server *server;
	char login[16], password[33];
	char url[64];
};

static void own_server_done(struct own_server *s)
{
	static const char *const files[] = {"leitai.db", "leitai.db-wal", "leitai.db-shm"};
	http_server_stop(s->server, 0);
	http_closep(&s->http);
	app_closep(&s->app);
	for (size_t i = 0; s->dir[0] && i < COUNT_OF(files); i++) {
		char path[128];
		snprintf(path, sizeof(path), "%s/%s", s->dir, files[i]);
		unlink(path);
	}
	if (s->dir[0])
		rmdir(s->dir);
}

static bool find_source(const char *id, const struct rehearsal_source **ret, struct err *err)
{
	size_t n;
	const struct rehearsal_source *all = rehearsals(&n);
	const char *names[16];
	for (size_t i = 0; i < n; i++) {
		names[i] = all[i].id;
		if (str_eq(all[i].id, id))
			return *ret = &all[i], true;
	}
	const char *near = str_nearest(id, names, n);
	return fail(err, ERR_INPUT, "usage.contest", "There is no rehearsal “%s”%s%s%s; another contest is rehearsed on its own server, with --url.",
		id, near ? " (did you mean “" : "", near ? near : "", near ? "”?)" : "");
}

static bool add_boss(struct own_server *s, struct err *err)
{
	unsigned char bytes[16];
	int64_t id;
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return fail(err, ERR_IO, "rehearse.random", "The system gives no random numbers.");
	hex_encode(bytes, sizeof(bytes), s->password);
	snprintf(s->login, sizeof(s->login), "rehearsal");
	struct new_account account = {.login = s->login, .password = s->password, .admin = true};
	struct request rq = {.actor = "rehearsal"};
	return app_add_account(s->app, &rq, &account, &id, err);
}

static bool start_server(struct day *d, struct own_server *s, struct err *err)
{
	const struct rehearsal_source *source = NULL;
	const char *tmp = getenv("TMPDIR");
	char url[128];
	if (!find_source(d->contest_id, &source, err))
		return false;
	snprintf(s->dir, sizeof(s->dir), "%.40s/leitai-rehearse-XXXXXX", tmp && strlen(tmp) <= 40 ? tmp : "/tmp");
	if (!mkdtemp(s->dir)) {
		s->dir[0] = '\0';
		return fail(err, ERR_IO, "rehearse.folder", "No temporary folder can be made.");
	}
	snprintf(url, sizeof(url), "sqlite:%s/leitai.db", s->dir);
	struct http_options http = {.poll_ms = 50};
	if (!app_open(&(struct app_options){.url = url}, &s->app, err) || !app_init(s->app, NULL, err) ||
		!app_rehearse_until(s->app, source, d->stage_id, err) || !add_boss(s, err))
		return false;
	http.app = s->app;
	if (!http_open(&http, &s->http, err) ||
		!http_server_start(&(struct http_server_options){.http = s->http}, &s->server, err))
		return false;
	snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%d", http_server_port(s->server));
	d->web.urls[d->web.url_count++] = s->url;
	return true;
}

/* ---- people */

static bool make_link(struct day *d, const char *role, const char *expert, int heat, const char **ret_token, struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	struct answer a;
	json_open(&w, NULL, '{');
	json_put_string(&w, "role", role);
	json_put_string(&w, "label", "rehearsal");
	json_put_bool(&w, "reusable", true);
	if (expert)
		json_put_string(&w, "expert", expert);
	json_put_string(&w, "stage", day_stage(d)->id);
	if (!expert && heat >= 0)
		json_put_string(&w, "heat", day_stage(d)->heats[heat].id);
	json_close(&w, '}');
	const char *key = arena_printf(d->arena, "link-%llu-%d-%s", (unsigned long long)d->seed, heat, expert ? expert : role);
	if (!client_must(d->boss, "POST", day_path(d, d->arena, "/links"), buf_str(&body), key, d->arena, &a, err))
		return false;
	*ret_token = json_string(&a.json, "token", "");
	return true;
}

static bool seat_panel(struct day *d, int h, struct err *err)
{
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	struct answer a;
	json_open(&w, NULL, '{');
	json_open(&w, "experts", '[');
	for (int i = 0; i < d->heats[h].expert_count; i++)
		json_put_string(&w, NULL, d->heats[h].experts[i]);
	json_close(&w, ']');
	json_close(&w, '}');
	const char *key = arena_printf(d->arena, "panel-%llu-%d", (unsigned long long)d->seed, h);
	return client_must(d->boss, "PUT", day_heat_path(d, h, d->arena, "/panel"), buf_str(&body), key, d->arena, &a, err);
}

static bool invite(struct day *d, int h, struct err *err)
{
	struct played_heat *heat = &d->heats[h];
	heat->tokens = ARENA_ARRAY(d->arena, (size_t)heat->expert_count, const char *);
	if (!seat_panel(d, h, err) || !make_link(d, "floor", NULL, h, &heat->manager, err))
		return false;
	for (int i = 0; i < heat->expert_count; i++)
		if (!make_link(d, "expert", heat->experts[i], h, &heat->tokens[i], err))
			return false;
	day_say(d, "%s: %d entries, %d experts", heat->rules->id, heat->count, heat->expert_count);
	return true;
}

/* Everybody at once; true when nobody failed. */
static bool evening(struct day *d, struct err *err)
{
	int people = d->heat_count, n = 0;
	for (int h = 0; h < d->heat_count; h++)
		people += d->heats[h].expert_count;
	struct part *parts = ARENA_ARRAY(d->arena, (size_t)people, struct part);
	for (int h = 0; h < d->heat_count && !day_over(d); h++) {
		for (int i = -1; i < d->heats[h].expert_count; i++) {
			parts[n] = (struct part){.day = d, .heat = h, .expert = i};
			if (pthread_create(&parts[n].thread, NULL, i < 0 ? floor_play : expert_play, &parts[n]) == 0) {
				n++;
				continue;
			}
			struct err no_thread;
			(void)fail(&no_thread, ERR_IO, "rehearse.thread", "No thread for another person.");
			day_fail(d, &no_thread);
			break;
		}
	}
	for (int i = 0; i < n; i++)
		pthread_join(parts[i].thread, NULL);
	return d->failure.kind == ERR_NONE || fail(err, d->failure.kind, d->failure.code, "%s", d->failure.message);
}

/* ---- the summary */

static int by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static int64_t percentile_us(const struct day *d, int percent)
{
	return d->time_count ? d->times_us[(int64_t)(d->time_count - 1) * percent / 100] : 0;
}

static void print_summary(struct day *d, const struct audit_report *report, int64_t took_us)
{
	const struct {
		const char *name;
		int64_t value;
	} rows[] = {
		{"entries", d->entry_count}, {"steps", d->steps}, {"sheets", d->sheets}, {"amended", d->amended},
		{"recused", d->recused}, {"late", d->late}, {"refused", d->refused}, {"resent", d->resent}, {"again", d->again},
		{"devices", d->devices}, {"signed", report->signed_sheets}, {"ties", d->ties}, {"votes", d->votes},
		{"shown", d->shown}, {"sampled", d->sampled}, {"requests", atomic_load(&d->web.requests)},
		{"repeats", atomic_load(&d->web.repeats)}, {"p50_us", percentile_us(d, 50)}, {"p99_us", percentile_us(d, 99)},
		{"took_ms", took_us / 1000}, {"records", report->records}, {"results", report->results},
	};
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "contest", d->contest_id);
	json_put_string(&w, "stage", day_stage(d)->id);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		json_put_int(&w, rows[i].name, rows[i].value);
	json_put_string(&w, "ledger", "holds");
	json_close(&w, '}');
	if (d->in->json) {
		output_text(&out);
		return;
	}
	printf("%lld sheets acknowledged, %lld of them amendments, %lld recusals; %lld had waited for a connection, %lld were sent twice.\n",
		(long long)d->sheets, (long long)d->amended, (long long)d->recused, (long long)d->resent, (long long)d->again);
	printf("A receipt took %.1f ms (median), %.1f ms (99 of 100).\n", (double)percentile_us(d, 50) / 1000,
		(double)percentile_us(d, 99) / 1000);
	printf("%lld steps of %d floors, %lld ties, %lld votes, %lld rows shown.\n", (long long)d->steps, d->heat_count,
		(long long)d->ties, (long long)d->votes, (long long)d->shown);
	printf("%lld requests, %lld of them repeats, in %.1f s.\n", (long long)atomic_load(&d->web.requests),
		(long long)atomic_load(&d->web.repeats), (double)took_us / 1000000);
	printf("The ledger holds: %lld records, %lld results recomputed, %lld sheets signed on %lld devices.\n", (long long)report->records,
		(long long)report->results, (long long)report->signed_sheets, (long long)d->devices);
}

static bool play(struct day *d, const char *login, const char *password, struct err *err)
{
	struct audit_report report;
	int64_t from_us = day_now_us();
	if (!client_open(&d->web, &d->boss, err) || !client_enter_by_password(d->boss, login, password, d->arena, err) ||
		!script_read(d, err))
		return false;
	if (!make_link(d, "floor", NULL, -1, &d->presenter, err))
		return false;
	for (int h = 0; h < d->heat_count; h++)
		if (!invite(d, h, err))
			return false;
	if (!evening(d, err) || !close_play(d, err) || !close_verify(d, &report, err))
		return false;
	qsort(d->times_us, (size_t)d->time_count, sizeof(d->times_us[0]), by_time);
	print_summary(d, &report, day_now_us() - from_us);
	return true;
}

static bool number(const struct invocation *in, const char *name, int64_t most, int64_t fallback, int64_t *ret, struct err *err)
{
	const char *text = option_get(in, name);
	size_t digits = text ? strspn(text, "0123456789") : 0;
	*ret = text ? atoll(text) : fallback;
	if (text && (!digits || digits > 15 || text[digits] || *ret < 1 || *ret > most))
		return fail(err, ERR_INPUT, "usage.number", "--%s takes a number from 1 to %lld, not “%s”.", name, (long long)most, text);
	return true;
}

static bool read_urls(struct day *d, struct err *err)
{
	for (size_t i = 0; i < d->in->value_count; i++) {
		const char *url = d->in->values[i].value;
		if (!str_eq(d->in->values[i].spec->name, "url"))
			continue;
		size_t len = strlen(url);
		if (d->web.url_count == (int)COUNT_OF(d->web.urls))
			return fail(err, ERR_INPUT, "usage.url", "At most %d servers.", (int)COUNT_OF(d->web.urls));
		d->web.urls[d->web.url_count++] = arena_strndup(d->arena, url, len - (len && url[len - 1] == '/'));
	}
	return true;
}

static bool rehearse(struct day *d, struct own_server *own, struct err *err)
{
	struct invocation *in = d->in;
	const char *login = option_get(in, "login"), *password = NULL;
	if (!read_urls(d, err))
		return false;
	if (!d->web.url_count)
		return start_server(d, own, err) && play(d, own->login, own->password, err);
	if (!login)
		return fail(err, ERR_INPUT, "usage.login", "A server that runs needs --login of an organiser, who makes the links.");
	return secret_password(in, &password, err) && play(d, login, password, err);
}

bool cmd_rehearse(struct invocation *in, struct err *err)
{
	int64_t speed, seed;
	if (!number(in, "speed", SPEED_MOST, 60, &speed, err) || !number(in, "seed", INT64_C(1) << 40, 1, &seed, err))
		return false;
	struct day *d = calloc(1, sizeof(*d));
	if (!d)
		abort();
	*d = (struct day){.in = in, .arena = in->arena, .contest_id = in->operands[0], .stage_id = option_get(in, "stage"),
		.stage = -1, .seed = (uint64_t)seed, .speed = (int)speed, .web = {.patience_ms = PATIENCE_MS}};
	pthread_mutex_init(&d->lock, NULL);
	struct own_server own = {0};
	bool good = client_begin(err) && rehearse(d, &own, err);
	client_close(d->boss);
	own_server_done(&own);
	client_end();
	pthread_mutex_destroy(&d->lock);
	free(d);
	return good;
}
