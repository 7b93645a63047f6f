"""BCP 47 language tags: what Salesforce's codes mean, and which of several languages serves a reader best.

Parents, likely subtags and withdrawn codes are those of CLDR, as Babel has them (Unicode Technical Standard 35,
part 1: “Parent Locales”, “Likely Subtags”): Mexico falls back to Latin America (es-419), then to Spanish; Taiwan to
traditional script, and never to simplified.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Literal

from babel.core import get_global

_PARTS = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:[-_](?P<script>[A-Za-z]{4}))?(?:[-_](?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:[-_][A-Za-z0-9]+)*)\Z"
)
_BOKMAL: Mapping[str, str] = {"no": "nb"}
"""Salesforce's ``no`` is Bokmål. Source: Salesforce Help, “Supported Languages”: Norwegian, no."""


def of_salesforce(key: str | None) -> str | None:
    """A user's LanguageLocaleKey (``pt_BR``, ``iw``) or LocaleSidKey (``de_CH``, ``zh_CN_PINYIN``) as a tag.

    None where it is empty or no such key. Variants say how to sort or count money, and are left out.
    Sources: Object Reference, User; Salesforce Help, “Supported Locales (ICU)”.
    """
    found = _PARTS.match(key or "")
    return "-".join(_canonical(found)) if found else None


def canonical(tag: str) -> str | None:
    """The tag as the standard writes it: ``he`` for ``iw``, ``sr-Latn`` for ``sh``; None where it is none."""
    found = _PARTS.match(tag)
    return None if found is None or found["variants"] else "-".join(_canonical(found))


def composed(text: str | None, region: str | None) -> str:
    """The tag of a text in ``text``, English where None, for a reader whose region is that of the tag ``region``.

    Words follow the text, figures the reader: CLDR has en-DE for English as it is read in Germany, where the org itself
    shows 1.234,50 whatever language its user chose. So a rep reads one figure in one form, on the card and beside it.
    """
    language, script, own = _split(chain(text or "en")[0])
    theirs = _split(region)[2] if region else ""
    return "-".join(part for part in (language, script, theirs or own) if part)


def region_of(*tags: str | None) -> str | None:
    """The first of the tags that names a region."""
    return next((tag for tag in tags if tag and _split(tag)[2]), None)


def best(wanted: str, spoken: Collection[str]) -> str | None:
    """The one of the tags ``spoken`` that serves a reader of ``wanted`` best; None where none is in their language.

    The nearest ancestor counts; of those that have only an ancestor in common, the nearest to that one.
    """
    known = {tag: chain(tag) for tag in spoken}
    for step in chain(wanted):
        if exact := next((tag for tag, own in known.items() if own[0] == step), None):
            return exact
        below = [tag for tag, own in known.items() if step in own]
        if below:
            return min(below, key=lambda tag: known[tag].index(step))
    return None


@lru_cache(maxsize=1_024)
def chain(tag: str) -> tuple[str, ...]:
    """A tag and its ancestors, the nearest first: ``es-MX``, ``es-419``, ``es``.

    The script is told where it is not what the language is usually written in: zh-TW is zh-Hant-TW, then zh-Hant.
    """
    language, script, region = _split(tag)
    script = script or _likely_script(language, region)
    if script == _likely_script(language, ""):
        script = ""
    steps = ["-".join(part for part in (language, script, region) if part)]
    while parent := _parent(steps[-1]):
        steps.append(parent)
    return tuple(steps)


def _parent(tag: str) -> str:
    known = _table("parent_exceptions").get(tag.replace("-", "_"))
    if known:
        return "" if known == "root" else known.replace("_", "-")
    shorter = tag.rpartition("-")[0]
    # A script that is not the usual one has no parent: its readers may not know the other.
    return "" if len(tag.rpartition("-")[2]) == len("Hant") else shorter


def _likely_script(language: str, region: str) -> str:
    likely = _table("likely_subtags")
    found = (region and likely.get(f"{language}_{region}")) or likely.get(language, "")
    return next((part for part in found.split("_")[1:] if len(part) == len("Latn")), "")


def _split(tag: str) -> tuple[str, str, str]:
    found = _PARTS.match(tag)
    if found is None:
        return "en", "", ""
    language, *rest = _canonical(found)
    script = next((part for part in rest if len(part) == len("Latn")), "")
    return language, script, next((part for part in rest if part != script), "")


def _canonical(found: re.Match[str]) -> list[str]:
    """Language, script and region, as far as they are told; some withdrawn languages stand for one of the others."""
    language, script, region = (found[part] or "" for part in ("language", "script", "region"))
    meant = _table("language_aliases").get(language.lower(), language.lower())
    language, _, implied = _BOKMAL.get(meant, meant).partition("_")
    script = script.title() or (implied if len(implied) == len("Latn") else "")
    region = region.upper() or (implied if len(implied) == len("ME") else "")
    return [part for part in (language, script, _region(region)) if part]


def _region(code: str) -> str:
    """The region's code of today: RS for CS, GB for UK."""
    followers = _table("territory_aliases").get(code)
    return followers[0] if followers else code


def _table(name: Literal["language_aliases", "likely_subtags", "parent_exceptions", "territory_aliases"]) -> Any:
    return get_global(name)
