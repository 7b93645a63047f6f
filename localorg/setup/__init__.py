"""The org's configuration by its administrator: one switch for each way in which real orgs differ.

``setup``      the current switches, stored in the org's file
``control``    ``GET`` and ``PATCH /localorg/setup``
``fields``     custom fields and picklists over HTTP, as in Object Manager
``shut``       answers in place of the whole org: another address, maintenance
``rights``, ``access``   a user's rights, and the schema that follows from them
``permissions``   the integration user's rights, as switches
``consequences``  changes of records that follow from a switch
"""

from localorg.setup.setup import Setup
from localorg.switches import Page, Switches

__all__ = ["Page", "Setup", "Switches"]
