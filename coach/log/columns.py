"""The columns of the log, each declared once: its public name, its database expression, and its meaning.

Exports, the API, its OpenAPI description and the feed read this table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from coach.database.columns import Exact, Moment, Names
from coach.engine.inventory import DEAL_OBJECT, Schema
from coach.engine.model import Adherence, Author, DeliveryState, Verdict
from coach.engine.playbook.facts import DEAL_FACTS
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import card, decision, delivery


class ColumnKind(StrEnum):
    """The type of a column's values."""

    TEXT = "text"
    NUMBER = "number"
    EXACT = "exact"
    FLAG = "flag"
    MOMENT = "moment"
    TEXTS = "texts"


_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], ColumnKind], ...] = (
    (Moment, ColumnKind.MOMENT),
    (Exact, ColumnKind.EXACT),
    (Names, ColumnKind.TEXTS),
    (sa.Boolean, ColumnKind.FLAG),
    (sa.Integer, ColumnKind.NUMBER),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter for one value of a column, among those that recently occurred in the log.

    It has the column's name in URLs, and an index of its own. ``label`` stands above it; ``nothing`` is the label of
    the empty choice. ``of_groups``: figures filtered by it are still about groups of people. Without it, viewers who
    may only see groups may not use the filter.
    """

    label: str
    nothing: str
    of_groups: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``meaning`` is a sentence for people who read the data elsewhere.

    ``exported``: rows of files and of the API have it. ``followed``: the feed has it too. The feed only has columns
    that are stored with the decision itself, because those never change.
    """

    name: str
    sql: sa.Column[Any]
    meaning: str
    choice: Choice | None = None
    exported: bool = True
    followed: bool = True

    @property
    def of_decision(self) -> bool:
        """Whether it is stored with the decision, not looked up elsewhere."""
        return self.sql.table is decision

    @property
    def kind(self) -> ColumnKind:
        """The type of its values. Text is the safe default, because text is escaped wherever it goes."""
        return next((kind for type_, kind in _KINDS if isinstance(self.sql.type, type_)), ColumnKind.TEXT)

    @property
    def nullable(self) -> bool:
        """Whether a row may have no value. Anything looked up elsewhere may be missing."""
        return bool(self.sql.nullable) or not self.of_decision


LOGGED = (Verdict.DELIVER, Verdict.HOLD_BACK, Verdict.RETIRE)
"""KEEP is not logged: it is no news."""

_SAID, _DID = decision.c, card_progress.c


def _words(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


_WHO = f"{_words(Author)}; the last two do not count."

COLUMNS = (
    Column("id", _SAID.id, "Names the decision."),
    Column("at", _SAID.at, "When it was decided."),
    Column("rep_id", _SAID.owner_id, "The deal's owner at that time."),
    Column("rep", _SAID.owner_name, "Their name."),
    Column("manager_id", _SAID.manager_id, "Whom they reported to."),
    Column("opportunity_id", _SAID.opportunity_id, "The deal, 18 characters."),
    Column("deal", _SAID.deal_name, "Its name."),
    Column("account", _SAID.account_name, "The name of its account."),
    Column("stage_before", _SAID.stage_before, "The stage before this one."),
    Column("stage", _SAID.stage, "The stage when it was decided.", Choice("Stage", "Any stage", of_groups=True)),
    Column("amount", _SAID.amount, "Exact digits, in units of currency."),
    Column("currency", _SAID.currency, "ISO 4217."),
    Column("products", _SAID.product_families, "Product families on the deal."),
    Column("playbook", _SAID.playbook, "Name of the playbook."),
    Column("card", _SAID.card, "Name of the card within its playbook."),
    Column("card_key", _SAID.card_key, "Names the card on this deal for good.", exported=False),
    Column("occasion", _SAID.occasion, "How often the playbook had delivered on this deal, this time included."),
    Column("decision", _SAID.verdict, f"{_words(LOGGED)}."),
    Column("reason", _SAID.reason, "Why, in a word."),
    Column("detail", _SAID.detail, "Why, in a sentence with its figures."),
    Column("minutes", _SAID.minutes, "Exact digits: what a delivery cost of the rep's week."),
    Column("library", _SAID.library, "Hash of the playbooks it was decided with."),
    Column("revision", _SAID.revision, "Where those playbooks came from, such as their commit."),
    Column("event_id", _SAID.event_id, "The event that led to it.", exported=False, followed=False),
    Column("card_title", card.c.title, "Title of the card."),
    Column("note_state", delivery.c.state, f"How far the card's own note is: {_words(DeliveryState)}."),
    Column("note_sentence", delivery.c.sentence, "Why the note waits, and who must act."),
    Column("opened_at", _DID.opened_at, "When the rep first opened the card."),
    Column("acknowledged_at", _DID.acknowledged_at, "The first response that shows that the rep took note."),
    Column("done_at", _DID.done_at, "When the rep was done with it."),
    Column("dismissed_at", _DID.dismissed_at, "When the rep dismissed it."),
    Column("dismissal", _DID.dismissal, "Why."),
    Column("laid_aside", _DID.aside, "The rep's last word where it lays the card aside: done, dismissed or snoozed."),
    Column("adherence", _DID.adherence, f"{_words(Adherence)}; seen where a person did it."),
    Column("adherence_seen_at", _DID.seen_at, "When it was seen on the deal."),
    Column("adherence_by", _DID.seen_by, f"Who did what is on the deal: {_WHO}"),
    Column("moved_at", _DID.moved_at, "When a person moved the deal forward, within 30 days."),
    Column("moved_by", _DID.moved_by, f"Who moved the deal forward: {_WHO}"),
    Column("answered_at", _DID.answered_at, "When the question was answered."),
    Column(
        "answered_right",
        _DID.right,
        "For the rep alone; null for everybody else, unless the operator has opened answers.",
    ),
)
"""In the order of a file's columns."""

EXPORTED = tuple(each for each in COLUMNS if each.exported)
LOGGED_WITH = tuple(each for each in COLUMNS if each.of_decision)
"""The columns that are stored with a decision, and never change."""
FOLLOWED = tuple(each for each in LOGGED_WITH if each.followed)
CHOSEN = {each.name: each for each in COLUMNS if each.choice}
"""The columns that can be filtered by one of their values, by name."""
Labels = Mapping[str, Mapping[str, str]]
"""Labels of values, by column and API name, if they differ from the API name."""
PUBLIC = {each.sql.name: each.name for each in LOGGED_WITH}
"""The public names of a decision's columns, by their database names."""


def labels_in(schema: Schema) -> Labels:
    """Labels for columns that hold a fact and can be filtered by value."""
    places = ((name, DEAL_FACTS.get(each.sql.name)) for name, each in CHOSEN.items())
    found = ((name, schema.place(DEAL_OBJECT, fact.path)) for name, fact in places if fact and fact.coded)
    return {name: place.field.labels for name, place in found if place}
