/* A page is one heap block of small strings around two bodies. Counting is
 * atomic; everything else is written before the page is shared, except the
 * transport's own forms, which are put in place by compare-and-swap.
 *
 * Entity tags are strong: "<32 hex of SHA-256>" for the plain form and the same
 * with "-gz" for the compressed one, since their bytes differ (RFC 9110 §8.8.3).
 * Compression is zlib level 6 with a gzip wrapper whose time is 0, so the same
 * body always makes the same bytes. */
#include "http/page.h"

#include "base/sha.h"
#include "base/str.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum { TAGS = HTTP_GZIP + 1, TAG_LEN = 48, TAG_HEX = 32 };

#define CSP \
	"default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " \
	"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " \
	"worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
#define PERMISSIONS "camera=(), geolocation=(), microphone=(), payment=(), usb=(), fullscreen=(self)"

struct http_page {
	atomic_int refs;
	int status, route, retry_s;
	bool document, unbuffered, owned;
	char *type, *cache, *allow, *location, *disposition, *cookie;
	char retry[16];
	char tag[TAGS][TAG_LEN]; /* "" = none */
	struct slice body, gzip;
	_Atomic(void *) native[HTTP_VARIANT_COUNT];
	void (*_Atomic free_native)(void *);
};

static char *copy_text(const char *s)
{
	if (!s)
		return NULL;
	char *p = strdup(s);
	if (!p)
		abort();
	return p;
}

static struct slice copy_slice(struct slice s)
{
	if (!s.len)
		return (struct slice){"", 0};
	char *p = malloc(s.len);
	if (!p)
		abort();
	memcpy(p, s.at, s.len);
	return (struct slice){p, s.len};
}

/* An empty slice when compression does not pay. */
static struct slice compress_body(struct slice body)
{
	z_stream z = {0};
	if (body.len > UINT32_MAX || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return (struct slice){0};
	uLong bound = deflateBound(&z, (uLong)body.len);
	unsigned char *out = malloc(bound);
	if (!out)
		abort();
	z.next_in = (unsigned char *)(uintptr_t)body.at;
	z.avail_in = (uInt)body.len;
	z.next_out = out;
	z.avail_out = (uInt)bound;
	bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
	size_t len = (size_t)z.total_out;
	deflateEnd(&z);
	if (!whole || len >= body.len) {
		free(out);
		return (struct slice){0};
	}
	char *fit = realloc(out, len);
	return (struct slice){fit ? fit : (char *)out, len};
}

static void set_tags(struct http_page *page, const char *hash)
{
	snprintf(page->tag[HTTP_IDENTITY], TAG_LEN, "\"%.*s\"", TAG_HEX, hash);
	snprintf(page->tag[HTTP_GZIP], TAG_LEN, "\"%.*s-gz\"", TAG_HEX, hash);
}

static struct http_page *page_of(const struct http_answer *answer)
{
	struct http_page *page = calloc(1, sizeof(*page));
	if (!page)
		abort();
	page->refs = 1;
	page->route = -1;
	page->status = answer->status ? answer->status : 200;
	page->document = answer->document;
	page->unbuffered = answer->unbuffered;
	page->type = copy_text(answer->type);
	page->cache = copy_text(answer->private ? "no-store" : answer->cache ? answer->cache : "no-cache");
	page->cookie = answer->cookie[0] ? copy_text(answer->cookie) : NULL;
	page->allow = copy_text(answer->allow);
	page->location = copy_text(answer->location);
	if (answer->retry_s)
		snprintf(page->retry, sizeof(page->retry), "%d", answer->retry_s);
	if (answer->download[0]) {
		char text[224];
		snprintf(text, sizeof(text), "attachment; filename=\"%s\"", answer->download);
		page->disposition = copy_text(text);
	}
	return page;
}

struct http_page *http_page_new(const struct http_answer *answer)
{
	struct http_page *page = page_of(answer);
	page->owned = true;
	page->body = copy_slice((struct slice){answer->body.at, answer->body.len});
	if (page->status != 200 || answer->stream || answer->private || answer->unbuffered)
		return page;
	struct sha sha = sha256(page->body.at, page->body.len);
	char hex[SHA_HEX];
	set_tags(page, sha_hex(&sha, hex));
	if (page->body.len > PAGE_GZIP_MIN)
		page->gzip = compress_body(page->body);
	return page;
}

struct http_page *http_page_static(const struct http_answer *answer, const struct http_static *bytes)
{
	struct http_page *page = page_of(answer);
	page->body = bytes->body;
	page->gzip = bytes->gzip;
	set_tags(page, bytes->hash);
	return page;
}

struct http_page *http_page_ref(struct http_page *page)
{
	atomic_fetch_add_explicit(&page->refs, 1, memory_order_relaxed);
	return page;
}

static void free_page(struct http_page *page)
{
	void (*free_native)(void *) = atomic_load(&page->free_native);
	for (int v = 0; v < HTTP_VARIANT_COUNT; v++) {
		void *native = atomic_load(&page->native[v]);
		if (native)
			free_native(native);
	}
	if (page->owned) {
		if (page->body.len)
			free((void *)(uintptr_t)page->body.at);
		free((void *)(uintptr_t)page->gzip.at);
	}
	free(page->type);
	free(page->cache);
	free(page->allow);
	free(page->location);
	free(page->disposition);
	free(page->cookie);
	free(page);
}

void http_page_unref(struct http_page *page)
{
	if (page && atomic_fetch_sub_explicit(&page->refs, 1, memory_order_acq_rel) == 1)
		free_page(page);
}

int http_page_status(const struct http_page *page)
{
	return page->status;
}

size_t http_page_bytes(const struct http_page *page)
{
	return sizeof(*page) + page->body.len + page->gzip.len + 256;
}

struct slice http_page_body(const struct http_page *page, enum http_variant variant)
{
	if (variant >= HTTP_NOT_MODIFIED)
		return (struct slice){"", 0};
	return variant == HTTP_GZIP ? page->gzip : page->body;
}

/* True when the list of entity tags names ours, in either form; comparison is weak (RFC 9110 §13.1.2). */
static bool names_tag(const char *list, const struct http_page *page)
{
	const char *p = list + strspn(list, " \t");
	if (str_eq(p, "*"))
		return true;
	while (*p) {
		p += strspn(p, " \t,");
		if (p[0] == 'W' && p[1] == '/')
			p += 2;
		const char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
		if (!end)
			return false; /* not a list of tags: no condition was made */
		size_t len = (size_t)(end + 1 - p);
		for (int v = 0; v < TAGS; v++)
			if (strlen(page->tag[v]) == len && memcmp(page->tag[v], p, len) == 0)
				return true;
		p = end + 1;
	}
	return false;
}

/* "q=0", "q=0.0", "q=0.000": the weight that means never. */
static bool weight_is_zero(const char *params, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++) {
		if ((params[i] != 'q' && params[i] != 'Q') || params[i + 1] != '=')
			continue;
		size_t digits = strspn(params + i + 2, "0.");
		size_t left = len - i - 2;
		return digits >= left || strchr(" \t,;", params[i + 2 + digits]) != NULL;
	}
	return false;
}

/* Whether Accept-Encoding takes gzip: by its own weight, else by that of "*". */
static bool takes_gzip(const char *accept)
{
	bool any = false;
	for (const char *p = accept; *p;) {
		p += strspn(p, " \t,");
		size_t len = strcspn(p, ",");
		size_t name = strcspn(p, ",; \t");
		bool zero = weight_is_zero(p + name, len - name);
		if ((name == 4 && strncasecmp(p, "gzip", 4) == 0) ||
			(name == 6 && strncasecmp(p, "x-gzip", 6) == 0))
			return !zero;
		if (name == 1 && *p == '*')
			any = !zero;
		p += len;
	}
	return any;
}

enum http_variant http_page_choose(const struct http_page *page, const struct http_request *request)
{
	const char *accept = page->gzip.len ? http_request_field(request, "Accept-Encoding") : NULL;
	bool gzip = accept && takes_gzip(accept);
	const char *match = page->tag[HTTP_IDENTITY][0] ? http_request_field(request, "If-None-Match") : NULL;
	if (match && names_tag(match, page))
		return gzip ? HTTP_NOT_MODIFIED_GZIP : HTTP_NOT_MODIFIED;
	return gzip ? HTTP_GZIP : HTTP_IDENTITY;
}

size_t http_page_fields(const struct http_page *page, enum http_variant variant, struct http_field *f)
{
	size_t n = 0;
	bool bare = variant >= HTTP_NOT_MODIFIED,
	     gzip = variant == HTTP_GZIP || variant == HTTP_NOT_MODIFIED_GZIP;
	if (!bare && page->type)
		f[n++] = (struct http_field){"Content-Type", page->type};
	if (variant == HTTP_GZIP)
		f[n++] = (struct http_field){"Content-Encoding", "gzip"};
	if (page->gzip.len)
		f[n++] = (struct http_field){"Vary", "Accept-Encoding"};
	if (page->tag[HTTP_IDENTITY][0])
		f[n++] = (struct http_field){"ETag", page->tag[gzip ? HTTP_GZIP : HTTP_IDENTITY]};
	f[n++] = (struct http_field){"Cache-Control", page->cache};
	if (page->allow)
		f[n++] = (struct http_field){"Allow", page->allow};
	if (page->location)
		f[n++] = (struct http_field){"Location", page->location};
	if (page->retry[0])
		f[n++] = (struct http_field){"Retry-After", page->retry};
	if (page->status == 401)
		f[n++] = (struct http_field){"WWW-Authenticate", "Leitai realm=\"session\""};
	if (page->cookie)
		f[n++] = (struct http_field){"Set-Cookie", page->cookie};
	if (bare)
		return n;
	if (page->disposition)
		f[n++] = (struct http_field){"Content-Disposition", page->disposition};
	f[n++] = (struct http_field){"X-Content-Type-Options", "nosniff"};
	if (page->unbuffered)
		f[n++] = (struct http_field){"X-Accel-Buffering", "no"};
	if (page->document) {
		f[n++] = (struct http_field){"Content-Security-Policy", CSP};
		f[n++] = (struct http_field){"Referrer-Policy", "same-origin"};
		f[n++] = (struct http_field){"Permissions-Policy", PERMISSIONS};
		f[n++] = (struct http_field){"Cross-Origin-Opener-Policy", "same-origin"};
	}
	return n;
}

int http_page_route(const struct http_page *page)
{
	return page->route;
}

void http_page_set_route(struct http_page *page, int route)
{
	page->route = route;
}

void *http_page_native(const struct http_page *page, enum http_variant variant)
{
	return atomic_load_explicit(&page->native[variant], memory_order_acquire);
}

void *http_page_set_native(
	struct http_page *page, enum http_variant variant, void *native, void (*free_native)(void *))
{
	void *none = NULL;
	atomic_store(&page->free_native, free_native);
	if (atomic_compare_exchange_strong(&page->native[variant], &none, native))
		return native;
	free_native(native);
	return none;
}

const char *http_request_field(const struct http_request *request, const char *name)
{
	for (size_t i = 0; i < request->field_count; i++)
		if (strcasecmp(request->fields[i].name, name) == 0)
			return request->fields[i].value;
	return NULL;
}
