"""``/inbox`` and ``/inbox/<playbook>``: reps' words, to read and reply to."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from coach.engine.responses import Dismissal
from coach.errors import Rejected
from coach.reps.answers import AnswersStore
from coach.reps.inbox.inbox import Inbox, Reader, inbox
from coach.text import one_line, shorten
from coach.web.guard import NOT_FOR_YOU, PageViews, visitor
from coach.web.services import Services
from coach.web.viewer import Role, Viewer, allow, current_viewer

REASONS: Mapping[Dismissal | None, str] = {
    Dismissal.NOT_RELEVANT: "Not relevant here",
    Dismissal.ALREADY_DONE: "Done already",
    Dismissal.WRONG: "It is wrong",
    Dismissal.OTHER: "Something else",
    None: "In their words",
}
NOTHING = "There is nothing of this number for you to read."
LONGEST = 500
_BIGGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPages:
    """The dependencies of the pages."""

    services: Services
    store: AnswersStore

    def of(self, viewer: Viewer, playbook: str | None = None) -> Inbox:
        """What this viewer may read. Raises Rejected if they may not use the inbox at all."""
        reader = Reader(viewer, self._owned(viewer))
        if not reader.may_open:
            raise Rejected(NOT_FOR_YOU, 403)
        return inbox(
            self.store.written(viewer.user_id or "", playbook), reader, self.store.people_given(), self.services.least
        )

    def _owned(self, viewer: Viewer) -> frozenset[str]:
        mine = self.store.addresses(viewer.user_id or "") | {viewer.name.lower()}
        return frozenset(name for name, owner in self.services.owners().items() if owner.strip().lower() in mine)


def blueprint(deps: InboxPages | None) -> Blueprint:
    """The list, and the route that marks an item as read or replies to it."""
    pages, views = Blueprint("inbox", __name__, template_folder="templates"), _Views(deps)
    pages.add_url_rule("/inbox", "inbox", views.inbox)
    pages.add_url_rule("/inbox/<playbook>", "of_playbook", views.of_playbook)
    pages.add_url_rule(f"/inbox/<int(max={_BIGGEST_ID}):number>", "mark", views.mark, methods=["POST"])
    pages.app_context_processor(lambda: {"unread_words": views.unread})
    return pages


class _Views(PageViews[InboxPages]):
    def unread(self, playbook: str | None = None) -> int | None:
        """The number of items that the viewer has not read; None if the inbox is not for them."""
        viewer = visitor()
        if viewer is None or viewer.via != "session" or self._given is None:
            return None
        try:
            return self._given.of(viewer, playbook).unread
        except Rejected:
            return None

    @allow(*Role)
    def inbox(self) -> str:
        """What was written about any playbook."""
        return self._show(None)

    @allow(*Role)
    def of_playbook(self, playbook: str) -> str:
        """What was written about one playbook, whether it is still in force or not."""
        return self._show(playbook)

    @allow(*Role)
    def mark(self, number: int) -> AnyResponse:
        """Mark an item as read. Any text in the form is a reply to it."""
        viewer, deps = current_viewer(), self._deps
        items = deps.of(viewer).items
        item = next((each for each in items if each.written.id == number), None)
        if item is None:
            raise Rejected(NOTHING, 404)
        answer = shorten(one_line(request.form.get("answer", "")), LONGEST)
        deps.store.mark_read(number, viewer.user_id or "", viewer.name, answer)
        about = item.written.playbook if request.form.get("about") else None
        back = url_for("inbox.of_playbook", playbook=about) if about else url_for("inbox.inbox")
        return redirect(back, 303)

    def _show(self, playbook: str | None) -> str:
        viewer, deps = current_viewer(), self._deps
        found = deps.of(viewer, playbook)
        named = frozenset(item.written.rep_id for item in found.items if item.named) - {viewer.user_id}
        if named:
            deps.services.looked(viewer, frozenset(each for each in named if each), "inbox")
        return render_template(
            "inbox.html",
            inbox=found,
            playbook=playbook,
            titles=deps.services.titles(),
            least=deps.services.least,
            reasons=REASONS,
        )
