"""The address of a card's page: it ends in a signature that is good for one card, one rep and one purpose.

The signature follows from the card's key and the owner's id alone, so a note holds the same address each time it is
written. It holds no data, and no time either: the page itself looks up how the card stands, and takes the address while
the card is open, and for :data:`GRACE` after it left the record. Whoever can open the record can read the note, and so
the address; therefore the page shows no more than the note does, and a colleague who is signed in is not taken
for the owner.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from itsdangerous import Signer

from coach.engine.model import PastCard

GRACE = timedelta(days=30)
"""A card that is over stays in its deal's note as a line, and its rep may have more to say of it: that it was useful,
or done after all. A month later nobody has, and what is left is an address that strangers may have come by.
"""

_PAGE = "coach.card.page"
_FORM = "coach.card.form"
"""One salt for each purpose: what was signed for one is worth nothing for the other."""


@dataclass(frozen=True, slots=True)
class CardLinks:
    """Makes and checks addresses. The first of ``secret_keys`` signs, all of them are accepted."""

    public_url: str
    secret_keys: tuple[str, ...] = field(repr=False)

    def address(self, card_key: str, owner_id: str) -> str:
        """Where the owner of the deal finds the card."""
        return f"{self.public_url}/cards/{card_key}/{self._sign(self.secret_keys[0], _PAGE, card_key, owner_id)}"

    def is_for(self, signature: str, card_key: str, owner_id: str) -> bool:
        """Whether this signature was made for the card and this owner."""
        return self._matches(signature, _PAGE, card_key, owner_id)

    def form_token(self, card_key: str, owner_id: str) -> str:
        """What a form on the page carries, where nobody is signed in."""
        return self._sign(self.secret_keys[0], _FORM, card_key, owner_id)

    def is_form(self, token: str, card_key: str, owner_id: str) -> bool:
        """Whether a form came from the page that this address leads to."""
        return self._matches(token, _FORM, card_key, owner_id)

    def is_origin(self, origin: str) -> bool:
        """Whether a browser that names this origin speaks of these pages."""
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
    """Whether the address of this card may be followed now: as long as the card is open, and for a while after."""
    return past.retired_at is None or now <= past.retired_at + GRACE
