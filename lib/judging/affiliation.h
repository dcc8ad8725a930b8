/* What an organisation is called: names in a normal form, so that spellings of one organisation meet, and mail domains.
 *
 * A name is folded (full-width forms, case, accents, punctuation, spaces), and loses its legal form (有限公司, 集团, Co., Ltd.,
 * GmbH) and, where it is a company's, the places in brackets. Its base also leaves out what is a part of it: a department
 * of a university (清华大学自动化系), a branch of a company. Nothing is translated: that is what lists are for (kinship.h).
 * Everything lives in the arena that was given. */
#pragma once

#include "base/base.h"

struct arena;

struct affiliation {
	const char *spelled;     /* as it was written, without spaces around it */
	const char *full, *base; /* normal forms; "" when nothing is left of it */
};
struct affiliation affiliation_read(struct slice name, struct arena *arena);

/* Two normal forms that may well mean the same organisation and are not equal: one edit apart, or one begins or ends the
 * other. Never more than a hint. */
bool affiliation_near(const char *a, const char *b);

/* The forms that affiliation_near() may hold for, apart from those one edit away: proper beginnings and ends of `form`. */
size_t affiliation_parts(const char *form, struct arena *arena, const char *const **ret_parts);

/* The registrable domain of a mail address ("mail.tsinghua.edu.cn" → "tsinghua.edu.cn"); NULL for what is no address, and
 * for providers that anybody may have an address at (163.com, qq.com, gmail.com). */
const char *affiliation_domain(struct slice address, struct arena *arena);

/* The next word of a list (separated by ; ； | 、 or line feeds; `spaces`: by commas and spaces, too); false at its end. */
bool affiliation_next(struct slice *list, bool spaces, struct slice *ret_word);
