/* One pass over the rows. Ids become indices through open hash tables, with a
 * look at the row before first, because files come sorted one way or another;
 * a sheet is found by (entry, expert) in a third table. Entries get their
 * order by id at the end, so that results do not depend on the file's order.
 *
 * Cost: linear, about 200 ns a row; 8 bytes and one a possible mark. */
#include "contest/sheetfile.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/finding.h"
#include "base/str.h"
#include "contest/contest.h"
#include "contest/numbering.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading */

enum column { COL_ENTRY, COL_EXPERT, COL_CRITERION, COL_MARK, COL_HEAT, COL_COUNT };
static const char *const COLUMNS[COL_COUNT] = {"entry", "expert", "criterion", "mark", "heat"};

static const char official[] = "official";

struct official_value { /* where it stands */
	int entry, criterion, line;
};

struct reading {
	const struct contest *contest;
	const struct stage *stage;
	const struct entry *known;
	int known_count;
	struct arena *arena, *scratch; /* results; what is freed at the end */
	struct findings *findings;
	struct csv csv;
	int at[COL_COUNT];
	struct ids entries, spellings, criteria;
	struct entry *entry_rows; /* by number in `entries` */
	size_t entry_cap;
	struct ids experts;
	int *spelled;             /* expert by number in `spellings`, −1 = refused */
	size_t spelled_cap;
	struct expert *expert_rows;
	size_t expert_cap;
	struct numbering official_index;
	struct official_value *officials;
	size_t official_cap;
	struct numbering sheet_index;
	struct sheet *sheets;
	int *lines;               /* where each sheet first appears */
	int64_t *marks;
	unsigned char *cells;     /* was there a row? */
	size_t sheet_cap, last_sheet, width;
};

static void bad(struct reading *r, const char *code, const char *message)
{
	findings_add(r->findings, r->csv.line, 0, code, "%s", message);
}

/* Up to 60 bytes of a field for a message, cut at a whole character. */
static const char *quoted(const struct reading *r, struct slice s)
{
	size_t len = utf8_valid_len(s.at, s.len < 60 ? s.len : 60);
	return arena_strndup(r->scratch, s.at, len);
}

static struct slice field(const struct reading *r, enum column column)
{
	return r->at[column] >= 0 ? r->csv.fields[r->at[column]] : (struct slice){"", 0};
}

static bool is_id(const struct reading *r, struct slice s)
{
	return s.len <= 64 && str_is_id(quoted(r, s)) && strlen(quoted(r, s)) == s.len;
}

static int heat_of_row(struct reading *r)
{
	struct slice s = field(r, COL_HEAT);
	if (!s.len && r->stage->heat_count == 1)
		return 0;
	for (int h = 0; h < r->stage->heat_count; h++)
		if (slice_eq(s, r->stage->heats[h].id))
			return h;
	const char **names = ARENA_ARRAY(r->scratch, (size_t)r->stage->heat_count, const char *);
	for (int h = 0; h < r->stage->heat_count; h++)
		names[h] = r->stage->heats[h].id;
	const char *text = quoted(r, s), *near = *text ? str_nearest(text, names, (size_t)r->stage->heat_count) : NULL;
	findings_add(r->findings, r->csv.line, 0, "sheet.heat", "Stage %s has no heat \"%s\"%s%s%s", r->stage->id, text,
		near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : ".");
	return -1;
}

/* A new entry stands where the list of entries says, or where its heat's selector does. */
static bool place_entry(struct reading *r, struct slice s, struct entry *ret)
{
	if (!r->known) {
		*ret = (struct entry){.at = {-1, -1, -1, -1}};
		return true;
	}
	int at = entries_find(r->known, r->known_count, quoted(r, s));
	if (at >= 0)
		*ret = r->known[at];
	return at >= 0;
}

static int new_entry(struct reading *r, struct slice s, uint64_t hash)
{
	struct entry entry;
	if (!is_id(r, s)) {
		findings_add(r->findings, r->csv.line, 0, "sheet.entry", "\"%s\" is no entry id.", quoted(r, s));
		return -1;
	}
	if (!place_entry(r, s, &entry)) {
		findings_add(r->findings, r->csv.line, 0, "sheet.entry", "Entry \"%s\" is not among the entries.", quoted(r, s));
		return -1;
	}
	int n = ids_add(&r->entries, s, hash, r->arena);
	if ((size_t)n == r->entry_cap) {
		size_t cap = r->entry_cap ? r->entry_cap * 2 : 64;
		r->entry_rows = arena_grow(r->scratch, r->entry_rows, r->entry_cap, cap, sizeof(*r->entry_rows));
		r->entry_cap = cap;
	}
	entry.id = r->entries.names[n];
	r->entry_rows[n] = entry;
	return n;
}

static int entry_of_row(struct reading *r, int heat)
{
	struct slice s = field(r, COL_ENTRY);
	uint64_t hash;
	int n = ids_find(&r->entries, s, &hash);
	if (n < 0)
		n = new_entry(r, s, hash);
	if (n < 0)
		return -1;
	int *at = r->entry_rows[n].at;
	if (at[AXIS_HEAT] == heat)
		return n;
	if (at[AXIS_HEAT] >= 0) {
		findings_add(r->findings, r->csv.line, 0, "sheet.heat", "Entry %s stood in heat %s before.",
			r->entry_rows[n].id, r->stage->heats[at[AXIS_HEAT]].id);
		return -1;
	}
	struct selector selects = r->stage->heats[heat].selects;
	selects.at[AXIS_HEAT] = -1;
	if (r->known && !selector_matches(&selects, at)) {
		findings_add(r->findings, r->csv.line, 0, "sheet.heat", "Entry %s does not belong to heat %s.", r->entry_rows[n].id,
			r->stage->heats[heat].id);
		return -1;
	}
	at[AXIS_HEAT] = heat;
	for (int axis = 0; axis < AXIS_HEAT; axis++)
		if (!r->known)
			at[axis] = r->stage->heats[heat].selects.at[axis];
	return n;
}

static bool seated(const struct stage *stage, int class_index)
{
	bool found = !stage->panel_count || class_index < 0;
	for (int i = 0; i < stage->panel_count; i++)
		found = found || stage->panel[i].class_index == class_index;
	return found;
}

/* "investor:J-12" → the class, and *s becomes "J-12"; −1 without a class, −2 and a finding when it is wrong. */
static int take_class(struct reading *r, struct slice *s)
{
	const char *colon = memchr(s->at, ':', s->len);
	if (!colon)
		return -1;
	struct slice name = {s->at, (size_t)(colon - s->at)};
	const char *id = quoted(r, name);
	int class_index = labels_find(&r->contest->classes, id);
	*s = (struct slice){colon + 1, s->len - name.len - 1};
	if (class_index >= 0 && seated(r->stage, class_index))
		return class_index;
	findings_add(r->findings, r->csv.line, 0, "sheet.class", class_index < 0 ? "There is no class \"%s\" of experts."
		: "The class %s has no seat on this panel.", id);
	return -2;
}

/* The expert that a spelling names for the first time. */
static int resolve_expert(struct reading *r, struct slice s)
{
	int class_index = take_class(r, &s);
	if (class_index < -1)
		return -1;
	if (!is_id(r, s)) {
		findings_add(r->findings, r->csv.line, 0, "sheet.expert", "\"%s\" is no expert id.", quoted(r, s));
		return -1;
	}
	uint64_t hash;
	int n = ids_find(&r->experts, s, &hash);
	if (n >= 0) {
		findings_add(r->findings, r->csv.line, 0, "sheet.class", "Expert %s is of another class elsewhere in the file.",
			r->experts.names[n]);
		return -1;
	}
	n = ids_add(&r->experts, s, hash, r->arena);
	if ((size_t)n == r->expert_cap) {
		size_t cap = r->expert_cap ? r->expert_cap * 2 : 64;
		r->expert_rows = arena_grow(r->arena, r->expert_rows, r->expert_cap, cap, sizeof(*r->expert_rows));
		r->expert_cap = cap;
	}
	r->expert_rows[n] = (struct expert){r->experts.names[n], class_index};
	return n;
}

static int expert_of_row(struct reading *r, bool may_be_empty)
{
	struct slice s = field(r, COL_EXPERT);
	if (!s.len && may_be_empty)
		s = (struct slice){official, sizeof(official) - 1};
	uint64_t hash;
	int n = ids_find(&r->spellings, s, &hash);
	if (n >= 0)
		return r->spelled[n];
	n = ids_add(&r->spellings, s, hash, r->scratch);
	if ((size_t)n == r->spelled_cap) {
		size_t cap = r->spelled_cap ? r->spelled_cap * 2 : 64;
		r->spelled = arena_grow(r->scratch, r->spelled, r->spelled_cap, cap, sizeof(*r->spelled));
		r->spelled_cap = cap;
	}
	return r->spelled[n] = resolve_expert(r, s);
}

static void grow_sheets(struct reading *r)
{
	size_t cap = r->sheet_cap ? r->sheet_cap * 2 : 256, n = r->sheet_cap;
	r->sheets = arena_grow(r->arena, r->sheets, n, cap, sizeof(*r->sheets));
	r->lines = arena_grow(r->scratch, r->lines, n, cap, sizeof(*r->lines));
	r->marks = arena_grow(r->arena, r->marks, n * r->width, cap * r->width, sizeof(*r->marks));
	r->cells = arena_grow(r->scratch, r->cells, n * r->width, cap * r->width, 1);
	for (size_t i = n * r->width; i < cap * r->width; i++)
		r->marks[i] = MARK_NONE;
	r->sheet_cap = cap;
}

static size_t sheet_of(struct reading *r, int entry, int expert)
{
	size_t last = r->last_sheet;
	if (r->sheet_index.count && r->sheets[last].entry == entry && r->sheets[last].expert == expert)
		return last;
	uint64_t hash = numbering_hash((uint64_t)(uint32_t)entry << 32 | (uint32_t)expert);
	size_t probe = 0;
	int found;
	while ((found = numbering_next(&r->sheet_index, hash, &probe)) >= 0)
		if (r->sheets[found].entry == entry && r->sheets[found].expert == expert)
			return r->last_sheet = (size_t)found;
	size_t n = (size_t)numbering_add(&r->sheet_index, hash, r->scratch);
	if (n == r->sheet_cap)
		grow_sheets(r);
	r->sheets[n] = (struct sheet){entry, expert, false};
	r->lines[n] = r->csv.line;
	return r->last_sheet = n;
}

static int criterion_of_row(struct reading *r)
{
	struct slice s = field(r, COL_CRITERION);
	uint64_t hash;
	int c = ids_find(&r->criteria, s, &hash);
	if (c >= 0)
		return c;
	const char *text = quoted(r, s), *near = *text ? str_nearest(text, r->criteria.names, r->criteria.numbering.count) : NULL;
	findings_add(r->findings, r->csv.line, 0, "sheet.criterion", "Stage %s has no criterion \"%s\"%s%s%s", r->stage->id,
		text, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : ".");
	return -1;
}

static bool read_mark(struct reading *r, const struct criterion *c, struct slice s, int64_t *ret)
{
	char low[DECIMAL_TEXT], high[DECIMAL_TEXT], step[DECIMAL_TEXT];
	if (decimal_parse(s.at, s.len, ret) && *ret >= c->min && *ret <= c->max && (*ret - c->min) % c->step == 0)
		return true;
	findings_add(r->findings, r->csv.line, 0, "sheet.mark", "\"%s\" is no mark for %s: %s to %s in steps of %s.",
		quoted(r, s), c->id, decimal_format(c->min, low), decimal_format(c->max, high), decimal_format(c->step, step));
	return false;
}

static void take_recusal(struct reading *r, size_t sheet)
{
	if (r->sheets[sheet].recused)
		bad(r, "sheet.double", "This recusal stands in the file already.");
	r->sheets[sheet].recused = true;
}

/* At most one official value an entry and criterion, whoever gives it. */
static bool first_official(struct reading *r, int entry, int c)
{
	uint64_t hash = numbering_hash((uint64_t)(uint32_t)entry << 32 | (uint32_t)c);
	size_t probe = 0;
	int found;
	while ((found = numbering_next(&r->official_index, hash, &probe)) >= 0) {
		const struct official_value *v = &r->officials[found];
		if (v->entry != entry || v->criterion != c)
			continue;
		findings_add(r->findings, r->csv.line, 0, "sheet.official",
			"Entry %s has the official value %s from line %d already.", r->entry_rows[entry].id,
			r->stage->scoring.criteria[c].id, v->line);
		return false;
	}
	size_t n = (size_t)numbering_add(&r->official_index, hash, r->scratch);
	if (n == r->official_cap) {
		size_t cap = n ? n * 2 : 64;
		r->officials = arena_grow(r->scratch, r->officials, n, cap, sizeof(*r->officials));
		r->official_cap = cap;
	}
	r->officials[n] = (struct official_value){entry, c, r->csv.line};
	return true;
}

static void take_mark(struct reading *r, int entry, int expert, int c)
{
	struct slice s = field(r, COL_MARK);
	size_t sheet = sheet_of(r, entry, expert), cell = sheet * r->width + (size_t)c;
	int64_t units = MARK_NONE;
	if (r->cells[cell]) {
		bad(r, "sheet.double", "This expert's mark for this entry and criterion stands in the file already.");
		return;
	}
	r->cells[cell] = 1;
	const struct criterion *criterion = &r->stage->scoring.criteria[c];
	if (s.len && read_mark(r, criterion, s, &units)
		&& (criterion->by == BY_PANEL || first_official(r, entry, c)))
		r->marks[cell] = units;
}

static bool is_recusal(const struct reading *r)
{
	struct slice criterion = field(r, COL_CRITERION);
	return slice_eq(field(r, COL_MARK), "recused") && (!criterion.len || slice_eq(criterion, "*"));
}

static void take_row(struct reading *r)
{
	bool recusal = is_recusal(r);
	int c = recusal ? 0 : criterion_of_row(r), heat = heat_of_row(r);
	if (c < 0 || heat < 0)
		return;
	int entry = entry_of_row(r, heat);
	int expert = expert_of_row(r, !recusal && r->stage->scoring.criteria[c].by == BY_OFFICIAL);
	if (entry < 0 || expert < 0)
		return;
	if (recusal)
		take_recusal(r, sheet_of(r, entry, expert));
	else
		take_mark(r, entry, expert, c);
}

static void read_rows(struct reading *r, const char *text, size_t len)
{
	size_t required = r->stage->heat_count == 1 ? COL_HEAT : COL_COUNT;
	if (!csv_open(&r->csv, text, len, r->scratch, r->findings)
		|| !csv_header(&r->csv, COLUMNS, required, COL_COUNT, r->at, r->findings))
		return;
	size_t fields = r->csv.count;
	while (csv_next(&r->csv, r->findings)) {
		if (r->csv.count == fields)
			take_row(r);
		else if (r->csv.count)
			findings_add(r->findings, r->csv.line, 0, "csv.fields", "The line has %zu fields, the header has %zu.",
				r->csv.count, fields);
	}
	if (!r->sheet_index.count && !r->findings->total)
		findings_add(r->findings, 0, 0, "sheet.none", "The file has a header and no rows.");
}

/* A recused sheet holds no marks. */
static void check_recusals(struct reading *r)
{
	for (size_t s = 0; s < r->sheet_index.count; s++) {
		bool marked = false;
		for (size_t c = 0; c < r->width && r->sheets[s].recused; c++)
			marked = marked || r->marks[s * r->width + c] != MARK_NONE;
		if (marked)
			findings_add(r->findings, r->lines[s], 0, "sheet.recused", "Expert %s is recused from entry %s and marks it, too.",
				r->expert_rows[r->sheets[s].expert].id, r->entry_rows[r->sheets[s].entry].id);
	}
}

/* ---- entries in order of id */

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

int entries_find(const struct entry *entries, int count, const char *id)
{
	struct entry key = {.id = id};
	const struct entry *e = count ? bsearch(&key, entries, (size_t)count, sizeof(key), by_id) : NULL;
	return e ? (int)(e - entries) : -1;
}

/* Entries that nobody marked stand where their selectors put them, so far as those tell. */
static void seat(const struct stage *stage, struct entry *e)
{
	for (int h = 0; h < stage->heat_count && e->at[AXIS_HEAT] < 0; h++) {
		struct selector selects = stage->heats[h].selects;
		bool any = stage->heat_count == 1;
		selects.at[AXIS_HEAT] = -1;
		for (int axis = 0; axis < AXIS_HEAT; axis++)
			any = any || selects.at[axis] >= 0;
		if (any && selector_matches(&selects, e->at))
			e->at[AXIS_HEAT] = h;
	}
}

static void order_entries(struct reading *r, struct sheets *ret)
{
	size_t named = r->entries.numbering.count, n = r->known ? (size_t)r->known_count : named;
	struct entry *entries = ARENA_ARRAY(r->arena, n, struct entry);
	if (n)
		memcpy(entries, r->known ? r->known : r->entry_rows, n * sizeof(*entries));
	qsort(entries, n, sizeof(*entries), by_id);
	int *number = ARENA_ARRAY(r->scratch, named, int);
	for (size_t i = 0; i < named; i++) {
		number[i] = entries_find(entries, (int)n, r->entry_rows[i].id);
		entries[number[i]].at[AXIS_HEAT] = r->entry_rows[i].at[AXIS_HEAT];
	}
	for (size_t i = 0; i < n; i++)
		seat(r->stage, &entries[i]);
	for (size_t s = 0; s < r->sheet_index.count; s++)
		r->sheets[s].entry = number[r->sheets[s].entry];
	ret->entries = entries;
	ret->entry_count = (int)n;
}

static void know_criteria(struct reading *r)
{
	const struct scoring *scoring = &r->stage->scoring;
	r->width = (size_t)scoring->criterion_count;
	for (int c = 0; c < scoring->criterion_count; c++) {
		struct slice s = {scoring->criteria[c].id, strlen(scoring->criteria[c].id)};
		ids_add(&r->criteria, s, numbering_hash_text(s), r->scratch);
	}
}

bool sheetfile_read(const struct contest *contest, int stage, const struct entry *known, int known_count,
	const char *text, size_t len, struct arena *arena, struct findings *findings,
	struct sheets *ret_sheets, struct err *err)
{
	CLEANUP(arena_freep) struct arena *scratch = arena_new();
	struct reading r = {
		.contest = contest, .stage = &contest->stages[stage], .known = known, .known_count = known_count,
		.arena = arena, .scratch = scratch, .findings = findings,
	};
	know_criteria(&r);
	read_rows(&r, text, len);
	check_recusals(&r);
	if (!findings_none(findings, err))
		return false;
	struct sheets sheets = {
		.experts = r.expert_rows, .expert_count = (int)r.experts.numbering.count, .items = r.sheets,
		.marks = r.marks, .count = r.sheet_index.count, .criterion_count = (int)r.width,
	};
	order_entries(&r, &sheets);
	*ret_sheets = sheets;
	return true;
}
