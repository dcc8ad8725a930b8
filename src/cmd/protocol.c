/* The paper of a heat to a file. */
#include "app/protocol.h"

#include "app/app.h"
#include "base/buf.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"
#include "report/protocol.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool write_file(const char *path, const struct buf *pdf, struct err *err)
{
	FILE *file = str_eq(path, "-") ? stdout : fopen(path, "wb");
	if (!file)
		return fail(err, ERR_IO, "file.write", "%s can't be written: %s.", path, strerror(errno));
	bool written = fwrite(pdf->at, 1, pdf->len, file) == pdf->len;
	written &= (file == stdout ? fflush(file) : fclose(file)) == 0;
	return written || fail(err, ERR_IO, "file.write", "%s can't be written: %s.", path, strerror(errno));
}

bool cmd_protocol(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	CLEANUP(buf_done) struct buf pdf = {0};
	struct request rq = request_of(in);
	struct protocol p;
	const char *out = option_get(in, "out");
	if (!out)
		return fail(err, ERR_INPUT, "usage.option", "Say where to write it: --out FILE (“-” is standard output).");
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_heat_protocol(app, &rq, in->operands[0], in->operands[1], in->operands[2], option_get(in, "entry"),
			in->arena, &p, err) ||
		!report_protocol(&p, option_get(in, "lang"), &pdf, err) || !write_file(out, &pdf, err))
		return false;
	if (str_eq(out, "-"))
		return true;
	if (p.lock.seq < 0)
		output_note(in, "%s is a draft: heat %s is not locked.", out, in->operands[2]);
	return reply_done(in, "wrote", out);
}
