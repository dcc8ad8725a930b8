/* Every command's function; the table in command.c says how each is called and what it takes. */
#pragma once

#include "base/base.h"
#include "base/err.h"

struct invocation;

MUST_CHECK bool cmd_init(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_demo(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_rehearse(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_serve(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_help(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_contest_check(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_contest_add(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_contest_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_contest_show(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_import_entries(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_import_experts(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_import_candidates(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_import_sheets(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_compute(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_import(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_aliases(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_confirm(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_conflict_overrule(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_tally(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_severity(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_monitor(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_commit(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_announce(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_conclude(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ceremony_void(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_fit(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_assign(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_timetable(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_stage_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_stage_close(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_stage_deliberate(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_stage_award(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_stage_publish(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_stage_reveal(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_heat_progress(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_heat_lock(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_heat_sign(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_tie_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_tie_open(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_tie_conclude(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_sheet_list(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_floor_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_floor_step(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_seat(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_propose(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_repair(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_assign(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_export(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_panel_heats(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_entry_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_entry_withdraw(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_protocol(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_ledger_export(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ledger_checkpoint(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_ledger_proof(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_account_add(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_account_password(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_account_disable(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_account_code(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_account_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_account_link(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_provider_add(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_provider_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_provider_remove(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_role_grant(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_role_revoke(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_role_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_link_make(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_link_revoke(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_link_list(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_candidate_list(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_add(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_remove(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_invite(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_answer(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_leave(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_candidate_substitutes(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_schedule_propose(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_schedule_set(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_schedule_restore(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_schedule_shift(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_schedule_show(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_schedule_export(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_draw_announce(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_draw_make(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_draw_check(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_verify(struct invocation *in, struct err *err);

MUST_CHECK bool cmd_backup(struct invocation *in, struct err *err);
MUST_CHECK bool cmd_restore(struct invocation *in, struct err *err);

/* These parse their own arguments: argv[0] is the command's name. They give the exit status. */
