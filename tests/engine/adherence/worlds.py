"""Who changed a deal, for the tests: every difference between two deals, laid to the same person."""

from datetime import datetime

from coach.engine.model import Deal, Edit, Editor, Edits, Nature
from coach.engine.playbook.facts import FIGURES, TRACKED
from tests.engine.matching.examples import ANN

REP = Editor(ANN.id, Nature.PERSON)
COLLEAGUE = Editor("005colleague", Nature.PERSON)
AGENT = Editor("005agent", Nature.AUTOMATION)
HIDDEN = Editor("005hidden", Nature.UNSURE)

FACTS = (*(fact.place for fact in (*FIGURES.values(), *TRACKED.values())), "owner", "account")


def all_by(editor: Editor, then: Deal, now: Deal, at: datetime | None = None) -> Edits:
    """The histories of a deal that this user alone has changed."""
    when = at or now.modified_at
    changed = [name for name in FACTS if getattr(then, name) != getattr(now, name)]
    edits = [Edit(name, when, editor, getattr(now, name)) for name in changed]
    edits += [
        Edit(f"fields.{name}", when, editor, value)
        for name, value in now.fields.items()
        if then.fields.get(name) != value
    ]
    roles = (editor,) * (now.contact_roles or 0)
    return Edits(tuple(edits), roles, {item.id: editor for item in now.products if item.id})
