"""The words for how a card ended, including who did the work."""

from datetime import tzinfo

from coach.engine.deciding import sentence
from coach.engine.languages import Wording, message
from coach.engine.model import Author, Ended, LaidAside, Reason
from coach.engine.responses.progress import DISMISSED as DISMISSALS
from coach.engine.responses.progress import why_aside
from coach.engine.responses.response import Dismissal

BY_REP = message("Done by the rep")
BY_COLLEAGUE = message("Done by a colleague")
BEFORE = message("Done before the card came")
DISMISSED = message("Dismissed by the rep")
NOT_RELEVANT = message("Not relevant here, says the rep")
WRONG = message("Wrong, says the rep")
PUT_OFF_UNTIL = message("Put off by the rep until {day}")
PUT_OFF = message("Put off by the rep until the stage changes")
OUTRANKED = message("Made way for cards that matter more")
OVER = message("No longer applies")

_WHY = {DISMISSALS[Dismissal.NOT_RELEVANT]: NOT_RELEVANT, DISMISSALS[Dismissal.WRONG]: WRONG}
_SEEN = {Author.REP: BY_REP, Author.SOMEBODY_ELSE: BY_COLLEAGUE}


def ended(reason: Reason, aside: LaidAside | None, seen_by: Author | None, words: Wording, zone: tzinfo) -> Ended:
    """How a card ended that was retired for ``reason``. ``aside`` is its rep's last word on it. ``seen_by`` is who did
    on the deal what the card asks for, if that was seen.
    """
    said = aside if aside and aside.reason is reason else None
    why = why_aside(said, words, zone) if said else words.say(sentence(reason))
    if label := _SEEN.get(seen_by) if seen_by else None:
        return Ended(words.say(label), why, done=True, by_person=True)
    if said is None:
        return Ended(words.say(OUTRANKED if reason is Reason.OUTRANKED else OVER), why)
    return Ended(_label(said, words, zone), why, done=_is_done(said), by_person=True)


def _label(said: LaidAside, words: Wording, zone: tzinfo) -> str:
    if _is_done(said):
        return words.say(BY_REP if said.reason is Reason.DONE else BEFORE)
    if said.reason is Reason.DISMISSED:
        return words.say(_WHY.get(said.words, DISMISSED))
    if said.until is None:
        return words.say(PUT_OFF)
    return words.say(PUT_OFF_UNTIL, day=words.figures.day(said.until.astimezone(zone).date()))


def _is_done(said: LaidAside) -> bool:
    return said.reason is Reason.DONE or said.words == DISMISSALS[Dismissal.ALREADY_DONE]
