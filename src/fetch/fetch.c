/* libcurl's easy interface, a new handle a request. Everything that a settings file or the environment could loosen is set
 * outright: protocols, redirections, certificates, times and sizes. */
#include "fetch/fetch.h"

#include "base/arena.h"
#include "base/buf.h"

#include <curl/curl.h>
#include <string.h>

struct reading {
	struct buf text;
	bool over;
};

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
	struct reading *r = context;
	size_t len = size * count;
	r->over = r->text.len + len > FETCH_BYTES;
	if (r->over)
		return 0;
	buf_put(&r->text, bytes, len);
	return len;
}

static void set_limits(CURL *curl, const char *url)
{
	bool secure = strncmp(url, "https:", 6) == 0;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, secure ? "https" : "http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_TOTAL_MS);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)FETCH_BYTES);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "leitai");
	if (!secure)
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
}

static void set_request(CURL *curl, const struct fetch_request *rq)
{
	if (rq->form) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(rq->form));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, rq->form);
	}
	if (rq->user) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, rq->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, rq->password ? rq->password : "");
	}
}

static bool perform(CURL *curl, struct reading *r, const char *url, struct err *err)
{
	CURLcode code = curl_easy_perform(curl);
	if (r->over || code == CURLE_FILESIZE_EXCEEDED)
		return fail(err, ERR_LIMIT, "fetch.size", "%.200s sends more than %d bytes.", url, FETCH_BYTES);
	return code == CURLE_OK ||
		fail(err, ERR_IO, "fetch.failed", "%.200s can't be asked: %s.", url, curl_easy_strerror(code));
}

static bool ask(void *context, const struct fetch_request *rq, struct arena *arena, struct fetch_answer *ret,
	struct err *err)
{
	struct reading r = {0};
	long status = 0;
	(void)context;
	if (!fetch_url_is_good(rq->url))
		return fail(err, ERR_INPUT, "fetch.url", "%.200s is no https address.", rq->url);
	CURL *curl = curl_easy_init();
	if (!curl)
		return fail(err, ERR_IO, "fetch.failed", "libcurl can't be started.");
	struct curl_slist *fields = curl_slist_append(NULL, "Accept: application/json");
	set_limits(curl, rq->url);
	set_request(curl, rq);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &r);
	bool done = perform(curl, &r, rq->url, err);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(fields);
	curl_easy_cleanup(curl);
	*ret = (struct fetch_answer){(int)status, arena_strndup(arena, buf_str(&r.text), r.text.len), r.text.len};
	buf_done(&r.text);
	return done;
}

bool fetch_open(struct fetch *ret, struct err *err)
{
	*ret = (struct fetch){ask, NULL};
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
		fail(err, ERR_IO, "fetch.failed", "libcurl can't be started.");
}

void fetch_close(struct fetch *fetch)
{
	if (fetch->call)
		curl_global_cleanup();
	*fetch = (struct fetch){0};
}
