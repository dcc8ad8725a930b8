/* A growing array in the arena; the order is the order of discovery. */
#include "base/finding.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

struct findings findings_of(const char *file, struct arena *arena)
{
	return (struct findings){.arena = arena, .file = file};
}

void findings_add(struct findings *f, int line, int column, const char *code, const char *fmt, ...)
{
	f->total++;
	if (f->count == FINDINGS_KEPT)
		return;
	if (!f->items)
		f->items = ARENA_ARRAY(f->arena, FINDINGS_KEPT, struct finding);
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	utf8_mend(text);
	f->items[f->count++] = (struct finding){
		.line = line,
		.column = column,
		.code = code,
		.message = arena_strdup(f->arena, text),
	};
}

static void place(char *out, size_t size, const char *file, const struct finding *it)
{
	if (it->line && it->column)
		snprintf(out, size, "%s:%d:%d", file, it->line, it->column);
	else if (it->line)
		snprintf(out, size, "%s:%d", file, it->line);
	else
		snprintf(out, size, "%s", file);
}

bool findings_none(const struct findings *f, struct err *err)
{
	if (!f->total)
		return true;
	char where[256];
	place(where, sizeof(where), f->file, &f->items[0]);
	if (f->total == 1)
		return fail(err, ERR_INPUT, f->items[0].code, "%s: %s", where, f->items[0].message);
	return fail(err, ERR_INPUT, f->items[0].code, "%s: %s (and %zu more)", where,
		f->items[0].message, f->total - 1);
}

void findings_print(const struct findings *f, struct buf *out)
{
	for (size_t i = 0; i < f->count; i++) {
		char where[256];
		place(where, sizeof(where), f->file, &f->items[i]);
		buf_printf(out, "%s: %s [%s]\n", where, f->items[i].message, f->items[i].code);
	}
	if (f->total > f->count)
		buf_printf(out, "%s: %zu more problems not listed\n", f->file, f->total - f->count);
}
