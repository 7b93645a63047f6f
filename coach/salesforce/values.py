"""Values as the REST API sends them → Python: Decimal and aware UTC, without floats in between."""

from coach.engine.model import FieldValue
from coach.engine.playbook.fieldtypes import day, moment, number, text, type_of

__all__ = ["day", "moment", "number", "of_type", "text"]


def of_type(kind: str, value: object) -> FieldValue:
    """A field's value by its type in describe's words; None if it is empty."""
    return None if value is None else type_of(kind).read(value)
