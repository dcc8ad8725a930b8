/* What `leitai tally` prints: the same result as JSON, CSV or a table. */
#pragma once

#include "base/base.h"

struct arena;
struct buf;
struct tallying;

/* `explain` adds every criterion's value and every mark as the rule saw it. */
void tally_answer_json(const struct tallying *t, bool explain, struct buf *out);
void tally_answer_csv(const struct tallying *t, struct buf *out);
void tally_answer_table(const struct tallying *t, struct arena *arena);
