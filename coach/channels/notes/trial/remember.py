"""What the note writer learns from a write test, so that it need not find it out with real work."""

from coach.channels.notes.contents import FORM_KEPT, RUNG_KEPT
from coach.channels.notes.linking import SHARE_KEPT
from coach.doctor.trial import YES, TrialResult
from coach.ports import Clock, Memory
from coach.salesforce.capabilities import CachedCapability

_RICH = frozenset({"i", "ul", "ol", "a"})
_BASIC = frozenset({"p", "br", "b"})
_RUNGS = (("collections", "collection"), ("composite", "reference"))


def remember(result: TrialResult, memory: Memory, clock: Clock) -> None:
    """Learn only from a test in which a note was written and attached: any other says nothing about a working way."""
    answers = result.answers
    if answers.get("note") != YES or answers.get("link") != YES:
        return
    rung = next((name for name, asked in _RUNGS if answers[asked] == YES), "single")
    CachedCapability(memory, "notes_in", RUNG_KEPT, clock).set(rung)
    survived = set(answers["markup"].partition(";")[0].removesuffix(", all of them").split())
    form = "0" if survived >= _RICH | _BASIC else ("1" if survived >= _BASIC else "2")
    CachedCapability(memory, "note_form", FORM_KEPT, clock).set(form)
    CachedCapability(memory, "link_type", SHARE_KEPT, clock).set(answers["share_type"][0])
    visibility = answers["visibility"].partition(" (")[0].partition(",")[0]
    CachedCapability(memory, "link_visibility", SHARE_KEPT, clock).set(visibility)
