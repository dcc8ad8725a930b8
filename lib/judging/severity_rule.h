/* The models of severity as rules that decide a stage: their values as whole numbers (docs/severity.md). */
#pragma once

#include "base/judged.h"

extern const struct judged_models severity_rules;
