"""Statute provisions as the bank tags them: CC:279.01(1)(a), CHARTER:11(b), IRPA:118. Pure."""

import re

from django.utils.translation import get_language

from foundation.law.words import provision_text
from precedents.citations import normalise

_ACTS = {
    "CC": ("", ""),
    "CHARTER": ("Charter", "Charte"),
    "IRPA": ("IRPA", "LIPR"),
    "YCJA": ("YCJA", "LSJPA"),
    "CEA": ("CEA", "LPC"),
    "CDSA": ("CDSA", "LRCDAS"),
}
_NAMES = {
    "cc": "CC",
    "criminal code": "CC",
    "code criminel": "CC",
    "charter": "CHARTER",
    "charte": "CHARTER",
    "irpa": "IRPA",
    "lipr": "IRPA",
    "ycja": "YCJA",
    "lsjpa": "YCJA",
    "cea": "CEA",
    "cdsa": "CDSA",
}
_KEY = re.compile(
    r"^(?P<act>[A-Z]+):(?P<section>Part-[IVXL.]+|\d{1,4}(?:\.\d{1,4})?(?:-\d{1,4}(?:\.\d{1,4})?)?)(?P<para>(?:\([0-9a-z.]{1,6}\))*)$"
)
_TYPED = re.compile(
    r"^(?P<before>[a-zA-Z ]*?)\s*(?:ss?\.?|arts?\.?|sections?|articles?)?\s*"
    r"(?P<section>\d{1,4}(?:\.\d{1,4})?)(?P<para>(?:\(?[0-9a-z.]{1,6}\))*)\s*"
    r"(?:,?\s*(?:of the |du |de la )?(?P<after>[a-zA-Z ]*))$",
    re.IGNORECASE,
)


def split_key(key: str) -> tuple[str, str, str] | None:
    """Part a key into act, section and paragraph; None for what is no key."""
    match = _KEY.match(key)
    return (match["act"], match["section"], match["para"]) if match and match["act"] in _ACTS else None


def provision_label(act: str, section: str, para: str) -> str:
    """Write a provision as the reader's language cites it: s. 279.01(1)(a), art. 279.01(1)a), Charter, s. 11(b)."""
    french = (get_language() or "en").startswith("fr")
    if section.startswith("Part-"):
        text = section.replace("Part-", "Partie " if french else "Part ")
    else:
        text = ("art. " if french else "ss. " if "-" in section else "s. ") + provision_text("CC", section, para, prefix=False)
    short = _ACTS.get(act, (act, act))[1 if french else 0]
    return f"{short}, {text}" if short else text


def sort_number(section: str) -> float:
    """Give the number that puts sections in the order of the act."""
    number = re.search(r"\d{1,4}(?:\.\d{1,4})?", section)
    return float(number[0]) if number else 0.0


def read_provisions(text: str) -> list[str]:
    """Read typed provisions divided by commas, semicolons or lines; :raises ValueError: names the first that cannot be read."""
    keys = []
    for piece in re.split(r"[;,\n]+", normalise(text)[0].replace(" - ", "-")):
        piece = piece.strip()
        if not piece:
            continue
        if split_key(piece.upper().replace("PART-", "Part-")) and ":" in piece:
            act, rest = piece.split(":", 1)
            keys.append(f"{act.upper()}:{rest}")
            continue
        match = _TYPED.match(piece)
        name = ((match["before"] or match["after"] or "cc").strip().casefold()) if match else ""
        act = _NAMES.get(re.sub(r"\s+(?:ss?|arts?|sections?|articles?)$", "", name))
        if not match or act is None:
            raise ValueError(piece)
        groups = "".join(f"({part.lower()})" for part in re.findall(r"\(?([0-9a-z.]{1,6})\)", match["para"], re.IGNORECASE))
        keys.append(f"{act}:{match['section']}{groups}")
    return list(dict.fromkeys(keys))
