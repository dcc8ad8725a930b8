/* What a paper says, before it is drawn: who was to mark, what came in by which record, and nothing that is not settled yet. */
#include "case.h"

#include "app/floor.h"
#include "app/marking.h"
#include "app/principal.h"
#include "app/protocol.h"
#include "base/json.h"
#include "contest/contest.h"
#include "contest/sheet.h"
#include "ledger/attest.h"
#include "ledger/base64.h"
#include "ledger/note.h"
#include "store/live.h"
#include "store/store.h"

static struct protocol read_paper(struct app_case *c, const char *heat, const char *entry)
{
	struct protocol p;
	assert_ok(c->engine, app_heat_protocol(c->app, &CASE_RQ, "t", "semi", heat, entry, c->engine->arena, &p, &c->engine->err));
	return p;
}

static const struct protocol_sheet *sheet_of(const struct protocol *p, const char *entry, const char *expert)
{
	for (int e = 0; e < p->entry_count; e++)
		for (int x = 0; str_eq(p->entries[e].id, entry) && x < p->expert_count; x++)
			if (str_eq(p->experts[x].id, expert))
				return &p->entries[e].sheets[x];
	assert_string_equal(entry, "on the paper");
	return NULL;
}

static const char MARKS[] = "heat,entry,expert,criterion,mark\n"
	"a,A1,X1,depth,80\na,A1,X1,use,90.5\na,A1,X2,*,recused\na,A2,X1,depth,70\na,A2,X1,use,71\na,A2,X3,depth,60\na,A2,X3,use,60\n"
	"a,A1,O1,over,61\n";

static void it_tells_what_is_in(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	assert_true(case_sheets(&c, "semi", MARKS));
	struct protocol p = read_paper(&c, "a", NULL);
	assert_int_equal(p.entry_count, 5);
	assert_int_equal(p.expert_count, 3); /* O1 is of a class that does not mark, and official values are nobody's sheet */
	assert_int_equal(p.only, -1);
	assert_string_equal(p.entries[0].title, "Title A1");
	assert_string_equal(p.experts[0].name, "Name One");
	assert_string_equal(p.experts[0].class_zh, "产业");
	assert_null(p.experts[1].name);
	const struct protocol_sheet *in = sheet_of(&p, "A1", "X1");
	assert_int_equal(in->state, PROTOCOL_IN);
	assert_int_equal(in->total, 852500);
	assert_int_equal(in->marks[1], 905000);
	assert_true(in->marks[2] == MARK_NONE);
	assert_int_equal(strlen(in->seal.leaf), 64);
	assert_int_equal(sheet_of(&p, "A1", "X2")->state, PROTOCOL_RECUSED);
	assert_false(sheet_of(&p, "A1", "X2")->has_total);
	assert_int_equal(sheet_of(&p, "A1", "X3")->state, PROTOCOL_MISSING);
	assert_int_equal(p.entries[0].official[2], 610000);
	assert_true(p.entries[1].official[2] == MARK_NONE);
	assert_int_equal(p.lock.seq, -1);
	assert_false(p.entries[1].has_score);
	case_close(&c);
}

static void an_amended_sheet_has_its_newest_record(void **state)
{
	static const char amend[] = "heat,entry,expert,criterion,mark\na,A1,X1,depth,81\na,A1,X1,use,90.5\n";
	struct engine *e = *state;
	struct app_case c = case_open(e);
	assert_true(case_sheets(&c, "semi", MARKS));
	struct protocol before = read_paper(&c, "a", NULL);
	assert_ok(e, app_import_sheets(c.app, &CASE_RQ, "t", "semi", amend, strlen(amend), true, false, &c.findings, &c.report, &e->err));
	struct protocol after = read_paper(&c, "a", NULL);
	const struct protocol_sheet *sheet = sheet_of(&after, "A1", "X1");
	assert_int_equal(sheet->state, PROTOCOL_AMENDED);
	assert_int_equal(sheet->version, 2);
	assert_true(sheet->seal.seq > sheet_of(&before, "A1", "X1")->seal.seq);
	assert_int_equal(after.rests_on.seq, sheet->seal.seq);
	assert_string_equal(after.rests_on.leaf, sheet->seal.leaf);
	case_close(&c);
}

/* Another heat's records change nothing on this one's paper; the first checkpoint over it stays its checkpoint. */
static void it_rests_on_its_own_records(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	const char *note;
	assert_true(case_sheets(&c, "semi", MARKS));
	struct protocol open = read_paper(&c, "a", NULL);
	assert_int_equal(open.checkpoint_size, 0);
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &note, &e->err));
	struct protocol first = read_paper(&c, "a", NULL);
	case_mark(&c, "semi", "B1 50 60 70");
	assert_ok(e, app_checkpoint(c.app, "t", e->arena, &note, &e->err));
	struct protocol later = read_paper(&c, "a", NULL);
	assert_int_equal(later.rests_on.seq, open.rests_on.seq);
	assert_int_equal(later.rests_on.at_ms, open.rests_on.at_ms);
	assert_int_equal(later.checkpoint_size, first.checkpoint_size);
	assert_true(first.checkpoint_size > open.rests_on.seq);
	assert_string_equal(later.checkpoint_root, first.checkpoint_root);
	assert_true(read_paper(&c, "b", NULL).rests_on.seq > later.rests_on.seq);
	case_close(&c);
}

static void scores_come_with_the_lock(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	case_mark(&c, "semi", "A1 90 80 70;A2 60 60 60;A3 50 50 50;A4 40 40 40;A5 30 30 30;B1 50 60 70;B2 40 40 40;B3 30 30 30");
	assert_false(read_paper(&c, "a", NULL).entries[0].has_score);
	assert_ok(e, app_close_stage(c.app, &CASE_RQ, "t", "semi", "Supervisor", &e->err));
	struct protocol p = read_paper(&c, "a", NULL);
	assert_true(p.lock.seq > 0);
	assert_string_equal(p.supervisor, "Supervisor");
	assert_int_equal(p.rests_on.seq, p.lock.seq);
	assert_true(p.entries[0].has_score);
	assert_int_equal(p.entries[0].score, 800000);
	assert_int_equal(p.entries[0].counted, 3);
	case_close(&c);
}

static bool seat_two(struct db *db, void *context, struct err *err)
{
	static const char *const experts[] = {"X1", "X3"};
	(void)context;
	return store_put_panel(db, "t", "semi", "a", experts, 2, 1, err);
}

static void a_seated_panel_is_who_owes_sheets(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	assert_ok(e, store_write(app_store(c.app), seat_two, NULL, &e->err));
	struct protocol p = read_paper(&c, "a", NULL);
	assert_int_equal(p.expert_count, 2);
	assert_string_equal(p.experts[1].id, "X3");
	assert_int_equal(read_paper(&c, "b", NULL).expert_count, 3);
	case_close(&c);
}

/* The running order of the floor, who did not come, the lock and the countersignature of the heat. */
static bool lock_heat(struct db *db, void *context, struct err *err)
{
	(void)context;
	return store_put_heat(db, "t", &(struct heat_row){"semi", "a", 3, 4}, err);
}

static void the_floor_orders_and_the_heat_locks(void **state)
{
	static const char *const order[] = {"A3", "A1", "A5", "A2", "A4"};
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct new_step open = {.action = "open", .entries = order, .entry_count = 5, .step = 1};
	struct new_step gone = {.action = "absent", .entry = "A5", .step = 2};
	assert_ok(e, app_step_floor(c.app, &CASE_RQ, "t", "semi", "a", &open, &e->err));
	assert_ok(e, app_step_floor(c.app, &CASE_RQ, "t", "semi", "a", &gone, &e->err));
	struct protocol p = read_paper(&c, "a", NULL);
	assert_int_equal(p.entry_count, 5);
	assert_string_equal(p.entries[0].id, "A3");
	assert_int_equal(p.entries[0].turn, 1);
	assert_string_equal(p.entries[1].id, "A1");
	for (int i = 0; i < 5; i++)
		assert_int_equal(p.entries[i].absent, str_eq(p.entries[i].id, "A5"));
	assert_int_equal(read_paper(&c, "b", NULL).entries[0].turn, 0);
	assert_ok(e, store_write(app_store(c.app), lock_heat, NULL, &e->err));
	p = read_paper(&c, "a", NULL);
	assert_int_equal(p.lock.seq, 3);
	assert_int_equal(p.sign.seq, 4);
	assert_int_equal(p.rests_on.seq, 4);
	assert_null(p.supervisor);
	case_close(&c);
}

static const char *text_of(struct app_case *c, struct buf *b)
{
	const char *text = arena_strdup(c->engine->arena, buf_str(b));
	buf_done(b);
	return text;
}

static void a_signed_sheet_is_marked_as_such(void **state)
{
	static const char marks[] = "{\"depth\":\"90\",\"use\":\"80\"}", units[] = "{\"depth\":900000,\"use\":800000}";
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct principal x1 = {.id = "link:1", .contest = "t", .roles = 1u << ROLE_EXPERT, .expert = "X1"};
	struct request rq = {.actor = "link:1", .who = &x1};
	unsigned char seed[NOTE_SEED_LEN] = {7};
	struct note_signer device;
	struct json json;
	struct receipt receipt;
	struct buf text = {0}, key = {0}, signature = {0};
	assert_ok(e, note_signer_make("device", seed, &device, &e->err));
	assert_ok(e, json_parse(marks, strlen(marks), e->arena, &json, &e->err));
	attest_text(&(struct attest){0, "d-1", "t", "semi", "a", "A1", "X1", units, false}, &text);
	note_sign_message(&device, text.at, text.len, &signature);
	base64_put(device.key.public, sizeof(device.key.public), &key);
	buf_done(&text);
	struct new_sheet sheet = {.entry = "A1", .marks = &json, .draft = "d-1", .key = text_of(&c, &key),
		.signature = text_of(&c, &signature)};
	assert_ok(e, app_enrol_device(c.app, &rq, "t", sheet.key, &receipt, &e->err));
	assert_ok(e, app_submit_sheet(c.app, &rq, "t", "semi", "a", &sheet, &receipt, &e->err));
	assert_true(case_sheets(&c, "semi", "heat,entry,expert,criterion,mark\na,A1,X2,depth,70\na,A1,X2,use,70\n"));
	struct protocol p = read_paper(&c, "a", NULL);
	assert_true(sheet_of(&p, "A1", "X1")->on_device);
	assert_int_equal(sheet_of(&p, "A1", "X1")->seal.seq, receipt.seq);
	assert_string_equal(sheet_of(&p, "A1", "X1")->seal.leaf, receipt.leaf);
	assert_false(sheet_of(&p, "A1", "X2")->on_device);
	case_close(&c);
}

static void one_entry(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct protocol p;
	assert_true(case_sheets(&c, "semi", MARKS));
	p = read_paper(&c, "a", "A1");
	assert_string_equal(p.entries[p.only].id, "A1");
	assert_int_equal(p.rests_on.seq, sheet_of(&p, "A1", "X2")->seal.seq); /* not A2's, which came later */
	assert_fails(e, app_heat_protocol(c.app, &CASE_RQ, "t", "semi", "a", "B1", e->arena, &p, &e->err), "entry.unknown");
	assert_fails(e, app_heat_protocol(c.app, &CASE_RQ, "t", "semi", "z", NULL, e->arena, &p, &e->err), "heat.unknown");
	assert_fails(e, app_heat_protocol(c.app, &CASE_RQ, "t", "z", "a", NULL, e->arena, &p, &e->err), "stage.unknown");
	case_close(&c);
}

static void it_is_for_chair_and_supervisor(void **state)
{
	struct engine *e = *state;
	struct app_case c = case_open(e);
	struct protocol p;
	for (int role = 0; role < ROLE_COUNT; role++) {
		struct principal who = {.id = "account:1", .roles = 1u << role, .admin = role == ROLE_ADMIN};
		struct request rq = {.actor = "account:1", .who = &who};
		e->err = (struct err){0};
		bool may = app_heat_protocol(c.app, &rq, "t", "semi", "a", NULL, e->arena, &p, &e->err);
		assert_int_equal(may, role == ROLE_CHAIR || role == ROLE_SUPERVISOR);
		assert_true(may || str_eq(e->err.code, "denied"));
	}
	case_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(it_tells_what_is_in),
		ENGINE_TEST(an_amended_sheet_has_its_newest_record),
		ENGINE_TEST(it_rests_on_its_own_records),
		ENGINE_TEST(scores_come_with_the_lock),
		ENGINE_TEST(a_seated_panel_is_who_owes_sheets),
		ENGINE_TEST(the_floor_orders_and_the_heat_locks),
		ENGINE_TEST(a_signed_sheet_is_marked_as_such),
		ENGINE_TEST(one_entry),
		ENGINE_TEST(it_is_for_chair_and_supervisor),
	};
	return engines_run("app/protocol", tests, COUNT_OF(tests));
}
