/* Counted stages in memory, shared by many threads: read while they are published, and while they push each
 * other off the shelf. Under the thread sanitizer this is where a race would show. */
#include "case.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 4, STAGES = 34 /* more than the shelf has slots */, ROUNDS = 10 };

struct readers {
	struct app *app;
	atomic_bool stop;
	atomic_int failed, seen_published, went_back, reads;
};

static bool read_stage(struct app *app, int stage, bool *ret_published)
{
	CLEANUP(buf_done) struct buf out = {0};
	char id[16];
	struct err err = {0};
	snprintf(id, sizeof(id), "s%02d", stage);
	if (!view_stage(app, "many", id, false, &out, &err))
		return false;
	*ret_published = strstr(buf_str(&out), "\"published\":true");
	return *ret_published ? strstr(buf_str(&out), "\"score\":7") != NULL : strstr(buf_str(&out), "\"score\":7") == NULL;
}

static bool read_entry(struct app *app)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct err err = {0};
	return view_entry(app, "many", "E-1", &out, &err) && strstr(buf_str(&out), "\"id\":\"E-1\"");
}

static void *reader(void *context)
{
	struct readers *r = context;
	bool was[STAGES] = {0};
	for (int i = 0; !r->stop; i++) {
		bool published = false;
		int stage = i % STAGES;
		bool good = read_stage(r->app, stage, &published) && (i % 5 || read_entry(r->app));
		r->failed += !good;
		r->went_back += was[stage] && !published;
		r->seen_published += published;
		was[stage] = published;
		r->reads++;
	}
	return NULL;
}

static void add_contest(struct app_case *c)
{
	struct engine *e = c->engine;
	CLEANUP(buf_done) struct buf text = {0};
	CLEANUP(buf_done) struct buf sheets = {0};
	buf_puts(&text, "leitai: 1\nid: many\ntitle: Many\nstages:\n");
	buf_puts(&sheets, "stage,heat,entry,expert,criterion,mark\n");
	for (int s = 0; s < STAGES; s++) {
		buf_printf(&text, "  - {id: s%02d, title: S, criteria: [{id: m, title: M, max: 10}], "
			"scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}]}}\n", s);
		buf_printf(&sheets, "s%02d,main,E-1,J-1,m,7\n", s);
	}
	static const char entries[] = "entry,title,team\nE-1,T,M\n", experts[] = "expert\nJ-1\n";
	assert_ok(e, app_add_contest(c->app, &CASE_RQ, buf_str(&text), text.len, &c->findings, &e->err));
	assert_ok(e, app_import_entries(c->app, &CASE_RQ, "many", entries, strlen(entries), false, &c->findings, &c->report,
		&e->err));
	assert_ok(e, app_import_experts(c->app, &CASE_RQ, "many", experts, strlen(experts), false, &c->findings, &c->report,
		&e->err));
	assert_ok(e, app_import_sheets(c->app, &CASE_RQ, "many", NULL, buf_str(&sheets), sheets.len, false, false,
		&c->findings, &c->report, &e->err));
}

static void publish_all(struct app_case *c)
{
	for (int s = 0; s < STAGES; s++) {
		char id[16];
		snprintf(id, sizeof(id), "s%02d", s);
		assert_ok(c->engine, app_close_stage(c->app, &CASE_RQ, "many", id, NULL, &c->engine->err));
		assert_ok(c->engine, app_publish_stage(c->app, &CASE_RQ, "many", id, &c->engine->err));
	}
}

static void read_by_many_while_published(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open_bare(e);
	pthread_t threads[THREADS];
	add_contest(&c);
	struct readers r = {.app = c.app};
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, reader, &r), 0);
	publish_all(&c);
	int from = r.reads;
	while (r.reads < from + ROUNDS * THREADS)
		assert_true(read_entry(c.app));
	r.stop = true;
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.went_back, 0);
	assert_true(r.seen_published > 0);
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ENGINE_TEST(read_by_many_while_published)};
	return engines_run("app/shelf", tests, COUNT_OF(tests));
}
