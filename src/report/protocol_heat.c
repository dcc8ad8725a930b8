/* A heat: entries by experts. More experts than fit beside each other go on in further tables; the scores stand in the last. */
#include "report/paper.h"

#include "base/arena.h"
#include "base/decimal.h"

#include <stdio.h>

enum { ABREAST = 15, NUMBER_MM = 9, SCORE_MM = 18, EXPERT_MOST_MM = 21 };

struct grid {
	const struct paper *w;
	int from, to; /* experts of this table */
	bool last;
	int places;
	struct sheet_column columns[SHEET_COLUMNS];
	struct sheet_cell cells[SHEET_COLUMNS];
	int officials[SHEET_COLUMNS], official_count; /* criteria */
};

static void find_officials(struct grid *g)
{
	const struct scoring *scoring = &g->w->p->stage->scoring;
	for (int c = 0; c < scoring->criterion_count; c++)
		if (scoring->criteria[c].by == BY_OFFICIAL && g->official_count < ABREAST)
			g->officials[g->official_count++] = c;
}

static int set_columns(struct grid *g, double width)
{
	const struct paper *w = g->w;
	int n = 0, further = g->last ? g->official_count : 0, experts = g->to - g->from;
	double score = g->last ? SCORE_MM : 0, room = width - NUMBER_MM - score - 48;
	double each = experts + further ? room / (experts + further) : 0;
	each = each > EXPERT_MOST_MM ? EXPERT_MOST_MM : each;
	g->columns[n++] = (struct sheet_column){NUMBER_MM, paper_word(w, W_NUMBER), NULL, ALIGN_LEFT};
	g->columns[n++] = (struct sheet_column){
		width - NUMBER_MM - score - each * (experts + further), paper_word(w, W_ENTRY), NULL, ALIGN_LEFT};
	for (int x = g->from; x < g->to; x++) {
		const struct protocol_expert *e = &w->p->experts[x];
		g->columns[n++] = (struct sheet_column){each, e->id, e->name, ALIGN_RIGHT};
	}
	for (int i = 0; i < further; i++) {
		const struct criterion *c = &w->p->stage->scoring.criteria[g->officials[i]];
		g->columns[n++] = (struct sheet_column){
			each, paper_text(w, c->title_zh, c->title_en), paper_word(w, W_BY_OFFICIAL), ALIGN_RIGHT};
	}
	if (g->last)
		g->columns[n++] = (struct sheet_column){SCORE_MM, paper_word(w, W_SCORE), NULL, ALIGN_RIGHT};
	return n;
}

static struct sheet_cell sheet_cell(const struct grid *g, const struct protocol_sheet *sheet)
{
	const struct paper *w = g->w;
	if (sheet->state == PROTOCOL_MISSING)
		return (struct sheet_cell){.text = paper_word(w, W_MISSING), .quiet = true};
	if (sheet->seal.seq < 0) /* a confirmed conflict of interest needs no sheet */
		return (struct sheet_cell){.text = paper_word(w, W_RECUSED)};
	struct sheet_cell cell = {.small = paper_record(w, sheet), .mono = paper_short(w, sheet->seal.leaf, 8)};
	if (sheet->state == PROTOCOL_RECUSED)
		cell.text = paper_word(w, W_RECUSED);
	else
		cell.text = sheet->has_total ? paper_decimal(w, sheet->total, g->places) : paper_word(w, W_NO_SCORE);
	return cell;
}

static void put_entry(struct sheet *s, struct grid *g, const struct sheet_table *t, int at)
{
	const struct paper *w = g->w;
	const struct protocol_entry *e = &w->p->entries[at];
	int n = 0;
	g->cells[n++] = (struct sheet_cell){.text = arena_printf(w->arena, "%d", e->turn ? e->turn : at + 1), .quiet = true};
	g->cells[n++] = (struct sheet_cell){.text = arena_printf(w->arena, "%s  %s", e->id, e->title),
		.small = e->absent ? arena_printf(w->arena, "%s  %s", e->team, paper_word(w, W_ABSENT)) : e->team};
	for (int x = g->from; x < g->to; x++)
		g->cells[n++] = sheet_cell(g, &e->sheets[x]);
	for (int i = 0; i < g->official_count && g->last; i++) {
		char text[DECIMAL_TEXT];
		int64_t value = e->official ? e->official[g->officials[i]] : MARK_NONE;
		g->cells[n++] = (struct sheet_cell){
			.text = value == MARK_NONE ? paper_word(w, W_NO_SCORE) : arena_strdup(w->arena, decimal_format(value, text))};
	}
	if (g->last)
		g->cells[n++] = (struct sheet_cell){.strong = true, .serif = true,
			.text = e->has_score ? paper_decimal(w, e->score, w->p->stage->scoring.display_places)
					     : paper_word(w, W_NO_SCORE)};
	sheet_table_row(s, t, g->cells);
}

static void put_grid(struct sheet *s, struct grid *g)
{
	struct sheet_table table = {.columns = g->columns, .pt = 8.5, .least = 11};
	table.count = set_columns(g, sheet_width(s));
	sheet_table_head(s, &table);
	for (int e = 0; e < g->w->p->entry_count; e++)
		put_entry(s, g, &table, e);
	sheet_table_end(s, &table);
	sheet_move(s, 3);
}

static void put_count(struct sheet *s, const struct paper *w)
{
	int owed = 0, in = 0, amended = 0, on_device = 0, recused = 0;
	for (int e = 0; e < w->p->entry_count; e++)
		for (int x = 0; x < w->p->expert_count; x++, owed++) {
			const struct protocol_sheet *sheet = &w->p->entries[e].sheets[x];
			in += paper_has_marks(sheet);
			amended += sheet->state == PROTOCOL_AMENDED;
			recused += sheet->state == PROTOCOL_RECUSED;
			on_device += sheet->on_device;
		}
	paper_note(s, arena_printf(w->arena, paper_word(w, W_COUNT), owed, in, amended, on_device, recused,
			      owed - in - recused));
}

static const char *range_of(const struct paper *w, const struct criterion *c)
{
	char least[DECIMAL_TEXT], most[DECIMAL_TEXT];
	return arena_printf(w->arena, "%s – %s", decimal_format(c->min, least), decimal_format(c->max, most));
}

static void put_criteria(struct sheet *s, const struct paper *w)
{
	const struct scoring *scoring = &w->p->stage->scoring;
	struct sheet_column columns[] = {
		{90, paper_word(w, W_CRITERION), NULL, ALIGN_LEFT},
		{34, paper_word(w, W_RANGE), NULL, ALIGN_RIGHT},
		{20, paper_word(w, W_STEP), NULL, ALIGN_RIGHT},
		{20, paper_word(w, W_WEIGHT), NULL, ALIGN_RIGHT},
		{30, paper_word(w, W_BY), NULL, ALIGN_RIGHT},
	};
	struct sheet_table table = {columns, COUNT_OF(columns), 7.5, 5};
	sheet_move(s, 3);
	sheet_table_head(s, &table);
	for (int c = 0; c < scoring->criterion_count; c++) {
		const struct criterion *k = &scoring->criteria[c];
		char step[DECIMAL_TEXT];
		struct sheet_cell cells[] = {
			{.text = paper_text(w, k->title_zh, k->title_en)},
			{.text = range_of(w, k)},
			{.text = arena_strdup(w->arena, decimal_format(k->step, step))},
			{.text = arena_printf(w->arena, "%lld", (long long)k->weight)},
			{.text = paper_word(w, k->by == BY_PANEL ? W_BY_PANEL : W_BY_OFFICIAL)},
		};
		sheet_table_row(s, &table, cells);
	}
	sheet_table_end(s, &table);
	sheet_move(s, 2);
}

void paper_draw_heat(struct sheet *s, const struct paper *w)
{
	int count = w->p->expert_count, tables = count > ABREAST ? (count + ABREAST - 1) / ABREAST : 1;
	struct grid g = {.w = w, .places = paper_places(w)};
	find_officials(&g);
	if (w->p->lock.seq < 0)
		paper_note(s, paper_word(w, W_DRAFT_NOTE));
	if (!w->p->entry_count)
		paper_note(s, paper_word(w, W_NOBODY));
	for (int t = 0; t < tables && w->p->entry_count; t++) {
		g.from = count * t / tables;
		g.to = count * (t + 1) / tables;
		g.last = t == tables - 1;
		put_grid(s, &g);
	}
	put_count(s, w);
	paper_note(s, paper_word(w, W_LEGEND));
	put_criteria(s, w);
	paper_signatures(s, w, w->p->experts, count);
	paper_note(s, paper_word(w, W_CHECK));
}
