/* What every fuzz target shares: the entry point's name, and a check that stays in every build. */
#pragma once

#include "base/base.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that must hold for any input; the fuzzer keeps the input that breaks it. */
#define MUST_HOLD(x) \
	do { \
		if (!(x)) \
			abort(); \
	} while (0)
