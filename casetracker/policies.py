"""Who may do what to a file and what is in it; the first line of each right says who, as the state diagrams print it.

PROS is a prosecutor who is counsel on the file, or a team lead. ADMIN is an assistant, a prosecutor who is counsel on the file, or a
team lead. SYS is nobody: the step is done when something else made it true, or by the worker when only time passed. A wall beats
everything. What a person holds on a file is asked once for each file read from the database.
"""

from datetime import timedelta

from django.apps import apps

from foundation import clock
from foundation.accounts.models import Role
from foundation.workflow.models import Move

from .access import PROSECUTOR_ACCESS, READS_EVERY_FILE, holds_at
from .states import COUNSEL_ACCESS, FILE_INTAKE, FILE_LOCAL_CROWN_READS, Access, FileState

READS_AFTER_TRANSFER = timedelta(days=30)  # from then on the team reads a file that another office took over, and writes nothing


def file_of(subject):
    """Give the file that a record belongs to (a file belongs to itself)."""
    return subject if subject._meta.model_name == "casefile" else subject.file


def access_of(subject, user) -> frozenset[str]:
    """Say as what a person is on the file now; a walled or inactive person is nothing."""
    file = file_of(subject)
    known = file.__dict__.setdefault("_access_of", {})
    if user.pk not in known:
        known[user.pk] = frozenset()
        walled = apps.get_model("casetracker", "FileWall").objects.filter(file=file, user=user, lifted_at=None).exists()
        if user.is_active and not walled:
            rows = apps.get_model("casetracker", "FileAccess").objects.filter(holds_at(clock.now()), file=file, user=user)
            known[user.pk] = frozenset([*rows.values_list("acting_as", flat=True), f"ROLE:{user.role}"])
    return known[user.pk]


def _role(subject, user, *roles: str) -> bool:
    return any(f"ROLE:{role}" in access_of(subject, user) for role in roles)


def _counsel(subject, user) -> bool:
    held = access_of(subject, user)
    return f"ROLE:{Role.PRO}" in held and bool(held.intersection(COUNSEL_ACCESS))


def is_lead(subject, user) -> bool:
    """LEAD"""
    return _role(subject, user, Role.LEAD)


def is_read_only(subject) -> bool:
    """Say whether a file was handed over to another office so long ago that the team only reads it still."""
    file = file_of(subject)
    if file.state != FileState.TRANSFERRED:
        return False
    left = Move.objects.of(file).made().filter(to_state=FileState.TRANSFERRED).order_by("-pk").first()
    return left is not None and left.happened_on + READS_AFTER_TRANSFER < clock.today()


def is_pros(subject, user) -> bool:
    """PROS"""
    return (is_lead(subject, user) or _counsel(subject, user)) and not is_read_only(subject)


def is_service(user) -> bool:
    """SYS"""
    return user.is_role(Role.SVC)


def is_admin(subject, user) -> bool:
    """ADMIN"""
    return is_pros(subject, user) or (_role(subject, user, Role.AST) and not is_read_only(subject))


def may_see(subject, user) -> bool:
    """LEAD, AST, REC; PRO and local Crown by their place on the file"""
    if _role(subject, user, *READS_EVERY_FILE):
        return True
    held = access_of(subject, user)
    if f"ROLE:{Role.PRO}" in held:
        return bool(held.intersection(PROSECUTOR_ACCESS))
    return f"ROLE:{Role.CRN}" in held and Access.LOCAL_CROWN in held and file_of(subject).state in FILE_LOCAL_CROWN_READS


def may_read_notes(subject, user) -> bool:
    """LEAD, AST, REC; PRO by her place on the file; never a local Crown"""
    return may_see(subject, user) and not _role(subject, user, Role.CRN)


# Nobody's step


def may_follow(subject, user) -> bool:
    """SYS"""
    return is_service(user)


# The file


def may_open_case_file(user) -> bool:
    """PRO, AST, LEAD"""
    return user.is_active and user.is_role(Role.PRO, Role.AST, Role.LEAD)


def may_start_conflict_check(case_file, user) -> bool:
    """ADMIN, LEAD"""
    return is_admin(case_file, user)


def may_decide_intake(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_take_after_charge(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_close_without_charge(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_agree_carriage(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_make_dormant(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_wake(case_file, user) -> bool:
    """PROS, LEAD; SYS when an accused's move made it true"""
    return is_service(user) or is_pros(case_file, user)


def may_return_from_appeal(case_file, user) -> bool:
    """PROS, LEAD; SYS when an accused's move made it true"""
    return is_service(user) or is_pros(case_file, user)


def may_transfer(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_close(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_reopen(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_finish_advice(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_grant_access(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_set_wall(case_file, user) -> bool:
    """LEAD"""
    return is_lead(case_file, user)


def may_cover(user) -> bool:
    """PRO"""
    return user.is_active and user.is_role(Role.PRO)


def may_edit_file(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


def may_edit_theory(case_file, user) -> bool:
    """PROS"""
    return is_pros(case_file, user)


def may_add_note(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


def may_see_access(case_file, user) -> bool:
    """LEAD, REC"""
    return _role(case_file, user, Role.LEAD, Role.REC)


def may_see_looks(case_file, user) -> bool:
    """LEAD, REC; the lead prosecutor"""
    return may_see_access(case_file, user) or (_role(case_file, user, Role.PRO) and Access.LEAD_COUNSEL in access_of(case_file, user))


# People, papers, dates


def may_add_accused(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


def may_add_participant(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


def may_read_contact(participant, user) -> bool:
    """ADMIN"""
    return is_admin(participant, user)


def may_record_ban(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


def may_record_victim_view(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_record_victim_request(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_record_appearance(subject, user) -> bool:
    """ADMIN; who covers the file"""
    return is_admin(subject, user) or (_role(subject, user, Role.PRO) and Access.COVER in access_of(subject, user))


def may_record_bail(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_keep_ledger(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_correct_result(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_record_screening(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_record_crown_election(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_record_election(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_answer_orders(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_record_outcomes(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_propose_count(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_choose_text(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_decide_own_services(proceeding, user) -> bool:
    """LEAD"""
    return is_lead(proceeding, user)


def may_link_decision(case_file, user) -> bool:
    """ADMIN"""
    return is_admin(case_file, user)


# The accused


def may_charge(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_begin_intake(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_await_election(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_set_trial(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_record_trial(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_record_guilt(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_conclude(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_record_warrant(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_conclude_uncharged(proceeding, user) -> bool:
    """SYS; LEAD with reason"""
    return is_service(user) or is_lead(proceeding, user)


def may_hold_prelim(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_commit(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_indict(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_set_superior_trial(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_reelect(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_record_mistrial(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


def may_ask_crown_stay(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_approve_crown_stay(subject, user) -> bool:
    """PROS, LEAD approves"""
    return is_lead(subject, user)


def may_stay_accused(proceeding, user) -> bool:
    """PROS, LEAD approves; SYS when the last count that was not stayed ended"""
    return is_service(user) or may_approve_crown_stay(proceeding, user)


def may_recommence(subject, user) -> bool:
    """PROS, LEAD"""
    return is_pros(subject, user)


def may_record_fitness(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_record_ncr(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_divert(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_record_appeal(proceeding, user) -> bool:
    """LEAD, PROS"""
    return is_pros(proceeding, user)


def may_end_appeal(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_order_new_trial(subject, user) -> bool:
    """LEAD"""
    return is_lead(subject, user)


def may_record_death(proceeding, user) -> bool:
    """LEAD"""
    return is_lead(proceeding, user)


def may_strike_plea(subject, user) -> bool:
    """ADMIN"""
    return is_admin(subject, user)


def may_charge_again(proceeding, user) -> bool:
    """ADMIN"""
    return is_admin(proceeding, user)


def may_sever(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_rejoin(subject, user) -> bool:
    """PROS"""
    return is_pros(subject, user)


def may_ask_direct_indictment(proceeding, user) -> bool:
    """PROS"""
    return is_pros(proceeding, user)


# The counts


def may_lay(count, user) -> bool:
    """ADMIN"""
    return is_admin(count, user)


def may_proceed(count, user) -> bool:
    """PROS"""
    return is_pros(count, user)


def may_withdraw(count, user) -> bool:
    """PROS; LEAD for 279.01 to 279.03, 286.1(2), 286.2(2), 286.3(2)"""
    return is_lead(count, user) if count.offence.lead_withdraws else is_pros(count, user)


def may_replace(count, user) -> bool:
    """PROS"""
    return is_pros(count, user)


def may_record_prelim_result(count, user) -> bool:
    """ADMIN"""
    return is_admin(count, user)


def may_end_by_court(count, user) -> bool:
    """ADMIN"""
    return is_admin(count, user)


def may_resume(count, user) -> bool:
    """PROS"""
    return is_pros(count, user)


def may_impose_after_kienapple(count, user) -> bool:
    """LEAD"""
    return is_lead(count, user)


def may_apply_appeal(count, user) -> bool:
    """LEAD"""
    return is_lead(count, user)


def may_record_verdict(count, user) -> bool:
    """ADMIN"""
    return is_admin(count, user)


def may_record_disposition(count, user) -> bool:
    """ADMIN"""
    return is_admin(count, user)


def intake_is_open(case_file) -> bool:
    """Say whether the file is still in intake."""
    return case_file.state in FILE_INTAKE
