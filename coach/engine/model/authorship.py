"""Who changed what on a deal, as far as the org's histories tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Author(StrEnum):
    """Who did what is seen on a deal, as its card's rep is concerned.

    AUTOMATION is an agent, an integration or a process of the platform. NOT_KNOWN: the org's histories do not tell, or
    do not tell yet.
    """

    REP = "rep"
    SOMEBODY_ELSE = "somebody_else"
    AUTOMATION = "automation"
    NOT_KNOWN = "not_known"

    @property
    def is_person(self) -> bool:
        """Whether it counts: what nobody did, and what nobody knows of, does not."""
        return self in (Author.REP, Author.SOMEBODY_ELSE)


class Nature(StrEnum):
    """What acts under a user's name.

    UNSURE: a user as people have, of whom we may not see whether an agent acts under it. That is believed of the rep
    who was given the card, and of nobody else.
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
    """One change of one fact: a name of :class:`Deal`'s, or ``fields.`` and the API name.

    ``value`` is what it was changed to; ``told`` says whether the org tells that, which it does not of long text.
    ``at`` is the org's time.
    """

    fact: str
    at: datetime
    by: Editor
    value: object = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Edits:
    """What one deal's histories hold.

    ``edits`` are oldest first. ``contact_roles`` are those who brought in each of today's roles, oldest first, and
    ``products`` says by line item who changed it last; None where that is kept from us.
    """

    edits: tuple[Edit, ...] = ()
    contact_roles: tuple[Editor, ...] | None = None
    products: Mapping[str, Editor] | None = field(default=None)
