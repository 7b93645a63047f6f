"""The users that Coach has signed in as: what any of them wrote is ours, whoever the user is today."""

from coach.ports import Memory
from coach.salesforce.signin import SignIn

_NAME = "salesforce.accounts"


class Accounts:
    """Remembered for good, because a note keeps its original author and owner."""

    def __init__(self, signin: SignIn, memory: Memory) -> None:
        self._signin = signin
        self._memory = memory
        self._known: frozenset[str] = frozenset()

    def ids(self) -> frozenset[str]:
        """Today's user and all earlier ones."""
        today = self._signin.token().identity.user_id
        if today not in self._known:
            known = frozenset((self._memory.recall(_NAME) or "").split()) | {today}
            self._memory.remember(_NAME, " ".join(sorted(known)))
            self._known = known
        return self._known
