"""Facts → what is wrong, what is right, and what could not be determined."""

from collections.abc import Iterable
from dataclasses import dataclass

from coach.doctor.checks.sign_in import settings
from coach.doctor.facts import Facts
from coach.doctor.finding import Check, Detected, Misconfiguration, Urgency

CLEAN, TO_DO, NOT_LOOKED = 0, 1, 2
"""Exit statuses of ``coach doctor``."""

_ORDER = list(Urgency)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``detected`` findings apply, the gravest first; ``fine`` ones do not; ``undetermined`` is what is not known."""

    detected: tuple[Detected, ...]
    fine: tuple[Misconfiguration, ...]
    undetermined: tuple[Misconfiguration, ...]
    reached: bool = True

    def status(self, strict: bool = False) -> int:
        """The exit status. Hints never count; warnings only if ``strict``."""
        if not self.reached:
            return NOT_LOOKED
        counts = {Urgency.ERROR, Urgency.WARNING} if strict else {Urgency.ERROR}
        return TO_DO if any(one.finding.severity in counts for one in self.detected) else CLEAN


def diagnose(facts: Facts, checks: Iterable[Check]) -> Diagnosis:
    """Run the checks, each once, in the order in which somebody would go through the set-up.

    If a setting keeps the program from starting, nothing else can be determined. Nor can a finding that may merely
    follow from another one that applies.
    """
    detected: list[Detected] = []
    fine: list[Misconfiguration] = []
    undetermined: list[Misconfiguration] = []
    for check in checks:
        seen = check.look(facts) if check is settings or not facts.service.settings else None
        if seen is None:
            undetermined.append(check.finding)
        elif seen is False:
            fine.append(check.finding)
        else:
            detected.append(Detected(check.finding, seen if isinstance(seen, str) else ""))
    followed = {id for one in detected for id in one.finding.follows}
    undetermined += [one.finding for one in detected if one.finding.id in followed]
    detected = [one for one in detected if one.finding.id not in followed]
    detected.sort(key=lambda one: _ORDER.index(one.finding.severity))
    return Diagnosis(tuple(detected), tuple(fine), tuple(undetermined), facts.service.reached)
