/* What devices sign: the vectors that a browser made, and that no byte of text, key or signature may differ. */
#include "harness/unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/attest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct json read_vectors(struct arena *arena)
{
	FILE *file = fopen(SHEET_SIGNATURES, "rb");
	char text[1 << 16];
	struct json json;
	struct err err;
	assert_non_null(file);
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	assert_true(json_parse(text, len, arena, &json, &err));
	return json;
}

static int by_key(const void *a, const void *b)
{
	const struct json_member *x = a, *y = b;
	return strcmp(x->key, y->key);
}

/* {criterion: units} of the vector's decimals. */
static const char *marks_of(const struct json *sheet, struct arena *arena)
{
	const struct json *marks = json_get(sheet, "marks");
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	if (marks->count)
		qsort(marks->members, marks->count, sizeof(*marks->members), by_key);
	json_open(&w, NULL, '{');
	for (size_t i = 0; i < marks->count; i++) {
		const struct json *mark = &marks->members[i].value;
		int64_t units;
		if (mark->type != JSON_STRING)
			continue;
		assert_true(decimal_parse(mark->string, strlen(mark->string), &units));
		json_put_int(&w, marks->members[i].key, units);
	}
	json_close(&w, '}');
	return arena_strdup(arena, buf_str(&out));
}

static struct attest attest_of(const struct json *s, struct arena *arena)
{
	return (struct attest){json_int(s, "base", -1), json_string(s, "draft", ""), json_string(s, "contest", ""),
		json_string(s, "stage", ""), json_string(s, "heat", ""), json_string(s, "entry", ""),
		json_string(s, "expert", ""), marks_of(s, arena), json_bool(s, "recused", false)};
}

static void vectors_hold(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct json all = read_vectors(arena);
	const struct json *sheets = json_get(&all, "sheets");
	const char *key = json_string(&all, "key", "");
	assert_true(sheets->count >= 2);
	for (size_t i = 0; i < sheets->count; i++) {
		struct attest a = attest_of(&sheets->items[i], arena);
		CLEANUP(buf_done) struct buf text = {0};
		attest_text(&a, &text);
		assert_string_equal(buf_str(&text), json_string(&sheets->items[i], "text", ""));
		assert_true(attest_holds(&a, key, json_string(&sheets->items[i], "signature", "")));
	}
}

static void nothing_else_holds(void **state)
{
	(void)state;
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct json all = read_vectors(arena);
	const struct json *sheet = &json_get(&all, "sheets")->items[0];
	const char *key = json_string(&all, "key", ""), *signature = json_string(sheet, "signature", "");
	const struct attest good = attest_of(sheet, arena);
	struct attest other[9];
	for (size_t i = 0; i < COUNT_OF(other); i++)
		other[i] = good;
	other[0].base++;
	other[1].draft = "d-0f3b";
	other[2].contest = "cup-2027";
	other[3].stage = "finals";
	other[4].heat = "hall-b";
	other[5].entry = "E-002";
	other[6].expert = "x.08";
	other[7].marks = "{}";
	other[8].recused = true;
	for (size_t i = 0; i < COUNT_OF(other); i++)
		assert_false(attest_holds(&other[i], key, signature));
	for (size_t i = 0; signature[i]; i++) {
		char *bent = arena_strdup(arena, signature);
		bent[i] = bent[i] == 'A' ? 'B' : 'A';
		assert_false(attest_holds(&good, key, bent));
	}
	assert_false(attest_holds(&good, "", signature));
	assert_false(attest_holds(&good, key, ""));
	assert_false(attest_holds(&good, key, arena_printf(arena, "%s\n", signature)));
	assert_false(attest_holds(&good, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", signature)); /* of small order */
}

static void keys_have_one_spelling(void **state)
{
	(void)state;
	assert_true(attest_is_key("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
	assert_false(attest_is_key("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURp="));
	assert_false(attest_is_key("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
	assert_false(attest_is_key("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
	assert_false(attest_is_key(""));
	assert_false(attest_is_key("AAAA"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_hold),
		cmocka_unit_test(nothing_else_holds),
		cmocka_unit_test(keys_have_one_spelling),
	};
	return cmocka_run_group_tests_name("ledger/attest", tests, NULL, NULL);
}
