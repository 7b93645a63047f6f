"""What the pages say of what was looked for on a deal: whether it is there, who did it, and whether that counts."""

from collections.abc import Mapping

from coach.model import Adherence, Author

AUTHORS: Mapping[Author, str] = {
    Author.REP: "by the rep",
    Author.SOMEBODY_ELSE: "by somebody else",
    Author.AUTOMATION: "by an agent or integration",
    Author.NOT_KNOWN: "by whom is not known",
}
_NOTHING: Mapping[Adherence, str] = {
    Adherence.WAITING: "not yet seen on the deal",
    Adherence.SEEN: "seen on the deal",
    Adherence.NOT_SEEN: "never seen on the deal",
}


def on_deal(adherence: Adherence, author: Author | None) -> str:
    """Whether it was seen, and who did it: what no person did is there, and does not count."""
    if author is None:
        return _NOTHING[adherence]
    if author.is_person:
        return f"seen on the deal, done {AUTHORS[author]}"
    yet = " yet" if adherence is Adherence.WAITING else ""
    if author is Author.NOT_KNOWN:
        return f"on the deal, but by whom is not known{yet}: not counted"
    return f"on the deal, but done {AUTHORS[author]}: not counted"
