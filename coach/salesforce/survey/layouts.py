"""The opportunity's page layouts: where to read them, and which of them have the list of notes.

Source: REST API Developer Guide, "sObject Layouts"; an org with record types returns only links to its layouts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from coach.salesforce.survey.answers import Look, Row

LAYOUTS = "sobjects/Opportunity/describe/layouts"
NOTES_LIST = "AttachedContentNotes"
"""The related list *Notes*. *Notes & Attachments* is RelatedNoteList, which does not show such notes."""


def layout_addresses(body: Any, data_path: str) -> Iterator[str]:
    """The addresses of layouts, for an org with record types, relative to the path of the API.

    Such an org returns links to its layouts instead of the layouts. Its addresses begin with the path of the API.
    """
    if not isinstance(body, Mapping) or body.get("layouts"):
        return
    seen: set[str] = set()
    for mapping in body.get("recordTypeMappings") or ():
        urls = mapping.get("urls") if isinstance(mapping, Mapping) else None
        address = str((urls or {}).get("layout", ""))
        ours = address.startswith(f"{data_path}/{LAYOUTS}/") and address not in seen
        if ours and mapping.get("available", True):
            seen.add(address)
            yield address.removeprefix(f"{data_path}/")


def layouts(look: Look) -> dict[str, bool] | None:
    bodies = [body for name, body in look.answers.items() if name.startswith("layout") and isinstance(body, Mapping)]
    types = dict(pair for body in bodies for pair in _record_types(body))
    found = dict(pair for body in bodies for pair in _pages(body))
    return {types.get(layout, "") or layout: has for layout, has in found.items()} or None


def _record_types(body: Row) -> Iterator[tuple[str, str]]:
    """Layouts have no name in a description, but the record types that show them have one."""
    for mapping in body.get("recordTypeMappings") or ():
        yield str(mapping.get("layoutId")), f"of record type {mapping.get('name')}"


def _pages(body: Row) -> Iterator[tuple[str, bool]]:
    """The layouts in one answer, with whether they have the list of notes: several, or the one of a record type."""
    alone = [body] if "relatedLists" in body else []
    for place, layout in enumerate(body.get("layouts") or alone, 1):
        lists = [one for one in layout.get("relatedLists") or () if isinstance(one, Mapping)]
        yield str(layout.get("id") or place), any(one.get("name") == NOTES_LIST for one in lists)
