"""The queue of record: what came in, what is to be done about it, and what became of it.

``tables``       the tables of record, which the slices read
``inbox``        events kept once, and wishes for their deals
``deals``        the queue of deals: claim, give back, check again
``evaluation``   the transaction in which deals are decided on; ``budget`` is what each rep has been given
``outcome``      decisions, cards, wanted deliveries and "done", together; with ``decisions`` and ``cards``
``deliveries``   the queue of deliveries; with ``delivery_row``, its way through ``delivery_states``, and
                 ``delivery_traces`` in the org
``strays``       notes of ours in the org that no row knows
``progress``     how far each card is, by what reps say
``entries``      decisions and events as they were kept; ``one_deal`` is what is kept of one deal
``feed``         every fact in one order, which other systems can follow
``pacing``       how long to wait before trying again, and with whom
``figures``      the queue in numbers, ``counters`` for what only rises; ``health`` says them to people
``slots``, ``memory``   periodic jobs and signs of life; what was found out about the org
``documents``    nouns as JSON
"""
