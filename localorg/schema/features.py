"""An org's features. If a feature is off, its objects and fields do not exist, as in a real org."""

from dataclasses import dataclass

NOTE_TAGS = frozenset({"p", "b", "i", "u", "s", "br", "ul", "ol", "li", "a"})


@dataclass(frozen=True, slots=True)
class Features:
    """The features of an org, chosen when its store is opened.

    ``products``: products, price books and line items. ``multi_currency``: CurrencyType, and a CurrencyIsoCode on every
    record. ``notes``: ContentNote. ``field_history``: tracking of opportunity fields. ``team_selling``:
    OpportunityTeamMember. ``note_tags``: the HTML tags that a note's body may contain. ``query_all_files``:
    ContentDocumentLink may be queried without naming a document or record, as with the permission of that name.
    """

    products: bool = True
    multi_currency: bool = True
    notes: bool = True
    field_history: bool = True
    team_selling: bool = False
    note_tags: frozenset[str] = NOTE_TAGS
    query_all_files: bool = False

    def has(self, requirement: str | None) -> bool:
        """Whether the feature that an object or field requires is on; None requires nothing."""
        return requirement is None or bool(getattr(self, requirement))
