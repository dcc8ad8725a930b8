/* The ledger for strangers: a folder that `leitai verify` checks anywhere,
 * signed heads, proofs of single records. */
#include "app/app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "cmd/reply.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"

#include <errno.h>
#include <stdlib.h>

bool cmd_ledger_export(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	const char *out = option_get(in, "out");
	const char *dir = out ? out : in->operand_count > 1 ? in->operands[1] : NULL;
	if (!dir || (out && in->operand_count > 1))
		return fail(err, ERR_INPUT, "usage.operand", "Name one folder to write to: leitai ledger export CONTEST DIR.");
	if (!data_open(in, DATA_EXISTING, &app, err) || !app_export_ledger(app, in->operands[0], dir, err))
		return false;
	output_note(in, "Wrote %s; check it with “leitai verify %s”.", dir, dir);
	return reply_done(in, "exported", dir);
}

/* Text as it is, or as the only member of an object. */
static bool print_text(const struct invocation *in, const char *key, const char *text)
{
	CLEANUP(buf_done) struct buf out = {0};
	if (in->json)
		return reply_done(in, key, text);
	buf_puts(&out, text);
	output_text(&out);
	return true;
}

bool cmd_ledger_checkpoint(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	const char *note;
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_checkpoint(app, in->operands[0], in->arena, &note, err) && print_text(in, "checkpoint", note);
}

bool cmd_ledger_proof(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	const char *proof;
	char *end;
	errno = 0;
	long long seq = strtoll(in->operands[1], &end, 10);
	if (errno || *end || end == in->operands[1] || seq < 0)
		return fail(err, ERR_INPUT, "usage.seq", "“%s” is no sequence number (0, 1, 2 …).", in->operands[1]);
	return data_open(in, DATA_EXISTING, &app, err) &&
		app_prove_record(app, in->operands[0], (int64_t)seq, in->arena, &proof, err) &&
		print_text(in, "proof", proof);
}
