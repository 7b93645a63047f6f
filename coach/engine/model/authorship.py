"""Who changed what on a deal, as far as the org's histories tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Author(StrEnum):
    """Who did what was seen on a deal, from the point of view of the card's rep.

    AUTOMATION is an agent, an integration or a process of the platform. NOT_KNOWN: the org's histories do not tell, or
    not yet.
    """

    REP = "rep"
    SOMEBODY_ELSE = "somebody_else"
    AUTOMATION = "automation"
    NOT_KNOWN = "not_known"

    @property
    def is_person(self) -> bool:
        """Whether it counts: work of nobody, or of an unknown author, does not."""
        return self in (Author.REP, Author.SOMEBODY_ELSE)


class Nature(StrEnum):
    """What kind of actor uses a user account.

    UNSURE: an ordinary user account, but we may not see whether an agent acts under it. It is trusted to be a person
    only for the rep who was given the card.
    """

    PERSON = "person"
    AUTOMATION = "automation"
    UNSURE = "unsure"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Editor:
    """A user who changed something, by 18-character id."""

    user_id: str
    nature: Nature


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one fact: an attribute name of :class:`Deal`, or ``fields.`` and the API name.

    ``value`` is the new value. ``has_value`` says whether the org gives it; for long text it does not. ``at`` is in the
    org's time.
    """

    fact: str
    at: datetime
    by: Editor
    value: object = None
    has_value: bool = True


@dataclass(frozen=True, slots=True)
class Edits:
    """What one deal's histories hold.

    ``edits`` are oldest first. ``contact_roles`` are the users who added each of the current roles, oldest first.
    ``products`` says by line item who changed it last. The latter two are None if the org does not show them to us.
    """

    edits: tuple[Edit, ...] = ()
    contact_roles: tuple[Editor, ...] | None = None
    products: Mapping[str, Editor] | None = field(default=None)
