/* Keys stand in their one order, so the writer makes canonical JSON as it goes. */
#include "ledger/attest.h"

#include "base/buf.h"
#include "base/json.h"
#include "ledger/base64.h"

#include <sodium.h>
#include <string.h>

void attest_text(const struct attest *a, struct buf *out)
{
	buf_puts(out, "leitai-sheet/1\n");
	struct json_writer w = json_writer(out);
	json_open(&w, NULL, '{');
	json_put_int(&w, "base", a->base);
	json_put_string(&w, "contest", a->contest);
	json_put_string(&w, "draft", a->draft);
	json_put_string(&w, "entry", a->entry);
	json_put_string(&w, "expert", a->expert);
	json_put_string(&w, "heat", a->heat);
	json_put_raw(&w, "marks", a->marks);
	json_put_bool(&w, "recused", a->recused);
	json_put_string(&w, "stage", a->stage);
	json_close(&w, '}');
}

static bool read_key(const char *key, unsigned char out[ATTEST_KEY_LEN])
{
	return base64_get_exact((struct slice){key, strlen(key)}, out, ATTEST_KEY_LEN);
}

bool attest_is_key(const char *key)
{
	unsigned char bytes[ATTEST_KEY_LEN];
	return read_key(key, bytes);
}

bool attest_holds(const struct attest *a, const char *key, const char *signature)
{
	unsigned char public[ATTEST_KEY_LEN], bytes[ATTEST_SIGNATURE_LEN];
	CLEANUP(buf_done) struct buf text = {0};
	if (!read_key(key, public) ||
		!base64_get_exact((struct slice){signature, strlen(signature)}, bytes, sizeof(bytes)))
		return false;
	attest_text(a, &text);
	return crypto_sign_ed25519_verify_detached(bytes, (const unsigned char *)text.at, text.len, public) == 0;
}
