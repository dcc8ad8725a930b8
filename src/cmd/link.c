/* Personal links. The token stands after a '#', which browsers keep to themselves: it is in no log of a server or proxy. */
#include "app/app.h"
#include "app/people.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/link.h"
#include "cmd/output.h"
#include "cmd/reply.h"
#include "cmd/request.h"
#include "cmd/secret.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

struct host_work {
	struct arena *arena;
	const char *host;
};

static bool host_work(struct db *db, void *context, struct err *err)
{
	struct host_work *w = context;
	return store_get_setting(db, "host", w->arena, &w->host, err);
}

bool link_base(struct invocation *in, struct app *app, const char **ret, struct err *err)
{
	struct host_work w = {in->arena, NULL};
	*ret = option_get(in, "url");
	if (*ret)
		return true;
	if (!store_read(app_store(app), host_work, &w, err))
		return false;
	*ret = arena_printf(in->arena, "https://%s", w.host ? w.host : "localhost");
	return true;
}

static bool read_link(struct invocation *in, struct new_link *link, struct err *err)
{
	const char *expires = option_get(in, "expires");
	*link = (struct new_link){.role = in->operands[1],
		.expert = option_get(in, "expert"),
		.stage = option_get(in, "stage"),
		.heat = option_get(in, "heat"),
		.label = option_get(in, "label"),
		.reusable = option_has(in, "reusable")};
	return !expires || time_parse(expires, 0, &link->expires_ms) ||
		fail(err, ERR_INPUT, "usage.expires", "“%s” is no time like 2026-05-01T18:00+08:00.",
			expires);
}

static bool print_link(struct invocation *in, const struct made_link *made, const char *base, struct err *err)
{
	const char *slash = *base && base[strlen(base) - 1] == '/' ? "" : "/";
	const char *url = arena_printf(in->arena, "%s%senter#%s", base, slash, made->token);
	char at[TIME_TEXT];
	time_format(made->expires_ms, at);
	if (!in->json) {
		output_note(in, "Link %lld is good until %s. It is shown only now.", (long long)made->id, at);
		printf("%s\n", url);
		return !option_has(in, "qr") || secret_qr(url, err);
	}
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "id", made->id);
	json_put_string(&w, "url", url);
	json_put_string(&w, "expires", at);
	json_close(&w, '}');
	output_text(&out);
	return true;
}

bool cmd_link_make(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	struct new_link link;
	struct made_link made;
	const char *base;
	return read_link(in, &link, err) && data_open(in, DATA_EXISTING, &app, err) &&
		link_base(in, app, &base, err) &&
		app_make_link(app, &rq, in->operands[0], &link, &made, err) &&
		print_link(in, &made, base, err);
}

bool cmd_link_revoke(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	struct request rq = request_of(in);
	const char *text = in->operands[1];
	size_t digits = strspn(text, "0123456789");
	if (!digits || digits > 15 || text[digits])
		return fail(err, ERR_INPUT, "usage.link",
			"“%s” is no link's number; “leitai link list” shows them.", text);
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!app_revoke_link(app, &rq, in->operands[0], atoll(text), err))
		return false;
	output_note(in, "Link %s is revoked.", text);
	return reply_done(in, "revoked", text);
}
