"""What reps wrote about playbooks, for those who answer for them.

``inbox``  who may read what, and what of it without names
``pages``  the routes
"""

from coach.web.inbox.pages import InboxPages

__all__ = ["InboxPages"]
