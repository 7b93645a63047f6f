"""Diagnose what keeps Coach from working in this org and on this machine: facts → findings.

``facts``      what was read from the org and the service, and what could not be read
``finding``    how a finding is declared, and what is reported about one
``checks``     all findings, one module per subject
``needs``      what the playbooks in force need of the org
``trial``      the questions of the write test
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
