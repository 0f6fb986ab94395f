"""The states of a case file, of each accused's proceeding and of each count, and the sets that rules are written with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FileState(models.TextChoices):
    """Where the team's involvement in a file stands."""

    REFERRED = "REFERRED", _("Received, not yet read")
    CONFLICT_CHECK = "CONFLICT_CHECK", _("Conflict check running")
    ADVISORY = "ADVISORY", _("Advising the local Crown")
    PRECHARGE = "PRECHARGE", _("Assigned before any charge")
    CARRIED = "CARRIED", _("Carried by the team")
    SHARED = "SHARED", _("Shared with another office")
    DORMANT = "DORMANT", _("Dormant: no live step")
    APPEAL = "APPEAL", _("Before an appeal court")
    TRANSFERRED = "TRANSFERRED", _("Transferred")
    DECLINED = "DECLINED", _("Declined")
    CONCLUDED = "CONCLUDED", pgettext_lazy("file", "Concluded")
    CLOSED = "CLOSED", pgettext_lazy("file", "Closed")


FILE_INTAKE = (FileState.REFERRED, FileState.CONFLICT_CHECK)
FILE_ACTIVE = (
    FileState.ADVISORY,
    FileState.PRECHARGE,
    FileState.CARRIED,
    FileState.SHARED,
    FileState.DORMANT,
    FileState.APPEAL,
)
FILE_OVER = (FileState.TRANSFERRED, FileState.DECLINED, FileState.CONCLUDED, FileState.CLOSED)
FILE_LEFT = (FileState.TRANSFERRED, FileState.DECLINED, FileState.CLOSED)
FILE_LOCAL_CROWN_READS = (FileState.SHARED, FileState.ADVISORY)


class ProceedingState(models.TextChoices):
    """Where one accused stands on one track."""

    SUSPECT = "SUSPECT", _("Not charged")
    CHARGED = "CHARGED", pgettext_lazy("accused", "Charged")
    INTAKE = "INTAKE", _("Intake appearances")
    ELECTION_PENDING = "ELECTION_PENDING", _("Election to come")
    PRELIM = "PRELIM", _("Preliminary inquiry")
    COMMITTED = "COMMITTED", pgettext_lazy("accused", "Ordered to stand trial")
    INDICTED = "INDICTED", _("Indicted")
    TRIAL_SET = "TRIAL_SET", _("Trial date set")
    IN_TRIAL = "IN_TRIAL", _("In trial")
    RESERVED = "RESERVED", _("Judgment reserved")
    GUILTY_AWAITING_SENTENCE = "GUILTY_AWAITING_SENTENCE", _("Guilty, sentence to come")
    DIVERTED = "DIVERTED", _("In a program outside court")
    UNFIT = "UNFIT", _("Unfit to stand trial")
    NCR_SUPERVISED = "NCR_SUPERVISED", _("Before the Review Board")
    CROWN_STAYED = "CROWN_STAYED", pgettext_lazy("accused", "Stayed by the Crown")
    WARRANT_OUT = "WARRANT_OUT", _("Warrant outstanding")
    UNDER_APPEAL = "UNDER_APPEAL", _("Under appeal")
    CONCLUDED = "CONCLUDED", pgettext_lazy("accused", "Concluded")
    ABATED = "ABATED", pgettext_lazy("accused", "Ended by death")


BEFORE_JUDGMENT = (
    ProceedingState.CHARGED,
    ProceedingState.INTAKE,
    ProceedingState.ELECTION_PENDING,
    ProceedingState.PRELIM,
    ProceedingState.COMMITTED,
    ProceedingState.INDICTED,
    ProceedingState.TRIAL_SET,
    ProceedingState.IN_TRIAL,
    ProceedingState.RESERVED,
)
RUNNING = (*BEFORE_JUDGMENT, ProceedingState.GUILTY_AWAITING_SENTENCE)
AT_TRIAL = (ProceedingState.IN_TRIAL, ProceedingState.RESERVED)
NO_LIVE_STEP = (ProceedingState.WARRANT_OUT, ProceedingState.UNFIT, ProceedingState.CROWN_STAYED)
PARKED = (ProceedingState.DIVERTED, ProceedingState.UNFIT, ProceedingState.CROWN_STAYED, ProceedingState.WARRANT_OUT)
TERMINAL = (ProceedingState.CONCLUDED, ProceedingState.ABATED)
NOT_LIVE_ACCUSED = (ProceedingState.SUSPECT, ProceedingState.UNDER_APPEAL, *TERMINAL)
LIVE_ACCUSED = tuple(state for state in ProceedingState if state not in NOT_LIVE_ACCUSED)


class CountState(models.TextChoices):
    """What became of one count so far."""

    PROPOSED = "PROPOSED", _("Proposed")
    LAID = "LAID", _("Laid, to be screened")
    PROCEEDING = "PROCEEDING", _("Proceeding")
    COMMITTED = "COMMITTED", pgettext_lazy("count", "Ordered to stand trial")
    ON_INDICTMENT = "ON_INDICTMENT", _("On the indictment")
    CROWN_STAYED = "CROWN_STAYED", pgettext_lazy("count", "Stayed by the Crown")
    IN_ALTERNATIVE_MEASURES = "IN_ALTERNATIVE_MEASURES", _("In alternative measures")
    PLEA_GUILTY = "PLEA_GUILTY", _("Pleaded guilty")
    FOUND_GUILTY = "FOUND_GUILTY", _("Found guilty")
    GUILTY_INCLUDED = "GUILTY_INCLUDED", _("Guilty of an included offence")
    ACQUITTED = "ACQUITTED", _("Acquitted")
    NCR = "NCR", _("Not criminally responsible")
    MISTRIAL = "MISTRIAL", _("Mistrial")
    NOT_LAID = "NOT_LAID", _("Not laid")
    REPLACED = "REPLACED", _("Replaced by another count")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    STAY_LAPSED = "STAY_LAPSED", _("Crown stay lapsed")
    DISCHARGED_PRELIM = "DISCHARGED_PRELIM", _("Discharged at the preliminary inquiry")
    QUASHED = "QUASHED", _("Quashed")
    DISMISSED = "DISMISSED", _("Dismissed")
    DISMISSED_MEASURES = "DISMISSED_MEASURES", _("Dismissed after alternative measures")
    STAYED_11B = "STAYED_11B", _("Stayed for delay")
    STAYED_ABUSE = "STAYED_ABUSE", _("Stayed for abuse of process")
    ABATED = "ABATED", pgettext_lazy("count", "Ended by death")
    STAYED_KIENAPPLE = "STAYED_KIENAPPLE", _("Stayed (Kienapple)")
    SENTENCED = "SENTENCED", _("Sentenced")
    DISCHARGED_ABSOLUTE = "DISCHARGED_ABSOLUTE", _("Absolute discharge")
    DISCHARGED_CONDITIONAL = "DISCHARGED_CONDITIONAL", _("Conditional discharge")


COUNT_BEFORE_LAID = (CountState.PROPOSED, CountState.NOT_LAID)
COUNT_IN_COURT = (CountState.LAID, CountState.PROCEEDING, CountState.COMMITTED, CountState.ON_INDICTMENT, CountState.MISTRIAL)
GUILTY = (CountState.PLEA_GUILTY, CountState.FOUND_GUILTY, CountState.GUILTY_INCLUDED)
LIVE = (*COUNT_IN_COURT, CountState.IN_ALTERNATIVE_MEASURES)
ENDED = (
    CountState.NOT_LAID,
    CountState.REPLACED,
    CountState.WITHDRAWN,
    CountState.STAY_LAPSED,
    CountState.DISCHARGED_PRELIM,
    CountState.QUASHED,
    CountState.DISMISSED,
    CountState.DISMISSED_MEASURES,
    CountState.STAYED_11B,
    CountState.STAYED_ABUSE,
    CountState.ABATED,
    CountState.ACQUITTED,
    CountState.NCR,
    CountState.STAYED_KIENAPPLE,
    CountState.SENTENCED,
    CountState.DISCHARGED_ABSOLUTE,
    CountState.DISCHARGED_CONDITIONAL,
)
COUNT_PARKED = (CountState.CROWN_STAYED, CountState.IN_ALTERNATIVE_MEASURES)
AFTER_GUILT = (
    CountState.STAYED_KIENAPPLE,
    CountState.SENTENCED,
    CountState.DISCHARGED_ABSOLUTE,
    CountState.DISCHARGED_CONDITIONAL,
)
ENDED_BY_COURT = (
    CountState.ACQUITTED,
    CountState.QUASHED,
    CountState.DISMISSED,
    CountState.STAYED_11B,
    CountState.STAYED_ABUSE,
)
COUNT_NOT_ENDED = tuple(state for state in CountState if state not in ENDED)
REOPENED_ON_APPEAL = (
    CountState.ACQUITTED,
    CountState.NCR,
    *(CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL, CountState.STAYED_KIENAPPLE),
    *(CountState.STAYED_11B, CountState.STAYED_ABUSE, CountState.QUASHED, CountState.DISMISSED),
)
APPEALABLE = (*ENDED_BY_COURT, CountState.NCR, *AFTER_GUILT)


class Custody(models.TextChoices):
    """Where the accused is; apart from the stage."""

    NOT_ARRESTED = "NOT_ARRESTED", _("Not arrested")
    IN_CUSTODY = "IN_CUSTODY", _("In custody")
    RELEASED_POLICE = "RELEASED_POLICE", _("Released by police")
    RELEASED_COURT = "RELEASED_COURT", _("Released by the court")
    DETAINED = "DETAINED", _("Detained by order")
    SERVING = "SERVING", _("Serving a sentence")
    AT_LARGE_WARRANT = "AT_LARGE_WARRANT", _("At large, warrant out")


HELD = (Custody.IN_CUSTODY, Custody.DETAINED)


class Forum(models.TextChoices):
    """The court and route that decide the delay ceiling; empty while it is not settled."""

    OCJ = "OCJ", _("Ontario Court of Justice")
    SCJ = "SCJ", _("Superior Court of Justice")
    OCJ_AFTER_PRELIM = "OCJ_AFTER_PRELIM", _("Ontario Court of Justice, after a preliminary inquiry")


class Access(models.TextChoices):
    """As what a person is on a file."""

    LEAD_COUNSEL = "LEAD_COUNSEL", _("Lead prosecutor")
    COUNSEL = "COUNSEL", _("Co-counsel")
    ASSISTANT = "ASSISTANT", _("Assistant")
    LOCAL_CROWN = "LOCAL_CROWN", _("Local Crown")
    COVER = "COVER", _("Cover, for a few hours")


COUNSEL_ACCESS = (Access.LEAD_COUNSEL, Access.COUNSEL)
