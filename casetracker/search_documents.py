"""What is found of a case file, of its papers and of its people, and by whom. No name of a victim or witness stands in a document."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import override

from foundation.accounts.models import TEAM, Role
from foundation.documents.models import Document
from foundation.records.related import read_rows
from foundation.search import port, similar
from foundation.search.document import LANGUAGES, SearchDocument, key_of

from .access import READS_EVERY_FILE
from .choices import PROTECTED_KINDS
from .models import CaseFile, FileWall, Participant
from .names import display_name, initials, is_protected

PRINTED = "search"
MOST_SEARCHED = 200_000
"""So many characters of a paper are searched, about 70 pages: a page of finds reads every one of them to mark its words."""
KEPT = "file_and_hidden"
NOT_FOR = tuple(role for role in Role if role not in (*TEAM, Role.REC))
"""Who never reads a paper that is for the team only."""


def tokens_for(user) -> set[str]:
    """Say which files a person reads by her place on them, and which a wall keeps from her, now.

    Asked at each search, so that an end of access or a new wall holds at once.
    """
    tokens = {f"wall:{ref}" for ref in walled_files(user)}
    if user.is_role(Role.PRO, Role.CRN):
        tokens |= {f"file:{ref}" for ref in CaseFile.objects.all_visible_to(user).order_by().values_list("ref", flat=True)}
    return tokens


def walled_files(user) -> list[str]:
    """List the files that a wall keeps from a person now; most people have none, and are told so by a statement composed once."""
    standing = [wall.file_id for wall in read_rows(FileWall, "user", [user.pk]) if wall.lifted_at is None]
    return list(CaseFile.objects.filter(pk__in=standing).order_by().values_list("ref", flat=True)) if standing else []


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


def hidden_among(participants) -> list:
    """Give those of some people who are named by initials here."""
    return [person for person in participants if person.kind in PROTECTED_KINDS or is_protected(person)]


def of_case_file(case_file: CaseFile) -> SearchDocument:
    """Make the document of a file: style of cause, accused, offences and papers for who reads it; theory and notes for the team."""
    participants = list(case_file.participants.prefetch_related("bans__provision"))
    hidden = hidden_among(participants)
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


def papers() -> Iterator[Document]:
    """Give every paper of a file, each with its file and whom it may not name, asked once for all papers of one file."""
    rows = Document.objects.filter(about_label=CaseFile._meta.label, removed_at=None).order_by("about_ref", "pk")
    for ref, some in groupby(rows.iterator(chunk_size=50), key=lambda paper: paper.about_ref):
        case_file = CaseFile.objects.filter(ref=ref).first()
        hidden = _hidden_in(case_file)
        for paper in some:
            setattr(paper, KEPT, (case_file, hidden))
            yield paper


def _hidden_in(case_file: CaseFile | None) -> list:
    return [] if case_file is None else hidden_among(case_file.participants.prefetch_related("bans__provision"))


def of_paper(paper: Document) -> SearchDocument | None:
    """Make the document of a paper of a file, for exactly those who may open it: title, name and text, protected names as initials.

    A paper of another record, one that was taken off the list, and one of no file are not found.
    """
    if paper.about_label != CaseFile._meta.label or paper.removed_at is not None:
        return None
    kept = getattr(paper, KEPT, None)
    case_file = kept[0] if kept else CaseFile.objects.filter(ref=paper.about_ref).first()
    if case_file is None:
        return None
    hidden = kept[1] if kept else _hidden_in(case_file)
    text = without_names(paper.text[:MOST_SEARCHED], hidden)
    return SearchDocument(
        key=key_of(paper._meta.label, paper.ref),
        kind="document",
        title=f"{without_names(paper.title or paper.name, hidden)} {case_file.ref}",
        url_name="document",
        url_ref=paper.ref,
        language=similar.language_of(similar.words(text)),
        readers={*(f"role:{role}" for role in READS_EVERY_FILE), f"file:{case_file.ref}"},
        denied={f"wall:{case_file.ref}", *(f"role:{role}" for role in NOT_FOR if paper.team_only)},
        body="\n\n".join(part for part in (without_names(paper.name, hidden) if paper.title else "", text) if part),
        facets={"file": [case_file.ref]},
        dates={"date": localdate(paper.uploaded_at)},
    )


def people() -> QuerySet[Participant]:
    """Give everybody on a file who may be found by name."""
    return Participant.objects.found_by_name().order_by("pk")


def of_person(person: Participant) -> SearchDocument | None:
    """Make the document of a person on a file: her name and what she is there, for exactly those who read the file.

    Who is named by initials is not found.
    """
    if is_protected(person):
        return None
    case_file = person.file
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = "\n".join(part for part in (str(person.get_kind_display()), person.organisation) if part)
    return SearchDocument(
        key=key_of(person._meta.label, person.ref),
        kind="person",
        title=f"{display_name(person, channel=PRINTED)} {case_file.ref}",
        url_name="casetracker:person",
        url_ref=f"{case_file.ref}/{person.ref}",
        readers={*(f"role:{role}" for role in READS_EVERY_FILE), f"file:{case_file.ref}"},
        denied={f"wall:{case_file.ref}"},
        body=said["en"],
        body_other=said["fr"],
        facets={"file": [case_file.ref], "role": [person.kind]},
    )


def follow_paper(paper: Document) -> None:
    """Have the index follow a paper that came, was read or was taken off. Inside an act."""
    port.reindex(paper, narrowed=paper.removed_at is not None)


def reindex_papers(case_file: CaseFile, *, narrowed: bool = False) -> None:
    """Have the index follow the papers of a file whose people or bans changed: other names may be kept back. Inside an act."""
    for paper in Document.objects.about(case_file).filter(removed_at=None).only("pk", "ref"):
        port.reindex(paper, narrowed=narrowed)
