"""The notes on a deal, sanitised for display."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import nh3

from localorg.pages.reading import Reader

_TAGS = {"p", "b", "strong", "i", "em", "u", "s", "br", "ul", "ol", "li", "a"}


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note for display. The list shows its title, its first words, and who changed it last and when.

    An open note shows ``html``, which is sanitised.
    """

    id: str
    title: str
    preview: str
    html: str
    author: str
    modified: str


def note_list(reader: Reader) -> str:
    """The related list for notes on the opportunity's layout: ``notes``, ``classic`` or none.

    Notes (AttachedContentNotes) needs Chatter: https://help.salesforce.com/s/articleView?id=xcloud.notes_admin_setup.htm
    """
    switches = reader.switches
    if switches.note_layout == "notes":
        return "notes" if switches.notes_enabled and switches.chatter_enabled else ""
    return "classic" if switches.note_layout == "classic" else ""


def notes_of(reader: Reader, opportunity_id: str) -> list[NoteView]:
    """The notes that the layout shows on a record, the last changed first."""
    if note_list(reader) != "notes":
        return []
    links = reader.query(
        "SELECT ContentDocumentId FROM ContentDocumentLink "
        f"WHERE LinkedEntityId = '{opportunity_id}' AND ContentDocument.FileType = 'SNOTE'"
    )
    ids = ", ".join(f"'{link['ContentDocumentId']}'" for link in links)
    if not ids:
        return []
    rows = reader.query(
        "SELECT Id, Title, TextPreview, LastModifiedDate, LastModifiedBy.Name FROM ContentNote "
        f"WHERE Id IN ({ids}) ORDER BY LastModifiedDate DESC, Id DESC"
    )
    return [_view(row, reader.content(row["Id"])) for row in rows]


def _view(row: dict[str, Any], content: str) -> NoteView:
    return NoteView(
        id=row["Id"],
        title=row["Title"],
        preview=row["TextPreview"] or "",
        html=safe_html(decoded(content)),
        author=row["LastModifiedBy"]["Name"],
        modified=row["LastModifiedDate"],
    )


def decoded(content: str) -> str:
    """The text of a note's body, which is stored as base64."""
    try:
        return base64.b64decode(content, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return content


def safe_html(html: str) -> str:
    """Sanitise a note: keep only allowed markup, and make links open in a new tab without a referrer."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
