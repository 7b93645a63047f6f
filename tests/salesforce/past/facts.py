"""What of a deal has no history in any org, as facts are declared."""

from coach.engine.playbook.facts import held_by

KNOWN_ALL_THE_SAME = frozenset({"closed", "won", "pushes", "record_type"})
"""The first three follow from stages and close dates; record types hardly ever change."""
LOST = {
    place: fact.name
    for place, fact in held_by("").items()
    if not fact.figure and not fact.tracked and fact.name not in KNOWN_ALL_THE_SAME
}
"""Facts by where the deal holds them."""
