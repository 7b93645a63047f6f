"""The org, as the resources of the REST API use it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from localorg.faults import Faults, NoteBehaviour
from localorg.limits import Allocation
from localorg.outbound.model import Message
from localorg.records import Records
from localorg.rest.cursors import Cursors
from localorg.rest.messages import RestRequest
from localorg.schema import Schema
from localorg.sessions.directory import Directory
from localorg.setup import Setup
from localorg.setup.access import Access
from localorg.soql import Answer


@dataclass(slots=True)
class Org:
    """One running org. ``notes`` may be replaced at run time; ``outbound_messages`` returns the messages defined."""

    records: Records
    setup: Setup
    access: Access
    directory: Directory
    faults: Faults
    api_requests: Allocation
    content_versions: Allocation
    notes: NoteBehaviour = field(default_factory=NoteBehaviour)
    cursors: Cursors = field(default_factory=Cursors)
    outbound_messages: Callable[[], Iterable[Message]] = tuple

    def schema(self, request: RestRequest) -> Schema:
        """The objects and fields that the caller sees."""
        return self.access.schema(request.user_id, tooling=request.path.startswith("/tooling"))

    def answer(self, request: RestRequest, soql: str, all_rows: bool = False) -> Answer:
        """Answer a query of the caller. Raises ApiError."""
        return self.records.answer(
            soql,
            user_id=request.user_id,
            all_rows=all_rows,
            version=request.version,
            schema=self.schema(request),
            hidden=self.access.hidden_opportunities(request.user_id),
            only_profile=self.access.own_profile_only(request.user_id),
        )
