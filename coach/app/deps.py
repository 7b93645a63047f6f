"""The dependencies of the web process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from coach.engine.model import Received
from coach.export.pages import ApiContext
from coach.library.pages import LibraryPages
from coach.log.pages import LogPages
from coach.operate.ready import ReadyCheck
from coach.operate.state import OperatePages
from coach.people.pages.views import SignInDeps
from coach.ports import Accepted, QueueFigures
from coach.reps.card import CardPages
from coach.reps.inbox import InboxPages
from coach.teams.pages import TeamPages
from coach.web.guard import Gate
from coach.web.limit import TooMany


@dataclass(frozen=True, slots=True)
class WebDeps:
    """Everything that :func:`~coach.app.factory.create_web` needs.

    ``receive`` returns once the events are committed and raises TryAgain if they are not. ``ready`` returns the checks
    that only the rest of the program can make; the web process checks the queue's own figures itself. Tokens and
    secrets are the live ones, at most two each; without any, that endpoint is closed. ``gate`` None turns the pages
    off; ``sign_in`` is how people get a session; ``too_many`` counts clients that failed to authenticate. ``log`` is
    for browsing decisions, ``cards`` for reps' responses, ``inbox`` for reading what reps wrote, ``teams`` for
    statistics, ``library`` for the playbooks in force, ``api`` for data for other programs, ``operate`` for the health
    of the service. ``org_url`` is the address of records, without a trailing slash. ``version`` is that of the service,
    reported by ``/healthz``. ``body_limit`` is in bytes.
    """

    receive: Callable[[Received], Accepted]
    figures: Callable[[], QueueFigures]
    ready: Callable[[], list[ReadyCheck]]
    clock: Callable[[], datetime]
    org_id: str
    org_url: str
    version: str
    body_limit: int = 1_000_000
    outbound_tokens: tuple[str, ...] = ()
    webhook_secrets: tuple[str, ...] = ()
    bearer_tokens: tuple[str, ...] = ()
    gate: Gate | None = None
    sign_in: SignInDeps | None = None
    too_many: TooMany = lambda _: None
    log: LogPages | None = None
    cards: CardPages | None = None
    inbox: InboxPages | None = None
    teams: TeamPages | None = None
    library: LibraryPages | None = None
    api: ApiContext | None = None
    operate: OperatePages | None = None
