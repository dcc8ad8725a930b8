/* The table of routes and their handlers. A handler reads its parameters, calls
 * one view and is done; what it may show is the view's business. */
#include "http/router.h"

#include "app/app.h"
#include "app/view.h"
#include "base/str.h"
#include "http/assets.h"
#include "http/handlers.h"
#include "http/metrics.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON "application/json"
#define TEXT "text/plain; charset=utf-8"
#define CONTEST "/api/v1/contests/{contest:id}"
#define STAGE CONTEST "/stages/{stage:id}"
#define HEAT STAGE "/heats/{heat:id}"

enum { LEDGER_PIECE = 1000, LEDGER_DEFAULT = 1000, LEDGER_MOST = 10000000 };

static bool get_contests(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_contests(http_app(call->http), &answer->body, err);
}

static bool get_contest(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_contest(http_app(call->http), call->params[0], &answer->body, err);
}

static bool get_entries(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct entry_query query = {
		.after = http_query_text(call, "after"),
		.limit = (int)http_query_number(call, "limit", 0),
		.division = http_query_text(call, "division"),
		.region = http_query_text(call, "region"),
		.track = http_query_text(call, "track"),
		.stage = http_query_text(call, "stage"),
		.words = http_query_text(call, "q"),
	};
	return view_entries(http_app(call->http), call->params[0], &query, &answer->body, err);
}

static bool get_entry(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_entry(http_app(call->http), call->params[0], call->params[1], &answer->body, err);
}

static bool get_stage(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_stage(http_app(call->http), call->params[0], call->params[1], false, &answer->body, err);
}

static bool get_proof(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	return view_proof(http_app(call->http), call->params[0], &answer->body, err);
}

/* With ?download=1 browsers save the answer under "<contest>-<name>". Ids are safe in a quoted string. */
static void name_download(const struct http_call *call, struct http_answer *answer, const char *name)
{
	if (http_query_number(call, "download", 0))
		snprintf(answer->download, sizeof(answer->download), "%s-%s", call->params[0], name);
}

static bool get_checkpoint(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	name_download(call, answer, "checkpoint.txt");
	return view_checkpoint(http_app(call->http), call->params[0], &answer->body, err);
}

static bool get_inclusion(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	char name[64];
	snprintf(name, sizeof(name), "record-%s.tlog-proof", call->params[1]);
	name_download(call, answer, name);
	return view_inclusion(
		http_app(call->http), call->params[0], atoll(call->params[1]), &answer->body, err);
}

static bool get_definition(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	name_download(call, answer, "definition.yaml");
	return view_definition(http_app(call->http), call->params[0], &answer->body, err);
}

/* ---- the ledger: any number of lines, in pieces of a thousand so that a download costs no memory */
struct ledger_stream {
	struct http_stream stream;
	struct app *app;
	char contest[72];
	int64_t from, left;
	struct buf first; /* what was read already to learn whether the contest exists */
};

static int64_t count_lines(const char *text, size_t len)
{
	int64_t lines = 0;
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	return lines;
}

static bool read_piece(struct ledger_stream *s, struct buf *out, struct err *err)
{
	int64_t want = s->left < LEDGER_PIECE ? s->left : LEDGER_PIECE;
	size_t before = out->len;
	if (want == 0)
		return true;
	if (!view_ledger(s->app, s->contest, s->from, want, out, err))
		return false;
	int64_t got = count_lines(buf_str(out) + before, out->len - before);
	s->from += got;
	s->left = got < want ? 0 : s->left - got;
	return true;
}

static bool more_ledger(struct http_stream *stream, struct buf *out, struct err *err)
{
	struct ledger_stream *s = (struct ledger_stream *)stream;
	if (!s->first.len)
		return read_piece(s, out, err);
	buf_put(out, s->first.at, s->first.len);
	buf_done(&s->first);
	return true;
}

static void ledger_done(struct http_stream *stream)
{
	buf_done(&((struct ledger_stream *)stream)->first);
	free(stream);
}

static bool open_ledger(const struct http_call *call, int64_t from, int64_t limit, struct http_answer *answer,
	struct err *err)
{
	struct ledger_stream *s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->stream = (struct http_stream){more_ledger, ledger_done};
	s->app = http_app(call->http);
	s->from = from;
	s->left = limit;
	snprintf(s->contest, sizeof(s->contest), "%s", call->params[0]);
	if (!read_piece(s, &s->first, err)) {
		ledger_done(&s->stream);
		return false;
	}
	answer->stream = &s->stream;
	return true;
}

static bool get_ledger(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	int64_t from = http_query_number(call, "from", 0);
	int64_t limit = http_query_number(call, "limit", LEDGER_DEFAULT);
	name_download(call, answer, "ledger.jsonl");
	if (limit > LEDGER_PIECE)
		return open_ledger(call, from, limit, answer, err);
	return view_ledger(http_app(call->http), call->params[0], from, limit, &answer->body, err);
}

/* ---- about the server itself */
static bool get_openapi(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	const struct asset *asset = assets_find("/api/v1/openapi.yaml");
	if (!asset)
		return fail(err, ERR_NOT_FOUND, "address.unknown",
			"This program was built without its API description.");
	(void)call;
	buf_put(&answer->body, asset->body.at, asset->body.len);
	return true;
}

static bool get_health(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	int64_t generation;
	if (!store_get_generation(app_store(http_app(call->http)), &generation, err))
		return false;
	answer->cache = "no-store";
	buf_puts(&answer->body, "{\"status\":\"ok\"}\n");
	return true;
}

static bool get_metrics(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	(void)err;
	answer->cache = "no-store";
	http_metrics_print(http_metrics_of(call->http), call->http, &answer->body);
	return true;
}

#define DOWNLOAD {"download", QUERY_FLAG, 0, 0}
#define LANGUAGE {"lang", QUERY_ID, 0, 0}

static const struct route routes[] = {
	{"GET", "/api/v1/contests", get_contests, POLICY_PUBLIC, KEEP_PAGES, JSON, "Contests on this server",
		{{0}}},
	{"GET", CONTEST, get_contest, POLICY_PUBLIC, true, JSON, "A contest's home", {{0}}},
	{"GET", CONTEST "/entries", get_entries, POLICY_PUBLIC, KEEP_PAGES, JSON, "The display wall, in pages",
		{{"after", QUERY_ID, 0, 0}, {"limit", QUERY_NUMBER, 1, 500}, {"division", QUERY_ID, 0, 0},
			{"region", QUERY_ID, 0, 0}, {"track", QUERY_ID, 0, 0}, {"stage", QUERY_ID, 0, 0},
			{"q", QUERY_TEXT, 0, 100}}},
	{"GET", CONTEST "/entries/{entry:id}", get_entry, POLICY_PUBLIC, KEEP_PAGES, JSON,
		"An entry and its published marks", {{0}}},
	{"GET", CONTEST "/stages/{stage:id}", get_stage, POLICY_PUBLIC, KEEP_PAGES, JSON, "A stage's board", {{0}}},
	{"GET", CONTEST "/events", http_events, POLICY_PUBLIC, false, "text/event-stream",
		"What happens in the contest, as it happens", {{"after", QUERY_NUMBER, 0, INT64_MAX}}},
	{"GET", CONTEST "/proof", get_proof, POLICY_PUBLIC, true, JSON,
		"What a stranger needs to check the contest", {{0}}},
	{"GET", CONTEST "/ledger/checkpoint", get_checkpoint, POLICY_PUBLIC, true, TEXT,
		"The newest signed checkpoint", {DOWNLOAD}},
	{"GET", CONTEST "/ledger/entries", get_ledger, POLICY_PUBLIC, true, "application/jsonl",
		"Ledger lines",
		{{"from", QUERY_NUMBER, 0, INT64_MAX}, {"limit", QUERY_NUMBER, 1, LEDGER_MOST}, DOWNLOAD},
		LEDGER_PIECE},
	{"GET", CONTEST "/ledger/proof/{seq:number}", get_inclusion, POLICY_PUBLIC, true, TEXT,
		"Inclusion proof of a record", {DOWNLOAD}},
	{"GET", CONTEST "/definition", get_definition, POLICY_PUBLIC, KEEP_PAGES, "application/yaml",
		"The definition file in force", {DOWNLOAD}},
	{"GET", "/api/v1/openapi.yaml", get_openapi, POLICY_PUBLIC, KEEP_PAGES, "application/yaml",
		"This API's description", {{0}}},
	{"POST", "/api/v1/session", http_sign_in, POLICY_PUBLIC, false, JSON, "Sign in with a password", {{0}},
		.body = {{"login", BODY_TEXT, false, 200}, {"password", BODY_TEXT, false, 4096},
			{"code", BODY_TEXT, true, 20}}},
	{"POST", "/api/v1/session/link", http_sign_in_link, POLICY_PUBLIC, false, JSON, "Sign in by a personal link", {{0}},
		.body = {{"token", BODY_TEXT, false, 200}}},
	{"GET", "/api/v1/session/oidc", http_providers, POLICY_PUBLIC, true, JSON, "Providers to sign in through", {{0}}},
	{"GET", "/api/v1/session/oidc/{provider:id}", http_oidc_begin, POLICY_PUBLIC, false, JSON,
		"Go to a provider to sign in", {{"after", QUERY_TEXT, 0, 500}}},
	{"GET", "/api/v1/session/oidc/{provider:id}/callback", http_oidc_finish, POLICY_PUBLIC, false, JSON,
		"Come back from a provider, signed in",
		{{"state", QUERY_TEXT, 0, 200}, {"code", QUERY_TEXT, 0, 4096}, {"iss", QUERY_TEXT, 0, 500}, {"error", QUERY_TEXT, 0, 200}},
		.any_query = true},
	{"DELETE", "/api/v1/session", http_sign_out, POLICY_SIGNED_IN, false, JSON, "Sign out", {{0}}},
	{"GET", "/api/v1/me", http_me, POLICY_SIGNED_IN, false, JSON, "Who is signed in, with the token for changes", {{0}}},
	{"GET", "/api/v1/accounts", http_list_accounts, POLICY_SIGNED_IN, false, JSON, "Accounts", {{0}}},
	{"POST", "/api/v1/accounts", http_add_account, POLICY_SIGNED_IN, false, JSON, "Add an account", {{0}},
		.body = {{"login", BODY_TEXT, false, 64}, {"password", BODY_TEXT, false, 4096}, {"name", BODY_TEXT, true, 200},
			{"admin", BODY_FLAG, true}}},
	{"POST", "/api/v1/accounts/{account:number}/password", http_set_password, POLICY_SIGNED_IN, false, JSON,
		"Set a password", {{0}}, .body = {{"password", BODY_TEXT, false, 4096}, {"current", BODY_TEXT, true, 4096}}},
	{"POST", "/api/v1/accounts/{account:number}/disable", http_disable_account, POLICY_SIGNED_IN, false, JSON,
		"Disable an account, or enable it again", {{0}}, .body = {{"disabled", BODY_FLAG, true}}},
	{"GET", CONTEST "/roles", http_list_roles, POLICY_ACTION, false, JSON, "Who may do what", {{0}},
		.action = ACT_PEOPLE},
	{"POST", CONTEST "/roles", http_grant_role, POLICY_ACTION, false, JSON, "Grant a role", {{0}}, .action = ACT_PEOPLE,
		.body = {{"account", BODY_NUMBER}, {"role", BODY_ID}, {"expert", BODY_ID, true}}},
	{"DELETE", CONTEST "/roles/{account:number}/{role:id}", http_revoke_role, POLICY_ACTION, false, JSON,
		"Take a role away", {{0}}, .action = ACT_PEOPLE},
	{"GET", CONTEST "/links", http_list_links, POLICY_ACTION, false, JSON, "Personal links", {{0}},
		.action = ACT_PEOPLE},
	{"POST", CONTEST "/links", http_make_link, POLICY_ACTION, false, JSON, "Make a personal link", {{0}},
		.action = ACT_PEOPLE,
		.body = {{"role", BODY_ID}, {"expert", BODY_ID, true}, {"stage", BODY_ID, true}, {"heat", BODY_ID, true},
			{"label", BODY_TEXT, true, 200}, {"expires", BODY_TIME, true}, {"reusable", BODY_FLAG, true}}},
	{"DELETE", CONTEST "/links/{link:number}", http_revoke_link, POLICY_ACTION, false, JSON, "Revoke a link", {{0}},
		.action = ACT_PEOPLE},
	{"GET", CONTEST "/candidates", http_candidates, POLICY_ACTION, false, JSON, "The experts' pool, and what the stages need",
		{{"state", QUERY_ID, 0, 0}, {"class", QUERY_ID, 0, 0}, {"field", QUERY_TEXT, 0, 100}, {"q", QUERY_TEXT, 0, 100}},
		.action = ACT_SEE_POOL},
	{"GET", CONTEST "/candidates.csv", http_candidates_csv, POLICY_ACTION, false, "text/csv; charset=utf-8",
		"The pool as a file to import again", {{0}}, .action = ACT_IMPORT},
	{"POST", CONTEST "/candidates/import", http_import_candidates, POLICY_ACTION, false, JSON, "List candidates from a CSV", {{0}},
		.action = ACT_IMPORT, .body = {{"csv", BODY_TEXT, false, 1 << 20}, {"preview", BODY_FLAG, true}}},
	{"GET", CONTEST "/candidates/{candidate:id}", http_candidate, POLICY_ACTION, false, JSON, "A candidate with their history",
		{{0}}, .action = ACT_SEE_POOL},
	{"PUT", CONTEST "/candidates/{candidate:id}", http_put_candidate, POLICY_ACTION, false, JSON, "List a candidate, or edit one",
		{{0}}, .action = ACT_IMPORT,
		.body = {{"class", BODY_WORD, true, 64}, {"name", BODY_WORD, true, 2000}, {"organisation", BODY_WORD, true, 2000},
			{"parents", BODY_WORD, true, 2000}, {"mail", BODY_WORD, true, 2000}, {"fields", BODY_WORD, true, 2000},
			{"languages", BODY_WORD, true, 2000}, {"regions", BODY_WORD, true, 2000}, {"note", BODY_WORD, true, 2000},
			{"away", BODY_WORD, true, 4000}, {"load", BODY_WORD, true, 7}}},
	{"DELETE", CONTEST "/candidates/{candidate:id}", http_remove_candidate, POLICY_ACTION, false, JSON,
		"Take a candidate off the list", {{0}}, .action = ACT_IMPORT},
	{"POST", CONTEST "/candidates/{candidate:id}/erase", http_erase_candidate, POLICY_ACTION, false, JSON,
		"Forget a candidate's words", {{0}}, .action = ACT_IMPORT},
	{"POST", CONTEST "/candidates/{candidate:id}/answer", http_answer_for, POLICY_ACTION, false, JSON,
		"An answer that the organiser was told", {{0}}, .action = ACT_IMPORT,
		.body = {{"answer", BODY_ID}, {"remark", BODY_WORD, true, 2000}}},
	{"POST", CONTEST "/invitations", http_invite, POLICY_ACTION, false, JSON, "Invite candidates", {{0}}, .action = ACT_PEOPLE,
		.body = {{"experts", BODY_LIST, false, 1000}, {"answer_by", BODY_TIME, true}, {"anyway", BODY_FLAG, true}}},
	/* Signed in, since a link for one heat may as well. */
	{"GET", CONTEST "/invitation", http_invitation, POLICY_SIGNED_IN, false, JSON, "One's own invitation", {{0}}},
	{"POST", CONTEST "/invitation", http_answer_invitation, POLICY_SIGNED_IN, false, JSON, "Answer it", {{0}},
		.body = {{"answer", BODY_ID}, {"remark", BODY_WORD, true, 2000}}},
	{"PUT", CONTEST "/invitation", http_put_own_words, POLICY_SIGNED_IN, false, JSON, "When one is away, and how much one takes",
		{{0}}, .body = {{"fields", BODY_WORD, true, 2000}, {"languages", BODY_WORD, true, 2000}, {"away", BODY_WORD, true, 4000},
			{"load", BODY_WORD, true, 7}}},
	{"GET", STAGE "/substitutes", http_substitutes, POLICY_ACTION, false, JSON, "Who could take a place there",
		{{"heat", QUERY_ID, 0, 0}, {"class", QUERY_ID, 0, 0}, {"for", QUERY_ID, 0, 0}}, .action = ACT_SEE_POOL},
	{"GET", CONTEST "/stages/{stage:id}/tally", http_tally, POLICY_ACTION, false, JSON, "A board before it is published",
		{{0}}, .action = ACT_SEE_TALLY},
	{"GET", STAGE "/judging", http_judging, POLICY_ACTION, false, JSON, "How the experts judge", {{"all", QUERY_FLAG, 0, 0}},
		.action = ACT_SEE_TALLY},
	{"GET", CONTEST "/stages/{stage:id}/heats/{heat:id}/protocol.pdf", http_heat_protocol, POLICY_ACTION, false,
		"application/pdf", "The protocol of a heat, to sign", {LANGUAGE, DOWNLOAD}, .action = ACT_SEE_TALLY},
	{"GET", CONTEST "/stages/{stage:id}/heats/{heat:id}/entries/{entry:id}/protocol.pdf", http_entry_protocol,
		POLICY_ACTION, false, "application/pdf", "The protocol of an entry, to sign", {LANGUAGE, DOWNLOAD},
		.action = ACT_SEE_TALLY},
	{"POST", CONTEST "/stages/{stage:id}/close", http_close_stage, POLICY_ACTION, false, JSON, "Close a stage", {{0}},
		.action = ACT_CLOSE, .body = {{"supervisor", BODY_TEXT, true, 200}}},
	{"POST", CONTEST "/stages/{stage:id}/publish", http_publish_stage, POLICY_ACTION, false, JSON,
		"Publish a stage's result", {{0}}, .action = ACT_CLOSE},
	{"POST", CONTEST "/stages/{stage:id}/deliberations", http_deliberate, POLICY_ACTION, false, JSON,
		"Settle a tie", {{0}}, .action = ACT_DELIBERATE,
		.body = {{"entries", BODY_LIST, false, 1000}, {"votes", BODY_LIST, false, 1000},
			{"reason", BODY_TEXT, false, 4000}, {"supervisor", BODY_TEXT, true, 200}}},
	{"POST", CONTEST "/stages/{stage:id}/awards", http_grant_award, POLICY_ACTION, false, JSON, "A jury's award", {{0}},
		.action = ACT_CLOSE,
		.body = {{"award", BODY_ID}, {"entry", BODY_ID}, {"reason", BODY_TEXT, false, 4000}}},
	{"POST", CONTEST "/withdrawals", http_withdraw, POLICY_ACTION, false, JSON, "Withdraw an entry", {{0}},
		.action = ACT_CLOSE, .body = {{"entry", BODY_ID}, {"reason", BODY_TEXT, false, 4000}}},
	{"GET", HEAT "/floor", http_get_floor, POLICY_PUBLIC, true, JSON, "Who is on stage, and the clock", {{0}}},
	{"GET", CONTEST "/schedule", http_get_schedule, POLICY_PUBLIC, true, JSON, "Every heat with its order and state", {{0}}},
	{"POST", HEAT "/floor", http_step_floor, POLICY_ACTION, false, JSON, "A step of the floor", {{0}}, .action = ACT_FLOOR,
		.body = {{"step", BODY_NUMBER}, {"action", BODY_ID}, {"entry", BODY_ID, true}, {"entries", BODY_LIST, true, 2000},
			{"draw", BODY_NUMBER, true}, {"seconds", BODY_NUMBER, true}}},
	{"GET", HEAT "/panel", http_get_panel, POLICY_ACTION, false, JSON, "Who sits on the panel", {{0}},
		.action = ACT_SEE_PROGRESS},
	{"PUT", HEAT "/panel", http_seat_panel, POLICY_ACTION, false, JSON, "Seat a panel", {{0}}, .action = ACT_IMPORT,
		.body = {{"experts", BODY_LIST, false, 1000}}},
	{"GET", STAGE "/assignment", http_get_assignment, POLICY_ACTION, false, JSON, "Who marks which entry",
		{{"version", QUERY_NUMBER, 1, INT32_MAX}}, .action = ACT_SEE_PANELS},
	{"GET", STAGE "/assignment/case", http_get_assignment_case, POLICY_ACTION, false, JSON, "The case that an assignment was made from",
		{{"version", QUERY_NUMBER, 1, INT32_MAX}, DOWNLOAD}, .action = ACT_SEE_PANELS},
	{"GET", STAGE "/assignment/proposal", http_propose_assignment, POLICY_ACTION, false, JSON, "Propose who marks which entry",
		{{"draw", QUERY_NUMBER, 1, INT32_MAX}, {"keep", QUERY_FLAG, 0, 0}}, .action = ACT_SEE_PANELS},
	{"GET", STAGE "/assignment/entries/{entry:id}", http_assign_options, POLICY_ACTION, false, JSON, "Who may mark an entry", {{0}},
		.action = ACT_SEE_PANELS},
	{"POST", STAGE "/assignment/check", http_check_assignment, POLICY_ACTION, false, JSON, "What is wrong with an edited assignment",
		{{0}}, .action = ACT_SEE_PANELS,
		.body = {{"pairs", BODY_LIST, false, 100000}, {"draw", BODY_NUMBER, true}, {"keep", BODY_FLAG, true}}},
	{"POST", STAGE "/assignment", http_assign, POLICY_ACTION, false, JSON, "Say who marks which entry", {{0}}, .action = ACT_IMPORT,
		.body = {{"pairs", BODY_LIST, false, 100000}, {"version", BODY_NUMBER}, {"draw", BODY_NUMBER, true}, {"keep", BODY_FLAG, true},
			{"short", BODY_FLAG, true}, {"unlinked", BODY_FLAG, true}}},
	{"GET", STAGE "/panels/proposal", http_propose_panels, POLICY_ACTION, false, JSON, "Propose the panels of the heats",
		{{"draw", QUERY_NUMBER, 1, INT32_MAX}}, .action = ACT_SEE_PANELS},
	/* Signed in, since a link for one heat may as well: what it may see and do is the use case's to say. */
	{"GET", CONTEST "/marking", http_marking, POLICY_SIGNED_IN, false, JSON, "What an expert needs to mark", {{0}}},
	{"POST", CONTEST "/devices", http_enrol_device, POLICY_SIGNED_IN, false, JSON, "Enrol an expert's device", {{0}},
		.body = {{"key", BODY_TEXT, false, 64}}},
	{"POST", HEAT "/sheets", http_submit_sheet, POLICY_ACTION, false, JSON, "Hand in a sheet", {{0}}, .action = ACT_MARK,
		.body = {{"entry", BODY_ID}, {"marks", BODY_MARKS, true, 1000}, {"recused", BODY_FLAG, true},
			{"reason", BODY_TEXT, true, 4000}, {"comment", BODY_TEXT, true, 4000}, {"base", BODY_NUMBER},
			{"draft", BODY_ID}, {"key", BODY_TEXT, true, 64}, {"signature", BODY_TEXT, true, 128}}},
	{"GET", HEAT "/progress", http_progress, POLICY_ACTION, false, JSON, "Who has handed in", {{0}},
		.action = ACT_SEE_PROGRESS},
	{"POST", HEAT "/lock", http_lock_heat, POLICY_ACTION, false, JSON, "End the marking of a heat", {{0}},
		.action = ACT_CLOSE, .body = {{"incomplete", BODY_FLAG, true}}},
	{"POST", HEAT "/sign", http_sign_heat, POLICY_ACTION, false, JSON, "Countersign a locked heat", {{0}},
		.action = ACT_COUNTERSIGN},
	/* Signed in, since a tie names who has a vote on it, whatever heat their links are for. */
	{"GET", STAGE "/ties", http_ties, POLICY_SIGNED_IN, false, JSON, "Ties that one may vote on or conclude", {{0}}},
	{"POST", STAGE "/ties", http_open_tie, POLICY_ACTION, false, JSON, "Open a tie to the experts' votes", {{0}},
		.action = ACT_DELIBERATE},
	{"POST", STAGE "/ties/{tie:number}/votes", http_vote, POLICY_SIGNED_IN, false, JSON, "Vote on a tie", {{0}},
		.body = {{"order", BODY_LIST, false, 1000}}},
	{"POST", STAGE "/ties/{tie:number}/conclude", http_conclude_tie, POLICY_ACTION, false, JSON, "Count a tie's votes", {{0}},
		.action = ACT_DELIBERATE, .body = {{"reason", BODY_TEXT, false, 4000}, {"supervisor", BODY_TEXT, true, 200}}},
	{"GET", STAGE "/screen", http_screen, POLICY_PUBLIC, true, JSON, "What the hall may see of a stage", {{0}}},
	{"POST", STAGE "/show", http_show, POLICY_ACTION, false, JSON, "Show one more score to the hall", {{0}},
		.action = ACT_FLOOR, .body = {{"entry", BODY_ID, true}, {"list", BODY_ID, true}}},
	{"POST", STAGE "/sample", http_sample, POLICY_ACTION, false, JSON, "Open a sample of sheets", {{0}},
		.action = ACT_SAMPLE, .body = {{"seed", BODY_TEXT, false, 400}, {"n", BODY_NUMBER}}},
	{"GET", CONTEST "/draws", http_draws, POLICY_PUBLIC, true, JSON, "Draws, newest first", {{0}}},
	{"GET", CONTEST "/draws/{draw:number}", http_draw, POLICY_PUBLIC, true, JSON, "A draw with its files and order", {{0}}},
	{"POST", CONTEST "/draws", http_announce_draw, POLICY_ACTION, false, JSON, "Announce a draw", {{0}}, .action = ACT_CLOSE,
		.body = {{"draw", BODY_NUMBER, true}, {"purpose", BODY_TEXT, true, 200}, {"pool", BODY_LIST, true, 10000},
			{"beacon_at", BODY_TIME, true}, {"reveals", BODY_LIST, true, 10000}}},
	{"POST", CONTEST "/draws/commitments", http_commit_draw, POLICY_ACTION, false, JSON, "Commit to lines from the hall", {{0}},
		.action = ACT_CLOSE, .body = {{"purpose", BODY_TEXT, false, 200}, {"pool", BODY_LIST, false, 10000},
			{"beacon", BODY_FLAG, true}, {"commitments", BODY_LIST, false, 10000}}},
	{"GET", CONTEST "/draws/gathering", http_gathering, POLICY_PUBLIC, true, JSON, "What phones have handed in for the next draw", {{0}}},
	{"GET", CONTEST "/draws/gathering/code", http_gathering_code, POLICY_ACTION, false, JSON, "The code to be shown in the hall",
		{{0}}, .action = ACT_CLOSE},
	{"POST", CONTEST "/draws/gathering", http_open_gathering, POLICY_ACTION, false, JSON, "Ask phones for lines", {{0}},
		.action = ACT_CLOSE, .body = {{"purpose", BODY_TEXT, false, 200}, {"pool", BODY_LIST, false, 10000},
			{"beacon", BODY_FLAG, true}, {"minutes", BODY_NUMBER}}},
	{"DELETE", CONTEST "/draws/gathering", http_cancel_gathering, POLICY_ACTION, false, JSON, "Drop what phones handed in", {{0}},
		.action = ACT_CLOSE},
	{"POST", CONTEST "/draws/gathering/close", http_close_gathering, POLICY_ACTION, false, JSON, "Commit to what phones handed in",
		{{0}}, .action = ACT_CLOSE},
	{"POST", CONTEST "/draws/gathering/hashes", http_join_gathering, POLICY_PUBLIC, false, JSON, "Hand in a line's hash", {{0}},
		.body = {{"code", BODY_TEXT, false, 20}, {"hash", BODY_TEXT, false, 64}}},
	{"POST", CONTEST "/draws/gathering/lines", http_reveal_line, POLICY_PUBLIC, false, JSON, "Reveal a line", {{0}},
		.body = {{"line", BODY_TEXT, false, 1000}}},
	{"POST", CONTEST "/draws/{draw:number}/conclude", http_conclude_draw, POLICY_ACTION, false, JSON, "Draw", {{0}},
		.action = ACT_CLOSE, .body = {{"signature", BODY_TEXT, true, 200}}},
	{"POST", CONTEST "/draws/{draw:number}/void", http_void_draw, POLICY_ACTION, false, JSON, "End a draw without an order",
		{{0}}, .action = ACT_CLOSE, .body = {{"reason", BODY_TEXT, false, 4000}}},
	{"GET", CONTEST "/timetable", http_timetables, POLICY_PUBLIC, KEEP_PAGES, JSON, "Who pitches when", {{0}}},
	{"GET", CONTEST "/timetable.ics", http_timetable_calendar, POLICY_PUBLIC, KEEP_PAGES, "text/calendar; charset=utf-8",
		"Timetables as a calendar", {{"stage", QUERY_ID, 0, 0}, {"heat", QUERY_ID, 0, 0}, {"entry", QUERY_ID, 0, 0}, DOWNLOAD}},
	{"GET", CONTEST "/timetable.csv", http_timetable_csv, POLICY_PUBLIC, KEEP_PAGES, "text/csv; charset=utf-8",
		"Timetables as a table", {{"stage", QUERY_ID, 0, 0}, DOWNLOAD}},
	/* Signed in, since a link for one heat may as well: it shows what its holder sits on. */
	{"GET", CONTEST "/calendar", http_own_calendar_address, POLICY_SIGNED_IN, false, JSON, "The address of an expert's own calendar",
		{{0}}},
	{"GET", CONTEST "/calendar.ics", http_own_calendar, POLICY_PUBLIC, false, "text/calendar; charset=utf-8",
		"What an expert sits on, as a calendar", {{"key", QUERY_TEXT, 0, 100}, DOWNLOAD}},
	{"GET", STAGE "/timetable", http_timetable_desk, POLICY_ACTION, false, JSON, "What a timetable is made of", {{0}},
		.action = ACT_SEE_PROGRESS},
	{"POST", STAGE "/timetable", http_set_timetable, POLICY_ACTION, false, JSON, "Set a timetable", {{0}}, .action = ACT_CLOSE,
		.body = {{"base", BODY_NUMBER}, {"slots", BODY_LIST, false, 10000}, {"breaks", BODY_LIST, true, 2000},
			{"open", BODY_LIST, true, 2000}, {"draws", BODY_LIST, true, 2000}, {"buffer_s", BODY_NUMBER, true},
			{"change_s", BODY_NUMBER, true}, {"reason", BODY_TEXT, true, 4000}, {"override", BODY_FLAG, true},
			{"preview", BODY_FLAG, true}}},
	{"POST", STAGE "/timetable/proposals", http_propose_timetable, POLICY_ACTION, false, JSON, "Propose a timetable", {{0}},
		.action = ACT_CLOSE,
		.body = {{"heat", BODY_ID, true}, {"order", BODY_ID, true}, {"gives", BODY_FLAG, true}, {"length_s", BODY_NUMBER, true},
			{"breaks", BODY_LIST, true, 2000}, {"open", BODY_LIST, true, 2000}, {"draws", BODY_LIST, true, 2000},
			{"buffer_s", BODY_NUMBER, true}, {"change_s", BODY_NUMBER, true}}},
	{"POST", STAGE "/timetable/restore", http_restore_timetable, POLICY_ACTION, false, JSON, "Set an earlier timetable again", {{0}},
		.action = ACT_CLOSE, .body = {{"base", BODY_NUMBER}, {"version", BODY_NUMBER}, {"reason", BODY_TEXT, true, 4000},
			{"override", BODY_FLAG, true}, {"preview", BODY_FLAG, true}}},
	{"POST", HEAT "/timetable/shift", http_shift_timetable, POLICY_ACTION, false, JSON, "Move the rest of a late heat", {{0}},
		.action = ACT_FLOOR, .body = {{"base", BODY_NUMBER}, {"entry", BODY_ID, true}, {"by_s", BODY_NUMBER, true},
			{"not_before", BODY_TIME, true}, {"reason", BODY_TEXT, true, 4000}, {"preview", BODY_FLAG, true}}},
	{"GET", CONTEST "/conflicts", http_conflicts, POLICY_ACTION, false, JSON, "Conflicts of interest, with their evidence",
		{{"state", QUERY_ID, 0, 0}, {"ground", QUERY_ID, 0, 0}, {"entry", QUERY_ID, 0, 0}, {"expert", QUERY_ID, 0, 0},
			{"q", QUERY_TEXT, 0, 100}, {"from", QUERY_NUMBER, 0, 10000000}, {"limit", QUERY_NUMBER, 1, 5000}},
		.action = ACT_SEE_CONFLICTS},
	{"POST", CONTEST "/conflicts/compute", http_compute_conflicts, POLICY_ACTION, false, JSON, "Look for conflicts of interest",
		{{0}}, .action = ACT_CONFLICTS},
	{"POST", CONTEST "/conflicts/rulings", http_rule_conflicts, POLICY_ACTION, false, JSON,
		"Confirm or overrule conflicts of interest", {{0}}, .action = ACT_CONFLICTS,
		.body = {{"confirmed", BODY_FLAG}, {"pairs", BODY_LIST, true, 5000}, {"ground", BODY_ID, true},
			{"reason", BODY_TEXT, true, 4000}}},
	/* Signed in: whoever speaks as an expert, before they are seated as well. */
	{"GET", CONTEST "/interests", http_interests, POLICY_SIGNED_IN, false, JSON, "An expert's own interests", {{0}}},
	{"PUT", CONTEST "/interests/{entry:id}/preference", http_prefer, POLICY_SIGNED_IN, false, JSON,
		"How gladly one would mark an entry", {{0}}, .body = {{"want", BODY_ID}}},
	{"POST", CONTEST "/interests/{entry:id}/conflict", http_declare_conflict, POLICY_SIGNED_IN, false, JSON,
		"Declare a conflict of interest", {{0}}, .body = {{"ground", BODY_ID}, {"words", BODY_TEXT, true, 4000}}},
	{"POST", CONTEST "/interests/{entry:id}/back", http_take_back_conflict, POLICY_SIGNED_IN, false, JSON,
		"Ask to have one's declaration overruled", {{0}}, .body = {{"words", BODY_TEXT, true, 4000}}},
	{"POST", CONTEST "/verify", http_verify, POLICY_ACTION, false, JSON, "Recompute the whole ledger", {{0}},
		.action = ACT_SEE_LEDGER},
	{"GET", "/healthz", get_health, POLICY_PUBLIC, false, JSON, "200 when the store can be read", {{0}}},
	{"GET", "/metrics", get_metrics, POLICY_LOCAL, false, "text/plain; version=0.0.4; charset=utf-8",
		"Counters for Prometheus", {{0}}},
};

const struct route *http_routes(size_t *ret_count)
{
	*ret_count = COUNT_OF(routes);
	return routes;
}
