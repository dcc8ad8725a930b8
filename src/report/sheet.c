/* Cairo's PDF surface, text by Pango. A document is drawn twice: into nothing to count its pages, then for good. Hinting is
 * off and the font map is its own, so that neither a screen's settings nor an earlier document show. */
#include "report/sheet.h"

#include "base/buf.h"
#include "base/time.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <string.h>

#define POINTS(mm) ((mm) * 72.0 / 25.4)

struct sheet {
	const struct sheet_options *options;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *pango;
	int page, pages;
	double y;
	bool broken;
	struct err *err;
};

static const char *const FAMILIES[] = {
	[FACE_SANS] = "Noto Sans CJK SC, Source Han Sans SC, Noto Sans, DejaVu Sans, sans-serif",
	[FACE_SERIF] = "Noto Serif CJK SC, Source Han Serif SC, Noto Serif, DejaVu Serif, serif",
	[FACE_MONO] = "DejaVu Sans Mono, Noto Sans Mono CJK SC, Noto Sans Mono, monospace",
};

static const double INKS[][3] = {
	[INK_TEXT] = {0.106, 0.102, 0.090},
	[INK_QUIET] = {0.36, 0.35, 0.33},
	[INK_LINE] = {0.72, 0.71, 0.68},
	[INK_GHOST] = {0.925, 0.918, 0.90},
	[INK_SEAL] = {0.784, 0.196, 0.122},
};

static void use_ink(struct sheet *s, enum ink ink)
{
	cairo_set_source_rgb(s->cairo, INKS[ink][0], INKS[ink][1], INKS[ink][2]);
}

static void spoil(struct sheet *s, const char *code, const char *message)
{
	if (!s->broken)
		s->broken = !fail(s->err, ERR_IO, code, "%s", message);
}

/* ---- words */

static PangoLayout *layout_of(struct sheet *s, double width, const struct style *style, const char *text)
{
	static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
	PangoLayout *layout = pango_layout_new(s->pango);
	PangoFontDescription *font = pango_font_description_from_string(FAMILIES[style->face]);
	PangoAttrList *attributes = pango_attr_list_new();
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_size(font, (gint)(style->pt * PANGO_SCALE));
	pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum"));
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_font_description(layout, font);
	pango_layout_set_attributes(layout, attributes);
	pango_layout_set_width(layout, (int)(POINTS(width) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, aligns[style->align]);
	if (style->lines) {
		pango_layout_set_height(layout, -style->lines);
		pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	pango_layout_set_text(layout, text, -1);
	pango_attr_list_unref(attributes);
	pango_font_description_free(font);
	return layout;
}

static double height_of(PangoLayout *layout)
{
	PangoRectangle box;
	pango_layout_get_extents(layout, NULL, &box);
	return box.height / (double)PANGO_SCALE * 25.4 / 72.0;
}

double sheet_measure(struct sheet *s, double width, const struct style *style, const char *text)
{
	PangoLayout *layout = layout_of(s, width, style, text);
	double height = height_of(layout);
	g_object_unref(layout);
	return height;
}

double sheet_words(struct sheet *s, double x, double y, double width, const struct style *style, const char *text)
{
	PangoLayout *layout = layout_of(s, width, style, text);
	double height = height_of(layout);
	use_ink(s, style->ink);
	cairo_move_to(s->cairo, POINTS(x), POINTS(y));
	pango_cairo_show_layout(s->cairo, layout);
	g_object_unref(layout);
	return height;
}

/* ---- lines and squares */

void sheet_rule(struct sheet *s, double x, double y, double x_end, double y_end, double thick, enum ink ink)
{
	use_ink(s, ink);
	cairo_set_line_width(s->cairo, POINTS(thick));
	cairo_move_to(s->cairo, POINTS(x), POINTS(y));
	cairo_line_to(s->cairo, POINTS(x_end), POINTS(y_end));
	cairo_stroke(s->cairo);
}

void sheet_qr(struct sheet *s, double x, double y, double size, const char *text)
{
	enum { QUIET_ZONE = 4 };
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code) {
		spoil(s, "report.draw", "A text is too long for a QR code.");
		return;
	}
	double module = POINTS(size) / (code->width + 2 * QUIET_ZONE);
	use_ink(s, INK_TEXT);
	for (int row = 0; row < code->width; row++)
		for (int at = 0; at < code->width; at++)
			if (code->data[row * code->width + at] & 1)
				cairo_rectangle(s->cairo, POINTS(x) + module * (at + QUIET_ZONE),
					POINTS(y) + module * (row + QUIET_ZONE), module, module);
	cairo_fill(s->cairo);
	QRcode_free(code);
}

void sheet_watermark(struct sheet *s, const char *word)
{
	const struct sheet_options *o = s->options;
	struct style style = {FACE_SERIF, 110, true, INK_GHOST, ALIGN_CENTRE, 1};
	double wide = 400, tall = sheet_measure(s, wide, &style, word);
	cairo_save(s->cairo);
	cairo_translate(s->cairo, POINTS(o->width / 2), POINTS(o->height / 2));
	cairo_rotate(s->cairo, -0.42);
	sheet_words(s, -wide / 2, -tall / 2, wide, &style, word);
	cairo_restore(s->cairo);
}

/* ---- pages */

int sheet_page(const struct sheet *s)
{
	return s->page;
}

int sheet_pages(const struct sheet *s)
{
	return s->pages;
}

double sheet_y(const struct sheet *s)
{
	return s->y;
}

double sheet_left(const struct sheet *s)
{
	return s->options->margin;
}

double sheet_width(const struct sheet *s)
{
	return s->options->width - 2 * s->options->margin;
}

void sheet_move(struct sheet *s, double down)
{
	s->y += down;
}

static void open_page(struct sheet *s)
{
	if (s->page++)
		cairo_show_page(s->cairo);
	s->y = s->options->top;
	s->options->frame(s, s->options->context);
}

void sheet_need(struct sheet *s, double height)
{
	if (s->y + height > s->options->bottom && s->y > s->options->top)
		open_page(s);
}

/* ---- documents */

static cairo_status_t take_bytes(void *out, const unsigned char *bytes, unsigned len)
{
	buf_put(out, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

static void describe(struct sheet *s)
{
	char at[TIME_TEXT];
	time_format(s->options->made_ms, at);
	strcpy(at + strlen("2026-05-01T10:00:00"), "Z");
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE, s->options->title);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR, "Leitai");
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_MOD_DATE, at);
}

/* Boxes instead of characters would be a paper that nobody can sign. */
static void check_fonts(struct sheet *s)
{
	struct style style = {.face = FACE_SANS, .pt = 9};
	PangoLayout *layout = layout_of(s, 100, &style, "评分记录表");
	if (pango_layout_get_unknown_glyphs_count(layout))
		spoil(s, "report.font", "No font here has Chinese characters; install the package fonts-noto-cjk.");
	g_object_unref(layout);
}

static void open_text(struct sheet *s)
{
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	s->fonts = pango_cairo_font_map_new();
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(s->fonts), 72);
	s->pango = pango_font_map_create_context(s->fonts);
	pango_cairo_context_set_font_options(s->pango, options);
	pango_context_set_language(s->pango, pango_language_from_string(s->options->language));
	pango_context_set_round_glyph_positions(s->pango, FALSE);
	pango_cairo_update_context(s->cairo, s->pango);
	cairo_font_options_destroy(options);
}

/* `out` NULL: nothing is kept, and the pages are counted. */
static int run(const struct sheet_options *o, struct buf *out, int pages, struct err *err)
{
	struct sheet s = {.options = o, .pages = pages, .err = err};
	s.surface = out ? cairo_pdf_surface_create_for_stream(take_bytes, out, POINTS(o->width), POINTS(o->height))
			: cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
	s.cairo = cairo_create(s.surface);
	if (out)
		describe(&s);
	open_text(&s);
	check_fonts(&s);
	if (!s.broken) {
		open_page(&s);
		o->draw(&s, o->context);
	}
	if (pages && s.page != pages)
		spoil(&s, "report.draw", "The pages were counted wrong.");
	cairo_destroy(s.cairo);
	cairo_surface_finish(s.surface);
	if (cairo_surface_status(s.surface) != CAIRO_STATUS_SUCCESS)
		spoil(&s, "report.draw", cairo_status_to_string(cairo_surface_status(s.surface)));
	cairo_surface_destroy(s.surface);
	g_object_unref(s.pango);
	g_object_unref(s.fonts);
	return s.broken ? 0 : s.page;
}

bool sheet_make(const struct sheet_options *options, struct buf *out, struct err *err)
{
	int pages = run(options, NULL, 0, err);
	return pages && run(options, out, pages, err);
}
