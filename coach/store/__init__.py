"""The queue of record: what came in, what is to be done about it, and what became of it.

``sql``         the store: one method, one transaction
``inbox``       events kept once, and wishes for their deals
``groups``      several threads, one commit
``deals``       the queue of deals: claim, give back, check again
``evaluation``  the transaction in which deals are decided on
``budget``      what each rep has been given this week and today
``outcome``     decisions, cards, wanted notes and "done", together; with ``decisions`` and ``cards``
``notes``       the queue of notes; ``note_states`` is a ``note_row``'s way through it
``pacing``      how long to wait before trying again, and with whom
``recollection``  what is kept about many deals and all reps, for those who look ahead; with ``standing``
``figures``     the queue in numbers; ``counters`` for what only rises
``logbook``     the log, looked through: ``logbook_page`` is one page of it, narrowed by ``logbook_filters``, in a
                ``logbook_order``; ``logbook_story``, ``logbook_comments``, ``logbook_views``, ``logbook_choices``
``answers``     what reps say about cards; ``answers_progress`` is how far each card is
``teams``       what was given and what came of it, counted for pages about teams and reps
``privacy``     what leaves the house, and when: ``export`` is portions of the log, ``export_aggregates`` its figures;
                the ``feed`` with its ``feed_facts``; ``privacy_views`` is who viewed whose log, ``privacy_cells`` which
                figures tell too much, ``privacy_person`` and ``privacy_erase`` one person's data; ``retention`` lets go
                by its ``retention_rules``
``health``      for the operators' page: what arrives, who works, what is stuck
``log``         what was decided, received and timed, as it was kept
``slots``, ``memory``   periodic jobs and signs of life; what was found out about the org
``tables``, ``columns``, ``documents``   how it is kept
``database``, ``engine``, ``lock``, ``forks``   transactions and connections
``migrate``, ``migrations``   the shape of the database, from version to version
"""

from coach.store.engine import open_engine
from coach.store.migrate import is_current, migrate
from coach.store.sql import SqlStore

__all__ = ["SqlStore", "is_current", "migrate", "open_engine"]
