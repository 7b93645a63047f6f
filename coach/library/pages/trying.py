"""Pages for trying a deal: which deal is meant, what there is to choose from, and the result."""

from collections.abc import Mapping, Sequence

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.engine.model import Deal
from coach.errors import TryAgain, Undeliverable
from coach.foresee.asked import MAY_BE_MORE, NO_DEAL_NAMED, no_name, opportunity_id
from coach.foresee.samples import sample_names
from coach.library.pages.deals import find_deals
from coach.library.pages.deps import LibraryPages
from coach.library.pages.facts import fact_fields, filled_in, given, summary
from coach.library.pages.found import found
from coach.library.pages.trial import Base, of_org, of_sample, try_deal
from coach.web.viewer import current_viewer

LONGEST = 2_000
ONLY_SAMPLES = "Until then only a sample can be tried."

Shown = Response | str | tuple[str, int]


class Trying:
    """One look at a deal; ``arguments`` are those of the page's URL."""

    def __init__(self, deps: LibraryPages, arguments: Mapping[str, str]) -> None:
        self._deps = deps
        self._arguments = arguments
        self._context, self._now = deps.context(), deps.services.clock()
        self._about = self._context.library.playbooks.get(arguments.get("playbook", ""))

    def shown(self) -> Shown:
        """The deal or sample that is asked for; otherwise what there is to choose from."""
        if name := self._arguments.get("sample"):
            return self._tried(of_sample(name, self._context, self._now))
        text = self._arguments.get("id", "").strip()[:LONGEST]
        try:
            wanted = opportunity_id(text)
            return self._opened(wanted) if wanted else self._choose(text)
        except (TryAgain, Undeliverable) as error:
            return self._offered(text, told=f"{error} {ONLY_SAMPLES}")

    def _opened(self, wanted: str) -> str:
        viewer = current_viewer()
        base = of_org(self._deps.deals, wanted, viewer, self._context)
        if base.whole:
            self._deps.services.looked(viewer, frozenset({base.deal.owner.id}), "try a deal")
        return self._tried(base)

    def _tried(self, base: Base) -> str:
        fields = fact_fields(base.deal, self._context, self._deps.schema(), self._now, self._about)
        facts = given(self._arguments, fields)
        tried = try_deal(base, facts, self._deps.deals, self._context, self._now)
        filled = filled_in(fields, facts)
        return render_template(
            "trial.html",
            tried=tried,
            about=tried.about(self._about.name) if self._about else None,
            fields=filled,
            differs=list(summary(filled)),
            samples=sample_names(),
        )

    def _choose(self, text: str) -> Shown:
        """Deals of this name, or the most recently changed. If only one has the name, that one is shown."""
        if mistake := no_name(text):
            return self._offered(text, told=mistake), 400
        deals, more = find_deals(self._deps.deals, text, current_viewer(), self._context.library.custom_fields)
        if text and len(deals) == 1:
            about = self._about.name if self._about else None
            return redirect(url_for("library.deal", id=deals[0].id, playbook=about))
        return self._offered(text, deals, more)

    def _offered(self, text: str, deals: Sequence[Deal] = (), more: bool = False, told: str = "") -> str:
        """Deals and samples to choose from; ``told`` says why there are no deals among them."""
        return render_template(
            "deals.html",
            text=text,
            found=found(deals, self._about, self._context, self._now),
            more=more,
            told=told,
            about=self._about,
            no_deal_named=NO_DEAL_NAMED.format(who="you"),
            may_be_more=MAY_BE_MORE,
            samples=sample_names(),
        )
