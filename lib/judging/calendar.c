/* A property a line; text escaped by RFC 5545 §3.3.11, lines folded by §3.1: what goes on begins with a space. */
#include "judging/calendar.h"

#include "base/buf.h"
#include "base/time.h"


enum { LINE = 75 };

/* Appends one line, folded. */
static void put_line(struct buf *out, const char *text, size_t len)
{
	size_t room = LINE;
	while (len > room) {
		size_t n = room;
		while (n > 1 && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
		buf_put(out, text, n);
		buf_puts(out, "\r\n ");
		text += n;
		len -= n;
		room = LINE - 1;
	}
	buf_put(out, text, len);
	buf_puts(out, "\r\n");
}

static void put_text(struct buf *out, const char *name, const char *value)
{
	CLEANUP(buf_done) struct buf line = {0};
	if (!value)
		return;
	buf_puts(&line, name);
	buf_putc(&line, ':');
	for (const char *s = value; *s; s++) {
		if (*s == '\\' || *s == ';' || *s == ',')
			buf_putc(&line, '\\');
		if (*s == '\n')
			buf_puts(&line, "\\n");
		else if ((unsigned char)*s >= 0x20)
			buf_putc(&line, *s);
	}
	put_line(out, buf_str(&line), line.len);
}

/* 2026-05-01T10:00:00.123Z → 20260501T100000Z */
static void put_time(struct buf *out, const char *name, int64_t at_ms)
{
	char text[TIME_TEXT];
	time_format(at_ms, text);
	buf_printf(out, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", name, text, text + 5, text + 8, text + 11, text + 14, text + 17);
}

static void put_event(struct buf *out, const struct calendar_event *e, int64_t stamp_ms)
{
	buf_puts(out, "BEGIN:VEVENT\r\n");
	put_text(out, "UID", e->uid);
	put_time(out, "DTSTAMP", stamp_ms);
	put_time(out, "DTSTART", e->from_ms);
	put_time(out, "DTEND", e->until_ms > e->from_ms + 1000 ? e->until_ms : e->from_ms + 1000); /* texts are of whole seconds */
	buf_printf(out, "SEQUENCE:%d\r\n", e->sequence);
	if (e->cancelled)
		buf_puts(out, "STATUS:CANCELLED\r\n");
	put_text(out, "SUMMARY", e->summary);
	put_text(out, "LOCATION", e->location);
	put_text(out, "DESCRIPTION", e->description);
	buf_puts(out, "END:VEVENT\r\n");
}

void calendar_write(const char *name, const struct calendar_event *events, size_t count, int64_t stamp_ms, struct buf *out)
{
	buf_puts(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Leitai//Leitai//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
	put_text(out, "NAME", name);
	put_text(out, "X-WR-CALNAME", name);
	for (size_t i = 0; i < count; i++)
		put_event(out, &events[i], stamp_ms);
	buf_puts(out, "END:VCALENDAR\r\n");
}
