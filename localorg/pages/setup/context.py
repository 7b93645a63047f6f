"""The org as the Setup pages use it, and the addresses of the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from localorg.apps.clients import Clients
from localorg.outbound.queue import Queue
from localorg.pages.setup.view import View
from localorg.records import Records
from localorg.schema import Value
from localorg.setup.permissions import IntegrationRights
from localorg.setup.setup import Setup

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class SetupContext:
    """One org, used as its administrator."""

    records: Records
    setup: Setup
    clients: Clients
    outbound: Queue
    rights: IntegrationRights

    def insert(self, object_name: str, values: Mapping[str, Value]) -> str:
        """Create a record as the administrator. Raises ApiError."""
        return self.records.insert(object_name, values, user_id=self.records.admin_id)

    def update(self, object_name: str, record_id: str, values: Mapping[str, Value]) -> None:
        """Change a record as the administrator. Raises ApiError."""
        self.records.update(object_name, record_id, values, user_id=self.records.admin_id)

    def delete(self, object_name: str, record_id: str) -> None:
        """Delete a record as the administrator. Raises ApiError."""
        self.records.delete(object_name, record_id, user_id=self.records.admin_id)

    def get(self, object_name: str, record_id: Value) -> Row:
        """An existing record. Raises ApiError (404)."""
        return self.records.fetch(object_name, str(record_id))


Typed = MultiDict[str, str]
Handler = Callable[[SetupContext, list[str], Typed], str]
"""Handles a form, given the rest of the address; returns the address to go to. Raises ApiError or ValueError."""


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of Quick Find: its name, the function that renders its pages, and the handlers of its forms.

    ``show`` is called with the rest of the address, split into words.
    """

    name: str
    group: str
    show: Callable[[SetupContext, list[str]], View]
    does: Mapping[str, Handler]

    @property
    def slug(self) -> str:
        """Its part of the address."""
        return slug(self.name)


def slug(name: str) -> str:
    """A name such as ``Notes Settings``, as it is written in an address."""
    return name.replace(" ", "").replace("'", "")


def address(name: str, *rest: str) -> str:
    """The address of an area's page."""
    return "/".join(("/setup", slug(name), *rest))
