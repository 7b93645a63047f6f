"""What must be in place before the service can work; each check has a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from celery import Celery

from coach.app.migrate import schema_of
from coach.broker.admission import broker_trouble
from coach.errors import CoachError
from coach.library.registry import LibraryRegistry
from coach.library.words import in_figures, in_words
from coach.operate.ready import ReadyCheck
from coach.ports import Identity, Org


@dataclass(frozen=True)
class Readiness:
    """Checks each part in turn; ``database`` is the database's address."""

    database: str
    registry: LibraryRegistry
    celery: Celery
    org: Callable[[], Org]

    def checks(self, sign_in: bool = False) -> list[ReadyCheck]:
        """Run the checks, each with a sentence. ``sign_in`` includes the org, which costs a sign-in."""
        checks = [self.schema(), self._playbooks(), self._broker()]
        return [*checks, self._org()] if sign_in else checks

    def schema(self) -> ReadyCheck:
        """Whether the database can be used, and has the schema of this version."""
        try:
            schema = schema_of(self.database)
        except CoachError as error:
            return ReadyCheck("database", False, str(error))
        return ReadyCheck("database", schema.current, schema.sentence)

    def _playbooks(self) -> ReadyCheck:
        state = self.registry.state()
        return ReadyCheck("playbooks", state.sound, in_words(state), required=False, for_strangers=in_figures(state))

    def _broker(self) -> ReadyCheck:
        trouble = broker_trouble(self.celery)
        return ReadyCheck("broker", not trouble, trouble or "The broker answers.", required=False)

    def _org(self) -> ReadyCheck:
        try:
            identity: Identity = self.org().identity()
        except CoachError as error:
            return ReadyCheck("org", False, str(error))
        return ReadyCheck("org", True, f"Signed in to {identity.instance_url} as {identity.user_id}.")
