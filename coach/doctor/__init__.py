"""What keeps Coach from working in this org, on this machine: facts → findings.

``facts``      what was seen of the org and of the service, and what could not be
``finding``    how a finding is declared, and what is told of one
``checks``     all findings there are, a module a subject
``diagnose``   facts → diagnosis
``report``     a diagnosis for people, and for machines
``page``       the findings' part of docs/admin.md
"""

from coach.doctor.diagnose import Diagnosis, diagnose
from coach.doctor.facts import Arrived, Facts, OrgFacts, OutboundMessage, Queue, ServiceFacts, Trial
from coach.doctor.finding import Check, Detected, Misconfiguration, Urgency, Who

__all__ = [
    "Arrived",
    "Check",
    "Diagnosis",
    "Facts",
    "Misconfiguration",
    "OrgFacts",
    "OutboundMessage",
    "Queue",
    "ServiceFacts",
    "Urgency",
    "Detected",
    "Trial",
    "Who",
    "diagnose",
]
