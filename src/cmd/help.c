/* Help is the command table laid out: nothing is written down twice. */
#include "cmd/help.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/options.h"
#include "cmd/output.h"

#include <string.h>

/* "left" padded to a column, then "right". */
static void two_columns(struct buf *out, const char *left, const char *right, size_t column)
{
	size_t width = output_width(left);
	buf_printf(out, "  %s", left);
	buf_printf(out, "%*s%s\n", width < column ? (int)(column - width) : 1, "", right);
}

static void command_line(struct buf *out, const struct command *c)
{
	char left[128];
	snprintf(left, sizeof left, "%s%s%s", c->path, *c->operands ? " " : "", c->operands);
	two_columns(out, left, c->help, 38);
}

static size_t noun_len(const char *path)
{
	return strcspn(path, " ");
}

void help_overview(struct buf *out)
{
	buf_puts(out, "Leitai runs an industrial innovation contest and can prove that it was fair.\n\n"
		      "usage: leitai COMMAND [OPTION…] [OPERAND…]\n");
	const char *group = NULL;
	for (const struct command *c = command_table(); c->path; c++) {
		bool grouped = c->path[noun_len(c->path)] == ' ';
		const char *noun = grouped ? c->path : "";
		if (!group || noun_len(noun) != noun_len(group) || memcmp(noun, group, noun_len(noun)) != 0)
			buf_putc(out, '\n');
		group = noun;
		command_line(out, c);
	}
	buf_puts(out, "\n“leitai help COMMAND” or “leitai COMMAND --help” tells more. Every command takes --json\n"
		      "and --quiet.\n"
		      "Exit status: 0 done · 1 a proof does not hold · 64 usage · 65 wrong input · 66 not found ·\n"
		      "74 disk, database or network · 75 not now · 77 not allowed\n");
}

void help_noun(const char *noun, struct buf *out)
{
	buf_printf(out, "usage: leitai %s VERB [OPTION…] [OPERAND…]\n\n", noun);
	for (const struct command *c = command_table(); c->path; c++)
		if (strlen(noun) == noun_len(c->path) && strncmp(c->path, noun, strlen(noun)) == 0)
			command_line(out, c);
}

static void print_options(struct buf *out, const struct option_spec *specs)
{
	for (const struct option_spec *s = specs; s && s->name; s++) {
		char left[128];
		if (!s->help)
			continue;
		snprintf(left, sizeof left, "--%s%s%s%s", s->name, s->value ? " " : "", s->value ? s->value : "",
			s->repeats ? " (repeats)" : "");
		two_columns(out, left, s->help, 30);
	}
}

void help_command(const struct command *c, struct buf *out)
{
	buf_printf(out, "usage: leitai %s [OPTION…]%s%s\n\n", c->path, *c->operands ? " " : "", c->operands);
	buf_printf(out, "%c%s.\n", c->help[0] & ~32, c->help + 1);
	if (c->details)
		buf_printf(out, "\n%s", c->details);
	buf_puts(out, "\noptions\n");
	print_options(out, c->options);
	if (c->needs & NEEDS_STORE)
		print_options(out, options_store());
	if (c->needs & NEEDS_KEY)
		print_options(out, options_key());
	print_options(out, options_common());
}

bool cmd_help(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	size_t used = 0;
	if (option_has(in, "commands")) {
		for (const struct command *c = command_table(); c->path; c++)
			buf_printf(&out, "%s\n", c->path);
	} else if (in->operand_count == 0) {
		help_overview(&out);
	} else {
		const struct command *c = command_find(in->operands, in->operand_count, &used);
		if (!c && !(in->operand_count == 1 && command_is_noun(in->operands[0])))
			return command_unknown(in->operands, in->operand_count, err);
		if (c)
			help_command(c, &out);
		else
			help_noun(in->operands[0], &out);
	}
	output_text(&out);
	return true;
}
