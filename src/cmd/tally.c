/* `leitai tally`: words of the command line into a request, the result into the format asked for. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/output.h"
#include "cmd/tally_answer.h"
#include "cmd/tallying.h"

/* Every value of an option that repeats, in order. */
static const char *const *values_of(const struct invocation *in, const char *name, size_t *ret_count)
{
	const char **values = ARENA_ARRAY(in->arena, in->value_count, const char *);
	for (size_t i = 0; i < in->value_count; i++)
		if (str_eq(in->values[i].spec->name, name))
			values[(*ret_count)++] = in->values[i].value;
	return values;
}

bool cmd_tally(struct invocation *in, struct err *err)
{
	const char *format = option_get(in, "format");
	if (!format)
		format = in->json ? "json" : "table";
	if (!str_eq(format, "table") && !str_eq(format, "csv") && !str_eq(format, "json"))
		return fail(err, ERR_INPUT, "usage.format", "--format is table, csv or json, not “%s”.", format);
	struct tallying_request request = {
		.definition = in->operands[0], .sheets = in->operands[1], .stage = option_get(in, "stage"),
		.entries = option_get(in, "entries"),
	};
	request.carries = values_of(in, "carry", &request.carry_count);
	request.decisions = values_of(in, "decided", &request.decision_count);
	struct tallying t;
	if (!tallying_run(&request, in->arena, &in->findings, &t, err))
		return false;
	CLEANUP(buf_done) struct buf out = {0};
	if (str_eq(format, "table")) {
		tally_answer_table(&t, in->arena);
		return true;
	}
	if (str_eq(format, "csv"))
		tally_answer_csv(&t, &out);
	else
		tally_answer_json(&t, option_has(in, "explain"), &out);
	output_text(&out);
	return true;
}
