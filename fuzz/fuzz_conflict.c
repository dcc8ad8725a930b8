/* Names, lists and parties of conflicts: a normal form is its own, nearness goes both ways, pairs come in order, once each. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/finding.h"
#include "base/str.h"
#include "judging/affiliation.h"
#include "judging/conflict.h"
#include "judging/kinship.h"

enum { PARTIES = 6 };

static struct slice whole(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static const char *name(struct slice text, struct arena *arena)
{
	struct affiliation a = affiliation_read(text, arena);
	MUST_HOLD(utf8_valid_len(a.full, strlen(a.full)) == strlen(a.full));
	MUST_HOLD(str_eq(affiliation_read(whole(a.full), arena).full, a.full));
	MUST_HOLD(str_eq(affiliation_read(whole(a.base), arena).base, a.base));
	MUST_HOLD(!*a.full == !*a.base);
	return a.full;
}

static void names(struct slice text, struct arena *arena)
{
	struct slice one;
	const char *last = "";
	while (affiliation_next(&text, false, &one)) {
		const char *form = name(one, arena);
		const char *const *parts;
		size_t n = affiliation_parts(form, arena, &parts);
		MUST_HOLD(affiliation_near(form, last) == affiliation_near(last, form));
		for (size_t i = 0; i < n; i++)
			MUST_HOLD(affiliation_near(form, parts[i]));
		const char *domain = affiliation_domain(one, arena);
		MUST_HOLD(!domain || (strchr(domain, '.') && !strchr(domain, '@')));
		last = form;
	}
}

/* The text in pieces, by line, as the words of parties. */
static void pairs(const char *text, const struct kinship *kinship, struct arena *arena)
{
	struct conflict_party parties[2 * PARTIES] = {{0}};
	struct conflict_pair *found;
	size_t n;
	const char *words[4] = {NULL};
	for (int i = 0; i < 2 * PARTIES; i++) {
		for (int k = 0; k < 4; k++) {
			size_t len = strcspn(text, "\n");
			words[k] = len ? arena_strndup(arena, text, len) : NULL;
			text += len + (text[len] != '\0');
		}
		parties[i] = (struct conflict_party){words[0], words[1], words[2], words[3]};
	}
	conflict_find(parties, PARTIES, parties + PARTIES, PARTIES, kinship, arena, &found, &n);
	for (size_t i = 0; i < n; i++) {
		const struct conflict_pair *p = &found[i];
		MUST_HOLD(p->entry >= 0 && p->entry < PARTIES && p->expert >= 0 && p->expert < PARTIES);
		MUST_HOLD(!p->via == (p->ground != GROUND_PARENT));
		if (i)
			MUST_HOLD(p[-1].entry < p->entry || (p[-1].entry == p->entry && (p[-1].expert < p->expert ||
				(p[-1].expert == p->expert && p[-1].ground < p->ground))));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct findings findings = findings_of("list", arena);
	struct kinship kinship;
	const char *text = arena_strndup(arena, size ? (const char *)data : "", size);
	kinship_read(text, size, arena, &findings, &kinship);
	names(whole(text), arena);
	pairs(text, &kinship, arena);
	return 0;
}
