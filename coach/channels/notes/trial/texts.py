"""Which formatting and which characters of a note survive.

Each is tried in a note of its own, so that a refused one does not affect the others.
"""

import html
import re
from collections.abc import Mapping

from coach.channels.notes.draft import NOTE
from coach.channels.notes.trial.hand import Hand
from coach.errors import CoachError
from coach.salesforce.client import Refused

MARKUP = {
    "p": "<p>Coach</p>",
    "br": "Coach<br>test",
    "b": "<p><b>Coach</b></p>",
    "i": "<p><i>Coach</i></p>",
    "ul": "<ul><li>Coach</li></ul>",
    "ol": "<ol><li>Coach</li></ol>",
    "a": '<p><a href="https://example.com/x">Coach</a></p>',
}
CHARACTERS = {"©": "©", "®": "®", "’": "’", "é": "é", "emoji": "🙂", "&": "&amp;", "'": "&#39;", "<": "&lt;"}


def texts(hand: Hand) -> None:
    """Answer both questions."""
    hand.answers["markup"] = _survivors(hand, MARKUP, "{}")
    hand.answers["characters"] = _survivors(hand, CHARACTERS, "<p>Coach {} test</p>")


def _survivors(hand: Hand, probes: Mapping[str, str], around: str) -> str:
    survived: list[str] = []
    lost: list[str] = []
    for name, text in probes.items():
        made = hand.post(f"sobjects/{NOTE}", hand.note(f"with {name}", around.replace("{}", text)))
        if made.id and _reads(hand, made.id, name, text):
            survived.append(name)
        else:
            lost.append(f"{name} ({made.fault.code})" if made.fault else name)
    return f"{' '.join(survived) or 'none'}; lost: {', '.join(lost)}" if lost else f"{' '.join(survived)}, all of them"


def _reads(hand: Hand, note_id: str, name: str, text: str) -> bool:
    """Whether the tag is in the note, or the character, in whatever notation."""
    try:
        there = hand.client.read(f"sobjects/{NOTE}/{note_id}/Content").decode(errors="replace")
    except (Refused, CoachError):
        return False
    if name in MARKUP:
        return re.search(rf"<{name}[\s/>]", there) is not None
    return text in there or html.unescape(text) in html.unescape(there)
