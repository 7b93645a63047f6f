"""The product: receive, coach, write; and sweep, reconcile and check for what was missed.

``receiving``    keeps an event, and wakes a worker
``coaching``     reads and decides on waiting deals; commits decisions, cards and wanted notes together with "done"
``writing``      writes wanted notes to the org; each is announced before its call and settled after it
``sweeping``     every few seconds: wakes workers for what is due
``reconciling``  every few minutes: picks up changes whose event never came
``checking``     every day: verifies that written notes are still on their records
``pipeline``     the steps together; ``context`` what they need
``status``       what workers record about the org for every process
``waiting``      how long work waits after a failure

Each step takes waiting work from the store, does its part and leaves the rest in the store. So any step may be called
at any time, by any number of processes, and may be interrupted at any point.
"""

from coach.pipeline.pipeline import Pipeline
from coach.pipeline.receiving import receive
from coach.pipeline.status import OrgStatus, org_status

__all__ = ["OrgStatus", "Pipeline", "org_status", "receive"]
