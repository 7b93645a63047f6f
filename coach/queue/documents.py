"""Nouns as JSON documents, and back: the deal as read, the trace of a decision, the parts of a card, lines."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from coach.engine.model import Block, Deal, Quiz, RecordId, Trace, Unknown
from coach.engine.model.lines import Lines

Document = dict[str, Any]

_deal = TypeAdapter(Deal)
_trace = TypeAdapter(Trace)
_blocks = TypeAdapter(tuple[Block, ...])
_quiz = TypeAdapter(Quiz)
_lines = TypeAdapter(Lines)


def deal_document(deal: Deal) -> Document:
    """The deal as plain JSON; Decimals are strings, times ISO 8601."""
    document: Document = _deal.dump_python(deal, mode="json")
    document["unreadable"] = sorted(deal.unreadable)
    document["fields"] = _tagged(deal.fields)
    for line, item in zip(document["products"], deal.products, strict=True):
        line["fields"] = _tagged(item.fields)
    return document


def deal_from(document: Document) -> Deal:
    """The inverse of ``deal_document``."""
    products = [line | {"fields": _untagged(line.get("fields", {}))} for line in document["products"]]
    return _deal.validate_python(document | {"fields": _untagged(document["fields"]), "products": products})


def trace_document(trace: Trace | None) -> Document | None:
    """The trace as plain JSON."""
    return None if trace is None else _trace.dump_python(trace, mode="json")


def trace_from(document: Document | None) -> Trace | None:
    """The inverse of ``trace_document``."""
    return None if document is None else _trace.validate_python(document)


def blocks_document(blocks: tuple[Block, ...]) -> list[Document]:
    """A card's blocks as plain JSON."""
    documents: list[Document] = _blocks.dump_python(blocks, mode="json", exclude_defaults=True)
    return documents


def blocks_from(documents: list[Document]) -> tuple[Block, ...]:
    """The inverse of ``blocks_document``."""
    return _blocks.validate_python(documents)


def quiz_document(quiz: Quiz | None) -> Document | None:
    """A card's question as plain JSON."""
    return None if quiz is None else _quiz.dump_python(quiz, mode="json", exclude_defaults=True)


def quiz_from(document: Document | None) -> Quiz | None:
    """The inverse of ``quiz_document``."""
    return None if document is None else _quiz.validate_python(document)


def lines_document(lines: Lines) -> list[Document]:
    """Lines as plain JSON, without what is the default."""
    documents: list[Document] = _lines.dump_python(lines, mode="json", exclude_defaults=True)
    return documents


def lines_from(documents: list[Document]) -> Lines:
    """The inverse of ``lines_document``."""
    return _lines.validate_python(documents)


def _tagged(fields: Mapping[str, object]) -> Document:
    return {name: _tag(value) for name, value in fields.items()}


def _untagged(document: Document) -> Document:
    return {name: _untag(value) for name, value in document.items()}


def _tag(value: object) -> object:
    """The value of a further field, tagged with its type if JSON has no such type."""
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case datetime():  # before date, because a datetime is a date, too
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case tuple():
            return {"selection": list(value)}
        case RecordId():
            return {"id": value.id}
        case Unknown():
            return {"unknown": {"reason": value.reason, "filled": value.filled}}
    return value


_UNTAG: Mapping[str, Callable[[Any], object]] = {
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "selection": tuple,
    "id": RecordId,
    "unknown": lambda parts: Unknown(**parts),
}


def _untag(value: object) -> object:
    if not isinstance(value, dict):
        return value
    ((tag, inner),) = value.items()
    return _UNTAG[tag](inner)
