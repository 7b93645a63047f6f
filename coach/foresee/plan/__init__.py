"""What an edited library changes on many deals: exactly what the service will do when the edit comes into force.

Deals are planned one by one in the order of their ids. The service decides on them in that order after an edit, and a
rep's weekly minutes go to the deals that come first.

``edit``       what differs between two libraries, and on which deals that could matter
``ledger``     what each rep has been given, growing from deal to deal
``planner``    one deal under both libraries
``changes``    cards added, removed and changed, each with why
``coverage``   how many deals have a playbook, by stage and product family
``held``       where edited playbooks are held back, and which others come first there
``totals``     the totals over all deals, before and after
``thresholds`` limits that stop a build
"""

from coach.foresee.plan.changes import CardChange, ChangeKind, DealPlan
from coach.foresee.plan.edit import LibraryEdit
from coach.foresee.plan.planner import Planner
from coach.foresee.plan.thresholds import Threshold, read_threshold
from coach.foresee.plan.totals import Totals

__all__ = ["CardChange", "ChangeKind", "DealPlan", "LibraryEdit", "Planner", "Threshold", "Totals", "read_threshold"]
