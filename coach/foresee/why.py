"""Why a playbook gives no card on a deal, in sentences for its author: each with what would change it.

The pages for reps and managers show a condition and its outcome; an author wants to know what to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.engine.model import Decision, Reason, Verdict
from coach.engine.playbook.closed import with_open_deals
from coach.foresee.conditions import Unmet, unmet
from coach.foresee.explanation import Explained, Explanation

_GIVEN = frozenset({Verdict.DELIVER, Verdict.KEEP})
_GIVES_WAY: Mapping[Reason, frozenset[Verdict]] = {
    Reason.OUTRANKED: _GIVEN,
    Reason.DEAL_DAILY_CAP: frozenset({Verdict.DELIVER}),
}
"""The reasons why a playbook yields to others on the deal, and the verdicts on those others."""

CHANGES: Mapping[Reason, str] = {
    Reason.DRAFT: "Write “status: live” into its file.",
    Reason.RETIRED: "Write “status: live” into its file.",
    Reason.APPROVAL_OVER: "Have its text approved again, and write the new day into “approved_until” in its file.",
    Reason.DEAL_CLOSED: "It comes on closed deals once its conditions ask for them, as in “closed: true”.",
    Reason.OWNER_INACTIVE: "It comes once the deal belongs to an active user.",
    Reason.COOLDOWN: "Wait until then, or lower “cooldown_days” under “limits” in its file.",
    Reason.DEAL_CAP: "Raise “per_deal” under “limits” in its file.",
    Reason.REP_CAP: "It may come from Monday on; or raise “per_rep_per_week” under “limits” in its file.",
    Reason.OUTRANKED: "Whoever runs Coach sets how many cards a deal has (COACH_DEAL_CARDS).",
    Reason.DEAL_DAILY_CAP: "It may come tomorrow. Whoever runs Coach sets the number (COACH_DEAL_DAILY_CARDS).",
    Reason.DAILY_CAP: "It may come tomorrow. Whoever runs Coach sets the number (COACH_DAILY_CARDS).",
    Reason.WEEKLY_MINUTES: (
        "It may come from Monday on; a shorter card may fit before. Whoever runs Coach sets the minutes"
        " (COACH_WEEKLY_MINUTES)."
    ),
    Reason.EXHAUSTED: "Write a further card into its file.",
    Reason.SNOOZED: "The same card comes back when its time has come.",
    Reason.DONE: "Nothing has to: the rep has done it. A further card in its file could come next.",
    Reason.DISMISSED: "A further card in its file could come next; this one stays away.",
    Reason.MASTERED: "It comes again when the next question about the skill is due.",
    Reason.UNRENDERABLE: "Fill in what is missing on the deal, or let the text do without it.",
    Reason.PLAYBOOK_GONE: "Bring back the playbook or the card in the folder.",
}
"""What would lead to a card, by the reason why there is none. Conditions have such sentences of their own."""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason. ``change`` says what would change it. ``line`` is that of the playbook's file; 0 if there is no
    single line.

    ``parts`` are the components of a reason that combines several.
    """

    sentence: str
    change: str = ""
    line: int = 0
    parts: tuple["Why", ...] = ()

    @property
    def shortly(self) -> str:
        """One line: for a reason with parts, the first part that is about a fact."""
        first = next(iter(self.parts), None)
        if first is None:
            return self.sentence
        return first.shortly if first.parts else f"{self.sentence} {first.sentence}"


def why_not(each: Explained, explanation: Explanation) -> tuple[Why, ...]:
    """The reasons why this playbook gives no card on the deal; empty if it gives one."""
    if any(decision.verdict in _GIVEN for decision in each.decisions):
        return ()
    held = [reason for decision in each.decisions for reason in _decided(decision, each, explanation)]
    return tuple(held or _conditions(unmet(with_open_deals(each.playbook.when), each.trace)))


def winners(reason: Reason, decisions: Sequence[Decision], always: frozenset[str]) -> tuple[str, ...]:
    """The playbooks that win over one held back for this reason, the best first; ``always`` playbooks take no place.

    Empty if it yields to nobody.
    """
    wins = _GIVES_WAY.get(reason, frozenset())
    ahead = (each.playbook for each in decisions if each.verdict in wins and each.playbook not in always)
    return tuple(dict.fromkeys(ahead))


def _decided(decision: Decision, each: Explained, explanation: Explanation) -> Iterator[Why]:
    match decision.reason:
        case Reason.OUTRANKED | Reason.DEAL_DAILY_CAP:
            yield _gives_way(decision, each, explanation)
        case Reason.NOT_IN_AUDIENCE | Reason.AUDIENCE_UNKNOWN if each.playbook.audience and each.audience:
            parts = tuple(_conditions(unmet(each.playbook.audience, each.audience)))
            yield Why("The playbook is not for this owner.", "", 0, parts)
        case Reason.MISSING_DATA | Reason.NO_LONGER_APPLIES:
            yield from _conditions(unmet(with_open_deals(each.playbook.when), each.trace))
        case reason:
            yield Why(decision.detail, CHANGES.get(reason, ""))


def _gives_way(decision: Decision, each: Explained, explanation: Explanation) -> Why:
    reason, playbooks = decision.reason, {one.playbook.name: one.playbook for one in explanation.playbooks}
    always = frozenset(name for name, one in playbooks.items() if one.always)
    decisions = [found for one in explanation.playbooks for found in one.decisions]
    ahead = [playbooks[name] for name in winners(reason, decisions, always)]
    if not ahead:
        return Why(decision.detail, CHANGES[reason])
    lowest, listed = (
        min(one.priority for one in ahead),
        ", ".join(f"{one.title} (priority {one.priority})" for one in ahead),
    )
    change = f"It comes with a priority above {lowest}; it has {each.playbook.priority}. {CHANGES[reason]}"
    if reason is Reason.DEAL_DAILY_CAP:
        return Why(f"Others have the new cards that this deal can get today: {listed}.", change)
    places = "the only place" if len(ahead) == 1 else f"all {len(ahead)} places"
    return Why(f"Other playbooks have {places} on this deal: {listed}.", change)


def _conditions(found: Sequence[Unmet]) -> Iterator[Why]:
    for each in found:
        yield Why(each.sentence, each.change, each.line, tuple(_conditions(each.parts)))
