"""The values that fields of a file may take, beside the states."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeclineReason(models.TextChoices):
    """Why the team does not take a file."""

    NOT_TRAFFICKING = "NOT_TRAFFICKING", _("Not a trafficking matter")
    LOCAL_OFFICE = "LOCAL_OFFICE", _("The local office keeps it")
    FEDERAL = "FEDERAL", _("Federal prosecution service carries it")
    CONFLICT = "CONFLICT", _("Conflict that no wall can cure")
    DUPLICATE = "DUPLICATE", _("Same matter as another file")
    NO_CAPACITY = "NO_CAPACITY", _("No capacity")
    OTHER = "OTHER", _("Other, see the reason")


class ReopenReason(models.TextChoices):
    """Why a file comes back."""

    LATE_APPEAL = "LATE_APPEAL", _("Late appeal")
    NEW_TRIAL = "NEW_TRIAL", _("New trial")
    RECOMMENCEMENT = "RECOMMENCEMENT", _("Recommencement after a Crown stay")
    RETURNED = "RETURNED", _("Returned from the local office")
    NEW_REFERRAL = "NEW_REFERRAL", _("New referral")


class ParticipantKind(models.TextChoices):
    """What the person is in the file."""

    ACCUSED = "ACCUSED", _("Accused")
    VICTIM = "VICTIM", _("Victim")
    WITNESS = "WITNESS", _("Witness")
    COUNSEL = "COUNSEL", _("Defence counsel")
    OFFICER = "OFFICER", _("Police officer")
    OTHER = "OTHER", _("Other")


PROTECTED_KINDS = (ParticipantKind.VICTIM.value, ParticipantKind.WITNESS.value)
"""Who is named by initials whatever else is true of her."""


class ConflictNameKind(models.TextChoices):
    """What the named person is in the matter."""

    ACCUSED = "ACCUSED", _("Accused")
    VICTIM = "VICTIM", _("Victim")
    COUNSEL = "COUNSEL", _("Counsel")
    WITNESS = "WITNESS", _("Witness")
    OTHER = "OTHER", _("Other")


class HintKind(models.TextChoices):
    """What the two files have in common."""

    OCCURRENCE = "OCCURRENCE", _("Same occurrence number")
    NAME = "NAME", _("Same name")


class DocumentKind(models.TextChoices):
    """Which paper it is."""

    INFORMATION = "INFORMATION", _("Information")
    INDICTMENT = "INDICTMENT", _("Indictment")


class ClockKind(models.TextChoices):
    """What started the clock."""

    SWORN = "SWORN", _("Information sworn")
    NEW_TRIAL = "NEW_TRIAL", _("New trial ordered")
    DIRECT_INDICTMENT = "DIRECT_INDICTMENT", _("Direct indictment")
    NEW_INFORMATION = "NEW_INFORMATION", _("New information")


class ElectionKind(models.TextChoices):
    """Whose election it is."""

    CROWN = "CROWN", pgettext_lazy("election", "Crown")
    ACCUSED = "ACCUSED", pgettext_lazy("election", "Accused")


class ElectionChoice(models.TextChoices):
    """What was elected."""

    SUMMARY = "SUMMARY", _("Summary conviction")
    INDICTMENT = "INDICTMENT", _("Indictment")
    OCJ = "OCJ", _("Ontario Court of Justice")
    SCJ_JUDGE = "SCJ_JUDGE", _("Superior Court of Justice, judge alone")
    SCJ_JURY = "SCJ_JURY", _("Superior Court of Justice, judge and jury")


class EndReason(models.TextChoices):
    """Why a count ended without a conviction."""

    NO_PROSPECT = "NO_PROSPECT", _("No reasonable prospect of conviction")
    NOT_IN_PUBLIC_INTEREST = "NOT_IN_PUBLIC_INTEREST", _("Not in the public interest")
    EVIDENCE = "EVIDENCE", _("Evidence fell short")
    EVIDENCE_EXCLUDED = "EVIDENCE_EXCLUDED", _("Evidence excluded by a ruling")
    DOUBT = "DOUBT", _("Reasonable doubt on the whole of the evidence")
    VICTIM_UNAVAILABLE = "VICTIM_UNAVAILABLE", _("Victim unable or unwilling to testify")
    WITNESS = "WITNESS", _("Another witness unavailable or not believed")
    DELAY = "DELAY", _("Delay")
    ABUSE = "ABUSE", _("Abuse of process")
    PLEA_TO_OTHER = "PLEA_TO_OTHER", _("Plea to other counts")
    PLEA_ELSEWHERE = "PLEA_ELSEWHERE", _("Plea or sentence in another matter")
    DIVERTED = "DIVERTED", _("Measures outside court completed")
    PEACE_BOND = "PEACE_BOND", _("Peace bond entered")
    LAID_IN_ERROR = "LAID_IN_ERROR", _("Laid in error")
    DEFECT = "DEFECT", _("Defect in the charge")
    OTHER = "OTHER", _("Other, see the reason")


_CROWN = (
    EndReason.NO_PROSPECT,
    EndReason.NOT_IN_PUBLIC_INTEREST,
    EndReason.EVIDENCE,
    EndReason.EVIDENCE_EXCLUDED,
    EndReason.VICTIM_UNAVAILABLE,
    EndReason.WITNESS,
    EndReason.DELAY,
    EndReason.PLEA_TO_OTHER,
    EndReason.PLEA_ELSEWHERE,
    EndReason.DIVERTED,
    EndReason.PEACE_BOND,
    EndReason.LAID_IN_ERROR,
    EndReason.OTHER,
)
_COURT = (
    EndReason.DOUBT,
    EndReason.EVIDENCE,
    EndReason.EVIDENCE_EXCLUDED,
    EndReason.VICTIM_UNAVAILABLE,
    EndReason.WITNESS,
    EndReason.PLEA_TO_OTHER,
    EndReason.OTHER,
)
# Which reasons go with which ending; an ending that is not here needs none.
REASONS_OF: dict[str, tuple[EndReason, ...]] = {
    "WITHDRAWN": _CROWN,
    "CROWN_STAYED": _CROWN,
    "STAY_LAPSED": _CROWN,
    "ACQUITTED": _COURT,
    "DISMISSED": _COURT,
    "DISCHARGED_PRELIM": _COURT,
    "QUASHED": (EndReason.DEFECT, EndReason.OTHER),
    "STAYED_11B": (EndReason.DELAY,),
    "STAYED_ABUSE": (EndReason.ABUSE, EndReason.OTHER),
}


class Avoidable(models.TextChoices):
    """Whether the team or police could have kept a count from ending so."""

    YES = "YES", pgettext_lazy("ending", "Avoidable")
    NO = "NO", pgettext_lazy("ending", "Not avoidable")


class PartKind(models.TextChoices):
    """What one part of a sentence is."""

    CUSTODY = "CUSTODY", _("Custody")
    CONDITIONAL = "CONDITIONAL", _("Conditional sentence (s. 742.1)")
    PROBATION = "PROBATION", _("Probation")
    FINE = "FINE", _("Fine")
    OTHER = "OTHER", pgettext_lazy("sentence", "Other")


class Served(models.TextChoices):
    """How custody on one count stands to that on others."""

    CONCURRENT = "CONCURRENT", _("At the same time as the others")
    CONSECUTIVE = "CONSECUTIVE", _("After that of another count")


class CountMode(models.TextChoices):
    """How the Crown elected to proceed."""

    INDICTMENT = "INDICTMENT", _("By indictment")
    SUMMARY = "SUMMARY", _("Summarily")


class ScreeningOutcome(models.TextChoices):
    """What follows from the review."""

    PROCEED = "PROCEED", _("Proceed")
    WITHDRAW = "WITHDRAW", _("Withdraw")
    AMEND = "AMEND", _("Amend")
    DIVERT = "DIVERT", _("Divert")
    INVESTIGATE = "INVESTIGATE", _("Ask for more investigation")


class NotAsked(models.TextChoices):
    """Why no view was asked."""

    NO_VICTIM = "NO_VICTIM", _("The count has no victim who is a person")
    NOT_FOUND = "NOT_FOUND", _("The victim cannot be found")
    DECLINED = "DECLINED", _("The victim does not want to be asked")
    UNSAFE = "UNSAFE", _("Asking would put the victim at risk")
    DECEASED = "DECEASED", _("The victim died")


class VictimDuty(models.TextChoices):
    """What a victim is told of or asked beside a plea agreement (foundation/law/data/victim_duties.csv)."""

    OUTCOME = "OUTCOME", _("Told of the outcome (Victims Bill of Rights, s. 7)")
    IMPACT_STATEMENT = "IMPACT_STATEMENT", _("Told of the victim impact statement (s. 722(2))")
    RESTITUTION = "RESTITUTION", _("Asked about restitution (s. 737.1(2))")
    CORRECTIONS = "CORRECTIONS", _("Asked whether she wants information on the offender’s custody (s. 726.3)")
    NEW_TRIAL = "NEW_TRIAL", _("Told of the order for a new trial")


class RequestGroup(models.TextChoices):
    """What kind of thing a victim or witness asks for (foundation/law/data/victim_requests.csv)."""

    AID = "AID", _("Aids to testify")
    BAN = "BAN", _("Her wishes about publication bans")
    RIGHT = "RIGHT", _("Rights under the Canadian Victims Bill of Rights")


class RequestedBy(models.TextChoices):
    """Who asks for a victim or witness."""

    HERSELF = "HERSELF", _("The person herself")
    CROWN = "CROWN", _("The Crown for her")
    COUNSEL = "COUNSEL", _("Her own counsel")
    OTHER = "OTHER", _("Somebody else for her")


class RequestAnswer(models.TextChoices):
    """How what a victim or witness asked for was answered."""

    GRANTED = "GRANTED", _("Granted by the court")
    REFUSED = "REFUSED", pgettext_lazy("request of a victim", "Refused")
    WITHDRAWN = "WITHDRAWN", _("No longer asked for")
    DONE = "DONE", pgettext_lazy("request of a victim", "Done")


class OrderKind(models.TextChoices):
    """The orders a court is asked about at sentence."""

    DNA = "DNA", _("DNA sample (s. 487.051)")
    SOIRA = "SOIRA", _("Sex offender registry (s. 490.012)")
    WEAPONS = "WEAPONS", _("Weapons prohibition (s. 109)")
    PROHIBITION_161 = "PROHIBITION_161", _("Prohibition protecting persons under 18 (s. 161)")
    NO_CONTACT_729_2 = "NO_CONTACT_729_2", _("No contact with a victim or witness (s. 729.2)")
    NON_COMMUNICATION = "NON_COMMUNICATION", _("No communication in custody (s. 743.21)")
    FORFEITURE = "FORFEITURE", _("Forfeiture (s. 462.37)")
    RESTITUTION = "RESTITUTION", _("Restitution (s. 738)")
    DANGEROUS = "DANGEROUS", _("Dangerous or long-term offender (s. 753)")


class OrderAnswer(models.TextChoices):
    """What became of it."""

    MADE = "MADE", pgettext_lazy("order", "Made")
    REFUSED = "REFUSED", pgettext_lazy("order", "Refused")
    NOT_SOUGHT = "NOT_SOUGHT", pgettext_lazy("order", "Not sought")
    NOT_AVAILABLE = "NOT_AVAILABLE", pgettext_lazy("order", "Not available")


class WarrantKind(models.TextChoices):
    """Which warrant."""

    BENCH_597 = "BENCH_597", _("Bench warrant (s. 597)")
    ARREST_512 = "ARREST_512", _("Arrest warrant (s. 512)")


class AppearancePurpose(models.TextChoices):
    """What the day is for."""

    FIRST = "FIRST", _("First appearance")
    BAIL = "BAIL", _("Bail hearing")
    SET_DATE = "SET_DATE", _("Set date")
    CPT = "CPT", _("Crown pre-trial")
    JPT = "JPT", _("Judicial pre-trial")
    ELECTION = "ELECTION", pgettext_lazy("appearance", "Election")
    MOTION = "MOTION", _("Motion")
    PRELIM = "PRELIM", pgettext_lazy("appearance", "Preliminary inquiry")
    PLEA = "PLEA", _("Plea")
    TRIAL = "TRIAL", pgettext_lazy("appearance", "Trial")
    VERDICT = "VERDICT", _("Verdict")
    SENTENCE = "SENTENCE", _("Sentencing")
    OTHER = "OTHER", pgettext_lazy("appearance", "Other")


class AppearanceResult(models.TextChoices):
    """What came of the day."""

    HELD = "HELD", _("Held, completed")
    CONTINUED = "CONTINUED", _("Held, to continue")
    ADJOURNED = "ADJOURNED", _("Adjourned")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    VACATED = "VACATED", _("Vacated beforehand")
    NO_SHOW = "NO_SHOW", _("Accused did not come")


class AppearanceAskedBy(models.TextChoices):
    """Who asked to adjourn."""

    CROWN = "CROWN", pgettext_lazy("adjournment", "Crown")
    DEFENCE = "DEFENCE", pgettext_lazy("adjournment", "Defence")
    BOTH = "BOTH", pgettext_lazy("adjournment", "Both sides")
    COURT = "COURT", pgettext_lazy("adjournment", "Court")


class LineageKind(models.TextChoices):
    """How one count came from another."""

    REWORDED = "REWORDED", pgettext_lazy("count", "Reworded")
    SPLIT = "SPLIT", pgettext_lazy("count", "Split")
    JOINED = "JOINED", pgettext_lazy("count", "Joined")
    RELAID = "RELAID", pgettext_lazy("count", "Laid again")
    OTHER_PLEA = "OTHER_PLEA", _("Plea to another offence (s. 606(4))")


class MeasureKind(models.TextChoices):
    """Which program outside court."""

    ALTERNATIVE = "ALTERNATIVE", _("Alternative measures (ss. 715.44 to 715.6)")
    YOUTH_SANCTION = "YOUTH_SANCTION", _("Extrajudicial sanction (YCJA s. 10)")
    YOUTH_MEASURE = "YOUTH_MEASURE", _("Extrajudicial measure (YCJA ss. 4 to 9)")


class AppealSide(models.TextChoices):
    """Who appeals."""

    CROWN = "CROWN", pgettext_lazy("appeal", "Crown")
    ACCUSED = "ACCUSED", pgettext_lazy("appeal", "Accused")


class PrimaFacieResult(models.TextChoices):
    """What an inquiry into the evidence against an unfit accused came to."""

    SHOWN = "SHOWN", _("A prima facie case was shown")
    NOT_SHOWN = "NOT_SHOWN", _("No prima facie case: the court acquits")
    EXTENDED = "EXTENDED", _("The court gave more time for the inquiry")


class AppealResult(models.TextChoices):
    """What the appeal court did to one count."""

    AFFIRMED = "AFFIRMED", pgettext_lazy("appeal", "Affirmed or abandoned")
    NEW_TRIAL = "NEW_TRIAL", pgettext_lazy("appeal", "New trial ordered")
    ACQUITTAL_ENTERED = "ACQUITTAL_ENTERED", _("Acquittal entered")
    CONVICTION_ENTERED = "CONVICTION_ENTERED", _("Conviction entered")
    VERDICT_SUBSTITUTED = "VERDICT_SUBSTITUTED", _("Verdict substituted")
    SENTENCE_VARIED = "SENTENCE_VARIED", _("Sentence varied")
    SENTENCE_REMITTED = "SENTENCE_REMITTED", _("Sentence sent back")
    STAY_SET_ASIDE = "STAY_SET_ASIDE", _("Stay set aside")
    ABATED = "ABATED", pgettext_lazy("appeal", "Ended by death")


class DelayKind(models.TextChoices):
    """What an interval of the delay ledger counts as; those that take a day are law (foundation/law/data/delay_kinds.csv)."""

    RESERVE = "RESERVE", _("Judgment reserved")
    XV1_EXCLUDED = "XV1_EXCLUDED", _("Excluded under Part XV.1")
    WAIVER = "WAIVER", _("Waived by the defence")
    DEFENCE_CAUSED = "DEFENCE_CAUSED", _("Caused by the defence")
    DISCRETE_EVENT = "DISCRETE_EVENT", _("Discrete exceptional event")
    CO_ACCUSED = "CO_ACCUSED", _("Caused by a co-accused (for information)")
    COMPLEXITY = "COMPLEXITY", _("Complexity of the case (counts)")
    INSTITUTIONAL = "INSTITUTIONAL", _("Institutional: court or judge not available (counts)")
    CROWN = "CROWN", _("Crown or police (counts)")


class DelayStatus(models.TextChoices):
    """Whose word it is that an interval counts as it is entered."""

    CROWN_POSITION = "CROWN_POSITION", _("Claimed by the Crown")
    DEFENCE_POSITION = "DEFENCE_POSITION", _("Claimed by the defence")
    AGREED = "AGREED", pgettext_lazy("delay", "Agreed")
    RULED = "RULED", _("Ruled by the court")


class DelayEvidence(models.TextChoices):
    """Where it is written who caused an interval."""

    TRANSCRIPT = "TRANSCRIPT", _("Transcript")
    ENDORSEMENT = "ENDORSEMENT", _("Endorsement on the information or indictment")
    RULING = "RULING", _("Ruling or reasons")
    LETTER = "LETTER", _("Letter or e-mail between counsel")
    FACTUM = "FACTUM", pgettext_lazy("delay", "Factum or notice of application")
    NOWHERE = "NOWHERE", _("Not written down yet")


class DelayAnswer(models.TextChoices):
    """How the court decided an application for unreasonable delay."""

    DISMISSED = "DISMISSED", _("Dismissed: no breach")
    OTHER_REMEDY = "OTHER_REMEDY", _("Breach, with another remedy than a stay")
    STAYED = "STAYED", _("Breach, stay of proceedings")
    ABANDONED = "ABANDONED", _("Abandoned by the defence")


class BailHearingKind(models.TextChoices):
    """What a hearing on bail is."""

    FIRST = "FIRST", _("First appearance before a justice (s. 503)")
    BAIL = "BAIL", _("Bail hearing (s. 515)")
    REVIEW_520 = "REVIEW_520", _("Review asked for by the accused (s. 520)")
    REVIEW_521 = "REVIEW_521", _("Review asked for by the Crown (s. 521)")
    REVIEW_525 = "REVIEW_525", _("90-day review of detention (s. 525)")
    REVOCATION_524 = "REVOCATION_524", _("Hearing to cancel the release (s. 524)")


class BailResult(models.TextChoices):
    """What came of a hearing on bail."""

    RELEASED = "RELEASED", _("Released on an order")
    DETAINED = "DETAINED", pgettext_lazy("bail", "Detained")
    ADJOURNED = "ADJOURNED", pgettext_lazy("bail", "Adjourned")
    VARIED = "VARIED", _("Release order varied")
    REVOKED = "REVOKED", _("Release order cancelled, accused detained")
    DISMISSED = "DISMISSED", _("Application dismissed: nothing changes")
    WAIVED = "WAIVED", _("Hearing waived in writing (s. 525(1.1))")


class BailOnusSide(models.TextChoices):
    """Who has the onus at a hearing on bail."""

    CROWN = "CROWN", _("The Crown")
    ACCUSED = "ACCUSED", _("The accused (reverse onus)")


class ReleaseKind(models.TextChoices):
    """What a release order is made of, from the least to the most onerous (sections 515(1) and (2))."""

    WITHOUT_CONDITIONS = "WITHOUT_CONDITIONS", _("Without conditions (s. 515(1))")
    CONDITIONS = "CONDITIONS", _("Conditions, no money (s. 515(2)(a))")
    PROMISE = "PROMISE", _("Promise to pay (s. 515(2)(b))")
    SURETIES = "SURETIES", _("Sureties (s. 515(2)(c))")
    DEPOSIT = "DEPOSIT", _("Deposit (s. 515(2)(d))")
    DEPOSIT_AWAY = "DEPOSIT_AWAY", _("Deposit, accused lives far away (s. 515(2)(e))")


class ReleaseEnd(models.TextChoices):
    """Why a release order ended."""

    REVOKED = "REVOKED", _("Cancelled after an alleged breach (s. 524)")
    REVIEWED = "REVIEWED", _("Set aside on review")
    VACATED = "VACATED", _("Vacated, or replaced by another order (s. 523(2))")
    OVER = "OVER", _("The matter is over (s. 523(1))")
    STAYED = "STAYED", _("Vacated by the Crown stay (s. 579)")
    NEW_TRIAL = "NEW_TRIAL", _("A new trial was ordered on appeal")
    OTHER = "OTHER", _("Other")


class ConditionKind(models.TextChoices):
    """What a condition of a release order is about (sections 515(4) to (4.2))."""

    REPORT = "REPORT", _("Report to a named person (s. 515(4)(a))")
    REMAIN = "REMAIN", _("Remain within an area (s. 515(4)(b))")
    NOTIFY = "NOTIFY", _("Notify of changes (s. 515(4)(c))")
    NO_CONTACT = "NO_CONTACT", _("No communication with named persons (s. 515(4)(d))")
    STAY_AWAY = "STAY_AWAY", _("Stay away from places (s. 515(4)(e))")
    PASSPORT = "PASSPORT", _("Deposit passports (s. 515(4)(f))")
    VICTIM_SAFETY = "VICTIM_SAFETY", _("Safety of a victim or witness (s. 515(4)(g))")
    NO_WEAPONS = "NO_WEAPONS", _("No weapons (s. 515(4.1))")
    MONITORING = "MONITORING", _("Electronic monitoring (s. 515(4.2)(a.2))")
    OTHER = "OTHER", _("Other condition (s. 515(4)(h))")


class BailGround(models.TextChoices):
    """The grounds on which detention can be justified (section 515(10))."""

    PRIMARY = "PRIMARY", _("To ensure attendance in court (s. 515(10)(a), primary)")
    SECONDARY = "SECONDARY", _("Protection or safety of the public (s. 515(10)(b), secondary)")
    TERTIARY = "TERTIARY", _("Confidence in the administration of justice (s. 515(10)(c), tertiary)")
