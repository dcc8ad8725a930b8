/* Sheets that count as recused: of an expert whose conflict of interest with the entry is confirmed. */
#pragma once

#include "base/base.h"

struct arena;
struct stage;

/* True when the sheet is a panel member's: marks on the panel's criteria, none at all, or a recusal. `marks` is canonical
 * JSON, criterion id → units. */
bool recusal_is_panel_sheet(const struct stage *stage, bool recused, const char *marks);

/* What is left of the marks: the official values. */
const char *recusal_marks(const struct stage *stage, const char *marks, struct arena *arena);
