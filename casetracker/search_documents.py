"""What is found of a case file, and by whom. No name of a victim or witness stands in a document."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import override

from foundation.accounts.models import Role
from foundation.search.document import SearchDocument, key_of

from .access import READS_EVERY_FILE
from .models import CaseFile, FileWall
from .names import PROTECTED_KINDS, display_name, initials, is_protected

PRINTED = "search"


def tokens_for(user) -> set[str]:
    """Say which files a person reads by her place on them, and which a wall keeps from her, now.

    Asked at each search, so that an end of access or a new wall holds at once.
    """
    walls = FileWall.objects.filter(user=user, lifted_at=None).values_list("file__ref", flat=True)
    tokens = {f"wall:{ref}" for ref in walls}
    if user.is_role(Role.PRO, Role.CRN):
        tokens |= {f"file:{ref}" for ref in CaseFile.objects.visible_to(user).values_list("ref", flat=True)}
    return tokens


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))


def without_names(text: str, people) -> str:
    """Put initials where the text names one of these people, accents and case aside."""
    names = {}
    for person in people:
        for word in re.findall(r"[^\W\d_]{2,}", f"{person.given_name} {person.family_name}"):
            names[_plain(word)] = initials(word, "")
    if not names:
        return text
    return re.sub(r"[^\W\d_]+", lambda found: names.get(_plain(found[0]), found[0]), text)


def of_case_file(case_file: CaseFile) -> SearchDocument:
    """Make the document of a file: style of cause, accused, offences and papers for who reads it; theory and notes for the team."""
    participants = list(case_file.participants.prefetch_related("bans__provision"))
    hidden = [person for person in participants if person.kind in PROTECTED_KINDS or is_protected(person)]
    counts = [
        count
        for proceeding in case_file.proceedings.prefetch_related("counts__offence", "counts__document", "counts__successors")
        for count in proceeding.counts.all()
    ]
    accused = [display_name(person, channel=PRINTED) for person in participants if person.kind == "ACCUSED"]
    lines = [*accused, case_file.occurrence_number]
    for place in (case_file.agency, case_file.office):
        if place is not None:
            lines += [place.name_en, place.name_fr]
    for count in counts:
        lines += [f"{count.offence.section}{count.offence.para}", count.offence.title_en, count.offence.title_fr]
        lines += [count.document.number] if count.document else []
    team = [case_file.theory, case_file.resolution_position, *case_file.notes.values_list("text", flat=True)]
    provisions = sorted({f"{count.offence.section}{count.offence.para.split(' ')[0]}" for count in counts})
    with override(settings.LANGUAGE_CODE):
        title = case_file.title
    return SearchDocument(
        key=key_of(case_file._meta.label, case_file.ref),
        kind="file",
        title=f"{title} {case_file.ref}",
        url_name="casetracker:file",
        url_ref=case_file.ref,
        readers={*(f"role:{role}" for role in READS_EVERY_FILE), f"file:{case_file.ref}"},
        denied={f"wall:{case_file.ref}"},
        body="\n".join(dict.fromkeys(line for line in lines if line)),
        body_team=without_names("\n\n".join(text for text in team if text), hidden),
        facets={"state": [case_file.state], "topic": sorted({count.offence.section for count in counts if count.is_last_generation})},
        words={"file": [case_file.ref, case_file.occurrence_number]},
        dates={"date": case_file.referred_on},
        provisions=tuple(provisions),
    )
