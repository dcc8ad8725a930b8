/* `leitai assign`: a case in JSON through lib/judging/assign.h; or an assignment made by hand held against the case. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "judging/assign_case.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"

#include <inttypes.h>
#include <stdio.h>

enum { TERMS_SHOWN = 4 };

/* What both say, the weightiest first. */
static void write_terms(struct json_writer *w, const struct assign_file *file, const struct assigned *p)
{
	struct fit_reason why;
	fit_why(file->fit, p->entry, p->expert, &why);
	json_open(w, "terms", '[');
	for (size_t i = 0; i < why.term_count; i++)
		json_put_string(w, NULL, why.terms[i].term);
	json_close(w, ']');
}

/* Every pair that could have been drawn. */
static void write_chances(struct json_writer *w, const struct assign_case *c, const struct assignment *a, struct arena *arena)
{
	json_put_string(w, "cap", assign_parts_text(c->cap_num, c->cap_den, arena));
	json_put_string(w, "expected", assign_parts_text(a->expected, a->whole, arena));
	json_put_int(w, "moved", (int64_t)a->moved);
	json_open(w, "chances", '[');
	for (int e = 0; e < c->entry_count; e++)
		for (int64_t o = c->starts[e]; o < c->starts[e + 1]; o++) {
			if (a->chances[o] == 0)
				continue;
			json_open(w, NULL, '{');
			json_put_string(w, "entry", c->entries[e]);
			json_put_string(w, "expert", c->experts[c->options[o].expert].id);
			json_put_string(w, "chance", assign_parts_text(a->chances[o], a->whole, arena));
			json_close(w, '}');
		}
	json_close(w, ']');
}

static void write_json(const struct assign_file *file, const struct assignment *a, struct arena *arena, struct buf *out)
{
	struct json_writer w = json_writer(out);
	const struct assign_case *c = &file->c;
	json_open(&w, NULL, '{');
	json_put_int(&w, "total", a->total);
	json_put_int(&w, "optimum", a->optimum);
	json_put_int(&w, "worst", a->worst);
	json_put_int(&w, "kept", (int64_t)a->kept);
	json_put_int(&w, "changed", (int64_t)a->changed);
	json_open(&w, "pairs", '[');
	for (size_t i = 0; i < a->count; i++) {
		const struct assigned *p = &a->pairs[i];
		json_open(&w, NULL, '{');
		json_put_string(&w, "entry", c->entries[p->entry]);
		json_put_string(&w, "expert", c->experts[p->expert].id);
		json_put_int(&w, "fit", p->fit);
		json_put_int(&w, "better", p->better);
		if (p->kept)
			json_put_bool(&w, "kept", true);
		if (p->moved)
			json_put_bool(&w, "moved", true);
		if (a->whole)
			json_put_string(&w, "chance", assign_parts_text(p->chance, a->whole, arena));
		if (file->fit)
			write_terms(&w, file, p);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_open(&w, "experts", '[');
	for (int j = 0; j < c->expert_count; j++) {
		json_open(&w, NULL, '{');
		json_put_string(&w, "expert", c->experts[j].id);
		json_put_int(&w, "entries", a->loads[j]);
		json_put_int(&w, "load", c->experts[j].load);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	if (a->whole)
		write_chances(&w, c, a, arena);
	json_close(&w, '}');
}

/* Why this expert: how many who fit better were needed elsewhere; or what else put it there. */
static const char *reason(const struct assigned *p, bool calibration, const struct assignment *a, struct arena *arena)
{
	if (calibration)
		return "calibration: everybody marks it";
	const char *first = p->kept ? "kept; " : p->moved ? "moved to link the experts; " : "";
	if (a->whole && !p->kept)
		first = arena_printf(arena, "%sdrawn with a chance of %s; ", first, assign_parts_text(p->chance, a->whole, arena));
	if (p->better == 0)
		return arena_printf(arena, "%snobody free fits better", first);
	return arena_printf(arena, "%s%d who %s better %s %s", first, p->better, p->better == 1 ? "fits" : "fit",
		p->better == 1 ? "is" : "are", a->whole ? "needed elsewhere or not drawn" : "needed elsewhere");
}

/* "电池, 预警": what made the fit. */
static const char *terms_of_pair(const struct assign_file *file, const struct assigned *p, struct arena *arena)
{
	struct fit_reason why;
	if (!file->fit)
		return NULL;
	fit_why(file->fit, p->entry, p->expert, &why);
	return fit_terms_text(&why, TERMS_SHOWN, arena);
}

static void print_tables(const struct assign_file *file, const struct assignment *a, struct arena *arena)
{
	static const char *const pairs[] = {"entry", "expert", "class", ">fit", "both say", "why"};
	static const char *const experts[] = {"expert", ">entries", ">load"};
	const struct assign_case *c = &file->c;
	struct table *t = table_new(arena, pairs, COUNT_OF(pairs));
	for (size_t i = 0; i < a->count; i++) {
		const struct assigned *p = &a->pairs[i];
		bool first = i == 0 || a->pairs[i - 1].entry != p->entry;
		table_cell(t, first ? c->entries[p->entry] : NULL);
		table_cell(t, c->experts[p->expert].id);
		table_cell(t, file->classes[c->experts[p->expert].class_index]);
		table_printf(t, "%" PRId32, p->fit);
		table_cell(t, terms_of_pair(file, p, arena));
		table_cell(t, reason(p, c->calibration[p->entry], a, arena));
	}
	table_print(t, stdout);
	putchar('\n');
	t = table_new(arena, experts, COUNT_OF(experts));
	for (int j = 0; j < c->expert_count; j++) {
		table_cell(t, c->experts[j].id);
		table_printf(t, "%d", a->loads[j]);
		table_printf(t, "%d", c->experts[j].load);
	}
	table_print(t, stdout);
	printf("\nTotal fit %" PRId64 ", worst pair %" PRId64 ".", a->total, a->worst);
	if (a->total != a->optimum)
		printf(" Linking the experts cost %" PRId64 ".", a->optimum - a->total);
	if (a->whole)
		printf(" No pair was likelier than %s; a total of %s was to be expected%s.", assign_parts_text(c->cap_num, c->cap_den, arena),
			assign_parts_text(a->expected, a->whole, arena),
			a->moved ? arena_printf(arena, ", and linkage changed %zu pairs against the draw", a->moved) : "");
	if (c->keep_count)
		printf(" %zu pairs kept, %zu changed.", a->kept, a->changed);
	putchar('\n');
}

static bool check_pairs(struct invocation *in, const struct assign_case *c, struct err *err)
{
	static const char *const codes[] = {[ASSIGN_NOT_ALLOWED] = "assign.not-allowed", [ASSIGN_TWICE] = "assign.twice",
		[ASSIGN_SEATS] = "assign.seats", [ASSIGN_LOAD] = "assign.load", [ASSIGN_LINKAGE] = "assign.linkage"};
	const char *message;
	enum assign_fault fault = assign_check(c, c->keep, c->keep_count, in->arena, &message);
	if (fault != ASSIGN_FINE)
		return fail(err, ERR_CONFLICT, codes[fault], "%s", message);
	if (in->json)
		printf("{\"ok\":true,\"pairs\":%zu}\n", c->keep_count);
	else
		printf("The %zu pairs hold every rule of the case.\n", c->keep_count);
	return true;
}

bool cmd_assign(struct invocation *in, struct err *err)
{
	struct slice text;
	struct assign_file file;
	struct assignment a;
	CLEANUP(buf_done) struct buf out = {0};
	if (!input_read(in->operands[0], INPUT_LIMIT_BYTES, in->arena, &text, err) ||
		!assign_file_read(text, in->arena, &file, err))
		return false;
	if (option_has(in, "check"))
		return check_pairs(in, &file.c, err);
	if (!assign_make(&file.c, in->arena, &a, err))
		return false;
	if (!in->json) {
		print_tables(&file, &a, in->arena);
		return true;
	}
	write_json(&file, &a, in->arena, &out);
	output_text(&out);
	return true;
}
