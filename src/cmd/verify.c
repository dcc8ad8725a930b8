/* `leitai verify`: reads what a stranger was given, lets the audit judge it, and says what it found. No database.
 *
 * A folder is one export. Loose files make up one ledger together; what each is shows in its first bytes.
 * The ledger is mapped, not read: it may be larger than memory. */
#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "ledger/note.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRESS_FROM_BYTES = 16 << 20 };

struct evidence { /* about one ledger */
	const char *name; /* as the user said */
	struct audit_input in;
	struct note_key key;
	struct slice *proofs;
};

static bool map_failed(const char *path, struct err *err)
{
	if (errno == ENOENT)
		return fail(err, ERR_NOT_FOUND, "file.missing", "There is no file “%s”.", path);
	return fail(err, ERR_IO, "file.read", "“%s” can't be read: %s.", path, strerror(errno));
}

/* The file's bytes, for as long as the program runs. */
static bool map_file(const char *path, struct slice *ret, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return map_failed(path, err);
	void *at = MAP_FAILED;
	bool good = fstat(fd, &st) == 0;
	if (good && st.st_size > 0)
		at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	good = good && (st.st_size == 0 || at != MAP_FAILED);
	int error = errno;
	close(fd);
	errno = error;
	if (!good)
		return map_failed(path, err);
	*ret = st.st_size ? (struct slice){at, (size_t)st.st_size} : (struct slice){"", 0};
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool take_key(struct evidence *e, struct slice text, struct err *err)
{
	while (text.len && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
		text.len--;
	if (!note_key_read(text.at, text.len, &e->key, err))
		return false;
	e->in.key = &e->key;
	return true;
}

/* Reads `dir`/`name` when it is there. */
static bool read_part(const char *dir, const char *name, struct arena *arena, struct slice *ret, struct err *err)
{
	const char *path = arena_printf(arena, "%s/%s", dir, name);
	if (access(path, F_OK) != 0)
		return true;
	return input_read(path, INPUT_LIMIT_BYTES, arena, ret, err);
}

static bool gather_folder(const char *dir, struct evidence *e, struct arena *arena, struct err *err)
{
	struct slice key = {0};
	e->name = dir;
	if (!map_file(arena_printf(arena, "%s/ledger.jsonl", dir), &e->in.ledger, err) ||
		!read_part(dir, "checkpoints.txt", arena, &e->in.checkpoints, err) ||
		!read_part(dir, "definition.yaml", arena, &e->in.definition, err) ||
		!read_part(dir, "key.txt", arena, &key, err))
		return false;
	return !key.at || take_key(e, key, err);
}

static bool starts_with(struct slice text, const char *word)
{
	size_t n = strlen(word);
	return text.len >= n && memcmp(text.at, word, n) == 0;
}

static bool ends_with(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);
	return n >= m && str_eq(path + n - m, end);
}

static bool gather_file(const char *path, struct evidence *e, struct err *err)
{
	struct slice text;
	struct err no_key;
	if (!map_file(path, &text, err))
		return false;
	if (ends_with(path, ".yaml") || ends_with(path, ".yml")) {
		e->in.definition = text;
	} else if (starts_with(text, "c2sp.org/tlog-proof")) {
		e->proofs[e->in.proof_count++] = text;
		e->in.proofs = e->proofs;
	} else if (ends_with(path, ".jsonl") || starts_with(text, "{")) {
		if (e->in.ledger.at)
			return fail(err, ERR_INPUT, "verify.ledgers", "Name one ledger at a time, or folders: “%s” is the second.", path);
		e->in.ledger = text;
		e->name = path;
	} else if (!take_key(e, text, &no_key)) {
		e->in.checkpoints = text;
	}
	return true;
}

static void show_progress(void *context, size_t done, size_t total)
{
	(void)context;
	fprintf(stderr, done < total ? "\r%3zu %%" : "\r     \r", 100 * done / total);
	fflush(stderr);
}

static void put_summary(const struct audit_report *r, const struct evidence *e, struct json_writer *w)
{
	json_open(w, NULL, '{');
	json_put_string(w, "name", e->name);
	json_put_string(w, "contest", r->contest);
	json_put_string(w, "origin", r->origin);
	json_put_int(w, "records", r->records);
	json_put_int(w, "covered", r->covered);
	json_put_int(w, "checkpoints", r->checkpoints);
	json_put_int(w, "results", r->results);
	json_put_int(w, "proofs", r->proofs);
	json_put_int(w, "signed_sheets", r->signed_sheets);
	json_put_int(w, "unsigned_sheets", r->unsigned_sheets);
	json_put_string(w, "fingerprint", r->fingerprint);
	json_put_bool(w, "verified", r->failed == 0);
	json_close(w, '}');
}

static void print_summary(const struct audit_report *r, const struct evidence *e)
{
	printf("%s: %s\n", e->name, r->failed ? "does not hold" : "holds");
	printf("  ledger       %s\n", *r->origin ? r->origin : "unknown");
	printf("  records      %" PRId64 ", %" PRId64 " under a checkpoint\n", r->records, r->covered);
	printf("  checkpoints  %" PRId64 "\n", r->checkpoints);
	printf("  results      %" PRId64 " recomputed and equal\n", r->results);
	if (r->signed_sheets + r->unsigned_sheets)
		printf("  sheets       %" PRId64 " signed on a device, %" PRId64 " not\n", r->signed_sheets, r->unsigned_sheets);
	if (e->in.proof_count)
		printf("  proofs       %" PRId64 " of %d\n", r->proofs, e->in.proof_count);
	if (*r->fingerprint)
		printf("  key          %s\n", r->fingerprint);
	for (int i = 0; i < r->kept; i++)
		printf("%s\n", r->failures[i]);
	if (r->failed > r->kept)
		printf("… and %" PRId64 " more\n", r->failed - r->kept);
}

/* With --json the failed checks travel as findings of the problem that main prints. */
static void add_findings(struct invocation *in, const struct audit_report *r, const struct evidence *e)
{
	if (!in->findings.file)
		in->findings = findings_of(e->name, in->arena);
	for (int i = 0; i < r->kept; i++)
		findings_add(&in->findings, 0, 0, "audit.failed", "%s", r->failures[i]);
}

static int64_t verify_one(struct invocation *in, struct evidence *e, struct json_writer *w)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct audit_report report;
	struct err err;
	bool watched = !in->quiet && !in->json && isatty(STDERR_FILENO) && e->in.ledger.len >= PROGRESS_FROM_BYTES;
	if (watched)
		e->in.progress = show_progress;
	bool holds = audit_ledger(&e->in, arena, &report, &err);
	if (watched)
		show_progress(NULL, 1, 1);
	if (!in->json)
		print_summary(&report, e);
	else if (holds)
		put_summary(&report, e, w);
	else
		add_findings(in, &report, e);
	return report.failed;
}

static bool read_trusted(struct invocation *in, struct evidence *e, struct err *err)
{
	const char *text = option_get(in, "key");
	return !text || take_key(e, (struct slice){text, strlen(text)}, err);
}

static bool gather(struct invocation *in, struct evidence *items, size_t *ret_count, struct err *err)
{
	struct evidence loose = {.name = "the files", .proofs = ARENA_ARRAY(in->arena, in->operand_count, struct slice)};
	size_t n = 0, files = 0;
	for (size_t i = 0; i < in->operand_count; i++) {
		bool folder = is_folder(in->operands[i]);
		files += !folder;
		if (folder ? !gather_folder(in->operands[i], &items[n++], in->arena, err)
			   : !gather_file(in->operands[i], &loose, err))
			return false;
	}
	if (files && !loose.in.ledger.at)
		return fail(err, ERR_INPUT, "verify.no-ledger", "Among these files is no ledger (ledger.jsonl).");
	if (files) {
		items[n] = loose;
		if (loose.in.key)
			items[n].in.key = &items[n].key;
		n++;
	}
	*ret_count = n;
	return true;
}

bool cmd_verify(struct invocation *in, struct err *err)
{
	struct evidence *items = ARENA_ARRAY(in->arena, in->operand_count + 1, struct evidence);
	size_t count;
	int64_t failed = 0;
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	if (!gather(in, items, &count, err))
		return false;
	json_open(&w, NULL, '{');
	json_open(&w, "ledgers", '[');
	for (size_t i = 0; i < count; i++) {
		if (!read_trusted(in, &items[i], err))
			return false;
		failed += verify_one(in, &items[i], &w);
	}
	json_close(&w, ']');
	json_close(&w, '}');
	if (failed)
		return fail(err, ERR_PROOF, "audit.failed", "%" PRId64 " %s not hold.", failed,
			failed == 1 ? "check does" : "checks do");
	if (in->json)
		output_text(&out);
	return true;
}
