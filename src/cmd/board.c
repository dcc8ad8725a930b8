/* One table a ranking. The cut line stands where the view says; what a tie
 * holds up is yellow, who advances green. Scores get the stage's decimals. */
#include "cmd/board.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "cmd/reply.h"
#include "cmd/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "9.5" with two decimals → "9.50". */
static const char *pad_decimals(const char *number, int64_t decimals, struct arena *arena)
{
	if (!*number || decimals <= 0)
		return number;
	const char *point = strchr(number, '.');
	int64_t has = point ? (int64_t)strlen(point + 1) : 0;
	int zeros = has < decimals ? (int)(decimals - has) : 0;
	return arena_printf(arena, "%s%s%.*s", number, point ? "" : ".", zeros, "0000");
}

static const char *fate_word(const struct json *row, struct arena *arena)
{
	const char *fate = json_string(row, "fate", "");
	int64_t reserve = json_int(row, "reserve", 0);
	if (str_eq(fate, "at-stake"))
		return "AT STAKE";
	if (str_eq(fate, "reserve") && reserve > 0)
		return arena_printf(arena, "reserve %" PRId64, reserve);
	if (json_bool(row, "promoted", false))
		return "advance (moved up)";
	return str_eq(fate, "out") ? "" : fate;
}

static enum colour fate_colour(const struct json *row)
{
	const char *fate = json_string(row, "fate", "");
	if (str_eq(fate, "advance") || str_eq(fate, "wild-card"))
		return COLOUR_GREEN;
	if (str_eq(fate, "at-stake"))
		return COLOUR_YELLOW;
	return str_eq(fate, "withdrawn") ? COLOUR_DIM : COLOUR_NONE;
}

static const char *award_words(const struct json *row, struct arena *arena)
{
	const struct json *awards = json_get(row, "awards");
	const char *words = "";
	for (size_t i = 0; awards && i < awards->count; i++)
		if (awards->items[i].type == JSON_STRING)
			words = arena_printf(arena, "%s%s%s", words, i ? ", " : "", awards->items[i].string);
	return words;
}

static void add_row(struct table *t, const struct json *row, int64_t decimals, bool raw, struct arena *arena)
{
	int64_t rank = json_int(row, "rank", 0);
	if (rank > 0)
		table_printf(t, "%s%" PRId64, json_bool(row, "tied", false) ? "=" : "", rank);
	else
		table_cell(t, "");
	table_cell(t, json_string(row, "entry", ""));
	table_cell(t, pad_decimals(reply_number(row, "score", arena), decimals, arena));
	if (raw)
		table_cell(t, pad_decimals(reply_number(row, "raw_mean", arena), 4, arena));
	table_cell(t, reply_number(row, "sheets", arena));
	table_cell(t, fate_word(row, arena));
	table_cell(t, json_string(row, "settled", ""));
	table_cell(t, award_words(row, arena));
	table_cell(t, json_string(row, "title", ""));
	table_colour(t, fate_colour(row));
}

static void print_list(const struct json *list, int64_t decimals, bool raw, struct arena *arena)
{
	static const char *const plain[] = {">rank", "entry", ">score", ">sheets", "fate", "settled by", "awards", "title"};
	static const char *const beside[] = {">rank", "entry", ">score", ">raw mean", ">sheets", "fate", "settled by", "awards",
		"title"};
	struct table *t = table_new(arena, raw ? beside : plain, raw ? COUNT_OF(beside) : COUNT_OF(plain));
	const struct json *rows = json_get(list, "rows");
	int64_t cut_after = json_int(list, "cut_after", 0);
	for (size_t i = 0; rows && i < rows->count; i++) {
		add_row(t, &rows->items[i], decimals, raw, arena);
		if (cut_after > 0 && (int64_t)i + 1 == cut_after)
			table_rule(t, "cut");
	}
	printf("\n%s  %s\n", json_string(list, "id", ""), reply_title(list));
	table_print(t, stdout);
}

static void print_quotas(const struct json *board)
{
	const struct json *quotas = json_get(board, "quotas");
	for (size_t i = 0; quotas && i < quotas->count; i++) {
		const struct json *q = &quotas->items[i];
		printf("places  %s: %" PRId64 " of %" PRId64 " taken\n", reply_title(q), json_int(q, "taken", 0),
			json_int(q, "places", 0));
	}
}

static void print_ids(const char *label, const struct json *ids)
{
	printf("%s", label);
	for (size_t i = 0; ids && i < ids->count; i++)
		printf("%s%s", i ? " > " : " ", ids->items[i].type == JSON_STRING ? ids->items[i].string : "?");
}

static void print_deliberations(const struct json *board)
{
	const struct json *all = json_get(board, "deliberations");
	for (size_t i = 0; all && i < all->count; i++) {
		const struct json *d = &all->items[i], *votes = json_get(d, "votes");
		print_ids("\ndeliberated:", json_get(d, "outcome"));
		printf("  for %" PRId64 " places, by %s, %zu votes, record %" PRId64 "\n", json_int(d, "places", 0),
			json_string(d, "rule", ""), votes ? votes->count : 0, json_int(json_get(d, "seal"), "seq", -1));
		if (*json_string(d, "reason", ""))
			printf("  %s\n", json_string(d, "reason", ""));
	}
}

/* Who waits for a deliberation, list by list. */
static void print_at_stake(const struct json *lists)
{
	for (size_t i = 0; lists && i < lists->count; i++) {
		const struct json *rows = json_get(&lists->items[i], "rows");
		size_t n = 0;
		for (size_t k = 0; rows && k < rows->count; k++)
			if (str_eq(json_string(&rows->items[k], "fate", ""), "at-stake"))
				printf("%s%s", n++ ? ", " : "\nat stake, awaiting deliberation: ",
					json_string(&rows->items[k], "entry", ""));
		if (n > 0)
			printf("\n");
	}
}

void board_print(const struct json *board, struct arena *arena)
{
	const struct json *stage = json_get(board, "stage"), *lists = json_get(board, "lists");
	printf("%s  %s: %s\n", json_string(stage, "id", ""), reply_title(stage), json_string(stage, "state", ""));
	print_quotas(board);
	if (json_get(board, "unformed"))
		printf("no scores yet: %s\n", json_string(json_get(board, "unformed"), "detail", ""));
	bool raw = *json_string(board, "beside", "");
	for (size_t i = 0; lists && i < lists->count; i++)
		print_list(&lists->items[i], json_int(board, "decimals", 0), raw, arena);
	print_at_stake(lists);
	print_deliberations(board);
}
