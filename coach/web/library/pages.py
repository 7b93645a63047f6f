"""The routes of the library. Who is signed in may read playbooks; a deal is for those who may see its owner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from coach.decide.reasons import sentence as reason_sentence
from coach.errors import Problem
from coach.evaluate import Desk
from coach.foresee.samples import sample_names
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
from coach.web.library.samples import on_sample
from coach.web.library.trial import Deals, try_opportunity, try_sample

COUNTED = timedelta(days=30)
FRESH_SECONDS = 60.0
SHIPMENTS = 10
NO_PLAYBOOK = "There is no playbook of this name, and there never was one."


@dataclass(frozen=True, slots=True)
class LibraryPages:
    """What the pages need. ``state`` is asked anew for each page: an edit shows within seconds.

    ``looked`` notes down that somebody viewed somebody's coaching; ``least`` is how many people a figure must be about
    before it is shown to those who may not see each of them. ``misfits`` are conditions of the playbooks in force that
    the org cannot tell.
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
            rows=view.rows(playbooks, counts, self._today(), wanted, folders),
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
            "minutes": view.minutes(playbook),
            "overdue": view.is_overdue(playbook, self._today()),
            "when": phrases(playbook.when),
            "audience": phrases(playbook.audience) if playbook.audience else (),
            "seen": phrases(playbook.adherence.seen) if playbook.adherence else (),
            "shown": on_sample(playbook, request.args.get("sample"), self._deps.desk(), self._deps.clock()),
        }

    @allow(*Role)
    def deal(self) -> str:
        """What would be decided on a deal now."""
        given, name = request.args.get("id", "").strip(), request.args.get("sample", "")
        desk, now = self._deps.desk(), self._deps.clock()
        if given:
            tried = try_opportunity(self._deps.deals, given, current_viewer(), desk, now)
            self._deps.looked(current_viewer(), frozenset({tried.explanation.deal.owner.id}), "try a deal")
        else:
            tried = try_sample(name, desk, now)
        return render_template("trial.html", tried=tried, given=given, chosen=name, samples=sample_names())

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
