"""What can be done next on a file, for one person: each step with its page and with what it still needs."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetracker import guards, names, policies, services, situations
from casetracker.states import APPEALABLE, LIVE, CountState, FileState
from foundation.workflow.transitions import GuardResult, MoveOption, available_moves

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
        "share": "agree_carriage",
        "carry_alone": "agree_carriage",
        "step_back": "agree_carriage",
        "make_dormant": "make_dormant",
    },
    "proceeding": {
        "charge": "lay_information",
        "set_trial": "set_trial",
        "reserve": "reserve",
        "issue_warrant": "issue_warrant",
        "execute_warrant": "execute_warrant",
        "find_guilty": "record_outcomes",
        "find_not_responsible": "record_outcomes",
        "declare_mistrial": "record_outcomes",
        "commit": "record_prelim_result",
        "indict": "file_indictment",
        "set_superior_trial": "set_trial",
        "reelect_to_intake": "reelect",
        "reelect_to_prelim": "reelect",
        "reelect_to_trial": "reelect",
        "find_unfit": "record_unfit",
        "find_fit": "record_fit",
        "discharge_by_board": "record_board_discharge",
        "stay": "ask_crown_stay",
        "recommence": "recommence",
        "divert": "divert",
        "end_diversion": "end_measure",
        "appeal": "record_appeal",
        "conclude_after_appeal": "end_appeal",
        "return_to_board": "end_appeal",
        "return_to_sentence": "end_appeal",
        "try_again_from_intake": "end_appeal",
        "try_again_from_indictment": "end_appeal",
        "try_again_at_trial": "end_appeal",
        "end_by_death": "record_death",
        "strike_plea_to_intake": "strike_plea",
        "strike_plea_to_indictment": "strike_plea",
        "strike_plea_to_trial": "strike_plea",
        "charge_again": "charge_again",
    },
    "count": {
        "stay_by_crown": "ask_crown_stay",
        "recommence": "recommence",
        "send_to_measures": "divert",
        "complete_measures": "end_measure",
        "leave_measures": "end_measure",
        "reopen_on_indictment": "end_appeal",
        "reopen": "end_appeal",
        "convict_on_appeal": "end_appeal",
        "substitute_on_appeal": "end_appeal",
        "acquit_on_appeal": "end_appeal",
        "strike_plea": "strike_plea",
        "strike_plea_on_indictment": "strike_plea",
        "lay": "lay_information",
        "not_lay": "record_police_decision",
        "withdraw": "withdraw",
        "plead_guilty": "record_outcomes",
        "find_guilty": "record_outcomes",
        "find_guilty_of_included": "record_outcomes",
        "acquit": "record_outcomes",
        "find_ncr": "record_outcomes",
        "declare_mistrial": "record_outcomes",
        "commit": "record_prelim_result",
        "discharge_at_prelim": "record_prelim_result",
        "put_on_indictment": "file_indictment",
        "resume": "resume_counts",
        "resume_on_indictment": "resume_counts",
        "replace": "replace_counts",
        "quash": "record_outcomes",
        "dismiss": "record_outcomes",
        "stay_for_delay": "record_outcomes",
        "stay_for_abuse": "record_outcomes",
        "sentence_after_kienapple": "record_outcomes",
        "sentence": "record_outcomes",
        "discharge_absolutely": "record_outcomes",
        "discharge_conditionally": "record_outcomes",
        "stay_kienapple": "record_outcomes",
    },
}

# Pages that make a step: what will follow is shown on them before the click.
STEP_PAGES = {page for pages in PAGES.values() for page in pages.values()} | {"move_file", "move_proceeding", "move_count", "correct"}
STEP_PAGES |= {"decide_crown_stay"}

# What a situation calls for where that is no step of a machine: the page, its words, and the right it needs.
CALLS = {
    "RESULT_NEEDED": ("dates", gettext_lazy("Record the result of the last day in court"), "may_record_appearance"),
    "LEAD_ASKED": ("decide_own_services", gettext_lazy("Decide whether she may be accused (s. 286.5)"), "may_decide_own_services"),
    "COUNTS_NEEDED": ("add_counts", gettext_lazy("Propose counts"), "may_propose_count"),
    "FIRST_APPEARANCE_NEEDED": ("add_appearance", gettext_lazy("Add the first appearance"), "may_record_appearance"),
    "NEXT_DATE_NEEDED": ("add_appearance", gettext_lazy("Add the next date"), "may_record_appearance"),
    "SCREENING_NEEDED": ("record_screening", gettext_lazy("Screen the counts"), "may_record_screening"),
    "SCREENED_OUT": ("accused", gettext_lazy("Follow up the screening"), "may_record_screening"),
    "MODE_NEEDED": ("elect_mode", gettext_lazy("Elect the mode of the hybrid counts"), "may_record_crown_election"),
    "COUNTS_TO_PROCEED": ("proceed_on_counts", gettext_lazy("Proceed on the counts"), "is_pros"),
    "ELECTION_WAITED": ("record_election", gettext_lazy("Record the election of the accused"), "may_record_election"),
    "GUILT_TO_RECORD": ("record_outcomes", gettext_lazy("Say what becomes of the other counts"), "may_record_guilt"),
    "SENTENCE_WAITED": ("record_outcomes", gettext_lazy("Record the sentence"), "may_record_disposition"),
    "WITHDRAWAL_NEEDED": ("withdraw", gettext_lazy("Withdraw the other counts"), "may_record_disposition"),
    "ORDERS_NEEDED": ("record_outcomes", gettext_lazy("Answer the orders at sentence"), "may_answer_orders"),
    "APPEAL_DATE_NEEDED": ("set_appeal_period", gettext_lazy("Enter the last day to appeal"), "may_record_disposition"),
    "MISTRIAL_TO_RECORD": ("record_outcomes", gettext_lazy("Record the mistrial"), "may_record_mistrial"),
    "MISTRIAL": ("resume_counts", gettext_lazy("Decide on a new trial of the counts"), "may_resume"),
    "RETRIAL_DATE_NEEDED": ("change_trial_dates", gettext_lazy("Enter the new trial date"), "may_record_trial"),
    "PRELIM": ("record_prelim_result", gettext_lazy("Record the result of the preliminary inquiry"), "may_record_prelim_result"),
    "CONSENT_WAITED": ("ask_direct_indictment", gettext_lazy("Record the answer of the Attorney General"), "may_ask_direct_indictment"),
    "INDICTMENT_NEEDED": ("file_indictment", gettext_lazy("File the indictment"), "may_indict"),
    "PRIMA_FACIE_NEEDED": ("record_inquiry", gettext_lazy("Record the prima facie inquiry"), "may_record_fitness"),
    "TRIAL_END_NEEDED": ("change_trial_dates", gettext_lazy("Enter the last day of the trial"), "may_record_trial"),
}

# The part of the page that a situation is about.
PLACES = {"ORDERS_NEEDED": "#orders"}

# The count that a situation is about: its page where this person may use it, else its place on the page of the accused.
CONCERNS = {
    "SCREENED_OUT": lambda count: count.state == CountState.LAID and count.last_screening.outcome != "PROCEED",
    "MODE_NEEDED": lambda count: count.state == CountState.LAID and count.offence.is_hybrid and not count.mode,
    "WITHDRAWAL_NEEDED": lambda count: count.state in LIVE,
    "APPEAL_DATE_NEEDED": lambda count: (
        count.state in APPEALABLE
        and (count.last_decision is None or (count.last_decision.appeal_due_on is None and not count.last_decision.appeal_none))
    ),
}
OF_COUNT = {"elect_mode": policies.may_record_crown_election, "withdraw": policies.may_withdraw}

# Pages about one count; every other page of a count's step is about its accused.
COUNT_PAGES = ("withdraw",)

# A step of a count that asks for a stage where its accused does not stand is not offered beside the count.
STAGES = (guards.at_prelim, guards.at_trial)

# What moves a matter forward, in the order in which it is offered; the rest stands under "other steps".
FORWARD = {
    "file": ("start_conflict_check", "take_carriage", "carry_after_charge", "finish_advice", "close"),
    "proceeding": (
        "charge",
        "begin_intake",
        "await_election",
        "begin_prelim",
        "commit",
        "set_trial",
        "set_superior_trial",
        "start_trial",
        "reserve",
        "find_guilty",
        "conclude",
        "execute_warrant",
        "find_fit",
        "discharge_by_board",
        "recommence",
        "end_diversion",
        "conclude_after_appeal",
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
        return len(self.open_guards)

    @property
    def open_guards(self) -> list[GuardResult]:
        """What is still needed before the page of the step; what that page itself asks for is left out."""
        return [guard for guard in self.guards if not guard.met and guard.url not in ("", self.url)]


def address(subject, name: str) -> str:
    """Give the page on which a step of a file, an accused or a count is made."""
    refs = {"ref": subject.file.ref}
    if subject.machine != "file":
        refs["accused"] = subject.ref if subject.machine == "proceeding" else subject.proceeding.ref
    page = PAGES[subject.machine].get(name)
    if subject.machine == "count" and page in (None, *COUNT_PAGES):
        refs["count"] = subject.ref
    if page:
        return reverse(f"casetracker:{page}", kwargs=refs)
    return reverse(f"casetracker:move_{subject.machine}", kwargs={**refs, "name": name})


def steps_of(subject, user) -> list[Step]:
    """List the steps this person may take now, what moves the matter forward first, one for each page."""
    forward = FORWARD[subject.machine]
    offered = [option for option in available_moves(subject, user) if option.permitted and not _elsewhere(subject, option)]
    offered.sort(key=lambda option: forward.index(option.name) if option.name in forward else len(forward))
    steps, seen = [], set()
    for option in offered:
        url = address(subject, option.name)
        if url not in seen:
            seen.add(url)
            steps.append(Step(option.name, _words(subject, option), url, option.guards, option.name in forward))
    if subject.machine == "proceeding" and _may_change_election(subject, user):
        steps.append(Step("reelect", _("Record a re-election"), address(subject, "reelect_to_intake")))
    return steps


def _may_change_election(proceeding, user) -> bool:
    """Say whether a re-election can be recorded though nobody moves by it: before an inquiry or a trial date."""
    early = proceeding.state in services.BEFORE_INQUIRY and proceeding.accused_election is not None
    return early and policies.may_reelect(proceeding, user)


def _elsewhere(subject, option: MoveOption) -> bool:
    """Say whether a step of a count belongs to a stage at which its accused is not, or to a re-election or an appeal that is not there."""
    if subject.machine != "count":
        return False
    closed = [guard.sentence for guard in option.guards if not guard.met]
    again = option.name == "resume" and subject.state != CountState.MISTRIAL and guards.rescreened.sentence in closed
    no_appeal = PAGES["count"].get(option.name) == "end_appeal" and subject.appeal_status != "PENDING"
    early = option.name == "put_on_indictment" and subject.state == CountState.PROPOSED
    return again or no_appeal or early or any(guard.sentence in closed for guard in STAGES)


def _words(subject, option: MoveOption) -> str:
    """Name a step by the page it leads to, where one page serves several."""
    shared = {
        "decide_intake": _("Decide on the file"),
        "reopen": _("Reopen the file"),
        "record_outcomes": _("Record the outcome"),
        "lay_information": _("Lay an information"),
        "record_prelim_result": _("Record the result of the preliminary inquiry"),
        "file_indictment": _("File the indictment"),
        "reelect": _("Record a re-election"),
        "resume_counts": _("Proceed again on counts"),
        "replace_counts": _("Replace counts"),
        "agree_carriage": _("Agree on carriage anew"),
        "end_measure": _("Record how the program ended"),
        "end_appeal": _("Record how the appeal ended"),
        "strike_plea": _("Record that the plea was struck"),
        "ask_crown_stay": _("Ask for a Crown stay"),
        "record_inquiry": _("Record the prima facie inquiry"),
    }
    return shared.get(PAGES[subject.machine].get(option.name, ""), str(option.label))


def called_for(proceeding, user) -> Step | None:
    """Give what the situation of an accused calls for, where this person may do it."""
    call = CALLS.get(proceeding.situation)
    if call is None or not getattr(policies, call[2])(proceeding, user):
        return None
    page, words, _right = call
    refs = {"ref": proceeding.file.ref}
    if page not in ("dates", "add_appearance"):
        refs["accused"] = proceeding.ref
    after = f"?accused={proceeding.ref}" if page == "add_appearance" else PLACES.get(proceeding.situation, "")
    if proceeding.situation in CONCERNS:
        count = next(count for count in proceeding.counts.all() if CONCERNS[proceeding.situation](count))
        if page == "set_appeal_period" and count.last_decision is not None:
            refs["decision"] = count.last_decision.ref
        elif page in OF_COUNT and OF_COUNT[page](count, user):
            refs["count"] = count.ref
        else:
            page, after = "accused", f"#count-{count.ref}"
    return Step(proceeding.situation, str(words), reverse(f"casetracker:{page}", kwargs=refs) + after, [], True)


def next_steps(case_file, proceedings, user) -> list[Step]:
    """Choose what the header offers: the file's own step, else what the most pressing accused call for, one each, two at most."""
    own = [step for step in steps_of(case_file, user) if step.forward]
    if own and case_file.state != FileState.ADVISORY:
        return own[:1]
    found = []
    for proceeding in proceedings:
        step = called_for(proceeding, user) or next((step for step in steps_of(proceeding, user) if step.forward), None)
        if step is None:
            continue
        place = PRESSING.get(proceeding.situation, len(PRESSING))
        who = names.display_name(proceeding.accused, user, names.PAGE)
        label = _("%(step)s: %(who)s") % {"step": step.label, "who": who} if len(proceedings) > 1 else step.label
        found.append((place, Step(step.name, label, step.url, step.guards, True)))
    found.sort(key=lambda pair: (pair[0], pair[1].missing))
    return [step for _place, step in found[:2]] or own[:1]


PRESSING = {code: place for place, (code, _label) in enumerate(situations.choices())}
