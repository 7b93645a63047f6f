"""The URL of a card's page. It ends in a signature that is valid for one card, one rep and one purpose.

The signature depends on the card's key and the owner's id alone, so a note has the same URL each time it is written. It
contains no data and no time. Instead, the page looks up the state of the card, and accepts the URL while the card is
open, and for :data:`GRACE` after it left the record. Whoever can open the record can read the note, and so the URL.
Therefore the page shows no more than the note does, and a signed-in colleague is not taken for the owner.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from itsdangerous import Signer

from coach.engine.model import PastCard

GRACE = timedelta(days=30)
"""An ended card stays in its deal's note as a line, and its rep may want to add something: that it was useful, or done
after all. After a month nobody does, and the URL is only a risk, because strangers may have come by it.
"""

_PAGE = "coach.card.page"
_FORM = "coach.card.form"
"""One salt per purpose: a signature for one purpose is invalid for any other."""


@dataclass(frozen=True, slots=True)
class CardLinks:
    """Makes and checks URLs. The first of ``secret_keys`` signs; all of them are accepted."""

    public_url: str
    secret_keys: tuple[str, ...] = field(repr=False)

    def address(self, card_key: str, owner_id: str) -> str:
        """The URL of the card's page for the deal's owner."""
        return f"{self.public_url}/cards/{card_key}/{self._sign(self.secret_keys[0], _PAGE, card_key, owner_id)}"

    def is_for(self, signature: str, card_key: str, owner_id: str) -> bool:
        """Whether this signature was made for the card and this owner."""
        return self._matches(signature, _PAGE, card_key, owner_id)

    def form_token(self, card_key: str, owner_id: str) -> str:
        """The token in a form on the page, for a rep who is not signed in."""
        return self._sign(self.secret_keys[0], _FORM, card_key, owner_id)

    def is_form(self, token: str, card_key: str, owner_id: str) -> bool:
        """Whether a form came from the page at this URL."""
        return self._matches(token, _FORM, card_key, owner_id)

    def is_origin(self, origin: str) -> bool:
        """Whether this value of the Origin header means these pages."""
        parts = urlsplit(self.public_url)
        return origin == f"{parts.scheme}://{parts.netloc}"

    def _matches(self, given: str, purpose: str, card_key: str, owner_id: str) -> bool:
        expected = [self._sign(key, purpose, card_key, owner_id) for key in self.secret_keys]
        return any(hmac.compare_digest(given.encode(), each.encode()) for each in expected)

    @staticmethod
    def _sign(secret: str, purpose: str, card_key: str, owner_id: str) -> str:
        signer = Signer(secret, salt=purpose, key_derivation="hmac", digest_method=hashlib.sha256)
        return signer.get_signature(f"{card_key}.{owner_id}").decode()


def is_good(past: PastCard, now: datetime) -> bool:
    """Whether the card's URL is valid now: while the card is open, and for a while after."""
    return past.retired_at is None or now <= past.retired_at + GRACE
