"""Coach's exceptions. The type says who must act, and whether waiting helps.

No other exception crosses the boundary of a folder. Each carries one sentence that may be shown to people unchanged: it
never contains a secret, a session id or a request body.
"""

from dataclasses import dataclass
from datetime import timedelta

ADMIN_WAIT = timedelta(minutes=1)
"""First wait before trying again when an administrator must act; each further wait is longer.

What looks like an administrator's task may be over in a moment. An org that keeps refusing gets ever fewer requests
from all processes together.
"""


class CoachError(Exception):
    """The base class; ``str(error)`` is the sentence."""


class Misconfigured(CoachError):
    """The operator must act before the program can start: a setting is missing or wrong."""


class Rejected(CoachError):
    """The sender must act: the request cannot be accepted as it is, now or later.

    ``status`` is the HTTP status (4xx) of the answer. ``wrong`` says in one word what to look at. ``for_operators`` is
    a sentence for the operators' log only: it might help a sender to guess a secret.
    """

    def __init__(self, sentence: str, status: int = 400, wrong: str = "body", for_operators: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.wrong = wrong
        self.for_operators = for_operators


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a playbook file; ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int
    sentence: str
    rule: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence} ({self.rule})"


class InvalidPlaybook(CoachError):
    """The author must act: one or more playbook files are wrong. ``problems`` is never empty, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Undeliverable(CoachError):
    """An administrator of the org must act: waiting alone does not help.

    ``code`` is Salesforce's error code, or one of Coach's own in the same spelling.
    """

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class TryAgain(CoachError):
    """Nobody must act: waiting helps. ``after`` is the shortest sensible wait; None leaves it to the caller."""

    def __init__(self, sentence: str, after: timedelta | None = None, code: str = "") -> None:
        super().__init__(sentence)
        self.after = after
        self.code = code


class AnswerLost(TryAgain):
    """A request may or may not have been carried out: check before repeating it."""
