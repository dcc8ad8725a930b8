/* A small contest to try use cases on: two divisions, three experts, a semi-final whose cut can be tied, a final. */
#pragma once

#include "harness/engines.h"

#include "app/app.h"
#include "app/view.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/str.h"

#include <string.h>

struct app_case {
	struct engine *engine;
	struct app *app;
	struct findings findings;
	struct import_report report;
};

extern const char CASE_DEFINITION[];

/* Opens an app on the engine's database, with host, contest "t", entries A1–A5 and B1–B3, experts X1–X3 and O1. */
struct app_case case_open(struct engine *e);
/* The same without entries and experts. */
struct app_case case_open_bare(struct engine *e);
void case_close(struct app_case *c);

extern const struct request CASE_RQ; /* made by "test", a new key every time */

bool case_entries(struct app_case *c, const char *csv);
bool case_sheets(struct app_case *c, const char *stage, const char *csv);

/* Imports marks for the semi-final from lines "A1 90 80 70;A2 …": one mark an expert, on both criteria. */
void case_mark(struct app_case *c, const char *stage, const char *lines);

/* The view as text; in the engine's arena. */
const char *case_board(struct app_case *c, const char *stage, bool inside);
const char *case_entry(struct app_case *c, const char *entry);

/* How often `part` stands in `text`. */
int count_of(const char *text, const char *part);
