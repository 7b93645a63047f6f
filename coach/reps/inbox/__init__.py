"""What reps wrote about playbooks, for those who answer for them.

``inbox``  who may read what, and what of it without names
``views``  the routes
"""

from coach.reps.inbox.views import InboxPages

__all__ = ["InboxPages"]
