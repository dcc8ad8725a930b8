/* Definitions: reading ends, findings and result agree, and what was accepted keeps the header's promises. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/finding.h"
#include "contest/contest.h"
#include "contest/definition.h"

static void check_selector(const struct contest *c, const struct stage *s, const struct selector *sel)
{
	for (int i = 0; i < AXIS_COUNT; i++)
		MUST_HOLD(
			sel->at[i] >= -1 && sel->at[i] < (i == AXIS_HEAT ? s->heat_count : c->axes[i].count));
}

static void check_scoring(const struct contest *c, int stage)
{
	const struct scoring *s = &c->stages[stage].scoring;
	MUST_HOLD(s->criterion_count > 0 && s->step_count > 0 && s->quorum.sheets >= 1);
	for (int i = 0; i < s->criterion_count; i++)
		MUST_HOLD(s->criteria[i].step > 0 && s->criteria[i].max > s->criteria[i].min &&
			(s->criteria[i].max - s->criteria[i].min) % s->criteria[i].step == 0);
	for (int i = 0; i < s->step_count; i++) {
		const struct step *step = &s->steps[i];
		MUST_HOLD(
			step->kind < STEP_KIND_COUNT && step->places >= 0 && step->places <= DECIMAL_PLACES);
		for (int j = 0; j < step->factor_count; j++)
			MUST_HOLD(
				step->factors[j].criterion >= 0 && step->factors[j].by < s->criterion_count);
		for (int j = 0; j < step->term_count; j++)
			MUST_HOLD(step->terms[j].stage < stage && step->terms[j].weight > 0);
		for (int j = 0; j < step->share_count; j++)
			MUST_HOLD(step->shares[j].class_index >= 0 &&
				step->shares[j].class_index < c->classes.count);
	}
	for (int i = 0; i < s->tie_count; i++)
		MUST_HOLD(s->ties[i].criterion < s->criterion_count && s->ties[i].stage < stage);
}

static void check_stage(const struct contest *c, int i)
{
	const struct stage *s = &c->stages[i];
	MUST_HOLD(s->id && (s->title.zh || s->title.en));
	for (int j = 0; j < s->from_count; j++)
		MUST_HOLD(s->from[j] >= 0 && s->from[j] < i);
	for (int j = 0; j < s->quota_count; j++)
		check_selector(c, s, &s->quotas[j].selects);
	for (int j = 0; j < s->award_count; j++)
		check_selector(c, s, &s->awards[j].selects);
	for (int j = 0; j < s->heat_count; j++)
		check_selector(c, s, &s->heats[j].selects);
	if (s->kind == STAGE_PANEL) {
		MUST_HOLD(s->heat_count > 0);
		check_scoring(c, i);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("fuzz.yaml", arena);
	struct contest *c = NULL;
	struct err err = {0};
	bool ok = definition_read((const char *)data, size, arena, &findings, &c, &err);
	MUST_HOLD(ok == (findings.total == 0) && ok == (c != NULL) && ok == (err.kind == ERR_NONE));
	for (size_t i = 0; i < findings.count; i++)
		MUST_HOLD(strncmp(findings.items[i].code, "definition.", 11) == 0 &&
			*findings.items[i].message);
	if (!ok)
		return 0;
	MUST_HOLD(c->source_len == size && memcmp(c->source, data, size) == 0);
	for (int i = 0; i < c->stage_count; i++)
		check_stage(c, i);
	return 0;
}
