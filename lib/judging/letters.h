/* Single characters of names: code points, what they are folded to, and which of them are Chinese. */
#pragma once

#include "base/base.h"

/* Takes one code point off the text; a byte that is no valid UTF-8 comes as a space. 0 is never given while text is left. */
int32_t letters_take(struct slice *text);
/* Writes valid UTF-8 of up to 4 bytes; gives how many. */
size_t letters_put(int32_t c, char *out);

/* Lower case, full-width forms as ASCII; nothing else. */
int32_t letters_lower(int32_t c);

/* What of it counts in a name: a letter without case and accent, a space for most punctuation, '(' ')' ',' for brackets and
 * commas, 0 for what is left out (dots, apostrophes, marks). *ret_two: a second letter ("ß"), or 0. */
int32_t letters_fold(int32_t c, int32_t *ret_two);

/* Han characters and kana: written without spaces. */
bool letters_chinese(int32_t c);
/* A letter or digit of a script that is written with spaces. */
bool letters_spaced(int32_t c);
