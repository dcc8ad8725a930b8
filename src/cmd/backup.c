/* Copies are made and read by the store; here they only get their names. */
#include "app/app.h"
#include "cmd/reply.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/data.h"
#include "cmd/output.h"
#include "store/store.h"

#include <unistd.h>

bool cmd_backup(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	const char *path = in->operands[0];
	if (access(path, F_OK) == 0)
		return fail(err, ERR_CONFLICT, "backup.exists", "“%s” exists; a backup never overwrites.", path);
	if (!data_open(in, DATA_EXISTING, &app, err) || !store_backup(app_store(app), path, err))
		return false;
	output_note(in, "Everything is in %s.", path);
	return reply_done(in, "backup", path);
}

bool cmd_restore(struct invocation *in, struct err *err)
{
	CLEANUP(app_closep) struct app *app = NULL;
	const char *path = in->operands[0];
	if (access(path, R_OK) != 0)
		return fail(err, ERR_NOT_FOUND, "file.missing", "There is no backup “%s” that this user may read.", path);
	if (!data_open(in, DATA_MAKE, &app, err) || !store_restore(app_store(app), path, err))
		return false;
	output_note(in, "Restored from %s.", path);
	return reply_done(in, "restored", path);
}
