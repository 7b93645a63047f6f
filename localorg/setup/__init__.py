"""How an administrator has set the org up: one switch for everything in which real orgs differ.

``setup``      the switches as they are now, kept in the org's file
``control``    ``GET`` and ``PATCH /localorg/setup``
``shut``       what answers in place of the whole org: another address, maintenance
``rights``     who may see and do what
"""

from localorg.setup.setup import Setup
from localorg.switches import Page, Switches

__all__ = ["Page", "Setup", "Switches"]
