"""What reps wrote about playbooks, for those responsible for the playbooks.

``inbox``  who may read what, and which parts without names
``views``  the routes
"""

from coach.reps.inbox.views import InboxPages

__all__ = ["InboxPages"]
