/* The two documents: which paper, whose words. */
#include "report/protocol.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "report/paper.h"

#include <string.h>

const char *report_language(const struct protocol *p)
{
	return p->contest->title.zh ? "zh" : "en";
}

static enum word kind_of(const struct paper *w)
{
	return w->p->only < 0 ? W_HEAT_PROTOCOL : W_ENTRY_PROTOCOL;
}

static void frame(struct sheet *s, void *context)
{
	paper_frame(s, context, kind_of(context));
}

static void draw(struct sheet *s, void *context)
{
	const struct paper *w = context;
	paper_head(s, w, kind_of(w));
	if (w->p->only < 0)
		paper_draw_heat(s, w);
	else
		paper_draw_entry(s, w);
}

/* The contest's proof page with record and leaf behind the #, which browsers keep to themselves: the origin is
 * "<host>/<contest>". */
static const char *address_of(const struct protocol *p, struct arena *arena)
{
	const char *slash = strchr(p->origin, '/');
	return arena_printf(arena, "https://%.*s/c/%s/proof#record=%lld&leaf=%s",
		(int)(slash ? (size_t)(slash - p->origin) : strlen(p->origin)), p->origin, p->contest->id,
		(long long)p->rests_on.seq, p->rests_on.leaf);
}

bool report_protocol(const struct protocol *p, const char *language, struct buf *out, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	const char *chosen = language ? language : report_language(p);
	if (!str_eq(chosen, "zh") && !str_eq(chosen, "en"))
		return fail(err, ERR_INPUT, "protocol.language", "A protocol is written in zh or en, not in \"%.20s\".", chosen);
	struct paper w = {.p = p, .arena = arena, .zh = str_eq(chosen, "zh"), .qr = address_of(p, arena)};
	bool lying = p->only < 0;
	struct sheet_options options = {
		.width = lying ? 297 : 210,
		.height = lying ? 210 : 297,
		.margin = 14,
		.top = 15.5,
		.bottom = (lying ? 210 : 297) - 17,
		.language = chosen,
		.made_ms = p->rests_on.at_ms,
		.frame = frame,
		.draw = draw,
		.context = &w,
	};
	options.title = arena_printf(arena, "%s · %s · %s/%s%s%s", paper_word(&w, kind_of(&w)),
		paper_text(&w, p->contest->title.zh, p->contest->title.en), p->stage->id, p->heat->id, lying ? "" : "/",
		lying ? "" : p->entries[p->only].id);
	return sheet_make(&options, out, err);
}
