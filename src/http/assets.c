/* Pages are made once at start-up over the bytes in the program's image, so an
 * asset costs no copy. The tables are sorted by path and searched by halving. */
#include "http/assets.h"

#include "base/sha.h"
#include "base/str.h"
#include "http/page.h"
#include "http/target.h"

#include <stdlib.h>
#include <string.h>

#define FOREVER "public, max-age=31536000, immutable"

struct http_assets {
	size_t count;
	struct http_page **pages; /* [count], in the order of assets_all() */
	struct http_page *start; /* what "/" shows */
	char start_hash[SHA_HEX];
};

static const char bare_page[] =
	"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Leitai</title>\n"
	"<h1>Leitai 擂台</h1>\n"
	"<p>This program was built without its web pages. Build them with <code>script/build</code>, "
	"or configure with <code>-Dweb=FOLDER</code>.</p>\n"
	"<p>The API is here: <a href=\"/api/v1/contests\">contests</a>, "
	"<a href=\"/api/v1/openapi.yaml\">description</a>.</p>\n</html>\n";

static int compare_path(const void *path, const void *asset)
{
	return strcmp(path, ((const struct asset *)asset)->path);
}

const struct asset *assets_find(const char *path)
{
	size_t count;
	const struct asset *all = assets_all(&count);
	return bsearch(path, all, count, sizeof(*all), compare_path);
}

static bool starts_with(const char *s, const char *head)
{
	return strncmp(s, head, strlen(head)) == 0;
}

static struct http_page *page_of(const struct asset *a)
{
	struct http_answer answer = {
		.type = a->type,
		.cache = starts_with(a->path, "/assets/") ? FOREVER : "no-cache",
		.document = starts_with(a->type, "text/html"),
	};
	struct http_static bytes = {a->body, a->gzip, a->hash};
	return http_page_static(&answer, &bytes);
}

static struct http_page *bare_start(struct http_assets *assets)
{
	struct sha sha = sha256(bare_page, sizeof(bare_page) - 1);
	struct http_answer answer = {.type = "text/html; charset=utf-8", .document = true};
	struct http_static bytes = {
		{bare_page, sizeof(bare_page) - 1}, {0}, sha_hex(&sha, assets->start_hash)};
	return http_page_static(&answer, &bytes);
}

struct http_assets *http_assets_new(void)
{
	struct http_assets *assets = calloc(1, sizeof(*assets));
	const struct asset *all = assets_all(&assets->count);
	assets->pages = calloc(assets->count + 1, sizeof(*assets->pages));
	if (!assets->pages)
		abort();
	for (size_t i = 0; i < assets->count; i++) {
		if (starts_with(all[i].path, "/api/"))
			continue;
		assets->pages[i] = page_of(&all[i]);
		if (str_eq(all[i].path, "/index.html"))
			assets->start = http_page_ref(assets->pages[i]);
	}
	if (!assets->start)
		assets->start = bare_start(assets);
	return assets;
}

void http_assets_free(struct http_assets *assets)
{
	if (!assets)
		return;
	for (size_t i = 0; i < assets->count; i++)
		http_page_unref(assets->pages[i]);
	http_page_unref(assets->start);
	free(assets->pages);
	free(assets);
}

static bool belongs_to_front_end(const struct http_target *t)
{
	if (t->segment_count == 0)
		return true;
	if (str_eq(t->segments[0], "api") || str_eq(t->segments[0], "assets"))
		return false;
	return strchr(t->segments[t->segment_count - 1], '.') == NULL;
}

struct http_page *http_assets_find(const struct http_assets *assets, const struct http_target *target)
{
	size_t count;
	const struct asset *asset = assets_find(target->path);
	if (asset && assets->pages[asset - assets_all(&count)])
		return assets->pages[asset - assets_all(&count)];
	return belongs_to_front_end(target) ? assets->start : NULL;
}
