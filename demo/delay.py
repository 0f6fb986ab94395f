"""The delay ledger of one accused of the demonstration: time that was waived, caused, lost and disputed."""

from datetime import timedelta

from casetracker import services

JUSTICE, COUNSEL = "Justice Amberline", "Imre Castellan, for the defence"


def spans(story):
    """The days between which something is said, by the steps of the story."""
    first, jpt, second = story.day("first"), story.day("jpt"), story.day("second_jpt")
    election, now, trial = story.day("election"), story.day("trial_set"), story.day("trial")
    return {
        "retained": (first, first + (jpt - first) / 2),
        "together": (first + (jpt - first) / 2, first + (jpt - first) * 3 / 4),
        "adjourned": (jpt, second),
        "ill": (second, second + timedelta(days=21)),
        "other": (second + timedelta(days=21), election),
        "court": (election, now),
        "offered": (now + (trial - now) / 2, trial),
        "disputed": (story.day("laid"), first),
    }


# name, kind, share, status, who says so, where, which page, note
SAID = [
    ("retained", "DEFENCE_CAUSED", 50, "AGREED", COUNSEL, "LETTER", "letter of that week", "Half is ours: disclosure was not complete either."),
    ("adjourned", "DEFENCE_CAUSED", 100, "RULED", JUSTICE, "TRANSCRIPT", "p. 6, lines 4 to 19", ""),
    ("ill", "DISCRETE_EVENT", 100, "AGREED", JUSTICE, "ENDORSEMENT", "back of the information", "The complainant was in hospital."),
    ("together", "CO_ACCUSED", 100, "CROWN_POSITION", "The Crown", "FACTUM", "para. 12", ""),
    ("other", "DEFENCE_CAUSED", 100, "CROWN_POSITION", "The Crown", "FACTUM", "para. 14", "They changed counsel; they say we were late."),
    ("court", "INSTITUTIONAL", 100, "CROWN_POSITION", "Trial coordinator", "LETTER", "", "No judge for five days before spring."),
    ("offered", "WAIVER", 100, "AGREED", COUNSEL, "TRANSCRIPT", "p. 2", "Earlier dates were offered and refused with a waiver."),
    ("disputed", "CROWN", 100, "DEFENCE_POSITION", COUNSEL, "FACTUM", "para. 9", ""),
]  # fmt: skip


def keep_ledger(place):
    """Attribute the time of one accused, and count what makes the case complex."""

    def scene(story):
        track, days = story.track(place), spans(story)
        for name, kind, share, status, said_by, written_in, written_at, note in SAID:
            first, last = days[name]
            if last <= first:
                continue
            services.add_interval(
                proceeding=track, from_on=first, to_on=last, kind=kind, share=share, status=status, said_by=said_by, written_in=written_in,
                written_at=written_at, note=note, appearance=track.appearances.filter(on=first).first(), by=story.pro, at=story.at,
            )  # fmt: skip
        services.record_complexity(proceeding=track, facts={"RULINGS": (2, "records, and a confrontation")}, by=story.pro, at=story.at)

    return scene
