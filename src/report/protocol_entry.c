/* One entry: a row an expert, marks by criterion, room to sign. Comments are not on it: they are the team's, not the protocol's. */
#include "report/paper.h"

#include "base/arena.h"
#include "base/decimal.h"

enum { EXPERT_MM = 34, TOTAL_MM = 17, RECORD_MM = 27, SIGN_MM = 30, BESIDE = 5, ALONE = 9 };

struct form {
	const struct paper *w;
	const struct protocol_entry *entry;
	int criteria[SHEET_COLUMNS], count; /* of the panel, of this table */
	bool last;
	int places;
	struct sheet_column columns[SHEET_COLUMNS];
	struct sheet_cell cells[SHEET_COLUMNS];
};

static int set_columns(struct form *f, double width)
{
	const struct paper *w = f->w;
	int n = 0;
	double rest = width - EXPERT_MM - (f->last ? TOTAL_MM + RECORD_MM + SIGN_MM : 0);
	f->columns[n++] = (struct sheet_column){EXPERT_MM + (f->count ? 0 : rest), paper_word(w, W_EXPERT), NULL, ALIGN_LEFT};
	for (int i = 0; i < f->count; i++) {
		const struct criterion *c = &w->p->stage->scoring.criteria[f->criteria[i]];
		char most[DECIMAL_TEXT];
		f->columns[n++] = (struct sheet_column){rest / f->count, paper_text(w, c->title_zh, c->title_en),
			arena_printf(w->arena, "/ %s", decimal_format(c->max, most)), ALIGN_RIGHT};
	}
	if (f->last) {
		f->columns[n++] = (struct sheet_column){TOTAL_MM, paper_word(w, W_TOTAL), NULL, ALIGN_RIGHT};
		f->columns[n++] = (struct sheet_column){RECORD_MM, paper_word(w, W_RECORD), NULL, ALIGN_RIGHT};
		f->columns[n++] = (struct sheet_column){SIGN_MM, paper_word(w, W_SIGNATURE), NULL, ALIGN_CENTRE};
	}
	return n;
}

/* Marks of a criterion stand below each other on their point. */
static int places_of(const struct criterion *c)
{
	int places = 0;
	for (int64_t unit = DECIMAL_ONE; places < DECIMAL_PLACES && (c->min % unit || c->step % unit); unit /= 10)
		places++;
	return places;
}

static struct sheet_cell mark_cell(const struct form *f, const struct protocol_sheet *sheet, int i)
{
	const struct criterion *c = &f->w->p->stage->scoring.criteria[f->criteria[i]];
	if (sheet->marks && sheet->marks[f->criteria[i]] != MARK_NONE)
		return (struct sheet_cell){.text = paper_decimal(f->w, sheet->marks[f->criteria[i]], places_of(c))};
	if (i == 0 && sheet->state == PROTOCOL_MISSING)
		return (struct sheet_cell){.text = paper_word(f->w, W_MISSING), .quiet = true};
	if (i == 0 && sheet->state == PROTOCOL_RECUSED)
		return (struct sheet_cell){.text = paper_word(f->w, W_RECUSED)};
	return (struct sheet_cell){.text = paper_word(f->w, W_NO_SCORE), .quiet = true};
}

static void put_expert(struct sheet *s, struct form *f, const struct sheet_table *t, int x)
{
	const struct paper *w = f->w;
	const struct protocol_expert *e = &w->p->experts[x];
	const struct protocol_sheet *sheet = &f->entry->sheets[x];
	int n = 0;
	f->cells[n++] = (struct sheet_cell){.text = e->name ? arena_printf(w->arena, "%s  %s", e->id, e->name) : e->id,
		.small = paper_text(w, e->class_zh, e->class_en)};
	for (int i = 0; i < f->count; i++)
		f->cells[n++] = mark_cell(f, sheet, i);
	if (f->last) {
		f->cells[n++] = (struct sheet_cell){.strong = true,
			.text = sheet->has_total ? paper_decimal(w, sheet->total, f->places) : paper_word(w, W_NO_SCORE)};
		f->cells[n++] = (struct sheet_cell){0};
		if (sheet->seal.seq >= 0)
			f->cells[n - 1] = (struct sheet_cell){.mono = paper_short(w, sheet->seal.leaf, 16),
				.small = arena_printf(w->arena, "%s\n%s", paper_record(w, sheet), paper_time(w, sheet->seal.at_ms))};
		f->cells[n++] = (struct sheet_cell){0};
	}
	sheet_table_row(s, t, f->cells);
}

static void put_form(struct sheet *s, struct form *f)
{
	struct sheet_table table = {.columns = f->columns, .pt = 8.5, .least = f->last ? 10.8 : 8};
	table.count = set_columns(f, sheet_width(s));
	sheet_table_head(s, &table);
	for (int x = 0; x < f->w->p->expert_count; x++)
		put_expert(s, f, &table, x);
	sheet_table_end(s, &table);
	sheet_move(s, 4);
}

static void put_entry(struct sheet *s, const struct paper *w, const struct protocol_entry *e)
{
	struct style title = {FACE_SERIF, 15, true, INK_TEXT, ALIGN_LEFT, 0}, team = {FACE_SANS, 9, false, INK_QUIET, ALIGN_LEFT, 2};
	double width = sheet_width(s);
	sheet_move(s, sheet_words(s, sheet_left(s), sheet_y(s), width, &title, arena_printf(w->arena, "%s  %s", e->id, e->title)) + 1);
	const char *turn = e->turn ? arena_printf(w->arena, "  ·  %s %d", paper_word(w, W_NUMBER), e->turn) : "";
	sheet_move(s, sheet_words(s, sheet_left(s), sheet_y(s), width, &team,
			      arena_printf(w->arena, "%s  %s%s%s%s", paper_word(w, W_TEAM), e->team, turn,
				      e->absent ? "  ·  " : "", e->absent ? paper_word(w, W_ABSENT) : "")) + 4);
}

/* Overtime, a measured value: what no expert gives. */
static void put_officials(struct sheet *s, const struct paper *w, const struct protocol_entry *e)
{
	const struct scoring *scoring = &w->p->stage->scoring;
	for (int c = 0; c < scoring->criterion_count; c++) {
		const struct criterion *k = &scoring->criteria[c];
		char text[DECIMAL_TEXT];
		if (k->by != BY_OFFICIAL || !e->official)
			continue;
		paper_note(s, arena_printf(w->arena, "%s · %s：%s", paper_word(w, W_OFFICIAL),
				      paper_text(w, k->title_zh, k->title_en),
				      e->official[c] == MARK_NONE ? paper_word(w, W_NO_SCORE) : decimal_format(e->official[c], text)));
	}
}

static void put_score(struct sheet *s, const struct paper *w, const struct protocol_entry *e)
{
	struct style name = {FACE_SERIF, 12, false, INK_TEXT, ALIGN_RIGHT, 1}, score = {FACE_SERIF, 22, true, INK_TEXT, ALIGN_RIGHT, 1};
	double right = sheet_left(s) + sheet_width(s);
	sheet_need(s, 12);
	sheet_words(s, right - 90, sheet_y(s) + 3.4, 52, &name, paper_word(w, W_SCORE));
	sheet_words(s, right - 38, sheet_y(s), 38, &score,
		e->has_score ? paper_decimal(w, e->score, w->p->stage->scoring.display_places) : paper_word(w, W_NO_SCORE));
	sheet_move(s, 13);
}

/* Few criteria stand beside total, record and signature; more get tables of their own before. */
static void put_forms(struct sheet *s, struct form *f)
{
	const struct scoring *scoring = &f->w->p->stage->scoring;
	int panel = 0;
	for (int c = 0; c < scoring->criterion_count; c++)
		panel += scoring->criteria[c].by == BY_PANEL;
	for (int c = 0; c < scoring->criterion_count; c++) {
		if (scoring->criteria[c].by != BY_PANEL)
			continue;
		f->criteria[f->count++] = c;
		if (panel > BESIDE && f->count == ALONE) {
			put_form(s, f);
			f->count = 0;
		}
	}
	if (panel > BESIDE && f->count) {
		put_form(s, f);
		f->count = 0;
	}
	f->last = true;
	put_form(s, f);
}

void paper_draw_entry(struct sheet *s, const struct paper *w)
{
	struct form f = {.w = w, .entry = &w->p->entries[w->p->only], .places = paper_places(w)};
	put_entry(s, w, f.entry);
	if (w->p->lock.seq < 0)
		paper_note(s, paper_word(w, W_DRAFT_NOTE));
	put_forms(s, &f);
	put_officials(s, w, f.entry);
	put_score(s, w, f.entry);
	paper_signatures(s, w, NULL, 0);
	paper_note(s, paper_word(w, W_CHECK));
}
