/* Ballots from the command line or a file become one deliberation. The tied
 * entries are those given, or all that some ballot names, in byte order; the
 * application checks that they are the tie it is waiting for. */
#include "app/app.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/str.h"
#include "cmd/reply.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "cmd/request.h"

#include <stdlib.h>
#include <string.h>

struct ballots {
	struct arena *arena;
	struct vote *votes;
	int count, cap;
};

/* Splits "a>b" or "a,b" into ids. */
static const char *const *split_ids(const char *text, size_t len, struct arena *arena, int *ret_count)
{
	const char **ids = ARENA_ARRAY(arena, len + 1, const char *);
	char *copy = arena_strndup(arena, text, len);
	int n = 0;
	for (char *save = NULL, *id = strtok_r(copy, ">, ", &save); id; id = strtok_r(NULL, ">, ", &save))
		ids[n++] = id;
	*ret_count = n;
	return ids;
}

static void add_vote(struct ballots *b, const char *expert, const char *order, size_t order_len)
{
	if (b->count == b->cap) {
		int cap = b->cap ? 2 * b->cap : 16;
		b->votes = arena_grow(b->arena, b->votes, (size_t)b->count, (size_t)cap, sizeof *b->votes);
		b->cap = cap;
	}
	struct vote *v = &b->votes[b->count++];
	v->expert = expert;
	v->order = split_ids(order, order_len, b->arena, &v->count);
}

static bool read_votes(struct invocation *in, struct ballots *b, struct err *err)
{
	for (size_t i = 0; i < in->value_count; i++) {
		if (!str_eq(in->values[i].spec->name, "vote"))
			continue;
		const char *text = in->values[i].value, *equals = strchr(text, '=');
		if (!equals || equals == text || !equals[1])
			return fail(err, ERR_INPUT, "usage.vote", "“%s” is no vote; write EXPERT=ENTRY,ENTRY with the best first.",
				text);
		add_vote(b, arena_strndup(b->arena, text, (size_t)(equals - text)), equals + 1, strlen(equals + 1));
	}
	return true;
}

static bool read_file(struct invocation *in, const char *path, struct ballots *b, struct err *err)
{
	static const char *const columns[] = {"expert", "order"};
	struct slice text;
	struct csv csv;
	int at[COUNT_OF(columns)];
	in->findings = findings_of(path, in->arena);
	if (!input_read(path, INPUT_LIMIT_BYTES, in->arena, &text, err))
		return false;
	if (csv_open(&csv, text.at, text.len, in->arena, &in->findings) &&
		csv_header(&csv, columns, COUNT_OF(columns), COUNT_OF(columns), at, &in->findings)) {
		while (csv_next(&csv, &in->findings)) {
			size_t need = (size_t)(at[0] > at[1] ? at[0] : at[1]) + 1;
			if (csv.count == 0)
				continue;
			if (csv.count < need) {
				findings_add(&in->findings, csv.line, 0, "ballot.short", "expert and order are needed");
				continue;
			}
			struct slice expert = csv.fields[at[0]], order = csv.fields[at[1]];
			add_vote(b, arena_strndup(b->arena, expert.at, expert.len), order.at, order.len);
		}
	}
	return findings_none(&in->findings, err);
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every entry that a ballot names, once, in byte order. */
static const char *const *named_entries(const struct ballots *b, int *ret_count)
{
	size_t n = 0, kept = 0;
	for (int i = 0; i < b->count; i++)
		n += (size_t)b->votes[i].count;
	const char **ids = ARENA_ARRAY(b->arena, n + 1, const char *);
	n = 0;
	for (int i = 0; i < b->count; i++)
		for (int k = 0; k < b->votes[i].count; k++)
			ids[n++] = b->votes[i].order[k];
	if (n > 0)
		qsort(ids, n, sizeof *ids, compare_ids);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(ids[i], ids[kept - 1]))
			ids[kept++] = ids[i];
	*ret_count = (int)kept;
	return ids;
}

bool cmd_stage_deliberate(struct invocation *in, struct err *err)
{
	struct ballots b = {.arena = in->arena};
	const char *file = option_get(in, "file"), *entries = option_get(in, "entries");
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!read_votes(in, &b, err) || (file && !read_file(in, file, &b, err)))
		return false;
	if (b.count == 0 && !entries)
		return fail(err, ERR_INPUT, "usage.vote", "No votes: give --vote EXPERT=ENTRY,… or --file BALLOTS.csv.");
	struct deliberation d = {.votes = b.votes, .vote_count = b.count, .reason = option_get(in, "reason"),
		.supervisor = option_get(in, "supervisor")};
	d.entries = entries ? split_ids(entries, strlen(entries), in->arena, &d.entry_count) :
			      named_entries(&b, &d.entry_count);
	if (!d.reason)
		d.reason = "";
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_deliberate(app, &rq, in->operands[0], in->operands[1], &d, err))
		return false;
	output_note(in, "Recorded the deliberation of %d experts on %d entries.", d.vote_count, d.entry_count);
	return reply_done(in, "deliberated", in->operands[1]);
}
