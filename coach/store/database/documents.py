"""Nouns as JSON documents, and back: the deal as read, the trace of a decision, the parts of a card."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from coach.model import Block, Deal, Quiz, Trace

Document = dict[str, Any]

_deal = TypeAdapter(Deal)
_trace = TypeAdapter(Trace)
_blocks = TypeAdapter(tuple[Block, ...])
_quiz = TypeAdapter(Quiz)


def deal_document(deal: Deal) -> Document:
    """The deal as plain JSON; Decimals are strings, times ISO 8601."""
    document: Document = _deal.dump_python(deal, mode="json")
    document["unreadable"] = sorted(deal.unreadable)
    document["fields"] = {name: _tag(value) for name, value in deal.fields.items()}
    return document


def deal_from(document: Document) -> Deal:
    """The deal that ``deal_document`` was given."""
    fields = {name: _untag(value) for name, value in document["fields"].items()}
    return _deal.validate_python(document | {"fields": fields})


def trace_document(trace: Trace | None) -> Document | None:
    """The trace as plain JSON."""
    return None if trace is None else _trace.dump_python(trace, mode="json")


def trace_from(document: Document | None) -> Trace | None:
    """The trace that ``trace_document`` was given."""
    return None if document is None else _trace.validate_python(document)


def blocks_document(blocks: tuple[Block, ...]) -> list[Document]:
    """A card's blocks as plain JSON."""
    documents: list[Document] = _blocks.dump_python(blocks, mode="json")
    return documents


def blocks_from(documents: list[Document]) -> tuple[Block, ...]:
    """The blocks that ``blocks_document`` was given."""
    return _blocks.validate_python(documents)


def quiz_document(quiz: Quiz | None) -> Document | None:
    """A card's question as plain JSON."""
    return None if quiz is None else _quiz.dump_python(quiz, mode="json")


def quiz_from(document: Document | None) -> Quiz | None:
    """The question that ``quiz_document`` was given."""
    return None if document is None else _quiz.validate_python(document)


def _tag(value: object) -> object:
    """A custom field's value, with its type where JSON has no word for it."""
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case datetime():  # before date, for a datetime is one, too
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _untag(value: object) -> object:
    if not isinstance(value, dict):
        return value
    ((tag, text),) = value.items()
    match tag:
        case "decimal":
            return Decimal(text)
        case "datetime":
            return datetime.fromisoformat(text)
        case _:
            return date.fromisoformat(text)
