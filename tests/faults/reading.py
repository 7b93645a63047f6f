"""Reads the org's notes over HTTP."""

import base64
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from tests.salesforce.served import Served


@dataclass(frozen=True, slots=True)
class Held:
    """``notes``: for each record, how often it has each (title, text). ``loose``: titles of notes without a link."""

    notes: Mapping[str, Counter[tuple[str, str]]]
    loose: Mapping[str, str]


def read(org: Served, records: Sequence[str]) -> Held:
    """Read the notes on these records, and the org's notes that are linked to none of them."""
    titles = {str(row["Id"]): str(row["Title"]) for row in org.query("SELECT Id, Title FROM ContentNote")}
    # Filtering by file type is only allowed for one record at a time.
    among = ", ".join(f"'{each}'" for each in records)
    wanted = f"SELECT LinkedEntityId, ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId IN ({among})"
    links = [(str(row["LinkedEntityId"]), str(row["ContentDocumentId"])) for row in org.query(wanted)]
    notes = {record: Counter[tuple[str, str]]() for record in records}
    for record, note in links:
        if note in titles:
            notes[record][titles[note], _text(org.text_of(note))] += 1
    hanging = {note for _, note in links}
    return Held(notes, {note: title for note, title in titles.items() if note not in hanging})


def _text(content: str) -> str:
    return visible(content if "<" in content else base64.b64decode(content).decode())


def visible(html: str) -> str:
    """The letters and digits that a person sees, without markup, because an org may store a list as lines."""
    return re.sub(r"\W+", "", unescape(re.sub(r"<[^>]*>", "", html)))
