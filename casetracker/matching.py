"""When two names may be the same person's: accents, case, order of words and punctuation aside."""

import re
import unicodedata


def name_key(*names: str) -> str:
    """Give the normalised form of a name, its words in alphabetical order."""
    spread = unicodedata.normalize("NFKD", " ".join(names).casefold())
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"[^\W\d_]+", re.sub(r"['’`]", "", letters))))


def same_person(born, other_born) -> bool:
    """Say whether two entries of one name may be one person: their birth dates do not differ."""
    return born is None or other_born is None or born == other_born
