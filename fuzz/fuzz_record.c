/* A ledger line: what is read is written again as the same bytes, and a body that scans as canonical is what
 * the JSON reader and printer make of it. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "ledger/canonical.h"
#include "ledger/record.h"

static void body_is_its_own_printing(const char *text, size_t len, struct arena *arena)
{
	struct json value;
	struct err err;
	CLEANUP(buf_done) struct buf out = {0};
	if (!canonical_is_object(text, len))
		return;
	MUST_HOLD(json_parse(text, len, arena, &value, &err));
	json_canonical(&value, &out);
	MUST_HOLD(out.len == len && memcmp(out.at, text, len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf out = {0};
	const char *line = (const char *)data;
	struct record record;
	struct err err;
	body_is_its_own_printing(line, size, arena);
	if (!record_read(line, size, arena, &record, &err))
		return 0;
	MUST_HOLD(record_write(&record, &out, &err));
	MUST_HOLD(out.len == size && memcmp(out.at, line, size) == 0);
	return 0;
}
