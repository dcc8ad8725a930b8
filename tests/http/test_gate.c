/* The gate's two checks, byte by byte: fields as reported, and the raw header as laid out. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/str.h"
#include "http/gate.h"
#include "http/target.h"

#include <stdlib.h>
#include <string.h>

/* A header as the engine leaves it: NUL for each blank, colon, CR and LF. '|' stands for NUL. */
struct laid {
	char block[512];
	struct http_field fields[4];
	struct http_layout layout;
	struct http_request request;
};

static void lay(struct laid *l, const char *text, size_t field_count)
{
	memset(l, 0, sizeof(*l));
	size_t len = strlen(text);
	for (size_t i = 0; i < len; i++)
		l->block[i] = (char)(text[i] == '|' ? '\0' : text[i]);
	char *p = l->block;
	l->request.method = p;
	l->layout.target = p += strlen(p) + 1;
	l->request.target = p;
	l->layout.target_len = strlen(p);
	l->request.version = p += strlen(p) + 1;
	p += strlen(p) + 2;
	for (size_t i = 0; i < field_count; i++) {
		l->fields[i].name = p;
		p += strlen(p) + 1;
		p += strspn(p, " \t");
		l->fields[i].value = p;
		p += strlen(p) + 2;
	}
	l->layout.block = l->block;
	l->layout.len = len;
	l->request.fields = l->fields;
	l->request.field_count = field_count;
	l->request.layout = &l->layout;
}

static const char *code_of(struct laid *l)
{
	static struct err err;
	return http_gate_check(&l->request, &err) ? "" : err.code;
}

static void whole_headers_pass(void **state)
{
	(void)state;
	struct laid l;
	lay(&l, "GET|/a?b=c|HTTP/1.1||Host| x||X-A|\t y z||X-B|||||", 3);
	assert_string_equal(code_of(&l), "");
	lay(&l, "GET|/|HTTP/1.0||||", 0);
	assert_string_equal(code_of(&l), "");
}

static void every_changed_byte_is_seen(void **state)
{
	(void)state;
	const char *good = "GET|/a|HTTP/1.1||Host|x||X-A|y||||";
	struct laid l;
	size_t len = strlen(good);
	for (size_t i = 0; i < len; i++) {
		lay(&l, good, 2);
		l.layout.len = len;
		assert_string_equal(code_of(&l), "");
		/* A NUL that was another byte, or a byte that was a NUL: something was skipped, joined or cut. */
		bool in_target = i == 4 || i == 5;
		l.block[i] = (char)(l.block[i] ? '\0' : 'q');
		if (!in_target && code_of(&l)[0] == '\0')
			print_error("byte %zu of %s\n", i, good);
		assert_true(in_target || code_of(&l)[0] != '\0');
	}
	lay(&l, good, 2);
	l.layout.len = len - 1; /* the empty line was a bare LF */
	assert_string_equal(code_of(&l), "request.layout");
	l.layout.len = len;
	l.request.field_count = 1; /* a line was not reported */
	assert_string_equal(code_of(&l), "request.layout");
	lay(&l, good, 2);
	l.layout.len = len;
	l.layout.target--; /* two blanks before the target */
	assert_string_equal(code_of(&l), "request.layout");
}

static const char *check(const char *version, const char *method, const char *f1, const char *v1, const char *f2, const char *v2)
{
	static struct err err;
	struct http_field fields[3] = {{"Host", "x"}, {f1, v1}, {f2, v2}};
	struct http_request rq = {.method = method, .target = "/", .version = version, .fields = fields};
	rq.field_count = f2 ? 3 : f1 ? 2 : 1;
	return http_gate_check(&rq, &err) ? "" : err.code;
}

static void fields_are_checked(void **state)
{
	(void)state;
	assert_string_equal(check("HTTP/1.1", "GET", NULL, NULL, NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "GET", "Content-Length", "0", NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "GET", "Content-Length", "00", NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "GET", "Content-Length", "1", NULL, NULL), "request.body");
	assert_string_equal(check("HTTP/1.1", "GET", "Content-Length", "", NULL, NULL), "request.framing");
	assert_string_equal(check("HTTP/1.1", "GET", "Content-Length", " 1", NULL, NULL), "request.framing");
	assert_string_equal(check("HTTP/1.1", "GET", "content-length", "0", "Content-Length", "0"), "request.framing");
	assert_string_equal(check("HTTP/1.1", "GET", "content-length", "0", "transfer-encoding", "chunked"), "request.framing");
	assert_string_equal(check("HTTP/1.1", "GET", "Transfer-Encoding", "chunked", NULL, NULL), "request.body");
	assert_string_equal(check("HTTP/1.0", "GET", "Transfer-Encoding", "chunked", NULL, NULL), "request.framing");
	assert_string_equal(check("HTTP/1.1", "GET", "Transfer-Encoding", "identity", NULL, NULL), "request.framing");
	assert_string_equal(check("HTTP/1.1", "POST", "Content-Length", "5", NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "DELETE", NULL, NULL, NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "PUT", "Content-Length", "1048576", NULL, NULL), "");
	assert_string_equal(check("HTTP/1.1", "PUT", "Content-Length", "1048577", NULL, NULL), "request.body");
	assert_string_equal(check("HTTP/1.1", "POST", "Content-Length", "999999999999999999", NULL, NULL), "request.body");
	assert_string_equal(check("HTTP/1.1", "POST", "Transfer-Encoding", "chunked", NULL, NULL), "request.length");
	assert_string_equal(check("HTTP/1.1", "PATCH", "Content-Length", "5", NULL, NULL), "request.method");
	assert_string_equal(check("HTTP/1.1", "HEAD", "Content-Length", "5", NULL, NULL), "request.body");
	assert_string_equal(check("HTTP/1.1", "POST", "X-Leitai-Token", "a", "x-leitai-token", "b"), "request.header");
	assert_string_equal(check("HTTP/1.1", "GET", "Host", "y", NULL, NULL), "request.host");
	assert_string_equal(check("HTTP/1.1", "GET", "X A", "y", NULL, NULL), "request.header");
	assert_string_equal(check("HTTP/1.1", "GET", "", "y", NULL, NULL), "request.header");
	assert_string_equal(check("HTTP/1.1", "GET", "X", "a\x7F", NULL, NULL), "request.header");
	assert_string_equal(check("HTTP/1.1", "GET", "Origin", "a", "origin", "a"), "request.header");
	assert_string_equal(check("HTTP/1.1", "GET", "Accept", "a", "Accept", "b"), "");
	assert_string_equal(check("HTTP/2.0", "GET", NULL, NULL, NULL, NULL), "request.version");
	assert_string_equal(check("HTTP/1.1", "G T", NULL, NULL, NULL, NULL), "request.header");
}

static void targets_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		int segments; /* −1: refused */
		const char *last;
	} cases[] = {
		{"/", 0, NULL}, {"/a", 1, "a"}, {"/a/", 1, "a"}, {"/a/b%20c", 2, "b c"}, {"/%E7%81%AB", 1, "火"}, {"/a?", 1, "a"},
		{"/a?b", 1, "a"}, {"/a?b=c&d=&e", 1, "a"}, {"/a?/../", 1, "a"}, {"/...", 1, "..."}, {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", 16, "16"},
		{"", -1, NULL}, {"a", -1, NULL}, {"*", -1, NULL}, {"//", -1, NULL}, {"/a//b", -1, NULL}, {"/a//", -1, NULL}, {"/.", -1, NULL},
		{"/../", -1, NULL}, {"/a/%2E%2e", -1, NULL}, {"/%", -1, NULL}, {"/%4", -1, NULL}, {"/%G0", -1, NULL}, {"/%00", -1, NULL},
		{"/%7f", -1, NULL}, {"/a%2Fb", -1, NULL}, {"/a%5Cb", -1, NULL}, {"/%FF", -1, NULL}, {"/%ED%A0%80", -1, NULL}, {"/a b", -1, NULL},
		{"/a\"b", -1, NULL}, {"/a?b=%zz", -1, NULL}, {"/a?b=1&b=2", -1, NULL}, {"/a?b=1&%62=2", -1, NULL}, {"/a?b=\n", -1, NULL},
		{"/a?b=%C3", -1, NULL}, {"/a#b", -1, NULL}, {"http://x/", -1, NULL}, {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", -1, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(arena_freep) struct arena *arena = arena_new();
		struct http_target t;
		struct err err;
		bool good = http_target_parse(cases[i].raw, arena, &t, &err);
		if (good != (cases[i].segments >= 0))
			print_error("%s\n", cases[i].raw);
		assert_int_equal(good, cases[i].segments >= 0);
		if (!good)
			assert_string_equal(err.code, "request.target");
		if (!good || !cases[i].last)
			continue;
		assert_int_equal(t.segment_count, cases[i].segments);
		assert_string_equal(t.segments[t.segment_count - 1], cases[i].last);
	}
}

static void parameters_are_decoded(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct http_target t;
	struct err err;
	assert_true(http_target_parse("/a/?q=%E7%81%AB+x%2By&empty=&bare&a%3Db=c=d", arena, &t, &err));
	assert_true(t.slash);
	assert_int_equal(t.param_count, 4);
	assert_string_equal(http_target_param(&t, "q"), "火 x+y");
	assert_string_equal(http_target_param(&t, "empty"), "");
	assert_string_equal(http_target_param(&t, "bare"), "");
	assert_string_equal(http_target_param(&t, "a=b"), "c=d");
	assert_null(http_target_param(&t, "none"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_headers_pass),
		cmocka_unit_test(every_changed_byte_is_seen),
		cmocka_unit_test(fields_are_checked),
		cmocka_unit_test(targets_are_read),
		cmocka_unit_test(parameters_are_decoded),
	};
	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
