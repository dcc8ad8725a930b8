/* CSV: every field lies in valid memory, lines only grow, and reading ends. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/finding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const columns[] = {"heat", "entry", "expert", "criterion", "mark"};
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("fuzz.csv", arena);
	struct csv csv;
	if (!csv_open(&csv, (const char *)data, size, arena, &findings)) {
		MUST_HOLD(findings.total > 0);
		return 0;
	}
	int index[COUNT_OF(columns)];
	if (csv_header(&csv, columns, 4, COUNT_OF(columns), index, &findings))
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			MUST_HOLD(index[i] >= -1 && index[i] < CSV_FIELDS);
	int line = csv.line;
	size_t bytes = 0;
	while (csv_next(&csv, &findings)) {
		MUST_HOLD(csv.line > line && csv.count <= CSV_FIELDS);
		line = csv.line;
		for (size_t i = 0; i < csv.count; i++)
			for (size_t k = 0; k < csv.fields[i].len; k++)
				bytes += csv.fields[i].at[k] != '\0';
	}
	MUST_HOLD(bytes <= size);
	return 0;
}
