/* An expert's device: what there is to mark, sheets, keys. */
#include "http/handlers.h"

#include "app/marking.h"
#include "base/json.h"
#include "http/body.h"

bool http_marking(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	return view_marking(http_app(call->http), &rq, call->params[0], &answer->body, err);
}

static void put_receipt(struct json_writer *json, const struct receipt *receipt)
{
	json_open(json, "receipt", '{');
	json_put_int(json, "seq", receipt->seq);
	json_put_string(json, "leaf", receipt->leaf);
	json_put_string(json, "ts", receipt->ts);
	json_close(json, '}');
}

bool http_submit_sheet(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	struct receipt receipt;
	struct new_sheet sheet = {
		.entry = json_string(call->body, "entry", ""),
		.marks = json_get(call->body, "marks"),
		.recused = json_bool(call->body, "recused", false),
		.reason = json_string(call->body, "reason", NULL),
		.comment = json_string(call->body, "comment", NULL),
		.base = json_int(call->body, "base", 0),
		.draft = json_string(call->body, "draft", ""),
		.key = json_string(call->body, "key", NULL),
		.signature = json_string(call->body, "signature", NULL),
	};
	bool taken = app_submit_sheet(http_app(call->http), &rq, call->params[0], call->params[1], call->params[2], &sheet,
		&receipt, err);
	answer->version = receipt.version;
	answer->versioned = true;
	if (!taken)
		return false;
	struct json_writer json = json_writer(&answer->body);
	json_open(&json, NULL, '{');
	put_receipt(&json, &receipt);
	json_put_int(&json, "version", receipt.version);
	json_close(&json, '}');
	return true;
}

bool http_enrol_device(const struct http_call *call, struct http_answer *answer, struct err *err)
{
	struct request rq = http_request_of(call);
	const char *key = json_string(call->body, "key", "");
	struct receipt receipt;
	if (!app_enrol_device(http_app(call->http), &rq, call->params[0], key, &receipt, err))
		return false;
	struct json_writer json = json_writer(&answer->body);
	json_open(&json, NULL, '{');
	json_put_string(&json, "key", key);
	put_receipt(&json, &receipt);
	json_close(&json, '}');
	return true;
}
