/* What both kinds of protocol share: words in two languages, head and foot, signature lines. Internal to src/report. */
#pragma once

#include "app/protocol.h"
#include "contest/contest.h"
#include "contest/sheet.h"
#include "report/sheet.h"

struct arena;

enum word {
	W_HEAT_PROTOCOL, W_ENTRY_PROTOCOL, W_CONTINUED, W_REHEARSAL, W_DRAFT, W_DRAFT_NOTE,
	W_VENUE, W_TIME, W_LOCKED, W_SIGNED, W_OPEN, W_UNSIGNED, W_NOT_SAID,
	W_NUMBER, W_ENTRY, W_TEAM, W_SCORE, W_NO_SCORE, W_EXPERT, W_TOTAL, W_RECORD, W_SIGNATURE,
	W_MISSING, W_RECUSED, W_AMENDED, W_ON_DEVICE, W_ABSENT,
	W_CRITERION, W_RANGE, W_STEP, W_WEIGHT, W_BY, W_BY_PANEL, W_BY_OFFICIAL, W_OFFICIAL,
	W_COUNT, W_LEGEND, W_EXPERTS_SIGN, W_CHAIR, W_SUPERVISOR, W_NOTARY, W_DATE, W_NOBODY,
	W_CHECK, W_CHECKPOINT, W_NO_CHECKPOINT, W_PAGE, W_RESTS_ON,
	WORD_COUNT
};

struct paper {
	const struct protocol *p;
	struct arena *arena;
	bool zh;
	const char *qr; /* the address of the record that the paper rests on */
};

const char *paper_word(const struct paper *w, enum word word);
/* In the paper's language, the other where that is missing, "" where both are. */
const char *paper_text(const struct paper *w, const char *zh, const char *en);
/* "2026-05-01 10:00" in the contest's civil time. */
const char *paper_time(const struct paper *w, int64_t at_ms);
const char *paper_short(const struct paper *w, const char *hash, int digits);
/* Units as a decimal with so many places. */
const char *paper_decimal(const struct paper *w, int64_t units, int places);
/* Places that show every sheet total of the paper alike: at least those of the stage's scores. */
int paper_places(const struct paper *w);
/* "#123", with what is to be said of the sheet behind it. */
const char *paper_record(const struct paper *w, const struct protocol_sheet *sheet);
bool paper_has_marks(const struct protocol_sheet *sheet);

/* The first page's head: titles, facts, QR code, the seal's rule. */
void paper_head(struct sheet *s, const struct paper *w, enum word kind);
/* Every page's: watermark, head of later pages, foot. */
void paper_frame(struct sheet *s, const struct paper *w, enum word kind);
/* Signature lines for the names, then chair, supervisor and notary. */
void paper_signatures(struct sheet *s, const struct paper *w, const struct protocol_expert *experts, int count);
/* One quiet paragraph. */
void paper_note(struct sheet *s, const char *text);

void paper_draw_heat(struct sheet *s, const struct paper *w);
void paper_draw_entry(struct sheet *s, const struct paper *w);
