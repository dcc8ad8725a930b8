/* Decimals: what is read is printed so that it reads back the same, and rounding stays within half a place. */
#include "fuzz.h"

#include "base/decimal.h"

static int64_t place_of(int places)
{
	int64_t unit = DECIMAL_ONE;
	while (places-- > 0)
		unit /= 10;
	return unit;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t units, again;
	char text[DECIMAL_TEXT];
	if (!decimal_parse((const char *)data, size, &units))
		return 0;
	decimal_format(units, text);
	MUST_HOLD(decimal_parse(text, strlen(text), &again) && again == units);
	decimal_fixed(units, 4, text);
	MUST_HOLD(decimal_parse(text, strlen(text), &again) && again == units);

	for (int mode = 0; mode < ROUNDING_COUNT; mode++) {
		for (int places = 0; places <= DECIMAL_PLACES; places++) {
			int64_t unit = place_of(places);
			int64_t near = ratio_round(ratio_of(units), places, (enum rounding)mode);
			int64_t off = near > units ? near - units : units - near;
			MUST_HOLD(near % unit == 0);
			MUST_HOLD(mode == ROUND_DOWN ? off < unit : 2 * off <= unit);
		}
	}
	return 0;
}
