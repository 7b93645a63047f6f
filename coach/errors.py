"""Errors, named by who must act and whether time helps.

Nothing else is raised across a folder's border. Each carries one sentence that may be shown to a person as it is: it
never holds a secret, a session id or a request body.
"""

from dataclasses import dataclass
from datetime import timedelta

ADMIN_WAIT = timedelta(minutes=1)
"""Where an administrator must act first it is asked again after this, and after ever longer: what looks like that may
be over in a moment, and an org that goes on refusing is asked ever less by all processes together.
"""


class CoachError(Exception):
    """The common root; ``str(error)`` is the sentence."""


class Misconfigured(CoachError):
    """The operator must act, before the program can start: a setting is missing or wrong."""


class Rejected(CoachError):
    """The sender must act: what came in cannot be accepted, now or later, as it is.

    ``status`` is the HTTP status (4xx) that fits. ``wrong`` is what to look at, in a word, and ``for_operators`` a
    sentence for their log alone: who sends is not told what would help in guessing.
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
    """An administrator of the org must act: time alone changes nothing.

    ``code`` is Salesforce's error code, or one of ours in the same spelling.
    """

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class TryAgain(CoachError):
    """Nobody must act: time helps. ``after`` is the shortest wait that makes sense, None to leave it to the caller."""

    def __init__(self, sentence: str, after: timedelta | None = None, code: str = "") -> None:
        super().__init__(sentence)
        self.after = after
        self.code = code


class AnswerLost(TryAgain):
    """A request may or may not have been carried out: look before repeating it."""
