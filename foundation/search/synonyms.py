"""Which wordings stand for one another: abbreviations and set terms of the field in English and French, never names.

A group holds the wordings of one thing. Whoever types one of them searches for all; what was added is said, and can be turned off.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from foundation.search import analysis

VERSION = "2026-11-26"


class Wording(NamedTuple):
    """Hold one wording and the language it is searched in."""

    language: str
    text: str


def _group(*, en: str = "", fr: str = "") -> tuple[Wording, ...]:
    return tuple(
        Wording(language, text.strip()) for language, texts in (("en", en), ("fr", fr)) for text in texts.split("|") if text.strip()
    )


GROUPS = (
    _group(en="HT | human trafficking | trafficking in persons", fr="traite des personnes | traite de personnes"),
    _group(en="SCC | Supreme Court of Canada", fr="CSC | Cour suprême du Canada"),
    _group(en="ONCA | Court of Appeal for Ontario | Ontario Court of Appeal", fr="Cour d'appel de l'Ontario"),
    _group(en="ONSC | Superior Court of Justice", fr="Cour supérieure de justice"),
    _group(en="ONCJ | Ontario Court of Justice", fr="Cour de justice de l'Ontario"),
    _group(en="CCC | Criminal Code", fr="C.cr. | Code criminel"),
    _group(en="CEA | Canada Evidence Act", fr="LPC | Loi sur la preuve au Canada"),
    _group(en="CDSA | Controlled Drugs and Substances Act", fr="LRCDAS | Loi réglementant certaines drogues et autres substances"),
    _group(en="YCJA | Youth Criminal Justice Act", fr="LSJPA | Loi sur le système de justice pénale pour les adolescents"),
    _group(en="SOIRA | Sex Offender Information Registration Act", fr="LERDS"),
    _group(en="Charter of Rights | Charter of Rights and Freedoms", fr="Charte des droits | Charte canadienne des droits et libertés"),
    _group(en="VIS | victim impact statement", fr="déclaration de la victime"),
    _group(en="PSR | pre-sentence report", fr="RPS | rapport présentenciel"),
    _group(en="judicial interim release", fr="mise en liberté provisoire"),
    _group(en="preliminary inquiry | preliminary hearing", fr="enquête préliminaire"),
    _group(en="publication ban", fr="interdiction de publication | ordonnance de non-publication"),
    _group(en="material benefit", fr="avantage matériel"),
    _group(en="sexual services", fr="services sexuels"),
    _group(en="direct indictment", fr="acte d'accusation direct | mise en accusation directe"),
    _group(en="stay of proceedings", fr="arrêt des procédures"),
    _group(en="conditional sentence", fr="condamnation avec sursis | peine avec sursis"),
    _group(en="peace bond", fr="engagement de ne pas troubler l'ordre public"),
    _group(en="Crown attorney", fr="procureur de la Couronne"),
    _group(en="similar fact evidence", fr="preuve de faits similaires"),
)


@cache
def _by_spelling() -> dict[tuple[str, ...], tuple[Wording, ...]]:
    return {spelling(wording.text): group for group in GROUPS for wording in group}


@cache
def longest() -> int:
    """Say how many words the longest wording has."""
    return max(map(len, _by_spelling()))


def spelling(text: str) -> tuple[str, ...]:
    """Bring a wording to the form that is compared: without case and accents."""
    return tuple(analysis.tokens(analysis.clean(text), ""))


def others(spelled: tuple[str, ...]) -> tuple[Wording, ...]:
    """List what else is searched for where these words are typed side by side."""
    return tuple(wording for wording in _by_spelling().get(spelled, ()) if spelling(wording.text) != spelled)
