"""The tables of record: ``records`` of events, deals, decisions, cards and notes, ``answers`` of reps, the ``feed``."""
