"""The queue of record: what came in, what is to be done about it, and what became of it.

``tables``       the tables of record, which the slices read
``inbox``        stores each event once, and requests decisions on their deals
``deals``        the queue of deals: claim, give back, check again
``evaluation``   the transaction in which deals are decided on; ``budget`` counts what each rep has been given
``outcome``      saves decisions, cards, wanted deliveries and "done" together; uses ``decisions`` and ``cards``
``wanting``      which deliveries deals want; ``attempts``: claim, announce and settle them
``deliveries``   changes of deliveries from outside: what was seen at their targets, who tries what again
``delivery_states``   the state machine of one delivery
``delivery_row``      its row; ``delivery_rows`` reads and writes rows
``strays``       notes of ours in the org that no row knows
``progress``     how far each card is, according to the reps' responses
``skills``       what reps have answered and been asked about each skill
``entries``      decisions and events as they were stored; ``one_deal`` reads what is stored about one deal
``feed``         every fact in one fixed order, which other systems can follow
``pacing``       how long to wait before a retry, and how suspects are retried
``figures``      the queue in numbers; ``counters`` for monotonic counts; ``health``, ``stuck``: for people
``slots``, ``memory``   periodic jobs and signs of life; what was found out about the org
``documents``    nouns as JSON
"""
