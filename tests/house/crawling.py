"""What somebody meets who opens every address of the product, a record behind each."""

from dataclasses import dataclass, field
from functools import cache

from django.urls import URLPattern, get_resolver

from foundation.audit.models import ReadLog
from tests.house.addresses import filled
from tests.house.row_changes import beyond_reading, counted

READERS = ("ANON", "POL", "CRN", "PRO", "LEAD", "AST", "REC", "ADM")
ROLE_OF = {name: name for name in READERS if name != "ANON"}
HERE = "203.0.113.20"
# Signing out and in is what these addresses are for, and they end the walk.
LEFT_OUT = {"account_logout", "demo_sign_in", "casetracker:confirm_clock"}  # the last opens only once a count was replaced


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Every name of the URL table, with the places in its address."""
    found = {}

    def walk(patterns, namespace, places):
        for pattern in patterns:
            inside = (*places, *pattern.pattern.converters)
            if isinstance(pattern, URLPattern):
                found[namespace + pattern.name] = inside
            else:
                walk(pattern.url_patterns, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""), inside)

    walk(get_resolver().url_patterns, "", ())
    return found


@dataclass
class Crawl:
    """What one reader met behind every address."""

    statuses: dict[str, int] = field(default_factory=dict)
    written: dict[str, dict] = field(default_factory=dict)
    looks: dict[str, list[ReadLog]] = field(default_factory=dict)
    bare: dict[str, list[str]] = field(default_factory=dict)


def lacks(answer, signed_in: bool) -> list[str]:
    """Say which of the headers that every answer owes are missing or weak."""
    policy = {part.split()[0]: part.split()[1:] for part in answer.get("Content-Security-Policy", "").split(";") if part.strip()}
    is_paper = answer.get("Content-Disposition", "").startswith("attachment")
    wanted = {
        "default-src": policy.get("default-src") in (["'self'"], ["'none'"]),
        "no unsafe": not any("unsafe" in word or word == "*" for words in policy.values() for word in words),
        "object-src": is_paper or policy.get("object-src") == ["'none'"],
        "base-uri": is_paper or policy.get("base-uri") == ["'none'"],
        "frame-ancestors": is_paper or policy.get("frame-ancestors") == ["'none'"],
        "form-action": is_paper or policy.get("form-action") == ["'self'"],
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "frames": answer.get("X-Frame-Options") == "DENY",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no-store": not signed_in or "no-store" in answer.get("Cache-Control", ""),
    }
    return [name for name, holds in wanted.items() if not holds]


def last_look() -> int:
    """The number of the newest row of the log of reads."""
    return ReadLog.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def crawled(browser, house, signed_in: bool) -> Crawl:
    """Open every address with one browser."""
    seen = Crawl()
    with counted() as changed:
        for name, places in names().items():
            if name in LEFT_OUT:
                continue
            changed()
            last = last_look()
            answer = browser.get(filled(house, name, places))
            if answer.streaming:
                b"".join(answer.streaming_content)
            seen.statuses[name] = answer.status_code
            seen.looks[name] = list(ReadLog.objects.filter(pk__gt=last).select_related("by"))
            if writes := beyond_reading(changed()):
                seen.written[name] = writes
            if missing := lacks(answer, signed_in):
                seen.bare[name] = missing
    return seen
