/* Who marks whom in a rehearsal: panels by class, shared out evenly. Internal to src/app. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct plan;
struct stage;

/* The experts (indices in the plan) that mark the k-th entry of a heat, class after class. ret_experts holds
 * one per seat. ERR_INPUT "rehearsal.parameters" when a class has fewer experts than seats. */
MUST_CHECK bool panel_for(const struct plan *p, const struct stage *stage, int heat, int k, int *ret_experts,
	int *ret_count, struct err *err);

/* Seats on a panel of the stage. */
int panel_seats(const struct plan *p, const struct stage *stage);
