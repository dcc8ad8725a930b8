/* Reads the command line, runs one command, and turns its error into words and an exit status. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/help.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/version.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void print_version(const struct invocation *in)
{
	printf(in->json ? "{\"name\":\"leitai\",\"version\":\"%s\"}\n" : "leitai %s\n", LEITAI_VERSION);
}

static void print_help(const struct invocation *in)
{
	CLEANUP(buf_done) struct buf out = {0};
	if (in->command)
		help_command(in->command, &out);
	else if (in->operand_count > 0)
		help_noun(in->operands[0], &out);
	else
		help_overview(&out);
	output_text(&out);
}

static bool run(int argc, char **argv, struct invocation *in, struct err *err)
{
	enum options_kind kind;
	if (!options_read(argc, argv, in, &kind, err))
		return false;
	if (kind == OPTIONS_RUN)
		return in->command->run(in, err);
	if (kind == OPTIONS_VERSION)
		print_version(in);
	else
		print_help(in);
	return true;
}

/* A full disk or a closed pipe shows at the latest here. */
static bool flush_output(struct err *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	return fail(err, ERR_IO, "output.write", "Standard output can't be written: %s.", strerror(errno));
}

int main(int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct invocation in = {.arena = arena};
	struct err err = {0};
	if (run(argc, argv, &in, &err) && flush_output(&err))
		return 0;
	output_error(&in, &err);
	fflush(stdout);
	return output_status(&err);
}
