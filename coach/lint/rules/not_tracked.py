"""What is looked for on a deal, in a field of which your org keeps no history.

What a card asks for counts where a person did it, and only the field's history tells who that was. Without it the
author is not known, and nothing is ever seen. An admin ticks such fields under Setup → Object Manager → Opportunity →
Fields & Relationships → Set History Tracking: at most 20.

Fails in an org that does not track the lead source::

    when:
      closed: false
    adherence:
      within_days: 14
      seen: {lead_source: {changed: true}}

Passes in any org::

    when:
      closed: false
    adherence:
      within_days: 14
      seen: {contact_roles: {increased: true}}
"""

from collections.abc import Iterator

from coach.engine.matching.tracked import tracked_in
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "not-tracked"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition under ``adherence``. Without remarks if it is not known which fields the org tracks."""
    tracked = context.inventory.tracked if context.inventory else None
    if tracked is None or subject.playbook.adherence is None:
        return
    known = {name.casefold() for name in tracked}
    for condition, field in tracked_in(subject.playbook.adherence.seen):
        if field.casefold() not in known:
            sentence = (
                f"Your org keeps no history of {quote(field)}, so nobody can tell who changed it, and this is never"
                " seen: an admin ticks it under Set History Tracking."
            )
            yield RuleRemark(condition.line, condition.column, sentence)
