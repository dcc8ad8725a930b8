/* Entries and experts from CSV: read and check every row first, then write all or nothing.
 *
 * Their words (names, titles, contacts) are a profile: canonical JSON, kept in
 * the database and committed to, salted, in the ledger. */
#include "app/import.h"

#include "app/away.h"
#include "app/candidate_part.h"
#include "app/context.h"
#include "app/journal.h"
#include "app/principal.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/dict.h"
#include "base/json.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* One text column of a profile; columns stand in key order, so that the object comes out canonical. */
struct profile_column {
	const char *name;
	bool required, whole_number;
};

static const struct profile_column ENTRY_PROFILE[] = {
	{"contact", false, false}, {"country", false, false}, {"degree", false, false}, {"funding", false, false},
	{"industry", false, false}, {"mail", false, false}, {"members", false, false}, {"organisation", false, false},
	{"parents", false, false}, {"people", false, true}, {"province", false, false}, {"scene", false, false},
	{"summary", false, false}, {"team", true, false}, {"title", true, false},
};
static const struct profile_column EXPERT_PROFILE[] = {
	{"fields", false, false}, {"languages", false, false}, {"mail", false, false}, {"name", false, false},
	{"note", false, false}, {"organisation", false, false}, {"parents", false, false}, {"regions", false, false},
};

enum { MAX_COLUMNS = 24 };
static const char *const ENTRY_COLUMNS[] = {"entry", "team", "title", /* required up to here */
	"division", "region", "track", "contact", "country", "degree", "funding", "industry", "mail", "members",
	"organisation", "parents", "people", "province", "scene", "summary"};
static const char *const EXPERT_COLUMNS[] = {"expert", /* required up to here */
	"class", "load", "away", "fields", "languages", "mail", "name", "note", "organisation", "parents", "regions",
	"state"}; /* of an export: not read */
enum { EXPERT_LOAD = 2, EXPERT_AWAY = 3, LOAD_MOST = 1000000 };

struct person { /* an entry or an expert, checked */
	const char *id;
	int line;
	int axes[AXIS_HEAT]; /* of an entry */
	int class_index;     /* of an expert */
	int64_t load;        /* likewise; −1 = not said */
	const char *away;    /* likewise; as candidates have it */
	const char *profile;
};

struct people_work {
	struct app *app;
	const struct request *rq;
	const char *contest_id;
	const char *text;
	size_t len;
	bool experts, preview;
	bool listing; /* experts are candidates: listed, not seated */
	struct findings *findings;
	struct arena *arena;
	struct import_report *report;
};

static int column_index(const char *const *columns, size_t n, const int *index, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(columns[i], name))
			return index[i];
	return -1;
}

static void put_whole_number(struct json_writer *w, const char *name, const char *text, int line,
	struct findings *findings)
{
	char *end;
	long n = strtol(text, &end, 10);
	if (*end || n < 0 || n > 1000000) {
		findings_add(findings, line, 0, "import.number", "\"%s\" is \"%.40s\"; a whole number was expected.", name, text);
		return;
	}
	json_put_int(w, name, n);
}

static const char *read_profile(const struct csv *csv, const struct people_work *p, const int *index)
{
	const struct profile_column *columns = p->experts ? EXPERT_PROFILE : ENTRY_PROFILE;
	size_t n = p->experts ? COUNT_OF(EXPERT_PROFILE) : COUNT_OF(ENTRY_PROFILE);
	const char *const *names = p->experts ? EXPERT_COLUMNS : ENTRY_COLUMNS;
	size_t name_count = p->experts ? COUNT_OF(EXPERT_COLUMNS) : COUNT_OF(ENTRY_COLUMNS);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	for (size_t i = 0; i < n; i++) {
		const char *value = import_string(csv, column_index(names, name_count, index, columns[i].name),
			columns[i].name, p->findings);
		bool empty = !import_field(csv, column_index(names, name_count, index, columns[i].name)).len;
		if (empty && columns[i].required)
			findings_add(p->findings, csv->line, 0, "import.missing", "\"%s\" is empty.", columns[i].name);
		if (!value)
			continue;
		if (columns[i].whole_number)
			put_whole_number(&w, columns[i].name, value, csv->line, p->findings);
		else
			json_put_string(&w, columns[i].name, value);
	}
	json_close(&w, '}');
	return arena_strdup(p->arena, buf_str(&out));
}

static void check_scene(const struct csv *csv, const struct contest *contest, const int *index,
	struct findings *findings)
{
	if (contest->scenes.count)
		import_label(csv, column_index(ENTRY_COLUMNS, COUNT_OF(ENTRY_COLUMNS), index, "scene"), "scene",
			&contest->scenes, findings);
}

static void read_times(const struct csv *csv, const struct people_work *p, const struct contest *contest, const int *index,
	struct person *ret)
{
	const char *load = import_string(csv, index[EXPERT_LOAD], "load", p->findings), *away;
	char *end = NULL;
	struct err wrong;
	ret->load = load ? strtol(load, &end, 10) : -1;
	if (load && (*end || ret->load < 0 || ret->load > LOAD_MOST))
		findings_add(p->findings, csv->line, 0, "import.number", "\"load\" is \"%.40s\"; a whole number was expected.", load);
	away = import_string(csv, index[EXPERT_AWAY], "away", p->findings);
	ret->away = "[]";
	if (!away_read(away, contest->offset_min, p->arena, &ret->away, &wrong))
		findings_add(p->findings, csv->line, 0, "candidate.away", "%s", wrong.message);
}

static void read_person(const struct csv *csv, const struct people_work *p, const struct contest *contest,
	const int *index, struct person *ret)
{
	const char *kind = p->experts ? "expert" : "entry";
	*ret = (struct person){.id = import_id(csv, index[0], kind, p->findings), .line = csv->line, .axes = {-1, -1, -1}, .class_index = -1};
	if (p->experts) {
		ret->class_index = import_label(csv, index[1], "class", &contest->classes, p->findings);
		read_times(csv, p, contest, index, ret);
	} else {
		for (int axis = 0; axis < AXIS_HEAT; axis++)
			ret->axes[axis] = import_label(csv, index[3 + axis], axis_name((enum axis)axis), &contest->axes[axis],
				p->findings);
		check_scene(csv, contest, index, p->findings);
	}
	ret->profile = read_profile(csv, p, index);
}

static size_t read_people(struct people_work *p, const struct contest *contest, struct person **ret)
{
	const char *const *columns = p->experts ? EXPERT_COLUMNS : ENTRY_COLUMNS;
	size_t n = p->experts ? COUNT_OF(EXPERT_COLUMNS) : COUNT_OF(ENTRY_COLUMNS);
	int index[MAX_COLUMNS];
	struct csv csv;
	if (!import_open(&csv, p->text, p->len, p->arena, p->findings) ||
		!csv_header(&csv, columns, p->experts ? 1 : 3, n, index, p->findings))
		return 0;
	size_t width = csv.count, count = 0, cap = 0;
	struct person *people = NULL;
	struct dict seen = {0};
	while (csv_next(&csv, p->findings)) {
		if (!import_width(&csv, width, p->findings))
			continue;
		if (count == cap) {
			size_t grown = cap ? cap * 2 : 256;
			people = arena_grow(p->arena, people, cap, grown, sizeof(*people));
			cap = grown;
		}
		struct person *person = &people[count];
		read_person(&csv, p, contest, index, person);
		if (person->id && !dict_add(&seen, p->arena, person->id, csv.line))
			findings_add(p->findings, csv.line, 0, "import.double", "\"%s\" stands on line %d already.", person->id,
				dict_find(&seen, person->id));
		count++;
	}
	if (!count && !p->findings->total)
		findings_add(p->findings, 0, 0, "import.no-rows", "The file has a header and no rows.");
	*ret = people;
	return count;
}

static void put_label(struct json_writer *w, const char *key, const struct labels *labels, int index)
{
	if (index >= 0)
		json_put_string(w, key, labels->items[index].id);
}

static const char *label_id(const struct labels *labels, int index)
{
	return index >= 0 ? labels->items[index].id : NULL;
}

static bool write_entry(struct journal *j, const struct contest *contest, const struct person *p, struct err *err)
{
	char commit[65];
	if (!journal_commit(j, p->profile, commit, err))
		return false;
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	put_label(&w, "division", &contest->axes[AXIS_DIVISION], p->axes[AXIS_DIVISION]);
	json_put_string(&w, "entry", p->id);
	json_put_string(&w, "profile", commit);
	put_label(&w, "region", &contest->axes[AXIS_REGION], p->axes[AXIS_REGION]);
	put_label(&w, "track", &contest->axes[AXIS_TRACK], p->axes[AXIS_TRACK]);
	json_close(&w, '}');
	struct entry_row row = {
		.id = p->id,
		.division = label_id(&contest->axes[AXIS_DIVISION], p->axes[AXIS_DIVISION]),
		.region = label_id(&contest->axes[AXIS_REGION], p->axes[AXIS_REGION]),
		.track = label_id(&contest->axes[AXIS_TRACK], p->axes[AXIS_TRACK]),
		.profile = p->profile,
	};
	return journal_add(j, "entry.accept", buf_str(&body), &row.seq, err) && store_add_entry(j->db, contest->id, &row, err);
}

/* The row of a candidate's table that a person of the file makes: of one who is there already (`old`), or a new one. */
static struct candidate_row candidate_of(const struct contest *contest, const struct person *p, const struct candidate_row *old)
{
	struct candidate_row row = old ? *old : (struct candidate_row){.id = p->id, .seq = -1};
	row.class_id = label_id(&contest->classes, p->class_index);
	row.profile = p->profile;
	row.load = p->load;
	row.away = p->away;
	return row;
}

static bool write_expert(struct journal *j, const struct contest *contest, const struct person *p, struct err *err)
{
	struct candidate_row *old;
	if (!store_find_candidate(j->db, contest->id, p->id, j->arena, &old, err))
		return false;
	struct candidate_row row = candidate_of(contest, p, old);
	return candidate_seat(j, &row, err);
}

static bool list_candidate(struct db *db, const struct people_work *w, const struct contest *contest, const struct person *p,
	struct err *err)
{
	struct candidate_row *old;
	if (!store_find_candidate(db, contest->id, p->id, w->arena, &old, err))
		return false;
	struct candidate_row row = candidate_of(contest, p, old);
	return store_put_candidate(db, contest->id, &row, err);
}

/* Candidates who are there: what is the same is left alone, what differs replaces their words, and a class that was promised or
 * words that were erased stay. Whoever is new or differs stays in people[0..*count). */
static bool keep_candidates(struct people_work *p, struct db *db, const struct contest *contest, struct person *people,
	size_t *count, struct err *err)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		struct candidate_row *old;
		if (!people[i].id)
			continue;
		if (!store_find_candidate(db, contest->id, people[i].id, p->arena, &old, err))
			return false;
		struct candidate_row row = candidate_of(contest, &people[i], old);
		bool same_class = old && str_eq_null(row.class_id, old->class_id);
		if (old && old->state != CANDIDATE_LISTED && !same_class)
			findings_add(p->findings, people[i].line, 0, "candidate.class", "\"%s\" was invited as one of class %s, and stays that.",
				people[i].id, old->class_id ? old->class_id : "none");
		else if (old && !old->profile)
			findings_add(p->findings, people[i].line, 0, "candidate.erased", "The words of \"%s\" were erased, for good.",
				people[i].id);
		if (same_class && old->profile && str_eq(row.profile, old->profile) && row.load == old->load &&
			str_eq(row.away, old->away)) {
			p->report->unchanged++;
			continue;
		}
		*(old ? &p->report->amended : &p->report->added) += 1;
		people[kept++] = people[i];
	}
	*count = kept;
	return true;
}

/* Whom nobody has seated yet may be a candidate: of the class that they were invited for, and not one who asked to be forgotten. */
static bool check_invited(struct people_work *p, struct db *db, const struct contest *contest, const struct person *person,
	struct err *err)
{
	struct candidate_row *old;
	if (!store_find_candidate(db, contest->id, person->id, p->arena, &old, err))
		return false;
	bool invited = old && (old->state == CANDIDATE_INVITED || old->state == CANDIDATE_DECLINED);
	if (invited && !str_eq_null(old->class_id, label_id(&contest->classes, person->class_index)))
		findings_add(p->findings, person->line, 0, "candidate.class", "\"%s\" was invited as one of class %s, and stays that.",
			person->id, old->class_id ? old->class_id : "none");
	if (old && !old->profile)
		findings_add(p->findings, person->line, 0, "candidate.erased", "The words of \"%s\" were erased, for good.", person->id);
	return true;
}

/* Rows that stand in the database already: the same content is left alone, other content is a finding. */
static bool mark_known(struct people_work *p, struct db *db, const struct contest *contest, struct dict *ret_known,
	const char ***ret_profiles, struct err *err)
{
	size_t n;
	const char **profiles;
	if (p->experts) {
		struct expert_row *rows;
		if (!store_list_experts(db, contest->id, p->arena, &rows, &n, err))
			return false;
		profiles = ARENA_ARRAY(p->arena, n, const char *);
		for (size_t i = 0; i < n; i++) {
			dict_add(ret_known, p->arena, rows[i].id, (int)i);
			profiles[i] = arena_printf(p->arena, "%s|%s", rows[i].class_id ? rows[i].class_id : "",
				rows[i].profile ? rows[i].profile : "");
		}
	} else {
		struct entry_row *rows;
		if (!store_list_entries(db, contest->id, p->arena, &rows, &n, err))
			return false;
		profiles = ARENA_ARRAY(p->arena, n, const char *);
		for (size_t i = 0; i < n; i++) {
			dict_add(ret_known, p->arena, rows[i].id, (int)i);
			profiles[i] = arena_printf(p->arena, "%s|%s|%s|%s", rows[i].division ? rows[i].division : "",
				rows[i].region ? rows[i].region : "", rows[i].track ? rows[i].track : "",
				rows[i].profile ? rows[i].profile : "");
		}
	}
	*ret_profiles = profiles;
	return true;
}

static const char *fingerprint(const struct people_work *p, const struct contest *contest, const struct person *person)
{
	if (p->experts) {
		const char *class_id = label_id(&contest->classes, person->class_index);
		return arena_printf(p->arena, "%s|%s", class_id ? class_id : "", person->profile);
	}
	const char *ids[AXIS_HEAT];
	for (int axis = 0; axis < AXIS_HEAT; axis++) {
		const char *id = label_id(&contest->axes[axis], person->axes[axis]);
		ids[axis] = id ? id : "";
	}
	return arena_printf(p->arena, "%s|%s|%s|%s", ids[0], ids[1], ids[2], person->profile);
}

/* Keeps the people that are new, in order; reports those that stand there with other content. */
static bool keep_new(struct people_work *p, struct db *db, const struct contest *contest, struct person *people,
	size_t *count, struct err *err)
{
	struct dict known = {0};
	const char **profiles;
	if (!mark_known(p, db, contest, &known, &profiles, err))
		return false;
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		int at = people[i].id ? dict_find(&known, people[i].id) : -1;
		if (at >= 0 && str_eq(profiles[at], fingerprint(p, contest, &people[i])))
			p->report->unchanged++;
		else if (at >= 0)
			findings_add(p->findings, people[i].line, 0, p->experts ? "expert.exists" : "entry.exists",
				"\"%s\" is in the contest already, with other content; accepted records don't change by import.",
				people[i].id);
		else if (p->experts && people[i].id && !check_invited(p, db, contest, &people[i], err))
			return false;
		else
			people[kept++] = people[i];
	}
	*count = kept;
	return true;
}

/* Who takes part in a decided stage is decided too: no entry comes after the first panel stage is closed. */
static bool entries_open(struct people_work *p, struct db *db, const struct contest *contest, struct err *err)
{
	for (int s = 0; s < contest->stage_count; s++) {
		struct stage_row *row;
		if (!store_find_stage(db, contest->id, contest->stages[s].id, p->arena, &row, err))
			return false;
		if (row && row->state != STAGE_JUDGING)
			return fail(err, ERR_CONFLICT, "entries.closed", "Stage %s of %s is closed; no more entries are accepted.",
				row->stage, contest->id);
	}
	return true;
}

/* Nothing is decided by that, so the ledger says nothing. */
static bool list_candidates(struct db *db, const struct people_work *p, const struct contest *contest,
	const struct person *people, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (!list_candidate(db, p, contest, &people[i], err))
			return false;
	return true;
}

static bool import_work(struct db *db, void *context, struct err *err)
{
	struct people_work *p = context;
	struct contest *contest;
	struct person *people = NULL;
	*p->report = (struct import_report){0};
	if (!app_get_contest(db, p->contest_id, p->arena, &contest, err))
		return false;
	size_t count = read_people(p, contest, &people);
	p->report->rows = count;
	if (!(p->listing ? keep_candidates : keep_new)(p, db, contest, people, &count, err) || !findings_none(p->findings, err))
		return false;
	if (p->listing)
		return p->preview || list_candidates(db, p, contest, people, count, err);
	p->report->added = count;
	if (count && !p->experts && !entries_open(p, db, contest, err))
		return false;
	struct journal j;
	if (p->preview || !count)
		return true;
	if (!journal_open(&j, p->app, db, contest->id, p->rq, p->experts ? "expert.seat" : "entry.accept", p->arena, err))
		return false;
	for (size_t i = 0; i < count && !j.repeated; i++) {
		bool written = p->experts ? write_expert(&j, contest, &people[i], err) : write_entry(&j, contest, &people[i], err);
		if (!written)
			return false;
	}
	return journal_close(&j, err);
}

static bool import_people(struct people_work *p, struct err *err)
{
	if (!principal_check(p->rq->who, ACT_IMPORT, err))
		return false;
	p->arena = arena_new();
	bool good = p->preview ? store_read(p->app->store, import_work, p, err) : store_write(p->app->store, import_work, p, err);
	arena_free(p->arena);
	return good;
}

bool app_import_entries(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err)
{
	return import_people(&(struct people_work){.app = app, .rq = rq, .contest_id = contest, .text = text, .len = len,
		.preview = preview, .findings = findings, .report = ret_report}, err);
}

bool app_import_experts(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err)
{
	return import_people(&(struct people_work){.app = app, .rq = rq, .contest_id = contest, .text = text, .len = len,
		.experts = true, .preview = preview, .findings = findings, .report = ret_report}, err);
}

bool app_import_candidates(struct app *app, const struct request *rq, const char *contest, const char *text, size_t len,
	bool preview, struct findings *findings, struct import_report *ret_report, struct err *err)
{
	return import_people(&(struct people_work){.app = app, .rq = rq, .contest_id = contest, .text = text, .len = len,
		.experts = true, .listing = true, .preview = preview, .findings = findings, .report = ret_report}, err);
}
