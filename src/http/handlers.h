/* Handlers that change something, or that need a session: one file a subject. */
#pragma once

#include "http/router.h"

/* Answers 204, without a body. */
bool http_no_content(struct http_answer *answer);

/* people.c */
http_handler http_sign_in, http_sign_in_link, http_sign_out, http_me;
http_handler http_list_accounts, http_add_account, http_set_password, http_disable_account;
http_handler http_list_roles, http_grant_role, http_revoke_role;
http_handler http_list_links, http_make_link, http_revoke_link;

/* candidates.c */
http_handler http_candidates, http_candidates_csv, http_candidate, http_put_candidate, http_remove_candidate;
http_handler http_erase_candidate, http_import_candidates, http_invite, http_answer_for;
http_handler http_invitation, http_answer_invitation, http_put_own_words, http_substitutes;

/* marking.c */
http_handler http_marking, http_submit_sheet, http_enrol_device;

/* oidc.c */
http_handler http_providers, http_oidc_begin, http_oidc_finish;

/* paper.c */
http_handler http_heat_protocol, http_entry_protocol;

/* floor.c */
http_handler http_get_assignment, http_get_assignment_case, http_propose_assignment, http_assign_options, http_check_assignment,
	http_assign, http_propose_panels;
http_handler http_get_floor, http_get_schedule, http_step_floor, http_get_panel, http_seat_panel;

/* events.c */
http_handler http_events;

/* decisions.c */
http_handler http_close_stage, http_publish_stage, http_deliberate, http_grant_award, http_withdraw, http_tally, http_judging;

/* closing.c */
http_handler http_progress, http_lock_heat, http_sign_heat;
http_handler http_ties, http_open_tie, http_vote, http_conclude_tie;
http_handler http_screen, http_show, http_sample, http_verify;

/* timetable.c */
http_handler http_timetables, http_timetable_csv, http_timetable_calendar, http_timetable_desk;
http_handler http_own_calendar_address, http_own_calendar;
http_handler http_propose_timetable, http_set_timetable, http_restore_timetable, http_shift_timetable;
/* conflicts.c */
http_handler http_conflicts, http_compute_conflicts, http_rule_conflicts;
http_handler http_interests, http_prefer, http_declare_conflict, http_take_back_conflict;

/* draws.c */
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_void_draw;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_gathering;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_gathering_code;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_open_gathering;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_close_gathering;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_cancel_gathering;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_join_gathering;
http_handler http_draws, http_draw, http_commit_draw, http_announce_draw, http_conclude_draw, http_reveal_line;
