/* Builds the small contest through the use cases themselves, as an organiser would. */
#include "case.h"

#include <stdio.h>
#include <stdlib.h>

const char CASE_DEFINITION[] =
	"leitai: 1\n"
	"id: t\n"
	"title: {zh: 小赛, en: Small}\n"
	"rehearsal: true\n"
	"divisions: [{id: a, title: A}, {id: b, title: B}]\n"
	"classes: [{id: industry, title: {zh: 产业, en: Industry}}, {id: office, title: {zh: 会务, en: Office}}]\n"
	"stages:\n"
	"  - id: semi\n"
	"    title: {zh: 复赛, en: Semi-final}\n"
	"    starts: 2026-01-01\n"
	"    heats: {by: division, pitch: 10 min, questions: 4 min}\n"
	"    rank_within: division\n"
	"    panel: {industry: 3}\n"
	"    supervised: true\n"
	"    criteria:\n"
	"      - {id: depth, title: {zh: 深度, en: Depth}, min: 0, max: 100, step: 0.5}\n"
	"      - {id: use, title: {zh: 应用, en: Use}, min: 0, max: 100, step: 0.5}\n"
	"      - {id: over, title: {zh: 超时, en: Overtime}, by: official, optional: true, min: 0, max: 600, step: 1}\n"
	"    scoring:\n"
	"      quorum: {sheets: 2}\n"
	"      steps:\n"
	"        - {do: total, as: mean}\n"
	"        - {do: combine, rule: mean, round: {places: 2, mode: half-up}}\n"
	"        - {do: penalty, criterion: over, free: 0, each: 60, points: 2}\n"
	"      ties: [{criterion: depth}]\n"
	"      tie_end: deliberation\n"
	"      decimals: 2\n"
	"    advance: {quotas: [{division: a, places: 2}, {division: b, places: 1}], reserve: 1}\n"
	"    deliberation: majority\n"
	"  - id: final\n"
	"    title: {zh: 决赛, en: Final}\n"
	"    from: [semi]\n"
	"    starts: 2026-02-01\n"
	"    heats: [{id: hall, title: {zh: 主会场, en: Hall}}]\n"
	"    panel: {industry: 3}\n"
	"    criteria: [{id: depth, title: {zh: 深度, en: Depth}, min: 0, max: 100, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean, round: {places: 2, mode: half-up}}]\n"
	"      tie_end: shared\n"
	"      decimals: 2\n"
	"    awards:\n"
	"      - {id: first, title: {zh: 一等奖, en: First}, by: rank, places: 1}\n"
	"      - {id: special, title: {zh: 特别奖, en: Special}, by: jury, places: 1}\n";

const struct request CASE_RQ = {.actor = "test"};

struct app_case case_open_bare(struct engine *e)
{
	struct app_case c = {.engine = e};
	c.findings = findings_of("case.csv", e->arena);
	assert_ok(e, app_open(&(struct app_options){.url = e->url}, &c.app, &e->err));
	assert_ok(e, app_init(c.app, "contest.example.org", &e->err));
	assert_ok(e, app_add_contest(c.app, &CASE_RQ, CASE_DEFINITION, strlen(CASE_DEFINITION), &c.findings, &e->err));
	return c;
}

bool case_entries(struct app_case *c, const char *csv)
{
	c->findings = findings_of("entries.csv", c->engine->arena);
	c->engine->err = (struct err){0};
	return app_import_entries(c->app, &CASE_RQ, "t", csv, strlen(csv), false, &c->findings, &c->report, &c->engine->err);
}

bool case_sheets(struct app_case *c, const char *stage, const char *csv)
{
	c->findings = findings_of("sheets.csv", c->engine->arena);
	c->engine->err = (struct err){0};
	return app_import_sheets(c->app, &CASE_RQ, "t", stage, csv, strlen(csv), false, false, &c->findings, &c->report,
		&c->engine->err);
}

struct app_case case_open(struct engine *e)
{
	static const char entries[] = "entry,title,team,division,contact,people\n"
		"A1,Title A1,Team A1,a,a1@secret.example,3\nA2,Title A2,Team A2,a,,4\nA3,Title A3,Team A3,a,,5\n"
		"A4,Title A4,Team A4,a,,3\nA5,Title A5,Team A5,a,,3\nB1,Title B1,Team B1,b,,2\nB2,Title B2,Team B2,b,,2\n"
		"B3,Title B3,Team B3,b,,2\n";
	static const char experts[] = "expert,class,name\nX1,industry,Name One\nX2,industry,\nX3,industry,\nO1,office,\n";
	struct app_case c = case_open_bare(e);
	assert_ok(e, case_entries(&c, entries));
	assert_ok(e, app_import_experts(c.app, &CASE_RQ, "t", experts, strlen(experts), false, &c.findings, &c.report, &e->err));
	return c;
}

void case_close(struct app_case *c)
{
	app_close(c->app);
}

void case_mark(struct app_case *c, const char *stage, const char *lines)
{
	struct engine *e = c->engine;
	bool final = str_eq(stage, "final");
	CLEANUP(buf_done) struct buf csv = {0};
	buf_puts(&csv, "heat,entry,expert,criterion,mark\n");
	char *copy = arena_strdup(e->arena, lines), *line_end;
	for (char *line = strtok_r(copy, ";", &line_end); line; line = strtok_r(NULL, ";", &line_end)) {
		char *word_end, *entry = strtok_r(line, " ", &word_end);
		for (int x = 1; x <= 3; x++) {
			const char *mark = strtok_r(NULL, " ", &word_end);
			const char *heat = final ? "hall" : entry[0] == 'A' ? "a" : "b";
			buf_printf(&csv, "%s,%s,X%d,depth,%s\n", heat, entry, x, mark);
			if (!final)
				buf_printf(&csv, "%s,%s,X%d,use,%s\n", heat, entry, x, mark);
		}
	}
	assert_ok(e, case_sheets(c, stage, buf_str(&csv)));
}

const char *case_board(struct app_case *c, const char *stage, bool inside)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_stage(c->app, "t", stage, inside, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

const char *case_entry(struct app_case *c, const char *entry)
{
	CLEANUP(buf_done) struct buf out = {0};
	assert_ok(c->engine, view_entry(c->app, "t", entry, &out, &c->engine->err));
	return arena_strdup(c->engine->arena, buf_str(&out));
}

int count_of(const char *text, const char *part)
{
	int n = 0;
	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}
