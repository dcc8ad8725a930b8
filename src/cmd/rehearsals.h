/* The five rehearsals of contests/, built into the program. */
#pragma once

#include "app/rehearsal.h"

#include <stddef.h>

const struct rehearsal_source *rehearsals(size_t *ret_count);
