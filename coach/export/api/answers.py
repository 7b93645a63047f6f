"""The bodies of the API's answers, for the OpenAPI description and for tests of the answers.

Rows of the log and facts of the feed have the columns of :mod:`coach.log.columns` and
:mod:`coach.export.feed_facts`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from coach.export.aggregates import Dimension
from coach.export.feed_facts import RESPONSE, SETTLEMENT
from coach.log.columns import EXPORTED, FOLLOWED, LOGGED_WITH, Column, ColumnKind
from coach.queue.feed import FeedKind
from coach.web.apidoc import MAY_BE_NULL, Whole

_TYPES: Mapping[ColumnKind, Mapping[str, Any]] = {
    ColumnKind.TEXT: {"type": "string"},
    ColumnKind.NUMBER: {"type": "integer", "format": "int64"},
    ColumnKind.EXACT: {"type": "string"},
    ColumnKind.FLAG: {"type": "boolean"},
    ColumnKind.MOMENT: {"type": "string", "format": "date-time"},
    ColumnKind.TEXTS: {"type": "array", "items": {"type": "string"}},
}


class _Row(BaseModel):
    """A row of the log: its columns are not spelt here once more."""

    columns: ClassVar[Sequence[Column]] = ()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        reference = handler(schema)
        handler.resolve_ref_schema(reference).update(
            required=[each.name for each in cls.columns], properties={each.name: _of(each) for each in cls.columns}
        )
        return reference


def _of(column: Column) -> Mapping[str, Any]:
    return {
        **_TYPES[column.kind],
        "description": column.meaning,
        **(MAY_BE_NULL if column.nullable else {}),
    }


class _OrNull(BaseModel):
    model_config = ConfigDict(json_schema_extra=MAY_BE_NULL)


class Decision(_Row):
    """A row of the log."""

    columns = EXPORTED


class LoggedDecision(_Row):
    """A decision."""

    columns = LOGGED_WITH


class FeedDecision(_Row, _OrNull):
    """A decision; null for other facts, and once it is erased or not kept any more."""

    columns = FOLLOWED


def _object(meaning: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "object", "description": meaning})


def _says(meaning: str) -> Any:
    return Field(description=meaning)


class DecisionPage(BaseModel):
    """A page of the log."""

    decisions: Annotated[list[Decision], _says("The rows.")]
    next: Annotated[str | None, _says("Where the next page begins; null on the last.")]


class Story(BaseModel):
    """All about one decision."""

    decision: LoggedDecision
    trace: Annotated[dict[str, Any], _object("Every condition: what was expected, what was found.")] | None
    card: Annotated[dict[str, Any], _object("The card as it last read.")] | None
    note: Annotated[dict[str, Any], _object("Its note: state, code, sentence, note_id.")] | None
    attempts: Annotated[
        list[Annotated[dict[str, Any], _object("One attempt to write the note.")]],
        _says("All attempts, oldest first."),
    ]
    responses: Annotated[
        list[Annotated[dict[str, Any], _object("What the rep said.")]],
        _says("All responses, oldest first; answers are for the rep alone."),
    ]
    events: Annotated[
        list[Annotated[dict[str, Any], _object("An event.")]], _says("All events about the deal, oldest first.")
    ]
    comments: Annotated[
        list[Annotated[dict[str, Any], _object("A comment.")]], _says("Managers' comments, oldest first.")
    ]
    later: Annotated[list[LoggedDecision], _says("The next decisions about the same playbook on the same deal.")]


class Settlement(_Row, _OrNull):
    """What became of one attempt to write a note; null for other facts, and once it is not kept any more."""

    columns = SETTLEMENT


class Response(_Row, _OrNull):
    """What a rep did with a card; null for other facts, and once it is not kept any more."""

    columns = RESPONSE


class FeedEvent(BaseModel):
    """One fact that was added."""

    position: Annotated[
        Whole,
        _says("Its place; rises by one from row to row, with gaps where a row is about somebody you may not see."),
    ]
    kind: Annotated[
        str,
        WithJsonSchema({"type": "string", "enum": [each.value for each in FeedKind]}),
        _says("Which of the facts it is."),
    ]
    at: Annotated[datetime, _says("When it was added.")]
    rep_id: Annotated[str | None, _says("Whom it is about.")]
    decision: FeedDecision
    settlement: Settlement | None
    response: Response | None


class Feed(BaseModel):
    """A part of the feed."""

    events: Annotated[list[FeedEvent], _says("The rows, in order.")]
    next: Annotated[str, _says("Keep it, and go on there.")]
    more: Annotated[bool, _says("Whether there is more to read at once.")]


class _Figures(BaseModel):
    people: Annotated[Whole, _says("How many people the figures are about.")]
    decisions: Annotated[Whole, _says("Decisions.")]
    delivered: Annotated[Whole, _says("Cards delivered.")]
    held_back: Annotated[Whole, _says("Cards held back.")]
    minutes: Annotated[float, _says("Minutes delivered.")]
    acknowledged: Annotated[Whole, _says("Delivered cards of which the rep took note.")]
    done: Annotated[Whole, _says("Delivered cards that the rep was done with.")]


class Figures(_Figures, _OrNull):
    """Everything together; null where that is about too few people."""


class Group(_Figures):
    """One group."""

    group: Annotated[str | None, _says("Its name.")]


class Aggregates(BaseModel):
    """The log in figures."""

    by: Annotated[str, _says(f"What they are grouped by: one of {', '.join(Dimension)}.")]
    since: Annotated[datetime | None, Field(alias="from", description="From when on, inclusive.")]
    to: Annotated[datetime | None, _says("Until when, exclusive.")]
    least_people: Annotated[
        Whole | None,
        _says("How many people a figure is about at least; null where everybody behind it may be seen."),
    ]
    rows: Annotated[list[Group], _says("The groups that may be shown.")]
    hidden: Annotated[Whole, _says("How many groups are left out.")]
    total: Figures | None
