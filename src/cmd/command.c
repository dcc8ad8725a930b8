/* The command table: help, usage checks and completion all come from these rows. */
#include "cmd/command.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "cmd/commands.h"

#include <string.h>

static const struct option_spec init_options[] = {
	{"host", "NAME", "the name that its ledgers are signed under, for good (localhost)"},
	{0},
};

static const struct option_spec demo_options[] = {
	{"prepare", NULL, "make the data and exit; do not serve"},
	{"only", "CONTEST", "just this rehearsal", .repeats = true},
	{"listen", "ADDR:PORT", "where to serve (127.0.0.1:8765)"},
	{0},
};

static const struct option_spec serve_options[] = {
	{"listen", "ADDR:PORT", "where to listen (127.0.0.1:8765); port 0 takes a free one"},
	{"connections", "N", "connections at most at a time (4096)"},
	{"listeners", "N", "open streams of events at most, counted apart (10000)"},
	{"listeners-per-address", "N", "of them from one address (half of all)"},
	{"relays", "URLS", "whom to ask for rounds of drand, with spaces between"},
	{0},
};

static const struct option_spec help_options[] = {
	{"commands", NULL, NULL},
	{0},
};

static const struct option_spec import_options[] = {
	{"dry-run", NULL, "check everything, write nothing"},
	{0},
};

static const struct option_spec conflict_list_options[] = {
	{"state", "STATE", "found (not decided yet), confirmed or overruled"},
	{"ground", "GROUND", "organisation, parent, mail, declared …"},
	{"entry", "ENTRY", "of this entry"},
	{"expert", "EXPERT", "of this expert"},
	{0},
};

static const struct option_spec conflict_rule_options[] = {
	{"ground", "GROUND", "without pairs: all of this ground, similar names aside; with pairs: what a pair stands on that nothing is known of"},
	{"reason", "TEXT", "why; the ledger has a commitment to it"},
	{0},
};

static const struct option_spec import_sheets_options[] = {
	{"stage", "STAGE", "the stage, where the file has no column “stage”"},
	{"amend", NULL, "let a row replace the mark in force; both stay in the ledger"},
	{"dry-run", NULL, "check everything, write nothing"},
	{0},
};

static const struct option_spec close_options[] = {
	{"supervisor", "NAME", "who watched the scoring"},
	{0},
};

static const struct option_spec deliberate_options[] = {
	{"vote", "EXPERT=ENTRY,…", "one expert's order of the tied entries, best first", .repeats = true},
	{"file", "BALLOTS.csv", "the same from a file: columns expert,order with E-003>E-007"},
	{"entries", "ENTRY,…", "the tied entries (those that the votes name)"},
	{"reason", "TEXT", "why the experts decided so"},
	{"supervisor", "NAME", "who watched the deliberation"},
	{0},
};

static const struct option_spec reveal_options[] = {
	{"entry", "ENTRY", "the score of this entry, where the stage reveals each"},
	{"list", "LIST", "the next row of this list, from the last place up (the first that has one)"},
	{0},
};

static const struct option_spec lock_options[] = {
	{"incomplete", NULL, "sheets are missing, and will not come"},
	{0},
};

static const struct option_spec conclude_options[] = {
	{"reason", "TEXT", "why; it stands in the ledger"},
	{"supervisor", "NAME", "who watched, where the stage is supervised"},
	{0},
};

#define DRAW_OPTION {"draw", "N", "number of a concluded draw of the stage's entries, whose seed decides"}
#define CASE_OPTION {"case", NULL, "print the case as leitai assign reads it"}
#define VERSION_OPTION {"version", "N", "an earlier one; without it, the one in force"}

static const struct option_spec panel_propose_options[] = {
	DRAW_OPTION,
	{"keep", NULL, "change as few pairs of the assignment in force as can be"},
	CASE_OPTION,
	{0},
};

static const struct option_spec panel_assign_options[] = {
	DRAW_OPTION,
	{"keep", NULL, "the proposal was made with it"},
	{"short", NULL, "adopt it though entries lack experts"},
	{"unlinked", NULL, "adopt it though experts share too few entries"},
	{0},
};

static const struct option_spec panel_repair_options[] = {
	DRAW_OPTION,
	{"adopt", NULL, "adopt it at once"},
	CASE_OPTION,
	{0},
};

static const struct option_spec panel_show_options[] = {VERSION_OPTION, {0}};
static const struct option_spec panel_export_options[] = {VERSION_OPTION, CASE_OPTION, {0}};

static const struct option_spec panel_heats_options[] = {
	DRAW_OPTION,
	{"seat", NULL, "seat them at once"},
	{0},
};

static const struct option_spec reason_options[] = {
	{"reason", "TEXT", "why; it stands in the ledger"},
	{0},
};

static const struct option_spec export_options[] = {
	{"out", "DIR", "instead of the operand DIR"},
	{0},
};

static const struct option_spec account_add_options[] = {
	{"name", "NAME", "what to call the person"},
	{"admin", NULL, "may do everything in the whole installation"},
	{"password-file", "FILE", "its first line is the password (asked for; else standard input)"},
	{0},
};

static const struct option_spec password_options[] = {
	{"password-file", "FILE", "its first line is the password (asked for; else standard input)"},
	{0},
};

static const struct option_spec disable_options[] = {
	{"undo", NULL, "let the account sign in again"},
	{0},
};

static const struct option_spec code_options[] = {
	{"off", NULL, "take the secret away: the password is enough again"},
	{"qr", NULL, "show the secret as a QR code, too"},
	{0},
};

static const struct option_spec identity_options[] = {
	{"issuer", "URL", "the provider, as its ID tokens name it"},
	{"subject", "TEXT", "who the person is there: the token's “sub”"},
	{"undo", NULL, "unbind it, and sign the account out"},
	{0},
};

static const struct option_spec provider_options[] = {
	{"issuer", "URL", "its address, exactly as it names itself; https"},
	{"client", "ID", "what this site is called there"},
	{"secret-stdin", NULL, "the first line of standard input is the client's secret"},
	{"title", "TEXT", "what its button says (NAME)"},
	{"match", "HOW", "email: a verified e-mail that is a login links itself (none)"},
	{0},
};

#define PROVIDER_DETAILS                                                                                 \
	"Tell the provider this address to come back to: https://HOST/api/v1/session/oidc/NAME/callback\n"

static const struct option_spec role_options[] = {
	{"expert", "EXPERT", "whose marks they are, for the role expert"},
	{0},
};

static const struct option_spec link_options[] = {
	{"expert", "EXPERT", "whose marks they are, for the role expert"},
	{"stage", "STAGE", "only this stage"},
	{"heat", "HEAT", "only this heat of the stage"},
	{"label", "TEXT", "what to tell it by: a name, a device"},
	{"expires", "TIME", "2026-05-01T18:00+08:00; at most 92 days ahead (24 hours from now)"},
	{"reusable", NULL, "signs in more than once: a screen, a second device"},
	{"url", "URL", "the site's address (https and the host of “leitai init”)"},
	{"qr", NULL, "show it as a QR code, too"},
	{0},
};

static const struct option_spec candidate_list_options[] = {
	{"state", "STATE", "only listed, invited, accepted, declined or left"},
	{"class", "CLASS", "only those of a class"},
	{"field", "TEXT", "only those with that in their fields"},
	{"text", "TEXT", "only those with that in some word"},
	{"csv", NULL, "as a file that “leitai import candidates” takes"},
	{0},
};

static const struct option_spec candidate_add_options[] = {
	{"class", "CLASS", "the class of experts, before an invitation"},
	{"name", "TEXT", "the name"},
	{"organisation", "TEXT", "where they work"},
	{"parents", "TEXT", "parent companies, with semicolons between"},
	{"mail", "ADDRESS", "where the invitation goes"},
	{"fields", "TEXT", "what they know, with semicolons between"},
	{"languages", "TEXT", "which languages, with semicolons between"},
	{"regions", "TEXT", "where they are at home"},
	{"load", "N", "most entries in a stage (as the stage says)"},
	{"away", "TIMES", "2026-05-01 09:00/2026-05-01 12:00; 2026-05-03"},
	{"note", "TEXT", "for the organiser"},
	{0},
};

static const struct option_spec candidate_remove_options[] = {
	{"erase", NULL, "forget the words of one who was invited, for good"},
	{0},
};

static const struct option_spec candidate_invite_options[] = {
	{"answer-by", "TIME", "2026-05-01T18:00+08:00 (in 14 days)"},
	{"anyway", NULL, "although conflicts of interest are not decided"},
	{"url", "URL", "the site's address (https and the host of “leitai init”)"},
	{"qr", NULL, "show each link as a QR code, too"},
	{0},
};

static const struct option_spec remark_options[] = {
	{"remark", "TEXT", "what was said with it, for staff"},
	{0},
};

static const struct option_spec substitutes_options[] = {
	{"heat", "HEAT", "a heat of the stage (the whole stage)"},
	{"class", "CLASS", "of that class"},
	{"for", "EXPERT", "in place of that expert: their class, languages and fields"},
	{0},
};

#define CANDIDATES_DETAILS                                                                               \
	"Columns: expert, and any of class, name, organisation, parents, mail, fields, languages, regions,\n"   \
	"load, away, note. A row replaces what is known of a candidate who is listed.\n"

#define ROLES_DETAILS                                                                                    \
	"Roles: organiser, chair, floor, supervisor, notary, expert, entrant, owner, viewer.\n"

static const struct option_spec verify_options[] = {
	{"key", "VKEY", "the verifier key you trust, as printed in the contest's rules: name+id+base64"},
	{0},
};

#define VERIFY_DETAILS                                                                                   \
	"A folder is what “ledger export” wrote. Loose files make up one ledger together: ledger.jsonl,\n" \
	"checkpoints.txt, key.txt, definition.yaml, and inclusion proofs. Needs no database and no network.\n" \
	"Exit status 0: everything holds; 1: something does not, one line each that names the record.\n"
#define ENTRIES_DETAILS                                                                                  \
	"Columns, in any order: entry, title, team; and where wanted division, region, track, scene,\n"  \
	"province, country, industry, funding, degree, people, summary, contact, organisation, parents,\n" \
	"mail, members (organisations of the members).\n"                                                  \
	"UTF-8, comma, a header line. All rows are taken or none; every bad row is named.\n"
#define EXPERTS_DETAILS                                                                                  \
	"Columns, in any order: expert; and where wanted class, name, organisation, parents, mail,\n"     \
	"fields, languages, regions, load, away, note.\n"                                                \
	"All rows are taken or none; every bad row is named.\n"
#define SHEETS_DETAILS                                                                                   \
	"Columns, in any order: heat, entry, expert, criterion, mark (and stage, without --stage).\n"    \
	"An empty mark is a recusal from that criterion; criterion * with mark “recused” is one from\n"  \
	"the entry. All rows are taken or none; every bad row is named.\n"

#define CONFLICTS_DETAILS                                                                                \
	"Columns, in any order: expert, ground; entry or organisation; and where wanted detail, since,\n" \
	"until. Grounds: investor, mail, mentor, organisation, other, parent, past, publication.\n"       \
	"All rows are taken or none; every bad row is named.\n"
#define ALIASES_DETAILS                                                                                  \
	"Columns, in any order: name; same-as or parent, or both. The list replaces the one before;\n"    \
	"compute afterwards.\n"
#define PAIRS_DETAILS                                                                                    \
	"Pairs are ENTRY EXPERT, as many as wanted; without any, --ground names all undecided ones of a\n" \
	"ground, but for similar names. Overruling needs --reason.\n"

static const struct option_spec assign_options[] = {
	{"check", NULL, "hold the pairs of “keep” against the case instead", false},
	{0},
};

#define ASSIGN_DETAILS                                                                                   \
	"Reads a case in JSON: experts with class and load, entries with the fit of each expert, seats,\n" \
	"conflicts. Every seat is filled; the worst pair fits as well as can be, then the sum does. With\n" \
	"“keep” as few pairs of an earlier assignment change as can be. No data directory is needed.\n"

static const struct option_spec fit_options[] = {
	{"explain", "ENTRY:EXPERT", "why this pair fits as it does", false},
	{0},
};

#define FIT_DETAILS                                                                                      \
	"Reads what entries and experts say of themselves (JSON, or CSV with the columns side, id, words)\n" \
	"and tells how much of it they share, from 0 to 1000, with wishes and traits on top. With --json\n" \
	"the entries come out as “assign” reads them. No data directory is needed.\n"

static const struct option_spec timetable_options[] = {
	{"format", "FORMAT", "table, json or ics (a calendar)", false},
	{0},
};

#define TIMETABLE_DETAILS                                                                                \
	"Reads a day in JSON: venues with their times, breaks, experts and entries in order. Nobody is\n" \
	"in two places at once, experts who are away are waited for; whoever starts late moves the rest\n" \
	"of the day. No data directory is needed.\n"

static const struct option_spec schedule_propose_options[] = {
	{"heat", "HEAT", "only this one, beside the others as they stand"},
	{"draw", "HEAT=N", "that heat in the order of a concluded draw", .repeats = true},
	{"as-set", NULL, "in the order of the timetable in force, who is new last (by id)"},
	{"gives", NULL, "somebody later comes first where the next would keep the venue waiting"},
	{"length", "SECONDS", "of every slot (pitch, questions and marking of the definition)"},
	{"buffer", "SECONDS", "between two pitches (as in force, or 60)"},
	{"change", "SECONDS", "a team's way from one heat to another (as in force, or 900)"},
	{"break", "FROM,UNTIL[,HEAT]", "nobody pitches then: 2026-05-01T12:00,2026-05-01T13:00", .repeats = true},
	{"open", "HEAT,FROM,UNTIL", "hours of a heat; once a day (from the definition's start to midnight)", .repeats = true},
	{0},
};
static const struct option_spec schedule_set_options[] = {
	{"reason", "TEXT", "why; it stands in the ledger"},
	{"override", NULL, "set it although it clashes, for the reason given; never with two pitches at once in a heat"},
	{"preview", NULL, "say what would be, and write nothing"},
	{0},
};
static const struct option_spec schedule_shift_options[] = {
	{"by", "MINUTES", "later than planned"},
	{"not-before", "TIME", "nothing begins before: 2026-05-01T10:20, in the contest's civil time"},
	{"entry", "ENTRY", "the first that moves (whoever is next on the floor, or all where none is open)"},
	{"reason", "TEXT", "why; it stands in the ledger"},
	{"preview", NULL, "say what would be, and write nothing"},
	{0},
};
static const struct option_spec schedule_export_options[] = {
	{"format", "FORMAT", "ics (a calendar, the default) or csv"},
	{"stage", "STAGE", "of this stage"},
	{"heat", "HEAT", "of this heat (a calendar)"},
	{"entry", "ENTRY", "of this entry (a calendar)"},
	{0},
};

#define SCHEDULE_DETAILS                                                                                  \
	"What “schedule propose --json” writes, “schedule set” reads: slots, breaks, hours, draws and the\n"  \
	"version they were made from. Each version is a record; an earlier one is brought back by\n"          \
	"“schedule restore”. Times on the command line are the contest's civil time.\n"

static const struct option_spec severity_options[] = {
	{"model", "MODEL", "additive (the default) or mfrm", false},
	{"places", "N", "how likely each entry is among the best N", false},
	{0},
};

static const struct option_spec monitor_options[] = {
	{"all", NULL, "with JSON: every entry of a large stage, not only those near a cut", false},
	{0},
};

#define MONITOR_DETAILS                                                                                 \
	"How strict every expert is and how far that is sure, whether somebody changed between sessions,\n"  \
	"which places at the cut are open, and who could mark them as well. It changes no mark; over HTTP\n" \
	"only chair and supervisor see it.\n"

static const struct option_spec tally_options[] = {
	{"stage", "STAGE", "which stage (needed where several are marked)"},
	{"format", "FORMAT", "table, csv or json"},
	{"explain", NULL, "with JSON: every criterion's value and every mark as the rule saw it"},
	{"entries", "ENTRIES.csv", "who takes part: entry, and where wanted division, region, track, withdrawn"},
	{"carry", "STAGE=SHEETS.csv", "marks of an earlier stage whose scores are carried", .repeats = true},
	{"decided", "ENTRY,…", "a recorded deliberation: the tied entries, best first", .repeats = true},
	{0},
};

#define TALLY_DETAILS                                                                                    \
	"Counts a file of marks by a definition, without any data directory: ranks, scores, ties, who\n" \
	"advances. Columns, in any order: entry, expert, criterion, mark, and heat where the stage has\n" \
	"several. An expert may be written class:id. An empty mark is a recusal from that criterion;\n"  \
	"criterion * with mark “recused” is one from the entry. Nothing is counted while a row is bad.\n"

static const struct option_spec ceremony_show_options[] = {
	{"out", "DIR", "also write its files into a new folder, for “draw check”"},
	{0},
};
static const struct option_spec ceremony_commit_options[] = {
	{"beacon", NULL, "a beacon will add to the lines"},
	{"lines", NULL, "the file has the lines themselves, not their SHA-256"},
	{0},
};
static const struct option_spec ceremony_announce_options[] = {
	{"draw", "N", "the draw that was committed to (the next one)"},
	{"purpose", "TEXT", "what is drawn: running-order"},
	{"beacon-at", "TIME", "use drand's round of that moment: 2026-05-01T18:00+08:00 (UTC without an offset)"},
	{"reveals", "FILE", "the lines that were committed to"},
	{0},
};
static const struct option_spec ceremony_conclude_options[] = {
	{"signature", "HEX", "of the announced round; relays of drand are asked for it otherwise"},
	{"relays", "URLS", "whom to ask, with spaces between"},
	{0},
};

static const struct option_spec draw_options[] = {
	{"contest", "CONTEST", "the contest's id"},
	{"number", "N", "the draw's number in the contest: 1, 2, 3 … without a gap"},
	{"purpose", "TEXT", "what is drawn, and the pot where there are pots: running-order"},
	{"beacon-at", "TIME", "use drand's round of that moment: 2026-05-01T18:00+08:00 (UTC without an offset)"},
	{"no-beacon", NULL, "use no beacon; then the hall decides alone"},
	{"hall", NULL, "use what people in the hall gave: commitments.txt and reveals.txt"},
	{0},
};

static const struct option_spec rehearse_options[] = {
	{"stage", "STAGE", "which stage (the first that is not decided)"},
	{"speed", "N", "how many times faster than the contest's own time (60)"},
	{"seed", "N", "another day with the same people (1)"},
	{"url", "URL", "a server that runs, or several of one site; without it, one of its own for the time", .repeats = true},
	{"login", "LOGIN", "who makes the links there: an account that may; its password is asked for"},
	{"password-file", "FILE", "the password is the first line of FILE"},
	{0},
};

#define REHEARSE_DETAILS                                                                                 \
	"Floor managers run their heats, experts hand in from a queue, lose their connection, send again;\n" \
	"the heats are locked and countersigned, ties voted on, the stage is published and the ledger\n"     \
	"verified. Without --url, CONTEST is one of the demo's; nothing is left behind. With it, the day is\n" \
	"played there for good, and goes on when a server is killed and started again.\n"

static const struct option_spec floor_options[] = {
	{"draw", "N", "open with the order of this draw, instead of naming entries"},
	{"seconds", "N", "how much longer, for “extend”"},
	{"step", "N", "the number that this step must have (the next one)"},
	{0},
};

#define FLOOR_DETAILS                                                                                    \
	"Actions: open and order with entries; call, pitch, questions, mark, lock, skip, absent and return\n" \
	"with one entry; extend with --seconds; pause, resume and undo.\n"

static const struct option_spec protocol_options[] = {
	{"entry", "ENTRY", "only this entry, with every expert's marks"},
	{"lang", "LANG", "zh or en (zh where the contest's title has Chinese)"},
	{"out", "FILE", "where to write the PDF; “-” is standard output"},
	{0},
};

#define DRAW_DETAILS                                                                                     \
	"A folder holds one draw: pool.txt, draw.txt; beacon.txt, commitments.txt and reveals.txt where\n" \
	"they are used; order.txt. The beacon's signature is not verified: compare it with a drand node.\n"

#define SEVERITY_DETAILS                                                                                 \
	"Estimates from a file of marks alone, and decides nothing. Columns, in any order: entry, expert,\n"  \
	"mark, and where wanted criterion and heat. Prints adjusted scores beside raw means, severities\n"    \
	"with standard errors, and fit. Panels that share no entry are named and refused.\n"

static const struct command table[] = {
	{"init", "", "make the data directory, its signing key and its name", NULL,
		init_options, NEEDS_STORE, cmd_init},
	{"demo", "", "fill the data directory with five rehearsed contests and serve them", NULL,
		demo_options, NEEDS_STORE, cmd_demo},
	{"rehearse", "CONTEST", "play a judging day through the server with virtual experts", REHEARSE_DETAILS,
		rehearse_options, NEEDS_NOTHING, cmd_rehearse},
	{"serve", "", "serve the public site and the API", NULL,
		serve_options, NEEDS_STORE, cmd_serve},

	{"contest check", "FILE…", "read a definition file and name everything that is wrong", NULL,
		NULL, NEEDS_NOTHING, cmd_contest_check},
	{"contest add", "FILE", "add a contest, or replace its definition while no stage is closed", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_contest_add},
	{"contest list", "", "list the contests", NULL,
		NULL, NEEDS_STORE, cmd_contest_list},
	{"contest show", "CONTEST", "show a contest's stages and totals", NULL,
		NULL, NEEDS_STORE, cmd_contest_show},

	{"import entries", "CONTEST FILE.csv", "take in entries, all or none", ENTRIES_DETAILS,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_import_entries},
	{"import experts", "CONTEST FILE.csv", "take in experts, all or none", EXPERTS_DETAILS,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_import_experts},
	{"import candidates", "CONTEST FILE.csv", "list candidates for the experts' pool, all or none", CANDIDATES_DETAILS,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_import_candidates},
	{"import sheets", "CONTEST FILE.csv", "take in marks, all or none", SHEETS_DETAILS,
		import_sheets_options, NEEDS_STORE | NEEDS_KEY, cmd_import_sheets},

	{"conflict compute", "CONTEST", "look for conflicts of interest in what everybody said of themselves", NULL,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_conflict_compute},
	{"conflict import", "CONTEST FILE.csv", "take in a list of ties, all or none", CONFLICTS_DETAILS,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_conflict_import},
	{"conflict aliases", "CONTEST FILE.csv", "take in other names and parents of organisations", ALIASES_DETAILS,
		import_options, NEEDS_STORE | NEEDS_KEY, cmd_conflict_aliases},
	{"conflict list", "CONTEST", "list conflicts with their evidence", NULL,
		conflict_list_options, NEEDS_STORE, cmd_conflict_list},
	{"conflict confirm", "CONTEST [ENTRY…]", "decide that pairs must not meet", PAIRS_DETAILS,
		conflict_rule_options, NEEDS_STORE | NEEDS_KEY, cmd_conflict_confirm},
	{"conflict overrule", "CONTEST [ENTRY…]", "decide that there is no conflict, for a reason", PAIRS_DETAILS,
		conflict_rule_options, NEEDS_STORE | NEEDS_KEY, cmd_conflict_overrule},

	{"tally", "DEFINITION SHEETS.csv", "count a file of marks by a definition file", TALLY_DETAILS,
		tally_options, NEEDS_NOTHING, cmd_tally},
	{"severity", "SHEETS.csv", "estimate how strict experts are, and scores without it", SEVERITY_DETAILS,
		severity_options, NEEDS_NOTHING, cmd_severity},
	{"monitor", "CONTEST STAGE", "watch over the experts' judging of a stage", MONITOR_DETAILS,
		monitor_options, NEEDS_STORE, cmd_monitor},
	{"fit", "WORDS", "tell how well experts' words fit entries' words", FIT_DETAILS,
		fit_options, NEEDS_NOTHING, cmd_fit},
	{"assign", "CASE.json", "decide which expert marks which entry", ASSIGN_DETAILS,
		assign_options, NEEDS_NOTHING, cmd_assign},
	{"timetable", "CASE.json", "decide when who pitches where", TIMETABLE_DETAILS,
		timetable_options, NEEDS_NOTHING, cmd_timetable},

	{"stage show", "CONTEST STAGE", "show a stage's board as it stands, published or not", NULL,
		NULL, NEEDS_STORE, cmd_stage_show},
	{"stage tally", "CONTEST STAGE", "count the marks that are in: ranks, scores, ties, who advances", NULL,
		NULL, NEEDS_STORE, cmd_stage_show},
	{"stage close", "CONTEST STAGE", "end judging: no mark comes after", NULL,
		close_options, NEEDS_STORE | NEEDS_KEY, cmd_stage_close},
	{"stage deliberate", "CONTEST STAGE", "record how the experts settled a tie", NULL,
		deliberate_options, NEEDS_STORE | NEEDS_KEY, cmd_stage_deliberate},
	{"stage award", "CONTEST STAGE AWARD ENTRY", "record an award that a jury chose", NULL,
		reason_options, NEEDS_STORE | NEEDS_KEY, cmd_stage_award},
	{"stage reveal", "CONTEST STAGE", "show the hall one more score before the result is out", NULL,
		reveal_options, NEEDS_STORE | NEEDS_KEY, cmd_stage_reveal},
	{"stage publish", "CONTEST STAGE", "publish the result and open every mark behind it", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_stage_publish},

	{"floor show", "CONTEST STAGE HEAT", "show who is on stage, the running order and the clock", NULL,
		NULL, NEEDS_STORE, cmd_floor_show},
	{"floor step", "CONTEST STAGE HEAT ACTION [ENTRY…]", "take a step of a heat's floor", FLOOR_DETAILS,
		floor_options, NEEDS_STORE | NEEDS_KEY, cmd_floor_step},
	{"heat progress", "CONTEST STAGE HEAT", "show who has handed in, and who has not", NULL,
		NULL, NEEDS_STORE, cmd_heat_progress},
	{"heat lock", "CONTEST STAGE HEAT", "end the marking of a heat: no sheet comes after", NULL,
		lock_options, NEEDS_STORE | NEEDS_KEY, cmd_heat_lock},
	{"heat sign", "CONTEST STAGE HEAT", "countersign a locked heat as its supervisor", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_heat_sign},
	{"tie show", "CONTEST STAGE", "show ties and who has voted on them", NULL,
		NULL, NEEDS_STORE, cmd_tie_show},
	{"tie open", "CONTEST STAGE", "open the tie that waits to the experts' votes", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_tie_open},
	{"tie conclude", "CONTEST STAGE TIE", "count the votes on a tie", NULL,
		conclude_options, NEEDS_STORE | NEEDS_KEY, cmd_tie_conclude},
	{"panel seat", "CONTEST STAGE HEAT EXPERT…", "say who marks in a heat", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_panel_seat},
	{"panel propose", "CONTEST STAGE", "propose who marks which entry", NULL,
		panel_propose_options, NEEDS_STORE, cmd_panel_propose},
	{"panel assign", "CONTEST STAGE [FILE]", "say who marks which entry: the proposal, or pairs from a CSV file",
		"The file has the columns entry and expert.", panel_assign_options, NEEDS_STORE | NEEDS_KEY, cmd_panel_assign},
	{"panel repair", "CONTEST STAGE", "show the least change after somebody dropped out", NULL,
		panel_repair_options, NEEDS_STORE | NEEDS_KEY, cmd_panel_repair},
	{"panel show", "CONTEST STAGE", "show who marks which entry", NULL,
		panel_show_options, NEEDS_STORE, cmd_panel_show},
	{"panel export", "CONTEST STAGE", "print who marks which entry as CSV", NULL,
		panel_export_options, NEEDS_STORE, cmd_panel_export},
	{"panel heats", "CONTEST STAGE", "propose the panels of all heats from the pool", NULL,
		panel_heats_options, NEEDS_STORE | NEEDS_KEY, cmd_panel_heats},

	{"protocol", "CONTEST STAGE HEAT", "write the paper that experts and the supervisor of a heat sign", NULL,
		protocol_options, NEEDS_STORE, cmd_protocol},

	{"entry show", "CONTEST ENTRY", "show an entry and its published marks", NULL,
		NULL, NEEDS_STORE, cmd_entry_show},
	{"entry withdraw", "CONTEST ENTRY", "withdraw an entry; the next of the reserve moves up", NULL,
		reason_options, NEEDS_STORE | NEEDS_KEY, cmd_entry_withdraw},

	{"sheet list", "CONTEST STAGE", "list the sheets in force, without their marks", NULL,
		NULL, NEEDS_STORE, cmd_sheet_list},

	{"ledger export", "CONTEST [DIR]", "write the ledger, its checkpoints, key and definition to a folder", NULL,
		export_options, NEEDS_STORE, cmd_ledger_export},
	{"ledger checkpoint", "CONTEST", "sign the ledger's head where something is new", NULL,
		NULL, NEEDS_STORE, cmd_ledger_checkpoint},
	{"ledger proof", "CONTEST SEQ", "prove that a record is in the signed ledger", NULL,
		NULL, NEEDS_STORE, cmd_ledger_proof},

	{"account add", "LOGIN", "add an account that may sign in", NULL,
		account_add_options, NEEDS_STORE, cmd_account_add},
	{"account password", "LOGIN", "set a password; signs the account out everywhere", NULL,
		password_options, NEEDS_STORE, cmd_account_password},
	{"account disable", "LOGIN", "sign an account out and let it in no more", NULL,
		disable_options, NEEDS_STORE, cmd_account_disable},
	{"account code", "LOGIN", "ask for a one-time code, too: prints its new secret", NULL,
		code_options, NEEDS_STORE, cmd_account_code},
	{"account link", "LOGIN", "let a person sign in through another provider", NULL,
		identity_options, NEEDS_STORE, cmd_account_link},
	{"account list", "", "list the accounts", NULL,
		NULL, NEEDS_STORE, cmd_account_list},

	{"provider add", "NAME", "add a provider to sign in through (OpenID Connect)", PROVIDER_DETAILS,
		provider_options, NEEDS_STORE, cmd_provider_add},
	{"provider list", "", "list the providers, without their secrets", NULL,
		NULL, NEEDS_STORE, cmd_provider_list},
	{"provider remove", "NAME", "remove a provider; what was linked stays for the day it comes back", NULL,
		NULL, NEEDS_STORE, cmd_provider_remove},

	{"role grant", "CONTEST LOGIN ROLE", "let an account do something in a contest", ROLES_DETAILS,
		role_options, NEEDS_STORE | NEEDS_KEY, cmd_role_grant},
	{"role revoke", "CONTEST LOGIN ROLE", "take a role away", ROLES_DETAILS,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_role_revoke},
	{"role list", "CONTEST", "list who may do what", NULL,
		NULL, NEEDS_STORE, cmd_role_list},

	{"candidate list", "CONTEST", "list the experts' pool, and what the stages need", NULL,
		candidate_list_options, NEEDS_STORE, cmd_candidate_list},
	{"candidate show", "CONTEST EXPERT", "show a candidate, with invitations and history", NULL,
		NULL, NEEDS_STORE, cmd_candidate_show},
	{"candidate add", "CONTEST EXPERT", "list a candidate, or change what is known of one", NULL,
		candidate_add_options, NEEDS_STORE | NEEDS_KEY, cmd_candidate_add},
	{"candidate remove", "CONTEST EXPERT", "take a candidate off the list who was never invited", NULL,
		candidate_remove_options, NEEDS_STORE | NEEDS_KEY, cmd_candidate_remove},
	{"candidate invite", "CONTEST EXPERT…", "invite candidates by personal links, which are shown once", NULL,
		candidate_invite_options, NEEDS_STORE | NEEDS_KEY, cmd_candidate_invite},
	{"candidate answer", "CONTEST EXPERT ANSWER", "record an answer that you were told: accept or decline", NULL,
		remark_options, NEEDS_STORE | NEEDS_KEY, cmd_candidate_answer},
	{"candidate leave", "CONTEST EXPERT", "record that an expert drops out, for good", NULL,
		remark_options, NEEDS_STORE | NEEDS_KEY, cmd_candidate_leave},
	{"candidate substitutes", "CONTEST STAGE", "who could take a place there, the best first", NULL,
		substitutes_options, NEEDS_STORE, cmd_candidate_substitutes},

	{"link make", "CONTEST ROLE", "make a personal link that signs in without an account", ROLES_DETAILS,
		link_options, NEEDS_STORE | NEEDS_KEY, cmd_link_make},
	{"link revoke", "CONTEST LINK", "revoke a link and sign out who came by it", NULL,
		NULL, NEEDS_STORE | NEEDS_KEY, cmd_link_revoke},
	{"link list", "CONTEST", "list a contest's links, without their tokens", NULL,
		NULL, NEEDS_STORE, cmd_link_list},

	{"ceremony list", "CONTEST", "list a contest's draws", NULL,
		NULL, NEEDS_STORE, cmd_ceremony_list},
	{"ceremony show", "CONTEST DRAW", "show a draw and its order", NULL,
		ceremony_show_options, NEEDS_STORE, cmd_ceremony_show},
	{"ceremony commit", "CONTEST PURPOSE POOL FILE", "open a draw with what the hall commits to", NULL,
		ceremony_commit_options, NEEDS_STORE | NEEDS_KEY, cmd_ceremony_commit},
	{"ceremony announce", "CONTEST POOL", "record who is drawn from, and by which randomness", NULL,
		ceremony_announce_options, NEEDS_STORE | NEEDS_KEY, cmd_ceremony_announce},
	{"ceremony conclude", "CONTEST DRAW", "draw, and record the order", NULL,
		ceremony_conclude_options, NEEDS_STORE | NEEDS_KEY, cmd_ceremony_conclude},
	{"ceremony void", "CONTEST DRAW", "end a draw without an order, for a reason", NULL,
		reason_options, NEEDS_STORE | NEEDS_KEY, cmd_ceremony_void},

	{"schedule propose", "CONTEST STAGE", "make a timetable from entries or draws; nothing is written", SCHEDULE_DETAILS,
		schedule_propose_options, NEEDS_STORE, cmd_schedule_propose},
	{"schedule set", "CONTEST STAGE FILE", "set a stage's timetable", SCHEDULE_DETAILS,
		schedule_set_options, NEEDS_STORE | NEEDS_KEY, cmd_schedule_set},
	{"schedule restore", "CONTEST STAGE VERSION", "set an earlier timetable again", SCHEDULE_DETAILS,
		schedule_set_options, NEEDS_STORE | NEEDS_KEY, cmd_schedule_restore},
	{"schedule shift", "CONTEST STAGE HEAT", "move the rest of a heat that runs late", SCHEDULE_DETAILS,
		schedule_shift_options, NEEDS_STORE | NEEDS_KEY, cmd_schedule_shift},
	{"schedule show", "CONTEST", "show who pitches when", NULL,
		NULL, NEEDS_STORE, cmd_schedule_show},
	{"schedule export", "CONTEST", "write timetables as a calendar or a table", NULL,
		schedule_export_options, NEEDS_STORE, cmd_schedule_export},

	{"draw announce", "DIR", "write draw.txt: what is drawn from pool.txt, and by which randomness", DRAW_DETAILS,
		draw_options, NEEDS_NOTHING, cmd_draw_announce},
	{"draw make", "DIR", "draw as announced and write order.txt", DRAW_DETAILS,
		NULL, NEEDS_NOTHING, cmd_draw_make},
	{"draw check", "DIR", "recompute a draw, and show how to do so without this program", DRAW_DETAILS,
		NULL, NEEDS_NOTHING, cmd_draw_check},

	{"verify", "DIR_OR_FILE…", "check a ledger, its checkpoints and every result in it", VERIFY_DETAILS,
		verify_options, NEEDS_NOTHING, cmd_verify},

	{"backup", "FILE", "write a consistent copy of all data to a new file", NULL,
		NULL, NEEDS_STORE, cmd_backup},
	{"restore", "FILE", "bring a copy back into an empty data directory", NULL,
		NULL, NEEDS_STORE, cmd_restore},

	{"help", "[COMMAND…]", "explain a command", NULL,
		help_options, NEEDS_NOTHING, cmd_help},
	{0},
};

const struct command *command_table(void)
{
	return table;
}

/* How many of words[0..n) spell the path; 0 when they don't. */
static size_t path_matches(const char *path, const char *const *words, size_t n)
{
	size_t used = 0;
	for (const char *at = path; *at; used++) {
		size_t len = strcspn(at, " ");
		if (used == n || strlen(words[used]) != len || memcmp(words[used], at, len) != 0)
			return 0;
		at += len;
		at += *at == ' ';
	}
	return used;
}

const struct command *command_find(const char *const *words, size_t n, size_t *ret_used)
{
	const struct command *found = NULL;
	for (const struct command *c = table; c->path; c++) {
		size_t used = path_matches(c->path, words, n);
		if (used > (found ? *ret_used : 0)) {
			*ret_used = used;
			found = c;
		}
	}
	return found;
}

bool command_is_noun(const char *noun)
{
	size_t len = strlen(noun);
	for (const struct command *c = table; c->path; c++)
		if (strncmp(c->path, noun, len) == 0 && c->path[len] == ' ')
			return true;
	return false;
}

/* "check, add, list, show" */
static void list_verbs(const char *noun, struct buf *out)
{
	size_t len = strlen(noun);
	for (const struct command *c = table; c->path; c++)
		if (strncmp(c->path, noun, len) == 0 && c->path[len] == ' ')
			buf_printf(out, "%s%s", out->len ? ", " : "", c->path + len + 1);
}

/* The nearest of all first words, of all paths, or of the verbs alone. */
static const char *guess(const char *const *words, size_t n, struct arena *arena)
{
	const char *names[2 * COUNT_OF(table)];
	size_t count = 0;
	for (const struct command *c = table; c->path; c++) {
		names[count++] = c->path;
		names[count++] = arena_strndup(arena, c->path, strcspn(c->path, " "));
	}
	const char *both = n > 1 ? arena_printf(arena, "%s %s", words[0], words[1]) : words[0];
	const char *found = str_nearest(both, names, count);
	return found ? found : str_nearest(words[0], names, count);
}


bool command_unknown(const char *const *words, size_t n, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(buf_done) struct buf verbs = {0};
	list_verbs(words[0], &verbs);
	if (verbs.len > 0 && n == 1)
		return fail(err, ERR_INPUT, "usage.command", "“leitai %s” needs a verb: %s.", words[0], buf_str(&verbs));
	const char *near = guess(words, n, arena);
	if (verbs.len > 0 && near && strchr(near, ' '))
		return fail(err, ERR_INPUT, "usage.command", "There is no command “%s %s”; did you mean “leitai %s”?",
			words[0], words[1], near);
	if (verbs.len > 0)
		return fail(err, ERR_INPUT, "usage.command", "There is no command “%s %s”; “%s” knows: %s.",
			words[0], words[1], words[0], buf_str(&verbs));
	if (near)
		return fail(err, ERR_INPUT, "usage.command", "There is no command “%s”; did you mean “leitai %s”?",
			words[0], near);
	return fail(err, ERR_INPUT, "usage.command", "There is no command “%s”; “leitai help” lists them.",
		words[0]);
}
