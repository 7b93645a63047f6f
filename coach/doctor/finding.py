"""A finding.

It is declared once, with who acts and where; its sentence, its row in docs/admin.md and its JSON follow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from coach.doctor.facts import Facts, OrgFacts, ServiceFacts


class Who(StrEnum):
    """Who must act."""

    ADMIN = "admin"
    OPERATOR = "operator"
    ENABLEMENT = "enablement"


class Urgency(StrEnum):
    """ERROR: Coach does not do its work. WARNING: somebody should look. HINT: it could be better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


Seen = bool | str | None
"""Whether the finding applies: False if not, None if undetermined, True or the text for ``{}`` if it does."""
_ARTICLE = {Who.ADMIN: "an admin", Who.OPERATOR: "the operator", Who.ENABLEMENT: "enablement"}


@dataclass(frozen=True, slots=True)
class Misconfiguration:
    """One thing that may be wrong. :meth:`of_org` or :meth:`of_service` decorates the function that checks for it.

    ``wrong`` and ``mend`` make one sentence, with ``{}`` for what was seen. ``mend`` is what somebody does, in the
    third person. ``where`` is where they click, or the setting. ``see`` is an anchor in docs/admin.md. ``asks`` is what
    is read from the org or the service. ``follows`` are ids of findings that this one may cause: while it applies, they
    cannot be determined, because following their own sentences would be in vain.
    """

    id: str
    about: str
    who: Who
    severity: Urgency
    wrong: str
    mend: str
    where: str
    see: str
    asks: str
    follows: tuple[str, ...] = ()

    def sentence(self, detail: str = "…") -> str:
        """What is wrong, who does what, and where."""
        wrong, mend = self.wrong.replace("{}", detail), self.mend.replace("{}", detail)
        return f"{wrong}: {_ARTICLE[self.who]} {mend} ({self.where})."

    def of_org(self, look: Callable[[OrgFacts, ServiceFacts], Seen]) -> "Check":
        """Checked only if somebody could sign in, and the org answers requests."""

        def seen(facts: Facts) -> Seen:
            return look(facts.org, facts.service) if facts.org and not facts.org.refusal else None

        return Check(self, seen)

    def of_both(self, look: Callable[[Facts], Seen]) -> "Check":
        """Checked in any case, and knows how far signing in came."""
        return Check(self, look)

    def of_service(self, look: Callable[[ServiceFacts], Seen]) -> "Check":
        """Checked in any case."""
        return Check(self, lambda facts: look(facts.service))


@dataclass(frozen=True, slots=True)
class Check:
    """A finding, and the function that checks whether it applies."""

    finding: Misconfiguration
    look: Callable[[Facts], Seen]


@dataclass(frozen=True, slots=True)
class Detected:
    """A finding that applies here and now."""

    finding: Misconfiguration
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.finding.sentence(self.detail)
