"""How the law is written out: provisions, penalties and notes, in the reader's language."""

import re

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

ACT_NAMES = {
    "CC": (_("Criminal Code"), "", ""),
    "IRPA": (_("Immigration and Refugee Protection Act"), "IRPA", "LIPR"),
    "YCJA": (_("Youth Criminal Justice Act"), "YCJA", "LSJPA"),
    "CVBR": (_("Canadian Victims Bill of Rights"), "CVBR", "CCDV"),
}

VARIANTS = {
    "UNDER_16": _("victim under 16"),
    "TRAFFICKING": _("paragraph on trafficking in persons"),
    "IMMIGRATION": _("paragraph on the Immigration and Refugee Protection Act"),
    "CHOKING": _("paragraph on choking"),
    "EXTORTION": _("paragraph on extortion"),
}

CONDITIONS = {
    "first": _("first offence"),
    "later": _("later offence"),
    "public": _("near parks, schools and similar places"),
    "firearm": _("with a firearm, by circumstances"),
    "restricted_firearm": _("with a restricted or prohibited firearm, or for a criminal organization"),
    "not_parent": _("unless the person is a parent"),
}

NOTES = {
    "NOT_GIVEN": _("the source read does not say"),
    "RECALLED": _("from memory; confirm with counsel"),
    "SECONDARY": _("read in a secondary source only"),
    "YEAR_ONLY": _("only the year was found"),
    "EARLIER_NOT_CHECKED": _("read as in force on July 18, 2026; earlier text not checked"),
    "APPELLATE_STATUS": _("what appeal courts said was not checked"),
    "VARIANT_ONLY": _("holds for one way of committing the offence only"),
    "NOT_IN_FORCE": _("enacted, not in force"),
    "CHANGED_2026": _("the effect of the 2026 amendments was not checked"),
    "SEE_ACT": _("see the Act"),
    "TRANSITIONAL_2016": _("charges laid before July 8, 2016 have a transitional exception"),
    "OUR_GROUPING": _("grouped for convenience; whoever charges chooses"),
    "OTHER_PROVINCE": _("decided in another province; Ontario not checked"),
    "READ_IN_PART": _("read only in part"),
    "ASK_COUNSEL": _("not settled; counsel decides"),
}

FIELD_NAMES = {
    "valid_from": _("start"),
    "max_indictment": _("maximum on indictment"),
    "max_summary": _("maximum on summary conviction"),
    "min_indictment": _("minimum on indictment"),
    "min_status": _("status of the minimum"),
    "court_history": _("what courts said"),
    "reverse_onus_from": _("reverse onus"),
    "keyed_on": _("which date decides"),
    "applies_to": _("which offences the rule goes with"),
    "own_services": _("immunity for one’s own services"),
    "bundle": _("the set"),
    "title_en": _("English title"),
    "title_fr": _("French title"),
    "carriage": _("who prosecutes"),
    "name_en": _("name"),
    "courts": _("courts"),
    "zone": _("time zone"),
    "months": _("months"),
    "source": _("source"),
    "made": _("how it is made"),
    "para": _("number of the paragraph"),
    "length": _("length"),
    "court_rule": _("whether holidays move the day"),
    "falls_on": _("whom it falls on"),
    "starts": _("what it counts from"),
}

_GROUP = re.compile(r"\(([^()]+)\)")


def split_para(para: str) -> tuple[str, str]:
    """Part the statutory paragraph from the variant code that may follow it: "(1) UNDER_16" is "(1)" and "UNDER_16"."""
    words = para.split()
    variant = words[-1] if words and not words[-1].startswith("(") else ""
    return "".join(word for word in words if word != variant), variant


def provision_text(act: str, section: str, para: str = "", *, language: str | None = None, prefix: bool = True) -> str:
    """Write a provision the way the reader's language cites it: s. 279.01(1)(a), art. 279.01(1)a)."""
    french = (language or get_language() or "en").startswith("fr")
    groups = para
    if french:
        groups = ""
        previous_was_letter = False
        for group in _GROUP.findall(para):
            is_letter = group[0].isalpha() and not previous_was_letter
            groups += f"{group})" if is_letter else f"({group})"
            previous_was_letter = is_letter
    text = f"{section}{groups}"
    if prefix:
        text = f"art. {text}" if french else f"s. {text}"
    short = ACT_NAMES.get(act, ("", act, act))[2 if french else 1]
    return f"{short} {text}" if short else text


def penalty_text(code: str) -> str:
    """Spell out a penalty code: "6m@first;1y@later" is "6 months (first offence); 1 year (later offence)".

    The code is a list of parts divided by ";". A part is one or more amounts, "," meaning or and "+" and/or, then "@" and a condition.
    Nothing at all means that the figure was not checked.
    """
    if not code:
        return gettext("not checked")
    if code == "none":
        return gettext("none")
    return "; ".join(_penalty_part(part) for part in code.split(";"))


def _penalty_part(part: str) -> str:
    amounts, _at, condition = part.partition("@")
    if "+" in amounts:
        text = gettext(" and/or ").join(_amount(amount) for amount in amounts.split("+"))
    else:
        text = gettext(" or ").join(_amount(amount) for amount in amounts.split(","))
    return f"{text} ({CONDITIONS[condition]})" if condition else text


def _amount(code: str) -> str:
    if code == "life":
        return gettext("life")
    if code == "2y-1d":
        return gettext("two years less a day")
    if code == "doubled":
        return gettext("doubled")
    if code.startswith("$"):
        figure = number_format(int(code[1:]), use_l10n=True, force_grouping=True)
        return gettext("$%(figure)s") % {"figure": figure}
    count, unit = int(code[:-1]), code[-1]
    if unit == "y":
        return ngettext("%(count)d year", "%(count)d years", count) % {"count": count}
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
