/* How many sheets a second experts can hand in, each checked, sealed, recorded and on disk when it is acknowledged.
 *
 * A stage of 1,000 entries in ten heats and 100 experts, every panel seated; half of each heat's floor is behind it. Each
 * thread is a device that sends one sheet after another, signed or not, as versions of the sheets of its own expert. The
 * database is made in the working directory, or in $LEITAI_BENCH_DIR; $LEITAI_BENCH_PG names an empty PostgreSQL
 * database to measure too. */
#include "app/app.h"
#include "app/floor.h"
#include "app/marking.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/json.h"
#include "ledger/attest.h"
#include "ledger/base64.h"
#include "ledger/note.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SECONDS = 3, HEATS = 10, ENTRIES_EACH = 100, EXPERTS_EACH = 10, THREADS_MAX = 64 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "bench_marking: %s: %s\n", err->code, err->message);
	exit(1);
}

/* ---- the contest */

static void put_definition(struct buf *out)
{
	buf_puts(out, "leitai: 1\nid: bench\ntitle: Bench\nclasses: [{id: industry, title: Industry}]\nstages:\n"
		"  - id: first\n    title: First\n    panel: {industry: 10}\n    heats:\n");
	for (int h = 0; h < HEATS; h++)
		buf_printf(out, "      - {id: h%d, title: Heat %d}\n", h, h);
	buf_puts(out, "    criteria:\n");
	for (int c = 0; c < 5; c++)
		buf_printf(out, "      - {id: c%d, title: Criterion %d, max: 20, step: 0.5}\n", c, c);
	buf_puts(out, "    scoring: {steps: [{do: total, as: sum}, {do: combine, rule: mean}], tie_end: shared}\n");
}

static void prepare(struct app *app, struct err *err)
{
	const struct request rq = {.actor = "bench"};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("bench", arena);
	struct import_report report;
	CLEANUP(buf_done) struct buf definition = {0}, entries = {0}, experts = {0};
	put_definition(&definition);
	buf_puts(&entries, "entry,title,team\n");
	buf_puts(&experts, "expert,class\n");
	for (int i = 0; i < HEATS * ENTRIES_EACH; i++)
		buf_printf(&entries, "E%04d,Title,Team\n", i);
	for (int i = 0; i < HEATS * EXPERTS_EACH; i++)
		buf_printf(&experts, "X%03d,industry\n", i);
	must(app_init(app, "h.example", err) && app_add_contest(app, &rq, definition.at, definition.len, &findings, err) &&
		app_import_entries(app, &rq, "bench", entries.at, entries.len, false, &findings, &report, err) &&
		app_import_experts(app, &rq, "bench", experts.at, experts.len, false, &findings, &report, err), err);
}

static void open_floor(struct app *app, const struct request *rq, int h, struct err *err)
{
	static const char *const steps[] = {"call", "mark"};
	char ids[ENTRIES_EACH][8], heat[8];
	const char *order[ENTRIES_EACH];
	snprintf(heat, sizeof(heat), "h%d", h);
	for (int i = 0; i < ENTRIES_EACH; i++) {
		snprintf(ids[i], sizeof(ids[i]), "E%04d", h * ENTRIES_EACH + i);
		order[i] = ids[i];
	}
	struct new_step step = {.action = "open", .entries = order, .entry_count = ENTRIES_EACH, .step = 1};
	must(app_step_floor(app, rq, "bench", "first", heat, &step, err), err);
	for (int i = 0; i < ENTRIES_EACH / 2; i++)
		for (size_t s = 0; s < COUNT_OF(steps); s++) {
			struct new_step next = {.action = steps[s], .entry = ids[i], .step = step.step + 1};
			must(app_step_floor(app, rq, "bench", "first", heat, &next, err), err);
			step.step++;
		}
}

static void seat(struct app *app, bool floors, struct err *err)
{
	const struct request rq = {.actor = "bench"};
	for (int h = 0; h < HEATS; h++) {
		char ids[EXPERTS_EACH][8], heat[8];
		const char *experts[EXPERTS_EACH];
		snprintf(heat, sizeof(heat), "h%d", h);
		for (int i = 0; i < EXPERTS_EACH; i++) {
			snprintf(ids[i], sizeof(ids[i]), "X%03d", h * EXPERTS_EACH + i);
			experts[i] = ids[i];
		}
		must(app_seat_panel(app, &rq, "bench", "first", heat, experts, EXPERTS_EACH, err), err);
		if (floors)
			open_floor(app, &rq, h, err);
	}
}

/* ---- devices */

struct device {
	struct app *app;
	int number;
	bool signs;
	double end;
	int done;
	char expert[8], heat[8], key[64];
	struct note_signer signer;
	int64_t versions[ENTRIES_EACH];
};

static void sign_sheet(const struct device *d, struct new_sheet *sheet, const char *units, struct buf *signature)
{
	struct attest a = {sheet->base, sheet->draft, "bench", "first", d->heat, sheet->entry, d->expert, units, false};
	CLEANUP(buf_done) struct buf text = {0};
	attest_text(&a, &text);
	note_sign_message(&d->signer, text.at, text.len, signature);
	sheet->key = d->key;
	sheet->signature = buf_str(signature);
}

static void send(struct device *d, int entry, const struct request *rq)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf signature = {0};
	struct err err;
	struct json marks;
	struct receipt receipt;
	char id[8], text[160], units[160];
	int odd = (int)(d->versions[entry] % 2);
	snprintf(id, sizeof(id), "E%04d", d->number / EXPERTS_EACH * ENTRIES_EACH + entry);
	snprintf(text, sizeof(text), "{\"c0\":\"1%d\",\"c1\":\"12.5\",\"c2\":\"9\",\"c3\":\"20\",\"c4\":\"0.5\"}", odd);
	snprintf(units, sizeof(units), "{\"c0\":1%d0000,\"c1\":125000,\"c2\":90000,\"c3\":200000,\"c4\":5000}", odd);
	must(json_parse(text, strlen(text), arena, &marks, &err), &err);
	struct new_sheet sheet = {.entry = id, .marks = &marks, .base = d->versions[entry], .draft = "d"};
	if (d->signs)
		sign_sheet(d, &sheet, units, &signature);
	must(app_submit_sheet(d->app, rq, "bench", "first", d->heat, &sheet, &receipt, &err), &err);
	d->versions[entry] = receipt.version;
	d->done++;
}

static void *run_device(void *context)
{
	struct device *d = context;
	char actor[24];
	snprintf(actor, sizeof(actor), "link:%d", d->number + 1);
	struct principal who = {.id = actor, .contest = "bench", .roles = 1u << ROLE_EXPERT, .expert = d->expert};
	struct request rq = {.actor = actor, .who = &who};
	for (int i = 0; now() < d->end; i++) {
		char key[40];
		snprintf(key, sizeof(key), "%d-%d-%d", d->signs, d->number, d->done + (int)d->versions[0] * 1000000);
		rq.req = key;
		send(d, i % (ENTRIES_EACH / 2), &rq);
	}
	return NULL;
}

static void enrol(struct device *d)
{
	unsigned char seed[NOTE_SEED_LEN] = {(unsigned char)d->number, 7};
	struct err err;
	struct receipt receipt;
	CLEANUP(buf_done) struct buf key = {0};
	struct principal who = {.id = "account:1", .roles = 1u << ROLE_EXPERT, .expert = d->expert};
	struct request rq = {.actor = "account:1", .who = &who};
	must(note_signer_make("device", seed, &d->signer, &err), &err);
	base64_put(d->signer.key.public, sizeof(d->signer.key.public), &key);
	snprintf(d->key, sizeof(d->key), "%s", buf_str(&key));
	must(app_enrol_device(d->app, &rq, "bench", d->key, &receipt, &err), &err);
}

static double rate(struct app *app, struct device *devices, int threads, bool signs)
{
	pthread_t ids[THREADS_MAX];
	double start = now();
	int done = 0;
	for (int i = 0; i < threads; i++) {
		devices[i].signs = signs;
		devices[i].end = start + SECONDS;
		devices[i].done = 0;
		devices[i].app = app;
		if (pthread_create(&ids[i], NULL, run_device, &devices[i]) != 0)
			abort();
	}
	for (int i = 0; i < threads; i++) {
		pthread_join(ids[i], NULL);
		done += devices[i].done;
	}
	return done / (now() - start);
}

static void measure(const char *url, const char *engine, bool floors, bool *first)
{
	static const int threads[] = {1, 8, 64};
	struct err err;
	struct app *app;
	struct device *devices = calloc(THREADS_MAX, sizeof(*devices));
	if (!devices)
		abort();
	must(app_open(&(struct app_options){.url = url}, &app, &err), &err);
	prepare(app, &err);
	seat(app, floors, &err);
	for (int i = 0; i < THREADS_MAX; i++) {
		devices[i].app = app;
		devices[i].number = i;
		snprintf(devices[i].expert, sizeof(devices[i].expert), "X%03d", i);
		snprintf(devices[i].heat, sizeof(devices[i].heat), "h%d", i / EXPERTS_EACH);
		enrol(&devices[i]);
	}
	for (int s = 0; s < 2; s++)
		for (size_t t = 0; t < COUNT_OF(threads); t++) {
			double value = rate(app, devices, threads[t], s == 1);
			printf("%s{\"case\": \"%s, %s%s\", \"n\": %d, \"value\": %.0f, \"unit\": \"sheets/s\"}", *first ? "" : ",\n ", engine,
				s ? "signed" : "not signed", floors ? ", with floors" : "", threads[t], value);
			fprintf(stderr, "%s, %s, floors %d, %d devices: %.0f sheets/s\n", engine, s ? "signed" : "not signed", floors, threads[t],
				value);
			*first = false;
		}
	app_close(app);
	free(devices);
}

int main(void)
{
	const char *dir = getenv("LEITAI_BENCH_DIR"), *pg = getenv("LEITAI_BENCH_PG");
	char folder[400], url[512];
	bool first = true;
	snprintf(folder, sizeof(folder), "%s/leitai-marking-XXXXXX", dir ? dir : ".");
	if (!mkdtemp(folder)) {
		perror("bench_marking");
		return 1;
	}
	printf("{\"bench\": \"marking\", \"rows\": [");
	for (int floors = 0; floors < 2; floors++) {
		snprintf(url, sizeof(url), "sqlite:%s/%d.db", folder, floors);
		measure(url, "SQLite", floors == 1, &first);
	}
	if (pg)
		measure(pg, "PostgreSQL", true, &first);
	printf("]}\n");
	char command[420];
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	return system(command) ? 1 : 0;
}
