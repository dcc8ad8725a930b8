/* Paper, ink, and one vermilion rule below the titles. */
#include "report/paper.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/time.h"

#include <string.h>

static const char *const WORDS[WORD_COUNT][2] = {
	[W_HEAT_PROTOCOL] = {"评分记录表", "Protocol of marks"},
	[W_ENTRY_PROTOCOL] = {"项目评分记录表", "Protocol of an entry"},
	[W_CONTINUED] = {"（续）", " (continued)"},
	[W_REHEARSAL] = {"演练", "Rehearsal"},
	[W_DRAFT] = {"草 稿", "DRAFT"},
	[W_DRAFT_NOTE] = {"草稿：本场尚未锁定，评分仍可修改，得分未计。", "Draft: this heat is not locked. Marks may still change; no score is counted yet."},
	[W_VENUE] = {"会场", "Venue"},
	[W_TIME] = {"开始时间", "Begins"},
	[W_LOCKED] = {"锁定", "Locked"},
	[W_SIGNED] = {"监督确认", "Countersigned"},
	[W_OPEN] = {"尚未锁定", "not yet"},
	[W_UNSIGNED] = {"尚未确认", "not yet"},
	[W_NOT_SAID] = {"—", "—"},
	[W_NUMBER] = {"序号", "No."},
	[W_ENTRY] = {"项目", "Entry"},
	[W_TEAM] = {"团队", "Team"},
	[W_SCORE] = {"得分", "Score"},
	[W_NO_SCORE] = {"—", "—"},
	[W_EXPERT] = {"专家", "Expert"},
	[W_TOTAL] = {"加权总分", "Weighted total"},
	[W_RECORD] = {"台账记录", "Record"},
	[W_SIGNATURE] = {"专家签名", "Signature"},
	[W_MISSING] = {"未交", "missing"},
	[W_RECUSED] = {"回避", "recused"},
	[W_AMENDED] = {"改", "v"},
	[W_ON_DEVICE] = {"签", "s"},
	[W_ABSENT] = {"缺席", "absent"},
	[W_CRITERION] = {"评分项", "Criterion"},
	[W_RANGE] = {"分值", "Range"},
	[W_STEP] = {"步长", "Step"},
	[W_WEIGHT] = {"权重", "Weight"},
	[W_BY] = {"评定", "Given by"},
	[W_BY_PANEL] = {"专家", "experts"},
	[W_BY_OFFICIAL] = {"会务", "officials"},
	[W_OFFICIAL] = {"会务评定", "Given by officials"},
	[W_COUNT] = {"应交 %d 份：已交 %d（其中修改 %d，设备签名 %d），回避 %d，未交 %d。", "%d sheets owed: %d in (%d amended, %d signed on the device), %d recused, %d missing."},
	[W_LEGEND] = {"各格为该专家的加权总分；# 为台账记录号，其下为叶哈希前 8 位；“改2”指第 2 版，“签”指由专家设备签名。",
		"Each cell is the expert's weighted total; # is the ledger record, below it the first 8 digits of its leaf hash; "
		"“v2” is the second version, “s” signed on the expert's device."},
	[W_EXPERTS_SIGN] = {"专家签名", "Experts"},
	[W_CHAIR] = {"评审组长", "Chair"},
	[W_SUPERVISOR] = {"监督员", "Supervisor"},
	[W_NOTARY] = {"公证员", "Notary"},
	[W_DATE] = {"日期", "Date"},
	[W_NOBODY] = {"本场没有项目。", "No entry takes part in this heat."},
	[W_CHECK] = {"核验：扫描右上二维码，或在证明页核对记录号与叶哈希。该记录经哈希链固定其前的全部记录，包括上列各份评分。",
		"To check: scan the code at the top right, or compare record number and leaf hash on the proof page. Through the "
		"hash chain that record fixes every record before it, these sheets among them."},
	[W_CHECKPOINT] = {"检查点", "Checkpoint"},
	[W_NO_CHECKPOINT] = {"尚无检查点覆盖本表", "no checkpoint covers this yet"},
	[W_PAGE] = {"第 %d 页，共 %d 页", "Page %d of %d"},
	[W_RESTS_ON] = {"本表依据记录", "Rests on record"},
};

const char *paper_word(const struct paper *w, enum word word)
{
	return WORDS[word][w->zh ? 0 : 1];
}

const char *paper_text(const struct paper *w, const char *zh, const char *en)
{
	const char *first = w->zh ? zh : en, *second = w->zh ? en : zh;
	return first ? first : second ? second : "";
}

const char *paper_time(const struct paper *w, int64_t at_ms)
{
	char text[TIME_TEXT];
	time_format(at_ms + (int64_t)w->p->contest->offset_min * 60000, text);
	text[10] = ' ';
	text[16] = '\0';
	return arena_strdup(w->arena, text);
}

const char *paper_short(const struct paper *w, const char *hash, int digits)
{
	return arena_printf(w->arena, "%.*s", digits, hash);
}

const char *paper_decimal(const struct paper *w, int64_t units, int places)
{
	char text[DECIMAL_TEXT];
	return arena_strdup(w->arena, decimal_fixed(ratio_round(ratio_of(units), places, ROUND_HALF_UP), places, text));
}

bool paper_has_marks(const struct protocol_sheet *sheet)
{
	return sheet->state == PROTOCOL_IN || sheet->state == PROTOCOL_AMENDED;
}

int paper_places(const struct paper *w)
{
	int places = w->p->stage->scoring.display_places;
	for (int e = 0; e < w->p->entry_count; e++)
		for (int x = 0; x < w->p->expert_count; x++) {
			const struct protocol_sheet *sheet = &w->p->entries[e].sheets[x];
			while (sheet->has_total && places < DECIMAL_PLACES &&
				ratio_round(ratio_of(sheet->total), places, ROUND_DOWN) != sheet->total)
				places++;
		}
	return places;
}

const char *paper_record(const struct paper *w, const struct protocol_sheet *sheet)
{
	const char *version = sheet->version > 1
		? arena_printf(w->arena, " %s%d", paper_word(w, W_AMENDED), sheet->version)
		: "";
	return arena_printf(w->arena, "#%lld%s%s%s", (long long)sheet->seal.seq, version, sheet->on_device ? " " : "",
		sheet->on_device ? paper_word(w, W_ON_DEVICE) : "");
}

/* ---- head and foot */

enum { QR_MM = 27 };

static const char *names(const struct paper *w)
{
	const struct stage *stage = w->p->stage;
	const struct heat *heat = w->p->heat;
	const char *title = paper_text(w, heat->title.zh, heat->title.en);
	return arena_printf(w->arena, "%s · %s%s%s", paper_text(w, stage->title.zh, stage->title.en), title[0] ? title : heat->id,
		w->p->contest->rehearsal ? " · " : "", w->p->contest->rehearsal ? paper_word(w, W_REHEARSAL) : "");
}

static const char *sealed(const struct paper *w, const struct protocol_seal *seal, enum word without)
{
	if (seal->seq < 0)
		return paper_word(w, without);
	return arena_printf(w->arena, "%s\n#%lld", paper_time(w, seal->at_ms), (long long)seal->seq);
}

/* Gives the height. */
static double put_facts(struct sheet *s, const struct paper *w, double y, double width)
{
	const struct heat *heat = w->p->heat;
	const char *venue = paper_text(w, heat->venue.zh, heat->venue.en);
	const struct {
		enum word name;
		const char *value;
	} facts[] = {
		{W_VENUE, venue[0] ? venue : paper_word(w, W_NOT_SAID)},
		{W_TIME, heat->starts_ms ? paper_time(w, heat->starts_ms) : paper_word(w, W_NOT_SAID)},
		{W_LOCKED, sealed(w, &w->p->lock, W_OPEN)},
		{W_SIGNED, w->p->supervisor ? w->p->supervisor : sealed(w, &w->p->sign, w->p->stage->supervised ? W_UNSIGNED : W_NOT_SAID)},
	};
	struct style name = {FACE_SANS, 7, false, INK_QUIET, ALIGN_LEFT, 1}, value = {FACE_SANS, 9, false, INK_TEXT, ALIGN_LEFT, 2};
	double each = width / COUNT_OF(facts), height = 0;
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		double x = sheet_left(s) + each * (double)i;
		sheet_words(s, x, y, each - 3, &name, paper_word(w, facts[i].name));
		double h = sheet_words(s, x, y + 3.6, each - 3, &value, facts[i].value);
		height = h > height ? h : height;
	}
	return height + 6.5;
}

void paper_head(struct sheet *s, const struct paper *w, enum word kind)
{
	const struct contest *c = w->p->contest;
	struct style over = {FACE_SERIF, 11, false, INK_QUIET, ALIGN_LEFT, 2}, title = {FACE_SERIF, 23, true, INK_TEXT, ALIGN_LEFT, 1},
		     under = {FACE_SERIF, 12.5, false, INK_TEXT, ALIGN_LEFT, 2}, code = {FACE_MONO, 5, false, INK_QUIET, ALIGN_CENTRE, 2};
	double left = sheet_left(s), width = sheet_width(s) - QR_MM - 6, top = sheet_y(s), y = top;
	y += sheet_words(s, left, y, width, &over, paper_text(w, c->title.zh, c->title.en)) + 0.5;
	y += sheet_words(s, left, y, width, &title, paper_word(w, kind)) + 0.5;
	y += sheet_words(s, left, y, width, &under, names(w)) + 2.5;
	y += put_facts(s, w, y, width);
	double right = left + sheet_width(s);
	sheet_qr(s, right - QR_MM + 3, top - 3, QR_MM, w->qr);
	sheet_words(s, right - QR_MM + 1, top + QR_MM - 4.5, QR_MM + 4, &code,
		arena_printf(w->arena, "#%lld\n%.16s", (long long)w->p->rests_on.seq, w->p->rests_on.leaf));
	y = y < top + QR_MM + 2 ? top + QR_MM + 2 : y;
	sheet_rule(s, left, y, right, y, 0.9, INK_SEAL);
	sheet_rule(s, left, y + 1.1, right, y + 1.1, 0.15, INK_TEXT);
	sheet_move(s, y - top + 4);
}

static void put_foot(struct sheet *s, const struct paper *w, double y)
{
	const struct protocol *p = w->p;
	struct style left = {FACE_SANS, 6.2, false, INK_QUIET, ALIGN_LEFT, 2}, right = {FACE_SANS, 8, false, INK_TEXT, ALIGN_RIGHT, 1};
	const char *checkpoint = p->checkpoint_size
		? arena_printf(w->arena, "%s %lld · %s", paper_word(w, W_CHECKPOINT), (long long)p->checkpoint_size, p->checkpoint_root)
		: paper_word(w, W_NO_CHECKPOINT);
	sheet_rule(s, sheet_left(s), y, sheet_left(s) + sheet_width(s), y, 0.15, INK_TEXT);
	sheet_words(s, sheet_left(s), y + 1.2, sheet_width(s) - 38, &left,
		arena_printf(w->arena, "%s · %s #%lld · %.16s · %s\n%s", p->origin, paper_word(w, W_RESTS_ON),
			(long long)p->rests_on.seq, p->rests_on.leaf, paper_time(w, p->rests_on.at_ms), checkpoint));
	sheet_words(s, sheet_left(s) + sheet_width(s) - 36, y + 1.4, 36, &right,
		arena_printf(w->arena, paper_word(w, W_PAGE), sheet_page(s), sheet_pages(s)));
}

void paper_frame(struct sheet *s, const struct paper *w, enum word kind)
{
	const struct contest *c = w->p->contest;
	double height = sheet_width(s) > 200 ? 210 : 297;
	if (w->p->lock.seq < 0)
		sheet_watermark(s, paper_word(w, W_DRAFT));
	put_foot(s, w, height - 15);
	if (sheet_page(s) == 1)
		return;
	struct style style = {FACE_SERIF, 8.5, false, INK_QUIET, ALIGN_LEFT, 1}, right = {FACE_SERIF, 8.5, true, INK_TEXT, ALIGN_RIGHT, 1};
	sheet_words(s, sheet_left(s), 9, sheet_width(s) - 62, &style,
		arena_printf(w->arena, "%s · %s", paper_text(w, c->title.zh, c->title.en), names(w)));
	sheet_words(s, sheet_left(s) + sheet_width(s) - 60, 9, 60, &right,
		arena_printf(w->arena, "%s%s", paper_word(w, kind), paper_word(w, W_CONTINUED)));
}

/* ---- below the table */

void paper_note(struct sheet *s, const char *text)
{
	struct style style = {FACE_SANS, 7.2, false, INK_QUIET, ALIGN_LEFT, 0};
	double height = sheet_measure(s, sheet_width(s), &style, text);
	sheet_need(s, height + 1);
	sheet_words(s, sheet_left(s), sheet_y(s), sheet_width(s), &style, text);
	sheet_move(s, height + 1);
}

enum { LINE_MM = 13 };

static void put_line(struct sheet *s, const struct paper *w, double x, double width, const char *name, bool dated)
{
	struct style style = {FACE_SANS, 8, false, INK_TEXT, ALIGN_LEFT, 1}, date = {FACE_SANS, 7, false, INK_QUIET, ALIGN_LEFT, 1};
	double y = sheet_y(s) + LINE_MM - 2.5, day = dated ? 30 : 0;
	sheet_words(s, x, sheet_y(s) + 0.6, width - 4, &style, name);
	sheet_rule(s, x, y, x + width - 4 - day, y, 0.2, INK_TEXT);
	if (!dated)
		return;
	sheet_words(s, x + width - 4 - day + 2, y - 3.4, 10, &date, paper_word(w, W_DATE));
	sheet_rule(s, x + width - 4 - day + 10, y, x + width - 4, y, 0.2, INK_TEXT);
}

void paper_signatures(struct sheet *s, const struct paper *w, const struct protocol_expert *experts, int count)
{
	static const enum word offices[] = {W_CHAIR, W_SUPERVISOR, W_NOTARY};
	int columns = sheet_width(s) > 200 ? 5 : 4;
	double each = sheet_width(s) / columns;
	sheet_move(s, 2);
	if (count) {
		sheet_need(s, LINE_MM + 5);
		paper_note(s, paper_word(w, W_EXPERTS_SIGN));
	}
	for (int x = 0; x < count; x++) {
		if (x % columns == 0)
			sheet_need(s, LINE_MM);
		const char *name = experts[x].name ? arena_printf(w->arena, "%s  %s", experts[x].id, experts[x].name) : experts[x].id;
		put_line(s, w, sheet_left(s) + each * (x % columns), each, name, false);
		if (x % columns == columns - 1 || x == count - 1)
			sheet_move(s, LINE_MM);
	}
	sheet_need(s, LINE_MM + 2);
	sheet_move(s, 2);
	each = sheet_width(s) / COUNT_OF(offices);
	for (size_t i = 0; i < COUNT_OF(offices); i++)
		put_line(s, w, sheet_left(s) + each * (double)i, each, paper_word(w, offices[i]), true);
	sheet_move(s, LINE_MM);
}
