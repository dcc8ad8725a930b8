/* Reads every file, counts the stages that are carried in the definition's order, then the stage itself. */
#include "cmd/tallying.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "cmd/input.h"
#include "contest/award.h"
#include "contest/contest.h"
#include "contest/definition.h"
#include "contest/deliberation.h"
#include "contest/result.h"
#include "contest/sheetfile.h"
#include "judging/severity_rule.h"

#include <string.h>

struct counted { /* an earlier stage */
	const struct entry *entries;
	int entry_count;
	const struct score *scores; /* NULL: not carried */
};

struct counting {
	const struct tallying_request *request;
	struct arena *arena;
	struct findings *findings;
	const struct contest *contest;
	struct counted *earlier; /* by stage */
	struct entry *known;     /* NULL without a list */
	int known_count;
	struct err *err;
};

static bool open_text(struct counting *c, const char *path, size_t limit, struct slice *ret)
{
	*c->findings = findings_of(path, c->arena);
	return input_read(path, limit, c->arena, ret, c->err);
}

static bool read_definition(struct counting *c)
{
	struct slice text;
	struct contest *contest;
	if (!open_text(c, c->request->definition, DEFINITION_LIMIT_BYTES, &text)
		|| !definition_read(text.at, text.len, c->arena, c->findings, &contest, c->err))
		return false;
	c->contest = contest;
	c->earlier = ARENA_ARRAY(c->arena, (size_t)contest->stage_count, struct counted);
	return true;
}

static bool read_entries(struct counting *c)
{
	struct slice text;
	if (!c->request->entries)
		return true;
	return open_text(c, c->request->entries, TALLYING_LIMIT_BYTES, &text)
		&& entryfile_read(c->contest, text.at, text.len, c->arena, c->findings, &c->known, &c->known_count, c->err);
}

static bool panel_stage(const struct counting *c, const char *id, int *ret)
{
	*ret = contest_find_stage(c->contest, id);
	if (*ret < 0)
		return fail(c->err, ERR_NOT_FOUND, "stage.unknown", "There is no stage “%s” in %s.", id, c->contest->id);
	if (c->contest->stages[*ret].kind != STAGE_PANEL)
		return fail(c->err, ERR_INPUT, "stage.open", "Nothing is marked in stage %s.", id);
	return true;
}

/* The stage asked for, or the only one with marks. */
static bool choose_stage(const struct counting *c, int *ret)
{
	if (c->request->stage)
		return panel_stage(c, c->request->stage, ret);
	int found = -1, count = 0;
	for (int s = 0; s < c->contest->stage_count; s++)
		if (c->contest->stages[s].kind == STAGE_PANEL) {
			found = s;
			count++;
		}
	if (count != 1)
		return fail(c->err, ERR_INPUT, "usage.stage", "%s has %d stages with marks; say which with --stage.",
			c->contest->id, count);
	*ret = found;
	return true;
}

static struct carried carried_of(const struct counting *c, const struct sheets *sheets)
{
	size_t stages = (size_t)c->contest->stage_count, n = (size_t)sheets->entry_count;
	bool *has = ARENA_ARRAY(c->arena, n * stages, bool);
	struct ratio *own = ARENA_ARRAY(c->arena, n * stages, struct ratio);
	for (size_t s = 0; s < stages; s++) {
		const struct counted *from = &c->earlier[s];
		for (size_t e = 0; e < n && from->scores; e++) {
			int at = entries_find(from->entries, from->entry_count, sheets->entries[e].id);
			if (at < 0 || from->scores[at].state != SCORE_OK)
				continue;
			has[e * stages + s] = true;
			own[e * stages + s] = from->scores[at].own;
		}
	}
	return (struct carried){has, own};
}

/* A file has nothing to wait for: a heat whose scores can't be formed is an error. */
static bool formed(const struct counting *c, int stage, const struct tally *tally)
{
	struct result r = {.contest = c->contest, .stage = stage, .tally = *tally};
	return result_formed(&r, -1, c->err);
}

static bool count_stage(struct counting *c, int stage, const char *path, bool listed, struct sheets *sheets,
	struct carried *carried, struct tally *ret)
{
	struct slice text;
	if (!open_text(c, path, TALLYING_LIMIT_BYTES, &text)
		|| !sheetfile_read(c->contest, stage, listed ? c->known : NULL, c->known_count, text.at, text.len, c->arena,
			c->findings, sheets, c->err))
		return false;
	*carried = carried_of(c, sheets);
	return tally_stage(c->contest, stage, sheets, carried, &severity_rules, c->arena, ret, c->err) && formed(c, stage, ret);
}

/* The file that is carried for a stage, or NULL; every word must name a panel stage. */
static bool find_carry(const struct counting *c, int stage, const char **ret_path)
{
	*ret_path = NULL;
	for (size_t i = 0; i < c->request->carry_count; i++) {
		const char *word = c->request->carries[i], *equals = strchr(word, '=');
		int named;
		if (!equals)
			return fail(c->err, ERR_INPUT, "usage.carry", "--carry takes STAGE=SHEETS.csv, not “%s”.", word);
		if (!panel_stage(c, arena_strndup(c->arena, word, (size_t)(equals - word)), &named))
			return false;
		if (named == stage)
			*ret_path = equals + 1;
	}
	return true;
}

static bool count_earlier(struct counting *c, int stage)
{
	for (int s = 0; s < stage; s++) {
		const char *path;
		if (!find_carry(c, s, &path))
			return false;
		if (!path)
			continue;
		struct sheets *sheets = ARENA_NEW(c->arena, struct sheets);
		struct carried carried;
		struct tally tally;
		if (!count_stage(c, s, path, false, sheets, &carried, &tally))
			return false;
		c->earlier[s] = (struct counted){sheets->entries, sheets->entry_count, tally.scores};
	}
	return true;
}

static bool read_decision(const struct counting *c, const char *word, const struct sheets *sheets, struct decision *ret)
{
	int *order = ARENA_ARRAY(c->arena, strlen(word) / 2 + 1, int);
	int n = 0;
	for (const char *at = word;; at++) {
		size_t len = strcspn(at, ",");
		const char *id = arena_strndup(c->arena, at, len);
		order[n] = entries_find(sheets->entries, sheets->entry_count, id);
		if (order[n] < 0)
			return fail(c->err, ERR_NOT_FOUND, "entry.unknown", "There is no entry “%s” to decide about.", id);
		n++;
		at += len;
		if (!*at)
			break;
	}
	*ret = (struct decision){order, n};
	return true;
}

static bool read_decisions(const struct counting *c, const struct sheets *sheets, struct decision **ret)
{
	*ret = ARENA_ARRAY(c->arena, c->request->decision_count, struct decision);
	for (size_t i = 0; i < c->request->decision_count; i++)
		if (!read_decision(c, c->request->decisions[i], sheets, &(*ret)[i]))
			return false;
	return true;
}

bool tallying_run(const struct tallying_request *request, struct arena *arena, struct findings *findings,
	struct tallying *ret, struct err *err)
{
	struct counting c = {.request = request, .arena = arena, .findings = findings, .err = err};
	struct carried carried;
	struct decision *decisions;
	struct comparer *comparer;
	*ret = (struct tallying){0};
	if (!read_definition(&c) || !choose_stage(&c, &ret->stage) || !read_entries(&c)
		|| !count_earlier(&c, ret->stage)
		|| !count_stage(&c, ret->stage, request->sheets, true, &ret->sheets, &carried, &ret->tally)
		|| !read_decisions(&c, &ret->sheets, &decisions))
		return false;
	ret->contest = c.contest;
	int n = (int)request->decision_count;
	return rank_stage(&ret->tally, &carried, decisions, n, arena, &ret->ranking, err)
		&& rank_comparer(&ret->tally, &carried, decisions, n, arena, &comparer, err)
		&& cut_stage(&ret->tally, &ret->ranking, comparer, arena, &ret->cut, err)
		&& award_stage(&ret->tally, &ret->ranking, comparer, NULL, 0, arena, &ret->grants, &ret->grant_count,
			&ret->award_ties, &ret->award_tie_count, err);
}
