/* Names are worked on as arrays of code points. Folding is a small part of NFKC with case and accents; each later step takes
 * something away and the steps repeat until none does, so that a normal form is its own normal form. */
#include "judging/affiliation.h"

#include "base/arena.h"
#include "base/str.h"
#include "judging/letters.h"

#include <string.h>

enum { LONGEST = 400 }; /* code points of a name that are looked at */

struct name {
	int32_t at[LONGEST];
	int len;
	bool company; /* a legal form was taken off */
};

/* ---- words of lists */

static size_t separator(const char *s, size_t left, bool spaces)
{
	if (*s == ';' || *s == '|' || *s == '\n' || *s == '\r' || (spaces && (*s == ' ' || *s == ',' || *s == '\t' || *s == '<' || *s == '>')))
		return 1;
	return left >= 3 && (!memcmp(s, "；", 3) || !memcmp(s, "、", 3) || (spaces && !memcmp(s, "，", 3))) ? 3 : 0;
}

static struct slice trimmed(const char *at, size_t len)
{
	while (len && (*at == ' ' || *at == '\t'))
		at++, len--;
	while (len && (at[len - 1] == ' ' || at[len - 1] == '\t'))
		len--;
	return (struct slice){at, len};
}

bool affiliation_next(struct slice *list, bool spaces, struct slice *ret_word)
{
	while (list->len) {
		size_t n = 0, gap = 0;
		while (n < list->len && !(gap = separator(list->at + n, list->len - n, spaces)))
			n++;
		*ret_word = trimmed(list->at, n);
		list->at += n + gap;
		list->len -= n + gap;
		if (ret_word->len)
			return true;
	}
	return false;
}

/* ---- folding */

static void add(struct name *n, int32_t c)
{
	if (n->len < LONGEST)
		n->at[n->len++] = c;
}

static void fold(struct slice text, struct name *n)
{
	n->len = 0;
	n->company = false;
	while (text.len) {
		int32_t c = letters_take(&text), two;
		c = letters_fold(c, &two);
		if (c)
			add(n, c);
		if (c && two)
			add(n, two);
	}
}

/* No two spaces, none at the ends, beside a bracket or a comma, or between letters of which one is Chinese. */
static bool wants_space(int32_t before, int32_t after)
{
	return before && after && letters_spaced(before) && letters_spaced(after);
}

static bool squeeze(struct name *n)
{
	int len = 0;
	for (int i = 0; i < n->len; i++) {
		if (n->at[i] != ' ') {
			n->at[len++] = n->at[i];
			continue;
		}
		while (i + 1 < n->len && n->at[i + 1] == ' ')
			i++;
		if (wants_space(len ? n->at[len - 1] : 0, i + 1 < n->len ? n->at[i + 1] : 0))
			n->at[len++] = ' ';
	}
	bool changed = len != n->len;
	n->len = len;
	return changed;
}

static void cut(struct name *n, int from, int count)
{
	memmove(n->at + from, n->at + from + count, (size_t)(n->len - from - count) * sizeof(*n->at));
	n->len -= count;
}

/* ---- legal forms */

static const char *const CHINESE_FORMS[] = {"股份有限公司", "有限责任公司", "有限公司", "股份公司", "总公司", "公司", "集团",
	"控股", "有限合伙", "普通合伙", "股份", NULL};
static const char *const LATIN_FORMS[] = {"co", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "company", "gmbh",
	"ag", "kg", "kgaa", "se", "llc", "llp", "plc", "lp", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "oy", "kk", "pte", "pty",
	"pvt", "group", "holding", "holdings", NULL};

static bool holds(const struct name *n, int at, const char *word, int *ret_len)
{
	struct slice s = {word, strlen(word)};
	int i = at;
	while (s.len) {
		if (i >= n->len || n->at[i] != letters_take(&s))
			return false;
		i++;
	}
	*ret_len = i - at;
	return true;
}

/* What a name has left must still be one: two letters, or one Chinese. */
static bool is_name(const struct name *n, int from, int len)
{
	int letters = 0;
	for (int i = from; i < from + len; i++)
		letters += letters_chinese(n->at[i]) ? 2 : n->at[i] != ' ' && n->at[i] != '(' && n->at[i] != ')' && n->at[i] != ',';
	return letters >= 2;
}

static bool strip_chinese(struct name *n)
{
	for (int f = 0; CHINESE_FORMS[f]; f++) {
		int len, chars = (int)utf8_count(CHINESE_FORMS[f]);
		if (chars >= n->len || !holds(n, n->len - chars, CHINESE_FORMS[f], &len) || !is_name(n, 0, n->len - chars))
			continue;
		n->len -= chars;
		return n->company = true;
	}
	return false;
}

static bool strip_latin(struct name *n)
{
	for (int f = 0; LATIN_FORMS[f]; f++) {
		int len, chars = (int)strlen(LATIN_FORMS[f]), at = n->len - chars;
		if (at < 1 || !holds(n, at, LATIN_FORMS[f], &len) || (n->at[at - 1] != ' ' && n->at[at - 1] != ',' && !letters_chinese(n->at[at - 1])) ||
			!is_name(n, 0, at))
			continue;
		n->len = at;
		return n->company = true;
	}
	int len;
	if (n->len > 4 && holds(n, 0, "the ", &len) && is_name(n, len, n->len - len)) {
		cut(n, 0, len);
		return true;
	}
	while (n->len && (n->at[n->len - 1] == ' ' || n->at[n->len - 1] == ','))
		n->len--;
	return false;
}

/* A bracket says a place or a form; a company's place does not make it another one, a university's does. */
static bool strip_bracket(struct name *n)
{
	static const char *const forms[] = {"(集团)", "(控股)", "(有限合伙)", "(普通合伙)", "(特殊普通合伙)", "(group)", NULL};
	for (int i = 0; i < n->len; i++) {
		int len, end = i + 1;
		if (n->at[i] != '(')
			continue;
		while (end < n->len && n->at[end] != ')')
			end++;
		end += end < n->len;
		bool form = false;
		for (int f = 0; forms[f] && !form; f++)
			form = holds(n, i, forms[f], &len);
		if (!(form || n->company) || !is_name(n, 0, i))
			continue;
		cut(n, i, end - i);
		n->company = n->company || form;
		return true;
	}
	return false;
}

static void strip(struct name *n)
{
	while (squeeze(n) || strip_chinese(n) || strip_latin(n) || strip_bracket(n))
		;
}

/* ---- what is only a part of an organisation */

/* Where the university's own name ends; 0: it is none, or nothing follows. */
static int school_end(const struct name *n)
{
	int len;
	for (int i = 2; i + 2 < n->len; i++) {
		if (!holds(n, i, "大学", &len) || holds(n, i, "大学生", &len) || holds(n, i, "大学城", &len) || holds(n, i, "大学路", &len))
			continue;
		int end = i + 2;
		while (n->at[i + 2] == '(' && end < n->len && n->at[end - 1] != ')')
			end++;
		return end < n->len ? end : 0;
	}
	for (int i = 2; i + 2 < n->len; i++)
		if (holds(n, i, "学院", &len) && !holds(n, i - 1, "科学院", &len) && !holds(n, i, "学院路", &len))
			return i + 2;
	return 0;
}

/* Behind a company's legal form stands a branch of it. */
static int branch_end(const struct name *n)
{
	int len;
	for (int i = 1; i < n->len; i++)
		if ((holds(n, i, "有限公司", &len) || holds(n, i, "有限责任公司", &len) || holds(n, i, "股份公司", &len)) && i + len < n->len &&
			is_name(n, 0, i))
			return i + len;
	return 0;
}

static bool has_word(const struct name *n, int from, int to, const char *const *words)
{
	for (int i = from; i < to; i++) {
		int len;
		if (i > from && n->at[i - 1] != ' ')
			continue;
		for (int w = 0; words[w]; w++)
			if (holds(n, i, words[w], &len) && i + len <= to && (i + len == to || n->at[i + len] == ' '))
				return true;
	}
	return false;
}

/* Between commas: "Department of Automation, Tsinghua University". */
static void drop_departments(struct name *n)
{
	static const char *const parts[] = {"department", "dept", "school", "faculty", "division", "laboratory", "lab", "chair", "center",
		"centre", "branch", "group of", NULL};
	static const char *const wholes[] = {"university", "universitat", "universite", "universidad", "institute", "academy", NULL};
	for (int from = 0; from < n->len;) {
		int to = from;
		while (to < n->len && n->at[to] != ',')
			to++;
		int first = from;
		while (first < to && n->at[first] == ' ')
			first++;
		bool part = has_word(n, first, to, parts) && !has_word(n, first, to, wholes);
		int count = to - from + (to < n->len);
		bool rest = is_name(n, 0, from) || is_name(n, to, n->len - to);
		if (part && rest)
			cut(n, from, count);
		else
			from += count;
	}
}

static void commas_to_spaces(struct name *n)
{
	for (int i = 0; i < n->len; i++)
		if (n->at[i] == ',')
			n->at[i] = ' ';
}

static const char *written(const struct name *n, struct arena *arena)
{
	char *text = arena_alloc(arena, (size_t)n->len * 4 + 1);
	size_t len = 0;
	for (int i = 0; i < n->len; i++)
		len += letters_put(n->at[i], text + len);
	text[len] = '\0';
	return text;
}

static const char *base_of(struct name *n, struct arena *arena)
{
	drop_departments(n);
	commas_to_spaces(n);
	squeeze(n);
	int end = branch_end(n);
	if (end)
		n->len = end;
	strip(n);
	while ((end = school_end(n)) != 0) {
		n->len = end;
		strip(n);
	}
	return written(n, arena);
}

struct affiliation affiliation_read(struct slice text, struct arena *arena)
{
	struct name full, part;
	struct slice whole = trimmed(text.at, text.len);
	fold(whole, &full);
	part = full;
	commas_to_spaces(&full);
	strip(&full);
	if (!is_name(&full, 0, full.len))
		full.len = part.len = 0;
	struct affiliation a = {.spelled = arena_strndup(arena, whole.at, whole.len), .full = written(&full, arena)};
	a.base = base_of(&part, arena);
	if (str_eq(a.full, a.base) || !*a.base)
		a.base = a.full;
	return a;
}

/* ---- near misses */

static void take_form(const char *form, struct name *n)
{
	struct slice s = {form, strlen(form)};
	n->len = 0;
	while (s.len)
		add(n, letters_take(&s));
}

static int chinese_of(const struct name *n, int from, int to)
{
	int count = 0;
	for (int i = from; i < to; i++)
		count += letters_chinese(n->at[i]);
	return count;
}

/* Names of places, and words that begin or end many names. */
static bool is_common(const struct name *n, int from, int to)
{
	static const char *const words[] = {"中国", "北京", "上海", "天津", "重庆", "广东", "广州", "深圳", "浙江", "杭州", "宁波", "江苏", "南京",
		"苏州", "无锡", "山东", "济南", "青岛", "四川", "成都", "湖北", "武汉", "湖南", "长沙", "河南", "郑州", "河北", "陕西", "西安", "福建",
		"厦门", "福州", "辽宁", "大连", "沈阳", "吉林", "长春", "安徽", "合肥", "江西", "山西", "云南", "贵州", "广西", "海南", "香港", "澳门",
		"台湾", "大学", "学院", "科技", "技术", "研究院", "研究所", "实验室", "工业大学", "理工大学", "科技大学", "师范大学", "农业大学", "医院",
		"china", "university", "institute", "technology", "technologies", "national", "international", "science", "research", "engineering",
		"robotics", "systems", "software", NULL};
	for (int w = 0; words[w]; w++) {
		int len;
		if (holds(n, from, words[w], &len) && from + len == to)
			return true;
	}
	return false;
}

/* May n[from..to), which begins or ends the name, be the name of an organisation alone? */
static bool stands_alone(const struct name *n, int from, int to)
{
	int letters = to - from, chinese = chinese_of(n, from, to);
	int cut_at = from ? from : to;
	int32_t before = n->at[cut_at - 1], after = n->at[cut_at];
	if (letters >= n->len || is_common(n, from, to) || letters_chinese(before) + letters_chinese(after) + (before == ' ') + (after == ' ') +
			(before == '(') + (after == '(') == 0)
		return false;
	return chinese ? chinese >= (from ? 3 : 2) : letters >= 4;
}

static bool begins_or_ends(const struct name *part, const struct name *whole)
{
	size_t size = (size_t)part->len * sizeof(*part->at);
	if (!part->len || part->len >= whole->len)
		return false;
	return (!memcmp(part->at, whole->at, size) && stands_alone(whole, 0, part->len)) ||
		(!memcmp(part->at, whole->at + whole->len - part->len, size) && stands_alone(whole, whole->len - part->len, whole->len));
}

/* A number makes another school or plant of it. */
static bool is_number(int32_t c)
{
	static const int32_t numbers[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341, 0x7532, 0x4e59};
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (c == numbers[i])
			return true;
	return c >= '0' && c <= '9';
}

static bool is_school(const struct name *n)
{
	int len;
	return n->len > 2 && (holds(n, n->len - 2, "大学", &len) || holds(n, n->len - 2, "学院", &len) || holds(n, n->len - 2, "医院", &len));
}

static bool one_edit(const struct name *a, const struct name *b)
{
	if (a->len > b->len)
		return one_edit(b, a);
	int i = 0, chinese = chinese_of(a, 0, a->len) + chinese_of(b, 0, b->len), more = b->len - a->len;
	while (i < a->len && a->at[i] == b->at[i])
		i++;
	if (more > 1 || (!more && i == a->len) || is_number(b->at[i]) || (i < a->len && is_number(a->at[i])) ||
		memcmp(a->at + i + !more, b->at + i + 1, (size_t)(a->len - i - !more) * sizeof(*a->at)))
		return false;
	/* Another character near the beginning is another place; and schools differ by one character. */
	if (chinese)
		return more ? a->len >= 4 : a->len >= 6 && i >= 2 && !is_school(a) && !is_school(b);
	return a->len >= 6;
}

bool affiliation_near(const char *a, const char *b)
{
	struct name x, y;
	if (str_eq(a, b))
		return false;
	take_form(a, &x);
	take_form(b, &y);
	return one_edit(&x, &y) || begins_or_ends(&x, &y) || begins_or_ends(&y, &x);
}

size_t affiliation_parts(const char *form, struct arena *arena, const char *const **ret_parts)
{
	struct name n, part;
	size_t count = 0;
	take_form(form, &n);
	const char **parts = ARENA_ARRAY(arena, 2 * (size_t)n.len + 1, const char *);
	for (int side = 0; side < 2; side++)
		for (int len = 1; len < n.len; len++) {
			int from = side ? n.len - len : 0;
			if (!stands_alone(&n, from, from + len))
				continue;
			part.len = len;
			memcpy(part.at, n.at + from, (size_t)len * sizeof(*n.at));
			parts[count++] = written(&part, arena);
		}
	*ret_parts = parts;
	return count;
}

/* ---- mail */

static bool is_listed(const char *word, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

static bool is_host(const char *s, size_t len)
{
	bool dot = false;
	for (size_t i = 0; i < len; i++) {
		bool edge = !i || i + 1 == len || s[i - 1] == '.' || s[i + 1] == '.';
		if (s[i] == '.' ? edge : !((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || (unsigned char)s[i] >= 0x80 || (s[i] == '-' && !edge)))
			return false;
		dot = dot || s[i] == '.';
	}
	return dot;
}

const char *affiliation_domain(struct slice address, struct arena *arena)
{
	static const char *const seconds[] = {"com", "edu", "ac", "co", "org", "net", "gov", "mil", "or", "go", "ne", "sch", NULL};
	static const char *const open[] = {"163.com", "126.com", "yeah.net", "188.com", "vip.163.com", "qq.com", "foxmail.com", "sina.com", "sina.cn",
		"sohu.com", "aliyun.com", "139.com", "189.cn", "wo.cn", "21cn.com", "tom.com", "263.net", "gmail.com", "googlemail.com", "outlook.com",
		"hotmail.com", "live.com", "live.cn", "msn.com", "yahoo.com", "yahoo.com.cn", "yahoo.cn", "yahoo.co.jp", "yahoo.co.uk", "ymail.com", "icloud.com",
		"me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "mail.ru", "yandex.ru", "zoho.com",
		"naver.com", "daum.net", "hanmail.net", NULL};
	struct name folded = {.len = 0};
	struct slice text = trimmed(address.at, address.len);
	const char *at = text.len ? memchr(text.at, '@', text.len) : NULL;
	if (!at || at == text.at)
		return NULL;
	for (struct slice s = {at + 1, text.len - (size_t)(at + 1 - text.at)}; s.len;)
		add(&folded, letters_lower(letters_take(&s)));
	const char *host = written(&folded, arena);
	size_t len = strlen(host);
	if (!is_host(host, len))
		return NULL;
	/* The last two labels, or three where the last but one is a country's "com" or "ac". */
	const char *last = strrchr(host, '.'), *second = last;
	while (second > host && second[-1] != '.')
		second--;
	const char *label = arena_strndup(arena, second, (size_t)(last - second));
	bool country = host + len - last == 3 && is_listed(label, seconds);
	if (country && second == host)
		return NULL;
	const char *start = second;
	if (country)
		for (start = second - 1; start > host && start[-1] != '.';)
			start--;
	return is_listed(start, open) ? NULL : start;
}
