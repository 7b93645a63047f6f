"""The run: asks everything, and cleans up however it ends."""

from collections.abc import Callable

from coach.channels.notes.trial.batches import batches
from coach.channels.notes.trial.doors import as_file, audience, userinfo
from coach.channels.notes.trial.hand import Hand
from coach.channels.notes.trial.linking import change, first_note, links
from coach.channels.notes.trial.texts import texts
from coach.doctor.trial import TrialResult
from coach.errors import CoachError, Rejected
from coach.ids import OPPORTUNITY, to18
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import Token
from coach.salesforce.transport import OrgSession

NO_DEAL = "There is no such deal, or the integration user does not see it: name another with --deal."


class WriteTest:
    """One test. Once it has begun, nothing raises, and it removes whatever it wrote."""

    def __init__(self, client: Client, token: Callable[[], Token], session: OrgSession, settings: OrgSettings) -> None:
        self._token = token
        self._session = session
        self._settings = settings
        self._hand = Hand(client)

    def run(self, deal_id: str) -> TrialResult:
        """Raises ValueError if this is not an opportunity's id, and whatever signing in raises."""
        deal = to18(deal_id, OPPORTUNITY)
        token = self._token()
        left: dict[str, str] = {}
        stopped = ""
        try:
            self._ask(deal, token)
        except CoachError as failure:
            stopped = str(failure)
        finally:
            left = self._hand.clean()
        return TrialResult(self._hand.answers, left, stopped)

    def _see(self, deal: str) -> None:
        """Check that the deal exists: answers about a missing one say nothing about notes and must be forgotten."""
        asked = query.path(f"SELECT Id FROM Opportunity WHERE Id = {query.quoted(deal)}")
        found: list[object] = []
        fault = self._hand.tried(lambda: found.extend(self._hand.client.get(asked)["records"]))
        if not found and fault is None:
            raise Rejected(NO_DEAL)

    def _ask(self, deal: str, token: Token) -> None:
        hand = self._hand
        self._see(deal)
        note_id = first_note(hand)
        share = links(hand, note_id, deal) if note_id else None
        if note_id:
            change(hand, note_id, deal)
            texts(hand)
        if share:
            batches(hand, deal, share)
        as_file(hand, deal)
        audience(hand, self._settings, self._session)
        userinfo(hand, token, self._session)
