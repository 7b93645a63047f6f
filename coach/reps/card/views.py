"""The routes of a card's page. Viewing changes nothing, except that the signed-in owner's first view marks it as
opened.

Mail scanners and previews follow links, and some follow every link that works by GET. So only a submitted form counts
as a response, and only with the token that the page put into it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Gone, NotFound
from werkzeug.wrappers import Response as AnyResponse

from coach.engine.languages import message
from coach.engine.responses import Response as Said
from coach.engine.responses import ResponseKind
from coach.errors import CoachError, Rejected
from coach.reps.answers import AnswersStore
from coach.reps.card.forms import said
from coach.reps.card.links import CardLinks, is_good
from coach.reps.card.view import CardView, ViewedAs, card_view, id_on_page, message_for
from coach.reps.stored import StoredCard
from coach.web.frame import speak
from coach.web.guard import Gate, PageViews
from coach.web.services import Services
from coach.web.viewer import Role, Viewer, allow, current_viewer, public

NO_CARD = message("There is no such card.")
NOT_YOURS = message("This card is on a deal of somebody whose coaching you may not see.")
NOT_YOUR_CARD = message("Only the deal's owner can say something about this card.")
NOT_GOOD = message(
    "This address is not good, or not any more: the deal may have another owner now. Open the note once more."
)
TOO_OLD = message(
    "The address in the note is good while its card is open, and for 30 days after. Sign in to read the card all the "
    "same."
)
FOREIGN = message(
    "This did not come from the card's own page, so nothing was done. Load the page again, and try once more."
)

FORM_FIELD = "card_token"
EVERYBODY = tuple(Role)
TOLD = frozenset(ResponseKind) - {ResponseKind.OPENED, ResponseKind.ANSWERED}
"""Responses that are confirmed above the card; an answer is shown with the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPages:
    """The dependencies of the pages.

    ``wake`` wakes a worker. ``always`` returns, by playbook name, whether its cards cannot be put off. ``rank`` is the
    service's sort key for a playbook's cards.
    """

    services: Services
    store: AnswersStore
    links: CardLinks
    wake: Callable[[], None]
    always: Callable[[str], bool]
    rank: Callable[[str], tuple[bool, int, str]] = lambda playbook: (True, 0, playbook)


def blueprint(deps: CardPages | None, gate: Gate | None) -> Blueprint:
    """``/cards/<key>`` for signed-in users, ``/cards/<key>/<signature>`` for whoever follows a note's link."""
    pages, views = Blueprint("cards", __name__, template_folder="templates"), _Views(deps, gate)
    pages.add_url_rule("/cards/<key>", "own", views.own, methods=["GET"])
    pages.add_url_rule("/cards/<key>", "say", views.say, methods=["POST"])
    pages.add_url_rule("/cards/<key>/<signature>", "linked", views.linked, methods=["GET"])
    pages.add_url_rule("/cards/<key>/<signature>", "say_linked", views.say_linked, methods=["POST"])
    return pages


class _Views(PageViews[CardPages]):
    def __init__(self, deps: CardPages | None, gate: Gate | None) -> None:
        super().__init__(deps)
        self._gate = gate

    @allow(*EVERYBODY)
    def own(self, key: str) -> Response:
        """The card, for the deal's owner and for those who may see their coaching."""
        kept, viewer = self._find(key), current_viewer()
        viewed_as = _viewed_as(kept, viewer)
        if viewed_as is ViewedAs.OBSERVER:
            self._deps.services.looked(viewer, frozenset({kept.owner_id}), "card")
        if viewed_as is ViewedAs.OWNER:
            speak(kept.card.language)
        if (
            viewed_as is ViewedAs.OWNER
            and request.method == "GET"
            and "prefetch" not in request.headers.get("Sec-Purpose", "")
        ):
            self._keep(kept, "session", lambda at: Said(ResponseKind.OPENED, at))
            kept = self._find(key)
        told = request.args.get("told", "")
        message = message_for(ResponseKind(told), news=True, always=self._always(kept)) if told in TOLD else ""
        return self._page(self._view(kept, viewed_as, message), form_token=None)

    @allow(*EVERYBODY)
    def say(self, key: str) -> AnyResponse:
        """A response of the signed-in owner. The guard has checked that the form is ours."""
        kept = self._find(key)
        if _viewed_as(kept, current_viewer()) is not ViewedAs.OWNER:
            raise Rejected(NOT_YOUR_CARD, 403)
        speak(kept.card.language)
        kind, _ = self._keep_form(kept, "session")
        if request.form.get("back") == "open":
            anchor = f"card-{id_on_page(kept.card)}"
            return redirect(url_for("reps.open_now", told=kind.value, card=key, _anchor=anchor), 303)
        return redirect(url_for("cards.own", key=key, told=kind.value), 303)

    @public
    def linked(self, key: str, signature: str) -> AnyResponse:
        """The card, for whoever follows the note's link. A signed-in user is redirected to their own page of it."""
        kept = self._find_linked(key, signature)
        if self._somebody():
            return redirect(url_for("cards.own", key=key))
        return self._page(self._view(kept, ViewedAs.LINK), self._deps.links.form_token(key, kept.owner_id))

    @public
    def say_linked(self, key: str, signature: str) -> Response:
        """A response of the rep without signing in; the link identifies the card and its owner."""
        request.max_content_length = 20_000
        kept = self._find_linked(key, signature)
        token = request.form.get(FORM_FIELD, "")
        if not self._deps.links.is_form(token, key, kept.owner_id) or not self._from_here():
            raise Rejected(FOREIGN, 403)
        viewer = self._somebody()
        if viewer and viewer.user_id != kept.owner_id:
            raise Rejected(NOT_YOUR_CARD, 403)
        kind, news = self._keep_form(kept, "link")
        message = message_for(kind, news, self._always(kept))
        view = self._view(self._find(key), ViewedAs.LINK, message, kind if news else None)
        return self._page(view, token)

    def _find(self, key: str) -> StoredCard:
        kept = self._deps.store.find(key)
        if kept is None:
            raise NotFound(NO_CARD)
        return kept

    def _find_linked(self, key: str, signature: str) -> StoredCard:
        kept = self._deps.store.find(key)
        if kept is None or not self._deps.links.is_for(signature, key, kept.owner_id):
            # The same error in each case, so that nobody learns which cards exist.
            raise NotFound(NOT_GOOD)
        speak(kept.card.language)
        if not is_good(kept.past, self._deps.services.clock()):
            raise Gone(TOO_OLD)
        return kept

    def _somebody(self) -> Viewer | None:
        """The signed-in viewer, on a page that does not require signing in."""
        with suppress(CoachError):
            return self._gate.identify() if self._gate else None
        return None

    def _from_here(self) -> bool:
        """A browser that withholds a page's URL sends "null" as Origin when it submits a form of that page."""
        origin = request.headers.get("Origin")
        return origin in (None, "null") or self._deps.links.is_origin(origin)

    def _keep_form(self, kept: StoredCard, via: str) -> tuple[ResponseKind, bool]:
        say = said(request.form, kept, kept.zone(self._deps.services.zone))
        return ResponseKind(request.form["do"]), self._keep(kept, via, say)

    def _keep(self, kept: StoredCard, via: str, say: Callable[[datetime], Said]) -> bool:
        news = self._deps.store.respond(kept.card.key, kept.owner_id, via, say)
        if news:
            self._deps.wake()
        return news

    def _always(self, kept: StoredCard) -> bool:
        return self._deps.always(kept.card.playbook)

    def _view(
        self, kept: StoredCard, viewed_as: ViewedAs, message: str = "", just: ResponseKind | None = None
    ) -> CardView:
        return card_view(
            kept,
            viewed_as,
            always=self._always(kept),
            private=self._deps.services.answers_private,
            now=self._deps.services.clock(),
            zone=self._deps.services.zone,
            told=message,
            just=just,
        )

    def _page(self, view: CardView, form_token: str | None) -> Response:
        response = make_response(render_template("card.html", view=view, form_token=form_token, form_field=FORM_FIELD))
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def _viewed_as(kept: StoredCard, viewer: Viewer) -> ViewedAs:
    if viewer.user_id == kept.owner_id:
        return ViewedAs.OWNER
    if viewer.may_see(kept.owner_id):
        return ViewedAs.OBSERVER
    raise Rejected(NOT_YOURS, 403)
