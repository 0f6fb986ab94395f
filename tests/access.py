"""Who opens which address: one row for each name in the URL table, checked by tests/test_access.py and tests/house.

PUBLIC is open to anybody; SIGNED_IN to every person who signed in; otherwise the roles that may. What a role may open
in general can still be closed for one record (404): tests/house/test_visibility.py says for which.

A new page needs four things, and a test asks for each by name:

- a row here, under its app: the roles, then the name in the URL table, as in ``**rows(TEAM, "add_note", "casetracker")``
- in tests/house/addresses.py a record for each place of its address, where the record of its app does not do
- where it takes a POST, a row in ACTIONS of tests/house/test_actions.py: who may, and the right that says so
- where it has a form that can be sent, what is typed and from where its step starts: tests/house/starts.py
"""

PUBLIC = frozenset({"PUBLIC"})
SIGNED_IN = frozenset({"POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"})
CONTENT = SIGNED_IN - {"ADM"}
ASKERS = frozenset({"POL", "CRN"})
LAWYERS = frozenset({"PRO", "LEAD"})
TEAM = LAWYERS | {"AST"}
INNER = TEAM | {"REC"}  # what the team writes for itself
FILES = INNER | {"CRN"}  # files, where a local Crown reads those shared with her
RECORD = frozenset({"LEAD", "REC"})
MANAGE = frozenset({"LEAD", "ADM"})
LEAD = frozenset({"LEAD"})
PRO = frozenset({"PRO"})


def rows(roles: frozenset[str], names: str, app: str = "") -> dict[str, frozenset[str]]:
    """Give one row for each name of an app."""
    return {f"{app}:{name}" if app else name: roles for name in names.split()}


ACCESS: dict[str, frozenset[str]] = {
    # config, pages, accounts
    **rows(PUBLIC, "root healthz readyz components"),
    **rows(PUBLIC, "metrics"),  # whoever may not fetch them is told that there is no such page: tests/test_watch.py
    **rows(PUBLIC, "account_login mfa_authenticate lost_phone demo_sign_in account_logout join"),
    **rows(SIGNED_IN, "save_draft stay_signed_in"),
    **rows(SIGNED_IN, "account set_language account_change_password account_reauthenticate"),
    **rows(SIGNED_IN, "mfa_activate_totp mfa_generate_recovery_codes mfa_deactivate_totp"),
    **rows(MANAGE, "manage people invite_person person change_person deactivate_person reactivate_person"),
    **rows(MANAGE, "lock_person send_link withdraw_link ask_reset decide_reset"),
    **rows(MANAGE, "offices rename_office agencies rename_agency"),
    # notifications, documents
    **rows(SIGNED_IN, "notices mark_notices_read"),
    **rows(CONTENT, "document"),
    # caseload
    **rows(SIGNED_IN, "home help search search_completions write_search search_results take_results facts like_decision"),
    **rows(SIGNED_IN, "clear_recent_searches saved_searches saved_search save_search change_saved_search delete_saved_search"),
    **rows(SIGNED_IN, "run_saved_search see_search_news"),
    **rows(CONTENT, "like_published_advice"),
    **rows(PUBLIC, "accessibility privacy contact"),
    **rows(LEAD, "lead reassign reassigned leaving"),
    **rows(INNER, "court_list day_sheet morning_page"),
    **rows(TEAM, "court_results absences end_absence calendar revoke_calendar"),
    **rows(
        TEAM,
        "tasks several_tasks several_tasks_result add_reminder change_reminder finish_reminder end_snooze add_file_reminder snooze_task",
    ),
    **rows(TEAM, "link_decision"),
    **rows(INNER, "file_tasks"),
    **rows(FILES, "search_papers"),
    **rows(PUBLIC, "calendar_feed"),  # whoever holds the secret address; tests/caseload/test_calendar_feed.py
    **rows(RECORD, "team_history team_who_looked"),
    **rows(RECORD, "outcome_report outcome_list take_outcomes"),
    **rows(MANAGE, "failed_work retry_failed_work give_up_failed_work search_health build_index"),
    # advice
    **rows(CONTENT, "list request", "advice"),
    **rows(ASKERS, "ask suggestions count_bank_use edit_draft discard_draft", "advice"),
    **rows(ASKERS, "reply ask_follow_up say_still_open withdraw name_colleague", "advice"),
    **rows(ASKERS | LEAD, "close", "advice"),
    **rows(ASKERS | TEAM, "add_document", "advice"),
    **rows(TEAM, "link_case_file add_note", "advice"),
    **rows(LAWYERS, "triage assign hand_over ask_for_more remind answer_from_bank decline", "advice"),
    **rows(PRO, "write_answer cite deliver deliver_unread", "advice"),
    **rows(LEAD, "convert set_back_merge", "advice"),
    **rows(LAWYERS, "merge recall read_afterwards", "advice"),
    **rows(LAWYERS, "send_for_review review return_for_changes take_up_again prepare_publication answer_mark", "advice"),
    **rows(INNER, "publication who_looked", "advice"),
    # precedents
    **rows(SIGNED_IN, "bank decision topics topic provision offences offence advice", "precedents"),
    **rows(CONTENT, "published_advice", "precedents"),
    **rows(TEAM, "add_decision edit_decision", "precedents"),
    **rows(LAWYERS, "withdraw_publication", "precedents"),
    # casetracker
    **rows(FILES, "list file accused_list accused charges dates people person documents law history who_looked correct", "casetracker"),
    **rows(FILES, "print_history export_history as_it_stood print_as_it_stood export_as_it_stood", "casetracker"),
    **rows(FILES, "delay delay_ledger print_delay export_delay delay_pdf bail", "casetracker"),
    **rows(TEAM, "record_bail_hearing change_bail_hearing end_release_order add_bail_condition change_bail_condition", "casetracker"),
    **rows(TEAM, "add_surety end_surety record_bail_breach record_order_copy", "casetracker"),
    **rows(LAWYERS, "add_interval change_interval settle_interval remove_interval", "casetracker"),
    **rows(LAWYERS, "record_delay_application change_delay_application record_complexity", "casetracker"),
    **rows(RECORD, "access", "casetracker"),
    **rows(INNER, "screenings", "casetracker"),
    **rows(TEAM, "record_outcomes record_ruling", "casetracker"),
    **rows(TEAM, "open_case_file conflicts edit_file add_note add_accused", "casetracker"),
    **rows(PRO, "take_cover", "casetracker"),
    **rows(LEAD, "decide_intake resolve_hint transfer close reopen", "casetracker"),
    **rows(LEAD, "assign grant_access end_access review_cover set_wall lift_wall", "casetracker"),
    **rows(LAWYERS, "edit_theory record_screening proceed_on_counts set_trial elect_mode withdraw", "casetracker"),
    **rows(FILES, "move_file move_proceeding move_count", "casetracker"),
    **rows(TEAM, "add_participant edit_participant add_ban end_ban unlink_decision", "casetracker"),
    **rows(TEAM, "record_victim_request answer_victim_request correct_victim_request", "casetracker"),
    **rows(TEAM, "add_appearance edit_appearance record_result correct_result", "casetracker"),
    **rows(TEAM, "set_custody add_counts lay_information record_police_decision record_election change_trial_dates", "casetracker"),
    **rows(TEAM, "reserve issue_warrant execute_warrant", "casetracker"),
    **rows(TEAM, "record_prelim_result record_unfit record_inquiry record_fit record_board_discharge", "casetracker"),
    **rows(LAWYERS, "ask_direct_indictment file_indictment reelect resume_counts replace_counts confirm_clock sever", "casetracker"),
    **rows(LAWYERS, "choose_texts rejoin", "casetracker"),
    **rows(TEAM, "suggest_offences ask_own_services", "casetracker"),
    **rows(LEAD, "decide_own_services", "casetracker"),
    **rows(TEAM, "set_appeal_period amend_count record_victim_view", "casetracker"),
    **rows(LAWYERS, "ask_crown_stay recommence divert end_measure record_appeal", "casetracker"),
    **rows(TEAM, "end_appeal strike_plea charge_again", "casetracker"),
    **rows(LEAD, "decide_crown_stay record_death agree_carriage make_dormant review_dormant", "casetracker"),
}
