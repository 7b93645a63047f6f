"""The run: asks everything, and tidies up however it ends."""

from collections.abc import Callable

from coach.doctor.trial import TrialResult
from coach.errors import CoachError
from coach.ids import OPPORTUNITY, to18
from coach.salesforce.client import Client
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import Token
from coach.salesforce.transport import OrgSession
from coach.salesforce.trial.batches import batches
from coach.salesforce.trial.doors import as_file, audience, userinfo
from coach.salesforce.trial.hand import Hand
from coach.salesforce.trial.hanging import change, first_note, links
from coach.salesforce.trial.texts import texts


class WriteTest:
    """One test. Nothing raises once it has begun, and whatever it wrote it removes."""

    def __init__(self, client: Client, token: Callable[[], Token], session: OrgSession, settings: OrgSettings) -> None:
        self._token = token
        self._session = session
        self._settings = settings
        self._hand = Hand(client)

    def run(self, deal_id: str) -> TrialResult:
        """Raises ValueError where this is not an opportunity's id, and what signing in raises."""
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

    def _ask(self, deal: str, token: Token) -> None:
        hand = self._hand
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
