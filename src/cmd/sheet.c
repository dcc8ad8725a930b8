/* Sheets as they came in, without their marks. */
#include "app/app.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "cmd/reply.h"

#include <inttypes.h>

bool cmd_sheet_list(struct invocation *in, struct err *err)
{
	CLEANUP(buf_done) struct buf out = {0};
	CLEANUP(app_closep) struct app *app = NULL;
	struct json all;
	if (!data_open(in, DATA_EXISTING, &app, err) ||
		!view_sheets(app, in->operands[0], in->operands[1], &out, err))
		return false;
	if (in->json)
		return output_text(&out), true;
	if (!reply_read(&out, in->arena, &all, err))
		return false;
	const struct json *sheets = json_get(&all, "sheets");
	static const char *const columns[] = {"heat", "entry", "expert", ">version", "kind", "signed", ">record", "remark"};
	struct table *t = table_new(in->arena, columns, COUNT_OF(columns));
	for (size_t i = 0; sheets && i < sheets->count; i++) {
		const struct json *s = &sheets->items[i];
		table_cell(t, json_string(s, "heat", ""));
		table_cell(t, json_string(s, "entry", ""));
		table_cell(t, json_string(s, "expert", ""));
		table_printf(t, "%" PRId64, json_int(s, "version", 0));
		table_cell(t, json_bool(s, "recused", false) ? "recusal" : "marks");
		table_cell(t, json_bool(s, "signed", false) ? "device" : "");
		table_printf(t, "%" PRId64, json_int(s, "seq", -1));
		table_cell(t, json_string(s, "remark", ""));
	}
	table_print(t, stdout);
	return true;
}
