/* Marks are chosen so that every number of the published bodies can be followed in one's head: four entries
 * in the first stage, three experts, one criterion, mean; E-2 and E-3 tie at 8 for the second place. */
#include "small.h"

#include "harness/unit.h"

#include "audit/audit.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char origin[] = "h.example/demo";

const char small_definition[] =
	"leitai: 1\n"
	"id: demo\n"
	"title: Demo\n"
	"stages:\n"
	"  - id: first\n"
	"    title: First\n"
	"    heats: [{id: hall, title: Hall, pitch: 10 s}]\n"
	"    criteria: [{id: idea, title: Idea, min: 0, max: 10, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean}]\n"
	"      tie_end: deliberation\n"
	"    advance: {quotas: [{places: 2}], reserve: 1}\n"
	"    deliberation: majority\n"
	"  - id: final\n"
	"    title: Final\n"
	"    from: [first]\n"
	"    heats: [{id: stage, title: Stage}]\n"
	"    criteria: [{id: idea, title: Idea, min: 0, max: 10, step: 0.5}]\n"
	"    scoring:\n"
	"      steps: [{do: total, as: mean}, {do: combine, rule: mean},\n"
	"        {do: carry, terms: [{stage: first, weight: 1}, {stage: this, weight: 1}], as: mean}]\n"
	"      tie_end: shared\n"
	"    awards: [{id: gold, title: Gold, by: rank, places: 1}, {id: jury, title: Jury, by: jury, places: 1}]\n";

static int64_t add(struct small *s, const char *type, const char *body, const char *commit)
{
	struct record r = {.seq = s->chain.size, .ts_ms = 1777629600000 + 7 * s->chain.size + s->later_ms, .type = type,
		.contest = "demo", .actor = "cli", .req = "r", .body = body, .commit = commit, .prev = s->chain.last};
	struct err err;
	CLEANUP(buf_done) struct buf line = {0};
	if (!record_write(&r, &line, &err) || !chain_extend(&s->chain, &r, line.at, line.len, &err)) {
		print_error("%s: %s\n", type, err.message);
		assert_true(false);
	}
	buf_put(&s->ledger, line.at, line.len);
	buf_putc(&s->ledger, '\n');
	return r.seq;
}

int64_t small_add(struct small *s, const char *type, const char *body)
{
	return add(s, type, body, NULL);
}

int64_t small_seal(struct small *s, const char *type, const char *stage, const char *body)
{
	struct small_seal *seal = &s->seals[s->seal_count++];
	char commit[SHA_HEX], text[32];
	snprintf(text, sizeof(text), "salt %d", s->seal_count);
	struct sha salt = sha256(text, strlen(text));
	*seal = (struct small_seal){.body = arena_strdup(s->arena, body), .stage = stage};
	sha_hex(&salt, seal->salt);
	record_commit(seal->salt, body, commit);
	seal->seq = add(s, type, NULL, commit);
	return seal->seq;
}

void small_checkpoint(struct small *s)
{
	struct checkpoint c = {origin, s->chain.size, frontier_root(&s->chain.frontier)};
	struct err err;
	int first = s->rotated ? s->signer - 1 : s->signer; /* the first over a rotation: both keys */
	s->rotated = false;
	if (s->notes.len)
		buf_putc(&s->notes, '\n');
	assert_true(checkpoint_sign(&c, s->signers + first, s->signer + 1 - first, &s->notes, &err));
}

void small_reveal(struct small *s, const char *stage)
{
	for (int i = 0; i < s->seal_count; i++)
		if (str_eq(s->seals[i].stage, stage))
			small_add(s, "reveal", arena_printf(s->arena, "{\"body\":%s,\"of\":%d,\"salt\":\"%s\"}",
				s->seals[i].body, (int)s->seals[i].seq, s->seals[i].salt));
}

static int64_t sheet(struct small *s, const char *stage, const char *heat, const char *entry, const char *expert,
	int units)
{
	return small_seal(s, "sheet.submit", stage, arena_printf(s->arena,
		"{\"entry\":\"%s\",\"expert\":\"%s\",\"heat\":\"%s\",\"marks\":{\"idea\":%d},\"recused\":false,"
		"\"stage\":\"%s\",\"version\":1}", entry, expert, heat, units, stage));
}

static void people(struct small *s)
{
	static const char profile[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	for (int i = 1; i <= 4; i++)
		small_add(s, "entry.accept", arena_printf(s->arena, "{\"entry\":\"E-%d\",\"profile\":\"%s\"}", i, profile));
	for (int i = 1; i <= 3; i++)
		small_add(s, "expert.seat", arena_printf(s->arena, "{\"expert\":\"J-%d\",\"profile\":\"%s\"}", i, profile));
}

static void first_stage(struct small *s)
{
	static const int marks[4][3] = {{90000, 95000, 85000}, {80000, 70000, 90000}, {80000, 80000, 70000},
		{50000, 60000, 70000}};
	char entry[] = "E-1", expert[] = "J-1";
	int64_t last = 0;
	for (int e = 0; e < 4; e++)
		for (int j = e == 0; j < 3; j++) { /* small_begin() has the first sheet */
			entry[2] = (char)('1' + e);
			expert[2] = (char)('1' + j);
			int64_t seq = sheet(s, "first", "hall", entry, expert, marks[e][j]);
			last = e == 2 && j == 2 ? seq : last;
		}
	small_seal(s, "sheet.amend", "first", arena_printf(s->arena,
		"{\"entry\":\"E-3\",\"expert\":\"J-3\",\"heat\":\"hall\",\"marks\":{\"idea\":80000},\"recused\":false,"
		"\"replaces\":%d,\"stage\":\"first\",\"version\":2}", (int)last));
	small_add(s, "stage.close", "{\"sheets\":12,\"stage\":\"first\"}");
	small_checkpoint(s);
	small_seal(s, "tie.deliberate", "first",
		"{\"entries\":[\"E-2\",\"E-3\"],\"outcome\":[\"E-3\",\"E-2\"],\"places\":1,\"reason\":\"clearer\","
		"\"rule\":\"majority\",\"stage\":\"first\",\"votes\":[{\"expert\":\"J-1\",\"order\":[\"E-3\",\"E-2\"]},"
		"{\"expert\":\"J-2\",\"order\":[\"E-3\"]},{\"expert\":\"J-3\",\"order\":[\"E-2\",\"E-3\"]}]}");
	small_reveal(s, "first");
	small_add(s, "result.publish",
		"{\"awards\":[],\"lists\":[{\"list\":\"\",\"rows\":["
		"{\"entry\":\"E-1\",\"exact\":\"90000\",\"fate\":\"advance\",\"own\":\"90000\",\"promoted\":false,\"quota\":0,"
		"\"rank\":1,\"reserve\":0,\"score\":90000,\"sheets\":3},"
		"{\"entry\":\"E-3\",\"exact\":\"80000\",\"fate\":\"advance\",\"own\":\"80000\",\"promoted\":false,\"quota\":0,"
		"\"rank\":2,\"reserve\":0,\"score\":80000,\"sheets\":3},"
		"{\"entry\":\"E-2\",\"exact\":\"80000\",\"fate\":\"reserve\",\"own\":\"80000\",\"promoted\":false,\"quota\":0,"
		"\"rank\":3,\"reserve\":1,\"score\":80000,\"sheets\":3},"
		"{\"entry\":\"E-4\",\"exact\":\"60000\",\"fate\":\"out\",\"own\":\"60000\",\"promoted\":false,\"quota\":-1,"
		"\"rank\":4,\"reserve\":0,\"score\":60000,\"sheets\":3}]}],\"stage\":\"first\",\"unranked\":[]}");
}

static void rotate(struct small *s)
{
	CLEANUP(buf_done) struct buf message = {0}, signature = {0};
	const char *key = note_key_text(&s->signers[1].key, s->arena);
	buf_printf(&message, "%s\n%s\n", origin, key);
	note_sign_message(&s->signers[0], buf_str(&message), message.len, &signature);
	small_add(s, "key.rotate", arena_printf(s->arena, "{\"key\":\"%s\",\"signature\":\"%s\"}", key,
		buf_str(&signature)));
	s->signer = 1;
	s->rotated = true;
	small_checkpoint(s);
}

static void final_stage(struct small *s)
{
	sheet(s, "final", "stage", "E-1", "J-1", 90000);
	sheet(s, "final", "stage", "E-1", "J-2", 85000);
	sheet(s, "final", "stage", "E-2", "J-1", 95000);
	sheet(s, "final", "stage", "E-2", "J-2", 90000);
	small_add(s, "stage.close", "{\"sheets\":4,\"stage\":\"final\"}");
	small_seal(s, "award.grant", "final", "{\"award\":\"jury\",\"entry\":\"E-1\",\"reason\":\"bold\",\"stage\":\"final\"}");
	small_reveal(s, "final");
	small_add(s, "result.publish",
		"{\"awards\":[{\"award\":\"gold\",\"entry\":\"E-1\"},{\"award\":\"jury\",\"entry\":\"E-1\"}],"
		"\"lists\":[{\"list\":\"\",\"rows\":["
		"{\"entry\":\"E-1\",\"exact\":\"88750\",\"fate\":\"out\",\"own\":\"87500\",\"promoted\":false,\"quota\":-1,"
		"\"rank\":1,\"reserve\":0,\"score\":88750,\"sheets\":2},"
		"{\"entry\":\"E-2\",\"exact\":\"86250\",\"fate\":\"out\",\"own\":\"92500\",\"promoted\":false,\"quota\":-1,"
		"\"rank\":2,\"reserve\":0,\"score\":86250,\"sheets\":2}]}],\"stage\":\"final\",\"unranked\":["
		"{\"entry\":\"E-3\",\"exact\":null,\"fate\":\"withdrawn\",\"own\":null,\"promoted\":false,\"quota\":-1,"
		"\"rank\":0,\"reserve\":0,\"score\":null,\"sheets\":0}]}");
}

void small_begin(struct small *s, struct arena *arena)
{
	small_found(s, arena, small_definition);
	sheet(s, "first", "hall", "E-1", "J-1", 90000);
}

void small_found(struct small *s, struct arena *arena, const char *definition)
{
	unsigned char seed[2][NOTE_SEED_LEN] = {{1, 2, 3}, {4, 5, 6}};
	struct err err;
	*s = (struct small){.arena = arena};
	for (int i = 0; i < 2; i++)
		assert_true(note_signer_make(origin, seed[i], &s->signers[i], &err));
	small_add(s, "ledger.open", arena_printf(arena, "{\"key\":\"%s\",\"origin\":\"%s\"}",
		note_key_text(&s->signers[0].key, arena), origin));
	CLEANUP(buf_done) struct buf body = {0};
	struct json_writer w = json_writer(&body);
	json_open(&w, NULL, '{');
	json_put_string(&w, "definition", definition);
	json_close(&w, '}');
	small_add(s, "contest.define", buf_str(&body));
	people(s);
}

void small_go_on(struct small *s)
{
	first_stage(s);
	small_add(s, "entry.withdraw",
		"{\"entry\":\"E-3\",\"moved\":[{\"entry\":\"E-2\",\"stage\":\"first\"}],\"reason\":\"merged\"}");
	rotate(s);
	final_stage(s);
	small_checkpoint(s);
}

void small_make(struct small *s, struct arena *arena)
{
	small_begin(s, arena);
	small_go_on(s);
}

void small_done(struct small *s)
{
	buf_done(&s->ledger);
	buf_done(&s->notes);
}

static void write_file(const char *dir, const char *name, const char *text, size_t len)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	fwrite(text, 1, len, f);
	fclose(f);
}

void small_write(const struct small *s, const char *definition, const char *name)
{
	const char *root = getenv("LEITAI_LIES");
	char dir[2048];
	if (!root)
		return;
	snprintf(dir, sizeof(dir), "%s/%s", root, name);
	assert_int_equal(mkdir(dir, 0777), 0);
	write_file(dir, "ledger.jsonl", s->ledger.at, s->ledger.len);
	write_file(dir, "checkpoints.txt", s->notes.at, s->notes.len);
	write_file(dir, "definition.yaml", definition, strlen(definition));
}

bool small_audit(const struct small *s, const char *definition, struct arena *arena, struct audit_report *ret_report)
{
	struct err err;
	struct audit_input in = {.ledger = {s->ledger.at, s->ledger.len}, .checkpoints = {s->notes.at, s->notes.len},
		.definition = {definition, strlen(definition)}};
	return audit_ledger(&in, arena, ret_report, &err);
}

void small_check_lie(const struct small *s, const char *definition, const char *name, const char *words)
{
	struct audit_report report;
	bool found = false;
	small_write(s, definition, name);
	assert_false(small_audit(s, definition, s->arena, &report));
	for (int k = 0; k < report.kept; k++)
		found = found || strstr(report.failures[k], words);
	if (!found)
		print_error("%s: no “%s”, but %s\n", name, words, report.failures[0]);
	assert_true(found);
}
