"""The users that Coach has ever signed in as: a note that any of them wrote is Coach's own."""

from coach.ports import Memory
from coach.salesforce.signin import SignIn

_NAME = "salesforce.accounts"


class Accounts:
    """Keeps the ids of these users permanently, because a note keeps its original author and owner."""

    def __init__(self, signin: SignIn, memory: Memory) -> None:
        self._signin = signin
        self._memory = memory
        self._known: frozenset[str] = frozenset()

    def ids(self) -> frozenset[str]:
        """The current user's id and those of all earlier users, with 18 characters."""
        today = self._signin.token().identity.user_id
        if today not in self._known:
            known = frozenset((self._memory.recall(_NAME) or "").split()) | {today}
            self._memory.remember(_NAME, " ".join(sorted(known)))
            self._known = known
        return self._known
