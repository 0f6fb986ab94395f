"""Requests for advice, what is said about them, the answers, and what of an answer goes to the bank."""

from .answer import AnswerVersion, Recall, Recipient, SecondReading
from .publication import MarkAnswer, PublicationProposal
from .request import AdviceRequest, ClockPause, Named, RequestTopic
from .thread import BankUse, InternalNote, Message

__all__ = [
    "AdviceRequest",
    "AnswerVersion",
    "BankUse",
    "ClockPause",
    "InternalNote",
    "MarkAnswer",
    "Message",
    "Named",
    "PublicationProposal",
    "Recall",
    "Recipient",
    "RequestTopic",
    "SecondReading",
]
