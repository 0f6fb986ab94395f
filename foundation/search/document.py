"""What may be searched: the one shape that every app hands to the index."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TEAM_TOKENS = frozenset({"role:PRO", "role:LEAD", "role:AST", "role:REC"})
"""Who holds one of these reads ``body_team`` too."""

LANGUAGES = ("en", "fr")
FACET_NAME = re.compile(r"[a-z][a-z_]{0,29}")


def key_of(label: str, ref: str) -> str:
    """Join a model's label and a record's ref to the key of its document."""
    return f"{label}:{ref}"


def label_and_ref(key: str) -> tuple[str, str]:
    """Split a document's key into the model's label and the record's ref."""
    label, _, ref = key.partition(":")
    return label, ref


def digest_of(written: str) -> str:
    """Stand for a document as it is written down."""
    return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """Hold everything the search needs to know about one record.

    ``readers`` and ``denied`` are tokens (``role:LEAD``, ``person:...``): a person reads the document who holds one of
    the first and none of the second. ``body_team`` is searched and shown for the team only (:data:`TEAM_TOKENS`).

    ``body`` is in the document's language; what it has to say in the other one goes into ``body_other``.

    ``facets`` are codes to filter and count by, each under a lower-case name; ``kind``, ``language`` and ``year`` are added. The
    fields ``court: judge: topic: author: file:`` search the facet of that name and the further wordings in ``words`` (a court's name
    in both languages, say). ``dates["date"]`` is the day that ``date:``, ``year:`` and the sorts by date go by, ``numbers["court_rank"]``
    what the sort by court goes by, the highest court first with 1.

    ``citations`` are the document's own ("2019 ONCA 663"), ``cites`` those it refers to, ``provisions`` the sections it is about;
    citations and sections written in the text are found there without being listed.

    ``url_ref`` holds the refs of its page's address, put together by a slash where there are several.

    ``parts`` and ``parts_other`` name the parts that body and body_other are put together from, with where each begins
    (:func:`foundation.search.places.joined`): a page that shows the text by paragraphs can then be opened at a find.
    """

    key: str
    kind: str
    title: str
    url_name: str
    url_ref: str
    language: str = "en"
    readers: Iterable[str] = ()
    denied: Iterable[str] = ()
    display_title: str = ""
    body: str = ""
    body_other: str = ""
    body_team: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dates: Mapping[str, datetime.date | None] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    citations: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    parts_other: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a document that could not be kept from the wrong eyes or found again."""
        label, ref = label_and_ref(self.key)
        if not label or not ref:
            raise ValueError(f"A key is the model's label, a colon and a ref, not {self.key!r}.")
        if self.language not in LANGUAGES:
            raise ValueError(f"A document is in one of {LANGUAGES}, not {self.language!r}.")
        if not all(FACET_NAME.fullmatch(name) for name in self.facets):
            raise ValueError(f"A facet is named in lower-case letters, unlike {', '.join(self.facets)}.")
        if isinstance(self.readers, str) or isinstance(self.denied, str):
            raise TypeError("Readers and denied are collections of tokens, not one string.")
        for name in ("readers", "denied"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        for name in ("citations", "cites", "provisions"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name in ("parts", "parts_other"):
            object.__setattr__(self, name, tuple((part, start) for part, start in getattr(self, name)))
        for name in ("facets", "words"):
            object.__setattr__(self, name, {each: tuple(map(str, values)) for each, values in sorted(getattr(self, name).items())})

    @property
    def label(self) -> str:
        """Name the model the document was made from."""
        return label_and_ref(self.key)[0]

    @property
    def ref(self) -> str:
        """Name the record the document was made from."""
        return label_and_ref(self.key)[1]

    @property
    def day(self) -> datetime.date | None:
        """Give the day the document is dated, if it has one."""
        return self.dates.get("date")

    @property
    def other_language(self) -> str:
        """Name the language of ``body_other``."""
        return "en" if self.language == "fr" else "fr"

    @property
    def shown_title(self) -> str:
        """Give the title as it is printed."""
        return self.display_title or self.title

    def to_json(self) -> str:
        """Write the document down for the index to keep."""
        values = dict(vars(self))
        values["dates"] = {name: day.isoformat() for name, day in self.dates.items()}
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> SearchDocument:
        """Read a document that :meth:`to_json` wrote."""
        values = json.loads(text)
        values["dates"] = {name: datetime.date.fromisoformat(day) for name, day in values["dates"].items()}
        return cls(**values)

    def digest(self) -> str:
        """Stand for the whole content, so that the index can be compared with the database."""
        return digest_of(self.to_json())
