/* A stage's board as tables for a terminal. */
#pragma once

#include "base/base.h"

struct arena;
struct json;

/* `board` is a StageBoard of docs/api/openapi.yaml, read by reply_read(). To standard output. */
void board_print(const struct json *board, struct arena *arena);
