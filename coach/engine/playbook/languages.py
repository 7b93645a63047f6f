"""Languages by their codes: ISO 639-1, and the spellings that Salesforce and people use.

A locale is a tag of :mod:`coach.engine.languages`, most often a language, or a language and a country: ``de``,
``de-AT``.
"""

import re
from collections.abc import Mapping

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
LANGUAGES = frozenset(_CODES.split())
"""The two-letter codes of ISO 639-1. The three-letter codes are too many to list."""

_OLD: Mapping[str, str] = {"iw": "he", "in": "id", "ji": "yi"}
"""Withdrawn codes that Salesforce, like Java, still uses. Source: Metadata API Developer Guide, “Translations”."""
_MEANT: Mapping[str, str] = {
    **_OLD,
    **dict.fromkeys(("ge", "ger", "german", "deutsch", "at"), "de"),
    **dict.fromkeys(("us", "gb", "eng", "english"), "en"),
    **dict.fromkeys(("sp", "spa", "mx", "spanish", "español"), "es"),
    **dict.fromkeys(("fre", "french", "français"), "fr"),
    **dict.fromkeys(("ita", "italian", "italiano"), "it"),
    **dict.fromkeys(("jp", "jap", "japanese"), "ja"),
    **dict.fromkeys(("cn", "chinese"), "zh-CN"),
    **dict.fromkeys(("dk", "danish"), "da"),
    **dict.fromkeys(("swe", "swedish"), "sv"),
    **dict.fromkeys(("dut", "dutch"), "nl"),
    **dict.fromkeys(("portuguese", "por"), "pt"),
    **dict.fromkeys(("po", "polish"), "pl"),
    **dict.fromkeys(("cz", "czech"), "cs"),
    **dict.fromkeys(("gr", "greek"), "el"),
    **dict.fromkeys(("kp", "korean"), "ko"),
    **dict.fromkeys(("finnish",), "fi"),
    **dict.fromkeys(("ua", "ukrainian"), "uk"),
    **dict.fromkeys(("norwegian", "nor"), "nb"),
}
"""Country codes and names that people write in place of a language code."""
_PARTS = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\Z")


def meant(text: str) -> str:
    """The locale that an invalid one probably means; empty if unclear."""
    found = _PARTS.match(text.strip())
    language, country = (found[1].lower(), (found[2] or "").upper()) if found else (text.strip().lower(), "")
    known = _MEANT.get(language) or (language if language in LANGUAGES else "")
    return f"{known}-{country}" if known and country and "-" not in known else known
