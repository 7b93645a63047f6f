"""What a formula takes its values from: its own record never changes when they do.

Describe shows a formula's text to whoever may see it. Sources: SOAP API Developer Guide, "Field" (calculated,
calculatedFormula); Salesforce Help, "Formula Operators and Functions" (a cross-object reference is written as a path of
relationships; ``$User`` and other globals are not on the record).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coach.engine.inventory import Schema

NESTED = 3
"""How many formulas, one over another, are followed."""
_USUAL = ("Account.Name", "Owner.Name", "Owner.Manager.Name")
"""Where a formula on the opportunity mostly takes its values from, where its text is kept from us."""
_NO_REFERENCE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|/\*.*?\*/", re.DOTALL)
_PATH = re.compile(r"(?<![\w.$])[A-Za-z]\w*(?:\.[A-Za-z]\w*)*")


def sources(description: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in the formula of a described field, function names among them; none where it is no formula."""
    if description.get("calculated") is not True:
        return ()
    text = description.get("calculatedFormula")
    if not text:
        return _USUAL
    return tuple(dict.fromkeys(_PATH.findall(_NO_REFERENCE.sub(" ", str(text)))))


def rests_on(schema: Schema, start: str, path: str, nested: int = NESTED) -> Iterator[str]:
    """The path itself, and where there is a formula at its end, the paths that this rests on, from the same object."""
    yield path
    place = schema.place(start, path)
    if place is None or not nested:
        return
    before = "".join(f"{step}." for step in place.path.split(".")[:-1])
    for source in place.field.sources:
        yield from rests_on(schema, start, before + source, nested - 1)
