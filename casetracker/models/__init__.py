"""Case files and what is in them; the three machines stand on CaseFile, Proceeding and Count.

A transition changes its own fields and nothing else; what else happens is in ``services``.
"""

from .bail import BailBreach, BailCondition, BailHearing, OrderCopy, ReleaseOrder, Surety
from .charges import (
    ChargingDocument,
    ClockOrigin,
    CountAmendment,
    CountLineage,
    DirectIndictmentRequest,
    Election,
    ScreeningReview,
    TextChoice,
    VictimView,
)
from .count import Count
from .court import Appearance, AppearanceOf, Decision, OrderAnswer, Warrant
from .delay import ComplexityFact, DelayApplication, DelayInterval
from .file import (
    CarriageAgreement,
    CaseFile,
    ClosingChecklist,
    DuplicateHint,
    FileAccess,
    FileNote,
    FileWall,
    Handover,
    LinkedDecision,
)
from .outcomes import PleaNotice, Ruling, SentencePart, SentenceTotal, VictimNotice
from .people import Ban, ConflictName, Participant, VictimRequest
from .proceeding import Proceeding
from .stops import Appeal, AppealCount, CrownStay, FitnessFinding, Measure, PrimaFacieInquiry

__all__ = [
    "Surety",
    "ReleaseOrder",
    "OrderCopy",
    "BailHearing",
    "BailCondition",
    "BailBreach",
    "Appeal",
    "AppealCount",
    "Appearance",
    "AppearanceOf",
    "Ban",
    "CarriageAgreement",
    "CaseFile",
    "ChargingDocument",
    "ClockOrigin",
    "ClosingChecklist",
    "ComplexityFact",
    "ConflictName",
    "Count",
    "CountAmendment",
    "CountLineage",
    "CrownStay",
    "Decision",
    "DelayApplication",
    "DelayInterval",
    "DirectIndictmentRequest",
    "DuplicateHint",
    "Election",
    "FileAccess",
    "FileNote",
    "FileWall",
    "FitnessFinding",
    "Handover",
    "LinkedDecision",
    "Measure",
    "OrderAnswer",
    "Participant",
    "PrimaFacieInquiry",
    "PleaNotice",
    "Proceeding",
    "Ruling",
    "ScreeningReview",
    "TextChoice",
    "SentencePart",
    "SentenceTotal",
    "VictimNotice",
    "VictimRequest",
    "VictimView",
    "Warrant",
]
