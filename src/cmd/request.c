/* Whoever may run commands on the data directory is the administrator: one actor, "cli". */
#include "cmd/request.h"

#include "app/app.h"
#include "cmd/command.h"

struct request request_of(const struct invocation *in)
{
	return (struct request){.actor = "cli", .req = option_get(in, "key")};
}
