/* What is done to a stage: shown, closed, awarded, published. Deliberation has a file of its own. */
#include "app/app.h"
#include "app/view.h"
#include "base/buf.h"
#include "base/json.h"
#include "cmd/reply.h"
#include "cmd/board.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/request.h"

/* The board is counted afresh from the marks that are in: `stage tally` is this, too. */
bool cmd_stage_show(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json board;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_stage(app, in->operands[0], in->operands[1], true, &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &board, err))
		return false;
	board_print(&board, in->arena);
	return true;
}

bool cmd_stage_close(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_close_stage(app, &rq, in->operands[0], in->operands[1], option_get(in, "supervisor"), err))
		return false;
	output_note(in, "%s %s is closed.", in->operands[0], in->operands[1]);
	return reply_done(in, "closed", in->operands[1]);
}

bool cmd_stage_award(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *reason = option_get(in, "reason");
	if (!reason || !*reason)
		return fail(err, ERR_INPUT, "usage.reason", "An award by jury needs --reason TEXT; it stands in the ledger.");
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_grant_award(app, &rq, in->operands[0], in->operands[1], in->operands[2], in->operands[3], reason, err))
		return false;
	output_note(in, "%s has award %s.", in->operands[3], in->operands[2]);
	return reply_done(in, "awarded", in->operands[3]);
}

bool cmd_stage_publish(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_publish_stage(app, &rq, in->operands[0], in->operands[1], err))
		return false;
	output_note(in, "%s %s is published.", in->operands[0], in->operands[1]);
	return reply_done(in, "published", in->operands[1]);
}
