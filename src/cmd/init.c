/* Makes the data directory, then lets the application make its key and name. */
#include "app/app.h"
#include "base/buf.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"

bool cmd_init(struct invocation *in, struct err *err)
{
	const char *url;
	CLEANUP(app_closep) struct app *app = NULL;
	if (!data_url(in, &url, err) || !data_open(in, DATA_MAKE, &app, err) ||
		!app_init(app, option_get(in, "host"), err))
		return false;
	if (in->json) {
		CLEANUP(buf_done) struct buf out = {0};
		struct json_writer w = json_writer(&out);
		json_open(&w, NULL, '{');
		json_put_string(&w, "store", data_shown(in, url));
		json_close(&w, '}');
		output_text(&out);
	}
	output_note(in, "Ready: %s", data_shown(in, url));
	return true;
}
