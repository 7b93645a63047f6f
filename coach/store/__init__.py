"""What came in, what is to be done about it, and what became of it: the database, and the queue of record in it.

``sql``        the store: one method, one transaction; each part below is told in a folder of its own
``queue``      events, deals, decisions, cards and notes on their way
``log``        the log, as managers look through it
``teams``      what was given and what came of it, counted
``answers``    what reps say about their cards
``people``     who may look, and at whom
``library``    the playbooks in force
``privacy``    what is kept about people, and when it goes
``export``     what other systems read
``database``   transactions and connections
``tables``, ``migrations``   how it is kept, and how it came to that from version to version
"""

from coach.store.database.engine import open_engine
from coach.store.database.migrate import is_current, migrate
from coach.store.sql import SqlStore

__all__ = ["SqlStore", "is_current", "migrate", "open_engine"]
