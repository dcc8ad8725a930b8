/* Telling listeners: a line for everybody, in the transaction of what it tells. Internal to src/app.
 *
 * Events are public and the same for all. What only some may know is told as a change of its subject, without its
 * content; whoever may know asks for it. */
#pragma once

#include "app/journal.h"

/* `data` is one line of JSON. Called between journal_open() and journal_close(). */
MUST_CHECK bool event_add(struct journal *j, const char *name, const char *data, struct err *err);
