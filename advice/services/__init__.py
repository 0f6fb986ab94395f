"""What people do with requests for advice: one function for each thing, one transaction each."""

from foundation.records import AlreadySent, Refusal, StaleRecord
from foundation.workflow.transitions import StaleState, TransitionRefused

from .answering import (
    add_note,
    approve_answer,
    countersign_answer,
    deliver_answer,
    deliver_unread,
    read_afterwards,
    recall_answer,
    return_for_changes,
    send_for_review,
    take_up_again,
    write_answer,
)
from .asking import (
    ask_follow_up,
    close_request,
    count_bank_use,
    discard_request_draft,
    name_colleague,
    reply_to_team,
    save_request_draft,
    say_still_open,
    submit_request,
    withdraw_request,
)
from .ending import convert_request, merge_request, set_back_merge
from .publishing import answer_mark, approve_publication, open_marks, prepare_publication
from .told import merged_readers, told_of
from .triage import (
    answer_from_bank,
    ask_for_more,
    assign_request,
    decline_request,
    hand_over_request,
    link_case_file,
    remind_asker,
    triage_request,
)

__all__ = [
    "AlreadySent",
    "Refusal",
    "StaleRecord",
    "StaleState",
    "TransitionRefused",
    "add_note",
    "answer_from_bank",
    "answer_mark",
    "approve_answer",
    "approve_publication",
    "ask_follow_up",
    "ask_for_more",
    "assign_request",
    "close_request",
    "convert_request",
    "count_bank_use",
    "countersign_answer",
    "decline_request",
    "deliver_answer",
    "deliver_unread",
    "discard_request_draft",
    "hand_over_request",
    "link_case_file",
    "merge_request",
    "merged_readers",
    "name_colleague",
    "open_marks",
    "prepare_publication",
    "read_afterwards",
    "recall_answer",
    "remind_asker",
    "reply_to_team",
    "return_for_changes",
    "save_request_draft",
    "say_still_open",
    "send_for_review",
    "set_back_merge",
    "submit_request",
    "take_up_again",
    "told_of",
    "triage_request",
    "withdraw_request",
    "write_answer",
]
