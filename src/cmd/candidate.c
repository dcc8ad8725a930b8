/* The experts' pool: listing, inviting, answering, leaving, and who could take a place. */
#include "app/app.h"
#include "app/candidate.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/link.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"
#include "cmd/secret.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_times(struct table *t, const struct json *c)
{
	const struct json *barred = json_get(c, "barred");
	int64_t bars = json_int(barred, "confirmed", 0) + json_int(barred, "undecided", 0);
	if (bars)
		table_printf(t, "%" PRId64 "%s", bars, json_int(barred, "undecided", 0) ? "?" : "");
	else
		table_cell(t, "");
	table_printf(t, "%.16s", json_string(c, "asked", ""));
	table_printf(t, "%.16s", json_string(c, "answered", ""));
}

static void print_pool(struct invocation *in, const struct json *pool)
{
	static const char *const columns[] = {"expert", "class", "name", "organisation", "fields", ">load", "state", ">barred",
		"asked", "answered"};
	static const char *const words[] = {"id", "class", "name", "organisation", "fields"};
	struct table *t = table_new(in->arena, columns, COUNT_OF(columns));
	const struct json *all = json_get(pool, "candidates"), *need = json_get(pool, "need");
	for (size_t i = 0; all && i < all->count; i++) {
		const struct json *c = &all->items[i];
		for (size_t k = 0; k < COUNT_OF(words); k++)
			table_cell(t, json_string(c, words[k], ""));
		table_cell(t, reply_number(c, "load", in->arena));
		table_cell(t, json_string(c, "state", ""));
		put_times(t, c);
	}
	table_print(t, stdout);
	for (size_t i = 0; need && i < need->count; i++)
		output_note(in, "%s: %" PRId64 " of %" PRId64 " accepted, %" PRId64 " invited, %" PRId64 " listed",
			json_string(&need->items[i], "class", ""), json_int(&need->items[i], "accepted", 0),
			json_int(&need->items[i], "need", 0), json_int(&need->items[i], "invited", 0),
			json_int(&need->items[i], "listed", 0));
}

bool cmd_candidate_list(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct json pool;
	struct candidate_query query = {option_get(in, "state"), option_get(in, "class"), option_get(in, "field"),
		option_get(in, "text")};
	if (!data_open(in, DATA_EXISTING, &app, err))
		return false;
	if (option_has(in, "csv"))
		return view_candidates_csv(app, &rq, in->operands[0], &out, err) && (output_text(&out), true);
	if (!view_candidates(app, &rq, in->operands[0], &query, &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &pool, err))
		return false;
	print_pool(in, &pool);
	return true;
}

static void print_history(const struct json *c)
{
	const struct json *past = json_get(c, "history"), *asked = json_get(c, "invitations");
	for (size_t i = 0; asked && i < asked->count; i++)
		printf("  link %-7" PRId64 " made %.16s%s%.16s%s\n", json_int(&asked->items[i], "link", 0),
			json_string(&asked->items[i], "made", ""), json_string(&asked->items[i], "opened", NULL) ? ", opened " : "",
			json_string(&asked->items[i], "opened", ""), json_bool(&asked->items[i], "ended", false) ? ", ended" : "");
	for (size_t i = 0; past && i < past->count; i++)
		printf("  %-12s %s, %" PRId64 " sheets\n", json_string(&past->items[i], "contest", ""),
			json_string(&past->items[i], "state", ""), json_int(&past->items[i], "sheets", 0));
}

bool cmd_candidate_show(struct invocation *in, struct err *err)
{
	static const char *const keys[] = {"class", "name", "organisation", "parents", "mail", "fields", "languages", "regions",
		"away", "note", "state", "asked", "answer_by", "opened", "answered", "remark"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct json c;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_candidate(app, &rq, in->operands[0], in->operands[1], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &c, err))
		return false;
	printf("%s\n", json_string(&c, "id", ""));
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (*json_string(&c, keys[i], ""))
			printf("  %-12s %s\n", keys[i], json_string(&c, keys[i], ""));
	print_history(&c);
	return true;
}

static bool read_words(struct invocation *in, struct candidate_words *ret, struct err *err)
{
	const char *load = option_get(in, "load");
	if (load && (strlen(load) > 7 || load[strspn(load, "0123456789")]))
		return fail(err, ERR_INPUT, "usage.load", "“%s” is no whole number of entries; “” says that there is no cap.", load);
	*ret = (struct candidate_words){.class_id = option_get(in, "class"), .name = option_get(in, "name"),
		.organisation = option_get(in, "organisation"), .parents = option_get(in, "parents"), .mail = option_get(in, "mail"),
		.fields = option_get(in, "fields"), .languages = option_get(in, "languages"), .regions = option_get(in, "regions"),
		.note = option_get(in, "note"), .away = option_get(in, "away"),
		.load = !load ? CANDIDATE_LOAD_SAME : *load ? atoll(load) : -1};
	return true;
}

bool cmd_candidate_add(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct candidate_words words;
	if (!read_words(in, &words, err) || !data_open(in, DATA_EXISTING, &app, err) ||
		!app_put_candidate(app, &rq, in->operands[0], in->operands[1], &words, err))
		return false;
	output_note(in, "%s stands in the pool of %s.", in->operands[1], in->operands[0]);
	return reply_done(in, "candidate", in->operands[1]);
}

bool cmd_candidate_remove(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	bool erase = option_has(in, "erase");
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!(erase ? app_erase_candidate : app_remove_candidate)(app, &rq, in->operands[0], in->operands[1], err))
		return false;
	output_note(in, erase ? "The words of %s are erased." : "%s is off the list.", in->operands[1]);
	return reply_done(in, erase ? "erased" : "removed", in->operands[1]);
}

/* ---- invitations */

static const char *address(struct invocation *in, const char *base, const struct made_invitation *m)
{
	return arena_printf(in->arena, "%s%senter#%s", base, *base && base[strlen(base) - 1] == '/' ? "" : "/", m->link.token);
}

static bool print_made(struct invocation *in, const struct made_invitation *made, int count, const char *base, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_open(&w, "invitations", '[');
	for (int i = 0; i < count; i++) {
		const char *url = address(in, base, &made[i]);
		if (!in->json)
			printf("%s\t%s\t%s\t%s\n", made[i].expert, made[i].name ? made[i].name : "", made[i].mail ? made[i].mail : "", url);
		if (!in->json && option_has(in, "qr") && !secret_qr(url, err))
			return false;
		json_open(&w, NULL, '{');
		json_put_string(&w, "expert", made[i].expert);
		json_put_int(&w, "link", made[i].link.id);
		json_put_string(&w, "url", url);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
	if (in->json)
		output_text(&out);
	else
		output_note(in, "%d invited. The links are shown only now.", count);
	return true;
}

bool cmd_candidate_invite(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct made_invitation *made;
	const char *base, *by = option_get(in, "answer-by");
	struct new_invitations n = {.experts = in->operands + 1, .count = (int)in->operand_count - 1,
		.anyway = option_has(in, "anyway")};
	if (by && !time_parse(by, 0, &n.answer_by_ms))
		return fail(err, ERR_INPUT, "usage.answer-by", "“%s” is no time like 2026-05-01T18:00+08:00.", by);
	return data_open(in, DATA_EXISTING, &app, err) && link_base(in, app, &base, err) &&
		app_invite(app, &rq, in->operands[0], &n, in->arena, &made, err) && print_made(in, made, n.count, base, err);
}

static bool answer(struct invocation *in, enum candidate_answer given, struct err *err)
{
	static const char *const said[] = {"%s has accepted, and is seated.", "%s has declined.", "%s has left."};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_answer(app, &rq, in->operands[0], in->operands[1], given, option_get(in, "remark"), err))
		return false;
	output_note(in, said[given], in->operands[1]);
	return reply_done(in, "answered", in->operands[1]);
}

bool cmd_candidate_answer(struct invocation *in, struct err *err)
{
	int given = candidate_answer_find(in->operands[2]);
	if (given != ANSWER_ACCEPT && given != ANSWER_DECLINE)
		return fail(err, ERR_INPUT, "usage.answer", "An answer is accept or decline, not “%.40s”.", in->operands[2]);
	return answer(in, (enum candidate_answer)given, err);
}

bool cmd_candidate_leave(struct invocation *in, struct err *err)
{
	return answer(in, ANSWER_LEAVE, err);
}

/* ---- substitutes */

static const char *why(struct invocation *in, const struct json *s)
{
	CLEANUP(buf_done) struct buf out = {0};
	const struct json *barred = json_get(s, "barred"), *past = json_get(s, "history");
	if (json_bool(s, "away", false))
		buf_puts(&out, "; away then");
	if (json_int(barred, "confirmed", 0) || json_int(barred, "undecided", 0))
		buf_printf(&out, "; barred from %" PRId64 ", %" PRId64 " undecided", json_int(barred, "confirmed", 0),
			json_int(barred, "undecided", 0));
	if (json_get(s, "load_left"))
		buf_printf(&out, "; %" PRId64 " entries left%s", json_int(s, "load_left", 0),
			json_bool(s, "full", false) ? ", too few" : "");
	if (json_int(past, "contests", 0))
		buf_printf(&out, "; %" PRId64 " contests before, %" PRId64 " sheets", json_int(past, "contests", 0),
			json_int(past, "sheets", 0));
	return out.len ? arena_strdup(in->arena, buf_str(&out) + 2) : "free";
}

bool cmd_candidate_substitutes(struct invocation *in, struct err *err)
{
	static const char *const columns[] = {"expert", "class", "name", "organisation", "state", "why"};
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct substitute_query query = {in->operands[1], option_get(in, "heat"), option_get(in, "class"), option_get(in, "for")};
	struct json reply;
	if (!data_open(in, DATA_EXISTING, &app, err) || !view_substitutes(app, &rq, in->operands[0], &query, &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &reply, err))
		return false;
	struct table *t = table_new(in->arena, columns, COUNT_OF(columns));
	const struct json *all = json_get(&reply, "substitutes");
	for (size_t i = 0; all && i < all->count; i++) {
		const struct json *s = &all->items[i];
		table_cell(t, json_string(s, "id", ""));
		table_cell(t, json_string(s, "class", ""));
		table_cell(t, json_string(s, "name", ""));
		table_cell(t, json_string(s, "organisation", ""));
		table_cell(t, json_string(s, "state", ""));
		table_cell(t, why(in, s));
	}
	table_print(t, stdout);
	return true;
}
