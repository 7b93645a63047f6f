"""The queue of record: what came in, what is to be done about it, and what became of it.

``tables``       the tables of record, which the slices read
``inbox``        stores each event once, and requests decisions on their deals
``deals``        the queue of deals: claim, renew, give back, and request decisions without an event
``evaluation``   the transaction in which deals are decided on; ``budget`` counts what each rep has been given
``outcome``      saves decisions, cards, wanted deliveries and "done" together; uses ``decisions`` and ``cards``
``wanting``      which deliveries deals want
``attempts``     the queue of deliveries: claim, renew, announce, settle
``deliveries``   changes of deliveries from outside: what was seen at their targets, what people want tried again
``delivery_states``   the state machine of one delivery
``delivery_row``      its row; ``delivery_rows`` reads and writes rows
``strays``       notes of ours in the org that no row knows
``progress``     the progress of each card, and the watches on deals
``skills``       what reps have answered, and were last asked, about each skill
``entries``      decisions and events as they were stored; ``one_deal`` reads what is stored about one deal
``feed``         every fact in one fixed order, which other systems can follow
``pacing``       how long to wait before a retry, and how suspects are retried
``figures``      the queue in numbers; ``counters`` for monotonic counts; ``health`` and ``stuck``: for people
``slots``        which process runs a periodic job; when workers and the sweep were last alive
``memory``       named values that every process shares, mostly findings about the org
``documents``    deals, traces and parts of cards as JSON, and back
"""
