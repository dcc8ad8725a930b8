/* Fits of a stage's entries and experts by lib/judging/fit.h: words of both, wishes, regions. */
#include "app/assign_part.h"

#include "app/part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

#include <string.h>

enum { GLADLY = 150, RATHER_NOT = -150, SAME_REGION = 50, REGIONS_MOST = 64, REASONS = 3 };

/* A text, or a list of them. */
static void put_words(struct buf *out, const struct json *value)
{
	if (value && value->type == JSON_STRING)
		buf_printf(out, "%s\n", value->string);
	for (size_t i = 0; value && value->type == JSON_ARRAY && i < value->count; i++)
		put_words(out, &value->items[i]);
}

static const char *gather(const struct json *profile, const char *const *keys, size_t n, struct arena *arena)
{
	CLEANUP(buf_done) struct buf out = {0};
	for (size_t i = 0; i < n; i++)
		put_words(&out, json_get(profile, keys[i]));
	return arena_strndup(arena, buf_str(&out), out.len < FIT_TEXT_BYTES ? out.len : 0);
}

static bool entry_words(const struct assign_frame *f, int entry, const char **ret, struct err *err)
{
	static const char *const keys[] = {"title", "summary", "scene", "industry"};
	struct json profile;
	if (!part_read_profile(f->docket->entries[f->entries[entry]].profile, f->arena, &profile, err))
		return false;
	*ret = gather(&profile, keys, COUNT_OF(keys), f->arena);
	return true;
}

/* The regions that a text names, by id or by title. */
static uint64_t regions_in(const struct assign_frame *f, const char *text)
{
	const struct labels *regions = &f->contest->axes[AXIS_REGION];
	uint64_t bits = 0;
	for (int i = 0; i < regions->count && i < REGIONS_MOST; i++) {
		const struct label *r = &regions->items[i];
		if (strstr(text, r->id) || (r->title.zh && strstr(text, r->title.zh)) || (r->title.en && strstr(text, r->title.en)))
			bits |= (uint64_t)1 << i;
	}
	return bits;
}

static bool expert_words(const struct assign_frame *f, int expert, const char **ret, uint64_t *ret_regions, struct err *err)
{
	static const char *const fields[] = {"fields"}, *const regions[] = {"regions"};
	struct json profile;
	if (!part_read_profile(f->profiles[f->experts[expert]], f->arena, &profile, err))
		return false;
	*ret = gather(&profile, fields, COUNT_OF(fields), f->arena);
	*ret_regions = regions_in(f, gather(&profile, regions, COUNT_OF(regions), f->arena));
	return true;
}

static struct fit_wish *wishes_of(const struct assign_frame *f, size_t *ret_count)
{
	size_t n = 0;
	for (size_t i = 0; i < (size_t)f->entry_count * (size_t)f->expert_count; i++)
		n += f->wants[i] != 0;
	struct fit_wish *wishes = ARENA_ARRAY(f->arena, n + 1, struct fit_wish);
	n = 0;
	for (int e = 0; e < f->entry_count; e++)
		for (int x = 0; x < f->expert_count; x++)
			if (f->wants[assign_at(f, e, x)])
				wishes[n++] = (struct fit_wish){e, x, f->wants[assign_at(f, e, x)]};
	*ret_count = n;
	return wishes;
}

bool assign_fits(struct assign_frame *f, struct err *err)
{
	const char **entries = ARENA_ARRAY(f->arena, (size_t)f->entry_count, const char *);
	const char **experts = ARENA_ARRAY(f->arena, (size_t)f->expert_count, const char *);
	uint64_t *lies = ARENA_ARRAY(f->arena, (size_t)f->entry_count, uint64_t);
	uint64_t *knows = ARENA_ARRAY(f->arena, (size_t)f->expert_count, uint64_t);
	struct fit_trait *region = ARENA_NEW(f->arena, struct fit_trait);
	struct fit_case *c = ARENA_NEW(f->arena, struct fit_case);
	for (int e = 0; e < f->entry_count; e++) {
		const char *id = f->docket->entries[f->entries[e]].region;
		int at = id ? labels_find(&f->contest->axes[AXIS_REGION], id) : -1;
		lies[e] = at >= 0 && at < REGIONS_MOST ? (uint64_t)1 << at : 0;
		if (!entry_words(f, e, &entries[e], err))
			return false;
	}
	for (int x = 0; x < f->expert_count; x++)
		if (!expert_words(f, x, &experts[x], &knows[x], err))
			return false;
	*region = (struct fit_trait){lies, knows, SAME_REGION, 0};
	*c = (struct fit_case){.entry_count = f->entry_count, .expert_count = f->expert_count, .entries = entries, .experts = experts,
		.gladly = GLADLY, .rather_not = RATHER_NOT, .traits = region, .trait_count = 1};
	c->wishes = wishes_of(f, &c->wish_count);
	if (!f->entry_count || !f->expert_count)
		return true;
	if (!fit_new(c, f->arena, &f->fit, err))
		return false;
	for (int e = 0; e < f->entry_count; e++)
		fit_row(f->fit, e, f->fits + assign_at(f, e, 0));
	return true;
}

const char *assign_shared_words(const struct assign_frame *f, int entry, int expert)
{
	struct fit_reason why;
	CLEANUP(buf_done) struct buf out = {0};
	fit_why(f->fit, entry, expert, &why);
	for (size_t i = 0; i < why.term_count && i < REASONS; i++)
		buf_printf(&out, "%s%s", i ? ", " : "", why.terms[i].term);
	return arena_strdup(f->arena, buf_str(&out));
}
