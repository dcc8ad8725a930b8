/* JSON: what is accepted has one canonical form, and that form reads back to itself. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf once = {0};
	CLEANUP(buf_done) struct buf twice = {0};
	struct err err = {0};
	struct json value, again;
	if (!json_parse((const char *)data, size, arena, &value, &err)) {
		MUST_HOLD(err.kind != ERR_NONE && err.code[0]);
		return 0;
	}
	json_canonical(&value, &once);
	MUST_HOLD(json_parse(once.at, once.len, arena, &again, &err));
	json_canonical(&again, &twice);
	MUST_HOLD(once.len == twice.len && memcmp(once.at, twice.at, once.len) == 0);
	return 0;
}
