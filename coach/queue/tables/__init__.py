"""The tables of record.

``records``: events, deals, decisions, cards, notes; ``answers``: those of reps; the ``feed``.
"""
