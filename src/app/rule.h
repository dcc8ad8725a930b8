/* A stage's rule in words and labels, in both languages: what the board prints beside its numbers. Internal to src/app. */
#pragma once

#include "base/json.h"
#include "contest/contest.h"

struct arena;

/* The scoring pipeline, quorum, order and tie chain as an array of texts. */
void rule_write(struct json_writer *w, const char *key, const struct contest *contest, const struct stage *stage);

/* "corrected": additive or mfrm where scores are corrected for experts' severity; "beside": raw-mean where it stands beside them. */
void rule_write_beside(struct json_writer *w, const struct stage *stage);

/* The criteria with bounds, weights and titles. */
void rule_write_criteria(struct json_writer *w, const char *key, const struct stage *stage);

/* The short stable name of a tie key: the criterion's or group's id, or "head-to-head", "countback" … */
const char *rule_tie_name(const struct stage *stage, const struct tie_key *key);

/* Lists of the stage's ranking: how many there may be (see rank_list_of()), and the label of one; false for
 * the whole stage's list and for the list of entries that stand nowhere on the axis. */
int rule_list_count(const struct contest *contest, const struct stage *stage);
bool rule_list_label(const struct contest *contest, const struct stage *stage, int list, struct label *ret);

/* "领军组 · 华东 / Leading · East"; "全部 / All" when it selects everything. Texts in `arena`. */
struct text rule_selector_title(const struct contest *contest, const struct stage *stage, const struct selector *selects,
	struct arena *arena);
