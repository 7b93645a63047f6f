"""The sentences on pages about adherence: whether it was seen, who did it, and whether that counts."""

from collections.abc import Mapping

from coach.engine.languages import Wording, message, words_in
from coach.engine.model import Adherence, Author

AUTHORS: Mapping[Author, str] = {
    Author.REP: "by the rep",
    Author.SOMEBODY_ELSE: "by somebody else",
    Author.AUTOMATION: "by an agent or integration",
    Author.NOT_KNOWN: "by whom is not known",
}
_NOTHING: Mapping[Adherence, str] = {
    Adherence.WAITING: message("not yet seen on the deal"),
    Adherence.SEEN: message("seen on the deal"),
    Adherence.NOT_SEEN: message("never seen on the deal"),
}
_BY: Mapping[Author, str] = {
    Author.REP: message("seen on the deal, done by the rep"),
    Author.SOMEBODY_ELSE: message("seen on the deal, done by somebody else"),
    Author.AUTOMATION: message("on the deal, but done by an agent or integration: not counted"),
    Author.NOT_KNOWN: message("on the deal, but by whom is not known: not counted"),
}
_NOT_KNOWN_YET = message("on the deal, but by whom is not known yet: not counted")


def on_deal(adherence: Adherence, author: Author | None, words: Wording | None = None) -> str:
    """Whether it was seen, and who did it. If no person did it, it is seen but does not count. English unless ``words``
    are given.
    """
    said = words or words_in("en")
    if author is None:
        return said.say(_NOTHING[adherence])
    waits = author is Author.NOT_KNOWN and adherence is Adherence.WAITING
    return said.say(_NOT_KNOWN_YET if waits else _BY[author])
