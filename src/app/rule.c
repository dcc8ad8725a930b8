/* One sentence a step, assembled from the step's own numbers. */
#include "app/rule.h"

#include "app/part.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/str.h"
#include "contest/combine.h"

#include <inttypes.h>

struct sentence {
	struct buf zh, en;
};

static void sentence_put(struct json_writer *w, struct sentence *s)
{
	struct text text = {buf_str(&s->zh), buf_str(&s->en)};
	part_text(w, NULL, &text);
	buf_done(&s->zh);
	buf_done(&s->en);
}

static void put_combine(struct sentence *s, const struct combine *c)
{
	static const char *const zh[COMBINE_RULE_COUNT] = {"取平均", "相加", "取中位数", "按名次计波达分", "按名次换算积分",
		"按多数名次（斯卡廷规则 5–8）", "取平均，并扣除评委宽严差异（加性模型）", "取公允分：扣除评委宽严与各项难易差异（多侧面 Rasch 模型）"};
	static const char *const en[COMBINE_RULE_COUNT] = {"their mean", "their sum", "their median", "their Borda rank points",
		"points by each expert's order", "the majority's place (skating system, rules 5–8)",
		"their mean, corrected for how strict each of them is (additive model)",
		"the fair average, corrected for how strict each of them is and how hard each criterion is (many-facet Rasch model)"};
	if (c->drop_high || c->drop_low) {
		buf_printf(&s->zh, "去掉 %d 个最高、%d 个最低后", c->drop_high, c->drop_low);
		buf_printf(&s->en, "without the %d highest and %d lowest, ", c->drop_high, c->drop_low);
	}
	buf_puts(&s->zh, zh[c->rule]);
	buf_puts(&s->en, en[c->rule]);
}

static void put_shares(struct sentence *s, const struct contest *contest, const struct step *step)
{
	for (int i = 0; i < step->share_count; i++) {
		const struct label *class_label = &contest->classes.items[step->shares[i].class_index];
		const char *zh = class_label->title.zh ? class_label->title.zh : class_label->title.en;
		const char *en = class_label->title.en ? class_label->title.en : class_label->title.zh;
		buf_printf(&s->zh, "%s%s（权重 %" PRId64 "）", i ? "；" : "", zh, step->shares[i].weight);
		buf_printf(&s->en, "%s%s (weight %" PRId64 "): ", i ? "; " : "", en, step->shares[i].weight);
		put_combine(s, &step->shares[i].combine);
	}
}

/* The first language where there is text in it, else the second. */
static const char *prefer(const char *first, const char *second)
{
	return first ? first : second;
}

static void put_penalty(struct sentence *s, const struct stage *stage, const struct step *step)
{
	char free[DECIMAL_TEXT], each[DECIMAL_TEXT], points[DECIMAL_TEXT], most[DECIMAL_TEXT];
	const struct criterion *c = &stage->scoring.criteria[step->criterion];
	decimal_format(step->free, free);
	decimal_format(step->each, each);
	decimal_format(step->points, points);
	buf_printf(&s->zh, "%s 超过 %s 时%s%s扣 %s 分", prefer(c->title_zh, c->title_en), free, step->each ? "每 " : "", step->each ? each : "", points);
	buf_printf(&s->en, "minus %s points %s%s when %s exceeds %s", points, step->each ? "per " : "once",
		step->each ? each : "", prefer(c->title_en, c->title_zh), free);
	if (step->most) {
		decimal_format(step->most, most);
		buf_printf(&s->zh, "，至多 %s 分", most);
		buf_printf(&s->en, ", at most %s", most);
	}
}

static void put_carry(struct sentence *s, const struct contest *contest, const struct step *step)
{
	buf_puts(&s->zh, "与前序阶段合成：");
	buf_puts(&s->en, "together with earlier stages: ");
	for (int i = 0; i < step->term_count; i++) {
		const char *id = step->terms[i].stage < 0 ? NULL : contest->stages[step->terms[i].stage].id;
		buf_printf(&s->zh, "%s%" PRId64 " × %s", i ? " + " : "", step->terms[i].weight, id ? id : "本阶段");
		buf_printf(&s->en, "%s%" PRId64 " × %s", i ? " + " : "", step->terms[i].weight, id ? id : "this stage");
	}
	buf_puts(&s->zh, step->as_mean ? "，除以权重之和" : "");
	buf_puts(&s->en, step->as_mean ? ", over the sum of the weights" : "");
}

static void put_step(struct sentence *s, const struct contest *contest, const struct stage *stage, const struct step *step)
{
	char within[DECIMAL_TEXT];
	switch (step->kind) {
	case STEP_CLAMP:
		decimal_format(step->within, within);
		buf_printf(&s->zh, "每个打分限制在平均分 ± %s 之内", within);
		buf_printf(&s->en, "each mark is held within ± %s of the panel's mean", within);
		break;
	case STEP_TOTAL:
		buf_puts(&s->zh, step->as_mean ? "每张评分表：各项按权重取平均" : "每张评分表：各项按权重相加");
		buf_puts(&s->en, step->as_mean ? "a sheet's total: the weighted mean of its marks"
					       : "a sheet's total: the weighted sum of its marks");
		break;
	case STEP_COMBINE:
		buf_puts(&s->zh, "各专家：");
		buf_puts(&s->en, "over the experts: ");
		if (step->share_count)
			put_shares(s, contest, step);
		else
			put_combine(s, &step->combine);
		break;
	case STEP_FACTOR:
		buf_puts(&s->zh, "各项乘以系数");
		buf_puts(&s->en, "each criterion times its factor");
		break;
	case STEP_SUM:
		buf_puts(&s->zh, step->as_mean ? "各项按权重取平均" : "各项按权重相加");
		buf_puts(&s->en, step->as_mean ? "the weighted mean of the criteria" : "the weighted sum of the criteria");
		break;
	case STEP_PLACES:
		buf_puts(&s->zh, "按斯卡廷规则 9–11 合并各项名次");
		buf_puts(&s->en, "the criteria's places by rules 9–11 of the skating system");
		break;
	case STEP_PENALTY:
		put_penalty(s, stage, step);
		break;
	case STEP_CARRY:
		put_carry(s, contest, step);
		break;
	case STEP_SCALE:
		buf_printf(&s->zh, "乘以 %" PRId64 "/%" PRId64, step->num, step->den);
		buf_printf(&s->en, "times %" PRId64 "/%" PRId64, step->num, step->den);
		break;
	case STEP_KIND_COUNT:
		break;
	}
}

static void put_rounding(struct sentence *s, const struct step *step)
{
	static const char *const zh[ROUNDING_COUNT] = {"四舍五入", "四舍六入五成双", "截尾"};
	static const char *const en[ROUNDING_COUNT] = {"half up", "half to even", "down"};
	if (!step->rounds)
		return;
	buf_printf(&s->zh, "，保留 %d 位小数（%s）", step->places, zh[step->mode]);
	buf_printf(&s->en, ", rounded to %d decimals (%s)", step->places, en[step->mode]);
}

void rule_write_beside(struct json_writer *w, const struct stage *stage)
{
	const struct scoring *s = &stage->scoring;
	for (int i = 0; i < s->step_count; i++)
		if (s->steps[i].kind == STEP_COMBINE && combine_is_severity(s->steps[i].combine.rule))
			json_put_string(w, "corrected", s->steps[i].combine.rule == COMBINE_SEVERITY_MFRM ? "mfrm" : "additive");
	if (s->beside_raw)
		json_put_string(w, "beside", "raw-mean");
}

const char *rule_tie_name(const struct stage *stage, const struct tie_key *key)
{
	static const char *const names[TIE_KIND_COUNT] = {"criterion", "group", "stage", "head-to-head", "countback",
		"marks-above-zero", "raw-mean"};
	if (key->kind == TIE_CRITERION)
		return stage->scoring.criteria[key->criterion].id;
	if (key->kind == TIE_GROUP)
		return key->group;
	return names[key->kind];
}

static void put_tie(struct sentence *s, const struct contest *contest, const struct stage *stage,
	const struct tie_key *key)
{
	static const char *const zh[TIE_KIND_COUNT] = {"", "", "", "两两对比", "逐张比较评分", "得分票数", "原始平均分"};
	static const char *const en[TIE_KIND_COUNT] = {"", "", "", "head to head", "countback", "how many marked above zero",
		"the raw mean"};
	const char *name_zh = zh[key->kind], *name_en = en[key->kind];
	if (key->kind == TIE_CRITERION) {
		const struct criterion *c = &stage->scoring.criteria[key->criterion];
		name_zh = prefer(c->title_zh, c->title_en);
		name_en = prefer(c->title_en, c->title_zh);
	} else if (key->kind == TIE_GROUP) {
		name_zh = name_en = key->group;
	} else if (key->kind == TIE_STAGE) {
		const struct text *title = &contest->stages[key->stage].title;
		name_zh = prefer(title->zh, title->en);
		name_en = prefer(title->en, title->zh);
	}
	buf_printf(&s->zh, "%s、", name_zh);
	buf_printf(&s->en, "%s, ", name_en);
}

static void put_ties(struct json_writer *w, const struct contest *contest, const struct stage *stage)
{
	struct sentence s = {{0}, {0}};
	const struct scoring *scoring = &stage->scoring;
	buf_puts(&s.zh, "同分依次比较：");
	buf_puts(&s.en, "equal scores are parted by, in turn: ");
	for (int i = 0; i < scoring->tie_count; i++)
		put_tie(&s, contest, stage, &scoring->ties[i]);
	buf_puts(&s.zh, scoring->tie_end == TIE_DELIBERATION ? "合议" : "并列");
	buf_puts(&s.en, scoring->tie_end == TIE_DELIBERATION ? "deliberation" : "else they share the place");
	sentence_put(w, &s);
}

static void put_quorum(struct json_writer *w, const struct stage *stage)
{
	struct sentence s = {{0}, {0}};
	const struct quorum *q = &stage->scoring.quorum;
	buf_printf(&s.zh, "至少 %d 张有效评分表方有成绩；缺席或回避只减少除数，不补分", q->sheets);
	buf_printf(&s.en, "a score needs at least %d sheets; absence and recusal shorten the divisor, nothing is imputed", q->sheets);
	if (q->per_class) {
		buf_printf(&s.zh, "；每类专家至少 %d 名", q->per_class);
		buf_printf(&s.en, "; at least %d of each class", q->per_class);
	}
	sentence_put(w, &s);
}

void rule_write(struct json_writer *w, const char *key, const struct contest *contest, const struct stage *stage)
{
	json_open(w, key, '[');
	for (int i = 0; i < stage->scoring.step_count; i++) {
		struct sentence s = {{0}, {0}};
		put_step(&s, contest, stage, &stage->scoring.steps[i]);
		put_rounding(&s, &stage->scoring.steps[i]);
		sentence_put(w, &s);
	}
	if (stage->kind == STAGE_PANEL) {
		put_quorum(w, stage);
		put_ties(w, contest, stage);
	}
	json_close(w, ']');
}

void rule_write_criteria(struct json_writer *w, const char *key, const struct stage *stage)
{
	json_open(w, key, '[');
	for (int i = 0; i < stage->scoring.criterion_count; i++) {
		const struct criterion *c = &stage->scoring.criteria[i];
		struct text title = {c->title_zh, c->title_en}, note = {c->note_zh, c->note_en};
		json_open(w, NULL, '{');
		json_put_string(w, "id", c->id);
		part_text(w, "title", &title);
		part_text(w, "note", &note);
		json_put_int(w, "weight", c->weight);
		json_put_string(w, "by", c->by == BY_PANEL ? "panel" : "official");
		json_put_decimal(w, "min", c->min);
		json_put_decimal(w, "max", c->max);
		json_put_decimal(w, "step", c->step);
		json_close(w, '}');
	}
	json_close(w, ']');
}

int rule_list_count(const struct contest *contest, const struct stage *stage)
{
	if (stage->rank_within < 0)
		return 1;
	int values = stage->rank_within == AXIS_HEAT ? stage->heat_count : contest->axes[stage->rank_within].count;
	return values + 1;
}

static bool axis_label(const struct contest *contest, const struct stage *stage, int axis, int at, struct label *ret)
{
	int count = axis == AXIS_HEAT ? stage->heat_count : contest->axes[axis].count;
	if (at < 0 || at >= count)
		return false;
	*ret = axis == AXIS_HEAT ? (struct label){stage->heats[at].id, stage->heats[at].title} : contest->axes[axis].items[at];
	return true;
}

bool rule_list_label(const struct contest *contest, const struct stage *stage, int list, struct label *ret)
{
	return stage->rank_within >= 0 && axis_label(contest, stage, stage->rank_within, list, ret);
}

struct text rule_selector_title(const struct contest *contest, const struct stage *stage, const struct selector *selects,
	struct arena *arena)
{
	struct text title = {NULL, NULL};
	for (int axis = 0; axis < AXIS_COUNT; axis++) {
		struct label label;
		if (!axis_label(contest, stage, axis, selects->at[axis], &label))
			continue;
		const char *zh = label.title.zh ? label.title.zh : label.title.en;
		const char *en = label.title.en ? label.title.en : label.title.zh;
		title.zh = title.zh ? arena_printf(arena, "%s · %s", title.zh, zh) : zh;
		title.en = title.en ? arena_printf(arena, "%s · %s", title.en, en) : en;
	}
	if (!title.zh)
		title = (struct text){"全部", "All"};
	return title;
}
