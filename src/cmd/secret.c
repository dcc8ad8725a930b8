/* A QR code is printed two rows of modules a line, with the upper and lower half blocks of Unicode. Colours are set
 * outright (black on white), since terminals are as often dark as light and readers want dark modules. */
#include "cmd/secret.h"

#include "base/arena.h"
#include "cmd/command.h"
#include "cmd/input.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LINE = 2048, QUIET = 2 };

/* With the echo off, and on again whatever happens. */
static char *ask(const char *prompt, char *line)
{
	struct termios before, quiet;
	bool silent = tcgetattr(STDIN_FILENO, &before) == 0;
	quiet = before;
	quiet.c_lflag &= (tcflag_t)~ECHO;
	fprintf(stderr, "%s", prompt);
	fflush(stderr);
	if (silent)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	char *got = fgets(line, LINE, stdin);
	if (silent)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return got;
}

static bool ask_twice(struct invocation *in, const char **ret, struct err *err)
{
	char first[LINE], second[LINE];
	if (!ask("Password: ", first) || !ask("The same again: ", second) || strcmp(first, second) != 0)
		return fail(err, ERR_INPUT, "password.differs", "The two passwords are not the same.");
	*ret = arena_strndup(in->arena, first, strcspn(first, "\n"));
	explicit_bzero(first, sizeof(first));
	explicit_bzero(second, sizeof(second));
	return true;
}

bool secret_password(struct invocation *in, const char **ret, struct err *err)
{
	const char *file = option_get(in, "password-file");
	struct slice text;
	if (!file && isatty(STDIN_FILENO))
		return ask_twice(in, ret, err);
	if (!input_read(file ? file : "-", LINE, in->arena, &text, err))
		return false;
	size_t len = text.len ? strcspn(text.at, "\r\n") : 0;
	*ret = arena_strndup(in->arena, text.at, len);
	return true;
}

static bool dark(const QRcode *code, int x, int y)
{
	return x >= 0 && y >= 0 && x < code->width && y < code->width &&
		(code->data[y * code->width + x] & 1);
}

bool secret_qr(const char *text, struct err *err)
{
	static const char *const blocks[] = {" ", "\u2584", "\u2580", "\u2588"};
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code)
		return fail(err, ERR_LIMIT, "qr.long", "The text is too long for a QR code.");
	for (int y = -QUIET; y < code->width + QUIET; y += 2) {
		printf("\033[30;107m");
		for (int x = -QUIET; x < code->width + QUIET; x++)
			printf("%s", blocks[2 * dark(code, x, y) + dark(code, x, y + 1)]);
		printf("\033[0m\n");
	}
	QRcode_free(code);
	return true;
}
