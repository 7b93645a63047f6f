"""The queue of record: what came in, what is to be done about it, and what became of it.

``inbox``        events kept once, and wishes for their deals
``deals``        the queue of deals: claim, give back, check again
``evaluation``   the transaction in which deals are decided on; ``budget`` is what each rep has been given
``outcome``      decisions, cards, wanted notes and "done", together; with ``decisions`` and ``cards``
``notes``        the queue of notes; with ``note_row``, its way through ``note_states``, and ``note_traces`` in the org
``pacing``       how long to wait before trying again, and with whom
``figures``      the queue in numbers, ``counters`` for what only rises; ``health`` says them to people
``recollection`` what is kept about many deals and all reps, for those who look ahead
"""
