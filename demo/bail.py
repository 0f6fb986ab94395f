"""Bail in the demonstration, all of it invented: one accused detained with a review due soon, one on an order with sureties, one breach."""

from datetime import timedelta

from casetracker import services
from casetracker.choices import BailGround, BailHearingKind, BailOnusSide, BailResult, ConditionKind, ReleaseKind

JUSTICE = "Justice of the Peace Fernwater"
ONE_DAY = timedelta(days=1)


def detained(story):
    """She was taken before a justice the day after the charge; now bail is denied."""
    given = {"proceeding": story.track(), "by": story.cast.assistant, "at": story.at}
    services.record_bail_hearing(
        **given,
        on=story.day("laid") + ONE_DAY,
        kind=BailHearingKind.FIRST,
        result=BailResult.ADJOURNED,
        note="Put over at the request of the defence.",
    )
    services.record_bail_hearing(
        **given, on=story.today, kind=BailHearingKind.BAIL, result=BailResult.DETAINED, decided_by=JUSTICE, onus=BailOnusSide.CROWN,
        grounds=[BailGround.PRIMARY, BailGround.SECONDARY], note="The plan did not answer the risk to the complainant.",
    )  # fmt: skip


def released(*sureties):
    """She was released the day after the charge, with those who answer for her; given name, family name, dollars."""

    def scene(story):
        on, given = story.day("laid") + ONE_DAY, {"by": story.cast.assistant, "at": story.at}
        hearing = services.record_bail_hearing(
            **given, proceeding=story.track(), on=on, kind=BailHearingKind.BAIL, result=BailResult.RELEASED, decided_by=JUSTICE,
            onus=BailOnusSide.CROWN, order_kind=ReleaseKind.SURETIES if sureties else ReleaseKind.CONDITIONS,
            conditions=[ConditionKind.REPORT, ConditionKind.NO_CONTACT, ConditionKind.STAY_AWAY],
        )  # fmt: skip
        order = hearing.orders_made.get()
        for given_name, family_name, amount in sureties:
            services.add_surety(order=order, from_on=on, given_name=given_name, family_name=family_name, amount=amount, **given)
        for victim in story.file.participants.filter(kind="VICTIM"):
            services.record_order_copy(order=order, victim=victim, told_on=story.today, asked_on=story.today, **given)

    return scene


def breach(story):
    """She did not report in the days before she was found."""
    order = story.track().release_orders.get(ended_on=None)
    services.record_bail_breach(
        order=order,
        on=story.day("warrant"),
        alleged="Did not report that week, and did not come to court.",
        by=story.cast.assistant,
        at=story.at,
    )
