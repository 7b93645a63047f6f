"""The list of playbooks, and each playbook's own page. Everybody who is signed in may read playbooks."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from coach.engine.deciding.reasons import sentence as reason_sentence
from coach.engine.model import Reason
from coach.engine.playbook import Library, Playbook
from coach.engine.playbook.folders import above, sets_defaults
from coach.engine.playbook.model import Status
from coach.foresee.samples import sample_names
from coach.library.counts import Times
from coach.library.pages import history, rows
from coach.library.pages.conditions import phrases
from coach.library.pages.deps import AUTHORS, LibraryPages
from coach.library.pages.figures import HeldBackCount, held_back_count
from coach.library.pages.findings import Findings, file_of
from coach.library.pages.samples import on_sample
from coach.library.pages.trying import Shown, Trying
from coach.library.words import named, sentences, short
from coach.text import folded, without_folders
from coach.web.cached import Cached
from coach.web.guard import PageViews
from coach.web.viewer import Role, allow, current_viewer

COUNTED = timedelta(days=30)
FRESH_SECONDS = 60.0
RELEASES_SHOWN = 10
NO_PLAYBOOK = "There is no playbook of this name, and there never was one."


def blueprint(deps: LibraryPages | None) -> Blueprint:
    """``GET /library``, ``/library/playbooks/<name>`` and ``/library/deal``."""
    pages, views = Blueprint("library", __name__, template_folder="templates"), _Views(deps)
    pages.add_url_rule("/library", "library", views.library)
    pages.add_url_rule("/library/playbooks/<name>", "playbook", views.playbook)
    pages.add_url_rule("/library/deal", "deal", views.deal)
    pages.add_app_template_filter(short, "short")
    pages.add_app_template_filter(without_folders)
    pages.app_context_processor(lambda: {"named": named, "place": history.place, "reason_sentence": reason_sentence})
    return pages


class _Views(PageViews[LibraryPages]):
    @cached_property
    def _all_held_back(self) -> Cached[Mapping[str, Mapping[Reason, Times]]]:
        deps = self._deps
        return Cached(lambda: deps.store.held_back(deps.services.clock() - COUNTED), FRESH_SECONDS)

    def _held_back(self) -> dict[str, HeldBackCount]:
        """The counts by playbook, as far as they reveal nothing about a person whom the viewer may not see."""
        least = 1 if current_viewer().rep_scope() is None else self._deps.services.least
        return {name: held_back_count(times, least) for name, times in self._all_held_back().items()}

    def _cards(self) -> Mapping[str, int | None]:
        return self._deps.cards(current_viewer().rep_scope() is not None)

    def _findings(self, library: Library) -> Findings | None:
        """Lint's findings on the library; None if the viewer may not see them."""
        return self._deps.findings(library) if current_viewer().role in AUTHORS else None

    @allow(*Role)
    def library(self) -> str:
        """Every playbook in force."""
        state, wanted = self._deps.state(), _filter()
        library = state.active.library if state.active else None
        return render_template(
            "library.html",
            state=state,
            told=[without_folders(each) for each in sentences(state)],
            wanted=wanted,
            orders=rows.ORDERS,
            statuses=[status.value for status in Status],
            samples=sample_names(),
            releases=self._deps.store.releases(RELEASES_SHOWN),
            to_revisit=self._deps.store.to_revisit(),
            least=self._deps.services.least,
            **(self._listed(library, wanted) if library else {}),
        )

    def _listed(self, library: Library, wanted: rows.LibraryFilter) -> dict[str, object]:
        playbooks = list(library.playbooks.values())
        findings = self._findings(library)
        counts = findings.counts(library) if findings else {}
        known = rows.PlaybookNotes(library.folders, self._cards(), self._held_back(), counts)
        return {
            "rows": rows.rows(playbooks, known, self._today(), wanted),
            "folders": sorted({each for each in library.folders.values() if each}, key=folded),
            "skills": sorted({playbook.skill for playbook in playbooks if playbook.skill}, key=folded),
            "total": len(playbooks),
            "findings": findings,
            "of_folders": findings.of_folders() if findings else (),
            "with_findings": len(counts),
            "misfits": self._deps.misfits(library) if findings else (),
        }

    @allow(*Role)
    def playbook(self, name: str) -> str:
        """One playbook: when it applies, its cards on a sample, its results, its text and its history."""
        editions = self._deps.store.editions(name)
        state = self._deps.state()
        playbook = state.active.library.playbooks.get(name) if state.active else None
        if playbook is None and not editions:
            raise NotFound(NO_PLAYBOOK)
        return render_template(
            "playbook.html",
            name=name,
            playbook=playbook,
            text=editions[0].text if editions else None,
            changes=history.changes(editions),
            samples=sample_names(),
            **(self._shown(playbook) if playbook else {}),
            **(self._placed(state.active.library, name) if state.active else {}),
        )

    def _placed(self, library: Library, name: str) -> dict[str, object]:
        """A playbook's folder, the defaults from the folders above it, the nearest last, and lint's findings."""
        folder = library.folders.get(name, "")
        texts = self._deps.store.texts(library.hash)
        files = above(f"{folder}/{name}" if folder else name, [key for key in texts if sets_defaults(key)])
        findings = self._findings(library)
        told = [file_of(library, name), *(f"{key}.yaml" for key in files)]
        return {
            "folder": folder,
            "inherited": [(f"{key}.yaml", texts[key]) for key in files],
            "own_file": told[0],
            "findings": findings.about(told) if findings and name in library.playbooks else (),
            "notices": findings.notices if findings else (),
            "checked": findings is not None,
        }

    def _shown(self, playbook: Playbook) -> dict[str, object]:
        return {
            "held": self._held_back().get(playbook.name, HeldBackCount()),
            "cards": self._cards().get(playbook.name, 0),
            "minutes": rows.minutes(playbook),
            "overdue": rows.is_overdue(playbook, self._today()),
            "least": self._deps.services.least,
            "when": phrases(playbook.when),
            "audience": phrases(playbook.audience) if playbook.audience else (),
            "seen": phrases(playbook.adherence.seen) if playbook.adherence else (),
            "shown": on_sample(playbook, request.args.get("sample"), self._deps.context(), self._deps.services.clock()),
        }

    @allow(*Role)
    def deal(self) -> Shown:
        """What would be decided on a deal now. Without an id, or with a name: the deals to choose from."""
        return Trying(self._deps, request.args).shown()

    def _today(self) -> date:
        return self._deps.services.clock().astimezone(self._deps.services.zone).date()


def _filter() -> rows.LibraryFilter:
    return rows.LibraryFilter(
        words=request.args.get("q", "").strip()[:100],
        status=request.args.get("status", ""),
        skill=request.args.get("skill", ""),
        folder=request.args.get("folder", "").strip("/"),
        overdue=request.args.get("overdue") == "yes",
        findings=request.args.get("findings") == "yes",
        order=order if (order := request.args.get("order", "")) in rows.ORDERS else "name",
    )
