"""The part of the store behind the log's pages. Every method is one transaction."""

from collections.abc import Sequence

from coach.database.transaction import Database
from coach.engine.model import VisibleReps
from coach.log import choices, comments, page, saved_views, story
from coach.log.choices import FilterValues, Named
from coach.log.comments import FollowUp, Remark
from coach.log.filters import Filters
from coach.log.page import LogPage, PageRequest
from coach.log.saved_views import SavedView
from coach.log.story import Story


class Logbook:
    """The log of one org, for its viewers. Raises TryAgain, like the whole store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: PageRequest, scope: VisibleReps) -> LogPage:
        """A page of the log."""
        return self._database.read(lambda transaction: page.page(transaction, wanted, scope))

    def count(self, filters: Filters, scope: VisibleReps) -> int:
        """The number of rows. The result :data:`~coach.log.page.COUNTED` + 1 stands for any larger number."""
        return self._database.read(lambda transaction: page.count(transaction, filters, scope))

    def story(self, decision_id: int, scope: VisibleReps) -> Story | None:
        """Everything about one decision; None if the id does not exist, or it may not be shown."""
        return self._database.read(lambda transaction: story.story(transaction, decision_id, scope))

    def occurring(self) -> FilterValues:
        """The values that occur in the latest decisions."""
        return self._database.read(choices.occurring)

    def reps(self, scope: VisibleReps) -> Sequence[Named]:
        """Owners of deals, sorted by name."""
        return self._database.read(lambda transaction: choices.reps(transaction, scope))

    def managers(self, scope: VisibleReps) -> Sequence[Named]:
        """Managers (people with reports), sorted by name."""
        return self._database.read(lambda transaction: choices.managers(transaction, scope))

    def accounts(self, words: str, scope: VisibleReps) -> Sequence[str]:
        """Accounts with these words in their name."""
        return self._database.read(lambda transaction: choices.accounts(transaction, words, scope))

    def is_account(self, name: str) -> bool:
        """Whether an account has exactly this name."""
        return self._database.read(lambda transaction: choices.is_account(transaction, name))

    def team(self, manager_id: str) -> frozenset[str]:
        """A manager and everybody below them."""
        return self._database.read(lambda transaction: choices.team(transaction, manager_id))

    def comment(self, decision_id: int, remark: Remark, scope: VisibleReps) -> bool:
        """Add a comment. Returns False if there is no such decision, or it may not be shown."""
        return self._database.write(lambda transaction: comments.add(transaction, decision_id, remark, scope))

    def settle_follow_up(self, decision_id: int, comment_id: int, author_id: str) -> bool:
        """Settle a follow-up of the author's own; False if there is nothing to settle."""
        return self._database.write(
            lambda transaction: comments.settle(transaction, decision_id, comment_id, author_id)
        )

    def remove_comment(self, decision_id: int, comment_id: int, author_id: str) -> bool:
        """Delete a comment of the author's own; False if there is none."""
        return self._database.write(
            lambda transaction: comments.remove(transaction, decision_id, comment_id, author_id)
        )

    def follow_ups(self, scope: VisibleReps, limit: int, author_id: str | None = None) -> Sequence[FollowUp]:
        """Open follow-ups, the soonest first."""
        return self._database.read(lambda transaction: comments.follow_ups(transaction, scope, limit, author_id))

    def views(self, user_id: str) -> Sequence[SavedView]:
        """The views that a user may choose from: their own first."""
        return self._database.read(lambda transaction: saved_views.of(transaction, user_id))

    def keep_view(self, owner_id: str, name: str, query: str, shared: bool) -> bool:
        """Save a view under a name; False if its owner has too many."""
        return self._database.write(lambda transaction: saved_views.keep(transaction, owner_id, name, query, shared))

    def forget_view(self, owner_id: str, view_id: int) -> bool:
        """Delete a view of the user's own; False if there is none."""
        return self._database.write(lambda transaction: saved_views.forget(transaction, owner_id, view_id))
