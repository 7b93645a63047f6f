"""The compiled library: which playbooks apply to a deal, and why or why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from coach.engine.matching.explain import explain
from coach.engine.matching.facts import View
from coach.engine.matching.grounds import Ground, grounds
from coach.engine.matching.index import NOTHING, Index
from coach.engine.model import Deal, Trace
from coach.engine.playbook.closed import with_open_deals
from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.library import Library
from coach.engine.playbook.model import Playbook, Status
from coach.errors import InvalidPlaybook, Problem

EVERYBODY = AllOf(())
"""The audience of a playbook without one."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The outcome of all live and draft playbooks on one deal at one moment.

    ``applies`` names the playbooks whose ``when`` is true, by descending priority, then name; ``unknown`` those whose
    outcome depends on missing data, in the same order. ``outside`` are those of ``applies`` whose audience does not
    include the deal's owner; ``unsure`` those for which that is unknown. Until ``check_at`` (aware, exclusive), time
    alone changes none of this; None means never.
    """

    applies: tuple[str, ...]
    unknown: tuple[str, ...]
    outside: frozenset[str]
    check_at: datetime | None
    unsure: frozenset[str] = frozenset()


NO_MATCHES = Matches((), (), frozenset(), None)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``names`` are in order of priority; positions in both indexes are positions in ``names``.

    ``restricted`` are the positions of playbooks that are not for everybody.
    """

    playbooks: Mapping[str, Playbook]
    names: tuple[str, ...]
    when: Index
    audience: Index
    restricted: frozenset[int]
    zone: tzinfo

    def find(self, deal: Deal, now: datetime) -> Matches:
        """Match the deal, as of ``now`` (aware), with all live and draft playbooks."""
        view = View(deal, now, self.zone)
        hits = self.when.find(view)
        if hits is NOTHING:
            return NO_MATCHES
        applies, unknown = self._named(hits.true), self._named(hits.unknown)
        restricted = [place for place in hits.true if place in self.restricted]
        if not restricted:
            return Matches(applies, unknown, frozenset(), hits.check_at)
        audience = self.audience.find(view, restricted)
        outside = set(restricted).difference(audience.true, audience.unknown)
        moments = [moment for moment in (hits.check_at, audience.check_at) if moment]
        return Matches(
            applies,
            unknown,
            outside=frozenset(self._named(outside)),
            check_at=min(moments, default=None),
            unsure=frozenset(self._named(audience.unknown)),
        )

    def _named(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple([self.names[place] for place in places])

    def explain(self, name: str, deal: Deal, now: datetime) -> Trace:
        """Every condition of a playbook, of any status, on the deal. Raises KeyError for an unknown name."""
        return explain(with_open_deals(self.playbooks[name].when), View(deal, now, self.zone))

    def grounds(self, name: str, deal: Deal, now: datetime) -> tuple[Ground, ...]:
        """Why a playbook applies to the deal; empty if it does not. Raises KeyError for an unknown name."""
        return tuple(grounds(with_open_deals(self.playbooks[name].when), View(deal, now, self.zone)))

    def explain_audience(self, name: str, deal: Deal, now: datetime) -> Trace:
        """Every condition of a playbook's audience. Raises KeyError for an unknown name."""
        return explain(self.playbooks[name].audience or EVERYBODY, View(deal, now, self.zone))


def compile_rules(library: Library, zone: tzinfo = UTC) -> Rulebook:
    """Build the index over the live and draft playbooks. ``zone`` determines when a calendar day begins.

    Raises InvalidPlaybook, naming each playbook that cannot be compiled.
    """
    try:
        return _compiled(library, zone)
    except Exception as error:
        problems = tuple(_uncompilable(library, zone))
        if not problems:
            raise
        raise InvalidPlaybook(problems) from error


def _uncompilable(library: Library, zone: tzinfo) -> Iterator[Problem]:
    for name, playbook in library.playbooks.items():
        try:
            _compiled(replace(library, playbooks={name: playbook}), zone)
        except Exception as error:
            sentence = f"The conditions of this playbook cannot be used ({type(error).__name__}): say them more simply."
            yield Problem(f"{name}.yaml", 1, 1, sentence, "compile")


def _compiled(library: Library, zone: tzinfo) -> Rulebook:
    active = [playbook for playbook in library.playbooks.values() if playbook.status is not Status.RETIRED]
    ordered = sorted(active, key=lambda playbook: (-playbook.priority, playbook.name))
    return Rulebook(
        playbooks=library.playbooks,
        names=tuple(playbook.name for playbook in ordered),
        when=Index.of([with_open_deals(playbook.when) for playbook in ordered]),
        audience=Index.of([playbook.audience or EVERYBODY for playbook in ordered]),
        restricted=frozenset(place for place, playbook in enumerate(ordered) if playbook.audience),
        zone=zone,
    )
