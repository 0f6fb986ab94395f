"""Reads and writes Canadian case citations and statute references. Pure: no database, no request.

A decision has many cores (identifiers of one kind each); a mention in a text adds a pinpoint and perhaps a history word.
"""

import bisect
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

DATA = Path(__file__).parent / "data"
MAX_TEXT = 20_000_000


@dataclass(frozen=True)
class CourtCode:
    """One neutral court code: what it stands for, and from which year the court assigned it."""

    code: str
    canonical: str
    court: str
    level: str
    jurisdiction: str
    first_year: int | None
    name_en: str
    name_fr: str


@dataclass(frozen=True)
class Reporter:
    """One printed series of reports and how each style writes it."""

    key: str
    mcgill: str
    court: str
    mcgill_fr: str
    court_fr: str
    shape: str
    court_hint: str


@dataclass(frozen=True)
class Pin:
    """A pinpoint: paragraphs or pages, as inclusive ranges."""

    unit: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Core:
    """One identifier of one decision, as found at start..end of the text."""

    kind: str
    number: int
    year: int | None = None
    code: str = ""
    division: str = ""
    court: str = ""
    reporter: str = ""
    volume: int | None = None
    series: str = ""
    year_style: str = ""
    court_paren: str = ""
    assigned_by: str = ""
    pin: Pin | None = None
    start: int = 0
    end: int = 0

    @property
    def key(self) -> str:
        """The identifier in its one stored spelling; two decisions with one key are one decision."""
        if self.kind == "neutral":
            return f"neutral:{self.year}:{COURTS[self.code].canonical}:{self.number}"
        if self.kind == "canlii":
            return f"canlii:{self.year}:{self.number}"
        if self.kind == "reporter":
            rep = self.reporter.replace(" ", "").replace("&", "").upper()
            if self.year_style == "bracket":
                return ":".join(["rep", rep, str(self.year), *([str(self.volume)] if self.volume else []), str(self.number)])
            return ":".join(["rep", rep, *([self.series] if self.series else []), str(self.volume), str(self.number)])
        if self.kind == "ql":
            return f"ql:{self.code}:{self.year}:{self.number}"
        if self.kind == "wl":
            return f"wl:{self.code.removeprefix('Carswell')}:{self.year}:{self.number}"
        return f"az:{self.number}"

    def same_as(self, other: "Core") -> bool:
        """Whether both are the same identifier written the same way, wherever they stood."""
        return replace(self, start=0, end=0) == replace(other, start=0, end=0)


@dataclass(frozen=True)
class Mention:
    """One decision as a text mentions it: its style, its parallel cores, how it was introduced, and what looks wrong."""

    style: str | None
    cores: tuple[Core, ...]
    pin: Pin | None = None
    history: str = ""
    secondary: bool = False
    conflict: str = ""
    refers_to: int | None = None
    start: int = 0
    end: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all cores, each once, best identifier first."""
        ordered = sorted(self.cores, key=_rank)
        return tuple(dict.fromkeys(core.key for core in ordered))


def _read(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


COURTS = {
    row["code"]: CourtCode(**{**row, "first_year": int(row["first_year"]) if row["first_year"] else None})
    for row in _read("court_codes.csv")
}
REPORTERS = {row["key"]: Reporter(**row) for row in _read("reporters.csv")}
QL_SERIES = ["SCJ", "ACS", "FCJ", "ACF", "OJ", "AJ", "BCJ", "MJ", "NBJ", "ANB", "NJ", "NSJ", "NWTJ", "NuJ", "PEIJ", "QJ", "JQ", "SJ", "YJ"]
QL_WRITTEN = {"ANB": "A.N.-B.", "NuJ": "Nu.J."}
WL_SERIES = ["Ont", "Alta", "BC", "Que", "Man", "Sask", "NB", "NS", "Nfld", "PEI", "NWT", "Nun", "Yukon", "Nat"]

# --- the grammar ------------------------------------------------------------------------------------------------------------------


def _loose(abbreviation: str) -> str:
    """Match an abbreviation with each period and inner space optional: S.C.R., SCR, S. C. R."""
    letters = re.findall(r"&|-|[A-ZÉ][a-zé’']*|[a-z]+", abbreviation)
    return r"\.? ?".join(re.escape(letter) for letter in letters) + r"\.?"


def _reporter_forms() -> dict[str, str]:
    forms = {}
    for reporter in REPORTERS.values():
        for written in (reporter.court, reporter.court_fr):
            forms[_loose(written)] = reporter.key
    return dict(sorted(forms.items(), key=lambda pair: -len(pair[0])))


_FORMS = _reporter_forms()
_FORM_RES = [(re.compile(form), key) for form, key in _FORMS.items()]
_REP = "|".join(f"(?:{form})" for form in _FORMS)
_CODES = "|".join(sorted(COURTS, key=lambda code: -len(code)))
_SERIES = r"(?: ?\((?P<ser>\d?\d(?:d|nd|rd|th)|N\.?S\.?)\))?"
_COURT_PAREN = r"(?: ?(?P<cp>\((?!CanLII|QL|WL)[A-Z](?:[A-Za-z.,'&\- ]|\([^()]*\))*\)))?"
_QL = "|".join(_loose(QL_WRITTEN.get(series, ".".join(series) + ".")) for series in QL_SERIES)

_NEUTRAL = re.compile(rf"(?<![\w])(?P<y>1[89]\d\d|20\d\d) ?(?P<code>{_CODES})(?P<div>\([GF]\))? ?(?P<n>\d{{1,6}})(?!\w)")
_CANLII = re.compile(r"(?<!\w)(?P<y>1[89]\d\d|20\d\d) ?(?i:CanLII) ?(?P<n>\d{1,7})(?!\w)(?: ?\((?P<cp>[A-Z][A-Za-z. ]*)\))?")
_YEARED = re.compile(
    rf"\[(?P<y>1[89]\d\d|20\d\d)\] ?(?:(?P<vol>\d{{1,2}}) )?(?P<rep>{_REP}){_SERIES} ?(?P<n>\d{{1,5}})(?!\w)" + _COURT_PAREN
)
_NUMBERED = re.compile(
    rf"(?<![\w\[])(?:\((?P<y>1[89]\d\d|20\d\d)\),? )?(?P<vol>\d{{1,4}}) ?(?P<rep>{_REP}){_SERIES} "
    rf"(?P<n>\d{{1,5}})(?!\w)" + _COURT_PAREN
)
_QL_RE = re.compile(rf"\[(?P<y>1[89]\d\d|20\d\d)\] ?(?P<ser>{_QL}) ?(?:[Nn]os?\.?|n[°º]) ?(?P<n>\d{{1,7}})(?!\w)")
_WL_RE = re.compile(rf"(?<!\w)(?P<y>1[89]\d\d|20\d\d) ?(?i:Carswell)(?P<ser>{'|'.join(WL_SERIES)}) ?(?P<n>\d{{1,7}})(?!\w)")
_AZ_RE = re.compile(r"(?<!\w)(?:\[(?P<y>\d{4})\] ?)?AZ-(?P<n>\d{6,9})(?!\w)")

_MARKER = r"(?: ?\((?:CanLII|QL|WL(?: ?Can\.?)?)\))"
_MARKERS = re.compile(rf"{_MARKER}*")
_NUMBERS = r"\d{1,4}(?:-\d{1,4})?(?:(?:, and | and | et | & |, )\d{1,4}(?:-\d{1,4})?(?!\d|,\d| ?[A-Z(\[.]?[A-Z(]))*"
_PARA_WORD = r"(?:at |aux? )?(?:paragraphs?|paras?|par)\b\.?|¶¶?"
_PAGE_WORD = r"(?:at |aux? |à la )?(?:pages?|pp?)\b\.?"
_PIN = re.compile(rf",? ?(?:(?:{_PARA_WORD}) ?(?P<para>{_NUMBERS})|(?:{_PAGE_WORD}) ?(?P<page>{_NUMBERS}))")
_BARE_PIN = re.compile(rf",? at (?P<page>{_NUMBERS})")

_HISTORY = {
    "aff_d": r"aff'd|affirmed(?: by)?|conf\. par",
    "aff_g": r"aff'g|affirming",
    "rev_d": r"rev'd(?: in part)?(?: on other grounds)?|reversed(?: by)?|inf\. par",
    "rev_g": r"rev'g|reversing",
    "var_d": r"var'd|varied(?: by)?",
    "leave": r"leave to appeal (?:to [A-Z.]+ )?(?:refused|granted|dismissed)|autorisation d'appel (?:refusée|accordée)",
    "citing": r"citing|quoting|citant",
}
_HISTORY_RE = re.compile(r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _HISTORY.items()) + r")(?!\w)")
_STYLE_LEFT = re.compile(
    r"((?:[A-ZÀ-Ý][\w.'’&-]*|\([^()]*\)|of|the|and|de|du|des|la|le|les|et|for|d'[A-ZÀ-Ý]\w+|l'[A-ZÀ-Ý]\w+|re|in|&)(?: |$))+$"
)
_SEPARATOR = re.compile(r" (?:v\.?|c\.?|and|et) (?=[A-ZÀ-Ý(])")
_VERSUS = re.compile(r" (?:v\.?|c\.?) (?=[A-ZÀ-Ý(])")
_NO_OPPONENT = re.compile(r"(?:^|[ (,;])((?:Reference re|Renvoi relatif|Re|In re) [^;\n]{2,150})$")
_SIGNAL = re.compile(r"^(?:See also|See|But see|Compare|In|As in|Voir|Voir aussi|Dans|E\.g\.,?|Cf\.|Per|And|The)\s+", re.IGNORECASE)
_SHORT = re.compile(
    rf"(?<![\w.])(?P<name>[A-ZÀ-Ý][\w.'-]+(?: [A-ZÀ-Ý(][\w.')-]+)?),? (?:supra,? )?"
    rf"(?P<pin>(?:at|aux?) (?:paras?|par)\b\.? ?{_NUMBERS}|par\. ?{_NUMBERS})"
)

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\n\r\t\f\v"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013"), "-")
_QUOTES = {ord("\u2018"): "'", ord("\u2019"): "'", ord("\u201c"): '"', ord("\u201d"): '"', ord("\u00ab"): '"', ord("\u00bb"): '"'}
_FOLD = {**_SPACES, **_DASHES, **_QUOTES}
_DROPPED = "\u00ad\u200b\ufeff"


def normalise(text: str) -> tuple[str, list[int]]:
    """Fold spaces, hyphens and quotes to their plain forms, and map each character of the result to its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in _DROPPED:
            continue
        plain = _FOLD.get(ord(letter), letter)
        if plain == " " and letters and letters[-1] == " ":
            continue
        letters.append(plain)
        places.append(place)
    places.append(len(text))
    return "".join(letters), places


# --- reading ----------------------------------------------------------------------------------------------------------------------


def find_citations(text: str) -> list[Mention]:
    """Find every Canadian case citation in a text, parallels grouped into decisions, short forms tied to the full one before."""
    plain, places = normalise(text[:MAX_TEXT])
    cores = _find_cores(plain)
    mentions = list(_full_mentions(plain, cores))
    mentions += _short_mentions(plain, mentions)
    mentions.sort(key=lambda mention: mention.start)
    return [_moved(mention, places) for mention in mentions]


def _find_cores(plain: str) -> list[Core]:
    found: list[Core] = []
    for match in _NEUTRAL.finditer(plain):
        court = COURTS[match["code"]]
        year = int(match["y"])
        by = "canlii" if court.first_year and year < court.first_year else ""
        division = match["div"][1] if match["div"] else ""
        found.append(_core(match, "neutral", year=year, code=match["code"], division=division, court=court.court, assigned_by=by))
    for match in _CANLII.finditer(plain):
        found.append(_core(match, "canlii", year=int(match["y"]), court=(match["cp"] or "").strip()))
    for match in _YEARED.finditer(plain):
        if REPORTERS[_reporter_key(match["rep"])].shape in ("year", "both"):
            found.append(_reporter_core(match, "bracket"))
    for match in _NUMBERED.finditer(plain):
        if REPORTERS[_reporter_key(match["rep"])].shape in ("number", "both"):
            found.append(_reporter_core(match, "paren" if match["y"] else ""))
    for match in _QL_RE.finditer(plain):
        found.append(_core(match, "ql", year=int(match["y"]), code=re.sub(r"[^A-Za-z]", "", match["ser"])))
    for match in _WL_RE.finditer(plain):
        found.append(_core(match, "wl", year=int(match["y"]), code=f"Carswell{match['ser']}"))
    for match in _AZ_RE.finditer(plain):
        found.append(_core(match, "az", year=int(match["y"]) if match["y"] else None))
    return _without_overlaps(found)


def _core(match: re.Match, kind: str, **values) -> Core:
    return Core(kind=kind, number=int(match["n"]), start=match.start(), end=match.end(), **values)


def _reporter_core(match: re.Match, year_style: str) -> Core:
    paren = match["cp"][1:-1].strip() if match["cp"] else ""
    return _core(
        match,
        "reporter",
        reporter=_reporter_key(match["rep"]),
        year=int(match["y"]) if match["y"] else None,
        year_style=year_style,
        volume=int(match["vol"]) if match["vol"] else None,
        series=(match["ser"] or "").replace(".", ""),
        court_paren=paren,
    )


def _reporter_key(written: str) -> str:
    return next(key for form, key in _FORM_RES if form.fullmatch(written))


def _without_overlaps(found: list[Core]) -> list[Core]:
    found.sort(key=lambda core: (core.start, -core.end))
    kept: list[Core] = []
    for core in found:
        if not kept or core.start >= kept[-1].end:
            kept.append(core)
    return kept


def _full_mentions(plain: str, cores: list[Core]) -> Iterator[Mention]:
    groups: list[list[Core]] = []
    reach = [_reach(plain, core) for core in cores]
    for index, core in enumerate(cores):
        joined = index > 0 and re.fullmatch(r"[ ,]*", plain[reach[index - 1][1] : core.start]) is not None and reach[index - 1][0] is None
        if joined:
            groups[-1].append(core)
        else:
            groups.append([core])
    at = 0
    previous_end = 0
    for group in groups:
        first, last = at, at + len(group) - 1
        at += len(group)
        pin, end = reach[last]
        if pin:
            group[-1] = replace(group[-1], pin=pin)
        window = max(previous_end, cores[first].start - 400)
        before = plain[window : cores[first].start]
        style, begins = _style_before(before)
        history = _history_in(before if style is None else before[:begins])
        quoted = style is None and re.search(
            r'"[^"]{3,200}"(?: \(\d{4}\))?,? ?$', before + (f"({group[0].year})" if group[0].year_style == "paren" else "")
        )
        start = window + begins if style is not None else cores[first].start
        yield Mention(style, tuple(group), pin, history, bool(quoted), _conflict(group), None, start, end)
        previous_end = end


def _reach(plain: str, core: Core) -> tuple[Pin | None, int]:
    """Find the pinpoint behind a core, past markers such as (CanLII), and where all of it ends."""
    end = _MARKERS.match(plain, core.end).end()
    match = _PIN.match(plain, end) or (_BARE_PIN.match(plain, end) if core.kind == "reporter" else None)
    if not match:
        return None, end
    found = match.groupdict()
    pin = _pin("para", found["para"]) if found.get("para") else _pin("page", found["page"])
    return pin, _MARKERS.match(plain, match.end()).end()


def _pin(unit: str, numbers: str) -> Pin:
    ranges = []
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", numbers):
        if last and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        ranges.append((int(first), int(last or first)))
    return Pin(unit, tuple(ranges))


def _style_before(before: str) -> tuple[str | None, int]:
    """Find the style of cause that ends right before a citation, and where it begins."""
    head = re.sub(r"(?:,? ?\(\d{4}\))?,? ?$", "", before)
    lone = _NO_OPPONENT.search(head)
    versus = list(_VERSUS.finditer(head))
    if not versus:
        return (lone[1], lone.start(1)) if lone else (None, 0)
    between = versus[-1]
    right = head[between.end() :]
    if not 0 < len(right) <= 150 or re.search(r"[;\"]|\d|\. [A-Z][a-z]+ [a-z]|, (?:at|aux?|par)\b", right) or _HISTORY_RE.search(right):
        return None, 0
    left = _STYLE_LEFT.search(head[: between.start() + 1])
    if not left:
        return None, 0
    words = left[0]
    begins = left.start()
    while signal := _SIGNAL.match(words):
        if not words[signal.end() :].strip():
            break
        begins += signal.end()
        words = words[signal.end() :]
    sentence = list(re.finditer(r"(?<=[a-z0-9)])\. (?=[A-Z])", words))
    if sentence:
        begins += sentence[-1].end()
    return head[begins:], begins


def _history_in(before: str) -> str:
    found = list(_HISTORY_RE.finditer(before[-80:]))
    return found[-1].lastgroup or "" if found else ""


def _conflict(group: list[Core]) -> str:
    seen: dict[str, Core] = {}
    for core in group:
        if core.kind == "neutral":
            other = seen.setdefault(core.court, core)
            if other.number != core.number:
                return "number_mismatch"
            if other.year != core.year:
                return "year_mismatch"
    return ""


def _short_mentions(plain: str, full: list[Mention]) -> list[Mention]:
    """Tie "Jordan, at para. 24" to the last full citation before it whose style holds that name."""
    starts = [mention.start for mention in full]
    short = []
    for match in _SHORT.finditer(plain):
        before = bisect.bisect_right(starts, match.start("name")) - 1
        if before >= 0 and match.start("name") < full[before].end:
            continue
        name = _plain_name(match["name"]).split()[-1]
        begins = match.start("name") + match["name"].rfind(" ") + 1
        for index in range(before, max(-1, before - 500), -1):
            mention = full[index]
            if mention.end <= begins and mention.style and name in _plain_name(mention.style).split():
                pin = _pin("para", match["pin"])
                short.append(
                    Mention(plain[begins : match.start("pin")].rstrip(" ,"), (), pin, refers_to=index, start=begins, end=match.end())
                )
                break
    return short


def _plain_name(text: str) -> str:
    return re.sub(r"[^\w ]", "", text.replace("-", "")).casefold()


def _moved(mention: Mention, places: list[int]) -> Mention:
    cores = tuple(replace(core, start=places[core.start], end=places[core.end]) for core in mention.cores)
    return replace(mention, cores=cores, start=places[mention.start], end=places[mention.end])


_URL = re.compile(r"canlii\.(?:org|ca)/\S*?/(?P<id>\d{4}[a-z]+\d+)(?:/|\.html|$)", re.IGNORECASE)
_ID = re.compile(r"^(?P<y>\d{4})(?P<code>[a-z]+)(?P<n>\d+)$", re.IGNORECASE)
_REORDERED = re.compile(r"^(?P<code>[A-Z]{2,6}) ?(?P<n>\d{1,6}),? (?P<y>(?:19|20)\d\d)$")
_URL_CODES = {"NTCA": "NWTCA", "NTSC": "NWTSC", "NTTC": "NWTTC", "NSPR": "NSPB"}


def read_typed(text: str) -> Core | None:
    """Read one citation as people type it: any case, glued together, in another order, or the address of a page on CanLII."""
    text = normalise(text[:500])[0].strip()
    url = _URL.search(text)
    if url:
        text = url["id"]
    glued = _ID.match(text)
    if glued:
        code = glued["code"].upper()
        code = "CanLII" if code == "CANLII" else _URL_CODES.get(code, code)
        text = f"{glued['y']} {code} {int(glued['n'])}"
    for candidate in (text, text.upper()):
        moved = _REORDERED.match(candidate)
        if moved:
            candidate = f"{moved['y']} {moved['code']} {moved['n']}"
        mentions = [mention for mention in find_citations(candidate) if mention.cores]
        if mentions:
            return min(mentions[0].cores, key=_rank)
    return None


def is_only_a_citation(text: str) -> bool:
    """Whether the text holds one citation and no other words, so that opening the decision is what was meant."""
    plain = normalise(text[:500])[0].strip()
    if _URL.search(plain) or _ID.match(plain) or _REORDERED.match(plain.upper()):
        return read_typed(plain) is not None
    for candidate in (plain, plain.upper()):
        mentions = find_citations(candidate)
        if len(mentions) == 1 and mentions[0].cores and mentions[0].start == 0 and mentions[0].end == len(candidate):
            return True
    return False


def read_cores(lines: Iterable[str]) -> list[Core]:
    """Read the citations a person typed, one or more to a line; a line without any raises ValueError with that line."""
    cores: list[Core] = []
    for line in lines:
        if not line.strip():
            continue
        found = [core for mention in find_citations(line) for core in mention.cores]
        if not found:
            typed = read_typed(line)
            if typed is None:
                raise ValueError(line.strip())
            found = [typed]
        cores += found
    return cores


def _rank(core: Core) -> int:
    order = {"neutral": 0, "canlii": 1, "reporter": 3, "ql": 4, "wl": 5, "az": 6}
    return 2 if core.reporter == "SCR" else order[core.kind]


# --- writing ----------------------------------------------------------------------------------------------------------------------

MCGILL, COURT, FRENCH = "mcgill", "court", "french"


def format_core(core: Core, target: str = MCGILL) -> str:
    """Write one core in a style."""
    french, dotted = target == FRENCH, target == COURT
    if core.kind == "neutral":
        code = COURTS[core.code].canonical
        if french:
            code = next((row.code for row in COURTS.values() if row.canonical == code and row.code != code), code)
        division = f"({core.division})" if core.division else ""
        return f"{core.year} {code}{division} {core.number}"
    if core.kind == "canlii":
        return f"{core.year} CanLII {core.number}" + (f" ({core.court})" if core.court else "")
    if core.kind == "ql":
        series = QL_WRITTEN.get(core.code, ".".join(core.code) + ".") if dotted else core.code
        return f"[{core.year}] {series} {'no' if french else 'No.' if dotted else 'No'} {core.number} (QL)"
    if core.kind == "wl":
        return f"{core.year} {core.code} {core.number} ({'WL Can.' if dotted else 'WL Can'})"
    if core.kind == "az":
        return (f"[{core.year}] " if core.year else "") + f"AZ-{core.number}"
    reporter = REPORTERS[core.reporter]
    name = reporter.court if dotted else reporter.mcgill_fr if french else reporter.mcgill
    series = f" ({core.series})" if core.series else ""
    paren = ""
    if core.court_paren:
        paren = f" ({core.court_paren if dotted else core.court_paren.replace('.', '')})"
    if core.year_style == "bracket":
        volume = f"{core.volume} " if core.volume else ""
        return f"[{core.year}] {volume}{name}{series} {core.number}{paren}"
    year = f"({core.year}), " if core.year_style == "paren" else ""
    return f"{year}{core.volume} {name}{series} {core.number}{paren}"


def format_style(style: str, target: str = MCGILL) -> str:
    """Write a style of cause in a style; the names stay as the court published them."""
    if target == MCGILL:
        style = re.sub(r"\b(?:[A-Z]\.){2,}", lambda match: match[0].replace(".", ""), style)
        style = re.sub(r"(?<![\w.])R\. (?=[vc]\. )", "R ", style)
        style = re.sub(r" c\. R\.$", " c R", re.sub(r" (v|c)\. (?!R\.$)", r" \1 ", style))
        return style
    if target == FRENCH:
        return re.sub(r" v\.? (?=\S)", " c. ", style)
    return style


def format_pin(pin: Pin, target: str = MCGILL) -> str:
    """Write a pinpoint in a style."""
    numbers = ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in pin.ranges)
    many = len(pin.ranges) > 1 or any(first != last for first, last in pin.ranges)
    if target == FRENCH:
        return f", par. {numbers}" if pin.unit == "para" else f", p. {numbers}"
    if target == COURT:
        word = ("paras." if many else "para.") if pin.unit == "para" else ("pp." if many else "p.")
        return f", at {word} {numbers}"
    return f" at {'paras' if many else 'para'} {numbers}" if pin.unit == "para" else f" at {numbers}"


def format_citation(style: str | None, cores: Iterable[Core], target: str = MCGILL, pin: Pin | None = None, *, every: bool = False) -> str:
    """Write a full citation: the neutral citation, the Supreme Court's reports, one other reporter, a CanLII number where there is nothing
    neutral. ``every`` keeps all cores in their order.
    """
    kept = list(cores) if every else _chosen(cores)
    words = ", ".join(format_core(core, target) for core in kept)
    head = format_style(style, target) if style else ""
    if head and words:
        between = " " if kept[0].year_style == "paren" else ", "
        words = f"{head}{between}{words}"
    return (words or head) + (format_pin(pin, target) if pin else "")


def _chosen(cores: Iterable[Core]) -> list[Core]:
    ordered = sorted(cores, key=_rank)
    neutral = [core for core in ordered if core.kind == "neutral"][:1]
    scr = [core for core in ordered if core.reporter == "SCR"][:1]
    other = [core for core in ordered if core.kind == "reporter" and core.reporter != "SCR"][:1]
    canlii = [] if neutral else [core for core in ordered if core.kind == "canlii"][:1]
    rest = [core for core in ordered if core.kind in ("ql", "wl", "az")][:1]
    return neutral + canlii + scr + other if neutral or canlii or scr or other else rest


# --- statutes ---------------------------------------------------------------------------------------------------------------------

_ACTS = [
    (
        "CC",
        r"(?:Criminal Code(?:,? ?R\.?S\.?C\.?,? 1985,? c\.? ?C-46)?|Cr\. ?C\.|C\. ?cr\.|the Code\b"
        r"|Code criminel(?:,? ?L\.?R\.?C\.?,? \(?1985\)?,? ch?\.? ?C-46)?)",
    ),
    ("CHARTER", r"(?:Canadian Charter of Rights and Freedoms|Charte canadienne des droits et libertés|(?:the )?Charter\b|Charte\b)"),
    (
        "YCJA",
        r"(?:Youth Criminal Justice Act(?:,? ?S\.?C\.? 2002,? c\.? ?1\b)?|YCJA\b|LSJPA\b"
        r"|Loi sur le système de justice pénale pour les adolescents)",
    ),
    ("CEA", r"(?:Canada Evidence Act(?:,? ?R\.?S\.?C\.?,? 1985,? c\.? ?C-5\b)?|Loi sur la preuve au Canada)"),
    ("CDSA", r"(?:Controlled Drugs and Substances Act(?:,? ?S\.?C\.? 1996,? c\.? ?19\b)?|CDSA\b)"),
    ("IRPA", r"(?:Immigration and Refugee Protection Act(?:,? ?S\.?C\.? 2001,? c\.? ?27\b)?|IRPA\b|LIPR\b)"),
]
_ACT_RES = [(key, re.compile(pattern)) for key, pattern in _ACTS]
_OTHER_ACT = re.compile(
    r"(?P<kind>R\.?S\.?C\.?|S\.?C\.?|R\.?S\.?O\.?|S\.?O\.?|L\.?R\.?C\.?|L\.?C\.?),? (?P<y>\d{4}),? "
    r"ch?\.? (?P<c>[A-Z]?-?\.?\d+(?:\.\d+)?)(?P<supp> \(\d\w\w Supp\.\))?"
)
_DESIGNATOR = r"(?:ss?\.|[Ss]ections?|arts?\.|[Aa]rticles?|(?:l')?[Aa]l(?:inéas?|\.)|[Pp]aragraphes?|ss?(?= \d))"
_GROUPS = r"(?: ?\((?:\d{1,2}(?:\.\d{1,2})?|[a-z]{1,4}(?:\.\d)?)\)| ?(?<=[\d)])[a-z](?:\.\d)?\)| ?(?<=\) )[a-z]\)| (?<=\) )[a-z]\))*"
_SECTION = rf"\d{{1,4}}(?:\.\d{{1,4}})?{_GROUPS}"
_JOIN = r"(?:, and |, or |, | and | or | et | ou )"
_ELLIPSIS = rf"\((?:\d{{1,2}}(?:\.\d{{1,2}})?|[a-z]{{1,4}})\){_GROUPS}"
_LIST = re.compile(rf"(?<![\w.])(?P<word>{_DESIGNATOR}) ?(?P<list>{_SECTION}(?:{_JOIN}(?:{_DESIGNATOR} ?)?(?:{_SECTION}|{_ELLIPSIS}))*)")
_GROUP_PARTS = re.compile(r"\(?(\d{1,2}(?:\.\d{1,2})?|[a-z]{1,4}(?:\.\d)?)\)")


def find_sections(text: str, default_act: str = "CC") -> list[str]:
    """Find the statute provisions a text cites, as keys such as CC:279.01(1)(a); an unnamed act is the default one."""
    plain = normalise(text[:MAX_TEXT])[0]
    found: list[str] = []
    for match in _LIST.finditer(plain):
        act = _act_near(plain, match.start(), match.end(), default_act)
        if act is None:
            continue
        section = ""
        for item in re.split(_JOIN, match["list"]):
            item = re.sub(rf"^{_DESIGNATOR} ?", "", item).strip()
            number = re.match(r"\d{1,4}(?:\.\d{1,4})?(?![\d)])", item)
            if number:
                section, rest = number[0], item[number.end() :]
            else:
                rest = item
            groups = "".join(f"({part})" for part in _GROUP_PARTS.findall(rest.replace(" ", "")))
            found.append(f"{act}:{section}{groups}")
    return list(dict.fromkeys(found))


def _act_near(plain: str, start: int, end: int, default: str) -> str | None:
    before, after = plain[max(0, start - 120) : start], plain[end : end + 60]
    follows = re.match(r",? ?(?:of |du |de la |of the )?", after)
    tail = after[follows.end() :]
    for key, pattern in _ACT_RES:
        if pattern.match(tail):
            return key
    for key, pattern in _ACT_RES:
        for named in pattern.finditer(before):
            if re.fullmatch(r"[,; ]*", before[named.end() :]):
                return key
    others = list(_OTHER_ACT.finditer(before))
    if others and re.fullmatch(r"[,; ]*", before[others[-1].end() :]):
        other = others[-1]
        return f"OTHER[{other['kind'].replace('.', '')} {other['y']} c {other['c']}{(other['supp'] or '').replace('.', '')}]"
    if re.search(r"(?:SOR|DORS|O\. ?Reg\.?)[^;]{0,25}$", before):
        return None
    return default
