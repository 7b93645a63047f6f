"""Find the fields that a formula depends on: its own record does not change when they do.

Describe shows a formula's text to whoever may see it. Sources: SOAP API Developer Guide, "Field" (calculated,
calculatedFormula); Salesforce Help, "Formula Operators and Functions" (a cross-object reference is written as a path of
relationships; ``$User`` and other globals are not on the record).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from coach.engine.inventory import Schema

NESTED = 3
"""How many nested formulas are followed."""
_USUAL = ("Account.Name", "Owner.Name", "Owner.Manager.Name")
"""What a formula on the opportunity usually depends on, for formulas whose text is hidden from us."""
_NO_REFERENCE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|/\*.*?\*/", re.DOTALL)
_PATH = re.compile(r"(?<![\w.$])[A-Za-z]\w*(?:\.[A-Za-z]\w*)*")


def sources(description: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in a field's formula, function names among them; empty if it is not a formula."""
    if description.get("calculated") is not True:
        return ()
    text = description.get("calculatedFormula")
    if not text:
        return _USUAL
    return tuple(dict.fromkeys(_PATH.findall(_NO_REFERENCE.sub(" ", str(text)))))


def rests_on(schema: Schema, start: str, path: str, nested: int = NESTED) -> Iterator[str]:
    """The path itself and, if it ends at a formula, the paths that the formula depends on, from the same object."""
    yield path
    place = schema.place(start, path)
    if place is None or not nested:
        return
    before = "".join(f"{step}." for step in place.path.split(".")[:-1])
    for source in place.field.sources:
        yield from rests_on(schema, start, before + source, nested - 1)
