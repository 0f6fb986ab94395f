"""When two names may be the same person's: accents, case, order of words and punctuation aside."""

import re
import unicodedata


def name_key(*names: str) -> str:
    """Give the normalised form of a name, its words in alphabetical order."""
    spread = unicodedata.normalize("NFKD", " ".join(names).casefold())
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"[^\W\d_]+", re.sub(r"['’`]", "", letters))))


def same_person(key: str, born, other_key: str, other_born) -> bool:
    """Say whether two entries may be one person: the same name, and no birth dates that differ."""
    return bool(key) and key == other_key and (born is None or other_born is None or born == other_born)
