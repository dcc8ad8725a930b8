/* The shared data are looked for in $LEITAI_SHARED/data and beside the project. */
#include "marks.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/finding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void collect(struct collected *c, const char *entry, const char *expert, const char *criterion, double mark)
{
	const char *ids[3] = {entry, expert, criterion};
	int at[3];
	for (int f = 0; f < 3; f++) {
		at[f] = dict_find(&c->ids[f], ids[f]);
		if (at[f] < 0) {
			at[f] = c->counts[f]++;
			c->names[f][at[f]] = arena_strdup(c->arena, ids[f]);
			dict_add(&c->ids[f], c->arena, c->names[f][at[f]], at[f]);
		}
	}
	if (c->count == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 256;
		c->marks = arena_grow(c->arena, c->marks, c->count, c->cap, sizeof(*c->marks));
	}
	c->marks[c->count++] = (struct judged_mark){at[0], at[1], at[2], llround(mark * DECIMAL_ONE)};
}

struct judged collected_marks(const struct collected *c)
{
	return (struct judged){c->marks, c->count, c->names[0], c->names[1], c->names[2], c->counts[0], c->counts[1],
		c->counts[2]};
}

int collected_at(const struct collected *c, int facet, const char *id)
{
	return dict_find(&c->ids[facet], id);
}

bool shared_csv(const char *name, struct arena *arena, struct csv *ret)
{
	const char *shared = getenv("LEITAI_SHARED"), *source = getenv("LEITAI_SOURCE");
	const char *paths[3] = {
		arena_printf(arena, "%s/data/panel-judging/%s", shared ? shared : "", name),
		arena_printf(arena, "%s/../shared/data/panel-judging/%s", source ? source : ".", name),
		arena_printf(arena, "%s/../../shared/data/panel-judging/%s", source ? source : ".", name),
	};
	FILE *file = NULL;
	for (int i = 0; i < 3 && !file; i++)
		file = fopen(paths[i], "rb");
	if (!file)
		return false;
	size_t room = 1 << 20;
	char *text = arena_alloc(arena, room);
	size_t len = fread(text, 1, room - 1, file);
	struct findings findings = findings_of(name, arena);
	fclose(file);
	return csv_open(ret, text, len, arena, &findings) && csv_next(ret, &findings);
}

const char *csv_text(const struct csv *csv, size_t field)
{
	return arena_strndup(csv->arena, csv->fields[field].at, csv->fields[field].len);
}

double csv_number(const struct csv *csv, size_t field)
{
	return strtod(csv_text(csv, field), NULL);
}
