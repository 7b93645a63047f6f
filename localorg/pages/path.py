"""Stages → the steps of the path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """How a step is drawn; the values are class names of the design system."""

    COMPLETE = "slds-is-complete"
    CURRENT = "slds-is-current"
    INCOMPLETE = "slds-is-incomplete"
    WON = "slds-is-won"
    LOST = "slds-is-lost"


_SPOKEN = {
    Look.COMPLETE: "Stage complete",
    Look.CURRENT: "Current stage",
    Look.INCOMPLETE: "Stage not reached",
    Look.WON: "Won",
    Look.LOST: "Lost",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the path, by API name; people see ``label``.

    ``selected`` marks the stage that the button beside the path refers to.
    """

    stage: str
    label: str
    look: Look
    current: bool
    selected: bool

    @property
    def spoken(self) -> str:
        """The look in words, for screen readers."""
        return _SPOKEN[self.look]


@dataclass(frozen=True, slots=True)
class Path:
    """The steps in order; ``target`` is the stage to which the button moves the deal, ``label`` the button's text."""

    steps: tuple[Step, ...]
    target: str
    label: str


def path(stages: Sequence[Mapping[str, Any]], current: str, selected: str | None) -> Path:
    """Lay out the org's stages (OpportunityStage records in sort order) for a deal at ``current``.

    If no stage or the current one is selected, the button completes the current stage.
    """
    names = [str(stage["ApiName"]) for stage in stages]
    chosen = selected if selected in names else current
    steps = tuple(_step(stage, stages, current, chosen) for stage in stages)
    if chosen != current:
        return Path(steps, chosen, "Mark as Current Stage")
    following = names[names.index(current) + 1 :] if current in names else []
    if not following or _of(stages, current).get("IsClosed"):
        return Path(steps, "", "")
    return Path(steps, following[0], "Mark Stage as Complete")


def _of(stages: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    return next((stage for stage in stages if stage["ApiName"] == name), {})


def _step(stage: Mapping[str, Any], stages: Sequence[Mapping[str, Any]], current: str, chosen: str) -> Step:
    name, label = str(stage["ApiName"]), str(stage["MasterLabel"])
    return Step(name, label, _look(stage, _of(stages, current), name == current), name == current, name == chosen)


def _look(stage: Mapping[str, Any], now: Mapping[str, Any], is_current: bool) -> Look:
    if is_current:
        return Look.CURRENT if not stage["IsClosed"] else Look.WON if stage["IsWon"] else Look.LOST
    passed = now and stage["SortOrder"] < now["SortOrder"] and not stage["IsClosed"]
    return Look.COMPLETE if passed else Look.INCOMPLETE
