/* The experts' pool: candidates, invitations and answers, substitutes. */
#include "http/handlers.h"

#include "app/app.h"
#include "app/candidate.h"
#include "base/arena.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/time.h"
#include "http/body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool http_candidates(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct candidate_query query = {
		.state = http_query_text(call, "state"),
		.class_id = http_query_text(call, "class"),
		.field = http_query_text(call, "field"),
		.words = http_query_text(call, "q"),
	};
	return view_candidates(http_app(call->http), &rq, call->params[0], &query, &answer->body, err);
}

bool http_candidates_csv(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	snprintf(answer->download, sizeof(answer->download), "%s-candidates.csv", call->params[0]);
	return view_candidates_csv(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_candidate(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_candidate(http_app(call->http), &rq, call->params[0], call->params[1], &answer->body, err);
}

/* A load is a number as text, since "" must be able to say that there is none. */
static bool words_of(const struct json *body, struct candidate_words *ret, struct err *err)
{
	const char *load = json_string(body, "load", NULL);
	if (load && (strlen(load) > 7 || load[strspn(load, "0123456789")]))
		return fail(err, ERR_INPUT, "candidate.load", "A load is a whole number of entries, or nothing.");
	*ret = (struct candidate_words){
		.class_id = json_string(body, "class", NULL),
		.name = json_string(body, "name", NULL),
		.organisation = json_string(body, "organisation", NULL),
		.parents = json_string(body, "parents", NULL),
		.mail = json_string(body, "mail", NULL),
		.fields = json_string(body, "fields", NULL),
		.languages = json_string(body, "languages", NULL),
		.regions = json_string(body, "regions", NULL),
		.note = json_string(body, "note", NULL),
		.away = json_string(body, "away", NULL),
		.load = !load ? CANDIDATE_LOAD_SAME : *load ? atoll(load) : -1,
	};
	return true;
}

bool http_put_candidate(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct candidate_words words;
	return words_of(call->body, &words, err) &&
		app_put_candidate(http_app(call->http), &rq, call->params[0], call->params[1], &words, err) &&
		http_candidate(call, answer, err);
}

bool http_remove_candidate(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_remove_candidate(http_app(call->http), &rq, call->params[0], call->params[1], err) && http_no_content(answer);
}

bool http_erase_candidate(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return app_erase_candidate(http_app(call->http), &rq, call->params[0], call->params[1], err) &&
		http_candidate(call, answer, err);
}

/* Mistakes in the file are the answer, not an error: whoever sent it mends them by line. */
static void put_report(struct http_answer *answer, const struct import_report *r, const struct findings *findings, bool written)
{
	struct json_writer w = json_writer(&answer->body);
	json_open(&w, NULL, '{');
	json_put_bool(&w, "written", written);
	json_put_int(&w, "rows", (int64_t)r->rows);
	json_put_int(&w, "added", (int64_t)r->added);
	json_put_int(&w, "amended", (int64_t)r->amended);
	json_put_int(&w, "unchanged", (int64_t)r->unchanged);
	json_open(&w, "findings", '[');
	for (int i = 0; i < (int)findings->count; i++) {
		json_open(&w, NULL, '{');
		json_put_int(&w, "line", findings->items[i].line);
		json_put_string(&w, "code", findings->items[i].code);
		json_put_string(&w, "message", findings->items[i].message);
		json_close(&w, '}');
	}
	json_close(&w, ']');
	json_close(&w, '}');
}

bool http_import_candidates(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *text = json_string(call->body, "csv", "");
	bool preview = json_bool(call->body, "preview", false);
	struct findings findings = findings_of("csv", call->arena);
	struct import_report report = {0};
	bool good = app_import_candidates(http_app(call->http), &rq, call->params[0], text, strlen(text), preview, &findings,
		&report, err);
	if (!good && !findings.total)
		return false;
	put_report(answer, &report, &findings, good && !preview);
	return true;
}

static void put_made(struct json_writer *w, const struct made_invitation *m)
{
	char at[TIME_TEXT];
	json_open(w, NULL, '{');
	json_put_string(w, "expert", m->expert);
	if (m->name)
		json_put_string(w, "name", m->name);
	if (m->mail)
		json_put_string(w, "mail", m->mail);
	json_put_int(w, "link", m->link.id);
	json_put_string(w, "token", m->link.token);
	json_put_string(w, "expires", time_format(m->link.expires_ms, at));
	json_close(w, '}');
}

bool http_invite(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct new_invitations n = {.anyway = json_bool(call->body, "anyway", false)};
	struct made_invitation *made;
	const char *answer_by = json_string(call->body, "answer_by", NULL);
	if (answer_by && !time_parse(answer_by, 0, &n.answer_by_ms))
		return fail(err, ERR_INPUT, "body.value", "The member answer_by must be a time.");
	if (!http_body_ids(call, json_get(call->body, "experts"), "experts", &n.experts, &n.count, err) ||
		!app_invite(http_app(call->http), &rq, call->params[0], &n, call->arena, &made, err))
		return false;
	answer->status = 201;
	struct json_writer w = json_writer(&answer->body);
	json_open(&w, NULL, '{');
	json_open(&w, "invitations", '[');
	for (int i = 0; i < n.count; i++)
		put_made(&w, &made[i]);
	json_close(&w, ']');
	json_close(&w, '}');
	return true;
}

static bool answer_of(const struct http_call *call, enum candidate_answer *ret, struct err *err)
{
	const char *name = json_string(call->body, "answer", "");
	int found = candidate_answer_find(name);
	*ret = (enum candidate_answer)found;
	return found >= 0 || fail(err, ERR_INPUT, "body.value", "The member answer must be accept, decline or leave.");
}

bool http_answer_for(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	enum candidate_answer given;
	return answer_of(call, &given, err) &&
		app_answer(http_app(call->http), &rq, call->params[0], call->params[1], given,
			json_string(call->body, "remark", NULL), err) &&
		http_candidate(call, answer, err);
}

bool http_invitation(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_invitation(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

bool http_answer_invitation(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	enum candidate_answer given;
	return answer_of(call, &given, err) &&
		app_answer(http_app(call->http), &rq, call->params[0], NULL, given, json_string(call->body, "remark", NULL), err) &&
		http_invitation(call, answer, err);
}

bool http_put_own_words(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct candidate_words words;
	return words_of(call->body, &words, err) &&
		app_put_own_words(http_app(call->http), &rq, call->params[0], &words, err) && http_invitation(call, answer, err);
}

bool http_substitutes(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct substitute_query query = {
		.stage = call->params[1],
		.heat = http_query_text(call, "heat"),
		.class_id = http_query_text(call, "class"),
		.expert = http_query_text(call, "for"),
	};
	return view_substitutes(http_app(call->http), &rq, call->params[0], &query, &answer->body, err);
}
