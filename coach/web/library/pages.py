"""The routes of the library. Who is signed in may read playbooks; a deal is for those who may see its owner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from coach.decide.reasons import sentence as reason_sentence
from coach.errors import Problem, TryAgain, Undeliverable
from coach.evaluate import Desk
from coach.foresee.asked import no_name, opportunity_id
from coach.foresee.samples import sample_names
from coach.inventory import Schema
from coach.model import Deal
from coach.playbook import Library, Playbook
from coach.playbook.folders import above, sets_defaults
from coach.playbook.model import Status
from coach.shelf import State
from coach.shelf.words import named, sentences, short
from coach.store.library.counts import Counts
from coach.store.library.store import LibraryStore
from coach.text import without_folders
from coach.web.cached import Cached
from coach.web.identity import Role, Viewer, allow, current_viewer
from coach.web.identity.guard import PAGES_OFF
from coach.web.library import view
from coach.web.library.conditions import phrases
from coach.web.library.deals import Deals, find_deals
from coach.web.library.facts import fact_fields, filled_in, given, summary
from coach.web.library.found import found
from coach.web.library.samples import on_sample
from coach.web.library.trial import Base, of_org, of_sample, try_deal

COUNTED = timedelta(days=30)
FRESH_SECONDS = 60.0
SHIPMENTS = 10
LONGEST = 2_000
ONLY_SAMPLES = "Until then only a sample can be tried."
NO_PLAYBOOK = "There is no playbook of this name, and there never was one."


@dataclass(frozen=True, slots=True)
class LibraryPages:
    """What the pages need. ``state`` is asked anew for each page: an edit shows within seconds.

    ``looked`` notes down that somebody viewed somebody's coaching; ``least`` is how many people a figure must be about
    before it is shown to those who may not see each of them. ``misfits`` are conditions of the playbooks in force that
    the org cannot tell. ``schema`` is what fields it has, as a worker last saw it.
    ``cards`` are the scorecard's, by playbook, None where it withholds them; asked for with whether its viewer may see
    nothing about single people.
    """

    state: Callable[[], State]
    desk: Callable[[], Desk]
    store: LibraryStore
    deals: Deals
    clock: Callable[[], datetime]
    zone: tzinfo
    looked: Callable[[Viewer, frozenset[str] | None, str], None]
    least: int = 5
    misfits: Callable[[Library], tuple[Problem, ...]] = lambda _: ()
    schema: Callable[[], Schema] = lambda: Schema({})
    cards: Callable[[bool], Mapping[str, int | None]] = lambda _: {}


def blueprint(deps: LibraryPages | None) -> Blueprint:
    """``GET /library``, ``/library/playbooks/<name>`` and ``/library/deal``."""
    pages, views = Blueprint("library", __name__), _Views(deps)
    pages.add_url_rule("/library", "library", views.library)
    pages.add_url_rule("/library/playbooks/<name>", "playbook", views.playbook)
    pages.add_url_rule("/library/deal", "deal", views.deal)
    pages.add_app_template_filter(short, "short")
    pages.add_app_template_filter(without_folders)
    pages.app_context_processor(lambda: {"named": named, "place": view.place, "reason_sentence": reason_sentence})
    return pages


class _Views:
    def __init__(self, deps: LibraryPages | None) -> None:
        self._given = deps

    @property
    def _deps(self) -> LibraryPages:
        if self._given is None:
            raise NotFound(PAGES_OFF)
        return self._given

    @cached_property
    def _all_counts(self) -> Cached[Mapping[str, Counts]]:
        deps = self._deps
        return Cached(lambda: deps.store.counts(deps.clock() - COUNTED), FRESH_SECONDS)

    def _counts(self) -> Mapping[str, Counts | None]:
        """By playbook; None where the figures would tell about a person whom the viewer may not see."""
        least = 1 if current_viewer().rep_scope() is None else self._deps.least
        return {name: each if each.tells_of_nobody(least) else None for name, each in self._all_counts().items()}

    def _cards(self) -> Mapping[str, int | None]:
        return self._deps.cards(current_viewer().rep_scope() is not None)

    @allow(*Role)
    def library(self) -> str:
        """Every playbook in force."""
        state, wanted, counts = self._deps.state(), _filter(), self._counts()
        playbooks = list(state.shelved.library.playbooks.values()) if state.shelved else []
        folders = state.shelved.library.folders if state.shelved else {}
        return render_template(
            "library.html",
            state=state,
            misfits=self._deps.misfits(state.shelved.library) if state.shelved else (),
            told=[without_folders(each) for each in sentences(state)],
            rows=view.rows(playbooks, counts, self._today(), wanted, folders, self._cards()),
            folders=sorted({each for each in folders.values() if each}),
            too_few=None in counts.values(),
            total=len(playbooks),
            wanted=wanted,
            orders={name: words for name, (words, _) in view.ORDERS.items()},
            statuses=[status.value for status in Status],
            skills=sorted({playbook.skill for playbook in playbooks if playbook.skill}),
            samples=sample_names(),
            shipments=self._deps.store.shipments(SHIPMENTS),
            to_revisit=self._deps.store.to_revisit(),
        )

    @allow(*Role)
    def playbook(self, name: str) -> str:
        """One playbook: when it applies, its cards on a sample, what came of it, its text and its history."""
        editions = self._deps.store.editions(name)
        state = self._deps.state()
        playbook = state.shelved.library.playbooks.get(name) if state.shelved else None
        if playbook is None and not editions:
            raise NotFound(NO_PLAYBOOK)
        return render_template(
            "playbook.html",
            name=name,
            playbook=playbook,
            text=editions[0].text if editions else None,
            changes=view.changes(editions),
            samples=sample_names(),
            **(self._shown(playbook) if playbook else {}),
            **(self._inherited(state.shelved.library, name) if state.shelved else {}),
        )

    def _inherited(self, library: Library, name: str) -> dict[str, object]:
        """Where a playbook stands, and what the folders above it say for it, the nearest last."""
        folder = library.folders.get(name, "")
        texts = self._deps.store.texts(library.hash)
        files = above(f"{folder}/{name}" if folder else name, [key for key in texts if sets_defaults(key)])
        return {"folder": folder, "inherited": [(f"{key}.yaml", texts[key]) for key in files]}

    def _shown(self, playbook: Playbook) -> dict[str, object]:
        return {
            "counts": self._counts().get(playbook.name, Counts()),
            "cards": self._cards().get(playbook.name, 0),
            "minutes": view.minutes(playbook),
            "overdue": view.is_overdue(playbook, self._today()),
            "when": phrases(playbook.when),
            "audience": phrases(playbook.audience) if playbook.audience else (),
            "seen": phrases(playbook.adherence.seen) if playbook.adherence else (),
            "shown": on_sample(playbook, request.args.get("sample"), self._deps.desk(), self._deps.clock()),
        }

    @allow(*Role)
    def deal(self) -> Response | str | tuple[str, int]:
        """What would be decided on a deal now; without one, or with a name, the deals to choose from."""
        text, name = request.args.get("id", "").strip()[:LONGEST], request.args.get("sample", "")
        if name:
            return self._tried(of_sample(name, self._deps.desk(), self._deps.clock()))
        if (wanted := opportunity_id(text)) is None:
            return self._choose(text)
        try:
            base = of_org(self._deps.deals, wanted, current_viewer(), self._deps.desk())
        except (TryAgain, Undeliverable) as error:
            return self._offered(text, told=f"{error} {ONLY_SAMPLES}")
        if base.whole:
            self._deps.looked(current_viewer(), frozenset({base.deal.owner.id}), "try a deal")
        return self._tried(base)

    def _tried(self, base: Base) -> str:
        desk, now, about = self._deps.desk(), self._deps.clock(), request.args.get("playbook", "")
        fields = fact_fields(base.deal, desk, self._deps.schema(), now, desk.library.playbooks.get(about))
        facts = given(request.args, fields)
        tried = try_deal(base, facts, self._deps.deals, desk, now)
        filled = filled_in(fields, facts)
        return render_template(
            "trial.html",
            tried=tried,
            about=tried.about(about),
            fields=filled,
            differs=list(summary(filled)),
            samples=sample_names(),
        )

    def _choose(self, text: str) -> Response | str | tuple[str, int]:
        """Deals of a name, or those changed last; where there is but one of the name, that one."""
        if mistake := no_name(text):
            return self._offered(text, told=mistake), 400
        desk, about = self._deps.desk(), request.args.get("playbook", "")
        try:
            deals, more = find_deals(self._deps.deals, text, current_viewer(), desk.library.custom_fields)
        except (TryAgain, Undeliverable) as error:
            return self._offered(text, told=f"{error} {ONLY_SAMPLES}")
        if text and len(deals) == 1:
            return redirect(url_for("library.deal", id=deals[0].id, playbook=about or None))
        return self._offered(text, deals, more)

    def _offered(self, text: str, deals: Sequence[Deal] = (), more: bool = False, told: str = "") -> str:
        """Deals and samples to choose from; ``told`` says why there are no deals among them."""
        desk, now = self._deps.desk(), self._deps.clock()
        about_it = desk.library.playbooks.get(request.args.get("playbook", ""))
        return render_template(
            "deals.html",
            text=text,
            found=found(deals, about_it, desk, now),
            more=more,
            told=told,
            about=about_it,
            samples=sample_names(),
        )

    def _today(self) -> date:
        return self._deps.clock().astimezone(self._deps.zone).date()


def _filter() -> view.Filter:
    return view.Filter(
        words=request.args.get("q", "").strip()[:100],
        status=request.args.get("status", ""),
        skill=request.args.get("skill", ""),
        folder=request.args.get("folder", "").strip("/"),
        overdue=request.args.get("overdue") == "yes",
        order=order if (order := request.args.get("order", "")) in view.ORDERS else "name",
    )
