/* Heat h takes its seats of a class from the class's experts h·seats onwards,
 * around the end. Where fewer than the whole panel mark an entry, each class
 * gives its share, at least one where that is possible, rounded up for another
 * class each time; within a class a stretch from a random seat on marks. */
#include "app/plan_panel.h"

#include "app/plan.h"
#include "base/rng.h"
#include "base/str.h"

enum { CLASSES_MAX = 16 };

static int pool_size(const struct plan *p, const char *class_id)
{
	int n = 0;
	for (size_t i = 0; i < p->expert_count; i++)
		n += str_eq_null(p->experts[i].class_id, class_id) && !str_eq(p->experts[i].id, "S-01");
	return n;
}

static int pool_at(const struct plan *p, const char *class_id, int at)
{
	for (size_t i = 0; i < p->expert_count; i++)
		if (str_eq_null(p->experts[i].class_id, class_id) && at-- == 0)
			return (int)i;
	return -1;
}

int panel_seats(const struct plan *p, const struct stage *stage)
{
	int seats = 0;
	for (int c = 0; c < stage->panel_count; c++)
		seats += stage->panel[c].seats;
	return seats > 0 ? seats : pool_size(p, NULL);
}

/* How many of each class mark the k-th entry, `total` altogether. */
static void share_seats(const struct stage *stage, int seats, int total, int k, int *ret_shares)
{
	int given = 0;
	for (int c = 0; c < stage->panel_count; c++) {
		int share = total * stage->panel[c].seats / seats;
		ret_shares[c] = share > 0 || total < stage->panel_count ? share : 1;
		given += ret_shares[c];
	}
	for (int c = k % stage->panel_count; given < total; c = (c + 1) % stage->panel_count) {
		if (ret_shares[c] < stage->panel[c].seats) {
			ret_shares[c]++;
			given++;
		}
	}
	for (int c = 0; given > total; c = (c + 1) % stage->panel_count) {
		if (ret_shares[c] > 1) {
			ret_shares[c]--;
			given--;
		}
	}
}

static bool take_class(const struct plan *p, const char *class_id, int heat, int seats, int share, int k, int *ret,
	int *at, struct err *err)
{
	int pool = pool_size(p, class_id);
	struct rng rng = rng_of((uint64_t)k * 977 + (uint64_t)heat);
	if (pool < seats)
		return fail(err, ERR_INPUT, "rehearsal.parameters", "Class %s seats %d experts, the rehearsal has %d.",
			class_id ? class_id : "(none)", seats, pool);
	int start = share < seats ? (int)rng_below(&rng, (uint64_t)seats) : 0;
	for (int j = 0; j < share; j++)
		ret[(*at)++] = pool_at(p, class_id, (heat * seats + (start + j) % seats) % pool);
	return true;
}

bool panel_for(const struct plan *p, const struct stage *stage, int heat, int k, int *ret_experts, int *ret_count,
	struct err *err)
{
	int seats = panel_seats(p, stage), shares[CLASSES_MAX], at = 0;
	int total = stage->sheets_each > 0 ? stage->sheets_each : seats;
	if (stage->panel_count > CLASSES_MAX || seats <= 0 || total > seats)
		return fail(err, ERR_INPUT, "rehearsal.parameters", "Stage %s: no panel can be made.", stage->id);
	*ret_count = total;
	if (stage->panel_count == 0)
		return take_class(p, NULL, 0, seats, total, k, ret_experts, &at, err);
	share_seats(stage, seats, total, k, shares);
	for (int c = 0; c < stage->panel_count; c++) {
		const char *class_id = p->contest->classes.items[stage->panel[c].class_index].id;
		if (!take_class(p, class_id, heat, stage->panel[c].seats, shares[c], k, ret_experts, &at, err))
			return false;
	}
	return true;
}
