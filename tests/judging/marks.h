/* Marks for the tests of the models: collected one by one, or read from the data beside the project. */
#pragma once

#include "harness/unit.h"

#include "base/csv.h"
#include "base/dict.h"
#include "judging/judged.h"

#include <math.h>

#define complain(...) \
	do { \
		print_error(__VA_ARGS__); \
		_fail(__FILE__, __LINE__); \
	} while (0)

#define assert_near(a, b, by) \
	do { \
		if (!(fabs((a) - (b)) <= (by))) \
			complain("%s is %.9g, not %.9g\n", #a, (double)(a), (double)(b)); \
	} while (0)

struct collected {
	struct arena *arena;
	struct judged_mark *marks;
	size_t count, cap;
	struct dict ids[3]; /* entries, experts, criteria */
	const char *names[3][512];
	int counts[3];
};

void collect(struct collected *c, const char *entry, const char *expert, const char *criterion, double mark);
struct judged collected_marks(const struct collected *c);

/* The number of an entry (0), expert (1) or criterion (2), −1 when unknown. */
int collected_at(const struct collected *c, int facet, const char *id);

/* A CSV file of panel-judging opened behind its header, or false: not here. */
bool shared_csv(const char *name, struct arena *arena, struct csv *ret);
/* The field as text, and as a number. */
const char *csv_text(const struct csv *csv, size_t field);
double csv_number(const struct csv *csv, size_t field);
