"""How an administrator has set the org up: one switch for everything in which real orgs differ.

``switches``   the declaration: name, type, default, meaning, Setup page; everything else is derived from it
``setup``      the switches as they are now, kept in the org's file
``control``    ``GET`` and ``PATCH /localorg/setup``
``shut``       what answers in place of the whole org: another address, maintenance
``rights``     who may see and do what
"""

from coach.localorg.setup.setup import Setup
from coach.localorg.setup.switches import Page, Switches

__all__ = ["Page", "Setup", "Switches"]
