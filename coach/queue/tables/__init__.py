"""The tables of record.

``records``: events, deals, decisions, cards, deliveries; ``answers``: those of reps; the ``feed``.
"""
