"""What can be done next on a file, for one person: each step with its page and with what it still needs."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.workflow.transitions import GuardResult, MoveOption, available_moves

from .. import names

# Steps of the three machines that have a page of their own; every other step is made on the move page.
PAGES = {
    "file": {
        "decline": "decide_intake",
        "take_as_advisory": "decide_intake",
        "take_before_charge": "decide_intake",
        "take_carriage": "decide_intake",
        "share_carriage": "decide_intake",
        "transfer": "transfer",
        "close": "close",
        "reopen_as_carried": "reopen",
        "reopen_as_shared": "reopen",
        "reopen_as_advisory": "reopen",
    },
    "proceeding": {
        "charge": "lay_information",
        "set_trial": "set_trial",
        "reserve": "reserve",
        "issue_warrant": "issue_warrant",
        "execute_warrant": "execute_warrant",
        "find_guilty": "record_verdict",
    },
    "count": {
        "lay": "lay_information",
        "not_lay": "record_police_decision",
        "withdraw": "withdraw",
        "plead_guilty": "record_verdict",
        "find_guilty": "record_verdict",
        "find_guilty_of_included": "record_verdict",
        "acquit": "record_verdict",
        "sentence": "record_disposition",
        "discharge_absolutely": "record_disposition",
        "discharge_conditionally": "record_disposition",
        "stay_kienapple": "record_disposition",
    },
}

# What moves a matter forward, in the order in which it is offered; the rest stands under "other steps".
FORWARD = {
    "file": ("start_conflict_check", "take_carriage", "carry_after_charge", "finish_advice", "close"),
    "proceeding": (
        "charge",
        "begin_intake",
        "await_election",
        "set_trial",
        "start_trial",
        "reserve",
        "find_guilty",
        "conclude",
        "execute_warrant",
    ),
    "count": ("lay", "proceed", "plead_guilty", "sentence"),
}


@dataclass(frozen=True)
class Step:
    """One step that a person may take: its words, its page, and its guards as they stand."""

    name: str
    label: str
    url: str
    guards: list[GuardResult] = field(default_factory=list)
    forward: bool = False

    @property
    def missing(self) -> int:
        """How many things are still needed."""
        return sum(not guard.met for guard in self.guards)


def address(subject, name: str) -> str:
    """Give the page on which a step of a file, an accused or a count is made."""
    refs = {"ref": subject.file.ref}
    if subject.machine != "file":
        refs["accused"] = subject.ref if subject.machine == "proceeding" else subject.proceeding.ref
    page = PAGES[subject.machine].get(name)
    if subject.machine == "count" and page in (None, "withdraw"):
        refs["count"] = subject.ref
    if page:
        return reverse(f"casetracker:{page}", kwargs=refs)
    return reverse(f"casetracker:move_{subject.machine}", kwargs={**refs, "name": name})


def steps_of(subject, user) -> list[Step]:
    """List the steps this person may take now, what moves the matter forward first, one for each page."""
    forward = FORWARD[subject.machine]
    offered = [option for option in available_moves(subject, user) if option.permitted]
    offered.sort(key=lambda option: forward.index(option.name) if option.name in forward else len(forward))
    steps, seen = [], set()
    for option in offered:
        url = address(subject, option.name)
        if url not in seen:
            seen.add(url)
            steps.append(Step(option.name, _words(subject, option), url, option.guards, option.name in forward))
    return steps


def _words(subject, option: MoveOption) -> str:
    """Name a step by the page it leads to, where one page serves several."""
    shared = {
        "decide_intake": _("Decide on the file"),
        "reopen": _("Reopen the file"),
        "record_verdict": _("Record a plea or verdict"),
        "record_disposition": _("Record the sentence"),
        "lay_information": _("Lay an information"),
    }
    return shared.get(PAGES[subject.machine].get(option.name, ""), str(option.label))


def next_steps(case_file, proceedings, user) -> list[Step]:
    """Choose what the header offers: the file's own step, else the next step of each accused, the readiest first."""
    own = [step for step in steps_of(case_file, user) if step.forward]
    if own and case_file.state != "ADVISORY":
        return own[:1]
    found = []
    for proceeding in proceedings:
        step = next((step for step in steps_of(proceeding, user) if step.forward), None)
        if step is not None:
            who = names.display_name(proceeding.accused, user, names.TITLE)
            label = _("%(step)s: %(who)s") % {"step": step.label, "who": who} if len(proceedings) > 1 else step.label
            found.append(Step(step.name, label, step.url, step.guards, True))
    return sorted(found, key=lambda step: step.missing)[:2] or own[:1]
