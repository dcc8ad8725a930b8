/* Entries and experts of a rehearsal, visibly made up.
 *
 * A column's shares ({"master": 48, …}) are apportioned exactly by largest
 * remainder over all entries and then shuffled, so that a chart shows the
 * figures asked for and not a sample of them. */
#include "app/plan.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

/* The sum of twelve uniform numbers: close enough to normal, and whole. */
int64_t plan_gauss(struct rng *r)
{
	int64_t sum = -5994; /* 12 × 999 / 2 */
	for (int i = 0; i < 12; i++)
		sum += (int64_t)rng_below(r, 1000);
	return sum;
}

int plan_find_entry(const struct plan *p, const char *id)
{
	size_t low = 0, high = p->entry_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(p->entries[middle].id, id);
		if (order == 0)
			return (int)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

static void shuffle(struct rng *r, void *items, size_t n, size_t size)
{
	char kept[64], *at = items;
	for (size_t i = n; i > 1; i--) {
		char *a = at + (i - 1) * size, *b = at + rng_below(r, i) * size;
		memcpy(kept, a, size);
		memcpy(a, b, size);
		memcpy(b, kept, size);
	}
}

static bool make_entries(struct plan *p, const struct json *entries, struct err *err)
{
	const struct json *groups = json_get(entries, "groups");
	const char *prefix = json_string(entries, "prefix", "E");
	int digits = (int)json_int(entries, "digits", 3);
	size_t total = 0, at = 0;
	for (size_t i = 0; groups && i < groups->count; i++)
		total += (size_t)json_int(&groups->items[i], "count", 0);
	if (total == 0 || total > 100000)
		return fail(err, ERR_INPUT, "rehearsal.parameters", "entries.groups must count 1 to 100000 entries.");
	p->entries = ARENA_ARRAY(p->arena, total, struct result_entry);
	p->qualities = ARENA_ARRAY(p->arena, total, int64_t);
	for (size_t i = 0; i < groups->count; i++) {
		const struct json *g = &groups->items[i];
		for (int64_t k = json_int(g, "count", 0); k > 0; k--)
			p->entries[at++] = (struct result_entry){
				.division = json_string(g, "division", NULL),
				.region = json_string(g, "region", NULL),
				.track = json_string(g, "track", NULL),
			};
	}
	p->entry_count = total;
	shuffle(&p->rng, p->entries, total, sizeof *p->entries);
	for (size_t i = 0; i < total; i++) {
		p->entries[i].id = arena_printf(p->arena, "%s-%0*zu", prefix, digits, i + 1);
		p->qualities[i] = plan_gauss(&p->rng);
	}
	return true;
}

static bool needs_official(const struct contest *c)
{
	for (int s = 0; s < c->stage_count; s++)
		for (int k = 0; k < c->stages[s].scoring.criterion_count; k++)
			if (c->stages[s].scoring.criteria[k].by == BY_OFFICIAL)
				return true;
	return false;
}

/* "J-01" onwards, class after class; then "S-01" for official values where some stage has any. */
static bool make_experts(struct plan *p, const struct json *experts, struct err *err)
{
	const struct json *classes = json_get(experts, "classes");
	size_t total = 0, at = 0;
	for (size_t i = 0; classes && i < classes->count; i++)
		total += (size_t)json_int(classes, classes->members[i].key, 0);
	if (total == 0 || total > 10000)
		return fail(err, ERR_INPUT, "rehearsal.parameters", "experts.classes must count 1 to 10000 experts.");
	p->experts = ARENA_ARRAY(p->arena, total + 1, struct result_expert);
	p->severities = ARENA_ARRAY(p->arena, total + 1, int64_t);
	for (size_t i = 0; i < classes->count; i++)
		for (int64_t k = classes->members[i].value.integer; k > 0; k--) {
			const char *key = classes->members[i].key;
			p->experts[at].class_id = *key ? key : NULL;
			p->experts[at].id = arena_printf(p->arena, total < 100 ? "J-%02zu" : "J-%03zu", at + 1);
			at++;
		}
	p->expert_count = total;
	for (size_t i = 0; i < total; i++)
		p->severities[i] = plan_gauss(&p->rng);
	if (needs_official(p->contest))
		p->experts[p->expert_count++] = (struct result_expert){.id = "S-01"};
	return true;
}

bool plan_people(struct plan *p, struct err *err)
{
	return make_entries(p, json_get(p->parameters, "entries"), err) &&
		make_experts(p, json_get(p->parameters, "experts"), err);
}

/* Shares over `n` places by largest remainder, shuffled: one value a place. */
static const char **apportion(struct plan *p, const struct json *shares, size_t n)
{
	const char **values = ARENA_ARRAY(p->arena, n + 1, const char *);
	int64_t sum = 0;
	size_t at = 0;
	for (size_t i = 0; i < shares->count; i++)
		sum += shares->members[i].value.integer;
	int64_t *left = ARENA_ARRAY(p->arena, shares->count, int64_t);
	for (size_t i = 0; i < shares->count && sum > 0; i++) {
		int64_t exact = shares->members[i].value.integer * (int64_t)n;
		for (int64_t k = exact / sum; k > 0; k--)
			values[at++] = shares->members[i].key;
		left[i] = exact % sum;
	}
	while (at < n && sum > 0) {
		size_t best = 0;
		for (size_t i = 1; i < shares->count; i++)
			best = left[i] > left[best] ? i : best;
		values[at++] = shares->members[best].key;
		left[best] = -1;
	}
	shuffle(&p->rng, values, n, sizeof *values);
	return values;
}

/* How many people each team has: one each, the rest thrown in, at most `most`. */
static int64_t *share_people(struct plan *p, int64_t total, int64_t most)
{
	int64_t *people = ARENA_ARRAY(p->arena, p->entry_count, int64_t), left = total;
	for (size_t i = 0; i < p->entry_count; i++, left--)
		people[i] = 1;
	while (left > 0 && total <= most * (int64_t)p->entry_count) {
		size_t i = (size_t)rng_below(&p->rng, p->entry_count);
		if (people[i] < most) {
			people[i]++;
			left--;
		}
	}
	return people;
}

enum { COLUMNS_MAX = 12 };

/* A column of the CSV, or several whose values go together ("country,province"): one text an entry. */
struct column {
	const char *heading;
	const char **values;
};

struct columns {
	struct column items[COLUMNS_MAX];
	size_t count;
};

/* Without shares of its own a contest's scenes are even. */
static struct json even_scenes(struct plan *p)
{
	size_t n = (size_t)p->contest->scenes.count;
	struct json even = {.type = JSON_OBJECT, .count = n};
	even.members = ARENA_ARRAY(p->arena, n, struct json_member);
	for (size_t i = 0; i < n; i++)
		even.members[i] = (struct json_member){p->contest->scenes.items[i].id, {.type = JSON_INT, .integer = 1}};
	return even;
}

static struct columns general_columns(struct plan *p, const struct json *shares)
{
	struct columns columns = {0};
	for (size_t i = 0; shares && i < shares->count && i + 1 < COLUMNS_MAX; i++)
		columns.items[columns.count++] = (struct column){shares->members[i].key,
			apportion(p, &shares->members[i].value, p->entry_count)};
	if (!json_get(shares, "scene") && p->contest->scenes.count > 0) {
		struct json even = even_scenes(p);
		columns.items[columns.count++] = (struct column){"scene", apportion(p, &even, p->entry_count)};
	}
	return columns;
}

/* Shares over the entries at[0..n) replace the general ones. */
static void override(struct plan *p, struct columns *columns, const struct json *shares, const size_t *at, size_t n)
{
	for (size_t c = 0; c < columns->count; c++) {
		const struct json *column = json_get(shares, columns->items[c].heading);
		const char **values = column ? apportion(p, column, n) : NULL;
		for (size_t i = 0; values && i < n; i++)
			columns->items[c].values[at[i]] = values[i];
	}
}

static bool label_fits(const char *wanted, const char *label)
{
	return !wanted || str_eq_null(wanted, label);
}

/* [{"region": "east", "shares": {…}}, …]: shares over the entries of a division, region or track. */
static void override_where(struct plan *p, struct columns *columns, const struct json *where)
{
	size_t *at = ARENA_ARRAY(p->arena, p->entry_count, size_t);
	for (size_t k = 0; where && k < where->count; k++) {
		const struct json *w = &where->items[k];
		size_t n = 0;
		for (size_t i = 0; i < p->entry_count; i++)
			if (label_fits(json_string(w, "division", NULL), p->entries[i].division) &&
				label_fits(json_string(w, "region", NULL), p->entries[i].region) &&
				label_fits(json_string(w, "track", NULL), p->entries[i].track))
				at[n++] = i;
		override(p, columns, json_get(w, "shares"), at, n);
	}
}

/* {"stage": "semifinal", "shares": {…}}: shares over those who take part in a stage. */
static void override_stage(struct plan *p, struct columns *columns, const struct json *of_stage)
{
	struct result_input in = {.contest = p->contest, .entries = p->entries, .entry_count = p->entry_count,
		.earlier = p->earlier, .earlier_count = p->earlier_count,
		.stage = contest_find_stage(p->contest, json_string(of_stage, "stage", ""))};
	struct result r;
	struct err none = {0};
	if (in.stage < 0 || !result_compute(&in, p->arena, &r, &none))
		return;
	size_t n = (size_t)r.sheets.entry_count, *at = ARENA_ARRAY(p->arena, n + 1, size_t);
	for (size_t i = 0; i < n; i++)
		at[i] = (size_t)plan_find_entry(p, r.sheets.entries[i].id);
	override(p, columns, json_get(of_stage, "shares"), at, n);
}

static void put_entry(const struct plan *p, size_t i, int digits, int64_t people, const struct columns *columns,
	struct buf *out)
{
	const struct result_entry *e = &p->entries[i];
	buf_printf(out, "%s,彩排项目 %0*zu · Rehearsal entry %0*zu,", e->id, digits, i + 1, digits, i + 1);
	buf_printf(out, "彩排团队 %0*zu · Rehearsal team %0*zu,", digits, i + 1, digits, i + 1);
	buf_printf(out, "%s,%s,%s,%" PRId64, e->division ? e->division : "", e->region ? e->region : "",
		e->track ? e->track : "", people);
	for (size_t c = 0; c < columns->count; c++)
		buf_printf(out, ",%s", columns->items[c].values[i]);
	buf_putc(out, '\n');
}

void plan_entries_csv(struct plan *p, struct buf *out)
{
	const struct json *entries = json_get(p->parameters, "entries");
	int digits = (int)json_int(entries, "digits", 3);
	struct columns columns = general_columns(p, json_get(entries, "shares"));
	override_where(p, &columns, json_get(entries, "where"));
	override_stage(p, &columns, json_get(entries, "of_stage"));
	int64_t *people = share_people(p, json_int(entries, "people", (int64_t)p->entry_count),
		json_int(entries, "people_most", 8));
	buf_puts(out, "entry,title,team,division,region,track,people");
	for (size_t c = 0; c < columns.count; c++)
		buf_printf(out, ",%s", columns.items[c].heading);
	buf_putc(out, '\n');
	for (size_t i = 0; i < p->entry_count; i++)
		put_entry(p, i, digits, people[i], &columns, out);
}

void plan_experts_csv(const struct plan *p, struct buf *out)
{
	buf_puts(out, "expert,class\n");
	for (size_t i = 0; i < p->expert_count; i++)
		buf_printf(out, "%s,%s\n", p->experts[i].id, p->experts[i].class_id ? p->experts[i].class_id : "");
}
