"""Who may do what to a request. The first line of each docstring is the role as the state diagram prints it."""

from foundation.accounts.models import ASKERS, Role
from foundation.workflow.corrections import may_correct
from foundation.workflow.models import Move

from .states import State


def is_walled(request, user) -> bool:
    """Say whether a wall stands between this person and the file the request is linked to."""
    return request.is_walled_from(user)


def _of_the_same_house(request, user) -> bool:
    if user.role == Role.POL:
        return request.agency_id == user.agency_id
    return request.office_id == user.office_id


def is_asker(request, user) -> bool:
    """ASKER: who asked, or a colleague named on the request, of the same agency or office"""
    mine = request.asker_id == user.pk or (request.state != State.DRAFT and user.pk in request.named_ids)
    return mine and user.role in ASKERS and _of_the_same_house(request, user) and not is_walled(request, user)


def is_adviser(request, user) -> bool:
    """ADVISER: the prosecutor it is assigned to"""
    return user.role == Role.PRO and request.assigned_to_id == user.pk and not is_walled(request, user)


def is_lead(request, user) -> bool:
    """LEAD"""
    return user.role == Role.LEAD and not is_walled(request, user)


def is_lead_or_prosecutor(request, user) -> bool:
    """LEAD, PRO"""
    return user.role in (Role.LEAD, Role.PRO) and request.state != State.DRAFT and not is_walled(request, user)


def is_team(request, user) -> bool:
    """LEAD, PRO, AST"""
    return user.is_team and request.state != State.DRAFT and not is_walled(request, user)


def reads_everything(request, user) -> bool:
    """LEAD, PRO, AST, REC: what the team writes for itself"""
    return (user.is_team or user.role == Role.REC) and request.state != State.DRAFT and not is_walled(request, user)


def is_reader(request, user) -> bool:
    """READER: a PRO or LEAD who wrote none of the answer and does not deliver it"""
    if not is_lead_or_prosecutor(request, user) or request.assigned_to_id == user.pk:
        return False
    version = request.latest_version
    return version is not None and not version.was_written_by(user)


def may_ask(user) -> bool:
    """POL, CRN"""
    return user.role in ASKERS


def may_submit(request, user) -> bool:
    """ASKER"""
    return request.asker_id == user.pk and is_asker(request, user)


may_edit_draft = may_discard = may_submit


def may_triage(request, user) -> bool:
    """LEAD, PRO"""
    return is_lead_or_prosecutor(request, user)


def may_assign(request, user) -> bool:
    """LEAD; PRO for herself"""
    return is_lead_or_prosecutor(request, user)


def may_assign_to(request, user, to) -> bool:
    """LEAD to any prosecutor; PRO to herself"""
    return may_assign(request, user) and (user.role == Role.LEAD or to.pk == user.pk)


def may_hand_over(request, user) -> bool:
    """LEAD; ADVISER"""
    return is_lead(request, user) or is_adviser(request, user)


def may_ask_for_more(request, user) -> bool:
    """LEAD, PRO"""
    return is_lead_or_prosecutor(request, user)


may_remind = may_ask_for_more


def may_reply(request, user) -> bool:
    """ASKER"""
    return is_asker(request, user)


may_ask_follow_up = may_reply


def may_write_answer(request, user) -> bool:
    """ADVISER"""
    return is_adviser(request, user)


may_send_for_review = may_write_answer


def may_return(request, user) -> bool:
    """READER; ADVISER"""
    return is_adviser(request, user) or is_reader(request, user)


def may_approve(request, user) -> bool:
    """READER"""
    return is_reader(request, user)


def may_countersign(request, user) -> bool:
    """LEAD who wrote none of the answer"""
    return user.role == Role.LEAD and is_reader(request, user)


def may_deliver(request, user) -> bool:
    """ADVISER"""
    return is_adviser(request, user)


may_deliver_unread = may_deliver


def may_read_afterwards(request, user) -> bool:
    """READER"""
    return is_reader(request, user)


def may_recall(request, user) -> bool:
    """ADVISER; LEAD"""
    return (is_lead(request, user) or is_adviser(request, user)) and request.state != State.DRAFT


def may_take_up_again(request, user) -> bool:
    """ADVISER (a follow-up, or a correction); LEAD"""
    return is_lead(request, user) or is_adviser(request, user)


def may_close(request, user) -> bool:
    """ASKER; LEAD from NEEDS_INFO; SYS from DELIVERED"""
    if user.role == Role.SVC:
        return request.state == State.DELIVERED
    return is_asker(request, user) or (is_lead(request, user) and request.state == State.NEEDS_INFO)


def may_ask_again(request, user) -> bool:
    """ASKER"""
    return is_asker(request, user)


def may_merge(request, user) -> bool:
    """LEAD, PRO"""
    return is_lead_or_prosecutor(request, user)


def may_set_back_merge(request, user) -> bool:
    """LEAD; who merged it, within ten minutes"""
    if request.state != State.MERGED:
        return False
    return may_correct(merge_moves(request), user, is_lead=is_lead(request, user), may_still=may_merge(request, user))


def merge_moves(request) -> list[Move]:
    """Give the step by which a request went into another one, as it stands."""
    return list(Move.objects.of(request).made().filter(rule="Q19").select_related("act").order_by("-pk")[:1])


def may_convert(request, user) -> bool:
    """LEAD"""
    return is_lead(request, user) and request.state != State.DRAFT


def may_decline(request, user) -> bool:
    """LEAD, PRO"""
    return is_lead_or_prosecutor(request, user)


def may_answer_from_bank(request, user) -> bool:
    """LEAD, PRO"""
    return is_lead_or_prosecutor(request, user)


def may_say_still_open(request, user) -> bool:
    """ASKER"""
    return is_asker(request, user)


def may_withdraw(request, user) -> bool:
    """ASKER"""
    return is_asker(request, user)


def may_add_note(request, user) -> bool:
    """LEAD, PRO, AST"""
    return is_team(request, user)


def may_add_document(request, user) -> bool:
    """ASKER; LEAD, PRO, AST"""
    return is_asker(request, user) or is_team(request, user)


def may_name_colleague(request, user) -> bool:
    """ASKER"""
    return is_asker(request, user)


def may_link_file(request, user) -> bool:
    """LEAD, PRO, AST"""
    return is_team(request, user)


def may_prepare_publication(request, user) -> bool:
    """ADVISER; LEAD"""
    return is_lead(request, user) or is_adviser(request, user)


def may_approve_publication(proposal, user) -> bool:
    """A second PRO or LEAD, not who prepared it; LEAD where police may read it"""
    return (
        is_lead_or_prosecutor(proposal.request, user)
        and not proposal.was_prepared_by(user)
        and (user.role == Role.LEAD or not proposal.is_for_police)
    )
