/* Plays the rehearsals that are built in into the data directory, then serves it. */
#include "app/app.h"
#include "base/arena.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/rehearsals.h"
#include "cmd/reply.h"
#include "cmd/serve.h"

static void show_progress(const char *contest, const char *step, void *context)
{
	output_note(context, "%s: %s", contest, step);
}

static bool wanted(const struct invocation *in, const char *id)
{
	if (!option_has(in, "only"))
		return true;
	for (size_t i = 0; i < in->value_count; i++)
		if (str_eq(in->values[i].spec->name, "only") && str_eq(in->values[i].value, id))
			return true;
	return false;
}

static bool check_names(const struct invocation *in, struct err *err)
{
	size_t n;
	const struct rehearsal_source *sources = rehearsals(&n);
	const char *names[16];
	for (size_t i = 0; i < n; i++)
		names[i] = sources[i].id;
	for (size_t i = 0; i < in->value_count; i++) {
		const char *name = in->values[i].value;
		bool known = !str_eq(in->values[i].spec->name, "only");
		for (size_t k = 0; k < n; k++)
			known |= name && str_eq(name, names[k]);
		if (known)
			continue;
		const char *near = str_nearest(name, names, n);
		return fail(err, ERR_INPUT, "usage.contest", "There is no rehearsal “%s”%s%s%s.", name,
			near ? "; did you mean “" : "", near ? near : "", near ? "”?" : "");
	}
	return true;
}

static bool prepare(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	size_t n;
	const struct rehearsal_source *sources = rehearsals(&n);
	if (!data_open(in, DATA_MAKE, &app, err) || !app_init(app, NULL, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (wanted(in, sources[i].id) && !app_rehearse(app, &sources[i], show_progress, in, err))
			return false;
	return true;
}

bool cmd_demo(struct invocation *in, struct err *err)
{
	if (!check_names(in, err) || !prepare(in, err))
		return false;
	output_note(in, "The rehearsals are ready.");
	if (option_has(in, "prepare"))
		return reply_done(in, "demo", "ready");
	return serve_data(in, option_get(in, "listen"), err);
}
