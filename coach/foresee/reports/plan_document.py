"""A plan for programs."""

from collections.abc import Sequence
from typing import Any

from coach.foresee.plan import CardChange, DealPlan, LibraryEdit, Totals
from coach.foresee.plan.totals import LibrarySide
from coach.foresee.reports.held import held_document
from coach.foresee.reports.plan import Header


def deal_document(deal: DealPlan) -> dict[str, Any]:
    """One deal for programs."""
    return {
        "id": deal.opportunity_id,
        "name": deal.name,
        "stage": deal.stage,
        "owner": {"id": deal.owner_id, "name": deal.owner},
        "changes": [_change(change) for change in deal.changes],
        "due": [_change(change) for change in deal.due],
    }


def _change(change: CardChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "playbook": change.playbook,
        "card": change.card,
        "occasion": change.occasion,
        "title": change.title,
        "why": change.why,
        "minutes": str(change.minutes),
        "lines_added": change.plus,
        "lines_removed": change.minus,
    }


def header_document(header: Header, edit: LibraryEdit) -> dict[str, Any]:
    """What was compared."""
    return {
        "at": header.at.isoformat(),
        "fresh": header.fresh,
        "before": {"from": header.before, "library": edit.before.library.hash, "in_force": header.in_force},
        "after": {"from": header.after, "library": edit.after.library.hash},
        "playbooks": {"added": list(edit.added), "changed": list(edit.changed), "removed": list(edit.removed)},
    }


def totals_document(totals: Totals, stopped: Sequence[str]) -> dict[str, Any]:
    """The totals over all deals. Decimals are text."""
    return {
        "deals": totals.deals,
        "deals_unseen": totals.unseen,
        "deals_touched": totals.touched,
        "deals_due": totals.due_deals,
        "cards": {kind.value: count for kind, count in totals.changes.items()},
        "due": {kind.value: count for kind, count in totals.due.items()},
        "playbooks": {
            name: {kind.value: count for kind, count in counts.items()} for name, counts in totals.by_playbook.items()
        },
        "before": _side(totals.before),
        "after": _side(totals.after),
        "held_back": held_document(totals.held),
        "notes_created": totals.notes_created,
        "notes_updated": totals.notes_updated,
        "api_calls": totals.api_calls,
        "holds_until": totals.holds_until.isoformat() if totals.holds_until else None,
        "stopped": list(stopped),
    }


def _side(side: LibrarySide) -> dict[str, Any]:
    return {
        "reps": len(side.weeks),
        "open_cards": side.open_cards,
        "cards_per_rep_week": {"median": str(side.cards[0]), "p95": str(side.cards[1])},
        "minutes_per_rep_week": {"median": str(side.minutes[0]), "p95": str(side.minutes[1])},
        "held_back": dict(side.held_back),
        "coverage_share": str(side.covered.share),
        "coverage": [
            {"stage": stage, "family": family, "none": cell.none, "one": cell.one, "several": cell.several}
            for (stage, family), cell in side.coverage.items()
        ],
    }
