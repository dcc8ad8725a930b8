/* Moments: whatever a person's text means, its RFC 3339 form means the same. */
#include "fuzz.h"

#include "base/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 4096)
		return 0;
	char text[4097], utc[TIME_TEXT];
	memcpy(text, data, size);
	text[size] = '\0';
	int64_t at, again;
	if (time_parse_utc(text, size, &at)) {
		time_format(at, utc);
		MUST_HOLD(size == strlen(utc) && memcmp(utc, text, size) == 0);
	}
	if (time_parse(text, 480, &at) && at >= 0) {
		time_format(at, utc);
		MUST_HOLD(time_parse_utc(utc, strlen(utc), &again) && again == at);
	}
	return 0;
}
