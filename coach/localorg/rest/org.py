"""What the resources of the REST API work on."""

from dataclasses import dataclass, field

from coach.localorg.faults import Faults, NoteBehaviour
from coach.localorg.limits import Allocation
from coach.localorg.oauth.directory import Directory
from coach.localorg.records import Records
from coach.localorg.rest.cursors import Cursors


@dataclass(slots=True)
class Org:
    """One org, running. ``notes`` may be exchanged while it runs."""

    records: Records
    directory: Directory
    faults: Faults
    api_requests: Allocation
    content_versions: Allocation
    notes: NoteBehaviour = field(default_factory=NoteBehaviour)
    cursors: Cursors = field(default_factory=Cursors)
