"""The rows of the log as JSON: a page of them, or one with its whole story."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound

from coach.engine.model import Card, Quiz
from coach.engine.responses import Response
from coach.export.api.numbers import number
from coach.export.batches import RowBatch
from coach.export.feed_facts import ANSWER
from coach.export.pages.deps import ApiContext
from coach.export.pages.lines import objects
from coach.log.columns import PUBLIC
from coach.log.story import Story
from coach.privacy.audit import AccessKind
from coach.queue.entries import LogEntry
from coach.web.prose import inline, prose
from coach.web.viewer import Viewer

NO_DECISION = "There is no such decision, or it is about somebody whose coaching you may not see."
ROWS, MOST_ROWS = 100, 1_000


def page(api: ApiContext, viewer: Viewer) -> dict[str, Any]:
    """A page of decisions; ``next`` is the cursor of the following page, null on the last."""
    asked = api.ask(viewer, request.args)
    rows = number("limit", ROWS, 1, MOST_ROWS)
    found = api.export.batch(api.asking(viewer, asked), asked.wanted.place, rows)
    decisions = list(objects(api.masked(viewer, found)))
    api.record_shown(viewer, AccessKind.API, (row["rep_id"] for row in decisions), "decisions")
    return {"decisions": decisions, "next": _next(found, rows)}


def _next(found: RowBatch, rows: int) -> str | None:
    return str(found.last) if found.last and found.rows == rows else None


def one(api: ApiContext, viewer: Viewer, decision_id: int) -> dict[str, Any]:
    """One decision: the events, the deal as last read, every condition, the card, each attempt, each response."""
    story = api.logbook.story(decision_id, viewer.rep_scope())
    if story is None:
        raise NotFound(NO_DECISION)
    entry = story.line.entry
    api.record_shown(viewer, AccessKind.API, [entry.owner_id], "decision")
    said = api.answers.responses(entry.card_key, viewer.rep_scope()) if entry.card_key else []
    return {
        "decision": _decision(entry),
        "trace": plain(asdict(story.trace)) if story.trace else None,
        "card": _card(story.card) if story.card else None,
        "note": _note(story),
        "attempts": [plain(asdict(each)) for each in story.attempts],
        "responses": [
            _response(each.response, not api.services.answers_private or each.rep_id == viewer.user_id) for each in said
        ],
        "events": [plain(asdict(each)) for each in story.events],
        "comments": [plain(asdict(each)) for each in story.comments],
        "later": [_decision(each) for each in story.later],
    }


def _decision(entry: LogEntry) -> dict[str, Any]:
    """The decision with the public names of the log's columns."""
    return {PUBLIC[name]: plain(value) for name, value in asdict(entry).items()}


def _note(story: Story) -> dict[str, Any] | None:
    note = story.note
    if note is None:
        return None
    return {"state": note.state, "sentence": note.sentence, "code": note.code, "note_id": note.remote_id}


def _response(response: Response, open_answers: bool) -> dict[str, Any]:
    said: dict[str, Any] = plain(asdict(response))
    return said if open_answers else said | dict.fromkeys(ANSWER)


def _card(card: Card) -> dict[str, Any]:
    """The card as JSON, its texts as HTML."""
    blocks = [{"kind": each.kind, "heading": each.heading, "html": prose(each.lines)} for each in card.blocks]
    return {
        **plain(asdict(replace(card, blocks=(), question=None))),
        "blocks": blocks,
        "question": _quiz(card.question),
    }


def _quiz(quiz: Quiz | None) -> dict[str, Any] | None:
    if quiz is None:
        return None
    options = [inline(each) for each in quiz.options]
    return {
        "ask": prose(quiz.ask),
        "options": options,
        "answer": quiz.answer,
        "explanation": prose(quiz.explanation),
    }


def plain(value: Any) -> Any:
    """A value as JSON: decimals as digits, times as ISO 8601, durations in seconds."""
    match value:
        case dict():
            return {str(name): plain(each) for name, each in value.items()}
        case tuple() | list() | frozenset():
            return [plain(each) for each in value]
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case _:
            return value
