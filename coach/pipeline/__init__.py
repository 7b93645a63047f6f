"""The product: receive, coach, write; and sweep, reconcile and check for what was missed.

``receiving``    an event is kept, and a worker woken
``coaching``     deals that wait are read and decided on; decisions, cards and wanted notes are committed with "done"
``writing``      wanted notes are written to the org, each announced before its call and settled after it
``sweeping``     every few seconds: workers are woken for what is due
``reconciling``  every few minutes: changes are picked up whose event never came
``checking``     every day: notes that were written are still on their records
``pipeline``     the steps together; ``ports`` what they need from the world
``status``       what workers remember of the org for every process
``waiting``      how long work waits after a failure

Each step takes what waits in the store, does its part and leaves the rest in the store: a step may be called at any
time, by any number of processes, and may be cut off at any point.
"""

from coach.pipeline.pipeline import Pipeline
from coach.pipeline.receiving import receive
from coach.pipeline.status import OrgStatus, org_status

__all__ = ["OrgStatus", "Pipeline", "org_status", "receive"]
