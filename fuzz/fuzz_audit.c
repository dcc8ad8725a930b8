/* The audit's replay on ledgers that are chained well and say anything. The input is a script, a line a record:
 * "type body" adds that record (sealed types are committed to), "reveal n" opens record n. Lines that make no
 * record are passed over. The report must be consistent, whatever comes. */
#include "fuzz.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "ledger/chain.h"
#include "ledger/record.h"

static const char salt[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

enum { RECORDS = 512 };

struct story {
	struct arena *arena;
	struct buf ledger;
	struct chain chain;
	const char *sealed[RECORDS]; /* bodies, by seq */
};

static void add(struct story *s, const char *type, const char *body)
{
	char commit[SHA_HEX];
	CLEANUP(buf_done) struct buf line = {0};
	struct err err;
	struct record r = {.seq = s->chain.size, .ts_ms = s->chain.size, .type = type, .contest = "small", .actor = "cli",
		.req = "r", .body = body, .prev = s->chain.last};
	if (r.seq == RECORDS)
		return;
	if (record_type_sealed(type)) {
		r.commit = record_commit(salt, body, commit);
		r.body = NULL;
	}
	if (!record_write(&r, &line, &err))
		return;
	MUST_HOLD(chain_extend(&s->chain, &r, line.at, line.len, &err));
	s->sealed[r.seq] = r.commit ? body : NULL;
	buf_put(&s->ledger, line.at, line.len);
	buf_putc(&s->ledger, '\n');
}

static void tell(struct story *s, const char *line, size_t len)
{
	char *type = arena_strndup(s->arena, line, len), *body = strchr(type, ' ');
	if (!body)
		return;
	*body++ = '\0';
	long of = strcmp(type, "reveal") == 0 ? strtol(body, NULL, 10) : -1;
	if (of >= 0 && of < s->chain.size && s->sealed[of])
		body = arena_printf(s->arena, "{\"body\":%s,\"of\":%ld,\"salt\":\"%s\"}", s->sealed[of], of, salt);
	add(s, type, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *at = (const char *)data, *end = at + size;
	struct story story = {.arena = arena};
	while (at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		tell(&story, at, (size_t)((lf ? lf : end) - at));
		at = lf ? lf + 1 : end;
	}
	struct audit_input in = {.ledger = {buf_str(&story.ledger), story.ledger.len}};
	struct audit_report report;
	struct err err;
	MUST_HOLD(!audit_ledger(&in, arena, &report, &err)); /* no checkpoint covers it */
	MUST_HOLD(report.failed > 0 && report.records == story.chain.size);
	buf_done(&story.ledger);
	return 0;
}
