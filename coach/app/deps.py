"""What the web process is given, and what it shows."""

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
    """All that :func:`~coach.app.factory.create_web` needs.

    ``receive`` returns once the events are committed and raises TryAgain where they are not. ``ready`` holds what
    only the rest of the program can look at; the queue's own figures are checked here. Tokens and secrets are the
    live ones, at most two each; none closes that door. ``gate`` None turns the pages off; ``sign_in`` is how people
    come to have a session; ``too_many`` counts who did not show who they are; ``log`` is where decisions are looked
    through, ``cards`` where reps respond, ``inbox`` where it is read what they wrote, ``teams`` where it is counted,
    ``library`` where the playbooks in force are shown, ``api`` is how it leaves for other programs, ``operate`` how
    the service is. ``org_url`` is where records are shown, without a trailing slash. ``version`` is that of the
    service, told by ``/healthz``.
    ``body_limit`` is in bytes.
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
