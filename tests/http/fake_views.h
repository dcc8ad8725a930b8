/* Stands in for src/app and src/store: one contest "demo" with stage "final" and entry "E-1". */
#pragma once

#include "base/base.h"

#include <stdatomic.h>

struct app {
	_Atomic int64_t generation;
	_Atomic int64_t ledger_generation, pages_generation; /* 0: the same */
	atomic_int views;    /* how many views were made */
	atomic_bool broken;  /* the store can't be read */
	atomic_int slow_ms;  /* how long a view takes */
	int64_t records;     /* in the ledger */
	_Atomic int64_t first_event, last_event; /* that are kept; 0: none */
	size_t board_bytes;  /* size of the board's padding */
	char floor[80];      /* the last step or panel, in words */
};
