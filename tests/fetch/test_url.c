/* Which addresses may be asked. */
#include "harness/unit.h"

#include "fetch/fetch.h"

static void secrets_travel_under_tls(void **state)
{
	static const char *const good[] = {"https://corp.example", "https://corp.example:8443/a/b?c=d", "http://127.0.0.1:3000",
		"http://127.8.0.1/x", "http://localhost/", "http://LOCALHOST:1", "http://[::1]:80/x", "https://[2001:db8::1]/"};
	static const char *const bad[] = {"", "corp.example", "http://corp.example", "http://127.0.0.1.evil.example/",
		"http://127.0.0.1@evil.example/", "http://localhost.evil.example", "http://[::2]/", "ftp://localhost/", "file:///etc/passwd",
		"https://", "https:///x", "https://user:password@corp.example/", "https://corp.example/#x", "https://corp.example/a b",
		"https://corp.example\\@evil.example", "http://[::1", "http://128.0.0.1/", "HTTPS://corp.example", "http://0x7f.1/",
		"https://corp.example/\n"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(fetch_url_is_good(good[i]));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(fetch_url_is_good(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(secrets_travel_under_tls)};
	return cmocka_run_group_tests_name("fetch/url", tests, NULL, NULL);
}
