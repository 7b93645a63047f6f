"""BCP 47 language tags: what Salesforce's codes mean, and which of several languages serves a reader best.

Parents, likely subtags and withdrawn codes are those of CLDR, as Babel has them (Unicode Technical Standard 35,
part 1: “Parent Locales”, “Likely Subtags”). Mexico falls back to Latin America (es-419), then to Spanish. Taiwan falls
back to traditional script, and never to simplified.
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

    None if it is empty or not such a key. Variants, which say how to sort or count money, are dropped.
    Sources: Object Reference, User; Salesforce Help, “Supported Locales (ICU)”.
    """
    found = _PARTS.match(key or "")
    return "-".join(_canonical(found)) if found else None


def canonical(tag: str) -> str | None:
    """The tag in its standard form: ``he`` for ``iw``, ``sr-Latn`` for ``sh``; None if it is not a tag."""
    found = _PARTS.match(tag)
    return None if found is None or found["variants"] else "-".join(_canonical(found))


def composed(text: str | None, region: str | None) -> str:
    """The tag for a text in language ``text`` (English if None) and a reader in the region of the tag ``region``.

    Words follow the text, figures follow the reader: CLDR has en-DE for English as read in Germany, where the org
    itself shows 1.234,50 whatever language its user chose. So a rep sees a figure in one form, on the card and beside
    it.
    """
    language, script, own = _split(chain(text or "en")[0])
    theirs = _split(region)[2] if region else ""
    return "-".join(part for part in (language, script, theirs or own) if part)


def region_of(*tags: str | None) -> str | None:
    """The region of the first tag that names one."""
    return next((tag for tag in tags if tag and _split(tag)[2]), None)


def best(wanted: str, spoken: Collection[str]) -> str | None:
    """Which of the tags ``spoken`` serves a reader of ``wanted`` best; None if none is in their language.

    The nearest ancestor wins. Among tags that only share an ancestor, the one nearest to that ancestor wins.
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

    The script is included if it is not the language's usual one: zh-TW is zh-Hant-TW, then zh-Hant.
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
    # An unusual script has no parent: its readers may not know the usual one.
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
    """Language, script and region, as far as given. Some withdrawn language codes stand for a language with a script or
    region.
    """
    language, script, region = (found[part] or "" for part in ("language", "script", "region"))
    meant = _table("language_aliases").get(language.lower(), language.lower())
    language, _, implied = _BOKMAL.get(meant, meant).partition("_")
    script = script.title() or (implied if len(implied) == len("Latn") else "")
    region = region.upper() or (implied if len(implied) == len("ME") else "")
    return [part for part in (language, script, _region(region)) if part]


def _region(code: str) -> str:
    """The region's current code: RS for CS, GB for UK."""
    followers = _table("territory_aliases").get(code)
    return followers[0] if followers else code


def _table(name: Literal["language_aliases", "likely_subtags", "parent_exceptions", "territory_aliases"]) -> Any:
    return get_global(name)
