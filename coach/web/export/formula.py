"""Text in a table that a spreadsheet must not take for a formula.

A cell that begins with one of a few characters is carried out when the file is opened, and what comes from a CRM can
begin with anything. An apostrophe before it makes it text; a spreadsheet does not show the apostrophe.
Source: OWASP ASVS 5.0, 1.2.10; OWASP, "CSV Injection".
"""

import unicodedata

BEGINS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""The full-width forms are those that East Asian versions take for the same."""


def inert(text: str) -> str:
    """``text`` with an apostrophe before it, where it could begin a formula: at once, or after spaces."""
    if text[:1].isascii() and text[:1].isalnum():
        return text
    if text[:1] in BEGINS or _first_visible(text) in BEGINS:
        return f"'{text}"
    return text


def _first_visible(text: str) -> str:
    """The first character that a spreadsheet would look at: spaces and what has no width are passed over."""
    for character in text:
        if not character.isspace() and unicodedata.category(character) != "Cf":
            return character
    return ""
